//! The sheets beside the gazette: how to open a site, the timetable for the door, and what the office needs to print and hand
//! out a whole week.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Paper, Sheet, signs, typeset};
use crate::error::{Error, Kind, Result};
use crate::model::notice::{Notice, NoticeKind};

mod access;
mod batch;
mod notice;
mod poster;
mod slip;

pub use access::access;
pub use batch::batch;
pub use notice::notice;
pub use poster::poster;
pub use slip::slip;

/// Which sheet is made.
struct Template {
    /// Its file below `paper/`.
    file: &'static str,
    /// What the notices call the sheet, and what tells it from all others.
    name: String,
    /// The date in its metadata.
    made_at: DateTime<Utc>,
}

/// Sets a sheet in type. Characters that no font of the theme has are replaced by a sign, with a notice.
fn set(template: Template, view: &impl Serialize, paper: &Paper) -> Result<Sheet> {
    let Template { file, name, made_at } = template;
    let mut data = serde_json::to_value(view)
        .map_err(|error| Error::new(Kind::Bug, format!("cannot shape `{name}`")).because(error))?;
    let replaced = signs::replace_uncovered(&mut data, paper.fonts.mark(), |sign| paper.fonts.cover(sign));
    let message = format!("signs that the paper's fonts do not have were replaced: {replaced}");
    let notices = (replaced > 0).then(|| Notice::new(NoticeKind::Replaced, &name, message)).into_iter().collect();
    let document =
        typeset::Document { template: file, data: data.to_string(), pictures: Vec::new(), identity: name, made_at };
    let pdf = document.typeset(paper)?.pdf()?;
    Ok(Sheet { bytes: pdf.bytes, pages: pdf.pages, notices })
}
