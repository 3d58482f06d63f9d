//! Writing: one transaction for each source.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;

use crate::error::{Error, Kind, Result};
use crate::journal::Entry;
use crate::model::id::{ItemKey, SiteId, SourceId};
use crate::model::item::SourceState;
use crate::store::{Store, database, suppression};

impl Store {
    /// Replaces what is known of a source, forgets its last failure, and notes what changed. What was suppressed meanwhile is left out.
    pub async fn commit(&self, state: &SourceState, journal: &[Entry]) -> Result<()> {
        let failed = |error| database("write to", error);
        let source = state.source.as_str();
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        for table in ["source WHERE id", "coverage WHERE source", "item WHERE source", "tombstone WHERE source"] {
            let statement = sqlx::AssertSqlSafe(format!("DELETE FROM {table} = $1"));
            sqlx::query(statement).bind(source).execute(&mut *transaction).await.map_err(failed)?;
        }
        let suppressed = suppression::of_source(&mut transaction, &state.source).await?;
        sqlx::query("INSERT INTO source (id, cursor) VALUES ($1, $2)")
            .bind(source)
            .bind(&state.cursor.0)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        for (position, coverage) in (0_i64..).zip(&state.coverage) {
            sqlx::query("INSERT INTO coverage (source, position, body) VALUES ($1, $2, $3)")
                .bind(source)
                .bind(position)
                .bind(json(coverage)?)
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        for record in state.records.iter().filter(|record| !suppressed.contains(&record.key)) {
            sqlx::query(
                "INSERT INTO item (source, key, body, days, revision, seen_first, seen_last, changed_at, missing_since)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(source)
            .bind(record.key.as_str())
            .bind(json(&record.item)?)
            .bind(json(&record.days)?)
            .bind(&record.revision)
            .bind(record.seen_first.to_rfc3339())
            .bind(record.seen_last.to_rfc3339())
            .bind(record.changed_at.to_rfc3339())
            .bind(record.missing_since.map(|instant| instant.to_rfc3339()))
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        }
        for tombstone in state.tombstones.iter().filter(|tombstone| !suppressed.contains(&tombstone.key)) {
            sqlx::query("INSERT OR REPLACE INTO tombstone (source, key, body, at) VALUES ($1, $2, $3, $4)")
                .bind(source)
                .bind(tombstone.key.as_str())
                .bind(json(&tombstone.item)?)
                .bind(tombstone.at.to_rfc3339())
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        suppression::write(&mut transaction, journal).await?;
        transaction.commit().await.map_err(failed)
    }

    /// Forgets items and tombstones of a source.
    pub async fn forget(&self, source: &SourceId, items: &[ItemKey], tombstones: &[ItemKey]) -> Result<()> {
        let failed = |error| database("write to", error);
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let of_items = items.iter().map(|key| ("DELETE FROM item WHERE source = $1 AND key = $2", key));
        let of_tombstones = tombstones.iter().map(|key| ("DELETE FROM tombstone WHERE source = $1 AND key = $2", key));
        for (statement, key) in of_items.chain(of_tombstones) {
            let delete = sqlx::query(statement).bind(source.as_str()).bind(key.as_str());
            delete.execute(&mut *transaction).await.map_err(failed)?;
        }
        transaction.commit().await.map_err(failed)
    }

    /// Notes that a pull failed once more, without touching what is known of the source. `failure` holds no secret;
    /// `wait_until` is when its server wants to be asked again.
    pub async fn note_failure(
        &self,
        source: &SourceId,
        at: DateTime<Utc>,
        failure: &str,
        wait_until: Option<DateTime<Utc>>,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO source (id, failed_at, failure, failures, wait_until) VALUES ($1, $2, $3, 1, $4)
             ON CONFLICT (id) DO UPDATE SET failed_at = excluded.failed_at, failure = excluded.failure,
             failures = source.failures + 1, wait_until = excluded.wait_until",
        )
        .bind(source.as_str())
        .bind(at.to_rfc3339())
        .bind(failure)
        .bind(wait_until.map(|instant| instant.to_rfc3339()))
        .execute(&self.pool)
        .await
        .map_err(|error| database("write to", error))?;
        Ok(())
    }

    /// Notes that a site was built, and how fresh its data are.
    pub async fn note_build(&self, site: &SiteId, at: DateTime<Utc>, data_as_of: Option<NaiveDateTime>) -> Result<()> {
        sqlx::query(
            "INSERT INTO build (site, built_at, data_as_of) VALUES ($1, $2, $3)
             ON CONFLICT (site) DO UPDATE SET built_at = excluded.built_at, data_as_of = excluded.data_as_of",
        )
        .bind(site.as_str())
        .bind(at.to_rfc3339())
        .bind(data_as_of.map(|moment| moment.to_string()))
        .execute(&self.pool)
        .await
        .map_err(|error| database("write to", error))?;
        Ok(())
    }
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| Error::new(Kind::Bug, "cannot write an item for the database").because(error))
}
