//! The pages of a site: from a planned input to a whole HTML document, tidy but not yet minified.

use tera::Context;

use crate::error::{Error, Kind, Result};
use crate::plan::page::Page;
use crate::render::theme::Theme;
use crate::render::view::announcement::AnnouncementPageView;
use crate::render::view::documents::DocumentsView;
use crate::render::view::help::HelpView;
use crate::render::view::index::IndexView;
use crate::render::view::legal::{AccessibilityView, LegalNoticeView, PersonalDataView};
use crate::render::view::lost::LostView;
use crate::render::view::site_map::SiteMapView;
use crate::render::view::sites::SitesView;
use crate::render::view::week::WeekPageView;

/// A page as UTF-8 HTML, the style sheet inside. An error is of kind `Template` and names the theme's file and line.
pub fn page(input: &Page, theme: &Theme) -> Result<Vec<u8>> {
    let words = theme.words();
    let (template, context) = match input {
        Page::Index(page) => ("index.html", Context::from_serialize(&IndexView::new(page, words))),
        Page::Week(page) => ("week.html", Context::from_serialize(&WeekPageView::new(page, words))),
        Page::Announcement(page) => {
            ("announcement.html", Context::from_serialize(&AnnouncementPageView::new(page, words)))
        }
        Page::Sites(page) => ("sites.html", Context::from_serialize(&SitesView::new(page, words))),
        Page::Lost(page) => ("lost.html", Context::from_serialize(&LostView::new(page, words))),
        Page::Documents(page) => ("documents.html", Context::from_serialize(&DocumentsView::new(page, words))),
        Page::SiteMap(page) => ("plan.html", Context::from_serialize(&SiteMapView::new(page, words))),
        Page::Help(page) => ("aide.html", Context::from_serialize(&HelpView::new(page, words))),
        Page::Accessibility(page) => {
            ("accessibilite.html", Context::from_serialize(&AccessibilityView::new(page, words)))
        }
        Page::PersonalData(page) => ("donnees.html", Context::from_serialize(&PersonalDataView::new(page, words))),
        Page::LegalNotice(page) => ("mentions.html", Context::from_serialize(&LegalNoticeView::new(page, words))),
    };
    let context = context.map_err(|error| {
        Error::new(Kind::Bug, format!("the view of `{template}` cannot be serialised")).because(error)
    })?;
    theme.render(template, context)
}

#[cfg(test)]
pub(in crate::render) mod tests;
