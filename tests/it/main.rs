//! The integration tests: one binary, so that the heavy dependencies link once.
#![expect(clippy::disallowed_methods, reason = "tests prepare files and read the results as the outside world does")]

mod access;
mod around;
mod backup;
mod command_line;
mod contract;
mod corrections;
mod daemon;
mod faults;
mod main_job;
mod notes;
mod office;
mod print;
mod privacy;
mod project;
mod publish;
mod sites;
mod tidy;
mod timetable_files;
mod withdraw;
