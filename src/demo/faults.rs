//! The ways in which the ENT misbehaves on request: one variant each, played upon the healthy answer.

use std::io::Cursor;

use axum::http::{HeaderValue, StatusCode, header};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use super::hostile;
use super::page;
use super::reply::{Body, Reply};
use super::route::Route;
use super::strange;

/// A way to misbehave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The connection is closed without an answer.
    Refuse,
    /// An error page with this status.
    Status(u16),
    /// The login page, with status 200.
    LoginPage,
    /// Half of the body, with a length that says that it is all.
    Truncated,
    /// Half of the body, then the connection breaks.
    Broken,
    /// A calendar without events, a feed without items, a page without an announcement, a file without bytes.
    Empty,
    /// Nothing at all, with status 200.
    Blank,
    /// The text in ISO-8859-1, which the calendar does not say.
    Latin1,
    /// A byte order mark before the text.
    ByteOrderMark,
    /// Everything that a careful reader survives: impossible events, hostile HTML, file names that climb.
    Malformed,
    /// The calendar without its cahier de textes: a setting of the school.
    WithoutHomework,
    /// A picture of 40 megapixels in a few kilobytes.
    HugeImage,
    /// A web page that calls itself a picture.
    NotAnImage,
    /// Too many requests: come back after so many seconds.
    RetryAfter(u32),
    /// A body that never ends.
    HugeBody,
    /// A redirection to another address.
    RedirectTo(String),
    /// An error that comes with status 200.
    ErrorBody,
    /// A plain text instead of data: the reader's address is suspended.
    Suspended,
    /// 503, for so many seconds.
    Unavailable(u32),
    /// 401 to the first request for each address that needs a token.
    ExpiredToken,
    /// 403 for ever, as a dead secret address or token gets.
    Rotated,
    /// Fields without value.
    Nulls,
    /// Something new is published between two pages of a list.
    Growing,
    /// The body drop by drop.
    SlowDrip,
    /// Half of the body, then the connection breaks: the first answer for each address only.
    BrokenOnce,
    /// Files are redirected to another address.
    FilesAt(String),
    /// Files with names that are hard to keep.
    HardNames,
    /// The text in UTF-16 with its mark.
    Utf16,
    /// The document in another vocabulary.
    Drift,
}

impl Fault {
    /// Whether it strikes only the first request for each address.
    pub(super) fn strikes_once(&self) -> bool {
        matches!(self, Fault::ExpiredToken | Fault::BrokenOnce)
    }
}

/// The answer once `fault` has been at it; `None` when there is none.
pub(super) fn played(fault: &Fault, route: &Route, reply: Reply) -> Option<Reply> {
    Some(match fault {
        Fault::Refuse => return None,
        Fault::Status(status) => error(*status),
        Fault::LoginPage => Reply::html(StatusCode::OK, page::login()),
        Fault::Truncated => reply.map(|bytes| Body::Whole(bytes[..bytes.len() / 2].to_vec())),
        Fault::Broken | Fault::BrokenOnce => {
            reply.map(|bytes| Body::Broken(bytes[..bytes.len() / 2].to_vec(), bytes.len()))
        }
        Fault::Empty => reply.map(|bytes| Body::Whole(emptied(route, &bytes))),
        Fault::Blank => reply.map(|_| Body::Whole(Vec::new())),
        Fault::Latin1 => latin1(reply),
        Fault::ByteOrderMark => reply.map(|bytes| Body::Whole([b"\xEF\xBB\xBF".as_slice(), &bytes].concat())),
        Fault::Malformed => malformed(route, reply),
        Fault::WithoutHomework => reply.map(|bytes| Body::Whole(without_homework(&bytes))),
        Fault::HugeImage => Reply::new(StatusCode::OK, "image/png", Body::Whole(huge_image())),
        Fault::NotAnImage => Reply::new(StatusCode::OK, "image/jpeg", Body::Whole(page::login().into_bytes())),
        Fault::RetryAfter(seconds) => error(429).with(header::RETRY_AFTER, HeaderValue::from(*seconds)),
        Fault::HugeBody => reply.map(Body::Endless),
        Fault::ErrorBody => Reply::new(StatusCode::OK, "application/json", Body::Whole(ERROR.into())),
        Fault::Suspended => Reply::new(StatusCode::OK, "text/plain;charset=UTF-8", Body::Whole(SUSPENDED.into())),
        Fault::Unavailable(seconds) => {
            let body = Body::Whole(format!("{{\"retryDelay\":{}}}", u64::from(*seconds) * 1000).into_bytes());
            let reply = Reply::new(StatusCode::SERVICE_UNAVAILABLE, "application/json", body);
            reply.with(header::RETRY_AFTER, HeaderValue::from(*seconds))
        }
        Fault::ExpiredToken if !route.needs_token() => reply,
        Fault::ExpiredToken => error(401),
        Fault::Rotated => error(403),
        Fault::Nulls => reply.map(|bytes| Body::Whole(strange::without_values(route, &bytes))),
        Fault::Growing => reply.map(|bytes| Body::Whole(strange::grown(route, bytes))),
        Fault::SlowDrip => reply.map(Body::Slow),
        Fault::FilesAt(address) if route.is_file() => return played(&Fault::RedirectTo(address.clone()), route, reply),
        Fault::FilesAt(_) => reply,
        Fault::HardNames => reply.map(|bytes| Body::Whole(strange::with_hard_names(route, &bytes))),
        Fault::Utf16 => reply.map(|bytes| Body::Whole(strange::utf16(&bytes))),
        Fault::Drift => reply.map(|bytes| Body::Whole(strange::drifted(&bytes))),
        Fault::RedirectTo(address) => {
            let address = HeaderValue::try_from(address).unwrap_or(HeaderValue::from_static("/"));
            Reply::html(StatusCode::FOUND, String::new()).with(header::LOCATION, address)
        }
    })
}

