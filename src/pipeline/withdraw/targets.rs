//! Withdrawn items off the targets: at once, together with what was kept for readers of older pages and for going back.

use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::model::id::TargetId;
use crate::model::time::Now;
use crate::pipeline::publish::{self, Action, Deletions, Options, Past, Trust, Turn};
use crate::report::publish::PublishReport;

/// A target that somebody rolled back may show just what has to go.
const AT_ONCE: Options = Options {
    action: Action::Publish,
    trust: Trust::Record,
    deletions: Deletions::Accepted,
    past: Past::Forgotten,
    turn: Turn::Resume,
};

/// Publishes what is left to every target, and tells what came of each.
pub(super) async fn clear(config: &Config, now: Now) -> Vec<(TargetId, Result<String>)> {
    if config.targets.is_empty() {
        return Vec::new();
    }
    let report = publish::publish(config, now, &[], AT_ONCE).await;
    let outcome = |target: &TargetId| match &report {
        Ok(report) => outcome(report, target),
        Err(error) => Err(Error::new(error.kind(), error.chain())),
    };
    config.targets.iter().map(|target| (target.id.clone(), outcome(&target.id))).collect()
}

/// The targets when there is nothing new to publish, because the output folder still holds the items.
pub(super) fn unchanged(config: &Config) -> Vec<(TargetId, Result<String>)> {
    let refusal = || Err(Error::new(Kind::Local, "the output folder was not cleared, so nothing was published"));
    config.targets.iter().map(|target| (target.id.clone(), refusal())).collect()
}

fn outcome(report: &PublishReport, target: &TargetId) -> Result<String> {
    if let Some(problem) = report.problems.iter().find(|problem| problem.subject == target.as_str()) {
        return Err(Error::new(problem.kind, problem.message.clone()));
    }
    let told = report.targets.iter().find(|told| told.target == target.as_str());
    let (sent, removed) = told.map_or((0, 0), |told| (told.sent.len(), told.removed));
    Ok(format!("{sent} files sent, {removed} removed"))
}
