//! The calls: a closed list of functions, none of which changes anything, and the files.

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use url::Url;

use crate::config::source::moodle::Moodle as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::{self, Access, Client, Question, Target};
use crate::model::attachment::Attachment;
use crate::model::rich_text::Address;
use crate::sources::moodle::wire::{
    Assignments, Discussion, Discussions, Events, Failure, FileFailure, Forum, SiteInfo, Warning,
};

const LARGEST: u64 = 16 << 20;
const SITE_INFO: &str = "core_webservice_get_site_info";
const ASSIGNMENTS: &str = "mod_assign_get_assignments";
const EVENTS: &str = "core_calendar_get_calendar_events";
const FORUMS: &str = "mod_forum_get_forums_by_courses";
const DISCUSSIONS: &str = "mod_forum_get_forum_discussions";

/// All that is ever called. An administrator allows these to the token, and no other.
pub(super) const FUNCTIONS: [&str; 5] = [SITE_INFO, ASSIGNMENTS, EVENTS, FORUMS, DISCUSSIONS];

/// How many discussions are asked for at once, and how often.
const PAGE: usize = 50;
const MOST_PAGES: usize = 10;

/// The path of files, as a reader with an account opens them, and as a token does.
const FOR_READERS: &str = "/pluginfile.php/";
const FOR_TOKENS: &str = "/webservice/pluginfile.php/";

/// A Moodle with what lets us in.
#[derive(Debug)]
pub(super) struct Service<'s> {
    client: &'s Client,
    /// With a slash at its end.
    pub(super) base: Url,
    token: SecretString,
    pub(super) id: &'s str,
}

/// The discussions of a forum.
#[derive(Debug)]
pub(super) struct Thread {
    pub(super) discussions: Vec<Discussion>,
    pub(super) warnings: Vec<Warning>,
    /// Whether there may be more.
    pub(super) cut: bool,
}

impl<'s> Service<'s> {
    pub(super) fn new(settings: &Settings, client: &'s Client, id: &'s str) -> Result<Self> {
        let mut base = http::address(&settings.url.resolve()?, id)?;
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        base.set_query(None);
        base.set_fragment(None);
        Ok(Service { client, base, token: settings.token.resolve()?, id })
    }

    /// Whether the token is good for all that is called.
    pub(super) async fn check(&self) -> Result<()> {
        let info: SiteInfo = self.call(SITE_INFO, &[]).await?;
        let missing = |name: &&&str| !info.functions.iter().any(|function| function.name == ***name);
        let missing: Vec<String> = FUNCTIONS.iter().filter(missing).map(|name| format!("`{name}`")).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let message = format!("the token of `{}` may not call {}", self.id, missing.join(", "));
        Err(Error::new(Kind::Credentials, message))
    }

    pub(super) async fn assignments(&self, courses: &[u32]) -> Result<Assignments> {
        self.call(ASSIGNMENTS, &indexed("courseids", courses)).await
    }

    pub(super) async fn events(&self, courses: &[u32], window: (DateTime<Utc>, DateTime<Utc>)) -> Result<Events> {
        let mut parameters = indexed("events[courseids]", courses);
        for (name, value) in [("userevents", 0), ("siteevents", 0), ("ignorehidden", 1)] {
            parameters.push((format!("options[{name}]"), value.to_string()));
        }
        parameters.push(("options[timestart]".to_owned(), window.0.timestamp().to_string()));
        parameters.push(("options[timeend]".to_owned(), window.1.timestamp().to_string()));
        self.call(EVENTS, &parameters).await
    }

    pub(super) async fn forums(&self, courses: &[u32]) -> Result<Vec<Forum>> {
        self.call(FORUMS, &indexed("courseids", courses)).await
    }

    /// The discussions of a forum, page by page until one is not full. A thread that moved to a later page meanwhile is told once.
    pub(super) async fn discussions(&self, forum: &Forum) -> Result<Thread> {
        let mut thread = Thread { discussions: Vec::new(), warnings: Vec::new(), cut: true };
        for page in 0..MOST_PAGES {
            let fixed = [("forumid", forum.id.to_string()), ("page", page.to_string()), ("perpage", PAGE.to_string())];
            let parameters = fixed.map(|(name, value)| (name.to_owned(), value));
            let found: Discussions = self.call(DISCUSSIONS, &parameters).await?;
            let full = found.discussions.len() >= PAGE;
            thread.warnings.extend(found.warnings);
            for discussion in found.discussions {
                if thread.discussions.iter().all(|known| known.thread != discussion.thread) {
                    thread.discussions.push(discussion);
                }
            }
            if !full {
                thread.cut = false;
                break;
            }
        }
        Ok(thread)
    }