const ERROR: &str = "{\"exception\":\"webservice_access_exception\",\"errorcode\":\"accessexception\",\
    \"message\":\"Exception du contr\u{f4}le d'acc\u{e8}s\"}";
const SUSPENDED: &str = "Votre adresse IP est provisoirement suspendue.";

fn error(status: u16) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let title = format!("Erreur {}", status.as_u16());
    Reply::html(status, page::error(&title, "Le service ne peut pas répondre à votre demande."))
}

/// The frame of the document without what it holds.
fn emptied(route: &Route, bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let (first, last) = match route {
        Route::Ical(_) | Route::GroupIcal(..) => ("BEGIN:VEVENT", "END:VEVENT"),
        Route::Agenda => ("BEGIN:VEVENT", "END:VTODO"),
        Route::SchoolCalendar => ("Vacances de la", "2027-2028"),
        Route::Rss | Route::Site => ("<item>", "</item>"),
        Route::Atom => ("<entry>", "</entry>"),
        Route::Item(_) => ("<div class=\"publisher-view", "</article>\n</div>"),
        _ => return Vec::new(),
    };
    let (Some(from), Some(to)) = (text.find(first), text.rfind(last)) else { return text.into_owned().into_bytes() };
    let rest = text[to + last.len()..].trim_start();
    format!("{}{rest}", &text[..from]).into_bytes()
}

fn latin1(reply: Reply) -> Reply {
    let declares = reply.media_type.starts_with("text/html");
    let media_type = reply.media_type;
    let mut reply = reply.map(|bytes| {
        let text = String::from_utf8_lossy(&bytes).replace("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"");
        Body::Whole(encoding_rs::WINDOWS_1252.encode(&text.replace("utf-8", "iso-8859-1")).0.into_owned())
    });
    reply.media_type = match media_type.split_once(';') {
        _ if declares => "text/html;charset=ISO-8859-1",
        Some((bare, _)) => bare,
        None => media_type,
    };
    reply
}

fn malformed(route: &Route, reply: Reply) -> Reply {
    match route {
        Route::Ical(_) | Route::GroupIcal(..) | Route::Agenda => {
            reply.map(|bytes| Body::Whole(hostile::calendar(&bytes)))
        }
        Route::Rss | Route::Site => {
            reply.map(|bytes| Body::Whole(hostile::feed(&bytes, "</channel>", hostile::RSS_ITEMS)))
        }
        Route::Atom => reply.map(|bytes| Body::Whole(hostile::feed(&bytes, "</feed>", hostile::ATOM_ENTRIES))),
        Route::Item(_) => reply.map(|bytes| Body::Whole(hostile::item(&bytes))),
        _ => {
            let climbing =
                HeaderValue::from_static("attachment; filename=\"../../../etc/cron.d/tilleuls/rapport.pdf\"");
            reply.with(header::CONTENT_DISPOSITION, climbing)
        }
    }
}

/// Cuts every description at its first block, unfolding as it goes.
fn without_homework(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace("\n ", "");
    let cut = text.lines().map(|line| match line.find("\\n\\n<strong>").or_else(|| line.find("<br/><br/><strong>")) {
        Some(at) if line.starts_with("DESCRIPTION") || line.starts_with("X-ALT-DESC") => &line[..at],
        _ => line,
    });
    cut.flat_map(|line| [line, "\r\n"]).collect::<String>().into_bytes()
}

fn huge_image() -> Vec<u8> {
    const WIDTH: u32 = 8000;
    const HEIGHT: u32 = 5000;
    let pixels = vec![0xEE; WIDTH as usize * HEIGHT as usize];
    let mut png = Cursor::new(Vec::new());
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::NoFilter);
    encoder.write_image(&pixels, WIDTH, HEIGHT, ExtendedColorType::L8).expect("grey pixels fit their own picture");
    png.into_inner()
}
