//! Weeks at random: whatever a school writes, a gazette keeps to its pages, tells or counts every item, and no word runs over another.

use rayon::prelude::*;
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::visualize::Geometry;

use super::sample::{self, says};
use super::{BTreeMap, Gazette, made_at, paper};
use crate::artifact::SitePath;
use crate::model::announcement::Reply;
use crate::model::id::AttachmentId;
use crate::model::paper::Profile;
use crate::model::rich_text::{Block, Inline, RichText};
use crate::plan::page::{Body, DueDay, Media, MediaEntry};
use crate::render::pdf::fit::{Attempt, Cut, Ladder, Told};
use crate::render::pdf::{Making, Order, Paper};

/// How many weeks are made: the long run asks for more.
fn count() -> u64 {
    std::env::var("ARDOISE_GENERATED_WEEKS").ok().and_then(|text| text.parse().ok()).unwrap_or(4)
}

/// How often a gazette is set at most until the one that fits is found.
const MOST_TRIES: usize = 15;

/// The pictures that the weeks show: an ordinary one, a banner, a pillar, and a dot.
const PICTURES: [(u32, u32); 4] = [(640, 420), (640, 30), (40, 600), (1, 1)];

fn picture_id(number: usize) -> AttachmentId {
    AttachmentId::of(&format!("picture {number}"))
}

/// The bytes of the pictures, by path.
fn album() -> BTreeMap<SitePath, Vec<u8>> {
    let pictures = PICTURES.iter().enumerate();
    pictures
        .map(|(number, (width, height))| (sample::picture_path(number), sample::photo(*width, *height, 80)))
        .collect()
}

fn media() -> Media {
    let entry = |(number, (width, height)): (usize, &(u32, u32))| {
        let path = sample::picture_path(number);
        (picture_id(number), MediaEntry::Picture { path, width: *width, height: *height, size: 28_000 })
    };
    PICTURES.iter().enumerate().map(entry).collect()
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides.max(1)
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.throw(sides) == 0
    }

    fn words(&mut self, most: u64) -> String {
        const WORDS: [&str; 12] = [
            "exercice",
            "la",
            "anticonstitutionnellement",
            "p. 12",
            "œuvre",
            "https://exemple.fr/une/adresse/tres/longue/sans/aucun/espace?et=des&parametres=1",
            "proportionnalité",
            "n°\u{a0}4",
            "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
            "lire",
            "😀",
            "« guillemets »",
        ];
        let count = 1 + self.throw(most);
        (0..count).map(|_| WORDS[usize::try_from(self.throw(12)).unwrap()]).collect::<Vec<_>>().join(" ")
    }

    /// One of the pictures, or one that the site does not have.
    fn picture(&mut self) -> AttachmentId {
        picture_id(usize::try_from(self.throw(5)).unwrap())
    }

    fn body(&mut self) -> Body {
        match self.throw(9) {
            0 => {
                let (rows, columns) = (1 + self.throw(40), 1 + self.throw(9));
                let cell = |dice: &mut Dice| vec![Inline::Text { text: dice.words(4) }];
                let mut row = || (0..columns).map(|_| cell(self)).collect();
                let rows = (0..rows).map(|_| row()).collect();
                Body::Full(RichText { blocks: vec![Block::Table { caption: None, header_rows: 1, rows }] })
            }
            1 => {
                let count = 1 + self.throw(9);
                let items = (0..count).map(|_| RichText::plain(&self.words(9))).collect();
                Body::Full(RichText { blocks: vec![Block::List { start: None, items }] })
            }
            2 => says(&self.words(900)),
            3 => {
                let image = Block::Image { attachment: self.picture(), alt: self.words(9) };
                let beside = RichText::plain(&self.words(9));
                Body::Full(RichText { blocks: [beside.blocks, vec![image]].concat() })
            }
            _ => says(&self.words(40)),
        }
    }

    fn week(&mut self) -> Gazette {
        let mut input = sample::ordinary();
        if self.one_in(4) {
            input = sample::holidays();
        }
        input.profile = Profile::ALL[usize::try_from(self.throw(4)).unwrap()];
        input.max_pages = 1 + usize::try_from(self.throw(4)).unwrap();
        input.media = media();
        let most = [3, 12, 40, 200][usize::try_from(self.throw(4)).unwrap()];
        let count = if self.one_in(3) { most } else { self.throw(most) };
        for _ in 0..count {
            let day = input.timetable.week.monday() + chrono::Days::new(self.throw(60));
            let subject = if self.one_in(9) { self.words(30) } else { "Français".to_owned() };
            let homework = sample::homework(&subject, self.body());
            match input.homework.iter_mut().find(|due| due.day == day) {
                Some(due) => due.homework.push(homework),
                None => input.homework.push(DueDay { day, homework: vec![homework] }),
            }
        }
        input.homework.sort_by_key(|due| due.day);
        for _ in 0..self.throw(most / 3 + 1) {
            let most = if self.one_in(9) { 60 } else { 6 };
            let title = self.words(most);
            let mut entry = sample::announcement(&title, self.body());
            entry.illustration = self.one_in(4).then(|| self.picture());
            entry.reply = self.one_in(6).then(|| Reply { by: None, choices: vec![self.words(3), self.words(3)] });
            input.announcements.push(entry);
        }
        if self.one_in(5) {
            for lesson in input.timetable.days.iter_mut().flat_map(|day| &mut day.lessons) {
                lesson.subject = self.words(12);
                lesson.teachers = vec![self.words(3)];
            }
        }
        if self.one_in(9) {
            for day in &mut input.timetable.days {
                day.lessons = day.lessons.iter().cycle().take(day.lessons.len() * 12).cloned().collect();
            }
        }
        input
    }
}

