//! `aide.html`: how to keep, follow, print and enlarge the site.

use serde::Serialize;

use crate::config::site::Access;
use crate::model::contact::Contact;
use crate::model::time::Week;
use crate::plan::page::Chrome;
use crate::plan::site_view::SiteView;

/// What the help depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HelpPage {
    /// Names.
    pub chrome: Chrome,
    /// Whom to ask.
    pub contact: Contact,
    /// Whether there is a `gazette.pdf`.
    pub gazette: bool,
    /// Whether the addresses of the site are for its families only.
    pub private: bool,
}

pub(super) fn page(view: &SiteView<'_>, gazette: Option<Week>) -> HelpPage {
    HelpPage {
        chrome: view.chrome(),
        contact: view.inputs.config.contact.clone(),
        gazette: gazette.is_some(),
        private: view.site.access != Access::Public,
    }
}
