//! The sheets that the office prints for a class: what to make, for the covered week.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::artifact::SitePath;
use crate::artifact::sheet::{SheetClass, SheetKind};
use crate::config::site::Site;
use crate::model::paper::{Copies, Profile};
use crate::model::time::Week;
use crate::plan::gazette::{self, Gazette};
use crate::plan::site_view::SiteView;
use crate::plan::{Inputs, freshness, paths, week};

/// One sheet to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetJob {
    /// Its place below `print/`.
    pub path: SitePath,
    /// The week that it covers.
    pub week: Week,
    /// What it is.
    pub kind: SheetKind,
    /// The class that it is for.
    pub class: SheetClass,
    /// For which eyes.
    pub profile: Profile,
    /// How many the configuration asks for.
    pub copies: u32,
    /// How fresh its data are.
    pub data_as_of: Option<NaiveDateTime>,
    /// How it is made.
    pub work: SheetWork,
}

/// How a sheet is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetWork {
    /// The gazette; with the instant that its metadata carry.
    Gazette(Box<Gazette>, DateTime<Utc>),
}

/// The sheets of a class, whose own site is given whether or not it is published; none without a week to cover.
pub fn of_class(inputs: Inputs<'_>, site: &Site) -> Vec<SheetJob> {
    let view = SiteView::new(inputs, site);
    let (Some(class), Some(week)) = (site.class(), week::covered(&view)) else { return Vec::new() };
    let data_as_of = freshness::all_received(&view).then(|| freshness::data_as_of(&view)).flatten();
    let papers = inputs.config.papers.get(&class.id).map(Vec::as_slice).unwrap_or_default();
    let sheet = |paper: &Copies| {
        let (gazette, made_at) = gazette::of_week(&view, week, *paper);
        SheetJob {
            path: paths::sheet(week, &format!("{}.{}", class.id, paper.profile)),
            week,
            kind: SheetKind::Gazette,
            class: SheetClass { id: class.id.clone(), label: class.label.clone() },
            profile: paper.profile,
            copies: paper.copies,
            data_as_of,
            work: SheetWork::Gazette(Box::new(gazette), made_at),
        }
    };
    papers.iter().map(sheet).collect()
}
