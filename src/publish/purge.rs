//! Tells a cache in front of a target which addresses changed.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};

use crate::config::target::Purge;
use crate::error::{Error, Kind, Result};
use crate::publish::transport::Transport;

/// A request that empties a cache.
#[derive(Debug, PartialEq, Eq)]
struct Order {
    url: String,
    body: Option<String>,
}

/// Tells the cache about these addresses; nothing when there are none.
///
/// # Errors
/// `Credentials` when the cache does not accept who we are, `TargetRefused` or `Unreachable` when it does not do it.
pub async fn purge(target: &str, purge: &Purge, addresses: &[String]) -> Result<()> {
    let transport = Transport::new()?;
    let url = purge.url.resolve()?;
    let headers: Vec<(&str, SecretString)> =
        purge.headers.iter().map(|(name, value)| Ok((name.as_str(), value.resolve()?))).collect::<Result<_>>()?;
    let wrong = || Error::new(Kind::Config, format!("`{target}`: the method of its `purge` cannot be used"));
    let method = reqwest::Method::from_bytes(purge.method.as_bytes()).map_err(|_| wrong())?;
    for order in orders(url.expose_secret(), purge, addresses) {
        let mut request = transport.client().request(method.clone(), &order.url);
        for (name, value) in &headers {
            request = request.header(*name, value.expose_secret());
        }
        if let Some(body) = order.body {
            request = request.body(body);
        }
        let answer = request.send().await.map_err(|error| {
            let message = format!("the cache in front of `{target}` does not answer");
            Error::new(Kind::Unreachable, message).because(error.without_url())
        })?;
        let status = answer.status();
        if !status.is_success() {
            let kind = if matches!(status.as_u16(), 401 | 403) { Kind::Credentials } else { Kind::TargetRefused };
            return Err(Error::new(kind, format!("the cache in front of `{target}` answered {}", status.as_u16())));
        }
    }
    Ok(())
}

/// The requests for these addresses. Pure.
fn orders(url: &str, purge: &Purge, addresses: &[String]) -> Vec<Order> {
    let body = purge.body.as_deref();
    if addresses.is_empty() {
        return Vec::new();
    }
    if url.contains("{url}") || body.is_some_and(|body| body.contains("{url}")) {
        return addresses
            .iter()
            .map(|address| {
                // As the whole address it is one, as a part of another it is data.
                let whole = url.starts_with("{url}");
                let inside = utf8_percent_encode(address, NON_ALPHANUMERIC).to_string();
                Order {
                    url: url.replace("{url}", if whole { address } else { &inside }),
                    body: body.map(|body| body.replace("{url}", &quoted(address))),
                }
            })
            .collect();
    }
    if body.is_some_and(|body| body.contains("{urls}")) {
        let list =
            |batch: &[String]| batch.iter().map(|url| format!("\"{}\"", quoted(url))).collect::<Vec<_>>().join(",");
        let batches = addresses.chunks(purge.batch);
        return batches
            .map(|batch| Order { url: url.to_owned(), body: body.map(|body| body.replace("{urls}", &list(batch))) })
            .collect();
    }
    vec![Order { url: url.to_owned(), body: body.map(str::to_owned) }]
}

/// As the inside of a JSON string.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::secret::Secret;

    fn check(url: &str, body: Option<&str>, expected: &[(&str, Option<&str>)]) {
        let purge = Purge {
            url: Secret::Literal(SecretString::from(url)),
            method: "POST".to_owned(),
            headers: Vec::new(),
            body: body.map(str::to_owned),
            batch: 2,
        };
        let addresses = ["https://c.example/6a/", "https://c.example/6a/index.html", "https://c.example/a.html"];
        let expected =
            expected.iter().map(|(url, body)| Order { url: (*url).to_owned(), body: body.map(str::to_owned) });
        assert_eq!(orders(url, &purge, &addresses.map(str::to_owned)), expected.collect::<Vec<_>>());
        assert_eq!(orders(url, &purge, &[]), Vec::new());
    }

    #[test]
    fn addresses_go_where_the_template_says() {
        check(
            "https://api.example/purge",
            Some("{\"files\":[{urls}]}"),
            &[
                (
                    "https://api.example/purge",
                    Some("{\"files\":[\"https://c.example/6a/\",\"https://c.example/6a/index.html\"]}"),
                ),
                ("https://api.example/purge", Some("{\"files\":[\"https://c.example/a.html\"]}")),
            ],
        );
        check(
            "https://api.example/purge?url={url}",
            None,
            &[
                ("https://api.example/purge?url=https%3A%2F%2Fc%2Eexample%2F6a%2F", None),
                ("https://api.example/purge?url=https%3A%2F%2Fc%2Eexample%2F6a%2Findex%2Ehtml", None),
                ("https://api.example/purge?url=https%3A%2F%2Fc%2Eexample%2Fa%2Ehtml", None),
            ],
        );
        check(
            "{url}",
            None,
            &[
                ("https://c.example/6a/", None),
                ("https://c.example/6a/index.html", None),
                ("https://c.example/a.html", None),
            ],
        );
        check("https://api.example/all", Some("{}"), &[("https://api.example/all", Some("{}"))]);
    }
}
