//! What the office is told. Every state, reason and trouble has its own words: the compiler asks for them.

use crate::artifact::sheet::{SheetClass, SheetKind};
use crate::ledger::{Entry, Intent, JobKey, Proof, Reason, State};
use crate::model::id::PrinterId;
use crate::model::paper::Profile;
use crate::pipeline::print::line::Line;
use crate::print::options::Remark;
use crate::print::trouble::Trouble;
use crate::render::words::{Value, Words};
use crate::report::print::{Outcome, PaperCount, WeekCoverage};

/// The longest label of a class in a job's name: simple printers keep 127 bytes of it.
const LONGEST_LABEL: usize = 20;

/// The catalogue, speaking of printing.
#[derive(Debug)]
pub(super) struct French<'w> {
    pub(super) words: &'w Words,
}

impl French<'_> {
    /// The name of a job; holds the key by which it is found again.
    pub(super) fn job_name(&self, intent: &Intent, key: &JobKey) -> String {
        let label = self.label(intent.class.as_ref().map(|class| class.label.as_str()));
        let label: String = label.chars().take(LONGEST_LABEL).collect();
        let values = [
            ("class", Value::from(label)),
            ("kind", Value::from(self.kind(intent.kind))),
            ("week", Value::from(intent.week.number())),
            ("profile", Value::from(intent.profile.as_str())),
            ("key", Value::from(format!("{}-{}", intent.digest.short(), key.as_str()))),
        ];
        let name = match intent.kind {
            SheetKind::Gazette => self.words.fill("print-job-gazette", &values),
            _ => self.words.fill("print-job", &values),
        };
        // A school may have its own message, and the job must be found again all the same.
        if name.contains(key.as_str()) { name } else { format!("{name} {}", key.as_str()) }
    }

    /// A sentence about a sheet: which one, then what.
    pub(super) fn about(
        &self,
        class: Option<&SheetClass>,
        (kind, profile): (SheetKind, Profile),
        what: &str,
    ) -> String {
        let values = [
            ("class", Value::from(self.label(class.map(|class| class.label.as_str())))),
            ("kind", Value::from(self.kind(kind))),
            ("profile", Value::from(profile.as_str())),
        ];
        let sheet = self.words.fill("print-sheet", &values);
        self.words.fill("print-about", &[("sheet", Value::from(sheet)), ("what", Value::from(what))])
    }

    /// What is done with a sheet.
    pub(super) fn line(&self, line: &Line) -> String {
        let copies = [("copies", Value::from(line.sheet.copies))];
        let what = match line.sheet.outcome {
            Outcome::WouldPrint => self.words.fill("print-would-print", &copies),
            Outcome::Sent if line.trouble.is_some() => self.words.say("print-doubtful"),
            Outcome::Sent => self.words.fill("print-sent", &copies),
            Outcome::Underway => self.words.say("print-underway"),
            Outcome::AlreadyPrinted => self.words.say("print-already"),
            Outcome::ChangedSince => self.words.say("print-changed"),
            Outcome::Ended => self.words.say("print-ended"),
            Outcome::Uncertain if line.job.is_none() => self.words.say("print-lost"),
            Outcome::Uncertain => self.words.say("print-uncertain"),
            Outcome::Stale => self.words.say("print-stale"),
            Outcome::Refused => self.words.say("print-refused"),
            Outcome::Missing => self.words.say("print-missing"),
            Outcome::NoPrinter => self.words.say("print-no-printer"),
            Outcome::Released => self.words.say("print-released"),
            Outcome::Canceled => self.words.say("print-taken-back"),
        };
        let why = line.trouble.iter().map(|trouble| self.trouble(trouble));
        let what = [what].into_iter().chain(why).collect::<Vec<_>>().join(" ");
        self.about(line.class.as_ref(), (line.sheet.kind, line.sheet.profile), &what)
    }

    /// After a trial.
    pub(super) fn trial(&self) -> String {
        self.words.say("print-trial")
    }

    /// When watching ends before the printer does.
    pub(super) fn not_out_yet(&self) -> String {
        self.words.say("print-not-out-yet")
    }

    /// When nothing is to be done.
    pub(super) fn nothing(&self) -> String {
        self.words.say("print-nothing")
    }

    /// When a printer does not answer.
    pub(super) fn silent(&self, printer: &PrinterId, trouble: &Trouble) -> String {
        let values = [("printer", Value::from(printer.as_str())), ("what", Value::from(self.trouble(trouble)))];
        self.words.fill("print-printer", &values)
    }

    /// How a job stands.
    pub(super) fn state(&self, entry: &Entry) -> String {
        let copies = [("copies", Value::from(entry.intent.copies))];
        let said = match (entry.state, entry.proof) {
            (State::Completed, Some(Proof::Printer) | None) => self.words.fill("print-completed", &copies),
            (State::Completed, Some(Proof::Queue)) => self.words.say("print-completed-queue"),
            (State::Completed, Some(Proof::Folder)) => self.words.fill("print-completed-folder", &copies),
            (State::Intended | State::Uncertain, _) => self.words.say("print-uncertain"),
            (State::Refused, _) => self.words.say("print-refused"),
            (State::Waiting, _) => self.words.say("print-waiting"),
            (State::Held, _) => self.words.say("print-held"),
            (State::Printing, _) => self.words.say("print-printing"),
            (State::Stopped, _) => self.words.say("print-stopped"),
            (State::Canceled, _) => self.words.say("print-canceled"),
            (State::Aborted, _) => self.words.say("print-aborted"),
        };
        let reasons = entry.reasons.iter().filter(|reason| entry.state != State::Held || **reason != Reason::Held);
        let reasons: Vec<String> = reasons.map(|reason| self.reason(reason)).collect();
        [vec![said], reasons].concat().join(" ")
    }

    /// Why a printer or a job stands still.
    pub(super) fn reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::MediaEmpty => self.words.say("print-media-empty"),
            Reason::MediaLow => self.words.say("print-media-low"),
            Reason::MediaNeeded => self.words.say("print-media-needed"),
            Reason::MediaJam => self.words.say("print-media-jam"),
            Reason::TonerEmpty => self.words.say("print-toner-empty"),
            Reason::TonerLow => self.words.say("print-toner-low"),
            Reason::CoverOpen => self.words.say("print-cover-open"),
            Reason::TrayMissing => self.words.say("print-tray-missing"),
            Reason::OutputFull => self.words.say("print-output-full"),
            Reason::Paused => self.words.say("print-paused"),
            Reason::Offline => self.words.say("print-offline"),
            Reason::Shutdown => self.words.say("print-shutdown"),
            Reason::SpoolFull => self.words.say("print-spool-full"),
            Reason::Busy => self.words.say("print-busy"),
            Reason::Held => self.words.say("print-waits-for-release"),
            Reason::CanceledBySomebody => self.words.say("print-canceled-by-somebody"),
            Reason::AbortedBySystem => self.words.say("print-aborted-by-system"),
            Reason::DocumentUnreadable => self.words.say("print-document-unreadable"),
            Reason::FilterMissing => self.words.say("print-filter-missing"),
            Reason::NotAllowed => self.words.say("print-not-allowed"),
            Reason::Certificate => self.words.say("print-certificate-behind"),
            Reason::Stopped => self.words.say("print-printer-stopped"),
            Reason::Repeated => self.words.say("print-repeated"),
            Reason::Other(word) => self.words.fill("print-other-reason", &[("word", Value::from(word.as_str()))]),
        }
    }

    /// Why a printer cannot be used.
    pub(super) fn trouble(&self, trouble: &Trouble) -> String {
        match trouble {
            Trouble::Configuration => self.words.say("print-wrong-configuration"),
            Trouble::Unreachable => self.words.say("print-unreachable"),
            Trouble::NoAnswer => self.words.say("print-no-answer"),
            Trouble::Certificate => self.words.say("print-certificate"),
            Trouble::Credentials => self.words.say("print-credentials"),
            Trouble::NoQueue => self.words.say("print-no-queue"),
            Trouble::Busy => self.words.say("print-too-busy"),
            Trouble::NotAccepting => self.words.say("print-not-accepting"),
            Trouble::Attributes(names) => {
                self.words.fill("print-attributes", &[("names", Value::from(names.join(", ")))])
            }
            Trouble::NoPdf => self.words.say("print-no-pdf"),
            Trouble::TooManyCopies(most) => self.words.fill("print-too-many-copies", &[("most", Value::from(*most))]),
            Trouble::NoHold => self.words.say("print-no-hold"),
            Trouble::Refused(words) => self.words.fill("print-refuses", &[("words", Value::from(words.as_str()))]),
            Trouble::NoPrinter => self.words.say("print-no-printer-there"),
            Trouble::Folder => self.words.say("print-folder"),
        }
    }

    /// What will not be as it should.
    pub(super) fn remark(&self, remark: Remark) -> String {
        match remark {
            Remark::OneSided => self.words.say("print-one-sided"),
            Remark::NoA4 => self.words.say("print-no-a4"),
        }
    }

    /// The sum of a run.
    pub(super) fn sum(&self, count: PaperCount) -> String {
        let values = [
            ("paper", Value::from(count.paper)),
            ("copies", Value::from(count.copies)),
            ("pages", Value::from(count.pages)),
        ];
        self.words.fill("print-sum", &values)
    }

    /// The sum of one class.
    pub(super) fn sum_of_class(&self, label: Option<&str>, count: PaperCount) -> String {
        let values = [
            ("class", Value::from(self.label(label))),
            ("paper", Value::from(count.paper)),
            ("copies", Value::from(count.copies)),
            ("pages", Value::from(count.pages)),
        ];
        self.words.fill("print-sum-of-class", &values)
    }

    /// The paper coverage of a week.
    pub(super) fn coverage(&self, week: &WeekCoverage) -> String {
        let values = [
            ("week", Value::from(week.week.number())),
            ("on-paper", Value::from(week.on_paper)),
            ("homework", Value::from(week.homework)),
            ("percent", Value::from(100 * week.on_paper / week.homework.max(1))),
        ];
        self.words.fill("print-coverage", &values)
    }

    fn label(&self, label: Option<&str>) -> String {
        label.map_or_else(|| self.words.say("print-all-classes"), str::to_owned)
    }

    fn kind(&self, kind: SheetKind) -> String {
        match kind {
            SheetKind::Gazette => self.words.say("print-kind-gazette"),
            SheetKind::Correction => self.words.say("print-kind-correction"),
            SheetKind::Access => self.words.say("print-kind-access"),
            SheetKind::Poster => self.words.say("print-kind-poster"),
            SheetKind::Notice => self.words.say("print-kind-notice"),
            SheetKind::Batch => self.words.say("print-kind-batch"),
            SheetKind::Slip => self.words.say("print-kind-slip"),
        }
    }
}
