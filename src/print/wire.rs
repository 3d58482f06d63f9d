//! IPP as bytes (RFC 8010, RFC 8011): what is asked, and what an answer holds. The only place that knows the names of attributes.

use std::io::Cursor;

use ::ipp::attribute::{IppAttribute, IppAttributeGroup};
use ::ipp::model::{DelimiterTag, IppVersion, Operation};
use ::ipp::parser::{IppParseError, IppParser};
use ::ipp::prelude::Uri;
use ::ipp::reader::IppReader;
use ::ipp::request::IppRequestResponse;
use ::ipp::value::IppValue;
use url::Url;

use crate::ledger::{Reason, Receipt, State};
use crate::print::options::{Capabilities, Choice, Copies};
use crate::print::survey::Job;

/// In whose name jobs are sent: CUPS shows the names of jobs only to their owner.
const USER: &str = "ardoise";

const PRINTER_FACTS: [&str; 14] = [
    "printer-uuid",
    "printer-is-accepting-jobs",
    "printer-state",
    "printer-state-reasons",
    "device-uri",
    "document-format-supported",
    "sides-supported",
    "media-supported",
    "print-color-mode-supported",
    "copies-supported",
    "multiple-document-handling-supported",
    "job-hold-until-supported",
    "operations-supported",
    "print-scaling-supported",
];

const JOB_FACTS: [&str; 6] =
    ["job-id", "job-name", "job-uuid", "job-state", "job-state-reasons", "job-printer-state-message"];

/// Which of a printer's jobs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which {
    Ended,
    Open,
}

/// Get-Printer-Attributes.
pub(super) fn printer_question(uri: &Uri) -> Result<Vec<u8>, IppParseError> {
    let mut request = request(Operation::GetPrinterAttributes, uri)?;
    operation(&mut request, "requested-attributes", keywords(&PRINTER_FACTS)?)?;
    Ok(request.to_bytes().to_vec())
}

/// Get-Jobs.
pub(super) fn jobs_question(uri: &Uri, which: Which) -> Result<Vec<u8>, IppParseError> {
    let mut request = request(Operation::GetJobs, uri)?;
    let which = match which {
        Which::Ended => "completed",
        Which::Open => "not-completed",
    };
    operation(&mut request, "which-jobs", IppValue::new_keyword(which)?)?;
    operation(&mut request, "my-jobs", IppValue::new_boolean(false))?;
    operation(&mut request, "requested-attributes", keywords(&JOB_FACTS)?)?;
    Ok(request.to_bytes().to_vec())
}

/// Print-Job, with the document behind it.
pub(super) fn print_job(uri: &Uri, name: &str, choice: &Choice, document: &[u8]) -> Result<Vec<u8>, IppParseError> {
    let mut request = request(Operation::PrintJob, uri)?;
    operation(&mut request, "job-name", IppValue::new_name_without_language(name)?)?;
    operation(&mut request, "document-name", IppValue::new_name_without_language(name)?)?;
    operation(&mut request, "document-format", IppValue::new_mime_media_type(choice.format)?)?;
    operation(&mut request, "ipp-attribute-fidelity", IppValue::new_boolean(true))?;
    let mut job = |name: &str, value| -> Result<(), IppParseError> {
        request.attributes_mut().add(DelimiterTag::JobAttributes, IppAttribute::with_name(name, value)?);
        Ok(())
    };
    job("copies", IppValue::new_integer(i32::try_from(choice.copies).unwrap_or(i32::MAX)))?;
    let chosen = [
        ("sides", choice.sides),
        ("media", choice.media),
        ("print-color-mode", choice.colour),
        ("multiple-document-handling", choice.handling),
        ("print-scaling", choice.scaling),
        ("job-hold-until", choice.hold),
    ];
    for (name, value) in chosen {
        if let Some(value) = value {
            job(name, IppValue::new_keyword(value)?)?;
        }
    }
    Ok([request.to_bytes().as_ref(), document].concat())
}

/// Release-Job or Cancel-Job.
pub(super) fn job_order(uri: &Uri, operation_code: Operation, job_id: i32) -> Result<Vec<u8>, IppParseError> {
    let mut request = request(operation_code, uri)?;
    operation(&mut request, "job-id", IppValue::new_integer(job_id))?;
    Ok(request.to_bytes().to_vec())
}

/// Reads an answer.
pub(super) fn answer(bytes: Vec<u8>) -> Result<IppRequestResponse, IppParseError> {
    IppParser::new(IppReader::new(Cursor::new(bytes))).parse()
}

