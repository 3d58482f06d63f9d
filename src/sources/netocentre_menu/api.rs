//! The only request: the menu of a week.

use url::Url;

use crate::model::time::Week;
use crate::sources::portal::Way;

pub(super) const LARGEST: u64 = 2 << 20;

/// Where the menu of a week is: by its Monday, with the number of the week beside.
pub(super) fn of_week(way: Way<'_>, uai: &str, week: Week) -> Url {
    let mut address = way.below(&["menuCantine", "api", "menu"]);
    address
        .query_pairs_mut()
        .append_pair("uai", uai)
        .append_pair("dateJour", &week.monday().format("%d/%m/%Y").to_string())
        .append_pair("semaine", &week.number().to_string());
    address
}
