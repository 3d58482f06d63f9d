//! Ardoise pulls homework, announcements and timetables from a French school portal (ENT) and publishes one very light,
//! accessible static site per class, with a digest ready to print.

pub mod artifact;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod error;
pub mod fs;
pub mod http;
pub mod model;
pub mod normalise;
pub mod optimise;
pub mod pipeline;
pub mod plan;
pub mod render;
pub mod report;
pub mod serve;
pub mod sources;
pub mod store;