/// A run of letters on a page.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) left: f64,
    right: f64,
    /// Where the letters stand.
    line: f64,
    size: f64,
}

/// The side of a cell: a line from top to bottom.
#[derive(Debug, Clone, Copy)]
struct Side {
    x: f64,
    top: f64,
    bottom: f64,
}

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) runs: Vec<Run>,
    sides: Vec<Side>,
}

pub(super) fn collect(frame: &Frame, transform: Transform, seen: &mut Seen) {
    for (place, item) in frame.items() {
        let start = Point::new(place.x, place.y).transform(transform);
        match item {
            FrameItem::Group(group) => {
                let moved = transform.pre_concat(Transform::translate(place.x, place.y)).pre_concat(group.transform);
                collect(&group.frame, moved, seen);
            }
            FrameItem::Shape(shape, _) => {
                let Geometry::Line(to) = shape.geometry else { continue };
                let end = *place + to;
                let end = end.transform(transform);
                let (x, one, other) = (start.x.to_pt(), start.y.to_pt(), end.y.to_pt());
                if (end.x.to_pt() - x).abs() < 0.1 {
                    seen.sides.push(Side { x, top: one.min(other), bottom: one.max(other) });
                }
            }
            FrameItem::Text(text) => {
                let left = start.x.to_pt();
                let run = Run {
                    text: text.text.to_string(),
                    left,
                    right: left + text.width().to_pt(),
                    line: start.y.to_pt(),
                    size: text.size.to_pt(),
                };
                seen.runs.push(run);
            }
            _ => {}
        }
    }
}

/// The letters that run over the side of their cell.
fn overflows(seen: &Seen) -> Vec<String> {
    let over = |run: &Run, side: &Side| {
        let beside = run.left < side.x - 1.0 && side.x + 1.0 < run.right;
        beside && side.top < run.line - 0.5 * run.size && run.line < side.bottom
    };
    let found = seen.runs.iter().filter(|run| !run.text.trim().is_empty());
    found
        .filter(|run| seen.sides.iter().any(|side| over(run, side)))
        .map(|run| format!("out of its cell: {run:?}"))
        .collect()
}

/// What runs over the edge of the paper's printable part, over the side of its cell, or over other letters.
fn collisions(frame: &Frame) -> Vec<String> {
    let mut seen = Seen::default();
    collect(frame, Transform::identity(), &mut seen);
    let mut found = overflows(&seen);
    let mut runs = seen.runs;
    runs.retain(|run| !run.text.trim().is_empty() && run.text != ".");
    let edge = 12.0 * 72.0 / 25.4;
    let (left, right) = (edge, frame.width().to_pt() - edge);
    let (top, bottom) = (edge / 2.0, frame.height().to_pt() - edge / 3.0);
    let outside = runs.iter().filter(|run| run.left < left || run.right > right || run.line < top || run.line > bottom);
    found.extend(outside.map(|run| format!("outside: {run:?}")));
    runs.sort_by(|one, other| one.line.total_cmp(&other.line));
    for (index, one) in runs.iter().enumerate() {
        for other in runs[index + 1..].iter().take_while(|other| other.line < one.line + 0.5 * one.size.min(20.0)) {
            let common = one.right.min(other.right) - one.left.max(other.left);
            // Superscripts stand above their line, and letters lean a little over each other.
            if common > 2.0 && other.line - one.line < 0.5 * other.size.min(one.size) {
                found.push(format!("{one:?} runs over {other:?}"));
            }
        }
    }
    found
}

