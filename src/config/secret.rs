//! Secrets and addresses that may be secrets: where they are, and the only way to read them.
//!
//! A secret is resolved when it is used, so that a missing variable stops only its source. Neither `Debug` nor an error
//! shows a value.

use std::fmt;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret as _, SecretString};

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
    /// What a program prints: its name, then its arguments.
    Command(Vec<String>),
}

/// The longest secret that a program may print.
const LARGEST: u64 = 64 << 10;

/// How long a program may take to print a secret.
const PATIENCE: Duration = Duration::from_secs(10);

impl Secret {
    /// The value.
    ///
    /// # Errors
    /// `Credentials` when it is missing or empty.
    pub fn resolve(&self) -> Result<SecretString> {
        let text = match self {
            Secret::Literal(secret) => secret.expose_secret().to_owned(),
            Secret::Env { name, lookup } => lookup(name).ok_or_else(|| missing(&format!("variable `{name}`")))?,
            Secret::File(path) => fs::read_text(path).map_err(|error| {
                Error::new(Kind::Credentials, format!("cannot read the secret in `{}`", path.display())).because(error)
            })?,
            Secret::Command(words) => printed(words)?,
        };
        let text = text.trim();
        if text.is_empty() { Err(missing(&format!("{self:?}"))) } else { Ok(SecretString::from(text)) }
    }
}

/// What a program prints on its standard output. What it says on its standard error is for nobody: it may hold the secret.
fn printed(words: &[String]) -> Result<String> {
    let name = words.first().map(String::as_str).unwrap_or_default();
    let failed = |what: &str| Error::new(Kind::Credentials, format!("the command `{name}` {what}"));
    let mut program = Command::new(name)
        .args(words.iter().skip(1))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed("does not start").because(error))?;
    let end = Instant::now() + PATIENCE;
    let ended = loop {
        match program.try_wait().map_err(|error| failed("is lost").because(error))? {
            Some(status) => break Some(status),
            None if Instant::now() >= end => break None,
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    let Some(status) = ended else {
        program.kill().and_then(|()| program.wait()).map_err(|error| failed("does not stop").because(error))?;
        return Err(failed("takes too long"));
    };
    let mut text = String::new();
    let read = program.stdout.take().map_or(Ok(0), |output| output.take(LARGEST).read_to_string(&mut text));
    read.map_err(|error| failed("prints no text").because(error))?;
    if status.success() { Ok(text) } else { Err(failed("failed")) }
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
            Secret::Command(words) => write!(formatter, "command `{}`", words.first().map_or("", String::as_str)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_no_secret() {
        let literal = |text: &str| Secret::Literal(SecretString::from(text)).resolve();
        assert_eq!(literal(" hidden\n").unwrap().expose_secret(), "hidden");
        assert_eq!(literal(" ").unwrap_err().to_string(), "secret in the configuration is not set or empty");
    }

    #[test]
    fn a_command_prints_the_secret_or_says_nothing_of_it() {
        let command = |words: &[&str]| Secret::Command(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(command(&["echo", "hidden"]).resolve().unwrap().expose_secret(), "hidden");
        for words in [&["sh", "-c", "echo hidden; exit 3"][..], &["/nowhere/hidden-not"], &["true"], &[]] {
            let secret = command(words);
            let error = secret.resolve().unwrap_err();
            assert_eq!(error.kind(), Kind::Credentials);
            assert!(!format!("{} {secret:?}", error.chain()).contains("hidden;"), "{}", error.chain());
        }
    }
}