    /// The bytes of a file. Moodle says with status 200 that it gives none.
    pub(super) async fn file(&self, address: &Address, attachment: &Attachment, limit: u64) -> Result<Vec<u8>> {
        let found = Url::parse(address.as_str()).map_err(|_| self.strange(&attachment.name, "has no address"))?;
        if attachment.size.is_some_and(|size| size > limit) {
            return Err(self.strange(&attachment.name, &format!("is larger than {limit} bytes")));
        }
        let own = self.for_tokens(&found);
        let access = own.as_ref().map(|_| Access::Parameter { name: "token", value: self.token.clone() });
        let asked = own.unwrap_or(found);
        let question = Question::file(Target::Found(&asked, &self.base), limit);
        let body = self.client.whole(&question.with(access.as_ref())).await?;
        if access.is_some()
            && let Ok(failure) = serde_json::from_slice::<FileFailure>(&body.bytes)
        {
            return Err(self.failed("a file", &failure.errorcode));
        }
        if attachment.size.is_some_and(|size| size != body.bytes.len() as u64) {
            return Err(self.strange(&attachment.name, "has not the size that its course says"));
        }
        Ok(body.bytes)
    }

    /// A file's address as a reader with an account opens it, without any token; `None` when it is not one of this Moodle.
    pub(super) fn for_readers(&self, address: &str) -> Option<Url> {
        let mut url = self.base.join(address).ok().filter(|url| url.origin() == self.base.origin())?;
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| name != "token" && name != "wstoken")
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
        url.set_path(&url.path().replacen(FOR_TOKENS, FOR_READERS, 1));
        Some(url)
    }

    /// The same file's address as the token opens it; `None` when it is no file of this Moodle.
    fn for_tokens(&self, address: &Url) -> Option<Url> {
        let mut url = address.clone();
        let own = url.origin() == self.base.origin() && url.path().contains(FOR_READERS);
        url.set_path(&url.path().replacen(FOR_READERS, FOR_TOKENS, 1));
        own.then_some(url)
    }

    async fn call<T: DeserializeOwned>(&self, function: &str, parameters: &[(String, String)]) -> Result<T> {
        let address =
            self.base.join("webservice/rest/server.php").map_err(|_| self.strange(function, "has no address"))?;
        let fixed = [("moodlewssettingfilter", "true"), ("moodlewssettingfileurl", "true")];
        let given = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<(&str, &str)> = fixed.into_iter().chain(given).collect();
        let question = Question::call(Target::Secret(&address), &self.token, function, &all, LARGEST)?;
        let body = self.client.whole(&question).await?;
        let (text, _) = http::text::decode(&body.bytes, body.content_type.as_deref());
        if let Ok(failure) = serde_json::from_str::<Failure>(&text) {
            return Err(self.failed(function, &failure.errorcode));
        }
        serde_json::from_str(&text).map_err(|error| {
            let what = if text.trim_start().starts_with('<') { "an HTML page" } else { "something else" };
            let place = format!("line {}, column {}", error.line(), error.column());
            self.strange(function, &format!("was answered with {what} than it promises ({place})"))
        })
    }

    /// What Moodle means by its code.
    fn failed(&self, what: &str, code: &str) -> Error {
        let kind = match code {
            "ex_unabletolock" => Kind::RateLimited,
            "sitemaintenance" | "upgraderunning" => Kind::Unreachable,
            "invalidparameter" | "invalidrecord" | "invalidresponse" | "dmlreadexception" | "" => Kind::UnexpectedReply,
            _ => Kind::Credentials,
        };
        let shown: String = code.chars().filter(|sign| sign.is_ascii_alphanumeric() || *sign == '_').take(40).collect();
        Error::new(kind, format!("`{}` refuses {what} (`{shown}`)", self.id))
    }

    fn strange(&self, what: &str, message: &str) -> Error {
        Error::new(Kind::UnexpectedReply, format!("`{what}` of `{}` {message}", self.id))
    }
}

/// A list as PHP writes it.
fn indexed(name: &str, values: &[u32]) -> Vec<(String, String)> {
    values.iter().enumerate().map(|(index, value)| (format!("{name}[{index}]"), value.to_string())).collect()
}
