//! Why a job or a printer stands still, as printers tell it (RFC 8011, PWG 5100.x and CUPS).

use serde::{Deserialize, Serialize};

/// One reason that somebody can do something about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No paper.
    MediaEmpty,
    /// Little paper.
    MediaLow,
    /// Another paper is asked for.
    MediaNeeded,
    /// Paper is stuck.
    MediaJam,
    /// No toner or ink.
    TonerEmpty,
    /// Little toner or ink.
    TonerLow,
    /// A cover or door is open.
    CoverOpen,
    /// The paper tray is not in.
    TrayMissing,
    /// The output tray is full or missing.
    OutputFull,
    /// Somebody paused the printer or its queue.
    Paused,
    /// The queue cannot reach the printer.
    Offline,
    /// The printer is being switched off.
    Shutdown,
    /// The printer's memory or disk is full.
    SpoolFull,
    /// The queue waits for the printer, which has other work.
    Busy,
    /// The job waits until the office releases it.
    Held,
    /// Somebody cancelled the job.
    CanceledBySomebody,
    /// The printer gave up.
    AbortedBySystem,
    /// The printer could not read the document.
    DocumentUnreadable,
    /// The queue lacks a program that it needs.
    FilterMissing,
    /// The printer wants a password or a code.
    NotAllowed,
    /// The certificate of the printer is refused by the queue.
    Certificate,
    /// It stopped without telling why.
    Stopped,
    /// The queue handed the job to the printer more than once, as CUPS does when it was killed in the middle.
    Repeated,
    /// Another one, in the printer's word.
    Other(String),
}

/// The keywords of RFC 8011, PWG 5100.9 and 5100.13, and CUPS, without their ending.
const KNOWN: &[(&str, Reason)] = &[
    ("media-empty", Reason::MediaEmpty),
    ("media-supply-empty", Reason::MediaEmpty),
    ("input-tray-empty", Reason::MediaEmpty),
    ("media-low", Reason::MediaLow),
    ("media-needed", Reason::MediaNeeded),
    ("job-waiting-for-media", Reason::MediaNeeded),
    ("media-jam", Reason::MediaJam),
    ("toner-empty", Reason::TonerEmpty),
    ("marker-supply-empty", Reason::TonerEmpty),
    ("toner-low", Reason::TonerLow),
    ("marker-supply-low", Reason::TonerLow),
    ("cover-open", Reason::CoverOpen),
    ("door-open", Reason::CoverOpen),
    ("interlock-open", Reason::CoverOpen),
    ("input-tray-missing", Reason::TrayMissing),
    ("output-area-full", Reason::OutputFull),
    ("output-tray-missing", Reason::OutputFull),
    ("marker-waste-full", Reason::OutputFull),
    ("paused", Reason::Paused),
    ("moving-to-paused", Reason::Paused),
    ("job-suspended", Reason::Paused),
    ("offline", Reason::Offline),
    ("connecting-to-device", Reason::Offline),
    ("timed-out", Reason::Offline),
    ("printer-unreachable", Reason::Offline),
    ("shutdown", Reason::Shutdown),
    ("stopping", Reason::Shutdown),
    ("deactivated", Reason::Shutdown),
    ("spool-area-full", Reason::SpoolFull),
    ("resources-are-not-ready", Reason::Busy),
    ("job-hold-until-specified", Reason::Held),
    ("job-canceled-by-user", Reason::CanceledBySomebody),
    ("job-canceled-by-operator", Reason::CanceledBySomebody),
    ("job-canceled-at-device", Reason::CanceledBySomebody),
    ("aborted-by-system", Reason::AbortedBySystem),
    ("job-canceled-after-timeout", Reason::AbortedBySystem),
    ("submission-interrupted", Reason::AbortedBySystem),
    ("document-format", Reason::DocumentUnreadable),
    ("unsupported-document-format", Reason::DocumentUnreadable),
    ("document-unprintable", Reason::DocumentUnreadable),
    ("unsupported-attributes-or-values", Reason::DocumentUnreadable),
    ("cups-missing-filter", Reason::FilterMissing),
    ("cups-insecure-filter", Reason::FilterMissing),
    ("account-authorization-failed", Reason::NotAllowed),
    ("account-closed", Reason::NotAllowed),
    ("account-info-needed", Reason::NotAllowed),
    ("account-limit-reached", Reason::NotAllowed),
    ("cups-held-for-authentication", Reason::NotAllowed),
    ("job-password-wait", Reason::NotAllowed),
    ("cups-certificate", Reason::Certificate),
    ("cups-pki-invalid", Reason::Certificate),
    ("cups-pki-unknown", Reason::Certificate),
    ("cups-pki-expired", Reason::Certificate),
    ("printer-stopped", Reason::Stopped),
    ("printer-stopped-partly", Reason::Stopped),
    ("stopped-partly", Reason::Stopped),
];

/// Keywords that tell nobody to do anything.
const NOISE: &[&str] = &[
    "none",
    "job-incoming",
    "job-data-insufficient",
    "job-outgoing",
    "job-interpreting",
    "job-queued",
    "job-transforming",
    "job-printing",
    "job-spooling",
    "job-streaming",
    "queued-in-device",
    "queued-for-marker",
    "job-completed-successfully",
    "job-completed-with-warnings",
    "job-completed-with-errors",
    "processing-to-stop-point",
    "job-queued-for-marker",
    "cups-waiting-for-job-completed",
    "service-off-line",
    "printer-is-idle",
    "identify-printer-requested",
    "wifi-not-configured",
    "developer-low",
    "job-restartable",
];

impl Reason {
    /// The reason behind a keyword, whose ending (`-error`, `-warning`, `-report`) only says how grave it is; none for what tells nobody to
    /// do anything.
    pub fn parse(keyword: &str) -> Option<Self> {
        let endings = ["-error", "-warning", "-report"];
        let word = endings.iter().find_map(|end| keyword.strip_suffix(end)).unwrap_or(keyword);
        if NOISE.contains(&word) || word.starts_with("cups-remote-") {
            return None;
        }
        let known = KNOWN.iter().find(|(known, _)| *known == word).map(|(_, reason)| reason.clone());
        Some(known.unwrap_or_else(|| Reason::Other(word.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_the_same_however_grave() {
        for (keyword, reason) in [
            ("media-empty-error", Some(Reason::MediaEmpty)),
            ("media-empty", Some(Reason::MediaEmpty)),
            ("marker-supply-low-warning", Some(Reason::TonerLow)),
            ("offline-report", Some(Reason::Offline)),
            ("none", None),
            ("job-printing", None),
            ("cups-remote-pending", None),
            ("fuser-over-temp-error", Some(Reason::Other("fuser-over-temp".to_owned()))),
        ] {
            assert_eq!(Reason::parse(keyword), reason, "{keyword}");
        }
    }
}
