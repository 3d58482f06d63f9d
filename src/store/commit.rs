//! Writing: one transaction for each source.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;
use sqlx::{Sqlite, Transaction};

use crate::error::{Error, Kind, Result};
use crate::journal::Entry;
use crate::model::id::{ItemKey, SiteId, SourceId};
use crate::model::item::{Record, SourceState, Tombstone};
use crate::store::{Store, database, suppression};

impl Store {
    /// Replaces what is known of a source, forgets its last failure, and notes what changed. What was suppressed meanwhile is left out.
    pub async fn commit(&self, state: &SourceState, journal: &[Entry]) -> Result<()> {
        let failed = |error| database("write to", error);
        let source = state.source.as_str();
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        for table in ["source WHERE id", "coverage WHERE source"] {
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
        let records = state.records.iter().filter(|record| !suppressed.contains(&record.key));
        replace(&mut transaction, &ITEMS, source, records.map(row_of_item).collect::<Result<_>>()?).await?;
        let tombstones = state.tombstones.iter().filter(|tombstone| !suppressed.contains(&tombstone.key));
        replace(&mut transaction, &TOMBSTONES, source, tombstones.map(row_of_tombstone).collect::<Result<_>>()?)
            .await?;
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

/// A table that is compared before it is written.
struct Table {
    /// Gives its [`Rows`] as JSON, in one text: see [`load`](crate::store::load).
    select: &'static str,
    insert: &'static str,
    delete: &'static str,
}

const ITEMS: Table = Table {
    select: "SELECT json_group_object(key, json_array(body, days, revision, seen_first, changed_at, missing_since))
             FROM item WHERE source = $1",
    insert: "INSERT OR REPLACE INTO item (source, key, body, days, revision, seen_first, changed_at, missing_since)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    delete: "DELETE FROM item WHERE source = $1 AND key = $2",
};
const TOMBSTONES: Table = Table {
    select: "SELECT json_group_object(key, json_array(body, at)) FROM tombstone WHERE source = $1",
    insert: "INSERT OR REPLACE INTO tombstone (source, key, body, at) VALUES ($1, $2, $3, $4)",
    delete: "DELETE FROM tombstone WHERE source = $1 AND key = $2",
};

/// The other columns of each key.
type Rows = BTreeMap<String, Vec<Option<String>>>;

fn row_of_item(record: &Record) -> Result<(String, Vec<Option<String>>)> {
    let columns = vec![
        Some(json(&record.item)?),
        Some(json(&record.days)?),
        Some(record.revision.clone()),
        Some(record.seen_first.to_rfc3339()),
        Some(record.changed_at.to_rfc3339()),
        record.missing_since.map(|instant| instant.to_rfc3339()),
    ];
    Ok((record.key.as_str().to_owned(), columns))
}

fn row_of_tombstone(tombstone: &Tombstone) -> Result<(String, Vec<Option<String>>)> {
    let columns = vec![Some(json(&tombstone.item)?), Some(tombstone.at.to_rfc3339())];
    Ok((tombstone.key.as_str().to_owned(), columns))
}

/// Writes the rows of a source that the table has otherwise, and takes out those that are no more: when one of a thousand lessons changes,
/// one is written.
async fn replace(transaction: &mut Transaction<'_, Sqlite>, table: &Table, source: &str, rows: Rows) -> Result<()> {
    let failed = |error| database("write to", error);
    let kept: String =
        sqlx::query_scalar(table.select).bind(source).fetch_one(&mut **transaction).await.map_err(failed)?;
    let mut kept: Rows = serde_json::from_str(&kept)
        .map_err(|error| Error::new(Kind::Bug, "cannot compare the database with an answer").because(error))?;
    for (key, columns) in rows {
        if kept.remove(&key).as_ref() == Some(&columns) {
            continue;
        }
        let insert = sqlx::query(table.insert).bind(source).bind(key);
        let insert = columns.into_iter().fold(insert, sqlx::query::Query::bind);
        insert.execute(&mut **transaction).await.map_err(failed)?;
    }
    for key in kept.into_keys() {
        let delete = sqlx::query(table.delete).bind(source).bind(key);
        delete.execute(&mut **transaction).await.map_err(failed)?;
    }
    Ok(())
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| Error::new(Kind::Bug, "cannot write an item for the database").because(error))
}
