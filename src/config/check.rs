//! The rules of the configuration: from the TOML tree to a checked [`Config`], with every problem at once. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::SecretString;
use toml::de::DeTable;

use crate::config::raw::{Problem, Problems, Table};
use crate::config::secret::{Lookup, Secret};
use crate::config::site::SiteSettings;
use crate::config::source::{
    Ical, Place, PronoteIcal, SchoolCalendar, SourceConfig, SourceSettings, moodle, timetable_file, webdav,
};
use crate::config::{Config, alerts, beside, legal, netocentre, paper, printer, schedule, serve, site, target};
use crate::model::id::{ClassId, SourceId};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::paper::Copies;
use crate::model::school::{Class, HolidayZone, School};
use crate::model::time::Week;

/// The types of sources, for messages.
const TYPES: &str =
    "feed, ical, moodle, netocentre-menu, netocentre-news, pronote-ical, school-calendar, timetable-file, webdav";

/// What [`interval`] reads.
pub(super) const INTERVAL: &str = "a number of minutes or hours from `15m` to `24h`";

pub(super) const SLUG: &str = "lower-case letters, digits and hyphens";

/// Checks the text of a file that lies in `folder`.
pub(super) fn config(text: &str, folder: &Path, lookup: &Lookup) -> Result<Config, Vec<Problem>> {
    let problems = Problems::new(text);
    let (document, syntax) = DeTable::parse_recoverable(text);
    for error in syntax {
        problems.add(error.span().map_or(0, |span| span.start), "", error.message());
    }
    let config = read(&Table::document(&document, &problems), folder, lookup);
    let found = problems.into_sorted();
    match config {
        Some(config) if found.is_empty() => Ok(config),
        _ => Err(found),
    }
}

fn read(root: &Table<'_>, folder: &Path, lookup: &Lookup) -> Option<Config> {
    let mut notices = Vec::new();
    let table = root.table("school");
    if table.is_none() {
        root.problem("school", "is missing");
    }
    let contact = table.as_ref().map(legal::contact).unwrap_or_default();
    let school = table.and_then(school);
    let facts = legal::legal(root);
    let links = legal::links(root);
    notices.extend(legal::missing(&contact, &facts));
    let (classes, papers, divided) = classes(root);
    let uai = school.as_ref().and_then(|school| school.uai.clone());
    let zone = school.as_ref().map_or(HolidayZone::B, |school| school.holiday_zone);
    let sources = sources(root, &Known { classes: &classes, uai, zone, folder, lookup }, &mut notices);
    let divisions = divisions(divided, &sources);
    let place = printer::Surroundings { classes: &classes, folder, lookup };
    let printers = printer::printers(root, &place, &mut notices);
    let subjects = root.table("subjects").map(Table::pairs).unwrap_or_default();
    let settings = root.table("site").map_or_else(SiteSettings::default, |table| {
        let settings = site::settings(&table);
        table.finish();
        settings
    });
    let sites = site::sites(root, &classes, &settings);
    let around = target::Surroundings { sites: &sites, folder, lookup };
    let targets = target::targets(root, &around, &mut notices);
    let schedule = schedule::schedule(root);
    let serve = serve::serve(root);
    let alerts = alerts::alerts(root, lookup, &mut notices);
    let (state_dir, output_dir) = written(root, folder, lookup);
    root.finish_shared();
    Some(Config {
        school: school?,
        contact,
        legal: facts,
        links,
        classes,
        papers,
        divisions,
        printers,
        sources,
        subjects,
        site: settings,
        sites,
        targets,
        schedule,
        serve,
        alerts,
        content_dir: folder.join("content"),
        themes_dir: folder.join("themes"),
        state_dir,
        output_dir,
        notices,
    })
}

/// The folders of the state and of the sites. A service may write into its state folder only (systemd.exec(5), `StateDirectory=`).
fn written(root: &Table<'_>, folder: &Path, lookup: &Lookup) -> (PathBuf, PathBuf) {
    let service = lookup("STATE_DIRECTORY").map(PathBuf::from);
    let place = |key, of_service: Option<PathBuf>, default: &str| match (root.text(key), of_service) {
        (None, Some(of_service)) => of_service,
        (configured, _) => folder.join(configured.unwrap_or_else(|| default.to_owned())),
    };
    let output = service.as_ref().map(|service| service.join("output"));
    (place("state_dir", service, ".ardoise"), place("output_dir", output, "output"))
}

