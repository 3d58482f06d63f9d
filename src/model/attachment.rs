//! Files and pictures that go with an item.

use serde::{Deserialize, Serialize};

use crate::model::id::AttachmentId;
use crate::model::rich_text::Address;

/// A file that goes with an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its identifier inside the item; the text refers to it.
    pub id: AttachmentId,
    /// The name shown, without any folder.
    pub name: String,
    /// What can be done with it.
    pub kind: AttachmentKind,
    /// What the source says of its type ("application/pdf"); the bytes decide.
    pub media_type: Option<String>,
    /// The digest of the bytes in the store, once fetched.
    pub digest: Option<String>,
    /// Its size in bytes, once fetched.
    pub size: Option<u64>,
    /// What a picture shows, when its author said so.
    pub alt: Option<String>,
}

/// What can be done with an attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// A file to fetch from that address, and to offer from the site.
    File(Address),
    /// A local file of the `content/` folder, by its path below that folder.
    Local(String),
    /// A file that only its source can fetch, by its path there; readers cannot open it at the source.
    Remote(String),
    /// A file that only the ENT shows: its address if there is one, else nothing but its name is known.
    AtSource(Option<Address>),
}

impl AttachmentKind {
    /// Where readers find it at its source, when they can.
    pub fn address(&self) -> Option<&Address> {
        match self {
            AttachmentKind::File(address) | AttachmentKind::AtSource(Some(address)) => Some(address),
            AttachmentKind::Local(_) | AttachmentKind::Remote(_) | AttachmentKind::AtSource(None) => None,
        }
    }
}
