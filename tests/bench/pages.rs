//! How fast a region's biggest school is built: 40 classes over 36 weeks. `cargo bench --bench pages` prints the figures.
//!
//! Everything is made in memory from a make-believe snapshot, so that the figures are those of planning, rendering, minifying
//! and compressing alone. Times are of the processor, on one thread; the peak memory is the process's own (Linux).
#![expect(clippy::disallowed_methods, reason = "a bench prints its figures")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ardoise::artifact::place::Places;
use ardoise::config::Config;
use ardoise::model::audience::Audience;
use ardoise::model::time::Now;
use ardoise::optimise::{compress, html::minify};
use ardoise::plan::{self, Detail, Inputs, Work};
use ardoise::render::{html, theme::Theme};
use cpu_time::ThreadTime;

mod school;

/// What one page costs at each step.
#[derive(Default)]
struct Costs {
    pages: u32,
    bytes: usize,
    plan: Duration,
    render: Duration,
    minify: Duration,
    compress: Duration,
}

fn main() {
    let config = Config::parse(&school::configuration(""), Path::new("."), &(Arc::new(|_: &str| None) as _))
        .expect("the configuration of the bench is right");
    let snapshot = school::snapshot(&config);
    let now = Now::new(school::NOW.parse().expect("an instant"));
    let (media, theme) = (BTreeMap::new(), Theme::new(BTreeMap::new()).expect("the default theme is right"));
    say(&format!(
        "{} classes, {} lessons, {} homework, {} announcements",
        config.classes.len(),
        snapshot.lessons.len(),
        snapshot.homework.len(),
        snapshot.announcements.len()
    ));
    let inputs = Inputs { snapshot: &snapshot, media: &media, config: &config, places: &Places::default(), now };
    let mut costs = Costs::default();
    for site in &config.sites {
        let started = ThreadTime::now();
        let jobs = plan::site(inputs, site, Detail::default());
        costs.plan += started.elapsed();
        for job in &jobs {
            if let Work::Page(page) = &job.work {
                make(page, &theme, &mut costs);
            }
        }
    }
    costs.print();
    one_change(inputs, &theme);
    say(&format!("peak memory: {} MiB", peak_memory() / 1024));
}

fn make(page: &plan::page::Page, theme: &Theme, costs: &mut Costs) -> usize {
    let started = ThreadTime::now();
    let text = html::page(page, theme).expect("a page of the bench can be rendered");
    costs.render += started.elapsed();
    let started = ThreadTime::now();
    let small = minify(&text);
    costs.minify += started.elapsed();
    let started = ThreadTime::now();
    let variants = compress::variants(&small, "text/html; charset=utf-8");
    costs.compress += started.elapsed();
    costs.pages += 1;
    costs.bytes += small.len();
    variants.gzip.map_or(0, |bytes| bytes.len())
}

/// What one changed homework costs: its class is planned again, and the pages whose input differs are made again.
fn one_change(inputs: Inputs<'_>, theme: &Theme) {
    let (class, site) = (&inputs.config.classes[0], &inputs.config.sites[0]);
    let before = plan::site(inputs, site, Detail::default());
    let mut snapshot = inputs.snapshot.clone();
    let due = inputs.now.day(inputs.config.school.zone);
    let meant = Audience::Class(class.id.clone());
    let changed = snapshot.homework.iter_mut().find(|seen| seen.item.audience == meant && seen.item.due_on > due);
    changed.expect("there is homework to come").item.body = ardoise::model::rich_text::RichText::plain("Changé.");
    let started = ThreadTime::now();
    let after = plan::site(Inputs { snapshot: &snapshot, ..inputs }, site, Detail::default());
    let mut costs = Costs { plan: started.elapsed(), ..Costs::default() };
    for job in after.iter().filter(|job| !before.contains(job)) {
        if let Work::Page(page) = &job.work {
            make(page, theme, &mut costs);
        }
    }
    say(&format!("one homework changed: {} pages", costs.pages));
    costs.print();
}

impl Costs {
    fn print(&self) {
        let each = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(self.pages.max(1));
        say(&format!("{} pages, {} bytes a page", self.pages, self.bytes / self.pages.max(1) as usize));
        for (step, time) in
            [("plan", self.plan), ("render", self.render), ("minify", self.minify), ("compress", self.compress)]
        {
            say(&format!("  {step:<8} {:>8.1} µs a page, {:>7.1} ms in all", each(time), time.as_secs_f64() * 1e3));
        }
    }
}

/// In KiB, as Linux tells it.
fn peak_memory() -> u64 {
    let status = ardoise::fs::read_text(Path::new("/proc/self/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("the figures can be printed");
}
