//! From a planned input to bytes: HTML pages, feeds, plain text, the offline layer and PDF sheets. Pure: theme and pictures are handed in as bytes.

pub mod calendar;
pub mod export;
pub mod feed;
pub mod html;
mod markup;
pub mod offline;
pub mod pdf;
pub mod plain;
pub mod robots;
pub mod theme;
mod view;
pub mod words;
