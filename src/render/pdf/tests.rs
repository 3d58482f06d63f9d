use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Paper, Sheet, gazette};
use crate::artifact::SitePath;
use crate::plan::gazette::Gazette;

mod sample;

fn made_at() -> DateTime<Utc> {
    "2026-11-27T06:00:00Z".parse().unwrap()
}

fn paper() -> Paper {
    Paper::new(&BTreeMap::new()).unwrap()
}

fn sheet(input: &Gazette, pictures: &BTreeMap<SitePath, Vec<u8>>) -> Sheet {
    gazette(input, &paper(), pictures, made_at()).unwrap()
}

#[test]
fn dump() {
    let none = BTreeMap::new();
    let (dense, pictures) = sample::dense();
    let mut overrides = BTreeMap::new();
    for f in ["gazette.typ", "text.typ", "timetable.typ"] {
        overrides.insert(f.to_owned(), std::fs::read(format!("themes/default/paper/{f}")).unwrap());
    }
    let paper = Paper::new(&overrides).unwrap();
    for (name, g, p) in [
        ("ordinary", sample::ordinary(), &none),
        ("dense", dense, &pictures),
        ("holidays", sample::holidays(), &none),
        ("empty", sample::empty(), &none),
    ] {
        match gazette(&g, &paper, p, made_at()) {
            Ok(s) => {
                eprintln!("{name} {} bytes {} pages {:?}", s.bytes.len(), s.pages, s.notices);
                std::fs::write(format!("/tmp/paperout/{name}.pdf"), s.bytes).unwrap();
            }
            Err(e) => eprintln!("{name} {}", e.chain()),
        }
    }
}