/// What a printer tells of itself.
pub(super) fn capabilities(answer: &IppRequestResponse) -> Option<Capabilities> {
    let group = answer.attributes().first_of(DelimiterTag::PrinterAttributes)?;
    let copies = values(group, "copies-supported").find_map(|value| match value {
        IppValue::RangeOfInteger { max, .. } | IppValue::Integer(max) => u32::try_from(*max).ok(),
        _ => None,
    });
    Some(Capabilities {
        formats: texts(group, "document-format-supported"),
        sides: texts(group, "sides-supported"),
        media: texts(group, "media-supported"),
        colours: texts(group, "print-color-mode-supported"),
        handlings: texts(group, "multiple-document-handling-supported"),
        scalings: texts(group, "print-scaling-supported"),
        holds: texts(group, "job-hold-until-supported"),
        copies: copies.map_or(Copies::Unknown, Copies::UpTo),
        can_release: values(group, "operations-supported")
            .any(|value| matches!(value, IppValue::Enum(code) if *code == Operation::ReleaseJob as i32)),
        accepts_jobs: !values(group, "printer-is-accepting-jobs").any(|value| *value == IppValue::Boolean(false)),
        stopped: values(group, "printer-state").any(|value| *value == IppValue::Enum(STOPPED)),
        reasons: reasons(group, "printer-state-reasons"),
        uuid: texts(group, "printer-uuid").pop(),
        device: texts(group, "device-uri").pop().and_then(|address| Url::parse(&address).ok()),
    })
}

/// `printer-state` of a printer that prints nothing.
const STOPPED: i32 = 5;

/// The jobs that a printer tells.
pub(super) fn jobs(answer: &IppRequestResponse) -> Vec<Job> {
    answer.attributes().groups_of(DelimiterTag::JobAttributes).filter_map(job).collect()
}

/// The receipt and the state in the answer to Print-Job.
pub(super) fn receipt(answer: &IppRequestResponse) -> Option<(Receipt, State)> {
    let job = answer.attributes().first_of(DelimiterTag::JobAttributes).and_then(job)?;
    Some((Receipt { job_id: job.id, job_uuid: job.uuid, printer_uuid: None }, job.state))
}

/// The attributes that a printer refuses, and what it says about that.
pub(super) fn refused(answer: &IppRequestResponse) -> (Vec<String>, String) {
    let unsupported = answer.attributes().groups_of(DelimiterTag::UnsupportedAttributes);
    let names = unsupported.flat_map(IppAttributeGroup::attributes).map(|attribute| attribute.name().to_string());
    let group = answer.attributes().first_of(DelimiterTag::OperationAttributes);
    let message = group.and_then(|group| texts(group, "status-message").pop());
    (names.collect(), message.unwrap_or_else(|| answer.header().status_code().to_string()))
}

fn request(code: Operation, uri: &Uri) -> Result<IppRequestResponse, IppParseError> {
    let mut request = IppRequestResponse::new(IppVersion::v1_1(), code, Some(uri.clone()))?;
    operation(&mut request, "requesting-user-name", IppValue::new_name_without_language(USER)?)?;
    Ok(request)
}

fn operation(request: &mut IppRequestResponse, name: &str, value: IppValue) -> Result<(), IppParseError> {
    request.attributes_mut().add(DelimiterTag::OperationAttributes, IppAttribute::with_name(name, value)?);
    Ok(())
}

fn keywords(names: &[&str]) -> Result<IppValue, IppParseError> {
    names.iter().map(|name| IppValue::new_keyword(*name)).collect::<Result<_, _>>().map(IppValue::Array)
}

fn job(group: &IppAttributeGroup) -> Option<Job> {
    let integer = |name| {
        values(group, name).find_map(|value| match value {
            IppValue::Integer(number) | IppValue::Enum(number) => Some(*number),
            _ => None,
        })
    };
    let reasons = reasons(group, "job-state-reasons");
    Some(Job {
        id: integer("job-id")?,
        name: texts(group, "job-name").pop(),
        uuid: texts(group, "job-uuid").pop(),
        // RFC 8011, section 5.3.7.
        state: match integer("job-state")? {
            3 => State::Waiting,
            // CUPS holds for a while what it could not deliver.
            4 if reasons.contains(&Reason::Busy) => State::Waiting,
            4 => State::Held,
            5 => State::Printing,
            6 => State::Stopped,
            7 => State::Canceled,
            8 => State::Aborted,
            9 => State::Completed,
            _ => return None,
        },
        reasons,
    })
}

fn reasons(group: &IppAttributeGroup, name: &str) -> Vec<Reason> {
    texts(group, name).iter().filter_map(|keyword| Reason::parse(keyword)).collect()
}

fn values<'g>(group: &'g IppAttributeGroup, name: &str) -> impl Iterator<Item = &'g IppValue> {
    group.get(name).into_iter().flat_map(IppAttribute::value)
}

fn texts(group: &IppAttributeGroup, name: &str) -> Vec<String> {
    values(group, name).filter_map(text).map(str::to_owned).collect()
}

fn text(value: &IppValue) -> Option<&str> {
    match value {
        IppValue::Keyword(text) | IppValue::MimeMediaType(text) => Some(text.as_str()),
        IppValue::NameWithoutLanguage(name) | IppValue::NameWithLanguage { name, .. } => Some(name.as_str()),
        IppValue::TextWithoutLanguage(text) | IppValue::TextWithLanguage { text, .. } => Some(text.as_ref()),
        IppValue::Uri(text) | IppValue::UriScheme(text) => Some(text.as_str()),
        _ => None,
    }
}
