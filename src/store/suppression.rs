//! Taking items out for good, and the list of what stays out.
//!
//! [`Store::load`] never gives a suppressed item and [`Store::commit`] never keeps one, so an older state put in the place of this one
//! tells nothing that is on the list. The list is read and written whole, apart from the items, so that it can outlive them.

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite, Transaction};

use crate::artifact::sheet::Told;
use crate::error::{Error, Kind, Result};
use crate::journal::{Deed, Entry};
use crate::model::id::{ItemId, ItemKey, SourceId};
use crate::model::suppression::Suppressions;
use crate::store::{Store, database, ledger, load};

/// One row for each item that a statement takes out.
const OUT_OF: [&str; 2] = ["DELETE FROM item", "DELETE FROM tombstone"];

impl Store {
    /// What stays down.
    pub async fn suppressions(&self) -> Result<Suppressions> {
        let mut list = Suppressions::default();
        let failed = |error| database("read", error);
        for row in sqlx::query("SELECT * FROM suppression").fetch_all(&self.pool).await.map_err(failed)? {
            let place: Option<String> = load::column(&row, "place")?;
            list.withdrawn.insert(id(&row)?, place.as_deref().map(ItemKey::new));
        }
        for row in sqlx::query("SELECT * FROM allowance").fetch_all(&self.pool).await.map_err(failed)? {
            list.allowed.insert(id(&row)?);
        }
        Ok(list)
    }

    /// Adds to what stays down, and takes it out of the items, the tombstones and what the ledger tells. Whole or not at all.
    pub async fn suppress(&self, list: &Suppressions, journal: &[Entry]) -> Result<()> {
        let failed = |error| database("write to", error);
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        for (item, place) in &list.withdrawn {
            sqlx::query(
                "INSERT INTO suppression (source, key, place) VALUES ($1, $2, $3)
                 ON CONFLICT (source, key) DO UPDATE SET place = coalesce(excluded.place, suppression.place)",
            )
            .bind(item.source.as_str())
            .bind(item.key.as_str())
            .bind(place.as_ref().map(ItemKey::as_str))
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
            for table in OUT_OF.iter().chain(&["DELETE FROM allowance"]) {
                let statement = sqlx::AssertSqlSafe(format!("{table} WHERE source = $1 AND key = $2"));
                let delete = sqlx::query(statement).bind(item.source.as_str()).bind(item.key.as_str());
                delete.execute(&mut *transaction).await.map_err(failed)?;
            }
        }
        let names: Vec<String> = list.withdrawn.keys().map(ToString::to_string).collect();
        forget_what_papers_told(&mut transaction, &names).await?;
        write(&mut transaction, journal).await?;
        transaction.commit().await.map_err(failed)
    }

    /// Lets an item be shown again. Its source tells it anew: what it was told last is forgotten here.
    pub async fn allow(&self, item: &ItemId, journal: &Entry) -> Result<()> {
        let failed = |error| database("write to", error);
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let statement = "DELETE FROM suppression WHERE source = $1 AND key = $2";
        let delete = sqlx::query(statement).bind(item.source.as_str()).bind(item.key.as_str());
        let was_withdrawn = delete.execute(&mut *transaction).await.map_err(failed)?.rows_affected() > 0;
        if !was_withdrawn {
            sqlx::query("INSERT OR REPLACE INTO allowance (source, key) VALUES ($1, $2)")
                .bind(item.source.as_str())
                .bind(item.key.as_str())
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        sqlx::query("UPDATE source SET cursor = NULL WHERE id = $1")
            .bind(item.source.as_str())
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        write(&mut transaction, std::slice::from_ref(journal)).await?;
        transaction.commit().await.map_err(failed)
    }

    /// Overwrites what was taken out wherever SQLite may still have it: in free pages and in the log beside the file.
    ///
    /// # Errors
    /// `Local` when another process reads the database all the while.
    pub async fn wipe(&self) -> Result<()> {
        let failed = |error| database("wipe", error);
        sqlx::query("VACUUM").execute(&self.pool).await.map_err(failed)?;
        let checkpoint = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.pool).await.map_err(failed)?;
        let busy: i64 = checkpoint.try_get(0).map_err(failed)?;
        if busy == 0 {
            return Ok(());
        }
        Err(Error::new(Kind::Local, "cannot wipe the log of the database: another process reads it"))
    }

    /// Adds to the journal.
    pub async fn note(&self, journal: &[Entry]) -> Result<()> {
        let mut transaction =
            self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(|error| database("write to", error))?;
        write(&mut transaction, journal).await?;
        transaction.commit().await.map_err(|error| database("write to", error))
    }

