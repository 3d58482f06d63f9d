//! The menus of the canteen.

use crate::model::rich_text::RichText;
use crate::model::time::Week;
use crate::plan::media;
use crate::plan::page::MenuEntry;
use crate::plan::site_view::SiteView;

/// The menus of some weeks, by week.
pub(super) fn of_weeks(view: &SiteView<'_>, weeks: &[Week]) -> Vec<MenuEntry> {
    let mut entries: Vec<MenuEntry> = view
        .menus()
        .filter(|seen| weeks.contains(&seen.item.week))
        .map(|seen| MenuEntry {
            week: seen.item.week,
            readers: view.readers(&seen.item.audience),
            body: seen.item.body.clone(),
            files: media::files(view, &seen.item.attachments, &seen.item.body.attachments()),
        })
        .collect();
    entries.sort_by_cached_key(|entry| (entry.week, entry.readers.clone()));
    entries
}

/// The texts of menus.
pub(super) fn bodies(menus: &[MenuEntry]) -> impl Iterator<Item = &RichText> {
    menus.iter().map(|menu| &menu.body)
}
