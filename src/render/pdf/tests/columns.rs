//! Homework on the left, announcements on the right, where each has room.

use typst::layout::Transform;

use super::sample::{self, says};
use super::weeks::{Seen, collect};
use super::{BTreeMap, Gazette, made_at, paper};
use crate::render::pdf::Making;
use crate::render::pdf::fit::Ladder;

/// The pages of a gazette told whole, and where on the first of them its announcements begin: from 0 on the left to 1 on the right.
fn pages_and_place(input: &Gazette) -> (usize, Option<f64>) {
    let (paper, pictures) = (paper(&BTreeMap::new()).unwrap(), BTreeMap::new());
    let ladder = Ladder::new(input);
    let making = Making { input, paper: &paper, pictures: &pictures, made_at: made_at() };
    let attempt = making.attempt(&ladder, &ladder.after(0)).unwrap();
    let first = attempt.made.0.frames().next().unwrap();
    let mut seen = Seen::default();
    collect(first, Transform::identity(), &mut seen);
    let heading = seen.runs.iter().find(|run| run.text == "Actualités");
    (attempt.pages, heading.map(|run| run.left / first.width().to_pt()))
}

#[test]
fn each_has_a_column_where_there_is_room() {
    let mut input = sample::ordinary();
    input.homework.truncate(1);
    input.announcements.truncate(1);
    let (pages, place) = pages_and_place(&input);
    assert_eq!(pages, 1);
    assert!(place.is_some_and(|place| place > 0.5), "{place:?}");
}

#[test]
fn one_follows_the_other_where_a_column_is_too_short() {
    let mut input = sample::ordinary();
    let long = "Réviser le chapitre et refaire les exercices faits en classe. ";
    for entry in input.homework.iter_mut().flat_map(|due| &mut due.homework) {
        entry.body = says(&long.repeat(8));
    }
    let (pages, place) = pages_and_place(&input);
    assert!(pages > 1);
    assert_eq!(place, None, "the announcements begin on another page, not at the top of a column that homework needs");
}
