//! The ministry's calendar in its two forms, whole and not.

use chrono::NaiveDate;

use super::*;
use crate::model::coverage::Completeness;
use crate::model::item::Item;
use crate::model::school::HolidayZone;
use crate::model::time::Now;

const CSV: &str = include_str!("../../../tests/fixtures/calendar/calendrier-scolaire.csv");
const ICS: &str = include_str!("../../../tests/fixtures/calendar/zone-b.ics");

fn scope() -> Scope {
    Scope {
        now: Now::new("2026-11-24T06:00:00Z".parse().unwrap()),
        zone: chrono_tz::Europe::Paris,
        classes: Vec::new(),
        week_a: None,
    }
}

/// The holidays of a zone: first day, last day, name.
fn read(document: &str, zone: HolidayZone) -> Vec<String> {
    let rows = wire::parse(document.as_bytes(), None, "vacances", scope().zone).unwrap();
    let days = convert::days_off(&rows.list, zone);
    let short = |day: NaiveDate| day.format("%d/%m/%y");
    days.iter().map(|days| format!("{} {} {}", short(days.from), short(days.to), days.label)).collect()
}

#[test]
fn both_forms_tell_the_same_holidays() {
    let expected = [
        "17/10/26 01/11/26 Vacances de la Toussaint",
        "19/12/26 03/01/27 Vacances de Noël",
        "20/02/27 07/03/27 Vacances d’Hiver",
        "17/04/27 02/05/27 Vacances de Printemps",
        "07/05/27 09/05/27 Pont de l’Ascension",
        "03/07/27 31/08/27 Vacances d’été",
    ];
    assert_eq!(read(CSV, HolidayZone::B), expected);
    assert_eq!(read(ICS, HolidayZone::B), expected);
    assert_eq!(read(CSV, HolidayZone::A)[2], "13/02/27 28/02/27 Vacances d’Hiver");
    assert_eq!(read(CSV, HolidayZone::C)[2], "06/02/27 21/02/27 Vacances d’Hiver");
}

#[test]
fn the_portal_shows_other_names_of_columns_and_days_instead_of_instants() {
    let shown = "Description,Population,Date de début,Date de fin,Académies,Zones,annee_scolaire\n\
                 \"Vacances de Noël\",-,2026-12-19,2027-01-04,Orléans-Tours,\"Zones A, B, C\",2026-2027\n\
                 Rentrée scolaire,Élèves,01/09/2026,01/09/2026,Orléans-Tours,Zone B,2026-2027\n\
                 Vacances de Noël,Enseignants,2026-12-20,2027-01-03,Orléans-Tours,Zone B,2026-2027\n";
    assert_eq!(read(shown, HolidayZone::B), ["19/12/26 03/01/27 Vacances de Noël"]);
}

#[test]
fn what_is_no_calendar_is_refused_and_what_is_cut_is_partial() {
    for (document, what) in
        [("<!DOCTYPE html>", "an HTML page"), ("Service indisponible", "something else"), ("", "something else")]
    {
        assert_eq!(wire::parse(document.as_bytes(), None, "vacances", scope().zone).map(drop), Err(what));
    }
    for document in [CSV, ICS] {
        let cut = &document[..document.floor_char_boundary(document.len() * 2 / 3)];
        let rows = wire::parse(cut.as_bytes(), None, "vacances", scope().zone).unwrap();
        let days = convert::days_off(&rows.list, HolidayZone::B);
        assert!(!days.is_empty());
        let fetched = convert::fetched(days, rows, &scope());
        assert!(matches!(fetched.coverage[0].completeness, Completeness::Partial(_)));
    }
}

#[tokio::test]
async fn a_file_is_read_like_an_answer() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/calendar/zone-b.ics");
    let settings = Settings { place: Place::File(path), zone: HolidayZone::B };
    let source = SchoolCalendar::new(SourceId::new("vacances").unwrap(), settings, Client::new().unwrap());
    let fetched = source.fetch(&scope(), &Cursor::default()).await.unwrap();
    assert_eq!(fetched.items.len(), 6);
    assert!(fetched.items.iter().all(|item| matches!(item.item, Item::NonTeaching(_))));
    assert_eq!(fetched.coverage[0].completeness, Completeness::Complete);
}
