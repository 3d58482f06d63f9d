//! What is known of each target.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteRow;

use crate::error::Result;
use crate::model::id::TargetId;
use crate::store::load::{Failure, column, instant};
use crate::store::{Store, database};

/// What is known of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetState {
    /// The name under which this state claims it.
    pub publisher: String,
    /// The name of the record there.
    pub record: Option<String>,
    /// What it holds, when something was published there.
    pub published: Option<Published>,
    /// Why the last publication failed, when it did.
    pub failure: Option<Failure>,
    /// Since when publishing there has failed, or readers have not got what was published.
    pub failing_since: Option<DateTime<Utc>>,
}

/// What a target holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The release.
    pub release: String,
    /// When it was last published or found to be there already.
    pub at: DateTime<Utc>,
    /// How many files it has.
    pub files: usize,
}

impl Store {
    /// What is known of a target; a new name for one that was never seen.
    pub async fn target(&self, id: &TargetId) -> Result<TargetState> {
        let row = sqlx::query("INSERT INTO target (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET id = id RETURNING *")
            .bind(id.as_str())
            .fetch_one(&self.pool)
            .await
            .map_err(|error| database("write to", error))?;
        state(&row)
    }

    /// What is known of every target.
    pub async fn targets(&self) -> Result<BTreeMap<String, TargetState>> {
        let rows =
            sqlx::query("SELECT * FROM target").fetch_all(&self.pool).await.map_err(|error| database("read", error))?;
        rows.iter().map(|row| Ok((column(row, "id")?, state(row)?))).collect()
    }

    /// Notes what a target holds, and where its record is.
    pub async fn note_published(&self, id: &TargetId, published: &Published, record: Option<&str>) -> Result<()> {
        sqlx::query(
            "UPDATE target SET record = COALESCE($2, record), release = $3, published_at = $4, files = $5,
                               failed_at = NULL, failure = NULL
             WHERE id = $1",
        )
        .bind(id.as_str())
        .bind(record)
        .bind(&published.release)
        .bind(published.at.to_rfc3339())
        .bind(i64::try_from(published.files).unwrap_or(i64::MAX))
        .execute(&self.pool)
        .await
        .map_err(|error| database("write to", error))?;
        Ok(())
    }

    /// Notes that readers get what was published.
    pub async fn note_readable(&self, id: &TargetId) -> Result<()> {
        sqlx::query("UPDATE target SET failing_since = NULL WHERE id = $1")
            .bind(id.as_str())
            .execute(&self.pool)
            .await
            .map_err(|error| database("write to", error))?;
        Ok(())
    }

    /// Notes why a publication failed, or why readers do not get it.
    pub async fn note_target_failure(&self, id: &TargetId, failure: &Failure) -> Result<()> {
        sqlx::query(
            "UPDATE target SET failed_at = $2, failure = $3, failing_since = COALESCE(failing_since, $2) WHERE id = $1",
        )
        .bind(id.as_str())
        .bind(failure.at.to_rfc3339())
        .bind(&failure.message)
        .execute(&self.pool)
        .await
        .map_err(|error| database("write to", error))?;
        Ok(())
    }
}

fn state(row: &SqliteRow) -> Result<TargetState> {
    let published = match column::<Option<String>>(row, "release")? {
        None => None,
        Some(release) => Some(Published {
            release,
            at: instant(row, "published_at")?,
            files: usize::try_from(column::<i64>(row, "files")?).unwrap_or_default(),
        }),
    };
    let failure = match column::<Option<String>>(row, "failure")? {
        None => None,
        Some(message) => Some(Failure { at: instant(row, "failed_at")?, message }),
    };
    let failing_since = match column::<Option<String>>(row, "failing_since")? {
        None => None,
        Some(_) => Some(instant(row, "failing_since")?),
    };
    let (publisher, record) = (column(row, "publisher")?, column(row, "record")?);
    Ok(TargetState { publisher, record, published, failure, failing_since })
}
