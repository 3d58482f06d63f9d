//! What counts as a change of a paper.

use super::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, day).unwrap()
}

fn item(key: &str, content: &str, kind: ToldKind, day: Option<NaiveDate>) -> Told {
    Told { key: key.to_owned(), digest: Digest::of(content.as_bytes()), kind, title: key.to_owned(), day, at: None }
}

fn keys(told: &[Told]) -> Vec<&str> {
    told.iter().map(|told| told.key.as_str()).collect()
}

#[test]
fn only_what_changed_and_still_matters_is_told_again() {
    let (lesson, homework, news) = (ToldKind::Lesson, ToldKind::Homework, ToldKind::Announcement);
    let printed = [
        item("past lesson", "room 1", lesson, Some(day(1))),
        item("same", "page 4", homework, Some(day(3))),
        item("moved lesson", "room 1", lesson, Some(day(3))),
        item("edited", "page 5", homework, Some(day(4))),
        item("dropped", "page 6", homework, Some(day(4))),
        item("dropped yesterday", "page 7", homework, Some(day(1))),
        item("edited news", "at 18 h", news, None),
        item("old news", "at 18 h", news, None),
        item("news withdrawn in time", "at 18 h", news, Some(day(9))),
        item("menu", "leeks", ToldKind::Menu, Some(day(1))),
    ];
    let now = [
        item("past lesson", "room 2", lesson, Some(day(1))),
        item("same", "page 4", homework, Some(day(3))),
        item("moved lesson", "room 2", lesson, Some(day(3))),
        item("edited", "page 50", homework, Some(day(4))),
        item("added", "page 8", homework, Some(day(4))),
        item("edited news", "at 19 h", news, None),
        item("fresh news", "at 20 h", news, None),
        item("menu", "peas", ToldKind::Menu, Some(day(1))),
    ];
    let found = difference(&printed, &now, day(2));
    let changed: Vec<&str> = found.changed.iter().map(String::as_str).collect();
    assert_eq!(changed, ["added", "edited", "edited news", "menu", "moved lesson"]);
    assert_eq!(keys(&found.withdrawn), ["dropped", "news withdrawn in time"]);
    assert_eq!(difference(&now, &now, day(2)), Difference::default());
}
