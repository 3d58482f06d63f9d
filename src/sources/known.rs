//! What a source that is one document leaves for its next pull: validators, and how it was read then.

use serde::{Deserialize, Serialize};

use crate::http::Validators;
use crate::model::item::Cursor;

/// Validators, when the server offered some, for the settings and the program that read the answer then.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Known {
    pub(crate) validators: Validators,
    read_as: String,
}

impl Known {
    /// What is still worth asking with: nothing once `read_as` or the program changed.
    pub(crate) fn read(cursor: &Cursor, read_as: &str) -> Self {
        let known: Option<Known> = cursor.0.as_deref().and_then(|text| serde_json::from_str(text).ok());
        known.filter(|known| known.read_as == of_this_program(read_as)).unwrap_or_default()
    }

    /// What to leave for the next pull.
    pub(crate) fn write(validators: Validators, read_as: &str) -> Cursor {
        if validators == Validators::default() {
            return Cursor(None);
        }
        Cursor(serde_json::to_string(&Known { validators, read_as: of_this_program(read_as) }).ok())
    }
}

fn of_this_program(read_as: &str) -> String {
    format!("{} {read_as}", env!("CARGO_PKG_VERSION"))
}
