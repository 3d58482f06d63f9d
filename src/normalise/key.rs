//! Stable names for items. Each scheme starts with its version, so that a later one can live beside it in the store.
//!
//! | item | key |
//! |---|---|
//! | announcement | the source's own identifier (`host/id`), else a hash of title and day |
//! | lesson | the source's own identifier (for Pronote the stable part of the UID with the start), else a hash of start, subject and audience |
//! | homework | the source's own identifier, else a hash of audience, subject, due day and text |
//! | lesson content | a hash of audience, subject, day, title and text |
//! | document | the source's own path of the file, else a hash of audience, folders and name |
//! | non-teaching days | a hash of days, kind and label |

use serde::Serialize;

use crate::model::document::Document;
use crate::model::homework::Homework;
use crate::model::id::ItemKey;
use crate::model::item::{FetchedItem, Item};
use crate::model::lesson::Lesson;
use crate::model::subject::Subject;

/// The key of an item just read.
pub fn of(fetched: &FetchedItem) -> ItemKey {
    if let Some(native) = &fetched.native_id {
        return ItemKey::new(native);
    }
    by_content(&fetched.item)
}

/// The key of an item by what it says.
pub fn by_content(item: &Item) -> ItemKey {
    match item {
        Item::Homework(homework) => homework_key(homework),
        Item::Lesson(lesson) => lesson_key(lesson),
        Item::Content(content) => {
            let subject = content.subject.as_ref().map(|subject| &subject.raw);
            hashed("c1", &(&content.audience, subject, content.day, &content.title, content.body.plain_text()))
        }
        Item::NonTeaching(days) => hashed("n1", &(days.from, days.to, days.kind, &days.label)),
        Item::Menu(menu) => hashed("m1", &(&menu.audience, menu.week)),
        Item::Document(document) => by_document(document),
        Item::Announcement(news) => hashed("a1", &(&news.title, news.published_at)),
    }
}

/// Where an item stands in the school, whatever it says: an edited text takes the place of the withdrawn one. `None` when nothing but its
/// text would tell it from others.
pub fn place(item: &Item) -> Option<ItemKey> {
    let subject = |subject: &Option<Subject>| subject.as_ref().map(|subject| subject.raw.clone());
    Some(match item {
        Item::Homework(homework) => {
            hashed("p1", &("homework", &homework.audience, subject(&homework.subject), homework.due_on))
        }
        Item::Content(content) => hashed("p1", &("content", &content.audience, subject(&content.subject), content.day)),
        Item::Announcement(news) => hashed("p1", &("news", &news.audience, news.published_at?)),
        Item::Lesson(lesson) => lesson_key(lesson),
        Item::NonTeaching(days) => hashed("p1", &("days", days.from, days.to, days.kind)),
        Item::Menu(menu) => hashed("p1", &("menu", &menu.audience, menu.week)),
        Item::Document(document) => by_document(document),
    })
}

/// The key of a document by where it lies.
fn by_document(document: &Document) -> ItemKey {
    hashed("d1", &(&document.audience, &document.folders, &document.file.name))
}

/// The key of a homework by what it says.
pub fn homework_key(homework: &Homework) -> ItemKey {
    let subject = homework.subject.as_ref().map(|subject| &subject.raw);
    hashed("h1", &(&homework.audience, subject, homework.due_on, homework_text(homework)))
}

/// The key of a lesson by when and what it is.
pub fn lesson_key(lesson: &Lesson) -> ItemKey {
    let subject = lesson.subject.as_ref().map_or(&lesson.title, |subject| &subject.raw);
    hashed("l1", &(lesson.start, subject, &lesson.audience))
}

/// The words of a homework, with the names of its files: what makes it that homework.
pub fn homework_text(homework: &Homework) -> String {
    let mut text = homework.body.plain_text().to_lowercase();
    for attachment in &homework.attachments {
        text.push('\n');
        text.push_str(&attachment.name);
    }
    text
}

fn hashed(scheme: &str, parts: &impl Serialize) -> ItemKey {
    let bytes = serde_json::to_vec(parts).expect("plain values serialise");
    ItemKey::new(&format!("{scheme}-{}", &blake3::hash(&bytes).to_hex()[..16]))
}
