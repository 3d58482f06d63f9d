//! How much room a gazette takes, guessed from its letters: good enough to begin the search for what fits near its end.

use super::{Cut, SHORT, Timetable, Told};
use crate::model::paper::Profile;
use crate::model::rich_text::{Block, RichText};
use crate::plan::gazette::Gazette;
use crate::plan::page::{AnnouncementEntry, Body, HomeworkEntry};

/// The lines that each thing takes in one column.
#[derive(Debug)]
pub(super) struct Room {
    /// The lines that a page holds, in all its columns.
    page: f64,
    /// The lines below a timetable in full that each of two columns holds; none where there is one, or where lessons are listed.
    below: Option<f64>,
    /// For each due day how many homework it has, in the order of the input.
    days: Vec<usize>,
    homework: Vec<Lines>,
    announcements: Vec<Lines>,
    /// In full, in brief.
    timetable: [f64; 2],
    pictures: f64,
    menu: f64,
    slips: f64,
}

/// What one item takes.
#[derive(Debug)]
struct Lines {
    full: f64,
    short: f64,
    named: f64,
}

/// How many lines and letters a profile sets.
struct Measure {
    /// Letters in a line of a column.
    line: f64,
    /// Lines in a column.
    column: f64,
    columns: f64,
}

/// Between two items.
const GAP: f64 = 0.6;
/// The heading of a day or a section, with the space around it.
const HEADING: f64 = 1.9;
/// A picture with its space.
const PICTURE: f64 = 9.0;
/// A reply slip.
const SLIP: f64 = 11.0;
/// The masthead, the section headings and the addresses at the end.
const FRAME: f64 = 24.0;
/// The masthead, and the heading of the timetable.
const MASTHEAD: f64 = 8.0;
/// The addresses at the end.
const ADDRESSES: f64 = 8.0;
/// What is guessed to take so much more than there is may fit nevertheless.
const DOUBT: f64 = 1.15;

impl Room {
    pub(super) fn new(input: &Gazette) -> Self {
        let measure = Measure::of(input.profile);
        let homework = input.homework.iter().flat_map(|due| &due.homework);
        let slips = input.announcements.iter().filter(|entry| entry.reply.is_some()).count();
        Room {
            page: measure.column * measure.columns,
            below: is_grid(input).then(|| measure.column - MASTHEAD - measure.timetable(input)[0] / measure.columns),
            days: input.homework.iter().map(|due| due.homework.len()).collect(),
            homework: homework.map(|entry| measure.homework(entry)).collect(),
            announcements: input.announcements.iter().map(|entry| measure.announcement(entry)).collect(),
            timetable: measure.timetable(input),
            pictures: PICTURE * count(input.media.len().min(12)),
            menu: input.menus.iter().map(|menu| HEADING + measure.text(&menu.body)).sum(),
            slips: SLIP * count(slips),
        }
    }

    /// The pages that it takes after a cut.
    pub(super) fn pages(&self, cut: &Cut) -> f64 {
        let timetable = match cut.timetable {
            Timetable::Full => self.timetable[0],
            Timetable::Brief => self.timetable[1],
            Timetable::Absent => 1.0,
        };
        let either = |there: bool, lines: f64| if there { lines } else { 0.0 };
        let others = either(cut.pictures, self.pictures) + either(cut.menu, self.menu) + either(cut.slips, self.slips);
        let announcements: f64 =
            self.announcements.iter().zip(&cut.announcements).map(|(lines, told)| lines.of(*told)).sum();
        (FRAME + timetable + others + announcements + self.of_homework(&cut.homework)) / self.page
    }

    /// Whether homework and menu fit the first column of the first page, and all else the second.
    pub(super) fn stands_side_by_side(&self, cut: &Cut) -> bool {
        let Some(below) = self.below.filter(|_| cut.timetable == Timetable::Full) else { return false };
        let either = |there: bool, lines: f64| if there { lines } else { 0.0 };
        let announcements: f64 =
            self.announcements.iter().zip(&cut.announcements).map(|(lines, told)| lines.of(*told)).sum();
        let first = 2.0 * HEADING + self.of_homework(&cut.homework) + either(cut.menu, self.menu);
        let second = HEADING + ADDRESSES + announcements + either(cut.slips, self.slips);
        first.max(second) <= below * DOUBT
    }

