//! The daemon: months pass in seconds, against the make-believe ENT and its faults.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

mod alerts;
mod process;
mod year;

use std::path::Path;
use std::sync::Arc;

use ardoise::config::Config;
use ardoise::config::secret::Lookup;
use ardoise::daemon::Daemon;
use ardoise::demo::Ent;
use ardoise::http::Client;
use ardoise::journal::Deed;
use ardoise::model::id::ItemId;
use ardoise::model::time::Now;
use ardoise::store::Store;
use chrono::{DateTime, DurationRound, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use tempfile::TempDir;

use crate::project::SMALL;

/// What the small school needs to be published to a folder and printed into another.
const SCHEDULE: &str = r#"
[[sources]]
id = "vacances"
type = "school-calendar"
url = { env = "SCHOOL_CALENDAR_URL" }
every = "24h"

[site]
access = "public"
teachers = "none"

[schedule]
day = "6:30-20:30"
night = "12h"
weekend = "12h"
holidays = "24h"
print = "vendredi 10:00"
quiet = "22:00-6:00"

[[targets]]
id = "serveur"
type = "fs"
path = "www"

[[printers]]
id = "papier"
uri = "papier"
"#;

/// The small school with its papers, asked four times a day.
fn school() -> String {
    let small = SMALL.replace("\ntype = ", "\nevery = \"4h\"\ntype = ");
    let with_papers = small.replace("\nlevel = ", "\npaper = [{ profile = \"standard\", copies = 2 }]\nlevel = ");
    format!("{with_papers}{SCHEDULE}")
}

/// A school with its ENT and its daemon, at an instant that the test moves.
struct School {
    folder: TempDir,
    ent: Ent,
    daemon: Daemon,
    now: DateTime<Utc>,
}

/// An hour on the wall in Paris.
fn paris(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    local.and_local_timezone(Paris).earliest().unwrap().with_timezone(&Utc)
}

fn config(folder: &Path, ent: &Ent) -> Config {
    let secrets = ent.secrets();
    let lookup: Lookup = Arc::new(move |name| secrets.get(name).cloned());
    Config::load(&folder.join("config.toml"), &lookup).unwrap()
}

impl School {
    async fn start(more: &str, now: DateTime<Utc>) -> Self {
        School::with_config(&format!("{}{more}", school()), now).await
    }

    async fn with_config(text: &str, now: DateTime<Utc>) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("config.toml"), text).unwrap();
        let ent = Ent::start(now).await.unwrap();
        let daemon = Daemon::start(config(folder.path(), &ent), Client::new().unwrap(), Now::new(now)).await.unwrap();
        School { folder, ent, daemon, now }
    }

    /// Starts the daemon anew, as after a crash.
    async fn restart(&mut self) {
        let config = config(self.folder.path(), &self.ent);
        self.daemon = Daemon::start(config, Client::new().unwrap(), Now::new(self.now)).await.unwrap();
    }

    /// Moves all clocks to an instant and lets the daemon do what is due then.
    async fn at(&mut self, now: DateTime<Utc>) {
        self.now = now;
        self.ent.set_now(now);
        self.daemon.settle(Now::new(now)).await.unwrap();
    }

    /// Lets the daemon work at each of its own moments until an instant.
    async fn until(&mut self, end: DateTime<Utc>) {
        self.in_steps(TimeDelta::zero(), end).await;
    }

    /// Lets the daemon work whenever one of its own moments has come, on a clock that moves by a step at a time.
    async fn in_steps(&mut self, step: TimeDelta, end: DateTime<Utc>) {
        loop {
            let next = self.daemon.next(Now::new(self.now));
            let next = next.duration_round_up(step).unwrap_or(next);
            if next > end {
                return self.at(end).await;
            }
            self.at(next).await;
        }
    }

    /// What readers get.
    fn published(&self, path: &str) -> String {
        let path = self.folder.path().join("www/current").join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The sheets that the office got.
    fn sheets(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.folder.path().join("papier")) else { return Vec::new() };
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_is_done_once() {
    let mut school = School::start("", paris("2026-11-26 09:00")).await;
    school.at(paris("2026-11-26 09:00")).await;
    assert_eq!(school.sheets(), Vec::<String>::new());
    let asked = school.ent.requests().len();
    // The box was off from Thursday to Saturday: every question once, and the gazettes of the coming week.
    school.now = paris("2026-11-28 15:00");
    school.restart().await;
    school.at(paris("2026-11-28 15:00")).await;
    let calendars = school.ent.requests()[asked..].iter().filter(|request| request.path.contains(".ics")).count();
    assert_eq!(calendars, 2);
    assert_eq!(school.sheets().len(), 2, "{:?}", school.sheets());
    // It broke down again after that, and nobody prints twice.
    for _ in 0..2 {
        school.restart().await;
        school.at(paris("2026-11-28 15:20")).await;
    }
    assert_eq!(school.sheets().len(), 2, "{:?}", school.sheets());
    // By Wednesday nobody needs them any more.
    let mut late = School::start("", paris("2026-12-02 09:00")).await;
    late.at(paris("2026-12-02 09:00")).await;
    assert_eq!(late.sheets(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_that_prints_before_friday_gets_the_next_week_too() {
    let thursday = school().replace("vendredi 10:00", "jeudi 14:00");
    let mut school = School::with_config(&thursday, paris("2026-11-26 09:00")).await;
    school.until(paris("2026-11-26 13:59")).await;
    assert_eq!(school.sheets(), Vec::<String>::new());
    school.until(paris("2026-11-26 14:00")).await;
    let sheets = school.sheets();
    assert!(sheets.len() == 2 && sheets.iter().all(|name| name.contains("semaine 49 ")), "{sheets:?}");
    school.until(paris("2026-11-27 18:00")).await;
    assert_eq!(school.sheets(), sheets);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_note_keeps_the_last_good_state_and_is_told() {
    let mut school = School::start("", paris("2026-11-24 09:00")).await;
    let note = school.folder.path().join("content/note.md");
    std::fs::create_dir_all(note.parent().unwrap()).unwrap();
    std::fs::write(&note, "+++\ntitle = \"Photo de classe\"\n+++\nVendredi, dans la cour.\n").unwrap();
    school.at(paris("2026-11-24 09:00")).await;
    assert!(school.published("6a/index.html").contains("Vendredi, dans la cour."));
    std::fs::write(&note, "+++\ntitle = Photo\n+++\nSamedi.\n").unwrap();
    school.daemon.files_changed(Now::new(school.now));
    school.at(paris("2026-11-24 09:01")).await;
    assert!(school.published("6a/index.html").contains("Vendredi, dans la cour."));
    let open = ardoise::pipeline::alerts::open(school.daemon.config()).await.unwrap();
    assert_eq!(open.len(), 1, "{open:?}");
    assert!(open[0].subject.contains("note.md"), "{open:?}");
    std::fs::write(&note, "+++\ntitle = \"Photo de classe\"\n+++\nSamedi, dans la cour.\n").unwrap();
    school.daemon.files_changed(Now::new(school.now));
    school.at(paris("2026-11-24 09:02")).await;
    assert!(school.published("6a/index.html").contains("Samedi, dans la cour."));
    assert_eq!(ardoise::pipeline::alerts::open(school.daemon.config()).await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_urgent_is_published_in_the_rush() {
    let mut school = School::start("", paris("2026-11-23 06:45")).await;
    let note = |text: &str, headline: bool| format!("+++\ntitle = \"Note\"\nheadline = {headline}\n+++\n{text}\n");
    let path = school.folder.path().join("content/note.md");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    school.at(paris("2026-11-23 06:45")).await;
    // Monday, 7:30: everybody is there.
    for (headline, minute, shown) in [(false, "07:30", false), (true, "07:31", true)] {
        std::fs::write(&path, note("Apportez un pique-nique.", headline)).unwrap();
        let now = paris(&format!("2026-11-23 {minute}"));
        school.daemon.files_changed(Now::new(now));
        school.at(now).await;
        assert_eq!(school.published("6a/index.html").contains("Apportez un pique-nique."), shown, "{minute}");
    }
    std::fs::write(&path, note("Apportez un repas froid.", false)).unwrap();
    school.daemon.files_changed(Now::new(school.now));
    school.until(paris("2026-11-23 08:29")).await;
    assert!(!school.published("6a/index.html").contains("Apportez un repas froid."));
    school.until(paris("2026-11-23 08:31")).await;
    assert!(school.published("6a/index.html").contains("Apportez un repas froid."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_keeps_when_an_incident_began_and_ended() {
    let mut school = School::start("", paris("2026-11-24 09:00")).await;
    let note = school.folder.path().join("content/incident.md");
    std::fs::create_dir_all(note.parent().unwrap()).unwrap();
    for (minute, text, shown) in [("09:00", "Plus de chauffage.\n", true), ("11:30", "", false)] {
        std::fs::write(&note, text).unwrap();
        let now = paris(&format!("2026-11-24 {minute}"));
        school.daemon.files_changed(Now::new(now));
        school.at(now).await;
        assert_eq!(school.published("6a/index.html").contains("Plus de chauffage."), shown, "{minute}");
    }
    let store = Store::open(&school.daemon.config().state_dir).await.unwrap();
    let content = store.load_all().await.unwrap().into_iter().find(|state| state.source.as_str() == "content").unwrap();
    let item = ItemId { source: content.source.clone(), key: content.tombstones[0].key.clone() };
    let lines = store.history(&item).await.unwrap();
    let told: Vec<(Deed, &str, DateTime<Utc>)> =
        lines.iter().map(|line| (line.deed, line.by.as_str(), line.at)).collect();
    let (began, ended) = (paris("2026-11-24 09:00"), paris("2026-11-24 11:30"));
    assert_eq!(told, [(Deed::Added, "content", began), (Deed::Removed, "content", ended)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn sheets_that_no_printer_took_are_told_and_come_later() {
    let mut school = School::start("", paris("2026-11-27 09:50")).await;
    // The folder of the office is not there.
    let folder = school.folder.path().join("papier");
    std::fs::write(&folder, "").unwrap();
    school.until(paris("2026-11-27 10:10")).await;
    let open = ardoise::pipeline::alerts::open(school.daemon.config()).await.unwrap();
    let subjects: Vec<&str> = open.iter().map(|incident| incident.subject.as_str()).collect();
    assert_eq!(subjects, ["2026-W49/3b gazette standard", "2026-W49/6a gazette standard"], "{open:?}");
    std::fs::remove_file(&folder).unwrap();
    school.until(paris("2026-11-27 18:00")).await;
    assert_eq!(school.sheets().len(), 2, "{:?}", school.sheets());
    assert_eq!(ardoise::pipeline::alerts::open(school.daemon.config()).await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_was_set_back_stops_nothing() {
    let mut school = School::start("", paris("2026-11-28 12:00")).await;
    school.at(paris("2026-11-28 12:00")).await;
    for restarts in [false, true] {
        let asked = school.ent.requests().len();
        school.now = paris("2026-11-24 09:00");
        if restarts {
            school.restart().await;
        }
        school.at(paris("2026-11-24 09:00")).await;
        let at_once = school.ent.requests().len();
        school.until(paris("2026-11-24 13:30")).await;
        assert!(asked < at_once && at_once < school.ent.requests().len(), "restarted: {restarts}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_is_added_gets_the_sites_at_once() {
    let mut school = School::start("", paris("2026-11-24 09:00")).await;
    school.at(paris("2026-11-24 09:00")).await;
    let file = school.folder.path().join("config.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n[[targets]]\nid = \"deux\"\ntype = \"fs\"\npath = \"www2\"\n")).unwrap();
    let config = config(school.folder.path(), &school.ent);
    school.daemon.change(config, Now::new(school.now)).unwrap();
    school.at(paris("2026-11-24 09:01")).await;
    assert!(school.folder.path().join("www2/current/6a/index.html").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_ends_during_a_build_is_not_skipped() {
    let mut school = School::start("", paris("2026-11-24 22:00")).await;
    school.at(paris("2026-11-24 22:00")).await;
    let (before, after) = (Now::new(paris("2026-11-24 23:59")), Now::new(paris("2026-11-25 00:01")));
    school.daemon.files_changed(before);
    school.daemon.turn(before).await.unwrap();
    while school.daemon.is_busy() {
        let ended = school.daemon.ended().await;
        school.daemon.take(ended, after).await.unwrap();
    }
    school.at(after.instant()).await;
    let page = school.published("6a/index.html");
    // A build of that day changes nothing more.
    school.daemon.files_changed(after);
    school.at(after.instant()).await;
    assert_eq!(page, school.published("6a/index.html"));
}
