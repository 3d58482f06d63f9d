//! One IPP printer or queue over HTTP (RFC 8010).
//!
//! `crate::http` only reads, retries and follows; a print job must do none of that: a request is sent once over a fresh connection,
//! and whether it may have arrived is told. So this module has a client of its own, and nothing else may use it.
#![expect(clippy::disallowed_methods, reason = "jobs must never be retried: see the module's text")]

use std::error::Error as StdError;
use std::time::Duration;

use ::ipp::model::{Operation, StatusCode as IppStatus};
use ::ipp::parser::IppParseError;
use ::ipp::prelude::Uri;
use ::ipp::request::IppRequestResponse;
use percent_encoding::percent_decode_str;
use reqwest::{Certificate, Client, Response, StatusCode, header, redirect};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::error::{Error, Kind};
use crate::http::redacted;
use crate::ledger::State;
use crate::print::options::Capabilities;
use crate::print::survey::{Job, Survey, Witness};
use crate::print::trouble::{Failure, Sent, Trouble};
use crate::print::wire::{self, Which};
use crate::print::{Accepted, Ticket};

const CONNECT: Duration = Duration::from_secs(10);
/// A slow copier takes its time over a large document.
const WHOLE: Duration = Duration::from_mins(2);
/// Of IPP, with TLS and without.
const PORT: u16 = 631;
/// More than a queue with thousands of jobs tells.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// A printer or queue.
#[derive(Debug)]
pub struct Queue {
    client: Client,
    address: Url,
    uri: Uri,
    shown: String,
    login: Option<(String, SecretString)>,
}

