//! A Nextcloud beside the ENT: the files of one account, by WebDAV. The ETag of a folder changes with anything below it.

use std::fmt::Write;

use axum::http::{HeaderValue, StatusCode, header};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::percent_decode_str;

use super::asked::Asked;
use super::chance::secret;
use super::files;
use super::reply::{Body, Reply};
use super::route::encoded;
use super::words::escaped;

/// Where the files of the account are.
pub(super) const PATH: &str = "/nuage/remote.php/dav/files/ardoise/";
/// The account.
const USER: &str = "ardoise";
/// Every file: its folder, and the name of what it holds, or its own text.
const FILES: [(&str, &str, Option<&str>); 4] = [
    ("Classes/6A", "Sortie au musée des Beaux-Arts (5e).pdf", None),
    ("Classes/6A", "Liste des fournitures.txt", Some("Un cahier de 96 pages.\n")),
    ("Classes/6A/Français", "Lectures.txt", Some("Le Petit Prince.\n")),
    ("Direction", "Conseil de discipline.txt", Some("Rien de ceci n’est à lire.\n")),
];

/// The app password of the account.
pub(super) fn password() -> String {
    secret("app password", USER, 29)
}

/// Whether the request comes from the account.
pub(super) fn knows(asked: &Asked) -> bool {
    let expected = BASE64_STANDARD.encode(format!("{USER}:{}", password()));
    asked.header("authorization") == Some(format!("Basic {expected}"))
}

/// The path below the account, without slashes around it.
pub(super) fn path(asked: &Asked) -> Option<String> {
    let below = asked.path.strip_prefix(PATH)?;
    Some(percent_decode_str(below).decode_utf8_lossy().trim_matches('/').to_owned())
}

/// `GET` of a file.
pub(super) fn file(path: &str) -> Option<Reply> {
    let (folder, name, text) = FILES.into_iter().find(|(folder, name, _)| path == format!("{folder}/{name}"))?;
    let version = HeaderValue::try_from(etag(&format!("{folder}/{name}"))).ok()?;
    Some(Reply::new(StatusCode::OK, media_type(name), Body::Whole(bytes(name, text))).with(header::ETAG, version))
}

/// `PROPFIND` of a folder with its children.
pub(super) fn listing(path: &str) -> Option<String> {
    let below = |folder: &str| path.is_empty() || folder == path || folder.starts_with(&format!("{path}/"));
    if !FILES.iter().any(|(folder, ..)| below(folder)) {
        return None;
    }
    let mut xml = String::from(
        "<?xml version=\"1.0\"?>\n<d:multistatus xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\" \
         xmlns:oc=\"http://owncloud.org/ns\" xmlns:nc=\"http://nextcloud.org/ns\">",
    );
    folder_response(&mut xml, path);
    let mut inner: Vec<String> = FILES.iter().filter_map(|(folder, ..)| child(path, folder)).collect();
    inner.dedup();
    for folder in &inner {
        folder_response(&mut xml, folder);
    }
    for (folder, name, text) in FILES.iter().filter(|(folder, ..)| *folder == path) {
        let place = format!("{folder}/{name}");
        response(
            &mut xml,
            &href(&place),
            &format!(
                "<d:resourcetype/><d:getetag>{}</d:getetag><d:getlastmodified>Tue, 17 Nov 2026 09:12:00 GMT</d:getlastmodified>\
                 <d:getcontentlength>{}</d:getcontentlength><d:getcontenttype>{}</d:getcontenttype><oc:fileid>{}</oc:fileid>",
                escaped(&etag(&place)),
                bytes(name, *text).len(),
                media_type(name),
                number(&place),
            ),
        );
    }
    xml.push_str("</d:multistatus>\n");
    Some(xml)
}

/// The folder directly below `path` in which `folder` lies.
fn child(path: &str, folder: &str) -> Option<String> {
    let rest = if path.is_empty() { folder } else { folder.strip_prefix(path)?.strip_prefix('/')? };
    let name = rest.split('/').next().filter(|name| !name.is_empty())?;
    Some(if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") })
}

fn folder_response(xml: &mut String, path: &str) {
    let etag = escaped(&etag(path));
    let properties = format!(
        "<d:resourcetype><d:collection/></d:resourcetype><d:getetag>{etag}</d:getetag>\
         <d:getlastmodified>Tue, 17 Nov 2026 09:12:00 GMT</d:getlastmodified><oc:fileid>{}</oc:fileid>",
        number(path)
    );
    response(xml, &format!("{}/", href(path).trim_end_matches('/')), &properties);
}

fn response(xml: &mut String, href: &str, properties: &str) {
    write!(
        xml,
        "<d:response><d:href>{href}</d:href><d:propstat><d:prop>{properties}</d:prop>\
         <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    )
    .expect("writing to a string cannot fail");
}

fn href(path: &str) -> String {
    let names: Vec<String> = path.split('/').filter(|name| !name.is_empty()).map(encoded).collect();
    escaped(&format!("{PATH}{}", names.join("/")))
}

fn bytes(name: &str, text: Option<&str>) -> Vec<u8> {
    text.map_or_else(
        || files::named(name).map_or_else(Vec::new, |file| file.bytes.to_vec()),
        |text| text.as_bytes().to_vec(),
    )
}

fn media_type(name: &str) -> &'static str {
    files::named(name).map_or("text/plain", |file| file.media_type)
}

fn etag(path: &str) -> String {
    format!("\"{}\"", secret("etag", path, 13))
}

fn number(path: &str) -> u32 {
    secret("fileid", path, 6).bytes().fold(0, |sum, sign| sum.wrapping_mul(31) + u32::from(sign))
}
