//! The slip: what is in the batch, to be ticked.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Template, set};
use crate::error::Result;
use crate::plan::batch::{Batch, Part};
use crate::render::pdf::{Paper, Sheet};
use crate::render::words::Words;

/// `/data.json`.
#[derive(Debug, Serialize)]
struct View {
    /// The title of the document.
    title: String,
    heading: String,
    school: String,
    week: String,
    version: Option<String>,
    /// How much paper to load.
    paper: Vec<String>,
    columns: Vec<String>,
    rows: Vec<Row>,
    total: Row,
    /// "page", "sur".
    page: (String, String),
}

#[derive(Debug, Serialize)]
struct Row {
    class: String,
    /// Whether the row above is about the same class.
    continued: bool,
    profile: String,
    copies: usize,
    pages: Option<usize>,
    sheets: usize,
}

const COLUMNS: [&str; 7] = [
    "bordereau-class",
    "bordereau-profile",
    "bordereau-copies",
    "bordereau-pages",
    "bordereau-sheets",
    "bordereau-printed",
    "bordereau-handed-out",
];

/// Makes the slip.
pub fn slip(input: &Batch, paper: &Paper, made_at: DateTime<Utc>) -> Result<Sheet> {
    let words = &paper.words;
    let sheets: usize = input.parts.iter().map(Part::sheets_of_paper).sum();
    let separators = input.classes().count();
    let counted = |key: &str, count: usize| words.fill(key, &[("count", count.into()), ("classes", separators.into())]);
    let view = View {
        title: words.fill("bordereau-title", &[("number", input.week.number().into())]),
        heading: words.say("bordereau-heading"),
        school: input.school.clone(),
        week: words.week_caption(input.week, None),
        version: input.version.map(|version| words.fill("paper-version", &[("moment", words.moment(version).into())])),
        paper: vec![
            counted("bordereau-load", sheets),
            counted("bordereau-load-batch", sheets + separators),
            words.say("bordereau-two-sided"),
        ],
        columns: COLUMNS.iter().map(|key| words.say(key)).collect(),
        rows: input.classes().flat_map(|parts| rows(parts, words)).collect(),
        total: Row {
            class: words.say("bordereau-total"),
            continued: false,
            profile: String::new(),
            copies: input.parts.iter().map(|part| part.copies as usize).sum(),
            pages: None,
            sheets,
        },
        page: (words.say("paper-page"), words.say("paper-page-of")),
    };
    let name = format!("{}/bordereau/{}", input.school, input.week);
    set(Template { file: "bordereau.typ", name, made_at }, &view, paper)
}

fn rows(parts: &[Part], words: &Words) -> Vec<Row> {
    let row = |(index, part): (usize, &Part)| Row {
        class: part.label.clone(),
        continued: index > 0,
        profile: words.fill("bordereau-profile-name", &[("profile", part.profile.as_str().into())]),
        copies: part.copies as usize,
        pages: Some(part.pages),
        sheets: part.sheets_of_paper(),
    };
    parts.iter().enumerate().map(row).collect()
}
