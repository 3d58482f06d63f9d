//! The secrets of the sites: from them come the folders that nobody can guess, and the passwords.

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteRow;

use crate::artifact::place::SiteSecret;
use crate::error::{Error, Kind, Result};
use crate::model::id::SiteId;
use crate::store::load::column;
use crate::store::{Store, database};

/// A secret, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSecret {
    /// Whose.
    pub site: SiteId,
    /// The year in which its school year ends.
    pub term: i32,
    /// The secret.
    pub secret: SiteSecret,
}

/// When a new secret is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renew {
    /// When the site has none for the school year.
    Missing,
    /// In any case: the one before no longer holds.
    Always,
}

impl Store {
    /// Every secret, the newest last.
    pub async fn site_secrets(&self) -> Result<Vec<KeptSecret>> {
        let rows = sqlx::query("SELECT site, term, secret FROM site_secret ORDER BY rowid")
            .fetch_all(&self.pool)
            .await
            .map_err(|error| database("read", error))?;
        rows.iter().map(kept).collect()
    }

    /// Makes a secret for a site and school year.
    pub async fn renew_site_secret(&self, site: &SiteId, term: i32, at: DateTime<Utc>, renew: Renew) -> Result<()> {
        let mut bits = [0; 16];
        getrandom::fill(&mut bits)
            .map_err(|error| Error::new(Kind::Local, "the system gives no random bits").because(error))?;
        let digits = format!("{:032x}", u128::from_be_bytes(bits));
        let statement = match renew {
            Renew::Always => "INSERT INTO site_secret (site, term, secret, made_at) VALUES ($1, $2, $3, $4)",
            Renew::Missing => {
                "INSERT INTO site_secret (site, term, secret, made_at) SELECT $1, $2, $3, $4
                 WHERE NOT EXISTS (SELECT 1 FROM site_secret WHERE site = $1 AND term = $2)"
            }
        };
        sqlx::query(statement)
            .bind(site.as_str())
            .bind(term)
            .bind(digits)
            .bind(at.to_rfc3339())
            .execute(&self.pool)
            .await
            .map_err(|error| database("write to", error))?;
        Ok(())
    }

    /// Forgets the secrets of school years that ended before that year.
    pub async fn forget_site_secrets(&self, before: i32) -> Result<()> {
        sqlx::query("DELETE FROM site_secret WHERE term < $1")
            .bind(before)
            .execute(&self.pool)
            .await
            .map_err(|error| database("write to", error))?;
        Ok(())
    }
}

fn kept(row: &SqliteRow) -> Result<KeptSecret> {
    let unreadable = || Error::new(Kind::Local, "the database holds a secret of a site that cannot be read");
    let digits: String = column(row, "secret")?;
    let bits = u128::from_str_radix(&digits, 16).map_err(|_| unreadable())?;
    let site = SiteId::new(&column::<String>(row, "site")?).ok_or_else(unreadable)?;
    Ok(KeptSecret { site, term: column(row, "term")?, secret: SiteSecret::new(bits.to_be_bytes()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_secret_stays_until_it_is_renewed() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let (site, at) = (SiteId::new("6a").unwrap(), "2026-11-24T06:00:00Z".parse().unwrap());
        let terms = [(2027, Renew::Missing), (2027, Renew::Missing), (2027, Renew::Always), (2028, Renew::Missing)];
        for (term, renew) in terms {
            store.renew_site_secret(&site, term, at, renew).await.unwrap();
        }
        let kept = store.site_secrets().await.unwrap();
        assert_eq!(kept.iter().map(|kept| kept.term).collect::<Vec<_>>(), [2027, 2027, 2028]);
        assert!(kept[0].secret != kept[1].secret && kept[1].secret != kept[2].secret);
        store.forget_site_secrets(2028).await.unwrap();
        assert_eq!(store.site_secrets().await.unwrap(), kept[2..]);
    }
}
