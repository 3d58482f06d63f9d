//! From what a source said to what the school knows.

pub mod html;
