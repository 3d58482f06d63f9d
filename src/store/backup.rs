//! The database as a backup holds it, and a backup taken into a database.
//!
//! What sources said comes from the backup. What was done here since (printed, published, withdrawn, given a new address) stays: a restored
//! state that forgot it would print a digest twice or show what was taken down.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use sqlx::{Row, Sqlite, Transaction};

use crate::error::{Error, Kind, Result};
use crate::model::time::Week;
use crate::store::{MIGRATIONS, Store, database, load};

/// What is taken from the backup as it is. The last build is not: it says what lies in the output folder of this machine.
const SAID: [&str; 4] = ["source", "coverage", "item", "tombstone"];
/// What is known of what was done, where this state knows better.
const DONE: [&str; 4] = ["print_job", "target", "incident", "suppression"];

/// Whether a backup took the place of a later state of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lineage {
    /// It did: nothing is unknown.
    Same,
    /// It did not: what was done after the backup was made is unknown.
    Lost,
}

/// A backup took the place of a state that was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restoration {
    /// When.
    pub at: DateTime<Utc>,
    /// The last week whose sheets may have been printed by then.
    pub through: Week,
}

impl Store {
    /// The version of the database that this program writes, and the newest that it reads.
    pub fn newest_version() -> i64 {
        MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
    }

    /// Writes the database as it is at one instant into another folder, while others may write to it.
    ///
    /// # Errors
    /// `Local` when the disk is full.
    pub async fn copy_into(&self, folder: &Path) -> Result<()> {
        let path = folder.join(super::DATABASE);
        let query = sqlx::query("VACUUM INTO $1").bind(path.to_string_lossy().into_owned());
        query.execute(&self.pool).await.map_err(|error| database("copy", error))?;
        Ok(())
    }

    /// Looks for damage.
    ///
    /// # Errors
    /// `Local` when there is any.
    pub async fn check_integrity(&self) -> Result<()> {
        let failed = |error| database("check", error);
        let said: String = sqlx::query("PRAGMA integrity_check")
            .fetch_one(&self.pool)
            .await
            .map_err(failed)?
            .try_get(0)
            .map_err(failed)?;
        if said == "ok" { Ok(()) } else { Err(Error::new(Kind::Local, format!("the database is damaged: {said}"))) }
    }

    /// The digests of all files that any item has, be its source still configured or not.
    pub async fn used_blobs(&self) -> Result<BTreeSet<String>> {
        let states = self.load_all_parts(load::Part::Files).await?;
        let records = states.iter().flat_map(|state| &state.records);
        Ok(records.flat_map(|record| record.item.attachments()).filter_map(|file| file.digest.clone()).collect())
    }

    /// Takes in what the database in another folder says, in one transaction.
    ///
    /// # Errors
    /// `Local` when either cannot be used; then nothing changed.
    pub async fn take_in(&self, folder: &Path) -> Result<Lineage> {
        let failed = |error| database("restore", error);
        let mut connection = self.pool.acquire().await.map_err(failed)?;
        let path = folder.join(super::DATABASE).to_string_lossy().into_owned();
        sqlx::query("ATTACH DATABASE $1 AS backup").bind(path).execute(&mut *connection).await.map_err(failed)?;
        let mut transaction =
            sqlx::Connection::begin_with(&mut *connection, "BEGIN IMMEDIATE").await.map_err(failed)?;
        let outcome = merge(&mut transaction).await;
        let outcome = match outcome {
            Ok(lineage) => transaction.commit().await.map_err(failed).map(|()| lineage),
            Err(error) => transaction.rollback().await.map_err(failed).and(Err(error)),
        };
        sqlx::query("DETACH DATABASE backup").execute(&mut *connection).await.map_err(failed)?;
        outcome
    }

    /// Notes that a state was lost, and through which week its sheets may have been printed.
    pub async fn note_restoration(&self, restoration: Restoration) -> Result<()> {
        sqlx::query("INSERT INTO restoration (at, through) VALUES ($1, $2)")
            .bind(restoration.at.to_rfc3339())
            .bind(restoration.through.to_string())
            .execute(&self.pool)
            .await
            .map_err(|error| database("write to", error))?;
        Ok(())
    }

    /// The last time that a state was lost and a backup took its place.
    pub async fn restoration(&self) -> Result<Option<Restoration>> {
        let row = sqlx::query("SELECT * FROM restoration ORDER BY rowid DESC LIMIT 1")
            .fetch_optional(&self.pool)
            .await
            .map_err(|error| database("read", error))?;
        let Some(row) = row else { return Ok(None) };
        let through: String = load::column(&row, "through")?;
        let through = Week::parse(&through)
            .ok_or_else(|| Error::new(Kind::Local, format!("the database holds the week `{through}`")))?;
        Ok(Some(Restoration { at: load::instant(&row, "at")?, through }))
    }
}

async fn merge(transaction: &mut Transaction<'_, Sqlite>) -> Result<Lineage> {
    let known = "SELECT count(*) FROM main.identity WHERE id IN (SELECT id FROM backup.identity)";
    let known: i64 = sqlx::query_scalar(known).fetch_one(&mut **transaction).await.map_err(|e| database("read", e))?;
    let lineage = if known > 0 { Lineage::Same } else { Lineage::Lost };
    for table in SAID {
        run(transaction, &format!("DELETE FROM main.{table}")).await?;
        run(transaction, &format!("INSERT INTO main.{table} SELECT * FROM backup.{table}")).await?;
    }
    run(transaction, "DELETE FROM main.build").await?;
    for table in DONE {
        run(transaction, &format!("INSERT OR IGNORE INTO main.{table} SELECT * FROM backup.{table}")).await?;
    }
    let allowed = "INSERT OR IGNORE INTO main.allowance SELECT * FROM backup.allowance
        WHERE (source, key) NOT IN (SELECT source, key FROM main.suppression)";
    run(transaction, allowed).await?;
    run(transaction, "INSERT INTO main.journal SELECT * FROM backup.journal EXCEPT SELECT * FROM main.journal").await?;
    if lineage == Lineage::Lost {
        // The addresses of the backup are on paper; those that were made since open the same sites for nobody.
        run(transaction, "INSERT INTO main.site_secret SELECT * FROM backup.site_secret ORDER BY rowid").await?;
        run(transaction, "INSERT INTO main.restoration SELECT * FROM backup.restoration ORDER BY rowid").await?;
        run(transaction, "DELETE FROM main.identity").await?;
        run(transaction, "INSERT INTO main.identity SELECT * FROM backup.identity").await?;
    }
    Ok(lineage)
}

async fn run(transaction: &mut Transaction<'_, Sqlite>, statement: &str) -> Result<()> {
    let statement = sqlx::AssertSqlSafe(statement.to_owned());
    sqlx::query(statement).execute(&mut **transaction).await.map_err(|error| database("restore", error))?;
    Ok(())
}
