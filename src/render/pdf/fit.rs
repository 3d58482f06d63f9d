//! How a gazette keeps within its pages: what is needed least is told in fewer words first. Nothing is ever left out without a word:
//! each item is printed, named or at least counted.

use chrono::NaiveDate;

use crate::model::rich_text::Block;
use crate::plan::gazette::Gazette;
use crate::plan::page::{Body, HomeworkEntry};
use crate::render::pdf::fit::room::Room;

mod room;
mod search;

pub(super) use search::Attempt;

/// How much is told of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Told {
    /// All of it.
    Full,
    /// Its first words.
    Short,
    /// Its subject or title.
    Named,
    /// One of so many.
    Counted,
}

/// How much is told of the timetable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timetable {
    /// Every lesson.
    Full,
    /// The hours of each day, and what changed.
    Brief,
    /// That it is elsewhere.
    Absent,
}

/// How much is told of everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    /// Of the homework, in the order of the input.
    pub(super) homework: Vec<Told>,
    /// Of the announcements, in the order of the input.
    pub(super) announcements: Vec<Told>,
    pub(super) timetable: Timetable,
    pub(super) pictures: bool,
    pub(super) menu: bool,
    /// Whether the reply slips are there.
    pub(super) slips: bool,
}

/// One thing told in fewer words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Homework(usize, Told),
    Announcement(usize, Told),
    Timetable(Timetable),
    Pictures,
    Menu,
    Slips,
}

/// The steps from everything to the least, in the order in which they are taken.
#[derive(Debug)]
pub(super) struct Ladder {
    /// Each of them tells less than the one before.
    steps: Vec<Step>,
    whole: Cut,
    room: Room,
    max_pages: usize,
}

/// How many letters of a shortened text are printed.
pub(super) const SHORT: usize = 140;

/// More letters than a page in the smallest type can hold.
const PAGE: usize = 9_000;

impl Ladder {
    /// The steps for a gazette. A text that its pages could never hold is short from the first step on.
    pub(super) fn new(input: &Gazette) -> Self {
        let homework: Vec<Homework> = homework(input);
        let sunday = input.timetable.week.sunday();
        let (mut covered, mut later): (Vec<_>, Vec<_>) = homework.iter().partition(|one| one.due <= sunday);
        // What is needed least comes first: the farthest, and tests last.
        later.reverse();
        covered.sort_by_key(|one| (one.test, std::cmp::Reverse((one.due, one.index))));
        let news = &input.announcements;
        let mut told: Vec<usize> = (0..news.len()).rev().collect();
        told.sort_by_key(|index| (news[*index].reply.is_some(), news[*index].headline, news[*index].service));
        let letters: Vec<usize> = news.iter().map(|entry| letters(&entry.body)).collect();
        let of_homework =
            |some: &[&Homework], told| some.iter().map(|one| Step::Homework(one.index, told)).collect::<Vec<_>>();
        let of_news =
            |some: &[usize], told_as| some.iter().map(|index| Step::Announcement(*index, told_as)).collect::<Vec<_>>();
        let long = |index: &usize| letters[*index] > SHORT;
        // What asks for an answer, comes first or is about the service itself is told in full for longer.
        let (important, ordinary): (Vec<usize>, Vec<usize>) = told
            .iter()
            .partition(|index| news[**index].reply.is_some() || news[**index].headline || news[**index].service);

        let mut steps = vec![Step::Pictures];
        steps.extend(of_news(&ordinary.iter().copied().filter(long).collect::<Vec<_>>(), Told::Short));
        steps.extend(of_homework(&later, Told::Named));
        steps.extend(of_news(&ordinary, Told::Named));
        steps.push(Step::Menu);
        steps.extend(of_news(&important.iter().copied().filter(long).collect::<Vec<_>>(), Told::Short));
        steps.push(Step::Timetable(Timetable::Brief));
        let long: Vec<&Homework> = covered.iter().copied().filter(|one| one.letters > SHORT).collect();
        steps.extend(of_homework(&long, Told::Short));
        steps.extend(of_news(&important, Told::Named));
        steps.extend(of_homework(&covered, Told::Named));
        steps.extend(of_homework(&later, Told::Counted));
        steps.extend(of_news(&told, Told::Counted));
        steps.extend(of_homework(&covered, Told::Counted));
        steps.extend([Step::Slips, Step::Timetable(Timetable::Absent)]);

        let most = PAGE * input.max_pages;
        let first = |letters: usize| if letters > most { Told::Short } else { Told::Full };
        let whole = Cut {
            homework: homework.iter().map(|one| first(one.letters)).collect(),
            announcements: letters.iter().map(|letters| first(*letters)).collect(),
            timetable: Timetable::Full,
            pictures: !input.media.is_empty(),
            menu: !input.menus.is_empty(),
            slips: news.iter().any(|entry| entry.reply.is_some()),
        };
        let mut cut = whole.clone();
        steps.retain(|step| {
            let before = cut.clone();
            cut.take(*step);
            cut != before
        });
        Ladder { steps, whole, room: Room::new(input), max_pages: input.max_pages }
    }

    /// Whether homework and announcements may each have a column of the first page for itself after a cut: a guess.
    pub(super) fn may_stand_side_by_side(&self, cut: &Cut) -> bool {
        self.room.stands_side_by_side(cut)
    }

    /// How many steps there are.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// What is told after that many steps.
    pub(super) fn after(&self, steps: usize) -> Cut {
        let mut cut = self.whole.clone();
        for step in self.steps.iter().take(steps) {
            cut.take(*step);
        }
        cut
    }
}

impl Cut {
    /// Tells one thing in fewer words.
    fn take(&mut self, step: Step) {
        match step {
            Step::Homework(index, told) => self.homework[index] = self.homework[index].max(told),
            Step::Announcement(index, told) => self.announcements[index] = self.announcements[index].max(told),
            Step::Timetable(timetable) => self.timetable = timetable,
            Step::Pictures => self.pictures = false,
            Step::Menu => self.menu = false,
            Step::Slips => self.slips = false,
        }
    }
}

/// What the order of the steps depends on.
#[derive(Debug)]
struct Homework {
    index: usize,
    due: NaiveDate,
    test: bool,
    letters: usize,
}

fn homework(input: &Gazette) -> Vec<Homework> {
    let all = input.homework.iter().flat_map(|day| day.homework.iter().map(|entry| (day.day, entry)));
    let one = |(index, (due, entry)): (usize, (NaiveDate, &HomeworkEntry))| Homework {
        index,
        due,
        test: entry.test,
        letters: letters(&entry.body),
    };
    all.enumerate().map(one).collect()
}

/// What is more than one paragraph counts as long: a table or a list takes more room than its letters.
fn letters(body: &Body) -> usize {
    match body {
        Body::Full(text) => {
            let letters = text.plain_text().chars().count();
            let simple = matches!(text.blocks.as_slice(), [] | [Block::Paragraph { .. }]);
            if simple { letters } else { letters.max(SHORT + 1) }
        }
        Body::Short { text, .. } => text.chars().count(),
    }
}

#[cfg(test)]
mod tests;
