//! How fast the paper is made: the gazettes of a region's biggest school. `cargo bench --bench papers` prints the figures.
//!
//! Times are what a clock on the wall shows; the peak memory is the process's own (Linux) and never falls. The limit of each
//! figure is printed beside it.
#![expect(clippy::disallowed_methods, reason = "a bench prints its figures")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ardoise::artifact::place::Places;
use ardoise::artifact::sheet::SheetFacts;
use ardoise::artifact::{Digest, FileFacts, Role, SitePath};
use ardoise::config::Config;
use ardoise::model::paper::Profile;
use ardoise::model::rich_text::RichText;
use ardoise::model::time::Now;
use ardoise::plan::gazette::Gazette;
use ardoise::plan::page::Body;
use ardoise::plan::sheets::{SheetJob, SheetWork};
use ardoise::plan::{Inputs, batch, sheets};
use ardoise::render::pdf::{self, Paper, Sheet, office};
use ardoise::render::words::Words;
use chrono::{DateTime, Utc};

mod school;

const PROFILES: [Profile; 4] = Profile::ALL;

/// How many copies of a gazette a class of the batch has.
const COPIES: u32 = 25;

fn main() {
    let papers = PROFILES.map(|profile| format!("[[classes.paper]]\nprofile = \"{profile}\"\n")).concat();
    let config = Config::parse(&school::configuration(&papers), Path::new("."), &(Arc::new(|_: &str| None) as _))
        .expect("the configuration of the bench is right");
    let snapshot = school::snapshot(&config);
    let now = Now::new(school::NOW.parse().expect("an instant"));
    let media = BTreeMap::new();
    let inputs = Inputs { snapshot: &snapshot, media: &media, config: &config, places: &Places::default(), now };
    let jobs: Vec<SheetJob> = config
        .sites
        .iter()
        .filter_map(|site| sheets::of_class(inputs, site, &[]))
        .flat_map(|class| class.jobs)
        .collect();
    let words = Arc::new(Words::new(None).expect("the default words are right"));
    let paper = Paper::new(&BTreeMap::new(), words).expect("the default theme is right");
    let of = |profile: Profile| gazettes(&jobs).filter(move |(_, gazette, _)| gazette.profile == profile);

    say(&format!("peak memory before the first sheet: {} MiB", peak_memory() / 1024));
    let (started, first) = (Instant::now(), of(Profile::Standard).next().expect("a class"));
    make(first.1, &paper);
    say(&format!("first gazette: {}", ms(started.elapsed())));
    let ordinary: Vec<Gazette> = of(Profile::Standard).map(|(_, gazette, _)| ordinary(gazette)).collect();
    warm("warm gazette that fits at once (limit 100 ms)", ordinary.iter(), &paper);
    for profile in PROFILES {
        warm(&format!("warm gazette that is shortened, {profile}"), of(profile).map(|(_, gazette, _)| gazette), &paper);
    }
    school_of(&jobs, &paper);
    eight_pages(first.1, &paper);
    say(&format!("peak memory: {} MiB (limit 128)", peak_memory() / 1024));
    whole_batch(&jobs, &config.school.name, &paper);
    say(&format!("peak memory: {} MiB", peak_memory() / 1024));
}

fn gazettes(jobs: &[SheetJob]) -> impl Iterator<Item = (&SheetJob, &Gazette, DateTime<Utc>)> {
    jobs.iter().filter_map(|job| match &job.work {
        SheetWork::Gazette(gazette, made_at) => Some((job, gazette.as_ref(), *made_at)),
        _ => None,
    })
}

fn make(gazette: &Gazette, paper: &Paper) -> Sheet {
    pdf::gazette(gazette, paper, &BTreeMap::new(), DateTime::UNIX_EPOCH).expect("a gazette of the bench can be made")
}

/// A week with three announcements and what is due in it: it fits its pages as it is.
fn ordinary(gazette: &Gazette) -> Gazette {
    let mut gazette = gazette.clone();
    let sunday = gazette.timetable.week.sunday();
    gazette.announcements.truncate(3);
    gazette.homework.retain(|due| due.day <= sunday);
    gazette
}

/// The median over classes, one after the other.
fn warm<'g>(name: &str, gazettes: impl Iterator<Item = &'g Gazette>, paper: &Paper) {
    let (mut times, mut pages) = (Vec::new(), 0);
    for gazette in gazettes {
        let started = Instant::now();
        pages += make(gazette, paper).pages;
        times.push(started.elapsed());
    }
    times.sort();
    let (median, all): (Duration, Duration) = (times[times.len() / 2], times.iter().sum());
    #[expect(clippy::cast_precision_loss, reason = "a few pages")]
    let speed = pages as f64 / all.as_secs_f64();
    let worst = ms(times[times.len() - 1]);
    say(&format!("{name}: {} (median of {}; worst {worst}), {speed:.0} pages/s", ms(median), times.len()));
}

