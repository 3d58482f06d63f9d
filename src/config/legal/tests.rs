//! What a school may tell of itself, and how it is told what it forgot.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::config::Config;
use crate::config::secret::Lookup;
use crate::error::Result;

fn config(school: &str, more: &str) -> Result<Config> {
    let lookup: Lookup = Arc::new(|_| None);
    let class = "[[classes]]\nid = \"6a\"\nlabel = \"6e A\"\nlevel = \"6e\"\n";
    Config::parse(&format!("[school]\nname = \"Collège\"\n{school}{class}{more}"), Path::new("."), &lookup)
}

const CONTACT: &str = r#"phone = "02 61 91 12 34"
email = "secretariat@college.example"
address = "12 rue des Tilleuls, 45999 Tilleuls"
website = "https://college.example/"
"#;

const LEGAL: &str = r#"[legal]
publication_director = "Camille Martin"
host = "Hébergeur, 1 rue du Port, 02 61 91 56 78"
dpo = "dpd@academie.example"
declared_on = "2026-09-01"
accessibility_plan = "https://college.example/schema"
[legal.audit]
date = "2026-10-12"
by = "Cabinet Exemple"
percent = 82
environment = ["NVDA et Firefox"]
tools = ["Assistant RGAA"]
pages = ["index.html"]
failures = ["Critère 1.1"]
[[links]]
label = "Pronote"
url = "https://pronote.example/"
"#;

#[test]
fn everything_may_be_told() {
    let config = config(CONTACT, LEGAL).unwrap();
    let address = |text: &str| Address::new(text).unwrap();
    let contact = Contact {
        phone: Phone::new("02 61 91 12 34"),
        email: Email::new("secretariat@college.example"),
        address: Some("12 rue des Tilleuls, 45999 Tilleuls".to_owned()),
        website: Some(address("https://college.example/")),
    };
    let list = |text: &str| vec![text.to_owned()];
    let audit = Audit {
        date: day("2026-10-12").unwrap(),
        by: "Cabinet Exemple".to_owned(),
        percent: 82,
        environment: list("NVDA et Firefox"),
        tools: list("Assistant RGAA"),
        pages: list("index.html"),
        failures: list("Critère 1.1"),
    };
    let legal = Legal {
        publication_director: Some("Camille Martin".to_owned()),
        host: Some("Hébergeur, 1 rue du Port, 02 61 91 56 78".to_owned()),
        dpo: Some("dpd@academie.example".to_owned()),
        declared_on: day("2026-09-01"),
        accessibility_plan: Some(address("https://college.example/schema")),
        audit: Some(audit),
    };
    let links = [ServiceLink { label: "Pronote".to_owned(), url: address("https://pronote.example/") }];
    assert_eq!((config.contact, config.legal), (contact, legal));
    assert_eq!(config.links, links);
    assert_eq!(config.notices, Vec::new());
}

#[test]
fn what_is_missing_is_named_once() {
    let message = |school, more| config(school, more).unwrap().notices.pop().map(|notice| notice.message);
    assert_eq!(
        message("", "").unwrap(),
        "the legal pages call these facts missing: `school.phone`, `school.email`, `school.address`, \
         `legal.publication_director`, `legal.host`, `legal.dpo`, `legal.declared_on`"
    );
    let without_host = LEGAL.replacen("host = \"Hébergeur, 1 rue du Port, 02 61 91 56 78\"\n", "", 1);
    assert_eq!(message(CONTACT, &without_host).unwrap(), "the legal pages call these facts missing: `legal.host`");
}

#[test]
fn all_problems_come_at_once_with_their_keys() {
    let school =
        "phone = \"secrétariat\"\nemail = \"college\"\naddress = \" \"\nwebsite = \"http://college.example/\"\n";
    let more = r#"[legal]
director = "x"
declared_on = "demain"
[legal.audit]
date = "12/10/2026"
percent = 101
[[links]]
label = "Pronote"
url = "javascript:alert(1)"
[[links]]
icon = "p"
"#;
    let error = config(school, more).unwrap_err().to_string();
    let found: Vec<&str> = error.lines().skip(1).map(str::trim).collect();
    assert_eq!(
        found,
        [
            "line 3: `school.phone`: must be a telephone number such as `02 61 91 12 34`, not `secrétariat`",
            "line 4: `school.email`: must be a mailbox such as `secretariat@college.example`, not `college`",
            "line 5: `school.address`: is empty",
            "line 6: `school.website`: must be an address that begins with `https://`, not `http://college.example/`",
            "line 12: `legal.director`: is not a key here (known: `accessibility_plan`, `audit`, `declared_on`, `dpo`, `host`, `publication_director`)",
            "line 13: `legal.declared_on`: must be a day such as `2026-09-01`, not `demain`",
            "line 14: `legal.audit.by`: is missing",
            "line 15: `legal.audit.date`: must be a day such as `2026-09-01`, not `12/10/2026`",
            "line 16: `legal.audit.percent`: must be a whole number from 0 to 100",
            "line 19: `links[0].url`: must be an address that begins with `https://`, not `javascript:alert(1)`",
            "line 20: `links[1].label`: is missing",
            "line 20: `links[1].url`: is missing",
            "line 21: `links[1].icon`: is not a key here (known: `label`, `url`)",
        ]
    );
}

/// The file that `ardoise init` writes, with every key that it shows.
#[test]
fn what_init_proposes_is_accepted() {
    let proposed = include_str!("../../cli/init/config.toml");
    let is_toml = |line: &&str| {
        let key = line.split(" = ").next().unwrap_or_default();
        let is_key = line.contains(" = ") && !key.contains(' ');
        is_key || line.starts_with('[') || !line.starts_with(char::is_alphabetic)
    };
    let lines = proposed.lines().map(|line| line.strip_prefix("# ").filter(is_toml).unwrap_or(line));
    let text = lines.collect::<Vec<_>>().join("\n");
    let lookup: Lookup = Arc::new(|_| None);
    let config = Config::parse(&text, Path::new("."), &lookup).unwrap();
    assert_eq!((config.sources.len(), config.links.len(), config.notices), (10, 1, Vec::new()));
    assert_eq!(
        config.legal.conformity(day("2026-11-24").unwrap_or_default()),
        crate::model::legal::Conformity::Partial
    );
}
