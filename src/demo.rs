//! A make-believe ENT on loopback: the Collège des Tilleuls, for a first try without any account and for tests.
//!
//! It speaks the protocols of the real services (esup-publisher's feeds and pages, Pronote's iCalendar export), with their
//! traps. What it says depends on the moment it is given and on absolute days only: the same day always has the same
//! content. It shares no code with the readers of these protocols, because a misreading shared by both sides would prove
//! nothing. It can play faults ([`Ent::play`]) and what real services do by name ([`Ent::perform`]), change its mind as schools do ([`Ent::amend`]), and tells what a faithful
//! reader must have found ([`Ent::truth`]).

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

mod around;
mod asked;
mod calendar;
mod chance;
mod changes;
mod cloud;
mod faults;
mod feeds;
mod files;
mod hostile;
mod ical;
mod lessons;
mod line;
mod moodle;
mod news;
mod notebook;
mod occasions;
mod page;
mod portal;
mod reply;
mod route;
mod scenario;
mod school;
mod server;
mod strange;
mod truth;
mod words;
mod year;

pub use faults::Fault;
pub use scenario::{ODD_DAYS, Scenario};
pub use truth::{Truth, TruthAnnouncement, TruthChange, TruthClass, TruthHomework, TruthLesson};

use calendar::View;
use school::School;

/// The port on which the demonstration's ENT is found again.
const HOME_PORT: u16 = 8459;

/// A running make-believe ENT. Dropping it stops it.
#[derive(Debug)]
pub struct Ent {
    address: String,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
}

/// A part of the ENT that can play a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Service {
    /// Both feeds.
    News,
    /// The page of one announcement.
    Item(u64),
    /// An image or an attachment, by its file name.
    File(String),
    /// The calendar of a class, by its id, and those of its groups.
    Ical(String),
    /// The agenda on a shared server.
    Agenda,
    /// The feed of the school's site.
    Site,
    /// The ministry's calendar.
    SchoolCalendar,
    /// All of it.
    Everything,
}

/// What a school does after having published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amendment {
    /// A teacher rewrites a homework; `subject` is Pronote's label, `text` the new HTML.
    RewriteHomework {
        /// The class id.
        class: String,
        /// The subject as Pronote labels it.
        subject: String,
        /// The day it is due.
        due: NaiveDate,
        /// The new text, in HTML.
        text: String,
    },
    /// A teacher deletes a homework.
    RemoveHomework {
        /// The class id.
        class: String,
        /// The subject as Pronote labels it.
        subject: String,
        /// The day it is due.
        due: NaiveDate,
    },
    /// The lessons of a class that start at an instant leave the timetable.
    RemoveLesson {
        /// The class id.
        class: String,
        /// When the lesson starts.
        start: DateTime<Utc>,
    },
    /// All lessons of a class leave the timetable, from a day to another, both included.
    RemoveLessons {
        /// The class id.
        class: String,
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// An announcement is withdrawn.
    WithdrawAnnouncement(u64),
    /// An announcement gets another title; it counts as modified now.
    EditAnnouncement {
        /// Its number.
        id: u64,
        /// The new title.
        title: String,
    },
}

/// A request that the ENT received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD`, or something that a reader must never use.
    pub method: String,
    /// The path, without the query, which holds secrets.
    pub path: String,
    /// The User-Agent.
    pub user_agent: Option<String>,
    /// `if-none-match` and the like, with their values.
    pub conditional: BTreeMap<String, String>,
    /// Whether it changes nothing at the ENT, whatever its method.
    pub harmless: bool,
    /// The status of the answer; `None` when the connection was closed without one.
    pub status: Option<u16>,
}

/// What the server and its owner share.
#[derive(Debug)]
struct Shared {
    school: School,
    address: String,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    view: View,
    faults: Vec<(Service, Fault)>,
    /// The addresses that a fault has struck since it is played.
    struck: BTreeSet<String>,
    requests: Vec<Request>,
}

impl Ent {
    /// Starts the ENT on a free port of 127.0.0.1, at the moment `now`.
    ///
    /// # Errors
    ///
    /// When no port can be opened, or when an embedded data file is not well formed.
    pub async fn start(now: DateTime<Utc>) -> io::Result<Self> {
        Self::listen(TcpListener::bind(("127.0.0.1", 0)).await?, now)
    }

    /// Starts the ENT where it was the last time, if that port is still free: what links to it stays the same.
    ///
    /// # Errors
    ///
    /// As [`Ent::start`].
    pub async fn start_at_home(now: DateTime<Utc>) -> io::Result<Self> {
        match TcpListener::bind(("127.0.0.1", HOME_PORT)).await {
            Ok(listener) => Self::listen(listener, now),
            Err(_) => Self::start(now).await,
        }
    }

