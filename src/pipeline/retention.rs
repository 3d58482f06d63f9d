//! What is too old goes, also of sources that no longer answer or are no longer configured.

use chrono::TimeDelta;

use crate::config::Config;
use crate::error::Result;
use crate::model::id::ItemKey;
use crate::model::item::{Record, SourceState, Tombstone};
use crate::model::time::Now;
use crate::pipeline::print;
use crate::store::Store;

/// Forgets what is older than the retention or the season, and gives the rest. Pulls do the same for what they read.
pub(super) async fn apply(config: &Config, store: &Store, now: Now) -> Result<Vec<SourceState>> {
    let bounds = super::bounds(config, now);
    let mut states = store.load_all().await?;
    for state in &mut states {
        let is_old = |record: &mut Record| !bounds.keep(&record.item, &record.days, record.seen_first);
        let items: Vec<ItemKey> = state.records.extract_if(.., is_old).map(|record| record.key).collect();
        let is_long_gone = |tombstone: &mut Tombstone| !bounds.keep_gone(tombstone.at);
        let tombstones: Vec<ItemKey> = state.tombstones.extract_if(.., is_long_gone).map(|gone| gone.key).collect();
        if !items.is_empty() || !tombstones.is_empty() {
            store.forget(&state.source, &items, &tombstones).await?;
        }
    }
    store.forget_changes(now.instant() - TimeDelta::days(i64::from(config.site.retention_days))).await?;
    print::forget_old(config, now, store).await?;
    Ok(states)
}
