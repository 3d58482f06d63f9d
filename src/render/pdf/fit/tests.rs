//! What is shortened first, and that nothing is lost on the way.

use super::*;
use crate::plan::page::Body;
use crate::render::pdf::tests::sample;

#[test]
fn the_farthest_goes_first_and_tests_last() {
    let mut input = sample::ordinary();
    input.announcements[1].reply = Some(crate::model::announcement::Reply { by: None, choices: Vec::new() });
    let ladder = Ladder::new(&input);
    let homework: Vec<&HomeworkEntry> = input.homework.iter().flat_map(|day| &day.homework).collect();
    let named: Vec<usize> = ladder
        .steps
        .iter()
        .filter_map(|step| match step {
            Step::Homework(index, Told::Named) => Some(*index),
            _ => None,
        })
        .collect();
    let tests: Vec<bool> = named.iter().map(|index| homework[*index].test).collect();
    assert_eq!(named.len(), homework.len());
    assert_eq!(named.first(), Some(&(homework.len() - 1)), "what is due last");
    assert_eq!(tests.last(), Some(&true));
    let news: Vec<usize> = ladder
        .steps
        .iter()
        .filter_map(|step| match step {
            Step::Announcement(index, Told::Named) => Some(*index),
            _ => None,
        })
        .collect();
    assert_eq!(news, [2, 0, 1], "what asks for an answer is last");
}

#[test]
fn the_search_takes_as_few_steps_as_will_do() {
    let ladder = Ladder::new(&sample::ordinary());
    let steps_of = |cut: &Cut| (0..=ladder.len()).find(|steps| ladder.after(*steps) == *cut).unwrap();
    for enough in [0, 1, 2, 7, ladder.len()] {
        let mut tried = 0;
        let found = ladder.search(|cut| {
            tried += 1;
            let steps = steps_of(cut);
            Ok::<_, ()>((steps >= enough).then_some(steps))
        });
        // Steps that leave all as it is count as their first.
        assert_eq!(found, Ok(Some(steps_of(&ladder.after(enough)))));
        assert!(tried <= 8, "{tried} tries");
    }
    assert_eq!(ladder.search(|_| Ok::<Option<()>, ()>(None)), Ok(None));
    assert_eq!(ladder.search(|_| Err::<Option<()>, _>("ink")), Err("ink"));
}

#[test]
fn a_text_that_no_page_could_hold_is_short_at_once() {
    let mut input = sample::ordinary();
    input.homework[0].homework[0].body = sample::says(&"mot ".repeat(6_000));
    let whole = Ladder::new(&input).after(0);
    assert_eq!(whole.homework.iter().position(|told| *told == Told::Short), Some(0));
    assert!(matches!(input.homework[0].homework[0].body, Body::Full(_)));
}
