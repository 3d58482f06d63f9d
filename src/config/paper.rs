//! `[[classes.paper]]` and `[paper]`: which gazettes the office prints for a class, and how long they may be.

use crate::config::raw::Table;
use crate::model::paper::{Copies, ONE_SHEET, Profile};

/// The longest gazette that may be asked for, in pages.
const LONGEST: u32 = 16;

/// `[paper] max_pages`: the most pages of a gazette, unless a class says otherwise; one sheet of paper at first.
pub(super) fn max_pages(root: &Table<'_>) -> usize {
    let Some(table) = root.table("paper") else { return ONE_SHEET };
    let pages = pages(&table);
    table.finish();
    pages.unwrap_or(ONE_SHEET)
}

/// `[[classes.paper]]`; a class without any gets one gazette, for the wall.
pub(super) fn of_class(class: &Table<'_>, max_pages: usize) -> Vec<Copies> {
    let tables = class.tables("paper");
    if tables.is_empty() {
        return vec![Copies { profile: Profile::Standard, copies: 1, max_pages }];
    }
    let mut papers: Vec<Copies> = Vec::new();
    for table in tables {
        let profile = table.required_parsed("profile", "one of standard, clair, grand, dys", Profile::parse);
        let copies = table.number("copies", 0..=1000).unwrap_or(1);
        let max_pages = pages(&table).unwrap_or(max_pages);
        if let Some(profile) = profile {
            if papers.iter().any(|known| known.profile == profile) {
                table.problem("profile", format!("`{profile}` is already asked for in this class"));
            }
            papers.push(Copies { profile, copies, max_pages });
        }
        table.finish();
    }
    papers
}

fn pages(table: &Table<'_>) -> Option<usize> {
    table.number("max_pages", 1..=LONGEST).and_then(|pages| usize::try_from(pages).ok())
}
