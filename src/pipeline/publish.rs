//! `output/` → targets. Reads the output folder and what is known of the targets, nothing else.
//!
//! What is published is fixed first: files are kept in the archive while no build may change them, and sent from there. One failing
//! target never stops the others.

mod release;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use url::Url;

use crate::artifact::place::Places;
use crate::artifact::{Manifest, SitePath};
use crate::config::Config;
use crate::config::target::TargetConfig;
use crate::error::{Error, Kind, Result};
use crate::journal::{self, Deed, Entry as Line, Place};
use crate::model::id::TargetId;
use crate::model::notice::{Notice, NoticeKind};
use crate::model::time::Now;
use crate::pipeline::output::Output;
use crate::pipeline::publish::release::Sources;
use crate::pipeline::{access, theme};
use crate::publish::archive::Archive;
use crate::publish::storage::{self, Storage};
use crate::publish::{self, Receipt, Release, Run};
use crate::report::Problem;
use crate::report::publish::{Outcome, PublishReport, SentFile, TargetReport};
use crate::store::Store;
use crate::store::load::Failure;
use crate::store::lock::{Stage, lock};
use crate::store::target::Published;

pub use crate::publish::{Action, Deletions, Options, Past, Trust, Turn};

/// How long a cache gets before a page is read back again.
const PAUSE: Duration = Duration::from_secs(1);

/// Publishes to the targets that are named, or to all of them.
///
/// # Errors
/// `Config` when a name is not that of a target, `Local` when nothing was built or the state cannot be used.
pub async fn publish(config: &Config, now: Now, names: &[TargetId], options: Options) -> Result<PublishReport> {
    let targets = chosen(config, names)?;
    let _lock = lock(&config.state_dir, Stage::Publish).await?;
    let store = Store::open(&config.state_dir).await?;
    let owed = still_withdrawn(&store).await?;
    let owing = owed.iter().filter_map(|line| target_of(line).cloned()).collect();
    let desk = Desk { config, now, options, owing, archive: archive(config), store: &store };
    let (releases, mut report) = desk.releases(&targets).await?;
    for target in targets {
        match releases.get(&target.id) {
            Some(Ok(release)) => desk.serve(target, release, &mut report).await?,
            Some(Err(problem)) => desk.fail(target, problem.clone(), &mut report).await?,
            None => {}
        }
    }
    if options.action == Action::Publish {
        let names: Vec<&str> = config.targets.iter().map(|target| target.id.as_str()).collect();
        desk.archive.sweep(&names)?;
        let reached = owed.into_iter().filter(|line| is_reached(line, &report));
        let lines: Vec<Line> = reached.map(|line| Line { at: now.instant(), deed: Deed::Withdrawn, ..line }).collect();
        store.note(&lines).await?;
    }
    store.close().await;
    Ok(report)
}

/// The withdrawn items that an earlier run could not take off a target. One that the sites of this machine still tell is not taken off by
/// publishing them.
async fn still_withdrawn(store: &Store) -> Result<Vec<Line>> {
    let journal = store.journal().await?;
    let unreached = journal::unreached(&journal);
    let told = |line: &&Line| unreached.iter().any(|other| other.place == Place::Output && other.item == line.item);
    let lines = unreached.iter().copied().filter(|line| target_of(line).is_some()).filter(|line| !told(line));
    Ok(lines.cloned().collect())
}

fn target_of(line: &Line) -> Option<&TargetId> {
    match &line.place {
        Place::Target(target) => Some(target),
        _ => None,
    }
}

fn is_reached(line: &Line, report: &PublishReport) -> bool {
    let Some(id) = target_of(line).map(TargetId::as_str) else { return false };
    report.targets.iter().any(|told| told.target == id) && !report.problems.iter().any(|problem| problem.subject == id)
}

/// Those of some files that targets hold, as far as is known here: all files are called as messages call them.
///
/// # Errors
/// `Local` when what was published cannot be read.
pub(super) fn on_targets(config: &Config, names: &BTreeSet<String>) -> Result<Vec<String>> {
    let archive = archive(config);
    let mut found = Vec::new();
    for target in &config.targets {
        let held = archive.releases(target.id.as_str())?.into_iter().next().unwrap_or_default();
        let files = held.files.values().filter(|file| names.contains(&file.shown));
        found.extend(files.map(|file| format!("target {}: {}", target.id, file.shown)));
    }
    Ok(found)
}

