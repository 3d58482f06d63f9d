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
    /// Another one, in the printer's word.
    Other(String),
}

impl Reason {
    /// The reason behind a keyword; none for what tells nobody to do anything.
    pub fn parse(keyword: &str) -> Option<Self> {
        let severities = ["-error", "-warning", "-report"];
        let word = severities.iter().find_map(|end| keyword.strip_suffix(end)).unwrap_or(keyword);
        Some(match word {
            "media-empty" | "media-supply-empty" | "input-tray-empty" => Reason::MediaEmpty,
            "media-low" => Reason::MediaLow,
            "media-needed" | "job-waiting-for-media" => Reason::MediaNeeded,
            "media-jam" => Reason::MediaJam,
            "toner-empty" | "marker-supply-empty" => Reason::TonerEmpty,
            "toner-low" | "marker-supply-low" => Reason::TonerLow,
            "cover-open" | "door-open" | "interlock-open" => Reason::CoverOpen,
            "input-tray-missing" => Reason::TrayMissing,
            "output-area-full" | "output-tray-missing" | "marker-waste-full" => Reason::OutputFull,
            "paused" | "moving-to-paused" | "job-suspended" => Reason::Paused,
            "offline" | "connecting-to-device" | "timed-out" | "printer-unreachable" => Reason::Offline,
            "shutdown" | "stopping" | "deactivated" => Reason::Shutdown,
            "spool-area-full" => Reason::SpoolFull,
            "resources-are-not-ready" => Reason::Busy,
            "job-hold-until-specified" => Reason::Held,
            "job-canceled-by-user" | "job-canceled-by-operator" | "job-canceled-at-device" => {
                Reason::CanceledBySomebody
            }
            "aborted-by-system" | "job-canceled-after-timeout" | "submission-interrupted" => Reason::AbortedBySystem,
            "document-format-error"
            | "unsupported-document-format"
            | "document-unprintable"
            | "unsupported-attributes-or-values" => Reason::DocumentUnreadable,
            "cups-missing-filter" | "cups-insecure-filter" => Reason::FilterMissing,
            "account-authorization-failed"
            | "account-closed"
            | "account-info-needed"
            | "account-limit-reached"
            | "cups-held-for-authentication"
            | "job-password-wait" => Reason::NotAllowed,
            "cups-certificate" | "cups-pki-invalid" | "cups-pki-unknown" | "cups-pki-expired" => Reason::Certificate,
            "printer-stopped" | "printer-stopped-partly" | "stopped-partly" => Reason::Stopped,
            "none"
            | "job-incoming"
            | "job-data-insufficient"
            | "job-outgoing"
            | "job-interpreting"
            | "job-queued"
            | "job-transforming"
            | "job-printing"
            | "job-spooling"
            | "job-streaming"
            | "queued-in-device"
            | "queued-for-marker"
            | "job-completed-successfully"
            | "job-completed-with-warnings"
            | "job-completed-with-errors"
            | "processing-to-stop-point"
            | "job-queued-for-marker"
            | "cups-waiting-for-job-completed"
            | "service-off-line"
            | "printer-is-idle"
            | "identify-printer-requested"
            | "wifi-not-configured"
            | "developer-low"
            | "job-restartable" => return None,
            other if other.starts_with("cups-remote-") => return None,
            other => Reason::Other(other.to_owned()),
        })
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