fn school(table: Table<'_>) -> Option<School> {
    let name = table.required_text("name");
    let uai = table.parsed("uai", "7 digits and a letter, such as `0459999Z`", uai);
    let zone = table.parsed("timezone", "an IANA zone such as `Europe/Paris`", |text| text.parse().ok());
    let holiday_zone = table.parsed("holiday_zone", "one of A, B, C", |text| match text {
        "A" => Some(HolidayZone::A),
        "B" => Some(HolidayZone::B),
        "C" => Some(HolidayZone::C),
        _ => None,
    });
    let week_a = table.parsed("week_a", "one of the weeks A, such as `2026-W36`", Week::parse);
    table.finish();
    Some(School {
        name: name?,
        uai,
        zone: zone.unwrap_or(chrono_tz::Europe::Paris),
        holiday_zone: holiday_zone.unwrap_or(HolidayZone::B),
        week_a,
    })
}

/// A national school identifier: 7 digits and a letter.
fn uai(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let valid = bytes.len() == 8 && bytes[..7].iter().all(u8::is_ascii_digit) && bytes[7].is_ascii_uppercase();
    valid.then(|| text.to_owned())
}

fn classes(root: &Table<'_>) -> (Vec<Class>, BTreeMap<ClassId, Vec<Copies>>, Divisions) {
    let (mut classes, mut papers): (Vec<Class>, _) = (Vec::new(), BTreeMap::new());
    let mut divisions = Divisions::new();
    let max_pages = paper::max_pages(root);
    let tables = root.tables("classes");
    if tables.is_empty() {
        root.problem("classes", "at least one `[[classes]]` is needed");
    }
    for table in tables {
        let id = table.required_parsed("id", SLUG, ClassId::new);
        let label = table.required_text("label");
        let level = table.required_text("level");
        let copies = paper::of_class(&table, max_pages);
        let groups: BTreeSet<String> = table.texts("groups").into_iter().collect();
        if let Some(id) = &id
            && classes.iter().any(|known| known.id == *id)
        {
            table.problem("id", format!("`{id}` is already the id of another class"));
        }
        if let (Some(id), Some(label), Some(level)) = (id, label, level) {
            papers.insert(id.clone(), copies);
            if !groups.is_empty() {
                divisions.insert(id.clone(), groups);
            }
            classes.push(Class { id, label, level });
        }
        table.finish();
    }
    (classes, papers, divisions)
}

/// The groups that each class is divided into.
type Divisions = BTreeMap<ClassId, BTreeSet<String>>;

/// A class that does not name its groups is divided into those that its calendars name, when there are several.
fn divisions(mut named: Divisions, sources: &[SourceConfig]) -> Divisions {
    let mut found = Divisions::new();
    for source in sources {
        let (SourceSettings::Ical(Ical { classes, groups, .. })
        | SourceSettings::PronoteIcal(PronoteIcal { classes, groups, .. })) = &source.settings
        else {
            continue;
        };
        for class in classes.iter().filter(|class| !named.contains_key(*class)) {
            found.entry(class.clone()).or_default().extend(groups.iter().cloned());
        }
    }
    named.extend(found.into_iter().filter(|(_, groups)| groups.len() > 1));
    named
}

/// What a source may refer to.
pub(super) struct Known<'k> {
    classes: &'k [Class],
    pub(super) uai: Option<String>,
    pub(super) zone: HolidayZone,
    /// The folder of the configuration file.
    pub(super) folder: &'k Path,
    pub(super) lookup: &'k Lookup,
}

fn sources(root: &Table<'_>, known: &Known<'_>, notices: &mut Vec<Notice>) -> Vec<SourceConfig> {
    let mut ids = BTreeSet::new();
    let mut sources = Vec::new();
    for table in root.tables("sources") {
        let id = table.required_parsed("id", SLUG, SourceId::new);
        let every = table.parsed("every", INTERVAL, interval);
        let kind = table.required_text("type");
        let settings = match kind.as_deref() {
            Some("netocentre-news") => netocentre::news(&table, known),
            Some("netocentre-menu") => netocentre::menu(&table, known),
            Some("feed") => beside::feed(&table, known),
            Some("ical") => beside::ical(&table, known),
            Some("school-calendar") => beside::school_calendar(&table, known),
            Some("pronote-ical") => pronote(&table, known),
            Some("timetable-file") => {
                let around =
                    timetable_file::Around { classes: known.classes, uai: known.uai.as_ref(), folder: known.folder };
                timetable_file::read(&table, &around).map(SourceSettings::TimetableFile)
            }
            Some("moodle") => moodle::read(&table, known.classes, known.lookup).map(SourceSettings::Moodle),
            Some("webdav") => webdav::read(&table, known.classes, known.lookup).map(SourceSettings::Webdav),
            Some("folder") => {
                table.problem("type", "`content/` is always a source and needs no entry");
                None
            }
            Some(other) => {
                let message = format!("`{other}` is not a type of source here (known: {TYPES})");
                table.problem("type", message);
                continue;
            }
            None => continue,
        };
        table.finish_shared();
        let (Some(id), Some(settings)) = (id, settings) else { continue };
        if id.as_str() == "content" {
            table.problem("id", "`content` is the name of the notes under `content/`");
        }
        if !ids.insert(id.clone()) {
            table.problem("id", format!("`{id}` is already the id of another source"));
        }
        remark(&id, &settings, notices);
        let every = every.unwrap_or(Duration::from_hours(1));
        sources.push(SourceConfig { id, every, settings });
    }
    sources
}

