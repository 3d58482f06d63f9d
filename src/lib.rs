//! Ardoise pulls homework, announcements and timetables from a French school portal (ENT) and publishes one very light,
//! accessible static site per class, with a gazette ready to print.
//!
//! In reading order: [`model`] (the domain), [`config`], [`sources`] (where data come from), [`normalise`] (what is
//! believed), [`store`], [`plan`] (what to make), [`render`] (pages and paper), [`optimise`], [`pipeline`] (one file for each
//! verb), [`host`] (the web server's configuration), [`alert`] (those who look after it are told),
//! [`backup`] (one file that holds a school), [`report`], [`daemon`] (the verbs by themselves), [`cli`]. Below all of them: [`error`], [`clock`], [`fs`], [`http`], [`artifact`], [`journal`],
//! [`ledger`]. Beside them: [`serve`] and
//! [`demo`], a make-believe ENT. The developer pages are in `src/docs`, and here as modules.

pub mod alert;
pub mod artifact;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod daemon;
pub mod demo;
pub mod error;
pub mod fs;
pub mod host;
pub mod http;
pub mod journal;
pub mod ledger;
pub mod model;
pub mod normalise;
pub mod optimise;
pub mod pipeline;
pub mod plan;
pub mod print;
pub mod publish;
pub mod render;
pub mod report;
pub mod serve;
pub mod sources;
pub mod store;

#[cfg(doc)]
#[doc = include_str!("docs/accessibility.md")]
pub mod accessibility {}
#[cfg(doc)]
#[doc = include_str!("docs/architecture.md")]
pub mod architecture {}
#[cfg(doc)]
#[doc = include_str!("docs/connectors.md")]
pub mod connectors {}
#[cfg(doc)]
#[doc = include_str!("docs/glossary.md")]
pub mod glossary {}
#[cfg(doc)]
#[doc = include_str!("docs/operations.md")]
pub mod operations {}
#[cfg(doc)]
#[doc = include_str!("docs/privacy.md")]
pub mod privacy {}
