//! `[site]` and `[[sites]]`: which sites there are, and what each of them shows.

use url::Url;

use crate::config::legal::web;
use crate::config::raw::Table;
use crate::model::homework::HomeworkCalendar;
use crate::model::id::{SiteId, SourceId};
use crate::model::lesson::TeacherNames;
use crate::model::rich_text::Address;
use crate::model::school::Class;
use crate::model::season::SeasonEnd;

/// `[site]`: what holds for every site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSettings {
    /// The theme's folder below the themes folder; `default` is built in.
    pub theme: String,
    /// How much of teachers' names is shown, unless a site says otherwise.
    pub teachers: TeacherNames,
    /// Who may see a site, unless it says otherwise.
    pub access: Access,
    /// Whether each class has a site of its own.
    pub class_sites: bool,
    /// How the calendar that families subscribe to tells homework.
    pub homework_calendar: HomeworkCalendar,
    /// How many days past weeks stay.
    pub retention_days: u32,
    /// The day on which the school year is over: nothing of it stays, and every address and password that is a secret is then another one.
    pub season_end: SeasonEnd,
    /// Where families find the folders of the sites, with a `/` at its end; `None` when they have no network address.
    pub public_url: Option<Address>,
}

/// Who may see a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody; the site is named and linked in the index of sites.
    Public,
    /// Whoever knows the address.
    SecretPath,
    /// Whoever knows a password.
    Password,
}

/// One site: what it gathers, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its folder.
    pub id: SiteId,
    /// The name shown ("6e A", "Niveau 6e").
    pub title: String,
    /// The classes that it gathers, in the order of the file; at least one.
    pub classes: Vec<Class>,
    /// The subjects that it is about; empty when it is about all of them.
    pub subjects: Vec<String>,
    /// How much of teachers' names it shows.
    pub teachers: TeacherNames,
    /// Who may see it.
    pub access: Access,
}

impl Default for SiteSettings {
    fn default() -> Self {
        SiteSettings {
            theme: "default".to_owned(),
            teachers: TeacherNames::Initial,
            access: Access::SecretPath,
            class_sites: true,
            homework_calendar: HomeworkCalendar::Event,
            retention_days: 30,
            season_end: SeasonEnd::default(),
            public_url: None,
        }
    }
}

/// Reads `[site]`.
pub(super) fn settings(table: &Table<'_>) -> SiteSettings {
    let default = SiteSettings::default();
    let theme = table.parsed("theme", "the name of a folder under `themes/`", |text| {
        SourceId::new(text).map(|name| name.as_str().to_owned())
    });
    let access = access(table).unwrap_or(default.access);
    let teachers = teachers(table, access, default.teachers);
    let season_end = table.parsed("season_end", "a month and a day such as `08-31`", SeasonEnd::parse);
    let homework_calendar = table.parsed("homework_calendar", "`event` or `todo`", |text| match text {
        "event" => Some(HomeworkCalendar::Event),
        "todo" => Some(HomeworkCalendar::Todo),
        _ => None,
    });
    SiteSettings {
        theme: theme.unwrap_or(default.theme),
        teachers,
        access,
        class_sites: table.flag("class_sites").unwrap_or(default.class_sites),
        homework_calendar: homework_calendar.unwrap_or_default(),
        retention_days: table.number("retention_days", 1..=400).unwrap_or(default.retention_days),
        season_end: season_end.unwrap_or_default(),
        public_url: table.parsed("public_url", "an address such as `https://classes.college.example/`", folder),
    }
}

/// A folder on the web, with a `/` at its end. For a trial it may be on this machine, without encryption.
fn folder(text: &str) -> Option<Address> {
    let is_trial = Url::parse(text).is_ok_and(|url| url.scheme() == "http" && url.host_str() == Some("localhost"));
    let address = if is_trial { Address::new(text) } else { web(text) };
    let address = address.filter(|address| !address.as_str().contains(['?', '#']))?;
    if address.as_str().ends_with('/') { Some(address) } else { Address::new(&format!("{}/", address.as_str())) }
}

