//! Store, notes and theme → `output/`. One failing page never stops the others: its last good form stays.

mod bytes;
mod sheets;
mod side_by_side;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDateTime;

use crate::artifact::place::Places;
use crate::artifact::sheet::SheetKind;
use crate::artifact::{Digest, FileFacts, Manifest, Role, SiteFiles, SitePath};
use crate::config::Config;
use crate::config::site::Site;
use crate::error::{Error, Kind, Result};
use crate::journal::{self, Deed, Entry as JournalEntry, Place};
use crate::ledger::{Entry, Intent};
use crate::model::id::{SiteId, SourceId};
use crate::model::item::SourceState;
use crate::model::notice::{Notice, NoticeKind};
use crate::model::snapshot::Snapshot;
use crate::model::time::Now;
use crate::optimise::budget::{self, Weight};
use crate::optimise::compress;
use crate::pipeline::build::bytes::Rendered;
use crate::pipeline::build::side_by_side::side_by_side;
use crate::pipeline::media::MediaCache;
use crate::pipeline::output::Output;
use crate::pipeline::theme::{self, Themes};
use crate::pipeline::{Progress, Watcher, access, pull, retention, source_ids};
use crate::plan::media::{self, MediaFacts};
use crate::plan::page::Page;
use crate::plan::told::Printed;
use crate::plan::{self, Detail, Inputs, Job, Work};
use crate::render::pdf::Sheet;
use crate::report::{Problem, RunReport, SiteOutcome};
use crate::store::Store;
use crate::store::lock::{self, Stage};

/// What to trust of the last build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Files whose inputs did not change are kept.
    Incremental,
    /// Everything is made anew, and what nobody named is removed.
    Clean,
    /// Files whose inputs did not change are kept, and nothing else of the last build: a file that cannot be made goes, because its last
    /// good form may tell what was taken down. What nobody named is removed.
    Purge,
}

/// Builds the sites.
///
/// # Errors
/// `Theme` or `Template` when the theme is wrong, `Local` when the store or the output cannot be used.
pub async fn build(config: &Config, now: Now, mode: Mode, watcher: &Watcher) -> Result<RunReport> {
    let themes = theme::load(config)?;
    let _lock = lock::lock(&config.state_dir, Stage::Build).await?;
    let store = Store::open(&config.state_dir).await?;
    let mut report = pull::local(config, &store, now).await?;
    report.sources.clear();
    let kept = retention::apply(config, &store, now).await?;
    let mut kept: BTreeMap<SourceId, SourceState> =
        kept.into_iter().map(|state| (state.source.clone(), state)).collect();
    let known = |id: SourceId| kept.remove(&id).unwrap_or_else(|| SourceState::new(id));
    let states: Vec<SourceState> = source_ids(config).into_iter().map(known).collect();
    let (snapshot, notices) = super::merged(config, &states);
    report.notices.extend(notices);
    let printed = on_paper(&store.print_jobs().await?);
    let pending = not_purged(&store).await?;
    let mode = if pending.is_empty() { mode } else { Mode::Purge };
    let places = access::places(config, &store, now).await?;
    let snapshot = &snapshot;
    let work = Build { config, places: &places, now, mode, themes: &themes, snapshot, printed: &printed, watcher };
    let (built, sites) = tokio::task::block_in_place(|| work.run(&store))?;
    report.extend(built);
    for (site, data_as_of) in sites {
        store.note_build(&site, now.instant(), data_as_of).await?;
    }
    store.note(&pending.into_iter().map(|line| purged(line, now)).collect::<Vec<_>>()).await?;
    store.close().await;
    Ok(report)
}

/// The withdrawn items that an earlier build could not take out of the output folder.
async fn not_purged(store: &Store) -> Result<Vec<JournalEntry>> {
    let journal = store.journal().await?;
    Ok(journal::unreached(&journal).into_iter().filter(|line| line.place == Place::Output).cloned().collect())
}

fn purged(line: JournalEntry, now: Now) -> JournalEntry {
    JournalEntry { at: now.instant(), deed: Deed::Withdrawn, ..line }
}

/// What each class has on paper, as the last of its sheets told it.
fn on_paper(jobs: &[Entry]) -> Vec<Printed> {
    let mut printed: Vec<Printed> = Vec::new();
    for job in jobs.iter().filter(|job| job.may_be_on_paper()) {
        let Intent {
            week, class: Some(class), profile, kind: SheetKind::Gazette | SheetKind::Correction, told, ..
        } = &job.intent
        else {
            continue;
        };
        printed.retain(|known| (known.week, &known.class, known.profile) != (*week, &class.id, *profile));
        printed.push(Printed { week: *week, class: class.id.clone(), profile: *profile, told: told.clone() });
    }
    printed
}

