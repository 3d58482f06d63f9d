//! A make-believe IPP printer on loopback. It reads and writes real IPP bytes, and does as a test tells it.
#![expect(clippy::unwrap_used, reason = "a harness fails loudly")]

use std::io::Cursor;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use ipp::attribute::{IppAttribute, IppAttributeGroup};
use ipp::model::{DelimiterTag, IppVersion, JobState, Operation, StatusCode};
use ipp::parser::IppParser;
use ipp::reader::IppReader;
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The printer; it stops when the value goes.
pub(crate) struct Printer {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: tokio::task::JoinHandle<()>,
}

/// What a printer is and has.
pub(crate) struct State {
    /// What it says of itself.
    pub(crate) facts: Vec<(&'static str, Vec<IppValue>)>,
    /// What it does with a job.
    pub(crate) reception: Reception,
    /// How the jobs that it takes stand at once.
    pub(crate) fate: (JobState, &'static str),
    /// Its jobs.
    pub(crate) jobs: Vec<Job>,
    /// How many jobs were sent to it, whatever became of them.
    pub(crate) submissions: usize,
    /// Every request without its document.
    pub(crate) heard: Vec<Operation>,
}

#[derive(Clone, Copy)]
pub(crate) enum Reception {
    Takes,
    Refuses(StatusCode),
    /// Takes the job, and dies before it answers.
    TakesAndDies,
    /// Dies before it takes the job.
    Dies,
    /// Answers with an HTTP status.
    Http(u16),
}

#[derive(Clone)]
pub(crate) struct Job {
    pub(crate) id: i32,
    pub(crate) name: String,
    pub(crate) uuid: String,
    pub(crate) state: JobState,
    pub(crate) reason: &'static str,
    pub(crate) document: Vec<u8>,
    /// What was asked for, as text.
    pub(crate) asked: Vec<String>,
}

pub(crate) fn keywords(words: &[&str]) -> Vec<IppValue> {
    words.iter().map(|word| IppValue::new_keyword(*word).unwrap()).collect()
}

impl State {
    pub(crate) fn set(&mut self, name: &'static str, values: Vec<IppValue>) {
        self.facts.retain(|(known, _)| *known != name);
        self.facts.push((name, values));
    }
}

impl Printer {
    pub(crate) async fn start() -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap()).await
    }

    pub(crate) async fn start_at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State {
            facts: vec![
                ("printer-is-accepting-jobs", vec![IppValue::Boolean(true)]),
                ("printer-state", vec![IppValue::Enum(3)]),
                ("printer-state-reasons", keywords(&["none"])),
                ("document-format-supported", vec![IppValue::new_mime_media_type("application/pdf").unwrap()]),
                ("sides-supported", keywords(&["one-sided", "two-sided-long-edge", "two-sided-short-edge"])),
                ("media-supported", keywords(&["na_letter_8.5x11in", "iso_a4_210x297mm"])),
                ("print-color-mode-supported", keywords(&["auto", "monochrome"])),
                ("copies-supported", vec![IppValue::new_range_of_integer(1, 999)]),
                ("job-hold-until-supported", keywords(&["no-hold", "indefinite"])),
                ("operations-supported", vec![IppValue::Enum(2), IppValue::Enum(Operation::ReleaseJob as i32)]),
            ],
            reception: Reception::Takes,
            fate: (JobState::Completed, "job-completed-successfully"),
            jobs: Vec::new(),
            submissions: 0,
            heard: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Printer { address, state, task }
    }

    pub(crate) fn uri(&self) -> String {
        format!("ipp://{}/ipp/print", self.address)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Puts every job into a state.
    pub(crate) fn move_jobs(&self, to: JobState, reason: &'static str) {
        for job in &mut self.state().jobs {
            (job.state, job.reason) = (to, reason);
        }
    }
}

impl Drop for Printer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One request for each connection, as a strict HTTP server with `Content-Length`.
async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut bytes = Vec::new();
    let mut chunk = [0; 8192];
    let body = loop {
        let Ok(count @ 1..) = stream.read(&mut chunk).await else { return };
        bytes.extend_from_slice(&chunk[..count]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|end| end + 4) else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok()).unwrap();
        if bytes.len() >= end + length {
            break bytes.split_off(end);
        }
    };
    let reply = answer(body, &mut state.lock().unwrap());
    let (status, body) = match reply {
        Reply::Ipp(body) => (200, body),
        Reply::Http(status) => (status, Vec::new()),
        Reply::Nothing => return,
    };
    let head = format!(
        "HTTP/1.1 {status} x\r\ncontent-type: application/ipp\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    drop(stream.write_all(&[head.as_bytes(), &body].concat()).await);
}

enum Reply {
    Ipp(Vec<u8>),
    Http(u16),
    Nothing,
}