impl Queue {
    /// The printer at an `ipp:` or `ipps:` address; `ca` is the PEM of an authority to trust beside the system's.
    pub(super) fn open(address: &Url, ca: Option<&[u8]>) -> Result<Self, Failure> {
        let shown = redacted(address);
        let unusable = |what: &str| {
            Failure::before(
                Trouble::Configuration,
                Error::new(Kind::Config, format!("{what} of `{shown}` cannot be used")),
            )
        };
        let scheme = if address.scheme() == "ipps" { "https" } else { "http" };
        let host = address.host_str().unwrap_or_default();
        let place = format!("{host}:{}{}", address.port().unwrap_or(PORT), address.path());
        let uri = format!("ipp://{place}").parse().map_err(|_| unusable("the address"))?;
        let mut http = Url::parse(&format!("{scheme}://{place}")).map_err(|_| unusable("the address"))?;
        http.set_query(address.query());
        let mut client = Client::builder()
            .user_agent(concat!("Ardoise/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .http1_only()
            .no_proxy();
        if let Some(pem) = ca {
            let certificates = Certificate::from_pem_bundle(pem).map_err(|_| unusable("the certificate file"))?;
            client = client.tls_certs_merge(certificates);
        }
        let client = client.build().map_err(|error| {
            Failure::before(Trouble::Configuration, Error::new(Kind::Local, "cannot prepare printing").because(error))
        })?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let password = SecretString::from(decoded(address.password().unwrap_or_default()));
        let login = (!address.username().is_empty()).then(|| (decoded(address.username()), password));
        Ok(Queue { client, address: http, uri, shown, login })
    }

    /// What it can do, and how it is.
    pub(super) async fn capabilities(&self) -> Result<Capabilities, Failure> {
        let answer = self.ask(wire::printer_question(&self.uri)).await?;
        wire::capabilities(&answer).ok_or_else(|| self.no_printer(Sent::No))
    }

    /// All jobs that it remembers.
    pub(super) async fn jobs(&self) -> Result<Vec<Job>, Failure> {
        // In this order one that ends in between is told twice rather than never.
        let mut jobs = wire::jobs(&self.ask(wire::jobs_question(&self.uri, Which::Open)).await?);
        jobs.extend(wire::jobs(&self.ask(wire::jobs_question(&self.uri, Which::Ended)).await?));
        Ok(jobs)
    }

    /// Its jobs and its state, without the printer behind it.
    pub(super) async fn survey(&self) -> Result<Survey, Failure> {
        let jobs = self.jobs().await?;
        let facts = self.capabilities().await?;
        let witness = if facts.device.is_some() { Witness::Queue } else { Witness::Printer };
        Ok(Survey { witness, jobs, behind: Vec::new(), reasons: facts.reasons })
    }

    /// Print-Job, once.
    pub(super) async fn submit(&self, ticket: Ticket<'_>) -> Result<Accepted, Failure> {
        let request = self.encoded(wire::print_job(&self.uri, ticket.name, ticket.choice, ticket.bytes))?;
        let answer = self.answer(request).await?;
        let status = answer.header().status_code();
        if !status.is_success() {
            return Err(self.refusal(status, &answer));
        }
        let (receipt, state) = wire::receipt(&answer).ok_or_else(|| self.no_printer(Sent::Perhaps))?;
        // What ended at once is believed only when the queue is asked.
        let state = if state.is_open() { state } else { State::Printing };
        Ok(Accepted { receipt, state })
    }

    /// Release-Job.
    pub(super) async fn release(&self, job_id: i32) -> Result<(), Failure> {
        self.ask(wire::job_order(&self.uri, Operation::ReleaseJob, job_id)).await.map(drop)
    }

    /// Cancel-Job.
    pub(super) async fn cancel(&self, job_id: i32) -> Result<(), Failure> {
        self.ask(wire::job_order(&self.uri, Operation::CancelJob, job_id)).await.map(drop)
    }

    /// A question that changes nothing on paper.
    async fn ask(&self, request: Result<Vec<u8>, IppParseError>) -> Result<IppRequestResponse, Failure> {
        let answer = self.answer(self.encoded(request)?).await?;
        let status = answer.header().status_code();
        if status.is_success() { Ok(answer) } else { Err(self.refusal(status, &answer)) }
    }

    fn encoded(&self, request: Result<Vec<u8>, IppParseError>) -> Result<Vec<u8>, Failure> {
        request.map_err(|error| {
            let message = format!("a question to `{}` cannot be written", self.shown);
            Failure::before(Trouble::Configuration, Error::new(Kind::Bug, message).because(error))
        })
    }

    async fn answer(&self, request: Vec<u8>) -> Result<IppRequestResponse, Failure> {
        let mut post = self.client.post(self.address.clone()).header(header::CONTENT_TYPE, "application/ipp");
        if let Some((user, password)) = &self.login {
            post = post.basic_auth(user, Some(password.expose_secret()));
        }
        let response = post.body(request).send().await.map_err(|error| self.lost(error))?;
        self.refused_by_http(response.status())?;
        let bytes = self.read(response).await?;
        wire::answer(bytes).map_err(|_| self.no_printer(Sent::Perhaps))
    }

    async fn read(&self, mut response: Response) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.lost(error))? {
            if bytes.len() + chunk.len() > LARGEST_ANSWER {
                return Err(self.no_printer(Sent::Perhaps));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// A request that got no whole answer: it certainly did not arrive only when there was no connection.
    fn lost(&self, error: reqwest::Error) -> Failure {
        let before = error.is_connect();
        let certificate = before && speaks_of_certificates(&error);
        let kind = if certificate { Kind::Printer } else { Kind::Unreachable };
        let message = if certificate {
            format!("`{}` shows a certificate that is not trusted", self.shown)
        } else if before {
            format!("`{}` does not answer", self.shown)
        } else {
            format!("`{}` gives no whole answer", self.shown)
        };
        let error = Error::new(kind, message).because(error.without_url());
        match (before, certificate) {
            (true, true) => Failure::before(Trouble::Certificate, error),
            (true, false) => Failure::before(Trouble::Unreachable, error),
            (false, _) => Failure::perhaps(Trouble::NoAnswer, error),
        }
    }

    fn refused_by_http(&self, status: StatusCode) -> Result<(), Failure> {
        let trouble = match status {
            StatusCode::OK => return Ok(()),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Trouble::Credentials,
            StatusCode::NOT_FOUND | StatusCode::GONE => Trouble::NoQueue,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => Trouble::Busy,
            _ => Trouble::NoPrinter,
        };
        let kind = if trouble == Trouble::Credentials { Kind::Credentials } else { Kind::Printer };
        let error = Error::new(kind, format!("`{}` answered {}", self.shown, status.as_u16()));
        let taken = status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE;
        Err(if taken { Failure::perhaps(trouble, error) } else { Failure::before(trouble, error) })
    }

    fn refusal(&self, status: IppStatus, answer: &IppRequestResponse) -> Failure {
        let (attributes, message) = wire::refused(answer);
        let (trouble, sent) = match status {
            IppStatus::ClientErrorForbidden
            | IppStatus::ClientErrorNotAuthenticated
            | IppStatus::ClientErrorNotAuthorized => (Trouble::Credentials, Sent::No),
            IppStatus::ClientErrorNotFound | IppStatus::ClientErrorGone => (Trouble::NoQueue, Sent::No),
            IppStatus::ClientErrorDocumentFormatNotSupported => (Trouble::NoPdf, Sent::No),
            IppStatus::ClientErrorAttributesOrValuesNotSupported | IppStatus::ClientErrorConflictingAttributes => {
                (Trouble::Attributes(attributes), Sent::No)
            }
            IppStatus::ServerErrorBusy
            | IppStatus::ServerErrorTemporaryError
            | IppStatus::ServerErrorServiceUnavailable => (Trouble::Busy, Sent::No),
            IppStatus::ServerErrorNotAcceptingJobs => (Trouble::NotAccepting, Sent::No),
            IppStatus::ServerErrorInternalError | IppStatus::ServerErrorJobCanceled | IppStatus::UnknownStatusCode => {
                (Trouble::Refused(message.clone()), Sent::Perhaps)
            }
            _ => (Trouble::Refused(message.clone()), Sent::No),
        };
        let kind = if trouble == Trouble::Credentials { Kind::Credentials } else { Kind::Printer };
        Failure { trouble, sent, error: Error::new(kind, format!("`{}` refuses: {message}", self.shown)) }
    }

    fn no_printer(&self, sent: Sent) -> Failure {
        let error = Error::new(Kind::UnexpectedReply, format!("`{}` does not answer as a printer", self.shown));
        Failure { trouble: Trouble::NoPrinter, sent, error }
    }
}

/// TLS errors have no type that can be named here; their text does.
fn speaks_of_certificates(error: &reqwest::Error) -> bool {
    let mut cause: Option<&dyn StdError> = error.source();
    while let Some(inner) = cause {
        if inner.to_string().contains("certificate") {
            return true;
        }
        cause = inner.source();
    }
    false
}
