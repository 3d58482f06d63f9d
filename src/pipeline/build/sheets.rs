//! The sheets below `output/print/`: made like the files of a site, but for the office alone, without variants or budgets in bytes.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Maker;
use crate::artifact::sheet::SheetFacts;
use crate::artifact::{Digest, FileFacts, Role, SitePath};
use crate::config::site;
use crate::error::Result;
use crate::model::notice::Notice;
use crate::pipeline::build::Mode;
use crate::plan::sheets::{SheetJob, SheetWork};
use crate::plan::{Inputs, sheets};
use crate::report::{Problem, RunReport};

/// A sheet that was made or found unchanged.
struct MadeSheet {
    facts: SheetFacts,
    written: bool,
    notices: Vec<Notice>,
}

impl Maker<'_> {
    /// Makes the sheets of all classes. Those that cannot be made keep their last good form.
    pub(super) fn sheets(&self, inputs: Inputs<'_>) -> Result<(BTreeMap<SitePath, SheetFacts>, RunReport)> {
        let config = self.build.config;
        let classes: Vec<_> = config.classes.iter().filter_map(|class| site::of_class(class, &config.site)).collect();
        let jobs: Vec<SheetJob> = classes.par_iter().flat_map_iter(|class| sheets::of_class(inputs, class)).collect();
        let made: Vec<_> = jobs.par_iter().map(|job| (job, self.sheet(job))).collect();
        let (mut facts, mut report) = (BTreeMap::new(), RunReport::default());
        for (job, outcome) in made {
            match outcome {
                Ok(made) => {
                    report.written += usize::from(made.written);
                    report.notices.extend(made.notices);
                    facts.insert(job.path.clone(), made.facts);
                }
                Err(error) if error.kind().stops_everything() => return Err(error),
                Err(error) => {
                    report.problems.push(Problem::new(format!("print/{}", job.path), &error));
                    if let Some(last_good) = self.last_good_sheet(job) {
                        facts.insert(job.path.clone(), last_good.clone());
                    }
                }
            }
        }
        Ok((facts, report))
    }

    fn sheet(&self, job: &SheetJob) -> Result<MadeSheet> {
        let SheetWork::Gazette(gazette, made_at) = &job.work;
        let input = self.of_gazette(gazette, *made_at)?;
        let known = self.last_good_sheet(job).filter(|_| self.build.mode == Mode::Incremental);
        if let Some(known) = known.filter(|known| known.file.input == input) {
            let facts = facts(job, known.file.clone(), known.pages);
            return Ok(MadeSheet { facts, written: false, notices: Vec::new() });
        }
        let sheet = self.gazette(gazette, *made_at)?;
        let file = FileFacts {
            digest: Digest::of(&sheet.bytes),
            size: sheet.bytes.len() as u64,
            media_type: "application/pdf".to_owned(),
            role: Role::Sheet,
            input,
        };
        let written = self.output.put_sheet(&job.path, &sheet.bytes)?;
        Ok(MadeSheet { facts: facts(job, file, sheet.pages), written, notices: sheet.notices })
    }

    fn last_good_sheet(&self, job: &SheetJob) -> Option<&SheetFacts> {
        let facts = self.previous?.sheets.get(&job.path)?;
        self.output.has_sheet(&job.path, &facts.file).then_some(facts)
    }
}

fn facts(job: &SheetJob, file: FileFacts, pages: usize) -> SheetFacts {
    SheetFacts {
        file,
        week: job.week,
        kind: job.kind,
        class: Some(job.class.clone()),
        profile: job.profile,
        copies: job.copies,
        pages,
        data_as_of: job.data_as_of,
    }
}
