//! The sheets that the office prints for a class: what to make, for the covered week.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;

use crate::artifact::SitePath;
use crate::artifact::sheet::{SheetClass, SheetKind, Told};
use crate::config::site::Site;
use crate::model::id::ClassId;
use crate::model::paper::Profile;
use crate::model::time::Week;
use crate::plan::access::AccessSheet;
use crate::plan::batch::Batch;
use crate::plan::gazette::{self, Gazette};
use crate::plan::notice::{self, Notice};
use crate::plan::poster::Poster;
use crate::plan::site_view::SiteView;
use crate::plan::told::{self, Printed};
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
    /// The notice for the door.
    Notice(Box<Notice>, DateTime<Utc>),
    /// What is in the batch.
    Slip(Box<Batch>, DateTime<Utc>),
    /// All gazettes in one file.
    Batch(Box<Batch>, DateTime<Utc>),
}

/// The sheets of a class for a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassSheets {
    /// The week.
    pub week: Week,
    /// The class.
    pub class: ClassId,
    /// What they tell, item by item.
    pub told: Vec<Told>,
    /// What to make.
    pub jobs: Vec<SheetJob>,
}

/// The sheets of a class, whose own site is given whether or not it is published; none without a week to cover. `printed` is what is on
/// paper already, of any class.
pub fn of_class(inputs: Inputs<'_>, site: &Site, printed: &[Printed]) -> Option<ClassSheets> {
    let view = SiteView::new(inputs, site);
    let (class, week) = (site.class()?, week::covered(&view)?);
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
    let mut jobs = Vec::new();
    for paper in papers {
        let of_profile = |name: &str, kind, (gazette, made_at)| {
            let work = SheetWork::Gazette(Box::new(gazette), made_at);
            SheetJob { profile: paper.profile, copies: paper.copies, ..sheet(name, kind, work) }
        };
        let name = paper.profile.as_str();
        jobs.push(of_profile(name, SheetKind::Gazette, gazette::of_week(&view, week, *paper)));
        let on_paper = printed
            .iter()
            .find(|paper_of| (paper_of.week, &paper_of.class, paper_of.profile) == (week, &class.id, paper.profile));
        let correction = on_paper
            .and_then(|on_paper| gazette::correction(SiteView::new(inputs, site), week, *paper, &on_paper.told));
        let name = format!("{name}.rectificatif");
        jobs.extend(correction.map(|correction| of_profile(&name, SheetKind::Correction, correction)));
    }
    if let Some((poster, made_at)) = poster::of_week(&view, week) {
        jobs.push(sheet("affiche", SheetKind::Poster, SheetWork::Poster(Box::new(poster), made_at)));
    }
    // The published site of the class, which `[[sites]]` may have given another title or access.
    let published = inputs.config.sites.iter().find(|known| known.id == site.id && known.class() == Some(class));
    if let Some(published) = published {
        let access = SheetWork::Access(Box::new(access::sheet(&SiteView::new(inputs, published))));
        jobs.push(sheet("acces", SheetKind::Access, access));
    }
    Some(ClassSheets { week, class: class.id.clone(), told: told::of_week(&view, week), jobs })
}

/// The notice for the door, as the site of one class knows it; `None` when nothing is wrong.
pub fn notice(inputs: Inputs<'_>, site: &Site) -> Option<SheetJob> {
    let view = SiteView::new(inputs, site);
    let (notice, made_at) = notice::of_school(&view)?;
    let week = Week::of(view.today());
    Some(SheetJob {
        path: paths::sheet(week, "avis"),
        week,
        kind: SheetKind::Notice,
        class: None,
        profile: Profile::Standard,
        copies: 1,
        data_as_of: Some(view.local(inputs.now.instant())),
        work: SheetWork::Notice(Box::new(notice), made_at),
    })
}
