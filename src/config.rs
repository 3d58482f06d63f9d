//! What an operator decides, checked.
//!
//! `raw` walks the TOML tree and reports every problem with its key path; `check` holds the rules between keys. Everything
//! else sees only the checked [`Config`].

pub mod secret;
pub mod source;
