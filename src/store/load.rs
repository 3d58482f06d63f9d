//! Reading back.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::error::{Error, Kind, Result};
use crate::model::id::{ItemKey, SourceId};
use crate::model::item::{Cursor, Record, SourceState, Tombstone};
use crate::store::{Store, database};

const ITEMS: &str = "SELECT * FROM item WHERE source = $1
    AND key NOT IN (SELECT key FROM suppression WHERE source = $1) ORDER BY key";
const TOMBSTONES: &str = "SELECT * FROM tombstone WHERE source = $1
    AND key NOT IN (SELECT key FROM suppression WHERE source = $1) ORDER BY at, key";

/// The last failed pull of a source, or publication to a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// When.
    pub at: DateTime<Utc>,
    /// Why, in English.
    pub message: String,
}

/// A source that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    /// The last failure.
    pub last: Failure,
    /// How many pulls failed in a row.
    pub count: u32,
    /// When its server wants to be asked again, if it said so.
    pub wait_until: Option<DateTime<Utc>>,
}

/// The last build of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// When.
    pub built_at: DateTime<Utc>,
    /// How fresh its data were: local time of the school.
    pub data_as_of: Option<String>,
}

impl Store {
    /// All that is known of a source, without what is suppressed; an empty state when it was never pulled.
    pub async fn load(&self, source: &SourceId) -> Result<SourceState> {
        let mut state = SourceState::new(source.clone());
        for row in self.rows("SELECT cursor FROM source WHERE id = $1", source).await? {
            state.cursor = Cursor(column(&row, "cursor")?);
        }
        for row in self.rows("SELECT body FROM coverage WHERE source = $1 ORDER BY position", source).await? {
            state.coverage.push(parsed(&row, "body")?);
        }
        for row in self.rows(ITEMS, source).await? {
            state.records.push(record(&row)?);
        }
        for row in self.rows(TOMBSTONES, source).await? {
            let key = ItemKey::new(&column::<String>(&row, "key")?);
            state.tombstones.push(Tombstone { key, item: parsed(&row, "body")?, at: instant(&row, "at")? });
        }
        Ok(state)
    }

    /// Everything that is kept, be its source still configured or not.
    pub async fn load_all(&self) -> Result<Vec<SourceState>> {
        let rows = sqlx::query("SELECT source FROM item UNION SELECT source FROM tombstone ORDER BY source")
            .fetch_all(&self.pool)
            .await
            .map_err(|error| database("read", error))?;
        let mut states = Vec::new();
        for row in &rows {
            if let Some(source) = SourceId::new(&column::<String>(row, "source")?) {
                states.push(self.load(&source).await?);
            }
        }
        Ok(states)
    }

    /// The sources whose last pull failed.
    pub async fn failures(&self) -> Result<BTreeMap<String, Failing>> {
        let rows = sqlx::query("SELECT * FROM source WHERE failure IS NOT NULL")
            .fetch_all(&self.pool)
            .await
            .map_err(|error| database("read", error))?;
        rows.iter()
            .map(|row| {
                let wait_until: Option<String> = column(row, "wait_until")?;
                let failing = Failing {
                    last: Failure { at: instant(row, "failed_at")?, message: column(row, "failure")? },
                    count: column(row, "failures")?,
                    wait_until: wait_until.as_deref().map(parse_instant).transpose()?,
                };
                Ok((column(row, "id")?, failing))
            })
            .collect()
    }

    /// The last build of each site.
    pub async fn builds(&self) -> Result<BTreeMap<String, Build>> {
        let rows = sqlx::query("SELECT site, built_at, data_as_of FROM build")
            .fetch_all(&self.pool)
            .await
            .map_err(|error| database("read", error))?;
        rows.iter()
            .map(|row| {
                let build = Build { built_at: instant(row, "built_at")?, data_as_of: column(row, "data_as_of")? };
                Ok((column(row, "site")?, build))
            })
            .collect()
    }

    async fn rows(&self, statement: &'static str, source: &SourceId) -> Result<Vec<SqliteRow>> {
        sqlx::query(statement)
            .bind(source.as_str())
            .fetch_all(&self.pool)
            .await
            .map_err(|error| database("read", error))
    }
}

fn record(row: &SqliteRow) -> Result<Record> {
    let missing_since: Option<String> = column(row, "missing_since")?;
    Ok(Record {
        key: ItemKey::new(&column::<String>(row, "key")?),
        item: parsed(row, "body")?,
        days: parsed(row, "days")?,
        revision: column(row, "revision")?,
        seen_first: instant(row, "seen_first")?,
        seen_last: instant(row, "seen_last")?,
        changed_at: instant(row, "changed_at")?,
        missing_since: missing_since.as_deref().map(parse_instant).transpose()?,
    })
}

pub(super) fn column<'r, T>(row: &'r SqliteRow, name: &str) -> Result<T>
where
    T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    row.try_get(name).map_err(|error| database("read", error))
}

pub(super) fn parsed<T: DeserializeOwned>(row: &SqliteRow, name: &str) -> Result<T> {
    let text: String = column(row, name)?;
    serde_json::from_str(&text)
        .map_err(|error| Error::new(Kind::Local, "the database holds an item that cannot be read").because(error))
}

pub(super) fn instant(row: &SqliteRow, name: &str) -> Result<DateTime<Utc>> {
    parse_instant(&column::<String>(row, name)?)
}

fn parse_instant(text: &str) -> Result<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|instant| instant.with_timezone(&Utc))
        .map_err(|error| Error::new(Kind::Local, format!("the database holds the time `{text}`")).because(error))
}
