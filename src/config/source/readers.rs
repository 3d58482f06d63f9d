//! For whom a folder or a course of a source is: `class`, `classes`, `level`, `levels`, or the whole school.

use crate::config::raw::Table;
use crate::model::audience::Audience;
use crate::model::school::Class;

/// The readers that a table names; the whole school when it names none.
pub(in crate::config) fn read(table: &Table<'_>, classes: &[Class]) -> Vec<Audience> {
    let mut readers = Vec::new();
    for name in table.text("class").into_iter().chain(table.texts("classes")) {
        match classes.iter().find(|class| class.id.as_str() == name) {
            Some(class) => readers.push(Audience::Class(class.id.clone())),
            None => table.problem("class", format!("`{name}` is not the id of a class")),
        }
    }
    for name in table.text("level").into_iter().chain(table.texts("levels")) {
        if classes.iter().any(|class| class.level == name) {
            readers.push(Audience::Level(name));
        } else {
            table.problem("level", format!("`{name}` is not the level of a class"));
        }
    }
    if readers.is_empty() {
        readers.push(Audience::School);
    }
    readers
}