/// Brings a target back to the release that it held before; it stays there until a publication resumes.
///
/// # Errors
/// `Config` when there is no such target, or nothing to go back to.
pub async fn rollback(config: &Config, now: Now, name: &TargetId) -> Result<PublishReport> {
    let targets = chosen(config, std::slice::from_ref(name))?;
    let _lock = lock(&config.state_dir, Stage::Publish).await?;
    let store = Store::open(&config.state_dir).await?;
    let options = Options {
        action: Action::Publish,
        trust: Trust::Record,
        deletions: Deletions::Accepted,
        past: Past::Kept,
        turn: Turn::Back,
    };
    let desk = Desk { config, now, options, owing: BTreeSet::new(), archive: archive(config), store: &store };
    let mut report = PublishReport { schema: 1, targets: Vec::new(), problems: Vec::new(), notices: Vec::new() };
    for target in targets {
        let releases = desk.archive.releases(name.as_str())?;
        let before = releases.get(1).ok_or_else(|| {
            Error::new(Kind::Config, format!("there is no release before the one that `{name}` holds"))
        })?;
        if target.place.is_on_a_network() {
            still_theirs(before, &access::places(config, &store, now).await?, name)?;
        }
        desk.serve(target, before, &mut report).await?;
    }
    store.close().await;
    Ok(report)
}

/// Refuses a release with sites at addresses that were given up: somebody had a reason to.
fn still_theirs(release: &Release, places: &Places, target: &TargetId) -> Result<()> {
    let given_up = |path: &SitePath| places.left.iter().any(|folder| path.is_below(folder.as_str()));
    if release.files.keys().any(given_up) {
        let message =
            format!("the release before the one that `{target}` holds has sites at addresses that changed since");
        return Err(Error::new(Kind::Config, message));
    }
    Ok(())
}

/// Asks a target whether it answers and lets us read.
///
/// # Errors
/// As the target answers.
pub(super) async fn ask(target: &TargetConfig) -> Result<()> {
    match storage::open(target)? {
        Storage::Folder(root) => publish::folder::ask(&root, target.id.as_str()),
        Storage::Remote(remote) => publish::deploy::ask(&remote, target.id.as_str()).await,
    }
}

fn archive(config: &Config) -> Archive {
    Archive::new(config.state_dir.join("published"))
}

fn chosen<'c>(config: &'c Config, names: &[TargetId]) -> Result<Vec<&'c TargetConfig>> {
    if let Some(unknown) = names.iter().find(|name| !config.targets.iter().any(|target| target.id == **name)) {
        return Err(Error::new(Kind::Config, format!("`{unknown}` is not the id of a target")));
    }
    if config.targets.is_empty() {
        return Err(Error::new(Kind::Config, "there is no `[[targets]]` in the configuration: where to publish?"));
    }
    Ok(config.targets.iter().filter(|target| names.is_empty() || names.contains(&target.id)).collect())
}

/// What a run is given.
struct Desk<'d> {
    config: &'d Config,
    now: Now,
    options: Options,
    /// The targets that still show something that was withdrawn.
    owing: BTreeSet<TargetId>,
    archive: Archive,
    store: &'d Store,
}

type Releases = BTreeMap<TargetId, std::result::Result<Release, Problem>>;

