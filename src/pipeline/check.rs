//! Finds what is wrong before a build does: configuration, notes, theme; with the network also the sources.

use crate::config::Config;
use crate::error::{Error, Kind};
use crate::http::Client;
use crate::model::item::Cursor;
use crate::model::time::Now;
use crate::pipeline::{notes_id, theme};
use crate::report::{Problem, RunReport};
use crate::sources::folder::Folder;
use crate::sources::{self, Scope, Source};

/// Looks at everything that lies on this machine; `Config::load` has already checked the configuration itself.
pub async fn check(config: &Config, now: Now) -> RunReport {
    let mut report = RunReport { notices: config.notices.clone(), ..RunReport::default() };
    let scope = scope(config, now);
    match Folder::new(notes_id(), config.content_dir.clone()).fetch(&scope, &Cursor::default()).await {
        Ok(fetched) => {
            report.notices.extend(fetched.notices);
            for rejected in fetched.rejected {
                let error = Error::new(Kind::Content, rejected.message);
                report.problems.push(Problem::new(rejected.subject, &error));
            }
        }
        Err(error) => report.problems.push(Problem::new("content", &error)),
    }
    if let Err(error) = theme::load(config) {
        report.problems.push(Problem::new(format!("theme {}", config.site.theme), &error));
    }
    report
}

/// Asks each source whether it answers and accepts us. Nothing is kept.
pub async fn online(config: &Config, client: &Client, now: Now) -> RunReport {
    let scope = scope(config, now);
    let mut report = RunReport::default();
    for settings in &config.sources {
        if let Err(error) = sources::connect(settings, client).check(&scope).await {
            report.problems.push(Problem::new(settings.id.as_str(), &error));
        }
    }
    report
}

fn scope(config: &Config, now: Now) -> Scope {
    Scope { now, zone: config.school.zone, classes: config.classes.clone() }
}
