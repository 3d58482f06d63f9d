//! A menu as the templates see it.

use serde::Serialize;

use crate::plan::page::MenuEntry;
use crate::render::markup::{self, Markup, Place};
use crate::render::view::FileView;

/// The menu of a week.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct MenuView {
    /// "Semaine 48, du 23 au 27 novembre 2026", with its readers when it is not for all.
    caption: String,
    /// Days, dishes and allergens.
    html: Markup,
    /// Its files.
    files: Vec<FileView>,
}

impl MenuView {
    pub(super) fn all(menus: &[MenuEntry], place: Place<'_>) -> Vec<Self> {
        menus.iter().map(|menu| MenuView::new(menu, place)).collect()
    }

    fn new(menu: &MenuEntry, place: Place<'_>) -> Self {
        let readers = menu.readers.as_ref().map(|readers| format!(" ({readers})")).unwrap_or_default();
        MenuView {
            caption: format!("{}{readers}", place.words.week_caption(menu.week, None)),
            html: markup::rich_text(&menu.body, place),
            files: FileView::all(&menu.files, place.words),
        }
    }
}
