//! Ardoise pulls homework, announcements and timetables from a French school portal (ENT) and publishes one very light,
//! accessible static site per class, with a digest ready to print.

pub mod demo;
