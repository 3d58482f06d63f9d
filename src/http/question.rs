//! What may be asked of a server: a closed list of questions, none of which changes anything there.
//!
//! - [`Question::get`] and [`Question::file`]: `GET`;
//! - [`Question::listing`]: `PROPFIND`, which RFC 4918 (section 9.1) calls safe;
//! - [`Question::call`]: `POST`, but only for a function of Moodle's web services whose name says that it gets something;
//! - [`Question::token`]: `POST`, but only for the token of a machine client (RFC 6749, section 4.4).
//!
//! No other module can make a request, so that nothing writes at a source by mistake.

use reqwest::{Method, RequestBuilder, header};
use secrecy::{ExposeSecret, SecretString};
use url::Url;
use url::form_urlencoded::Serializer;

use crate::error::{Error, Kind, Result};
use crate::http::{Target, Validators, reply};

/// The field of a form that names a function of Moodle.
const FUNCTION: &str = "wsfunction";

/// A question to a server.
#[derive(Clone)]
pub struct Question<'a> {
    pub(super) target: Target<'a>,
    pub(super) limit: u64,
    verb: Verb<'a>,
    access: Option<&'a Access>,
    known: Option<&'a Validators>,
}

#[derive(Clone)]
enum Verb<'a> {
    Get,
    /// A `GET` that goes on where it was cut.
    File,
    Listing(Depth, &'a str),
    Form(SecretString),
}

/// How deep a listing goes. Servers often refuse to go deeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The folder itself.
    Itself,
    /// The folder and what is in it.
    Children,
}

/// What lets us in. It goes to the host that the operator configured and to no other, whatever redirects or links say.
#[derive(Debug, Clone)]
pub enum Access {
    /// `Authorization: Bearer …`.
    Bearer(SecretString),
    /// `Authorization: Basic …`.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: SecretString,
    },
    /// A parameter of the address, such as the `token` of Moodle's files.
    Parameter {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: SecretString,
    },
}

impl<'a> Question<'a> {
    /// Asks for the content of an address, of which at most `limit` bytes are read.
    pub fn get(target: Target<'a>, limit: u64) -> Self {
        Question { target, limit, verb: Verb::Get, access: None, known: None }
    }

    /// Asks for a file, as it is stored: a transfer that breaks off goes on where it was cut.
    pub fn file(target: Target<'a>, limit: u64) -> Self {
        Question { verb: Verb::File, ..Self::get(target, limit) }
    }

    /// Asks for the properties of a WebDAV folder that an XML document names.
    pub fn listing(target: Target<'a>, depth: Depth, properties: &'a str, limit: u64) -> Self {
        Question { verb: Verb::Listing(depth, properties), ..Self::get(target, limit) }
    }

    /// Calls a function of Moodle's web services that only reads; the answer is JSON.
    ///
    /// # Errors
    /// `Bug` when the name of the function does not say that it gets something, or when a parameter would change the call.
    pub fn call(
        target: Target<'a>,
        token: &SecretString,
        function: &str,
        parameters: &[(&str, &str)],
        limit: u64,
    ) -> Result<Self> {
        let reserved = [FUNCTION, "wstoken", "moodlewsrestformat"];
        if !only_reads(function) || parameters.iter().any(|(name, _)| reserved.contains(name)) {
            return Err(Error::new(Kind::Bug, format!("`{function}` is not called: it may change something")));
        }
        let fixed = [("wstoken", token.expose_secret()), ("moodlewsrestformat", "json"), (FUNCTION, function)];
        Ok(Self::form(target, fixed.iter().chain(parameters), limit))
    }

    /// Asks for the token of a machine client.
    pub fn token(target: Target<'a>, client: &str, secret: &SecretString, limit: u64) -> Self {
        let fields = [
            ("client_id", client),
            ("client_secret", secret.expose_secret()),
            ("grant_type", "client_credentials"),
            ("scope", "/all"),
        ];
        Self::form(target, fields.iter(), limit)
    }

    /// The same, as somebody.
    #[must_use]
    pub fn with(self, access: Option<&'a Access>) -> Self {
        Question { access, ..self }
    }

    /// The same, unless what we know still holds.
    #[must_use]
    pub fn unless(self, known: &'a Validators) -> Self {
        Question { known: Some(known), ..self }
    }

