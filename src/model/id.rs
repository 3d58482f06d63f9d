//! Identifiers as types, so that a class is never mistaken for a source.

use std::fmt;

use ecow::EcoString;
use serde::{Deserialize, Serialize};

macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        // A short text lies inside: a plan asks of each item of the school whether it is for a class.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(EcoString);

        impl $name {
            /// Takes a text of 1 to 64 lower-case ASCII letters, digits and inner hyphens; anything else is `None`.
            pub fn new(text: &str) -> Option<Self> {
                is_slug(text).then(|| Self(text.into()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

slug_id! {
    /// A source as the configuration names it (`actualites`, `edt-6a`).
    SourceId
}
slug_id! {
    /// A class as the configuration names it (`6a`).
    ClassId
}
slug_id! {
    /// A printer as the configuration names it (`copieur`).
    PrinterId
}
slug_id! {
    /// A target as the configuration names it (`cdn`).
    TargetId
}
slug_id! {
    /// A site, and its folder under `output/sites/`.
    SiteId
}

/// The stable name of an item inside its source: see `normalise::key` for the schemes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemKey(String);

impl ItemKey {
    /// Any text without control characters; those are dropped.
    pub fn new(text: &str) -> Self {
        ItemKey(text.chars().filter(|character| !character.is_control()).collect())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An item in the whole school, written `<source>/<key>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemId {
    /// The source that gave it.
    pub source: SourceId,
    /// Its key there.
    pub key: ItemKey,
}

impl ItemId {
    /// Reads `<source>/<key>`.
    pub fn parse(text: &str) -> Option<Self> {
        let (source, key) = text.split_once('/')?;
        let key = ItemKey::new(key);
        (!key.as_str().is_empty()).then_some(())?;
        Some(ItemId { source: SourceId::new(source)?, key })
    }

    /// The item's name outside the school, in feeds and calendars, which tells nothing of it: 16 hexadecimal digits. Nothing in a calendar
    /// weighs more when it is compressed.
    pub fn public_name(&self) -> String {
        blake3::hash(self.to_string().as_bytes()).to_hex()[..16].to_owned()
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.source, self.key.as_str())
    }
}

/// An attachment inside its item: the hexadecimal digest of its address, or of its name when it has none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AttachmentId(String);

impl AttachmentId {
    /// The identifier for an address or a name.
    pub fn of(address_or_name: &str) -> Self {
        AttachmentId(blake3::hash(address_or_name.as_bytes()).to_hex()[..16].to_owned())
    }

    /// The text: 16 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_slug(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=64).contains(&text.len()) && text.bytes().all(allowed) && !text.starts_with('-') && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_read_as_it_is_written() {
        for text in ["edt-6a/h1-0123456789abcdef", "actualites/ent.example/12", "content/2026-11-03 réunion.md school"]
        {
            assert_eq!(ItemId::parse(text).map(|id| id.to_string()), Some(text.to_owned()));
        }
        for text in ["", "edt-6a", "edt-6a/", "/h1", "Edt/h1"] {
            assert_eq!(ItemId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn class_ids_are_folder_names() {
        for good in ["6a", "3e-prepa-metiers", "0"] {
            assert_eq!(ClassId::new(good).map(|id| id.to_string()), Some(good.to_owned()));
        }
        for bad in ["", "6A", "é", "..", "a/b", "-a", "a-", "a b"] {
            assert_eq!(ClassId::new(bad), None, "{bad}");
        }
    }
}
