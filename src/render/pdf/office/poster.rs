//! The poster.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Template, set};
use crate::error::Result;
use crate::plan::poster::Poster;
use crate::render::pdf::timetable::{self, Grid};
use crate::render::pdf::{Paper, Sheet};

/// `/data.json`.
#[derive(Debug, Serialize)]
struct View {
    /// The title of the document.
    title: String,
    school: String,
    class: String,
    /// "Semaine 49, du 30 novembre au 4 décembre 2026".
    week: String,
    /// "Version du mardi 24 novembre, 7 h".
    version: String,
    /// What the first column holds.
    hours: String,
    timetable: Grid,
}

/// Makes the timetable for the door.
pub fn poster(input: &Poster, paper: &Paper, made_at: DateTime<Utc>) -> Result<Sheet> {
    let (words, week) = (&paper.words, input.timetable.week);
    let (class, number) = (input.class.as_str(), week.number());
    let view = View {
        title: words.fill("affiche-title", &[("class", class.into()), ("number", number.into())]),
        school: input.school.clone(),
        class: input.class.clone(),
        week: words.week_caption(week, input.timetable.parity),
        version: words.fill("paper-version", &[("moment", words.moment(input.version).into())]),
        hours: words.say("affiche-hours"),
        timetable: timetable::grid(&input.timetable, words),
    };
    let name = format!("{}/{class}/affiche/{week}", input.school);
    set(Template { file: "affiche.typ", name, made_at }, &view, paper)
}
