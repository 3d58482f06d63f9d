//! The batch: all gazettes behind one another, each as often as it is needed, with a sheet before each class.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Template, set};
use crate::artifact::SitePath;
use crate::error::{Error, Kind, Result};
use crate::plan::batch::{Batch, Part};
use crate::render::pdf::merge::{Chapter, Section, merge};
use crate::render::pdf::{Paper, Sheet};
use crate::render::words::Words;

/// `/data.json` of a separator.
#[derive(Debug, Serialize)]
struct View {
    /// The title of the whole batch.
    title: String,
    school: String,
    class: String,
    week: String,
    /// "12 exemplaires de 2 pages : standard".
    lines: Vec<String>,
    /// "14 feuilles de papier".
    total: String,
}

/// Merges the gazettes, whose bytes are given by their path.
pub fn batch(
    input: &Batch,
    gazettes: &BTreeMap<SitePath, Vec<u8>>,
    paper: &Paper,
    made_at: DateTime<Utc>,
) -> Result<Sheet> {
    let mut notices = Vec::new();
    let mut chapters = Vec::new();
    for parts in input.classes() {
        let separator = separator(input, parts, paper, made_at)?;
        notices.extend(separator.notices);
        let sections: Result<Vec<Section>> =
            parts.iter().map(|part| section(part, gazettes.get(&part.path), &paper.words)).collect();
        let title = parts.first().map(|part| part.label.clone()).unwrap_or_default();
        chapters.push(Chapter { title, opening: separator.bytes, sections: sections? });
    }
    let pdf = merge(&chapters)?;
    Ok(Sheet { bytes: pdf.bytes, pages: pdf.pages, notices })
}

fn section(part: &Part, bytes: Option<&Vec<u8>>, words: &Words) -> Result<Section> {
    let bytes = bytes.ok_or_else(|| Error::new(Kind::Bug, format!("`{}` is not there to be merged", part.path)))?;
    Ok(Section { title: line(part, words), bytes: bytes.clone(), copies: part.copies })
}

fn separator(input: &Batch, parts: &[Part], paper: &Paper, made_at: DateTime<Utc>) -> Result<Sheet> {
    let words = &paper.words;
    let class = parts.first().map(|part| part.label.as_str()).unwrap_or_default();
    let sheets: usize = parts.iter().map(Part::sheets_of_paper).sum();
    let view = View {
        title: words.fill("lot-title", &[("number", input.week.number().into())]),
        school: input.school.clone(),
        class: class.to_owned(),
        week: words.week_caption(input.week, None),
        lines: parts.iter().map(|part| line(part, words)).collect(),
        total: words.fill("lot-sheets", &[("count", sheets.into())]),
    };
    let name = format!("{}/{class}/lot/{}", input.school, input.week);
    set(Template { file: "lot.typ", name, made_at }, &view, paper)
}

/// "12 exemplaires de 2 pages : standard".
fn line(part: &Part, words: &Words) -> String {
    let profile = words.fill("bordereau-profile-name", &[("profile", part.profile.as_str().into())]);
    let counts = [("count", part.copies.into()), ("pages", part.pages.into()), ("profile", profile.into())];
    words.fill("lot-line", &counts)
}