/// The site of each class, then those of `[[sites]]`; one of these that has the id of a class takes the place of its site.
pub(super) fn sites(root: &Table<'_>, classes: &[Class], settings: &SiteSettings) -> Vec<Site> {
    let mut sites: Vec<Site> = Vec::new();
    for table in root.tables("sites") {
        let site = site(&table, classes, settings);
        table.finish_shared();
        let Some(site) = site else { continue };
        if sites.iter().any(|known| known.id == site.id) {
            table.problem("id", format!("`{}` is already the id of another site", site.id));
        }
        sites.push(site);
    }
    let of_classes = classes.iter().filter(|_| settings.class_sites).filter_map(|class| of_class(class, settings));
    let own: Vec<Site> = of_classes.filter(|site| !sites.iter().any(|known| known.id == site.id)).collect();
    sites.splice(0..0, own);
    if sites.is_empty() && !classes.is_empty() {
        root.problem("sites", "no site is left: add `[[sites]]`, or let `site.class_sites` be true");
    }
    sites
}

/// The site of a class; `None` when the id of the class cannot be that of a site.
pub fn of_class(class: &Class, settings: &SiteSettings) -> Option<Site> {
    Some(Site {
        id: SiteId::new(class.id.as_str())?,
        title: class.label.clone(),
        classes: vec![class.clone()],
        subjects: Vec::new(),
        teachers: settings.teachers,
        access: settings.access,
    })
}

/// One entry of `[[sites]]`; without classes and levels it is about the whole school.
fn site(table: &Table<'_>, classes: &[Class], settings: &SiteSettings) -> Option<Site> {
    let id = table.required_parsed("id", super::check::SLUG, SiteId::new);
    let (wanted, levels) = (table.texts("classes"), table.texts("levels"));
    for class in wanted.iter().filter(|wanted| !classes.iter().any(|class| class.id.as_str() == wanted.as_str())) {
        table.problem("classes", format!("`{class}` is not the id of a class"));
    }
    for level in levels.iter().filter(|level| !classes.iter().any(|class| class.level == **level)) {
        table.problem("levels", format!("no class has the level `{level}`"));
    }
    let everything = wanted.is_empty() && levels.is_empty();
    let gathered = classes
        .iter()
        .filter(|class| everything || wanted.iter().any(|id| id == class.id.as_str()) || levels.contains(&class.level));
    let gathered: Vec<Class> = gathered.cloned().collect();
    let access = access(table).unwrap_or(settings.access);
    let teachers = teachers(table, access, settings.teachers);
    let title = table.text("title");
    let subjects = table.texts("subjects");
    let id = id?;
    let title = title.or_else(|| match gathered.as_slice() {
        [class] => Some(class.label.clone()),
        _ => None,
    });
    if title.is_none() {
        table.problem("title", "is missing: what is a site of several classes called?");
    }
    Some(Site { id, title: title?, classes: gathered, subjects, teachers, access })
}

fn access(table: &Table<'_>) -> Option<Access> {
    table.parsed("access", "one of public, secret-path, password", |text| match text {
        "public" => Some(Access::Public),
        "secret-path" => Some(Access::SecretPath),
        "password" => Some(Access::Password),
        _ => None,
    })
}

/// How much of teachers' names is shown: nothing on a site that everybody may see.
fn teachers(table: &Table<'_>, access: Access, default: TeacherNames) -> TeacherNames {
    let asked = table.parsed("teachers", "one of full, initial, none", |text| match text {
        "full" => Some(TeacherNames::Full),
        "initial" => Some(TeacherNames::Initial),
        "none" => Some(TeacherNames::None),
        _ => None,
    });
    if access != Access::Public {
        return asked.unwrap_or(default);
    }
    if asked.is_some_and(|asked| asked != TeacherNames::None) {
        table.problem("access", "`public` shows no teacher's name: set `teachers` to `none` or remove it");
    }
    TeacherNames::None
}

impl Site {
    /// Whether it is about all that one class does: only then are its lessons a timetable.
    pub fn class(&self) -> Option<&Class> {
        match self.classes.as_slice() {
            [class] if self.subjects.is_empty() => Some(class),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
