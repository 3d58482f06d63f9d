//! Which sites a configuration asks for.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::artifact::place::Folder;
use crate::config::Config;

const SCHOOL: &str = r#"
[school]
name = "Collège"
[[classes]]
id = "6a"
label = "6e A"
level = "6e"
[[classes]]
id = "6b"
label = "6e B"
level = "6e"
[[classes]]
id = "3a"
label = "3e A"
level = "3e"
"#;

fn parse(sections: &str) -> crate::error::Result<Config> {
    let lookup: crate::config::secret::Lookup = Arc::new(|_| None);
    Config::parse(&format!("{SCHOOL}{sections}"), Path::new("."), &lookup)
}

/// Id, title, classes and subjects of each site.
fn sites(sections: &str) -> Vec<(String, String, String, String)> {
    let shown = |site: &Site| {
        let classes: Vec<&str> = site.classes.iter().map(|class| class.id.as_str()).collect();
        (site.id.to_string(), site.title.clone(), classes.join(" "), site.subjects.join(" "))
    };
    parse(sections).unwrap().sites.iter().map(shown).collect()
}

fn row(id: &str, title: &str, classes: &str, subjects: &str) -> (String, String, String, String) {
    (id.to_owned(), title.to_owned(), classes.to_owned(), subjects.to_owned())
}

#[test]
fn each_class_has_a_site_unless_told_otherwise() {
    let classes = [row("6a", "6e A", "6a", ""), row("6b", "6e B", "6b", ""), row("3a", "3e A", "3a", "")];
    assert_eq!(sites(""), classes);
    let level = "[[sites]]\nid = \"niveau-6e\"\ntitle = \"Les 6e\"\nlevels = [\"6e\"]\n";
    let all: Vec<_> = classes.iter().cloned().chain([row("niveau-6e", "Les 6e", "6a 6b", "")]).collect();
    assert_eq!(sites(level), all);
    assert_eq!(sites(&format!("[site]\nclass_sites = false\n{level}")), [row("niveau-6e", "Les 6e", "6a 6b", "")]);
}

#[test]
fn sites_gather_classes_levels_subjects_or_the_whole_school() {
    let sections = r#"
[site]
class_sites = false
[[sites]]
id = "deux"
title = "Deux classes"
classes = ["3a", "6a"]
[[sites]]
id = "maths-6e"
title = "Maths en 6e"
levels = ["6e"]
subjects = ["Mathématiques"]
[[sites]]
id = "college"
title = "Tout le collège"
"#;
    let wanted = [
        row("deux", "Deux classes", "6a 3a", ""),
        row("maths-6e", "Maths en 6e", "6a 6b", "Mathématiques"),
        row("college", "Tout le collège", "6a 6b 3a", ""),
    ];
    assert_eq!(sites(sections), wanted);
}

#[test]
fn a_site_with_the_id_of_a_class_takes_its_place() {
    let config = parse("[[sites]]\nid = \"6b\"\nclasses = [\"6b\"]\naccess = \"public\"\n").unwrap();
    let shown = |site: &Site| (site.id.to_string(), site.title.clone(), site.teachers, site.access);
    let (own, default) = (TeacherNames::None, TeacherNames::Initial);
    let wanted = [
        ("6a".to_owned(), "6e A".to_owned(), default, Access::SecretPath),
        ("3a".to_owned(), "3e A".to_owned(), default, Access::SecretPath),
        ("6b".to_owned(), "6e B".to_owned(), own, Access::Public),
    ];
    assert_eq!(config.sites.iter().map(shown).collect::<Vec<_>>(), wanted);
}

#[test]
fn mistakes_are_told_with_their_keys() {
    for (sections, problem) in [
        ("[[sites]]\nid = \"x\"\n", "`sites[0].title`: is missing: what is a site of several classes called?"),
        (
            "[[sites]]\nid = \"x\"\ntitle = \"X\"\nclasses = [\"9z\"]\n",
            "`sites[0].classes`: `9z` is not the id of a class",
        ),
        ("[[sites]]\nid = \"x\"\ntitle = \"X\"\nlevels = [\"9e\"]\n", "`sites[0].levels`: no class has the level `9e`"),
        ("[site]\nclass_sites = \"no\"\n", "`site.class_sites`: must be `true` or `false`"),
        (
            "[site]\nclass_sites = false\n",
            "`sites`: no site is left: add `[[sites]]`, or let `site.class_sites` be true",
        ),
        (
            "[[sites]]\nid = \"x\"\ntitle = \"X\"\n[[sites]]\nid = \"x\"\ntitle = \"Y\"\n",
            "`sites[1].id`: `x` is already the id of another site",
        ),
        (
            "[[sites]]\nid = \"x\"\ntitle = \"X\"\naccess = \"public\"\nteachers = \"initial\"\n",
            "`sites[0].access`: `public` shows no teacher's name: set `teachers` to `none` or remove it",
        ),
    ] {
        let message = parse(sections).unwrap_err().to_string();
        let told: Vec<&str> =
            message.lines().skip(1).map(|line| line.split_once(": ").map_or(line, |(_, rest)| rest)).collect();
        assert_eq!(told, [problem], "{sections}");
    }
}

#[test]
fn the_calendar_tells_homework_as_asked() {
    for (section, told) in [
        ("", HomeworkCalendar::Event),
        ("[site]\nhomework_calendar = \"event\"\n", HomeworkCalendar::Event),
        ("[site]\nhomework_calendar = \"todo\"\n", HomeworkCalendar::Todo),
    ] {
        assert_eq!(parse(section).unwrap().site.homework_calendar, told, "{section}");
    }
}

#[test]
fn a_site_is_a_folder_of_the_public_address() {
    let address = |sections: &str| {
        let config = parse(sections)?;
        Ok(config.address_of(&Folder::named(&SiteId::new("6a").unwrap())).map(|address| address.as_str().to_owned()))
    };
    let of = |url: &str| address(&format!("[site]\npublic_url = \"{url}\"\n"));
    assert_eq!(address("").unwrap(), None);
    for (url, expected) in [
        ("https://classes.college.example", "https://classes.college.example/6a/"),
        ("https://college.example/classes/", "https://college.example/classes/6a/"),
        ("https://college.example/classes", "https://college.example/classes/6a/"),
        ("http://localhost:8080/", "http://localhost:8080/6a/"),
    ] {
        assert_eq!(of(url).unwrap().as_deref(), Some(expected), "{url}");
    }
    for bad in [
        "http://college.example/",
        "http://localhost.example/",
        "classes.college.example",
        "https://college.example/?a=b",
        "https://x.example/#a",
    ] {
        let error: crate::error::Error = of(bad).unwrap_err();
        let expected =
            format!("`site.public_url`: must be an address such as `https://classes.college.example/`, not `{bad}`");
        assert!(error.to_string().contains(&expected), "{error}");
    }
}