    fn form<'f>(target: Target<'a>, fields: impl Iterator<Item = &'f (&'f str, &'f str)>, limit: u64) -> Self {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        Question { verb: Verb::Form(SecretString::from(body)), ..Self::get(target, limit) }
    }

    /// Whether a transfer that broke off may go on.
    pub(super) fn resumes(&self) -> bool {
        matches!(self.verb, Verb::File)
    }

    /// Where a redirection leads, if it may: what a form says is for one address, and what lets us in is for one host.
    pub(super) fn follow(&self, from: &Url, location: &str) -> Result<Url> {
        let refused = |what| reply::unexpected(&self.target.shown(), what);
        if matches!(self.verb, Verb::Form(_)) {
            return Err(refused("redirects what is said to it alone"));
        }
        let next = self.target.follow(from, location)?;
        match self.access {
            Some(Access::Parameter { name, value })
                if !self.target.trusts(&next)
                    && next.query_pairs().any(|(key, given)| key == *name || given == value.expose_secret()) =>
            {
                Err(refused("redirects a secret to another host"))
            }
            _ => Ok(next),
        }
    }

    /// Whether that status comes with content.
    pub(super) fn expects(&self, status: u16) -> bool {
        match self.verb {
            Verb::Listing(..) => status == 207,
            Verb::Get | Verb::File | Verb::Form(_) => matches!(status, 200 | 203),
        }
    }

    /// The request to an address, which is the target's or one to which it led.
    pub(super) fn request(&self, client: &reqwest::Client, address: &Url) -> RequestBuilder {
        let mut address = address.clone();
        let access = self.access.filter(|_| self.target.trusts(&address));
        if let Some(Access::Parameter { name, value }) = access {
            address.query_pairs_mut().append_pair(name, value.expose_secret());
        }
        let mut request = match &self.verb {
            Verb::Get => client.get(address),
            Verb::File => client.get(address).header(header::ACCEPT_ENCODING, "identity"),
            Verb::Listing(depth, properties) => client
                .request(propfind(), address)
                .header("depth", if *depth == Depth::Itself { "0" } else { "1" })
                .header(header::CONTENT_TYPE, "application/xml; charset=utf-8")
                .body((*properties).to_owned()),
            Verb::Form(body) => client
                .post(address)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body.expose_secret().to_owned()),
        };
        request = match access {
            Some(Access::Bearer(token)) => request.bearer_auth(token.expose_secret()),
            Some(Access::Basic { user, password }) => request.basic_auth(user, Some(password.expose_secret())),
            Some(Access::Parameter { .. }) | None => request,
        };
        if let Some(etag) = self.known.and_then(|known| known.etag.as_ref()) {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = self.known.and_then(|known| known.last_modified.as_ref()) {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        request
    }
}

fn propfind() -> Method {
    Method::from_bytes(b"PROPFIND").expect("a token is a method")
}

/// Whether Moodle's naming promises that a function only reads: `core_get_…`, `core_course_get_…`, `mod_assign_get_…`.
fn only_reads(function: &str) -> bool {
    let sound = function.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    function.split_once("_get_").is_some_and(|(component, what)| {
        let (family, module) = component.split_once('_').unwrap_or((component, ""));
        sound && matches!(family, "core" | "mod") && !module.contains('_') && !what.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_functions_that_get_something_are_called() {
        let url = Url::parse("https://moodle.example/webservice/rest/server.php").unwrap();
        let token = SecretString::from("hidden");
        let call = |function: &str, parameters: &[(&str, &str)]| {
            Question::call(Target::Configured(&url), &token, function, parameters, 10).map(drop).map_err(|e| e.kind())
        };
        for reads in [
            "core_webservice_get_site_info",
            "core_course_get_contents",
            "core_calendar_get_calendar_events",
            "mod_assign_get_assignments",
            "mod_forum_get_forums_by_courses",
            "mod_forum_get_forum_discussions",
        ] {
            assert_eq!(call(reads, &[("courseids[0]", "7")]), Ok(()), "{reads}");
        }
        for writes in [
            "core_user_delete_users",
            "mod_forum_view_forum",
            "mod_assign_save_submission",
            "core_message_send_get_messages",
            "core_calendar_get",
            "local_plugin_get_rid_of",
            "core_course_get_contents&wsfunction=core_user_delete_users",
            "get",
            "",
        ] {
            assert_eq!(call(writes, &[]), Err(Kind::Bug), "{writes}");
        }
        for name in ["wsfunction", "wstoken", "moodlewsrestformat"] {
            assert_eq!(call("core_course_get_contents", &[(name, "x")]), Err(Kind::Bug), "{name}");
        }
    }

    #[test]
    fn nothing_that_changes_anything_can_be_asked() {
        let url = Url::parse("https://ent.example/").unwrap();
        let (target, secret) = (Target::Configured(&url), SecretString::from("hidden"));
        let client = reqwest::Client::builder().build().unwrap();
        let sent = |question: Question<'_>| {
            let request = question.request(&client, &url).build().unwrap();
            let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
            (request.method().to_string(), String::from_utf8(body.to_vec()).unwrap())
        };
        let expected = |method: &str, body: &str| (method.to_owned(), body.to_owned());
        assert_eq!(sent(Question::get(target, 1)), expected("GET", ""));
        assert_eq!(sent(Question::file(target, 1)), expected("GET", ""));
        assert_eq!(sent(Question::listing(target, Depth::Children, "<x/>", 1)), expected("PROPFIND", "<x/>"));
        assert_eq!(
            sent(Question::call(target, &secret, "core_course_get_contents", &[("courseid", "7 & 8")], 1).unwrap()),
            expected(
                "POST",
                "wstoken=hidden&moodlewsrestformat=json&wsfunction=core_course_get_contents&courseid=7+%26+8"
            )
        );
        assert_eq!(
            sent(Question::token(target, "ardoise", &secret, 1)),
            expected("POST", "client_id=ardoise&client_secret=hidden&grant_type=client_credentials&scope=%2Fall")
        );
    }
}
