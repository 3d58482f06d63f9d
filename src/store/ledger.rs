//! The ledger of print jobs. Each write is one transaction, on the disk before the call returns (`synchronous = FULL`).

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteRow;

use crate::artifact::sheet::SheetClass;
use crate::error::{Error, Kind, Result};
use crate::ledger::{Entry, Intent, JobKey, Proof, Reason, Receipt, State};
use crate::store::load::{column, instant, parsed};
use crate::store::{Store, database};

impl Store {
    /// Writes that a sheet is about to be sent, and gives the key by which its job will be known. Nothing may be sent before.
    pub async fn intend(&self, intent: &Intent, at: DateTime<Utc>) -> Result<JobKey> {
        let row = sqlx::query(
            "INSERT INTO print_job (key, at, week, class, label, profile, kind, digest, copies, pages, printer, purpose,
                                    data_as_of, told, state)
             VALUES (lower(hex(randomblob(6))), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
             RETURNING key",
        )
        .bind(at.to_rfc3339())
        .bind(intent.week.to_string())
        .bind(intent.class.as_ref().map(|class| class.id.as_str()))
        .bind(intent.class.as_ref().map(|class| class.label.as_str()))
        .bind(json(&intent.profile)?)
        .bind(json(&intent.kind)?)
        .bind(intent.digest.as_str())
        .bind(i64::from(intent.copies))
        .bind(i64::from(intent.pages))
        .bind(intent.printer.as_str())
        .bind(json(&intent.purpose)?)
        .bind(json(&intent.data_as_of)?)
        .bind(json(&intent.told)?)
        .bind(json(&State::Intended)?)
        .fetch_one(&self.pool)
        .await
        .map_err(|error| database("write to", error))?;
        Ok(JobKey::new(column::<String>(&row, "key")?))
    }

    /// Writes what the printer said when it took a job.
    pub async fn note_receipt(&self, key: &JobKey, receipt: &Receipt) -> Result<()> {
        sqlx::query("UPDATE print_job SET job_id = $2, job_uuid = $3, printer_uuid = $4 WHERE key = $1")
            .bind(key.as_str())
            .bind(i64::from(receipt.job_id))
            .bind(&receipt.job_uuid)
            .bind(&receipt.printer_uuid)
            .execute(&self.pool)
            .await
            .map_err(|error| database("write to", error))?;
        Ok(())
    }

    /// Writes how far a job got.
    pub async fn note_job(&self, key: &JobKey, state: State, proof: Option<Proof>, reasons: &[Reason]) -> Result<()> {
        sqlx::query("UPDATE print_job SET state = $2, proof = $3, reasons = $4 WHERE key = $1")
            .bind(key.as_str())
            .bind(json(&state)?)
            .bind(json(&proof)?)
            .bind(json(&reasons)?)
            .execute(&self.pool)
            .await
            .map_err(|error| database("write to", error))?;
        Ok(())
    }

    /// Every job, in the order in which they were intended.
    pub async fn print_jobs(&self) -> Result<Vec<Entry>> {
        let rows = sqlx::query("SELECT * FROM print_job ORDER BY rowid")
            .fetch_all(&self.pool)
            .await
            .map_err(|error| database("read", error))?;
        rows.iter().map(entry).collect()
    }

    /// Forgets jobs.
    pub async fn forget_print_jobs(&self, jobs: &[JobKey]) -> Result<()> {
        for job in jobs {
            sqlx::query("DELETE FROM print_job WHERE key = $1")
                .bind(job.as_str())
                .execute(&self.pool)
                .await
                .map_err(|error| database("write to", error))?;
        }
        Ok(())
    }
}

fn entry(row: &SqliteRow) -> Result<Entry> {
    let class = match (column::<Option<String>>(row, "class")?, column::<Option<String>>(row, "label")?) {
        (Some(id), Some(label)) => Some(SheetClass { id: read(&json(&id)?)?, label }),
        _ => None,
    };
    let intent = Intent {
        week: text(row, "week")?,
        class,
        profile: parsed(row, "profile")?,
        kind: parsed(row, "kind")?,
        digest: text(row, "digest")?,
        copies: number(row, "copies")?,
        pages: number(row, "pages")?,
        printer: text(row, "printer")?,
        purpose: parsed(row, "purpose")?,
        data_as_of: parsed(row, "data_as_of")?,
        told: parsed(row, "told")?,
    };
    let job_id: Option<i64> = column(row, "job_id")?;
    let receipt = match job_id.and_then(|id| i32::try_from(id).ok()) {
        Some(job_id) => {
            Some(Receipt { job_id, job_uuid: column(row, "job_uuid")?, printer_uuid: column(row, "printer_uuid")? })
        }
        None => None,
    };
    let proof = column::<Option<String>>(row, "proof")?.as_deref().map(read).transpose()?.flatten();
    Ok(Entry {
        key: JobKey::new(column::<String>(row, "key")?),
        intent,
        at: instant(row, "at")?,
        state: parsed(row, "state")?,
        receipt,
        proof,
        reasons: parsed(row, "reasons")?,
    })
}

pub(super) fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| Error::new(Kind::Bug, "cannot write a print job for the database").because(error))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|error| Error::new(Kind::Local, "the database holds a print job that cannot be read").because(error))
}

/// A value that is a bare text in its column.
fn text<T: DeserializeOwned>(row: &SqliteRow, name: &str) -> Result<T> {
    read(&json(&column::<String>(row, name)?)?)
}

fn number(row: &SqliteRow, name: &str) -> Result<u32> {
    let number: i64 = column(row, name)?;
    u32::try_from(number).map_err(|error| {
        Error::new(Kind::Local, format!("the database holds `{number}` as the {name} of a print job")).because(error)
    })
}

#[cfg(test)]
mod tests;