    fn of_homework(&self, told: &[Told]) -> f64 {
        let (mut lines, mut first) = (0.0, 0);
        for count in &self.days {
            let day = first..first + count;
            let told = &told[day.clone()];
            lines += self.homework[day].iter().zip(told).map(|(lines, told)| lines.of(*told)).sum::<f64>();
            let heading = told.iter().min().map_or(0.0, |most| match most {
                Told::Full | Told::Short => HEADING,
                Told::Named => 1.0 + GAP,
                Told::Counted => 0.0,
            });
            lines += heading;
            first += count;
        }
        lines
    }
}

impl Lines {
    fn of(&self, told: Told) -> f64 {
        match told {
            Told::Full => self.full,
            Told::Short => self.short,
            Told::Named => self.named,
            Told::Counted => 0.0,
        }
    }
}

impl Measure {
    fn of(profile: Profile) -> Self {
        let (line, column, columns) = match profile {
            Profile::Standard => (46.0, 67.0, 2.0),
            Profile::Clair => (35.0, 45.6, 2.0),
            Profile::Grand => (58.0, 42.0, 1.0),
            Profile::Dys => (64.0, 52.7, 1.0),
        };
        Measure { line, column, columns }
    }

    fn letters(&self, letters: usize) -> f64 {
        (count(letters) / self.line).ceil()
    }

    fn homework(&self, entry: &HomeworkEntry) -> Lines {
        let files = self.letters(entry.files.iter().map(|file| file.name.chars().count() + 24).sum());
        let subject = entry.subject.as_ref().map_or(12, |subject| subject.chars().count());
        Lines {
            full: 1.0 + GAP + self.body(&entry.body) + files,
            short: 1.0 + GAP + self.letters(SHORT + 30),
            named: count(subject + 2) / self.line,
        }
    }

    fn announcement(&self, entry: &AnnouncementEntry) -> Lines {
        let files = self.letters(entry.files.iter().map(|file| file.name.chars().count() + 24).sum());
        let title = self.letters(entry.title.chars().count());
        let around = HEADING + title + if entry.reply.is_some() { 1.0 } else { 0.0 };
        Lines {
            full: around + self.body(&entry.body) + files,
            short: around + self.letters(SHORT + 30),
            named: title + 0.2,
        }
    }

    fn body(&self, body: &Body) -> f64 {
        match body {
            Body::Full(text) => self.text(text),
            Body::Short { text, .. } => self.letters(text.chars().count() + 30),
        }
    }

    fn text(&self, text: &RichText) -> f64 {
        text.blocks.iter().map(|block| self.block(block) + GAP).sum()
    }

    fn block(&self, block: &Block) -> f64 {
        match block {
            Block::List { items, .. } => items.iter().map(|item| self.text(item)).sum(),
            Block::Table { rows, .. } => rows.iter().map(|row| self.row(row)).sum(),
            other => self.letters(RichText { blocks: vec![other.clone()] }.plain_text().chars().count()),
        }
    }

    /// The highest cell of a row, each with its part of the width.
    fn row(&self, cells: &[Vec<crate::model::rich_text::Inline>]) -> f64 {
        let letters = |cell: &Vec<_>| {
            let text = RichText { blocks: vec![Block::Paragraph { content: cell.clone() }] };
            text.plain_text().chars().count()
        };
        let longest = cells.iter().map(letters).max().unwrap_or_default();
        self.letters(longest * cells.len()) + 0.3
    }

    /// The timetable in full, then in brief.
    fn timetable(&self, input: &Gazette) -> [f64; 2] {
        let days = &input.timetable.days;
        let lessons: usize = days.iter().map(|day| day.lessons.len()).sum();
        let longest = days.iter().map(|day| day.lessons.len()).max().unwrap_or_default();
        let brief = count(days.len()) * (HEADING + 1.0);
        let full = if is_grid(input) {
            // A row of the table, through all columns.
            (2.0 + 2.6 * count(longest)) * self.columns
        } else {
            count(days.len()) * HEADING + 1.3 * count(lessons)
        };
        [full, brief]
    }
}

/// Whether its timetable is a table through all columns.
fn is_grid(input: &Gazette) -> bool {
    input.profile == Profile::Standard && input.correction.is_none()
}

#[expect(clippy::cast_precision_loss, reason = "letters and items of a week")]
fn count(number: usize) -> f64 {
    number as f64
}
