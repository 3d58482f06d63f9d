//! Announcements (actualités).

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::model::attachment::Attachment;
use crate::model::audience::Audience;
use crate::model::id::AttachmentId;
use crate::model::rich_text::{Address, RichText};

/// How long news stay that have no end and are listed by day. A feed lists its last entries only, and says nothing of those before.
pub const LISTED: Days = Days::new(60);

/// A piece of news. Its author is never part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// For whom it is.
    pub audience: Audience,
    /// The title.
    pub title: String,
    /// A short form in plain text.
    pub summary: Option<String>,
    /// The whole text, when the source let us read it.
    pub body: Option<RichText>,
    /// From when it may be shown; without it, from when it is first seen.
    pub published_at: Option<DateTime<Utc>>,
    /// From when it must no longer be shown.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether it is about the service itself (an outage, a closure): shown before everything else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub service: bool,
    /// Whether it comes first ("à la une").
    pub headline: bool,
    /// The rubrics it is filed under.
    pub categories: Vec<String>,
    /// The picture that illustrates it.
    pub illustration: Option<AttachmentId>,
    /// Its files and pictures.
    pub attachments: Vec<Attachment>,
    /// Where it is in the ENT.
    pub address: Option<Address>,
    /// What its readers are asked to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
}

/// What an announcement asks families to send back (coupon-réponse).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The last day to give it back.
    pub by: Option<NaiveDate>,
    /// The answers to tick; none when a signature is all that is asked for.
    pub choices: Vec<String>,
}

impl Announcement {
    /// Whether it may be shown at that instant.
    pub fn is_live(&self, instant: DateTime<Utc>) -> bool {
        self.published_at.is_none_or(|start| start <= instant) && self.expires_at.is_none_or(|end| instant < end)
    }
}
