//! The sheets below `output/print/`: made like the files of a site, but for the office alone, without variants or budgets in bytes.

use std::collections::BTreeMap;

use super::Maker;
use crate::artifact::sheet::SheetFacts;
use crate::artifact::{Digest, FileFacts, Manifest, Role, SitePath};
use crate::config::site;
use crate::error::{Error, Kind, Result};
use crate::model::notice::Notice;
use crate::pipeline::build::side_by_side::side_by_side;
use crate::pipeline::build::{Build, Mode};
use crate::plan::batch::Part;
use crate::plan::sheets::{SheetJob, SheetWork};
use crate::plan::{Inputs, batch, sheets};
use crate::render::pdf::{Sheet, office};
use crate::report::{Problem, RunReport};

/// A sheet that was made or found unchanged.
struct MadeSheet {
    facts: SheetFacts,
    written: bool,
    notices: Vec<Notice>,
}

impl Maker<'_> {
    /// Makes the sheets of all classes, then those that are made from them.
    pub(super) fn sheets(&self, inputs: Inputs<'_>, manifest: &mut Manifest) -> Result<RunReport> {
        let Build { config, printed, .. } = self.build;
        let sites: Vec<_> = config.classes.iter().filter_map(|class| site::of_class(class, &config.site)).collect();
        let classes: Vec<_> = side_by_side(&sites, &|site| sheets::of_class(inputs, site, printed));
        let mut jobs = Vec::new();
        for class in classes.into_iter().flatten() {
            manifest.told.entry(class.week).or_default().insert(class.class, class.told);
            jobs.extend(class.jobs);
        }
        jobs.extend(sites.first().and_then(|site| sheets::notice(inputs, site)));
        let (facts, mut report) = self.make_sheets(&jobs)?;
        let (of_school, made) = self.make_sheets(&batch::of_school(&config.school.name, &jobs, &facts))?;
        manifest.sheets = facts.into_iter().chain(of_school).collect();
        report.extend(made);
        Ok(report)
    }

    /// Makes sheets. Those that cannot be made keep their last good form.
    fn make_sheets(&self, jobs: &[SheetJob]) -> Result<(BTreeMap<SitePath, SheetFacts>, RunReport)> {
        let made = jobs.iter().zip(side_by_side(jobs, &|job| self.sheet(job)));
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
        let input = self.sheet_input(job)?;
        let known = self.known_sheet(job).filter(|_| self.build.mode != Mode::Clean);
        if let Some(known) = known.filter(|known| known.file.input == input) {
            let facts = facts(job, known.file.clone(), known.pages);
            return Ok(MadeSheet { facts, written: false, notices: Vec::new() });
        }
        let sheet = self.typeset(&job.work)?;
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

    fn typeset(&self, work: &SheetWork) -> Result<Sheet> {
        let paper = &self.build.themes.paper;
        match work {
            SheetWork::Gazette(gazette, made_at) => self.gazette(gazette, *made_at),
            SheetWork::Access(access) => office::access(access, paper),
            SheetWork::Poster(poster, made_at) => office::poster(poster, paper, *made_at),
            SheetWork::Notice(notice, made_at) => office::notice(notice, paper, *made_at),
            SheetWork::Slip(batch, made_at) => office::slip(batch, paper, *made_at),
            SheetWork::Batch(batch, made_at) => {
                let bytes = |part: &Part| Ok((part.path.clone(), self.output.sheet_bytes(&part.path)?));
                let gazettes = batch.parts.iter().map(bytes).collect::<Result<_>>()?;
                office::batch(batch, &gazettes, paper, *made_at)
            }
        }
    }

    fn sheet_input(&self, job: &SheetJob) -> Result<Digest> {
        let input = serde_json::to_vec(&job.work).map_err(|error| {
            Error::new(Kind::Bug, format!("cannot write the input of `{}`", job.path)).because(error)
        })?;
        let program = env!("CARGO_PKG_VERSION").as_bytes();
        Ok(Digest::of_parts(&[&input, self.build.themes.paper.digest().as_str().as_bytes(), program]))
    }

    fn last_good_sheet(&self, job: &SheetJob) -> Option<&SheetFacts> {
        self.known_sheet(job).filter(|_| self.build.mode != Mode::Purge)
    }

    fn known_sheet(&self, job: &SheetJob) -> Option<&SheetFacts> {
        let facts = self.previous?.sheets.get(&job.path)?;
        self.output.has_sheet(&job.path, &facts.file).then_some(facts)
    }
}

fn facts(job: &SheetJob, file: FileFacts, pages: usize) -> SheetFacts {
    SheetFacts {
        file,
        week: job.week,
        kind: job.kind,
        class: job.class.clone(),
        profile: job.profile,
        copies: job.copies,
        pages,
        data_as_of: job.data_as_of,
    }
}
