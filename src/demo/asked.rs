//! A request as the ENT received it, with what a reader must never do told apart.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderValue, Method, header};

use super::Request;

/// The most that a request may say.
const LONGEST_BODY: usize = 64 << 10;

/// A request.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Asked {
    /// Reads a request with its body.
    pub(super) async fn read(request: axum::extract::Request) -> Self {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, LONGEST_BODY).await.unwrap_or_default();
        Self {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// A header, as text.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).map(text)
    }

    /// A parameter of the address.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        value(&self.query, name)
    }

    /// A field of the form that is the body.
    pub(super) fn field(&self, name: &str) -> Option<String> {
        value(&self.body, name)
    }

    /// What its owner may see of it: the query and the body hold secrets.
    pub(super) fn recorded(&self) -> Request {
        let conditional = self.headers.iter().filter(|(name, _)| name.as_str().starts_with("if-"));
        Request {
            method: self.method.to_string(),
            path: self.path.clone(),
            user_agent: self.headers.get(header::USER_AGENT).map(text),
            conditional: conditional.map(|(name, value)| (name.to_string(), text(value))).collect::<BTreeMap<_, _>>(),
            harmless: self.is_harmless(),
            status: None,
        }
    }

    /// Whether it changes nothing: it reads, or it asks for the token of a machine, or it calls a function of Moodle that
    /// gets something.
    fn is_harmless(&self) -> bool {
        match self.method.as_str() {
            "GET" | "HEAD" | "PROPFIND" => true,
            "POST" => {
                self.field("grant_type").is_some_and(|kind| kind == "client_credentials")
                    || self.field("wsfunction").is_some_and(|function| function.contains("_get_"))
            }
            _ => false,
        }
    }
}

fn text(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

fn value(form: &str, name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(form.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