/// All that one build reads.
struct Build<'b> {
    config: &'b Config,
    /// Where the sites lie.
    places: &'b Places,
    now: Now,
    mode: Mode,
    themes: &'b Themes,
    snapshot: &'b Snapshot,
    /// What is on paper already.
    printed: &'b [Printed],
    watcher: &'b Watcher,
}

/// Sites with the freshness of their data.
type Built = Vec<(SiteId, Option<NaiveDateTime>)>;

impl Build<'_> {
    fn run(&self, store: &Store) -> Result<(RunReport, Built)> {
        let output = Output::new(&self.config.output_dir);
        let previous = output.manifest()?;
        let cache = MediaCache::new(&self.config.state_dir);
        let (media, notices) = cache.prepare(store, &media::requests(self.snapshot))?;
        let mut report = RunReport { notices, ..RunReport::default() };

        let total = self.config.sites.len();
        let done = std::sync::atomic::AtomicUsize::new(0);
        let maker = Maker {
            build: self,
            output: &output,
            previous: previous.as_ref(),
            cache: &cache,
            media: &media,
            gazettes: Mutex::default(),
            weighed: Mutex::default(),
        };
        let sites = side_by_side(&self.config.sites, &|site| {
            let site = maker.site(site);
            (self.watcher)(Progress { done: done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1, total });
            site
        });

        let mut manifest = Manifest::new(&self.config.school.name);
        let mut built = Built::new();
        for site in sites {
            let site = site?;
            report.extend(site.report);
            built.push((site.id.clone(), site.data_as_of));
            manifest.sites.insert(site.id, SiteFiles { files: site.files });
        }
        let mut beside = vec![plan::index_of_sites(self.config)];
        beside.extend(plan::lost::for_hosts(self.config));
        let (files, made) = maker.make_all(&beside)?;
        manifest.files = files;
        report.extend(made);
        report.extend(maker.sheets(maker.inputs(), &mut manifest)?);
        report.removed = output.finish(&manifest, previous.as_ref())?;
        if self.mode != Mode::Incremental {
            report.removed += output.remove_strays(&manifest)?;
        }
        Ok((report, built))
    }
}

/// One finished site.
struct BuiltSite {
    id: SiteId,
    data_as_of: Option<NaiveDateTime>,
    files: BTreeMap<SitePath, FileFacts>,
    report: RunReport,
}

/// Makes the files of one site.
struct Maker<'b> {
    build: &'b Build<'b>,
    output: &'b Output,
    previous: Option<&'b Manifest>,
    cache: &'b MediaCache,
    media: &'b BTreeMap<String, MediaFacts>,
    /// The gazettes set so far, by the digest of what they were made from.
    gazettes: Mutex<BTreeMap<Digest, Sheet>>,
    /// The pages that were made to weigh them, by the digest of what they were made from.
    weighed: Mutex<BTreeMap<Digest, Rendered>>,
}

/// A file that was made or found unchanged.
struct Made {
    facts: FileFacts,
    written: bool,
    weight: Option<Weight>,
    notices: Vec<Notice>,
}