/// How many items of a cut are told in each way must be what the data say.
fn assert_nothing_is_lost(input: &Gazette, cut: &Cut, data: &serde_json::Value, seed: u64) {
    let count = |told: &[Told], wanted: fn(&Told) -> bool| told.iter().filter(|told| wanted(told)).count();
    let length = |value: &serde_json::Value| value.as_array().map_or(0, Vec::len);
    let shown = |told: &Told| *told <= Told::Short;
    let news = &data["announcements"];
    assert_eq!(length(&news["entries"]), count(&cut.announcements, shown), "seed {seed}");
    assert_eq!(length(&news["titles"]), count(&cut.announcements, |told| *told == Told::Named), "seed {seed}");
    let number = |text: &serde_json::Value| -> usize {
        let Some(text) = text.as_str() else { return 0 };
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(1)
    };
    assert_eq!(number(&news["others"]), count(&cut.announcements, |told| *told == Told::Counted), "seed {seed}");
    let stretches = || ["covered", "later"].into_iter().map(|stretch| &data["homework"][stretch]);
    let tasks: usize = stretches()
        .flat_map(|stretch| stretch["days"].as_array().cloned().unwrap_or_default())
        .map(|day| length(&day["homework"]))
        .sum();
    assert_eq!(tasks, count(&cut.homework, shown), "seed {seed}");
    let counted: usize = stretches().map(|stretch| number(&stretch["others"])).sum();
    assert_eq!(counted, count(&cut.homework, |told| *told == Told::Counted), "seed {seed}");
    let all: usize = input.homework.iter().map(|due| due.homework.len()).sum();
    assert_eq!(cut.homework.len(), all, "seed {seed}");
}

fn check(input: &Gazette, paper: &Paper, pictures: &BTreeMap<SitePath, Vec<u8>>, seed: u64) {
    let mut tries = 0;
    let ladder = Ladder::new(input);
    let making = Making { input, paper, pictures, made_at: made_at() };
    let found = ladder.search(|cut| {
        tries += 1;
        let Attempt { pages, reach, made: (typeset, _) } = making.attempt(&ladder, cut)?;
        Ok::<_, crate::error::Error>(Attempt { pages, reach, made: (typeset, cut.clone()) })
    });
    assert!(tries <= MOST_TRIES, "seed {seed}: {tries} tries for {} steps", ladder.len());
    let (typeset, cut) = found.unwrap().unwrap_or_else(|| panic!("seed {seed}: nothing fits"));
    let (document, _) = making.document(&cut, Order::OneAfterTheOther).unwrap();
    assert_nothing_is_lost(input, &cut, &serde_json::from_str(&document.data).unwrap(), seed);
    let found: Vec<String> = typeset.frames().flat_map(collisions).collect();
    assert_eq!(found, [] as [String; 0], "seed {seed}, {} in {} pages", input.profile, input.max_pages);
}

/// How many homework and announcements a week has, and its largest table.
fn size(input: &Gazette) -> (usize, usize) {
    let homework = input.homework.iter().flat_map(|due| &due.homework).map(|entry| &entry.body);
    let bodies: Vec<&Body> = homework.chain(input.announcements.iter().map(|entry| &entry.body)).collect();
    let cells = |block: &Block| match block {
        Block::Table { rows, .. } => rows.iter().map(Vec::len).sum(),
        _ => 0,
    };
    let largest = |body: &&Body| match body {
        Body::Full(text) => text.blocks.iter().map(cells).max(),
        Body::Short { .. } => None,
    };
    (bodies.len(), bodies.iter().filter_map(largest).max().unwrap_or(0))
}

#[test]
fn the_weeks_are_of_all_sizes() {
    let weeks: Vec<Gazette> = (0..100).map(|seed| Dice(seed).week()).collect();
    let sizes: Vec<(usize, usize)> = weeks.iter().map(size).collect();
    let own = size(&sample::ordinary()).0;
    assert!(sizes.iter().any(|(items, _)| *items <= own), "a week with nothing more");
    assert!(sizes.iter().any(|(items, _)| *items >= 200), "a week with 200 items");
    assert!(sizes.iter().any(|(_, cells)| *cells >= 300), "a huge table");
    let titles = weeks.iter().flat_map(|week| &week.announcements).map(|entry| entry.title.chars().count());
    assert!(titles.max() >= Some(600), "a long title");
    assert!(weeks.iter().any(|week| week.announcements.iter().any(|entry| entry.illustration.is_some())));
    assert!(Profile::ALL.iter().all(|profile| weeks.iter().any(|week| week.profile == *profile)));
}

#[test]
fn whatever_a_school_writes_fits() {
    let (paper, pictures) = (paper(&BTreeMap::new()).unwrap(), album());
    (0..count()).into_par_iter().for_each(|seed| {
        check(&Dice(seed).week(), &paper, &pictures, seed);
    });
}
