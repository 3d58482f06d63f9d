//! How to reach a school, and the services it links to.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::rich_text::Address;

/// How to reach a school; what is not known is not said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The telephone of its office.
    pub phone: Option<Phone>,
    /// The mailbox of its office.
    pub email: Option<Email>,
    /// Where it is.
    pub address: Option<String>,
    /// Its own site.
    pub website: Option<Address>,
}

/// A service beside the sites (Pronote, the mail of the ENT).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLink {
    /// Its name.
    pub label: String,
    /// Where it is.
    pub url: Address,
}

/// A telephone number, as it is written ("02 61 91 12 34").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// Reads a French number of ten digits or an international one; spaces, full stops and hyphens are free.
    pub fn new(text: &str) -> Option<Self> {
        let phone = Phone(text.trim().to_owned());
        let digits = phone.dialled();
        let number = digits.strip_prefix('+').unwrap_or(&digits);
        let known = if digits.starts_with('+') { (8..=15).contains(&number.len()) } else { number.len() == 10 };
        let french = digits.starts_with('+') || digits.starts_with('0');
        let written = |sign: char| sign.is_ascii_digit() || [' ', '\u{a0}', '\u{202f}', '.', '-', '+'].contains(&sign);
        let well_written = phone.0.chars().all(written) && !number.contains('+');
        (known && french && well_written).then_some(phone)
    }

    /// What a telephone dials: digits, behind a `+` when it is international.
    pub fn dialled(&self) -> String {
        self.0.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Reads `name@host.domain`, of the letters that need no quoting in a link.
    pub fn new(text: &str) -> Option<Self> {
        let (name, host) = text.split_once('@')?;
        let plain = |part: &str, more: &[char]| {
            !part.is_empty() && part.chars().all(|sign| sign.is_ascii_alphanumeric() || more.contains(&sign))
        };
        let labels = host.split('.').count() > 1 && host.split('.').all(|label| plain(label, &['-']));
        (plain(name, &['.', '_', '-', '+']) && labels).then(|| Email(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_dialled_as_it_is_written() {
        for (text, dialled) in [
            ("02 61 91 12 34", "0261911234"),
            ("02.61.91.12.34", "0261911234"),
            ("+33 2 61 91 12 34", "+33261911234"),
            ("+262 262 91 12 34", "+262262911234"),
        ] {
            assert_eq!(Phone::new(text).map(|phone| phone.dialled()).as_deref(), Some(dialled), "{text}");
        }
        for bad in ["", "02 61 91 12", "12 61 91 12 34", "02 61 91 12 34 (accueil)", "+33+2 61 91 12 34", "secrétariat"]
        {
            assert_eq!(Phone::new(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_mailbox_needs_no_quoting() {
        for good in ["ce.0459999z@ac-exemple.fr", "vie_scolaire+6a@college-tilleuls.example"] {
            assert_eq!(Email::new(good).unwrap().as_str(), good);
        }
        for bad in ["", "college", "a@b", "@b.fr", "a@b..fr", "a b@c.fr", "a@b.fr?cc=x@y.fr", "a@b@c.fr", "é@b.fr"] {
            assert_eq!(Email::new(bad), None, "{bad}");
        }
    }
}
