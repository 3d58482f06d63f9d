//! The domain: what a school, a lesson, a homework or an announcement is. Values only: no I/O, no clock, no async.
//!
//! Type families have one border each: connectors turn their wire types into these, `render` turns these into views.

pub mod announcement;
pub mod attachment;
pub mod audience;
pub mod contact;
pub mod coverage;
pub mod document;
pub mod homework;
pub mod id;
pub mod incident;
pub mod item;
pub mod legal;
pub mod lesson;
pub mod menu;
pub mod notice;
pub mod paper;
pub mod rich_text;
pub mod school;
pub mod season;
pub mod snapshot;
pub mod subject;
pub mod suppression;
pub mod time;
