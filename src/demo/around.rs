//! What a school has beside its ENT, each as its own program writes it: the agenda of a class on a shared server, the school's
//! site (WordPress), and the ministry's calendar.

use std::fmt::Write;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};

use super::calendar::View;
use super::school::Facts;
use super::words::{escaped, local, long_date, rfc822, utc};
use super::year::SchoolYear;

/// The head of the agenda: its name names a person, its zone is one of Windows.
const AGENDA_HEAD: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tilleuls//Agenda 3.1//FR\r\nX-WR-CALNAME:Agenda de Camille Secret\r\n\
         BEGIN:VTIMEZONE\r\nTZID:Romance Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16011028T030000\r\n\
         RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n\
         BEGIN:DAYLIGHT\r\nDTSTART:16010325T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nTZOFFSETFROM:+0100\r\n\
         TZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";

/// The agenda of a class: a club each week, with a holiday taken out and an afternoon moved, an outing of a whole day, a private
/// note, and work to do.
pub(super) fn agenda(view: &View) -> Vec<u8> {
    let year = SchoolYear::of(local(view.now).date());
    let club = first(&year, Weekday::Tue);
    let skipped = club + Days::new(14);
    let moved = following(&year, local(view.now).date(), Weekday::Tue);
    let outing = following(&year, local(view.now).date(), Weekday::Thu);
    let due = following(&year, local(view.now).date(), Weekday::Fri);
    let mut text = AGENDA_HEAD.to_owned();
    let zone = "TZID=Romance Standard Time";
    component(
        &mut text,
        "VEVENT",
        "club@agenda.example",
        &format!(
            "DTSTART;{zone}:{}T170000\r\nDTEND;{zone}:{}T180000\r\nRRULE:FREQ=WEEKLY;UNTIL={}T160000Z\r\n\
         EXDATE;{zone}:{}T170000\r\nSUMMARY:Club échecs\r\nLOCATION:CDI\r\nDESCRIPTION:Appeler Camille Secret au 06 00 00 00 00",
            basic(club),
            basic(club),
            basic(year.summer),
            basic(skipped),
        ),
    );
    component(
        &mut text,
        "VEVENT",
        "club@agenda.example",
        &format!(
            "RECURRENCE-ID;{zone}:{0}T170000\r\nDTSTART;{zone}:{0}T173000\r\nDTEND;{zone}:{0}T183000\r\nSEQUENCE:1\r\n\
         SUMMARY:Club échecs\r\nLOCATION:CDI",
            basic(moved),
        ),
    );
    component(
        &mut text,
        "VEVENT",
        "sortie@agenda.example",
        &format!(
            "DTSTART;VALUE=DATE:{}\r\nDTEND;VALUE=DATE:{}\r\nSUMMARY:Sortie à Chambord\r\nORGANIZER;CN=Camille Secret:mailto:secret@agenda.example",
            basic(outing),
            basic(outing + Days::new(1)),
        ),
    );
    component(
        &mut text,
        "VEVENT",
        "prive@agenda.example",
        &format!("DTSTART:{}T120000\r\nCLASS:PRIVATE\r\nSUMMARY:Rendez-vous de Camille Secret", basic(outing)),
    );
    component(
        &mut text,
        "VTODO",
        "carnet@agenda.example",
        &format!("DUE;VALUE=DATE:{}\r\nCATEGORIES:Vie de classe\r\nSUMMARY:Rapporter le carnet signé", basic(due)),
    );
    text.push_str("END:VCALENDAR\r\n");
    text.into_bytes()
}

/// The feed of the school's site: its last ten posts, one a week, on Mondays.
pub(super) fn blog(facts: &Facts, address: &str, now: DateTime<Utc>) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\">\n<channel>\n\
         <title>{}</title>\n<link>{address}/site/</link>\n<description>Actualités du collège</description>\n\
         <lastBuildDate>{}</lastBuildDate>\n<language>fr-FR</language>\n<sy:updatePeriod>hourly</sy:updatePeriod>\n\
         <generator>https://wordpress.org/?v=6.8</generator>\n",
        escaped(&facts.name),
        rfc822(now),
    );
    let today = local(now).date();
    let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
    for weeks in 0..10 {
        let day = monday - Days::new(7 * weeks);
        let number = day.num_days_from_ce() / 7;
        let at = utc(day.and_hms_opt(6, 30, 0).unwrap_or_default());
        write!(
            xml,
            "<item>\n<title>L&amp;#8217;atelier du {}</title>\n<link>{address}/site/?p={number}</link>\n<dc:creator>Camille Secret</dc:creator>\n\
             <pubDate>{}</pubDate>\n<category>Ateliers</category>\n<guid isPermaLink=\"false\">{address}/site/?p={number}</guid>\n\
             <description>Voici ce que les élèves ont fabriqué&#8230;</description>\n\
             <content:encoded><![CDATA[<p>Voici ce que les élèves ont fabriqué&nbsp;: un herbier et deux maquettes.</p>\
             <p><a href=\"/site/?p={number}\">Lien</a></p><img src=\"{address}/site/pixel.gif\" width=\"1\" height=\"1\">]]></content:encoded>\n</item>\n",
            long_date(day),
            rfc822(at),
        )
        .expect("writing to a string cannot fail");
    }
    xml.push_str("</channel>\n</rss>\n");
    xml
}

/// The ministry's calendar as CSV, for all zones alike: this make-believe country has one.
pub(super) fn holidays(view: &View) -> String {
    let year = SchoolYear::of(local(view.now).date());
    let names = ["Vacances de la Toussaint", "Vacances de Noël", "Vacances d'Hiver", "Vacances de Printemps"];
    let mut csv = String::from("description;population;start_date;end_date;location;zones;annee_scolaire\n");
    let span = format!("{}-{}", year.start.year(), year.start.year() + 1);
    let midnight =
        |day: NaiveDate| utc(day.and_time(chrono::NaiveTime::MIN)).format("%Y-%m-%dT%H:%M:%S+00:00").to_string();
    let mut line = |name: &str, from: NaiveDate, back: NaiveDate| {
        for (zone, place) in [("Zone A", "Lyon"), ("Zone B", "Orléans-Tours"), ("Zone C", "Paris")] {
            writeln!(csv, "{name};-;{};{};{place};{zone};{span}", midnight(from), midnight(back))
                .expect("writing to a string cannot fail");
        }
    };
    for (name, (from, back)) in names.iter().zip(&year.holidays) {
        line(name, *from, *back);
    }
    line("Début des Vacances d'Été", year.summer, year.summer);
    csv
}

fn component(text: &mut String, kind: &str, uid: &str, lines: &str) {
    write!(text, "BEGIN:{kind}\r\nUID:{uid}\r\nDTSTAMP:20260901T080000Z\r\n{lines}\r\nEND:{kind}\r\n")
        .expect("writing to a string cannot fail");
}

fn basic(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// The first such day of the year.
fn first(year: &SchoolYear, weekday: Weekday) -> NaiveDate {
    year.start.iter_days().find(|day| day.weekday() == weekday).unwrap_or(year.start)
}

/// The first such school day after a day.
fn following(year: &SchoolYear, day: NaiveDate, weekday: Weekday) -> NaiveDate {
    year.school_days().find(|other| *other > day && other.weekday() == weekday).unwrap_or(year.start)
}
