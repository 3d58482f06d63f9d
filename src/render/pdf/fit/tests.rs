//! What is shortened first, and that nothing is lost on the way.

use super::search::SLACK;
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

/// Sets a gazette as it was guessed, but `more` times as long.
fn searched(ladder: &Ladder, more: f64) -> (Option<usize>, usize) {
    let mut tried = 0;
    let found = ladder.search(|cut| {
        tried += 1;
        let steps = (0..=ladder.len()).find(|steps| ladder.after(*steps) == *cut).unwrap();
        let reach = ladder.room.pages(cut) * more;
        let pages = (0..999).zip(0_u32..).find(|(_, pages)| f64::from(*pages) >= reach).map_or(999, |(pages, _)| pages);
        Ok::<_, ()>(Attempt { made: steps, pages, reach })
    });
    (found.unwrap(), tried)
}

#[test]
fn the_search_fills_the_pages_with_as_few_steps_as_will_do() {
    let ladder = Ladder::new(&sample::ordinary());
    let whole = ladder.room.pages(&ladder.after(0));
    for pages in 1..=40 {
        // From one that fits whole to one for which hardly all steps are enough.
        let more = f64::from(pages) * 0.05;
        let reach = |steps: usize| ladder.room.pages(&ladder.after(steps)) * more;
        let fewest = (0..=ladder.len()).find(|steps| reach(*steps) <= ladder.most());
        let (found, tried) = searched(&ladder, more);
        let fills = found.is_some_and(|steps| (ladder.most() - SLACK..=ladder.most()).contains(&reach(steps)));
        assert!(fills || found == fewest, "{more} times as long, {whole} pages guessed: {found:?} for {fewest:?}");
        assert!(tried <= 4, "{more} times as long: {tried} tries");
    }
}

#[test]
fn a_search_without_any_end_is_told() {
    let ladder = Ladder::new(&sample::ordinary());
    let never = |_: &Cut| Ok::<_, ()>(Attempt { made: (), pages: 99, reach: 99.0 });
    assert_eq!(ladder.search(never), Ok(None));
    assert_eq!(ladder.search::<(), _>(|_| Err("ink")), Err("ink"));
}

#[test]
fn each_step_tells_less() {
    let ladder = Ladder::new(&sample::ordinary());
    for steps in 0..ladder.len() {
        assert_ne!(ladder.after(steps), ladder.after(steps + 1));
        assert!(ladder.room.pages(&ladder.after(steps)) >= ladder.room.pages(&ladder.after(steps + 1)), "step {steps}");
    }
}

#[test]
fn a_text_that_no_page_could_hold_is_short_at_once() {
    let mut input = sample::ordinary();
    input.homework[0].homework[0].body = sample::says(&"mot ".repeat(6_000));
    let whole = Ladder::new(&input).after(0);
    assert_eq!(whole.homework.iter().position(|told| *told == Told::Short), Some(0));
    assert!(matches!(input.homework[0].homework[0].body, Body::Full(_)));
}
