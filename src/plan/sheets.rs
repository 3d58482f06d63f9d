//! The sheets that the office prints for a class: what to make, for the covered week.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;

use crate::artifact::SitePath;
use crate::artifact::sheet::{SheetClass, SheetKind};
use crate::config::site::Site;
use crate::model::paper::Profile;
use crate::model::time::Week;
use crate::plan::access::AccessSheet;
use crate::plan::batch::Batch;
use crate::plan::gazette::{self, Gazette};
use crate::plan::poster::Poster;
use crate::plan::site_view::SiteView;
use crate::plan::{Inputs, access, freshness, paths, poster, week};

/// One sheet to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetJob {
    /// Its place below `print/`.
    pub path: SitePath,
    /// The week that it covers.
    pub week: Week,
    /// What it is.
    pub kind: SheetKind,
    /// The class that it is for; `None` for what is about all classes.
    pub class: Option<SheetClass>,
    /// For which eyes.
    pub profile: Profile,
    /// How many the configuration asks for.
    pub copies: u32,
    /// How fresh its data are.
    pub data_as_of: Option<NaiveDateTime>,
    /// How it is made.
    pub work: SheetWork,
}

/// How a sheet is made; with the instant that its metadata carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum SheetWork {
    /// The gazette.
    Gazette(Box<Gazette>, DateTime<Utc>),
    /// How to open the site.
    Access(Box<AccessSheet>),
    /// The timetable for the door.
    Poster(Box<Poster>, DateTime<Utc>),
    /// What is in the batch.
    Slip(Box<Batch>, DateTime<Utc>),
    /// All gazettes in one file.
    Batch(Box<Batch>, DateTime<Utc>),
}

/// The sheets of a class, whose own site is given whether or not it is published; none without a week to cover.
pub fn of_class(inputs: Inputs<'_>, site: &Site) -> Vec<SheetJob> {
    let view = SiteView::new(inputs, site);
    let (Some(class), Some(week)) = (site.class(), week::covered(&view)) else { return Vec::new() };
    let data_as_of = freshness::all_received(&view).then(|| freshness::data_as_of(&view)).flatten();
    let sheet = |name: &str, kind, work| SheetJob {
        path: paths::sheet(week, &format!("{}.{name}", class.id)),
        week,
        kind,
        class: Some(SheetClass { id: class.id.clone(), label: class.label.clone() }),
        profile: Profile::Standard,
        copies: 1,
        data_as_of,
        work,
    };
    let papers = inputs.config.papers.get(&class.id).map(Vec::as_slice).unwrap_or_default();
    let mut sheets: Vec<SheetJob> = papers
        .iter()
        .map(|paper| {
            let (gazette, made_at) = gazette::of_week(&view, week, *paper);
            let work = SheetWork::Gazette(Box::new(gazette), made_at);
            SheetJob {
                profile: paper.profile,
                copies: paper.copies,
                ..sheet(paper.profile.as_str(), SheetKind::Gazette, work)
            }
        })
        .collect();
    if let Some((poster, made_at)) = poster::of_week(&view, week) {
        sheets.push(sheet("affiche", SheetKind::Poster, SheetWork::Poster(Box::new(poster), made_at)));
    }
    // The published site of the class, which `[[sites]]` may have given another title or access.
    let published = inputs.config.sites.iter().find(|known| known.id == site.id && known.class() == Some(class));
    if let Some(published) = published {
        let access = SheetWork::Access(Box::new(access::sheet(&SiteView::new(inputs, published))));
        sheets.push(SheetJob { copies: 0, ..sheet("acces", SheetKind::Access, access) });
    }
    sheets
}