fn answer(body: Vec<u8>, state: &mut State) -> Reply {
    let request = IppParser::new(IppReader::new(Cursor::new(body))).parse().unwrap();
    let code = request.header().operation_or_status;
    let operations = [
        Operation::PrintJob,
        Operation::GetPrinterAttributes,
        Operation::GetJobs,
        Operation::ReleaseJob,
        Operation::CancelJob,
    ];
    let operation = operations.into_iter().find(|known| *known as i16 == code).unwrap();
    state.heard.push(operation);
    match operation {
        Operation::PrintJob => print_job(request, state),
        Operation::GetPrinterAttributes => {
            let facts = state.facts.iter().map(|(name, values)| attribute(name, IppValue::Array(values.clone())));
            Reply::Ipp(reply(StatusCode::SuccessfulOk, vec![(DelimiterTag::PrinterAttributes, facts.collect())]))
        }
        Operation::GetJobs => {
            let ended = operation_text(&request, "which-jobs") == "completed";
            let is_ended =
                |job: &&Job| matches!(job.state, JobState::Completed | JobState::Canceled | JobState::Aborted) == ended;
            let jobs = state.jobs.iter().filter(is_ended).map(|job| (DelimiterTag::JobAttributes, facts_of(job)));
            Reply::Ipp(reply(StatusCode::SuccessfulOk, jobs.collect()))
        }
        _ => {
            let id = request.attributes().first_of(DelimiterTag::OperationAttributes).unwrap().get("job-id").unwrap();
            let job = state.jobs.iter_mut().find(|job| IppValue::Integer(job.id) == *id.value());
            let (to, reason) = match operation {
                Operation::CancelJob => (JobState::Canceled, "job-canceled-by-user"),
                _ => (JobState::Completed, "none"),
            };
            let status = job.map_or(StatusCode::ClientErrorNotFound, |job| {
                (job.state, job.reason) = (to, reason);
                StatusCode::SuccessfulOk
            });
            Reply::Ipp(reply(status, Vec::new()))
        }
    }
}

fn print_job(request: IppRequestResponse, state: &mut State) -> Reply {
    state.submissions += 1;
    match state.reception {
        Reception::Takes | Reception::TakesAndDies => {}
        Reception::Refuses(status) => return Reply::Ipp(reply(status, Vec::new())),
        Reception::Dies => return Reply::Nothing,
        Reception::Http(status) => return Reply::Http(status),
    }
    let name = operation_text(&request, "job-name");
    let asked = request.attributes().groups_of(DelimiterTag::JobAttributes).flat_map(IppAttributeGroup::attributes);
    let asked: Vec<String> = asked.map(|attribute| format!("{}={}", attribute.name(), attribute.value())).collect();
    let held = asked.iter().any(|text| text == "job-hold-until=indefinite");
    let (fate, reason) = if held { (JobState::PendingHeld, "job-hold-until-specified") } else { state.fate };
    let id = i32::try_from(state.jobs.len() + 1).unwrap();
    let mut document = Vec::new();
    std::io::Read::read_to_end(&mut request.into_payload(), &mut document).unwrap();
    let uuid = format!("urn:uuid:{id}-{name}");
    let job = Job { id, name, uuid, state: fate, reason, document, asked };
    let facts = facts_of(&job);
    state.jobs.push(job);
    if matches!(state.reception, Reception::TakesAndDies) {
        return Reply::Nothing;
    }
    Reply::Ipp(reply(StatusCode::SuccessfulOk, vec![(DelimiterTag::JobAttributes, facts)]))
}

fn operation_text(request: &IppRequestResponse, name: &str) -> String {
    let group = request.attributes().first_of(DelimiterTag::OperationAttributes).unwrap();
    group.get(name).map(|attribute| attribute.value().to_string()).unwrap_or_default()
}

fn facts_of(job: &Job) -> Vec<IppAttribute> {
    vec![
        attribute("job-id", IppValue::Integer(job.id)),
        attribute("job-name", IppValue::new_name_without_language(job.name.as_str()).unwrap()),
        attribute("job-uuid", IppValue::new_uri(job.uuid.as_str()).unwrap()),
        attribute("job-state", IppValue::Enum(job.state as i32)),
        attribute("job-state-reasons", IppValue::Array(keywords(&[job.reason]))),
    ]
}

fn attribute(name: &str, value: IppValue) -> IppAttribute {
    IppAttribute::with_name(name, value).unwrap()
}

fn reply(status: StatusCode, groups: Vec<(DelimiterTag, Vec<IppAttribute>)>) -> Vec<u8> {
    let mut response = IppRequestResponse::new_response(IppVersion::v1_1(), status, 1).unwrap();
    for (tag, attributes) in groups {
        let mut group = IppAttributeGroup::new(tag);
        group.attributes_mut().extend(attributes);
        response.attributes_mut().groups_mut().push(group);
    }
    response.to_bytes().to_vec()
}
