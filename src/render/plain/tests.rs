//! The page as a terminal shows it.

use super::*;
use crate::render::html::tests::sample;

#[test]
fn a_terminal_shows_the_whole_page() {
    let mut page = sample::index(12);
    page.homework.truncate(1);
    page.announcements.truncate(1);
    let text = String::from_utf8(text(&page, &Words::new(None).unwrap())).unwrap();
    assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("plain", text);
    });
}

#[test]
fn control_signs_do_not_reach_a_terminal() {
    let mut page = sample::index(12);
    page.announcements[0].title = "\u{1b}[31mRouge\u{7}".to_owned();
    let text = String::from_utf8(text(&page, &Words::new(None).unwrap())).unwrap();
    assert!(text.contains("[31mRouge") && !text.contains('\u{1b}') && !text.contains('\u{7}'));
}