impl Maker<'_> {
    fn site(&self, site: &Site) -> Result<BuiltSite> {
        let (jobs, notices) = self.within_budget(site)?;
        let data_as_of = jobs.iter().find_map(|job| match &job.work {
            Work::Page(Page::Index(index)) => index.data_as_of,
            _ => None,
        });
        let (mut files, mut report) = self.make_all(&jobs)?;
        let (list, made) = self.make_all(&[plan::offline::list(&site.id, &files)])?;
        files.extend(list);
        report.extend(made);
        report.notices.splice(0..0, notices);
        let pages = files.values().filter(|facts| facts.role == Role::Page).count();
        report.sites.push(SiteOutcome { site: site.id.to_string(), pages, written: report.written });
        Ok(BuiltSite { id: site.id.clone(), data_as_of, files, report })
    }

    fn inputs(&self) -> Inputs<'_> {
        let Build { snapshot, config, places, now, .. } = *self.build;
        Inputs { snapshot, media: self.media, config, places, now }
    }

    /// Makes files. Those that cannot be made keep their last good form.
    fn make_all(&self, jobs: &[Job]) -> Result<(BTreeMap<SitePath, FileFacts>, RunReport)> {
        let made = jobs.iter().map(|job| (job, self.make(job)));
        let mut report = RunReport::default();
        let mut files = BTreeMap::new();
        for (job, outcome) in made {
            match self.checked(job, outcome) {
                Ok(made) => {
                    report.written += usize::from(made.written);
                    report.notices.extend(made.notices);
                    files.insert(job.path.clone(), made.facts);
                }
                Err(error) if error.kind().stops_everything() => return Err(error),
                Err(error) => {
                    report.problems.push(Problem::new(job.name(), &error));
                    if let Some(last_good) = self.last_good(job) {
                        files.insert(job.path.clone(), last_good.clone());
                    }
                }
            }
        }
        Ok((files, report))
    }

    /// The jobs at the first level of detail whose index keeps its budget, or at the last level.
    fn within_budget(&self, site: &Site) -> Result<(Vec<Job>, Vec<Notice>)> {
        let inputs = self.inputs();
        let mut detail = Detail::default();
        loop {
            let jobs = plan::site(inputs, site, detail);
            let Some((job, items)) = jobs.iter().find_map(|job| Some((job, index_items(job)?))) else {
                return Ok((jobs, Vec::new()));
            };
            let limit = budget::index_limit(items);
            let gzip = self.weight(job)?;
            let Some(gzip) = gzip.filter(|gzip| *gzip > limit) else {
                return Ok((jobs, Vec::new()));
            };
            let Some(less) = detail.less() else {
                let message = format!("weighs {gzip} bytes in gzip for {items} items, more than {limit}");
                let notice = Notice::new(NoticeKind::OverBudget, job.name(), message);
                return Ok((jobs, vec![notice]));
            };
            tracing::info!(page = job.name(), gzip, limit, "the index is planned again with fewer full texts");
            self.weighed_page(&self.input(job)?);
            detail = less;
        }
    }

    /// How many bytes a page would take in gzip; `None` when it stays as it is or cannot be made.
    fn weight(&self, job: &Job) -> Result<Option<u64>> {
        let input = self.input(job)?;
        if self.unchanged(job, &input).is_some() {
            return Ok(None);
        }
        let Ok(rendered) = self.render(job) else { return Ok(None) };
        let weight = rendered.gzip_weight();
        self.weighed.lock().unwrap_or_else(PoisonError::into_inner).insert(input, rendered);
        Ok(Some(weight))
    }

    /// Takes a page that was made to weigh it.
    fn weighed_page(&self, input: &Digest) -> Option<Rendered> {
        self.weighed.lock().unwrap_or_else(PoisonError::into_inner).remove(input)
    }

    /// Refuses a page that no old phone should be sent, while an older form of it exists.
    fn checked(&self, job: &Job, outcome: Result<Made>) -> Result<Made> {
        let mut made = outcome?;
        let heavy = made.weight.filter(|weight| made.facts.role == Role::Page && weight.gzip > budget::PAGE_LIMIT);
        if let Some(weight) = heavy {
            let message = format!("weighs {} bytes in gzip, more than {}", weight.gzip, budget::PAGE_LIMIT);
            if self.last_good(job).is_some() {
                return Err(Error::new(Kind::Artifact, format!("`{}` {message}", job.path)));
            }
            made.notices.push(Notice::new(NoticeKind::OverBudget, job.name(), message));
        }
        Ok(made)
    }

    /// Makes a file, unless it would come out as it is.
    fn make(&self, job: &Job) -> Result<Made> {
        let input = self.input(job)?;
        if let Some(facts) = self.unchanged(job, &input) {
            return Ok(Made { facts: facts.clone(), written: false, weight: None, notices: Vec::new() });
        }
        let Rendered { artifact, notices } = self.weighed_page(&input).map_or_else(|| self.render(job), Ok)?;
        let variants = compress::variants(&artifact.bytes, &artifact.media_type);
        let weight = Weight::of(&artifact.bytes, &variants);
        let facts = FileFacts {
            digest: Digest::of(&artifact.bytes),
            size: artifact.bytes.len() as u64,
            media_type: artifact.media_type.clone(),
            role: artifact.role,
            input,
        };
        let too_heavy =
            artifact.role == Role::Page && weight.gzip > budget::PAGE_LIMIT && self.last_good(job).is_some();
        let written = !too_heavy && self.output.put(job.site.as_ref(), &artifact, &variants)?;
        Ok(Made { facts, written, weight: Some(weight), notices })
    }

    /// The file of the last build, when its inputs are the same and the disk still has it.
    fn unchanged(&self, job: &Job, input: &Digest) -> Option<&FileFacts> {
        self.known(job).filter(|facts| self.build.mode != Mode::Clean && facts.input == *input)
    }

    /// What may stay where a file cannot be made.
    fn last_good(&self, job: &Job) -> Option<&FileFacts> {
        self.known(job).filter(|_| self.build.mode != Mode::Purge)
    }

    /// The file of the last build, as far as the disk still has it.
    fn known(&self, job: &Job) -> Option<&FileFacts> {
        let facts = self.previous?.files_of(job.site.as_ref())?.get(&job.path)?;
        self.output.is_intact(job.site.as_ref(), &job.path, facts).then_some(facts)
    }
}

/// How many homework and announcements an index shows; `None` for another file.
fn index_items(job: &Job) -> Option<usize> {
    let Work::Page(Page::Index(index)) = &job.work else { return None };
    let tomorrow = index.next_day.as_ref().map_or(0, |day| day.homework.len());
    let later: usize = index.homework.iter().map(|day| day.homework.len()).sum();
    Some(tomorrow + later + index.notices.len() + index.announcements.len())
}