    fn listen(listener: TcpListener, now: DateTime<Utc>) -> io::Result<Self> {
        let address = format!("http://{}", listener.local_addr()?);
        let view = View { now, amendments: Vec::new() };
        let state = Mutex::new(State { view, faults: Vec::new(), struck: BTreeSet::new(), requests: Vec::new() });
        let shared = Arc::new(Shared { school: School::read()?, address: address.clone(), state });
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(server::serve(listener, Arc::clone(&shared), stopped));
        Ok(Self { address, shared, stop: Some(stop), served: Some(served) })
    }

    /// `http://127.0.0.1:PORT`.
    pub fn address(&self) -> String {
        self.address.clone()
    }

    /// What the operator would put into the environment: `ENT_PORTAL`, `ENT_CLIENT_SECRET` for the machine client `ardoise`,
    /// `EDT_6A_URL` to `EDT_3B_URL`, the same for the two groups of each class (`EDT_6A_GR1_URL`), and what the school has beside
    /// its ENT (`AGENDA_URL`, `SITE_FEED_URL`, `SCHOOL_CALENDAR_URL`, `MOODLE_URL` with `MOODLE_TOKEN`, `CLOUD_URL` with
    /// `CLOUD_PASSWORD` for the account `ardoise`).
    pub fn secrets(&self) -> BTreeMap<String, String> {
        let classes = self.shared.school.facts.classes.iter();
        let urls = classes.map(|class| (format!("EDT_{}_URL", class.label), route::ical_url(&self.address, &class.id)));
        let groups = self.shared.school.facts.classes.iter().flat_map(|class| {
            let group = |number| format!("EDT_{}_GR{number}_URL", class.label);
            [1, 2].map(|number| (group(number), route::group_url(&self.address, &class.id, number)))
        });
        let others = [
            ("ENT_PORTAL", String::new()),
            ("AGENDA_URL", route::agenda_path()),
            ("SITE_FEED_URL", "/site/feed/".to_owned()),
            ("SCHOOL_CALENDAR_URL", "/vacances/calendrier.csv".to_owned()),
            ("MOODLE_URL", "/moodle".to_owned()),
            ("CLOUD_URL", cloud::PATH.to_owned()),
        ];
        let others = others.map(|(name, path)| (name.to_owned(), format!("{}{path}", self.address)));
        let secrets = [
            ("ENT_CLIENT_SECRET", portal::client_secret(&self.shared.school.facts)),
            ("MOODLE_TOKEN", moodle::token()),
            ("CLOUD_PASSWORD", cloud::password()),
        ];
        let secrets = secrets.map(|(name, secret)| (name.to_owned(), secret));
        urls.chain(groups).chain(others).chain(secrets).collect()
    }

    /// Moves the ENT's clock.
    pub fn set_now(&self, now: DateTime<Utc>) {
        self.shared.lock().view.now = now;
    }

    /// From now on `service` plays `fault`, or works again. Healing [`Service::Everything`] heals all.
    pub fn play(&self, service: Service, fault: Option<Fault>) {
        let mut state = self.shared.lock();
        state.struck.clear();
        let faults = &mut state.faults;
        let heals_all = service == Service::Everything && fault.is_none();
        faults.retain(|(other, _)| !heals_all && *other != service);
        faults.extend(fault.map(|fault| (service, fault)));
    }

    /// Changes what was published.
    pub fn amend(&self, amendment: Amendment) {
        self.shared.lock().view.amendments.push(amendment);
    }

    /// All requests received, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().requests.clone()
    }

    /// Forgets the requests received, while none is under way: in a year they would fill the memory.
    pub fn forget_requests(&self) {
        self.shared.lock().requests.clear();
    }

    /// What a reader should be able to find now when nothing plays a fault.
    pub fn truth(&self) -> Truth {
        let view = self.shared.lock().view.clone();
        truth::of(&self.shared.school, &view)
    }

    /// The same for one class; `None` when the school has no class of that id.
    pub fn truth_of_class(&self, id: &str) -> Option<TruthClass> {
        let view = self.shared.lock().view.clone();
        let school = &self.shared.school;
        let class = school.facts.classes.iter().find(|class| class.id == id)?;
        Some(truth::of_class(school, class, &view))
    }

    /// The same for the announcements.
    pub fn truth_of_news(&self) -> Vec<TruthAnnouncement> {
        let view = self.shared.lock().view.clone();
        truth::of_news(&self.shared.school, &view)
    }

    /// Stops the ENT, and waits until its port is closed.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        if let Some(mut served) = self.served.take()
            && tokio::time::timeout(Duration::from_millis(500), &mut served).await.is_err()
        {
            served.abort();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
