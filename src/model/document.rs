//! Files that a school puts at the disposal of a class.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::attachment::Attachment;
use crate::model::audience::Audience;

/// A file that belongs to no homework and no announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// For whom it is.
    pub audience: Audience,
    /// The folders in which it lies, from the outermost, without that of the class itself ("Français / Chapitre 1").
    pub folders: Vec<String>,
    /// When its author last changed it, when the source tells.
    pub modified_at: Option<DateTime<Utc>>,
    /// The file itself.
    pub file: Attachment,
}
