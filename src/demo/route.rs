//! The addresses of the ENT: what a request asks for, and the secret addresses of the calendars.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::Service;
use super::chance::secret;
use super::school::School;

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Route {
    Rss,
    Atom,
    /// A feed of an organisation that does not exist.
    StrangeFeed,
    Item(u64),
    Login,
    /// An image of `files/`, which is shown, or an attachment of `view/file/`, which is saved.
    Image(String),
    Attachment(String),
    /// The calendar of a class, by its id.
    Ical(String),
    /// The calendar of a group of a class, by the class's id and the group's number.
    GroupIcal(String, u8),
    /// What the school has beside its ENT.
    Agenda,
    Site,
    SchoolCalendar,
    Nothing,
}

impl Route {
    /// Reads a path and a query.
    pub(super) fn read(school: &School, path: &str, query: &str) -> Self {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let name = || percent_decode_str(parts.last().unwrap_or(&"")).decode_utf8_lossy().into_owned();
        match parts.as_slice() {
            ["publisher", "feed", "rss", uai] if *uai == school.facts.uai => Self::Rss,
            ["publisher", "feed", "atom", uai] if *uai == school.facts.uai => Self::Atom,
            ["publisher", "feed", "rss" | "atom", _] => Self::StrangeFeed,
            ["publisher", "view", "item", id] => id.parse().map_or(Self::Nothing, Self::Item),
            ["publisher", "protected", ..] => Self::Login,
            ["publisher", "files", _, ..] => Self::Image(name()),
            ["publisher", "view", "file", _, ..] => Self::Attachment(name()),
            ["pronote", "ical", file] => Self::calendar(school, file, query),
            ["agenda", "partage", key, "6a.ics"] if agenda_path().contains(key) && key.len() > 16 => Self::Agenda,
            ["site", "feed", ..] => Self::Site,
            ["vacances", "calendrier.csv"] => Self::SchoolCalendar,
            _ => Self::Nothing,
        }
    }

    fn calendar(school: &School, file: &str, query: &str) -> Self {
        let given = query.split('&').find_map(|pair| pair.strip_prefix("icalsecurise="));
        let is_named = |name: &str| given.is_some_and(|given| *given == ical_secrets(name)[0]);
        let class = school.facts.classes.iter().find(|class| format!("Edt_{}.ics", class.label) == file);
        match class {
            Some(class) if is_named(&class.id) => Self::Ical(class.id.clone()),
            Some(class) => {
                let group = [1, 2].into_iter().find(|number| is_named(&group_name(&class.id, *number)));
                group.map_or(Self::Nothing, |number| Self::GroupIcal(class.id.clone(), number))
            }
            None => Self::Nothing,
        }
    }

    /// Whether a fault of `service` concerns this request.
    pub(super) fn is_of(&self, service: &Service) -> bool {
        match (service, self) {
            (Service::Everything, _)
            | (Service::News, Self::Rss | Self::Atom | Self::StrangeFeed)
            | (Service::Agenda, Self::Agenda)
            | (Service::Site, Self::Site)
            | (Service::SchoolCalendar, Self::SchoolCalendar) => true,
            (Service::Item(id), Self::Item(asked)) => id == asked,
            (Service::File(name), Self::Image(asked) | Self::Attachment(asked)) => name == asked,
            (Service::Ical(class), Self::Ical(asked) | Self::GroupIcal(asked, _)) => class == asked,
            _ => false,
        }
    }
}

/// The secret address of the calendar of a class.
pub(super) fn ical_url(address: &str, class: &str) -> String {
    let [secure, param] = ical_secrets(class);
    let file = format!("Edt_{}.ics", class.to_uppercase());
    format!("{address}/pronote/ical/{file}?icalsecurise={secure}&version=2026.2.6&param={param}")
}

/// The secret address of the calendar of a group of a class: that of a pupil who does not exist.
pub(super) fn group_url(address: &str, class: &str, number: u8) -> String {
    let [secure, param] = ical_secrets(&group_name(class, number));
    let file = format!("Edt_{}.ics", class.to_uppercase());
    format!("{address}/pronote/ical/{file}?icalsecurise={secure}&version=2026.2.6&param={param}")
}

pub(super) fn group_name(class: &str, number: u8) -> String {
    format!("{class} {number}")
}

/// The secret path of the agenda.
pub(super) fn agenda_path() -> String {
    format!("/agenda/partage/{}/6a.ics", secret("agenda", "6a", 32))
}

/// The two secrets in that address.
pub(super) fn ical_secrets(class: &str) -> [String; 2] {
    [secret("icalsecurise", class, 96).to_uppercase(), secret("param", class, 32)]
}

/// `name` as one segment of a path.
pub(super) fn encoded(name: &str) -> String {
    const SEGMENT: &AsciiSet =
        &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'/').add(b'<').add(b'>').add(b'?');
    utf8_percent_encode(name, SEGMENT).to_string()
}
