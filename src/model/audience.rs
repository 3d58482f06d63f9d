//! For whom an item is.

use serde::{Deserialize, Serialize};

use crate::model::id::ClassId;

/// The readers of an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody.
    School,
    /// All classes of a level ("6e").
    Level(String),
    /// One whole class.
    Class(ClassId),
    /// A part of one class, under the name the ENT gives it ("6A GR1").
    Group {
        /// The class.
        class: ClassId,
        /// The group's name.
        group: String,
    },
}

impl Audience {
    /// Whether a reader of that class, at that level, is meant.
    pub fn includes(&self, class: &ClassId, level: &str) -> bool {
        match self {
            Audience::School => true,
            Audience::Level(wanted) => wanted == level,
            Audience::Class(wanted) | Audience::Group { class: wanted, .. } => wanted == class,
        }
    }

    /// The group's name, when only a part of the class is meant.
    pub fn group(&self) -> Option<&str> {
        match self {
            Audience::Group { group, .. } => Some(group),
            _ => None,
        }
    }
}
