//! The addresses of the ENT: what a request asks for, and the secret addresses of the calendars.

use axum::http::Method;
use chrono::NaiveDate;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::Service;
use super::asked::Asked;
use super::chance::secret;
use super::cloud;
use super::moodle;
use super::portal;
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
    /// The token of a machine client.
    Token,
    /// A page of the list of announcements, in JSON.
    NewsPage(usize),
    /// An announcement, in JSON.
    NewsItem(u64),
    /// The lists for machines.
    PublishedItems,
    PublishedFlash,
    /// The menu of the week that holds a day.
    Menu(NaiveDate),
    /// The directory's card of the school.
    Structure,
    /// What a service answers to whom it does not know.
    Forbidden,
    /// The calendar of a group of a class, by the class's id and the group's number.
    GroupIcal(String, u8),
    /// What the school has beside its ENT.
    Agenda,
    Site,
    SchoolCalendar,
    /// A call of a function of Moodle, and a file of one of its courses, for who has the token and for who has not.
    Moodle,
    CourseFile(String),
    CourseFileRefused,
    /// A folder and a file of the cloud, by path; what it answers to whom it does not know.
    Folder(String),
    CloudFile(String),
    CloudRefused,
    Nothing,
}

impl Route {
    /// Reads a request.
    pub(super) fn read(school: &School, asked: &Asked) -> Self {
        let parts: Vec<&str> = asked.path.trim_start_matches('/').split('/').collect();
        let name = || percent_decode_str(parts.last().unwrap_or(&"")).decode_utf8_lossy().into_owned();
        match parts.as_slice() {
            ["publisher", "feed", "rss", uai] if *uai == school.facts.uai => Self::Rss,
            ["publisher", "feed", "atom", uai] if *uai == school.facts.uai => Self::Atom,
            ["publisher", "feed", "rss" | "atom", _] => Self::StrangeFeed,
            ["publisher", "view", "item", id] => id.parse().map_or(Self::Nothing, Self::Item),
            ["publisher", "protected", ..] => Self::Login,
            ["publisher", "files", _, ..] => Self::Image(name()),
            ["publisher", "view", "file", _, ..] => Self::Attachment(name()),
            ["publisher", "published", "items", _] => Self::PublishedItems,
            ["publisher", "published", "flash", _] => Self::PublishedFlash,
            ["paramuseretab", "rest", "v1", "structures", "etab", uai] if *uai == school.facts.uai => Self::Structure,
            ["portail", "api", "v5-5", "oauth", "token"] => Self::token(school, asked),
            ["publisher", "news", ..] | ["menuCantine", "api", "menu"]
                if asked.header("authorization") != Some(format!("Bearer {}", portal::token(&school.facts))) =>
            {
                Self::Forbidden
            }
            ["publisher", "news", "myNews", _] => {
                Self::NewsPage(asked.parameter("pageIndex").and_then(|index| index.parse().ok()).unwrap_or(0))
            }
            ["publisher", "news", "item", id] => id.parse().map_or(Self::Nothing, Self::NewsItem),
            ["menuCantine", "api", "menu"] => {
                let day = asked.parameter("dateJour").and_then(|day| NaiveDate::parse_from_str(&day, "%d/%m/%Y").ok());
                day.map_or(Self::Nothing, Self::Menu)
            }
            ["pronote", "ical", file] => Self::calendar(school, file, &asked.query),
            ["agenda", "partage", key, "6a.ics"] if agenda_path().contains(key) && key.len() > 16 => Self::Agenda,
            ["site", "feed", ..] => Self::Site,
            ["vacances", "calendrier.csv"] => Self::SchoolCalendar,
            ["moodle", "webservice", "rest", "server.php"] => Self::Moodle,
            ["moodle", "webservice", "pluginfile.php", ..]
                if moodle::given(asked, "token") == Some(moodle::token()) =>
            {
                Self::CourseFile(name())
            }
            ["moodle", "webservice", "pluginfile.php", ..] => Self::CourseFileRefused,
            ["nuage", ..] => Self::cloud(asked),
            _ => Self::Nothing,
        }
    }

    fn cloud(asked: &Asked) -> Self {
        match cloud::path(asked) {
            Some(_) if !cloud::knows(asked) => Self::CloudRefused,
            Some(path) if asked.method.as_str() == "PROPFIND" => Self::Folder(path),
            Some(path) => Self::CloudFile(path),
            None => Self::Nothing,
        }
    }

    fn token(school: &School, asked: &Asked) -> Self {
        let right = asked.field("client_id").is_some_and(|id| id == "ardoise")
            && asked.field("client_secret") == Some(portal::client_secret(&school.facts));
        if right { Self::Token } else { Self::Forbidden }
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

    /// Whether it can be asked by that method.
    pub(super) fn admits(&self, method: &Method) -> bool {
        match self {
            Self::Token => *method == Method::POST,
            Self::Moodle => *method == Method::POST || *method == Method::GET,
            Self::Folder(_) => method.as_str() == "PROPFIND",
            Self::CloudRefused => true,
            _ => matches!(*method, Method::GET | Method::HEAD),
        }
    }

    /// Whether it is only for who has a token.
    pub(super) fn needs_token(&self) -> bool {
        matches!(self, Self::NewsPage(_) | Self::NewsItem(_) | Self::Menu(_) | Self::Forbidden)
    }

    /// Whether it is a file rather than data.
    pub(super) fn is_file(&self) -> bool {
        matches!(self, Self::Image(_) | Self::Attachment(_) | Self::CourseFile(_) | Self::CloudFile(_))
    }

    /// Whether a fault of `service` concerns this request.
    pub(super) fn is_of(&self, service: &Service) -> bool {
        match (service, self) {
            (Service::Everything, _)
            | (
                Service::News,
                Self::Rss
                | Self::Atom
                | Self::StrangeFeed
                | Self::NewsPage(_)
                | Self::PublishedItems
                | Self::PublishedFlash,
            )
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
