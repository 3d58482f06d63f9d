//! From a planned input to bytes: HTML pages and PDF sheets. Pure: theme and pictures are handed in as bytes.

pub mod html;
mod markup;
pub mod pdf;
pub mod theme;
mod view;
pub mod words;