fn pronote(table: &Table<'_>, known: &Known<'_>) -> Option<SourceSettings> {
    let url = required_secret(table, "url", known.lookup);
    let groups = table.texts("groups");
    if table.value("class").is_none() && table.texts("classes").is_empty() {
        table.problem("class", "is missing: which class is the calendar for?");
    }
    let classes = classes_of(table, known);
    let url = url?;
    (!classes.is_empty()).then_some(SourceSettings::PronoteIcal(PronoteIcal { url, classes, groups }))
}

/// The classes that `class` or `classes` name.
pub(super) fn classes_of(table: &Table<'_>, known: &Known<'_>) -> Vec<ClassId> {
    let mut classes = Vec::new();
    for name in table.texts("classes").into_iter().chain(table.text("class")) {
        match known.classes.iter().find(|class| class.id.as_str() == name) {
            Some(class) => classes.push(class.id.clone()),
            None => table.problem("class", format!("`{name}` is not the id of a class")),
        }
    }
    classes
}

/// Says what works but could be safer.
fn remark(id: &SourceId, settings: &SourceSettings, notices: &mut Vec<Notice>) {
    let mut say = |message: &str| notices.push(Notice::new(NoticeKind::Configuration, id.as_str(), message));
    let (address, password) = match settings {
        SourceSettings::NetocentreNews(news) => (&news.portal, None),
        SourceSettings::NetocentreMenu(menu) => (&menu.portal, None),
        SourceSettings::Feed(feed) => (&feed.url, None),
        SourceSettings::SchoolCalendar(SchoolCalendar { place: Place::Url(url), .. }) => (url, None),
        SourceSettings::Ical(ical) => (&ical.url, Some(("calendar's address", &ical.url))),
        SourceSettings::PronoteIcal(pronote) => (&pronote.url, Some(("calendar's address", &pronote.url))),
        SourceSettings::Moodle(moodle) => (&moodle.url, Some(("token", &moodle.token))),
        SourceSettings::Webdav(dav) => (&dav.url, dav.password.as_ref().map(|password| ("app password", password))),
        SourceSettings::TimetableFile(_) | SourceSettings::SchoolCalendar(_) => return,
    };
    if let Some((what, Secret::Literal(_))) = password {
        say(&format!("the {what} is a password: put it in `{{ env = … }}` or `{{ file = … }}`"));
    }
    let Secret::Literal(text) = address else { return };
    let plain = secrecy::ExposeSecret::expose_secret(text);
    let loopback = ["http://127.", "http://localhost", "http://[::1]"].iter().any(|start| plain.starts_with(start));
    if plain.starts_with("http://") && !loopback {
        say("`http://` lets anybody on the way read and change what is pulled: use `https://`");
    }
}

/// An address or a secret: a text, `{ env = "NAME" }`, `{ file = "path" }`, `{ credential = "name" }` or
/// `{ command = ["program", "argument"] }`.
pub(super) fn secret(table: &Table<'_>, key: &str, lookup: &Lookup) -> Option<Secret> {
    let value = table.value(key)?;
    if value.is_text() {
        return value.text().map(|text| Secret::Literal(SecretString::from(text)));
    }
    let place = value.table()?;
    let env = place.text("env").map(|name| Secret::Env { name, lookup: lookup.clone() });
    let file = place.text("file").map(|path| Secret::File(PathBuf::from(path)));
    let credential = place.text("credential").map(|name| {
        let folder = lookup("CREDENTIALS_DIRECTORY").unwrap_or_else(|| "/run/credentials".to_owned());
        Secret::File(Path::new(&folder).join(name))
    });
    let words = place.texts("command");
    let command = (!words.is_empty()).then_some(Secret::Command(words));
    place.finish();
    let mut given = [env, file, credential, command].into_iter().flatten();
    let first = given.next();
    if first.is_none() || given.next().is_some() {
        table.problem(
            key,
            "must be a text or exactly one of `{ env = … }`, `{ file = … }`, `{ credential = … }`, `{ command = … }`",
        );
    }
    first
}

/// Like [`secret`], for a key that must be there.
pub(super) fn required_secret(table: &Table<'_>, key: &str, lookup: &Lookup) -> Option<Secret> {
    if table.value(key).is_none() {
        table.problem(key, "is missing");
    }
    secret(table, key, lookup)
}

/// `15m` to `24h`.
pub(super) fn interval(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "m" => number.parse::<u64>().ok()?.checked_mul(60)?,
        "h" => number.parse::<u64>().ok()?.checked_mul(3600)?,
        _ => return None,
    };
    (900..=86_400).contains(&seconds).then(|| Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests;
