//! What no source gives of a timetable is said to be unknown, which is not "no lesson".

use super::*;
use crate::plan::page::Unknown;

const ONE_CLASS: &str = "[school]\nname = \"Collège\"\n[[classes]]\nid = \"6a\"\nlabel = \"6e A\"\nlevel = \"6e\"\n";

fn unknown(rest: &str, snapshot: &Snapshot) -> Option<Unknown> {
    let lookup: Lookup = Arc::new(|_| None);
    let config = Config::parse(&format!("{ONE_CLASS}{rest}"), Path::new("."), &lookup).unwrap();
    let media = BTreeMap::new();
    let now = Now::new(instant("2026-12-11T06:00:00Z"));
    let inputs = Inputs { snapshot, media: &media, config: &config, places: &Places::default(), now };
    let jobs = site(inputs, &config.sites[0], Detail::default());
    match &jobs[0].work {
        Work::Page(Page::Index(index)) => index.weeks[0].unknown.clone(),
        other => panic!("{other:?}"),
    }
}

fn calendar(id: &str, groups: &str) -> String {
    format!(
        "[[sources]]\nid = \"{id}\"\ntype = \"ical\"\nurl = {{ env = \"URL\" }}\nclass = \"6a\"\ngroups = [{groups}]\n"
    )
}

#[test]
fn what_no_calendar_covers_is_said_to_be_unknown() {
    let nothing = Snapshot::default();
    let groups = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let (first, second) = (calendar("a", "\"GR1\""), calendar("b", "\"GR2\""));
    assert_eq!(unknown("", &nothing), Some(Unknown::All));
    assert_eq!(unknown("", &snapshot()), None);
    assert_eq!(unknown(&calendar("a", ""), &nothing), None);
    assert_eq!(unknown(&first, &nothing), Some(Unknown::AllBut(groups(&["GR1"]))));
    assert_eq!(unknown(&format!("{first}{second}"), &nothing), None);
    assert_eq!(unknown(&format!("{first}{}", calendar("b", "")), &nothing), None);
    let divided = format!("groups = [\"GR1\", \"GR2\", \"GR3\"]\n{first}{second}");
    assert_eq!(unknown(&divided, &nothing), Some(Unknown::Groups(groups(&["GR3"]))));
}

#[test]
fn without_any_timetable_school_begins_after_the_holidays() {
    let holidays = Snapshot { lessons: Vec::new(), homework: Vec::new(), ..snapshot() };
    let next = index(&holidays, "2026-12-22T08:00:00Z", Detail::default()).next_day.unwrap();
    assert_eq!((next.day, next.after.map(|off| off.to)), (day("2027-01-04"), Some(day("2027-01-03"))));
    assert!(index(&holidays, "2026-12-15T08:00:00Z", Detail::default()).next_day.is_none());
}