/// All gazettes of the school, as many at a time as there are processors, as a build makes them.
fn school_of(jobs: &[SheetJob], paper: &Paper) {
    let run = |name: &str, profile: Option<Profile>| {
        let wanted = gazettes(jobs).filter(|(_, gazette, _)| profile.is_none_or(|profile| gazette.profile == profile));
        let wanted: Vec<&Gazette> = wanted.map(|(_, gazette, _)| gazette).collect();
        let (started, next) = (Instant::now(), AtomicUsize::new(0));
        let hand = || {
            let turns = std::iter::from_fn(|| wanted.get(next.fetch_add(1, Ordering::Relaxed)));
            turns.map(|gazette| make(gazette, paper).pages).sum::<usize>()
        };
        let pages: usize = thread::scope(|scope| {
            let threads = thread::available_parallelism().map_or(1, usize::from).min(4);
            let hands: Vec<_> = (0..threads).map(|_| scope.spawn(hand)).collect();
            hands.into_iter().map(|hand| hand.join().expect("a gazette can be made")).sum()
        });
        let time = started.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a few pages")]
        let speed = pages as f64 / time;
        say(&format!("{name}: {pages} pages in {time:.2} s, {speed:.0} pages/s (limit 120)"));
    };
    run("40 classes (limit 5 s)", Some(Profile::Standard));
    run("40 classes in 4 profiles", None);
}

/// Eight pages full of text.
fn eight_pages(gazette: &Gazette, paper: &Paper) {
    let mut gazette = Gazette { max_pages: 8, ..gazette.clone() };
    let long = "Réviser le chapitre, refaire les exercices faits en classe et préparer deux questions pour le cours. ";
    let entry = gazette.announcements[0].clone();
    gazette.announcements = (0..60)
        .map(|number| {
            let body = Body::Full(RichText::plain(&long.repeat(8)));
            ardoise::plan::page::AnnouncementEntry { title: format!("Annonce {number}"), body, ..entry.clone() }
        })
        .collect();
    let started = Instant::now();
    let sheet = make(&gazette, paper);
    say(&format!(
        "{} dense pages: {} bytes (limit 110 000, goal 50 000), {}",
        sheet.pages,
        sheet.bytes.len(),
        ms(started.elapsed())
    ));
}

/// What the office prints: 40 classes, 25 copies of each.
fn whole_batch(jobs: &[SheetJob], school: &str, paper: &Paper) {
    let jobs: Vec<SheetJob> = jobs
        .iter()
        .filter(|job| job.profile == Profile::Standard && matches!(job.work, SheetWork::Gazette(..)))
        .map(|job| SheetJob { copies: COPIES, ..job.clone() })
        .collect();
    let made: BTreeMap<SitePath, Sheet> =
        gazettes(&jobs).map(|(job, gazette, _)| (job.path.clone(), make(gazette, paper))).collect();
    let facts = jobs.iter().map(|job| (job.path.clone(), facts(job, &made[&job.path]))).collect();
    let bytes = made.into_iter().map(|(path, sheet)| (path, sheet.bytes)).collect();
    for job in batch::of_school(school, &jobs, &facts) {
        let SheetWork::Batch(batch, made_at) = &job.work else { continue };
        let started = Instant::now();
        let sheet = office::batch(batch, &bytes, paper, *made_at).expect("the batch can be merged");
        say(&format!(
            "lot.pdf of {} classes with {COPIES} copies: {} pages, {} bytes, {}",
            batch.classes().count(),
            sheet.pages,
            sheet.bytes.len(),
            ms(started.elapsed())
        ));
    }
}

fn facts(job: &SheetJob, sheet: &Sheet) -> SheetFacts {
    let file = FileFacts {
        digest: Digest::of(&sheet.bytes),
        size: sheet.bytes.len() as u64,
        media_type: "application/pdf".to_owned(),
        role: Role::Sheet,
        input: Digest::of(b""),
    };
    SheetFacts {
        file,
        week: job.week,
        kind: job.kind,
        class: job.class.clone(),
        profile: job.profile,
        copies: job.copies,
        pages: sheet.pages,
        data_as_of: job.data_as_of,
    }
}

/// In KiB, as Linux tells it.
fn peak_memory() -> u64 {
    let status = ardoise::fs::read_text(Path::new("/proc/self/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("the figures can be printed");
}
