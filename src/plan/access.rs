//! `acces.pdf`: how families open the site and keep it. Like the help, it is made from the configuration alone.

use serde::Serialize;

use crate::artifact::place::Login;
use crate::config::site::Access;
use crate::model::contact::Contact;
use crate::model::rich_text::Address;
use crate::plan::site_view::SiteView;

/// The access sheet of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccessSheet {
    /// The school's name.
    pub school: String,
    /// The site's title ("6e A").
    pub title: String,
    /// Whether it is the site of a class, with a timetable and a gazette.
    pub of_class: bool,
    /// Where families open it; `None` leaves a line to write it on.
    pub address: Option<Address>,
    /// Whether anybody may know that address.
    pub public: bool,
    /// What the site asks for.
    pub login: Option<Login>,
    /// Whom to ask.
    pub contact: Contact,
}

/// The sheet of a site.
pub(super) fn sheet(view: &SiteView<'_>) -> AccessSheet {
    let config = view.inputs.config;
    AccessSheet {
        school: config.school.name.clone(),
        title: view.site.title.clone(),
        of_class: view.site.class().is_some(),
        address: view.address(),
        public: view.site.access == Access::Public,
        login: view.inputs.places.login(&view.site.id).cloned(),
        contact: config.contact.clone(),
    }
}
