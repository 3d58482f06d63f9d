//! Finds what is wrong before a build does: configuration, notes, theme; with the network also sources, targets and printers.

mod certificates;

use crate::config::Config;
use crate::error::{Error, Kind};
use crate::http::Client;
use crate::model::item::Cursor;
use crate::model::notice::{Notice, NoticeKind};
use crate::model::time::Now;
use crate::pipeline::{notes_id, publish, scope, theme};
use crate::print::Printer;
use crate::print::options::{self, Remark, Start, Wish};
use crate::print::trouble::Failure;
use crate::report::{Problem, RunReport};
use crate::sources::folder::Folder;
use crate::sources::{self, Source};

/// Looks at everything that lies on this machine; `Config::load` has already checked the configuration itself.
pub async fn check(config: &Config, now: Now) -> RunReport {
    let mut report = RunReport { notices: config.notices.clone(), ..RunReport::default() };
    let scope = scope(config, now);
    let notes: Box<dyn Source> = Box::new(Folder::new(notes_id(), config.content_dir.clone()));
    for source in config.sources.iter().filter_map(sources::open_local).chain([notes]) {
        match source.fetch(&scope, &Cursor::default()).await {
            Ok(fetched) => {
                report.notices.extend(fetched.notices);
                for rejected in fetched.rejected {
                    let error = Error::new(Kind::Content, rejected.message);
                    report.problems.push(Problem::new(rejected.subject, &error));
                }
            }
            Err(error) => report.problems.push(Problem::new(source.id().as_str(), &error)),
        }
    }
    if let Err(error) = theme::load(config) {
        report.problems.push(Problem::new(format!("theme {}", config.site.theme), &error));
    }
    report
}

/// Asks each source, target and printer whether it answers and accepts us. Nothing is kept, published or printed.
pub async fn online(config: &Config, client: &Client, now: Now) -> RunReport {
    let scope = scope(config, now);
    let mut report = RunReport::default();
    for settings in config.sources.iter().filter(|source| source.settings.local_path().is_none()) {
        if let Err(error) = sources::connect(settings, client).check(&scope).await {
            report.problems.push(Problem::new(settings.id.as_str(), &error));
        }
    }
    for target in &config.targets {
        if let Err(error) = publish::ask(target).await {
            report.problems.push(Problem::new(target.id.as_str(), &error));
        }
    }
    report.notices.extend(certificates::notices(config, now).await);
    for settings in &config.printers {
        let asked = async { Printer::open(settings)?.ask().await }.await;
        let wish = Wish { copies: 1, pages: 2, start: Start::Now };
        let usable = asked.and_then(|printer| {
            options::choose(&printer, &wish).map_err(|trouble| Failure::refusal(trouble, settings.id.as_str()))
        });
        match usable {
            Ok(choice) => report.notices.extend(choice.remarks.iter().map(|remark| {
                let message = match remark {
                    Remark::OneSided => "prints on one side only",
                    Remark::NoA4 => "does not say that it has A4 paper",
                };
                Notice::new(NoticeKind::Configuration, settings.id.as_str(), message)
            })),
            Err(failure) => report.problems.push(Problem::new(settings.id.as_str(), &failure.error)),
        }
    }
    report
}
