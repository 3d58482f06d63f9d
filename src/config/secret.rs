//! Secrets and addresses that may be secrets: where they are, and the only way to read them.
//!
//! A secret is resolved when it is used, so that a missing variable stops only its source. Neither `Debug` nor an error
//! shows a value.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;

use crate::error::{Error, Kind, Result};
use crate::fs;

/// How to look an environment variable up; `demo` and tests inject their own.
pub type Lookup = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// Where a secret is.
#[derive(Clone)]
pub enum Secret {
    /// In the configuration file itself.
    Literal(SecretString),
    /// In an environment variable.
    Env {
        /// Its name.
        name: String,
        /// How to read it.
        lookup: Lookup,
    },
    /// In a file, without its last line break.
    File(PathBuf),
}

impl Secret {
    /// The value.
    ///
    /// # Errors
    /// `Credentials` when the variable or the file is missing or empty.
    pub fn resolve(&self) -> Result<SecretString> {
        let text = match self {
            Secret::Literal(secret) => return Ok(secret.clone()),
            Secret::Env { name, lookup } => lookup(name).ok_or_else(|| missing(&format!("variable `{name}`")))?,
            Secret::File(path) => fs::read_text(path).map_err(|error| {
                Error::new(Kind::Credentials, format!("cannot read the secret in `{}`", path.display())).because(error)
            })?,
        };
        let text = text.trim();
        if text.is_empty() { Err(missing(&format!("{self:?}"))) } else { Ok(SecretString::from(text)) }
    }
}

fn missing(subject: &str) -> Error {
    Error::new(Kind::Credentials, format!("{subject} is not set or empty"))
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Secret::Literal(_) => formatter.write_str("secret in the configuration"),
            Secret::Env { name, .. } => write!(formatter, "variable `{name}`"),
            Secret::File(path) => write!(formatter, "file `{}`", path.display()),
        }
    }
}
