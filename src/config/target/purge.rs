//! `[targets.purge]`: how a cache in front of a target is told what changed.

use crate::config::check::secret;
use crate::config::raw::Table;
use crate::config::secret::{Lookup, Secret};

/// A request that empties a cache. In its address and its body, `{url}` is the address of a changed page, for one request each;
/// `{urls}` is a list of them, as JSON strings with commas between, for as many requests as `batch` needs.
#[derive(Debug, Clone)]
pub struct Purge {
    /// The address.
    pub url: Secret,
    /// The method.
    pub method: String,
    /// The headers, which may hold secrets.
    pub headers: Vec<(String, Secret)>,
    /// The body.
    pub body: Option<String>,
    /// How many addresses fit one request with `{urls}`.
    pub batch: usize,
}

/// Reads the table.
pub(super) fn purge(table: &Table<'_>, lookup: &Lookup) -> Option<Purge> {
    let url = crate::config::check::required_secret(table, "url", lookup);
    let method = table.parsed("method", "a method such as `POST` or `PURGE`", |text| {
        let word = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase());
        word.then(|| text.to_owned())
    });
    let headers = table.table("headers").map(|headers| {
        let found =
            headers.keys().into_iter().filter_map(|key| secret(&headers, &key, lookup).map(|value| (key, value)));
        let found = found.collect();
        headers.finish();
        found
    });
    let body = table.text("body");
    let batch = table.number("batch", 1..=1000);
    table.finish_shared();
    Some(Purge {
        url: url?,
        method: method.unwrap_or_else(|| "POST".to_owned()),
        headers: headers.unwrap_or_default(),
        body,
        batch: batch.map_or(30, |batch| batch as usize),
    })
}
