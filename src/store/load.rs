//! Reading back.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::error::{Error, Kind, Result};
use crate::model::coverage::Coverage;
use crate::model::id::{ItemKey, SourceId};
use crate::model::item::{Cursor, Item, Record, SourceState, Tombstone};
use crate::store::{Store, database};

// All rows of a source come as one text: SQLx hands rows from thread to thread one by one, which takes longer than to read them.
const ITEMS: &str = "SELECT json_group_array(
        json_array(key, json(body), json(days), revision, seen_first, changed_at, missing_since)) AS rows
    FROM item WHERE source = $1 AND (changed_at > $2 OR body LIKE $3 OR body LIKE $4)
    AND key NOT IN (SELECT key FROM suppression WHERE source = $1)";
const TOMBSTONES: &str = "SELECT json_group_array(json_array(key, json(body), at)) AS rows
    FROM tombstone WHERE source = $1 AND (at > $2 OR body LIKE $3 OR body LIKE $4)
    AND key NOT IN (SELECT key FROM suppression WHERE source = $1)";

/// A row of [`ITEMS`].
type ItemRow = (ItemKey, Item, Vec<NaiveDate>, String, DateTime<Utc>, DateTime<Utc>, Option<DateTime<Utc>>);
/// A row of [`TOMBSTONES`].
type TombstoneRow = (ItemKey, Item, DateTime<Utc>);

/// How much of a state is read: a large school has tens of thousands of lessons, which only a build needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// What appears and goes by itself: announcements and days without school.
    Moments,
    /// The items with files in the store.
    Files,
    /// What changed after an instant, and all announcements.
    Changes(DateTime<Utc>),
}

impl Part {
    /// After which instant what changed is read, and how else a body may look: the arguments of [`ITEMS`] and [`TOMBSTONES`].
    fn arguments(self) -> [String; 3] {
        // Times are written with digits: all of them come after nothing, and none after a letter.
        let (since, looks) = match self {
            Part::Whole => (String::new(), ["", ""]),
            Part::Moments => ("never".to_owned(), [r#"{"announcement"%"#, r#"{"non_teaching"%"#]),
            Part::Files => ("never".to_owned(), [r#"%"digest":"%"#, ""]),
            Part::Changes(at) => (at.to_rfc3339(), [r#"{"announcement"%"#, ""]),
        };
        [since, looks[0].to_owned(), looks[1].to_owned()]
    }
}

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
        self.load_part(source, Part::Whole).await
    }

    /// The same with only some of its items and of those that are gone.
    pub async fn load_part(&self, source: &SourceId, part: Part) -> Result<SourceState> {
        let arguments = part.arguments();
        let mut state = SourceState::new(source.clone());
        for row in self.rows("SELECT cursor FROM source WHERE id = $1", source, &[]).await? {
            state.cursor = Cursor(column(&row, "cursor")?);
        }
        state.coverage = self.coverage(source).await?;
        for row in self.rows(ITEMS, source, &arguments).await? {
            state.records.extend(parsed::<Vec<ItemRow>>(&row, "rows")?.into_iter().map(record));
        }
        for row in self.rows(TOMBSTONES, source, &arguments).await? {
            let gone = parsed::<Vec<TombstoneRow>>(&row, "rows")?;
            state.tombstones.extend(gone.into_iter().map(|(key, item, at)| Tombstone { key, item, at }));
        }
        state.records.sort_unstable_by(|left, right| left.key.cmp(&right.key));
        state.tombstones.sort_unstable_by(|left, right| (left.at, &left.key).cmp(&(right.at, &right.key)));
        Ok(state)
    }

    /// Everything that is kept, be its source still configured or not.
    pub async fn load_all(&self) -> Result<Vec<SourceState>> {
        self.load_all_parts(Part::Whole).await
    }

    /// A part of everything that is kept.
    pub async fn load_all_parts(&self, part: Part) -> Result<Vec<SourceState>> {
        let rows = sqlx::query(
            "SELECT id FROM source UNION SELECT source FROM item UNION SELECT source FROM tombstone ORDER BY 1",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(|error| database("read", error))?;
        let mut states = Vec::new();
        for row in &rows {
            if let Some(source) = SourceId::new(&column::<String>(row, "id")?) {
                states.push(self.load_part(&source, part).await?);
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

    /// The windows that a source read.
    pub(super) async fn coverage(&self, source: &SourceId) -> Result<Vec<Coverage>> {
        let rows = self.rows("SELECT body FROM coverage WHERE source = $1 ORDER BY position", source, &[]).await?;
        rows.iter().map(|row| parsed(row, "body")).collect()
    }

    /// What a statement finds of a source, which is its first argument.
    pub(super) async fn rows(
        &self,
        statement: &'static str,
        source: &SourceId,
        others: &[String],
    ) -> Result<Vec<SqliteRow>> {
        let query = others.iter().fold(sqlx::query(statement).bind(source.as_str()), sqlx::query::Query::bind);
        query.fetch_all(&self.pool).await.map_err(|error| database("read", error))
    }
}

fn record((key, item, days, revision, seen_first, changed_at, missing_since): ItemRow) -> Record {
    Record { key, item, days, revision, seen_first, changed_at, missing_since }
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

#[cfg(test)]
mod tests;
