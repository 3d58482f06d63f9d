//! What the configuration accepts, refuses and assumes.

use std::sync::Arc;

use super::*;
use crate::config::serve::Readers;
use crate::model::contact::Contact;
use crate::model::legal::Legal;
use crate::model::paper::Profile;

const MINIMAL: &str = r#"
[school]
name = "Collège des Tilleuls"
uai = "0459999Z"

[[classes]]
id = "6a"
label = "6e A"
level = "6e"
"#;

fn lookup() -> Lookup {
    Arc::new(|name| (name == "SET").then(|| "value".to_owned()))
}

fn problems(text: &str) -> Vec<String> {
    match config(text, Path::new("school"), &lookup()) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn what_is_not_said_has_a_default() {
    let config = config(MINIMAL, Path::new("school"), &lookup()).unwrap();
    assert_eq!(config.school.zone, chrono_tz::Europe::Paris);
    assert_eq!(config.site, SiteSettings::default());
    assert_eq!(config.output_dir, Path::new("school/output"));
    assert_eq!(config.state_dir, Path::new("school/.ardoise"));
    assert_eq!((config.contact, config.legal, config.links), (Contact::default(), Legal::default(), Vec::new()));
    let one_for_the_wall = Copies { profile: Profile::Standard, copies: 1, max_pages: 2 };
    assert_eq!(config.papers.into_values().collect::<Vec<_>>(), [vec![one_for_the_wall]]);
    let subjects: Vec<&str> = config.notices.iter().map(|notice| notice.subject.as_str()).collect();
    assert_eq!(subjects, ["legal"]);
}

#[test]
fn a_service_writes_into_its_state_folder() {
    let lookup: Lookup = Arc::new(|name| (name == "STATE_DIRECTORY").then(|| "/var/lib/ardoise".to_owned()));
    let places = |text: &str| {
        let config = config(text, Path::new("/etc/ardoise"), &lookup).unwrap();
        (config.state_dir.display().to_string(), config.output_dir.display().to_string())
    };
    assert_eq!(places(MINIMAL), ("/var/lib/ardoise".to_owned(), "/var/lib/ardoise/output".to_owned()));
    let chosen = format!("state_dir = \"/srv/a\"\noutput_dir = \"sites\"\n{MINIMAL}");
    assert_eq!(places(&chosen), ("/srv/a".to_owned(), "/etc/ardoise/sites".to_owned()));
}

/// Every section of the contract.
fn whole() -> String {
    format!(
        r#"output_dir = "public"
state_dir = "/var/lib/ardoise"
{MINIMAL}
[[classes.paper]]
profile = "standard"
copies = 12

[[sources]]
id = "actualites"
type = "netocentre-news"
portal = "https://ent.example"
every = "1h"

[[sources]]
id = "edt-6a"
type = "pronote-ical"
url = {{ env = "EDT_6A_URL" }}
class = "6a"
groups = ["6A GR1"]

[site]
theme = "default"
teachers = "initial"
access = "secret-path"
retention_days = 30
season_end = "08-31"

[[sites]]
id = "niveau-6e"
title = "Les 6e"
levels = ["6e"]
access = "password"

[[targets]]
id = "cdn"
type = "s3"
bucket = "ardoise"
key = {{ file = "key" }}
secret = {{ credential = "s3" }}

[[printers]]
id = "copieur"
uri = "ipp://127.0.0.1:8631/ipp/print"

[schedule]
day = "6:30-20:30"
night = "4h"
weekend = "3h"
holidays = "12h"
peak = ["lundi 7:00-8:30"]
quiet = "22:00-6:00"
print = "vendredi 10:00"

[serve]
listen = "127.0.0.1:8080"
state = "loopback"

[alerts]
stale_after = "24h"

[alerts.mail]
server = {{ env = "SMTP_URL" }}
from = "Ardoise <ardoise@college.example>"
to = ["gestion@college.example"]

[alerts.webhook]
url = {{ file = "webhook" }}
"#
    )
}

#[test]
fn the_whole_contract_is_accepted() {
    let config = config(&whole(), Path::new("."), &lookup()).unwrap();
    assert_eq!(config.sources.len(), 2);
    let subjects: Vec<&str> = config.notices.iter().map(|notice| notice.subject.as_str()).collect();
    assert_eq!(subjects, ["legal"]);
    let mail = config.alerts.mail.expect("a mail server");
    assert_eq!(
        (mail.from.as_str(), mail.to.as_slice()),
        ("Ardoise <ardoise@college.example>", &["gestion@college.example".to_owned()][..])
    );
    assert_eq!(config.serve.map(|serve| serve.state), Some(Readers::Loopback));
}

#[test]
fn all_problems_come_at_once_with_their_keys() {
    let text = r#"colour = "blue"
[school]
name = ""
uai = "123"
timezone = "Paris"
[[classes]]
id = "6A"
label = "6e A"
[[sources]]
id = "edt"
type = "pronote-ical"
class = "5b"
every = "1s"
[[sources]]
id = "x"
type = "skolengo"
[site]
access = "public"
teachers = "full"
retention_days = "long"
"#;
    assert_eq!(
        problems(text),
        [
            "line 1: `colour`: is not a key here (known: `alerts`, `classes`, `legal`, `links`, `output_dir`, `paper`, `printers`, `schedule`, `school`, `serve`, `site`, `sites`, `sources`, `state_dir`, `subjects`, `targets`)",
            "line 3: `school.name`: is empty",
            "line 4: `school.uai`: must be 7 digits and a letter, such as `0459999Z`, not `123`",
            "line 5: `school.timezone`: must be an IANA zone such as `Europe/Paris`, not `Paris`",
            "line 6: `classes[0].level`: is missing",
            "line 7: `classes[0].id`: must be lower-case letters, digits and hyphens, not `6A`",
            "line 9: `sources[0].url`: is missing",
            "line 12: `sources[0].class`: `5b` is not the id of a class",
            "line 13: `sources[0].every`: must be a number of minutes or hours from `15m` to `24h`, not `1s`",
            "line 16: `sources[1].type`: `skolengo` is not a type of source here (known: feed, ical, moodle, netocentre-menu, netocentre-news, pronote-ical, school-calendar, timetable-file, webdav)",
            "line 18: `site.access`: `public` shows no teacher's name: set `teachers` to `none` or remove it",
            "line 20: `site.retention_days`: must be a whole number from 1 to 400",
        ]
    );
}

#[test]
fn a_syntax_error_does_not_hide_the_others() {
    let found = problems("[school]\nname = \nuai = \"1\"\n");
    assert!(found.len() >= 3, "{found:?}");
    assert!(found.iter().any(|problem| problem.starts_with("line 2: ")), "{found:?}");
    assert!(found.iter().any(|problem| problem.contains("`school.uai`")), "{found:?}");
}

#[test]
fn a_secret_is_never_shown() {
    let text = format!(
        "{MINIMAL}\n[[sources]]\nid = \"edt\"\ntype = \"pronote-ical\"\nclass = \"6a\"\nurl = \"http://ent.example/s3cret.ics\"\n"
    );
    let config = config(&text, Path::new("."), &lookup()).unwrap();
    assert!(!format!("{config:?}").contains("s3cret"));
    assert_eq!(config.notices.iter().filter(|notice| notice.subject == "edt").count(), 2);
    assert!(!format!("{:?}", config.notices).contains("s3cret"));
}

#[test]
fn a_school_names_its_subjects() {
    let read = |subjects: &str| config(&format!("{MINIMAL}[subjects]\n{subjects}"), Path::new("school"), &lookup());
    let names = read("\"SC.VIE & TERRE\" = \"Sciences\"\nEPS = \"Sport\"\n").unwrap().subjects;
    let pair = |raw: &str, name: &str| (raw.to_owned(), name.to_owned());
    assert_eq!(names, [pair("EPS", "Sport"), pair("SC.VIE & TERRE", "Sciences")]);
    let problems: Vec<String> = read("EPS = \"\"\nSVT = 3\n").unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(problems, ["line 11: `subjects.EPS`: is empty", "line 12: `subjects.SVT`: must be a text"]);
}

#[test]
fn a_printer_is_named_with_all_that_is_wrong() {
    let text = format!(
        "{MINIMAL}\n[[printers]]\nid = \"copieur\"\nuri = \"lpd://copieur.example/\"\nclasses = [\"9z\"]\n\
         [[printers]]\nid = \"copieur\"\nuri = \"ipps://ardoise:secret@copieur.example/ipp/print\"\nca = \"ca.pem\"\nhold = 1\n\
         [[printers]]\nhold = true\n"
    );
    let place = "an address such as `ipp://copieur.example/ipp/print`, or a folder";
    assert_eq!(
        problems(&text),
        [
            &format!("line 13: `printers[0].uri`: must be {place}"),
            "line 14: `printers[0].classes`: `9z` is not the id of a class",
            "line 16: `printers[1].id`: `copieur` is already the id of another printer",
            "line 19: `printers[1].hold`: must be `true` or `false`",
            "line 20: `printers[2].id`: is missing",
            "line 20: `printers[2].uri`: is missing",
        ]
    );
}

#[test]
fn a_password_in_a_printers_address_is_remarked_and_not_shown() {
    let text = format!(
        "{MINIMAL}\n[[printers]]\nid = \"copieur\"\nuri = \"ipps://ardoise:geheim@copieur.example/ipp/print\"\n"
    );
    let config = config(&text, Path::new("."), &lookup()).unwrap();
    assert!(config.notices.iter().any(|notice| notice.subject == "copieur"), "{:?}", config.notices);
    let shown = format!("{config:?} {:?}", config.printers[0].place().unwrap());
    assert!(!shown.contains("geheim") && shown.contains("ipps://copieur.example/ipp/print"), "{shown}");
}

#[test]
fn folders_courses_and_labels_have_readers_and_meanings() {
    let text = format!(
        r#"{MINIMAL}
[[sources]]
id = "documents"
type = "webdav"
url = "https://cloud.example/s/aB3"
[[sources.folders]]
path = "/Classes/6A/"
class = "6a"
[[sources.folders]]
path = "../ailleurs"
levels = ["6e", "9e"]

[[sources]]
id = "moodle"
type = "moodle"
url = "https://moodle.example"
token = "0123"
[[sources.courses]]
id = 7
subject = "SVT"
classes = ["6a"]
[[sources.courses]]
id = 7
class = "5z"

[[sources]]
id = "edt"
type = "timetable-file"
path = "edt"
format = "fet"
weeks = "C"
[sources.hours]
"M1" = "9h-8h"
[sources.days]
"J1" = "demain"

[[sources]]
id = "sts"
type = "timetable-file"
path = "sts"
format = "sts"
[sources.hours]
"M1" = "8h-9h"
"#
    );
    let messages: Vec<String> =
        problems(&text).iter().map(|problem| problem.split_once(": ").unwrap().1.to_owned()).collect();
    assert_eq!(
        messages,
        [
            "`sources[0].folders[1].level`: `9e` is not the level of a class",
            "`sources[0].folders[1].path`: leads out of the address",
            "`sources[1].courses[1].id`: is already that of another course here",
            "`sources[1].courses[1].class`: `5z` is not the id of a class",
            "`sources[2].weeks`: must be `A` or `B`, not `C`",
            "`sources[2].hours.M1`: must be two times such as `08:30-09:25`, not `9h-8h`",
            "`sources[2].days.J1`: must be the name of a day such as `lundi`, not `demain`",
            "`sources[3].hours`: is not a key here (known: `class_names`, `every`, `format`, `id`, `path`, `type`, `weeks`)",
        ]
    );
}
