//! What somebody must look after, and whether anybody was told.

use chrono::{DateTime, Utc};

use crate::error::Result;
use crate::model::incident::Incident;
use crate::store::load::{column, instant, parsed};
use crate::store::{Store, database, ledger};

/// An incident that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// What it is.
    pub incident: Incident,
    /// When it was found.
    pub since: DateTime<Utc>,
    /// Whether somebody was told.
    pub told: bool,
}

impl Store {
    /// The incidents that are not over, the oldest first.
    pub async fn incidents(&self) -> Result<Vec<Open>> {
        let rows = sqlx::query("SELECT * FROM incident ORDER BY since, subject, trouble")
            .fetch_all(&self.pool)
            .await
            .map_err(|error| database("read", error))?;
        let open = |row| {
            let told: Option<String> = column(row, "told_at")?;
            Ok(Open {
                incident: Incident {
                    subject: column(row, "subject")?,
                    trouble: parsed(row, "trouble")?,
                    reason: column(row, "reason")?,
                },
                since: instant(row, "since")?,
                told: told.is_some(),
            })
        };
        rows.iter().map(open).collect()
    }

    /// Notes an incident, or why it goes on.
    pub async fn open_incident(&self, incident: &Incident, at: DateTime<Utc>) -> Result<()> {
        sqlx::query(
            "INSERT INTO incident (subject, trouble, reason, since) VALUES ($1, $2, $3, $4)
             ON CONFLICT (subject, trouble) DO UPDATE SET reason = excluded.reason",
        )
        .bind(&incident.subject)
        .bind(ledger::json(&incident.trouble)?)
        .bind(&incident.reason)
        .bind(at.to_rfc3339())
        .execute(&self.pool)
        .await
        .map_err(|error| database("write to", error))?;
        Ok(())
    }

    /// Notes that somebody was told of an incident.
    pub async fn note_told(&self, incident: &Incident, at: DateTime<Utc>) -> Result<()> {
        self.on_incident("UPDATE incident SET told_at = $3 WHERE subject = $1 AND trouble = $2", incident, Some(at))
            .await
    }

    /// Forgets an incident that is over.
    pub async fn close_incident(&self, incident: &Incident) -> Result<()> {
        self.on_incident("DELETE FROM incident WHERE subject = $1 AND trouble = $2", incident, None).await
    }

    async fn on_incident(&self, statement: &'static str, incident: &Incident, at: Option<DateTime<Utc>>) -> Result<()> {
        let mut query = sqlx::query(statement).bind(&incident.subject).bind(ledger::json(&incident.trouble)?);
        if let Some(at) = at {
            query = query.bind(at.to_rfc3339());
        }
        query.execute(&self.pool).await.map_err(|error| database("write to", error))?;
        Ok(())
    }
}
