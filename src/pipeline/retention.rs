//! What is too old goes, also of sources that no longer answer or are no longer configured.

use chrono::TimeDelta;

use crate::config::Config;
use crate::error::Result;
use crate::model::id::ItemKey;
use crate::model::time::Now;
use crate::pipeline::print;
use crate::store::Store;

/// Forgets what is older than the retention or the season. Pulls do the same for what they read.
pub(super) async fn apply(config: &Config, store: &Store, now: Now) -> Result<()> {
    let bounds = super::bounds(config, now);
    for state in store.load_all().await? {
        let old = state.records.iter().filter(|record| !bounds.keep(&record.item, &record.days, record.seen_first));
        let items: Vec<ItemKey> = old.map(|record| record.key.clone()).collect();
        let gone = state.tombstones.iter().filter(|tombstone| !bounds.keep_gone(tombstone.at));
        let tombstones: Vec<ItemKey> = gone.map(|tombstone| tombstone.key.clone()).collect();
        if !items.is_empty() || !tombstones.is_empty() {
            store.forget(&state.source, &items, &tombstones).await?;
        }
    }
    store.forget_changes(now.instant() - TimeDelta::days(i64::from(config.site.retention_days))).await?;
    print::forget_old(config, now, store).await
}