impl Desk<'_> {
    /// What each target must hold, fixed while no build changes it.
    async fn releases(&self, targets: &[&TargetConfig]) -> Result<(Releases, PublishReport)> {
        let _lock = lock(&self.config.state_dir, Stage::Build).await?;
        let manifest = self.manifest()?;
        let themes = theme::load(self.config)?;
        let places = access::places(self.config, self.store, self.now).await?;
        let sources = Sources {
            config: self.config,
            manifest: &manifest,
            places: &places,
            archive: &self.archive,
            themes: &themes,
        };
        let mut report = PublishReport { schema: 1, targets: Vec::new(), problems: Vec::new(), notices: Vec::new() };
        let mut releases = BTreeMap::new();
        for target in targets {
            for site in sources.unpublished(target) {
                let message = format!(
                    "asks for a password and is not published to `{}`: set `passwords = true` there once its web server asks for it",
                    target.id
                );
                report.notices.push(Notice::new(NoticeKind::Configuration, site.as_str(), message));
            }
            let release = tokio::task::block_in_place(|| sources.release(target));
            releases.insert(target.id.clone(), release.map_err(|error| Problem::new(target.id.as_str(), &error)));
        }
        Ok((releases, report))
    }

    fn manifest(&self) -> Result<Manifest> {
        Output::new(&self.config.output_dir).manifest()?.ok_or_else(|| {
            let place = self.config.output_dir.display();
            Error::new(Kind::Local, format!("nothing was built in `{place}`: run `ardoise build`"))
        })
    }

    /// What was withdrawn must not come back to a target with the release before.
    fn options_of(&self, target: &TargetConfig) -> Options {
        let past = if self.owing.contains(&target.id) { Past::Forgotten } else { self.options.past };
        Options { past, ..self.options }
    }

    /// Brings a target to a release, and writes down what became of it.
    async fn serve(&self, target: &TargetConfig, release: &Release, report: &mut PublishReport) -> Result<()> {
        let known = self.store.target(&target.id).await?;
        let run = Run {
            options: self.options_of(target),
            now: self.now.instant(),
            archive: &self.archive,
            target: target.id.as_str(),
            publisher: &known.publisher,
        };
        let received = async {
            match storage::open(target)? {
                Storage::Folder(root) => tokio::task::block_in_place(|| publish::folder::publish(&root, release, &run)),
                Storage::Remote(remote) => {
                    publish::deploy::deploy(&remote, release, &run, known.record.as_deref()).await
                }
            }
        };
        match received.await {
            Ok(receipt) => {
                if self.options.action == Action::Publish {
                    self.settle(target, release, &receipt).await?;
                }
                let mut told = self.told(target, receipt);
                let followed = match self.options.action {
                    Action::Publish => self.follow(target, release, &mut told, &mut report.notices).await,
                    Action::DryRun => Ok(()),
                };
                report.targets.push(told);
                match followed {
                    Ok(()) if self.options.action == Action::Publish => self.store.note_readable(&target.id).await,
                    Ok(()) => Ok(()),
                    Err(error) => self.note(target, Problem::new(target.id.as_str(), &error), report).await,
                }
            }
            Err(error) => self.fail(target, Problem::new(target.id.as_str(), &error), report).await,
        }
    }

    /// Writes down what a target holds.
    async fn settle(&self, target: &TargetConfig, release: &Release, receipt: &Receipt) -> Result<()> {
        let id = target.id.as_str();
        let Options { turn, past, .. } = self.options_of(target);
        match (turn, past) {
            (Turn::Back, _) => self.archive.went_back(id, release)?,
            (_, Past::Forgotten) => self.archive.forget_before(id, release)?,
            (_, Past::Kept) => self.archive.published(id, release)?,
        }
        let published = Published { release: receipt.release.clone(), at: self.now.instant(), files: receipt.files };
        self.store.note_published(&target.id, &published, receipt.record.as_deref()).await
    }

    fn told(&self, target: &TargetConfig, receipt: Receipt) -> TargetReport {
        let changed = !receipt.sent.is_empty() || receipt.removed > 0;
        let outcome = match (self.options.action, self.options.turn) {
            (Action::DryRun, _) if changed => Outcome::WouldPublish,
            (Action::Publish, Turn::Back) => Outcome::RolledBack,
            (Action::Publish, _) if changed => Outcome::Published,
            _ => Outcome::Unchanged,
        };
        TargetReport {
            target: target.id.to_string(),
            kind: target.place.kind(),
            outcome,
            release: Some(receipt.release).filter(|release| !release.is_empty()),
            files: receipt.files,
            bytes: receipt.sent.iter().map(|(_, bytes)| bytes).sum(),
            sent: receipt.sent.into_iter().map(|(file, bytes)| SentFile { file, bytes }).collect(),
            overhead: receipt.overhead,
            removed: receipt.removed,
            purged: 0,
            probed: 0,
        }
    }

    /// Tells the cache in front of a target what changed, and reads pages back. What fails is owed to the next run.
    async fn follow(
        &self,
        target: &TargetConfig,
        release: &Release,
        told: &mut TargetReport,
        notices: &mut Vec<Notice>,
    ) -> Result<()> {
        let id = target.id.as_str();
        let owed: Vec<SitePath> = self.archive.owed(id)?.into_iter().collect();
        if owed.is_empty() {
            return Ok(());
        }
        if let Some(base) = &target.public_url {
            if let Some(purge) = &target.purge {
                let addresses = addresses(base, &owed);
                publish::purge::purge(id, purge, &addresses).await?;
                told.purged = addresses.len();
            }
            let probed = publish::probe::probe(base, release, &owed, PAUSE).await?;
            told.probed = probed.pages;
            notices.extend(probed.remarks.iter().map(|remark| Notice::new(NoticeKind::Configuration, id, remark)));
            if let Some(error) = probed.error(id) {
                return Err(error);
            }
        }
        self.archive.settled(id)
    }

    async fn fail(&self, target: &TargetConfig, problem: Problem, report: &mut PublishReport) -> Result<()> {
        report.targets.push(TargetReport {
            target: target.id.to_string(),
            kind: target.place.kind(),
            outcome: Outcome::Failed,
            release: None,
            files: 0,
            sent: Vec::new(),
            bytes: 0,
            overhead: 0,
            removed: 0,
            purged: 0,
            probed: 0,
        });
        self.note(target, problem, report).await
    }

    /// Writes down and tells what failed.
    async fn note(&self, target: &TargetConfig, problem: Problem, report: &mut PublishReport) -> Result<()> {
        if self.options.action == Action::Publish {
            self.store.target(&target.id).await?;
            let failure = Failure { at: self.now.instant(), message: problem.message.clone() };
            self.store.note_target_failure(&target.id, &failure).await?;
        }
        report.problems.push(problem);
        Ok(())
    }
}

/// The addresses at which readers see what lies at some places.
fn addresses(base: &Url, paths: &[SitePath]) -> Vec<String> {
    let mut addresses = Vec::new();
    for path in paths {
        let address = publish::probe::address(base, path).to_string();
        addresses.extend(address.strip_suffix("index.html").map(str::to_owned));
        addresses.push(address);
    }
    addresses
}
