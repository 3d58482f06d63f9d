//! What real services do to a reader, by name: each is a fault, a move of the clock, or both.

use chrono::TimeDelta;

use super::{Ent, Fault, Service};

/// A situation that a reader meets sooner or later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// An error that comes with status 200: Moodle, ÉcoleDirecte.
    ErrorWith200,
    /// A login page with status 200: the session is over, a captive portal, Pronote in summer.
    HtmlInsteadOfData,
    /// 401 until a new token is asked for.
    RefusedUntilRenewed,
    /// 503 with a delay in its header and in its body.
    UnavailableForAWhile,
    /// 509: a quota is used up.
    QuotaUsedUp,
    /// A plain text with status 200: the address is suspended (Pronote).
    AddressSuspended,
    /// The same content in other bytes: export dates, identifiers that change each time.
    SameContentOtherBytes,
    /// Items leave the window without being deleted.
    ItemsLeaveTheWindow,
    /// Titles, subjects, rooms and texts that are null or empty.
    NullFields,
    /// Something is published while the pages of a list are read.
    GrowingPages,
    /// Half of the body, with a length that says that it is all.
    TruncatedBody,
    /// A body that comes drop by drop.
    SlowDrip,
    /// The connection breaks in the middle, each time.
    ResetInMidDownload,
    /// The connection breaks once; the rest can be asked for.
    ResetOnce,
    /// Files lie on another host.
    FilesElsewhere,
    /// Names of files with accents in two forms, slashes, 300 bytes, and twice the same.
    HardFileNames,
    /// The text in ISO-8859-1.
    Latin1,
    /// The text in UTF-16.
    Utf16,
    /// A byte order mark before the text.
    ByteOrderMark,
    /// The clocks go back, the clocks go forward, week 53.
    ClockChanges,
    /// The password was changed: the secret address or the token is dead.
    PasswordRotated,
    /// The connection is refused.
    Refused,
    /// The service fails.
    ServerError,
    /// Too many requests.
    TooManyRequests,
    /// The page is not there any more.
    Gone,
    /// A body that never ends.
    EndlessBody,
    /// Nothing at all, with status 200.
    BlankBody,
    /// Everything that a careful reader survives, in the midst of what is sound.
    Malformed,
    /// The service names things otherwise since its last version.
    SchemaDrift,
}

/// The days on which clocks and calendars are odd, at 8 h in Paris or near it.
pub const ODD_DAYS: [&str; 4] =
    ["2026-10-25T07:00:00Z", "2026-10-26T07:00:00Z", "2026-12-31T07:00:00Z", "2027-03-28T06:00:00Z"];

impl Scenario {
    /// All of them.
    pub const ALL: [Scenario; 29] = [
        Scenario::ErrorWith200,
        Scenario::HtmlInsteadOfData,
        Scenario::RefusedUntilRenewed,
        Scenario::UnavailableForAWhile,
        Scenario::QuotaUsedUp,
        Scenario::AddressSuspended,
        Scenario::SameContentOtherBytes,
        Scenario::ItemsLeaveTheWindow,
        Scenario::NullFields,
        Scenario::GrowingPages,
        Scenario::TruncatedBody,
        Scenario::SlowDrip,
        Scenario::ResetInMidDownload,
        Scenario::ResetOnce,
        Scenario::FilesElsewhere,
        Scenario::HardFileNames,
        Scenario::Latin1,
        Scenario::Utf16,
        Scenario::ByteOrderMark,
        Scenario::ClockChanges,
        Scenario::PasswordRotated,
        Scenario::Refused,
        Scenario::ServerError,
        Scenario::TooManyRequests,
        Scenario::Gone,
        Scenario::EndlessBody,
        Scenario::BlankBody,
        Scenario::Malformed,
        Scenario::SchemaDrift,
    ];

    /// What the ENT plays.
    pub fn fault(self) -> Option<Fault> {
        Some(match self {
            Scenario::ErrorWith200 => Fault::ErrorBody,
            Scenario::HtmlInsteadOfData => Fault::LoginPage,
            Scenario::RefusedUntilRenewed => Fault::ExpiredToken,
            Scenario::UnavailableForAWhile => Fault::Unavailable(120),
            Scenario::QuotaUsedUp => Fault::Status(509),
            Scenario::AddressSuspended => Fault::Suspended,
            Scenario::NullFields => Fault::Nulls,
            Scenario::GrowingPages => Fault::Growing,
            Scenario::TruncatedBody => Fault::Truncated,
            Scenario::SlowDrip => Fault::SlowDrip,
            Scenario::ResetInMidDownload => Fault::Broken,
            Scenario::ResetOnce => Fault::BrokenOnce,
            Scenario::FilesElsewhere => Fault::FilesAt("http://127.0.0.1:9/elsewhere".to_owned()),
            Scenario::HardFileNames => Fault::HardNames,
            Scenario::Latin1 => Fault::Latin1,
            Scenario::Utf16 => Fault::Utf16,
            Scenario::ByteOrderMark => Fault::ByteOrderMark,
            Scenario::PasswordRotated => Fault::Rotated,
            Scenario::Refused => Fault::Refuse,
            Scenario::ServerError => Fault::Status(500),
            Scenario::TooManyRequests => Fault::RetryAfter(120),
            Scenario::Gone => Fault::Status(404),
            Scenario::EndlessBody => Fault::HugeBody,
            Scenario::BlankBody => Fault::Blank,
            Scenario::Malformed => Fault::Malformed,
            Scenario::SchemaDrift => Fault::Drift,
            Scenario::SameContentOtherBytes | Scenario::ItemsLeaveTheWindow | Scenario::ClockChanges => return None,
        })
    }

    /// How far the clock of the ENT and of its reader goes on.
    pub fn wait(self) -> TimeDelta {
        match self {
            Scenario::ItemsLeaveTheWindow => TimeDelta::days(7),
            _ => TimeDelta::minutes(5),
        }
    }
}

impl Ent {
    /// Plays a scenario upon everything; [`Ent::play`] with [`Service::Everything`] and no fault ends it.
    pub fn perform(&self, scenario: Scenario) {
        self.play(Service::Everything, scenario.fault());
    }
}