    /// Forgets lines of the journal that only follow a source and are older than an instant. What people did stays.
    pub async fn forget_changes(&self, before: DateTime<Utc>) -> Result<()> {
        let failed = |error| database("write to", error);
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        for deed in Deed::OF_SOURCES {
            sqlx::query("DELETE FROM journal WHERE deed = $1 AND at < $2")
                .bind(ledger::json(&deed)?)
                .bind(before.to_rfc3339())
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        transaction.commit().await.map_err(failed)
    }

    /// What people did, the oldest line first. What sources did is much more: see [`Store::history`].
    pub async fn journal(&self) -> Result<Vec<Entry>> {
        let [added, changed, removed] = Deed::OF_SOURCES;
        let query = sqlx::query("SELECT * FROM journal WHERE deed NOT IN ($1, $2, $3) ORDER BY rowid")
            .bind(ledger::json(&added)?)
            .bind(ledger::json(&changed)?)
            .bind(ledger::json(&removed)?);
        entries(&query.fetch_all(&self.pool).await.map_err(|error| database("read", error))?)
    }

    /// All lines, the oldest first.
    pub async fn whole_journal(&self) -> Result<Vec<Entry>> {
        let query = sqlx::query("SELECT * FROM journal ORDER BY rowid");
        entries(&query.fetch_all(&self.pool).await.map_err(|error| database("read", error))?)
    }

    /// All that happened to an item, the oldest line first.
    pub async fn history(&self, item: &ItemId) -> Result<Vec<Entry>> {
        let query = sqlx::query("SELECT * FROM journal WHERE item = $1 ORDER BY rowid").bind(item.to_string());
        entries(&query.fetch_all(&self.pool).await.map_err(|error| database("read", error))?)
    }
}

fn entries(rows: &[SqliteRow]) -> Result<Vec<Entry>> {
    let entry = |row| {
        Ok(Entry {
            at: load::instant(row, "at")?,
            by: load::column(row, "actor")?,
            deed: load::parsed(row, "deed")?,
            item: load::column(row, "item")?,
            place: load::parsed(row, "place")?,
        })
    };
    rows.iter().map(entry).collect()
}

/// The items of a source that are on the list, as a transaction sees it.
pub(super) async fn of_source(transaction: &mut Transaction<'_, Sqlite>, source: &SourceId) -> Result<Vec<ItemKey>> {
    let rows = sqlx::query("SELECT key FROM suppression WHERE source = $1")
        .bind(source.as_str())
        .fetch_all(&mut **transaction)
        .await
        .map_err(|error| database("read", error))?;
    rows.iter().map(|row| Ok(ItemKey::new(&load::column::<String>(row, "key")?))).collect()
}

/// What papers told of an item keeps its day, so that a correction can say that it no longer holds, and loses its title.
async fn forget_what_papers_told(transaction: &mut Transaction<'_, Sqlite>, names: &[String]) -> Result<()> {
    let failed = |error| database("write to", error);
    let rows = sqlx::query("SELECT key, told FROM print_job").fetch_all(&mut **transaction).await.map_err(failed)?;
    for row in rows {
        let mut told: Vec<Told> = load::parsed(&row, "told")?;
        if !told.iter().any(|told| names.contains(&told.key)) {
            continue;
        }
        told.iter_mut().filter(|told| names.contains(&told.key)).for_each(|told| told.title.clear());
        sqlx::query("UPDATE print_job SET told = $2 WHERE key = $1")
            .bind(load::column::<String>(&row, "key")?)
            .bind(ledger::json(&told)?)
            .execute(&mut **transaction)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

pub(super) async fn write(transaction: &mut Transaction<'_, Sqlite>, journal: &[Entry]) -> Result<()> {
    for entry in journal {
        sqlx::query("INSERT INTO journal (at, actor, deed, item, place) VALUES ($1, $2, $3, $4, $5)")
            .bind(entry.at.to_rfc3339())
            .bind(&entry.by)
            .bind(ledger::json(&entry.deed)?)
            .bind(&entry.item)
            .bind(ledger::json(&entry.place)?)
            .execute(&mut **transaction)
            .await
            .map_err(|error| database("write to", error))?;
    }
    Ok(())
}

fn id(row: &SqliteRow) -> Result<ItemId> {
    let source: String = load::column(row, "source")?;
    let source = SourceId::new(&source)
        .ok_or_else(|| Error::new(Kind::Local, format!("the database holds the source `{source}`")))?;
    Ok(ItemId { source, key: ItemKey::new(&load::column::<String>(row, "key")?) })
}

#[cfg(test)]
mod tests;
