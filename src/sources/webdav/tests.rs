//! What servers say of their folders, and what that becomes.

use chrono::{DateTime, Utc};
use url::Url;

use super::wire::{self, File, Listing, Strange, Subfolder};

fn folder() -> Url {
    Url::parse("https://cloud.example/remote.php/dav/files/ardoise/Classes/6A/").unwrap()
}

fn at(text: &str) -> Option<DateTime<Utc>> {
    text.parse().ok()
}

fn multistatus(responses: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\">\
         <d:response><d:href>/remote.php/dav/files/ardoise/Classes/6A/</d:href><d:propstat><d:prop>\
         <d:resourcetype><d:collection/></d:resourcetype><d:getetag>&quot;top&quot;</d:getetag><oc:fileid>7</oc:fileid>\
         </d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>{responses}</d:multistatus>"
    )
}

fn response(href: &str, properties: &str) -> String {
    format!(
        "<d:response><d:href>{href}</d:href><d:propstat><d:prop><d:getcontentlength/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status>\
         </d:propstat><d:propstat><d:prop>{properties}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    )
}

const COLLECTION: &str = "<d:resourcetype><d:collection/></d:resourcetype>";

#[test]
fn a_nextcloud_lists_files_and_folders() {
    let base = "/remote.php/dav/files/ardoise/Classes/6A";
    let file = "<d:resourcetype/><d:getetag>&quot;a1&quot;</d:getetag><d:getcontentlength>850</d:getcontentlength>\
                <d:getlastmodified>Thu, 12 Nov 2026 16:00:00 GMT</d:getlastmodified><d:getcontenttype>text/plain</d:getcontenttype>";
    let text = multistatus(
        &[
            response(&format!("{base}/le%C3%A7on%20n%C2%B01.txt"), file),
            response(
                &format!("{base}/Fran%C3%A7ais/"),
                &format!("{COLLECTION}<d:getetag>f9</d:getetag><oc:fileid>9</oc:fileid>"),
            ),
        ]
        .concat(),
    );
    let expected = Listing {
        version: Some("\"top\"".to_owned()),
        files: vec![File {
            name: "leçon n°1.txt".to_owned(),
            version: "\"a1\"".to_owned(),
            modified_at: at("2026-11-12T16:00:00Z"),
            size: Some(850),
            media_type: Some("text/plain".to_owned()),
        }],
        folders: vec![Subfolder { name: "Français".to_owned(), version: Some("f9".to_owned()) }],
        unnamed: 0,
    };
    assert_eq!(wire::listing(text.as_bytes(), &folder()), Ok(expected));
}

#[test]
fn other_servers_give_whole_addresses_and_promise_nothing_of_folders() {
    let text = "<?xml version=\"1.0\"?><multistatus xmlns=\"DAV:\"><response><href>https://cloud.example/remote.php/dav/files/ardoise/Classes/6A</href>\
                <propstat><prop><resourcetype><collection/></resourcetype><getetag>\"x\"</getetag></prop><status>HTTP/1.1 200 OK</status></propstat></response>\
                <response><href>https://cloud.example/remote.php/dav/files/ardoise/Classes/6A/a.pdf</href><propstat><prop><resourcetype/></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>";
    let listing = wire::listing(text.as_bytes(), &folder()).unwrap();
    assert_eq!((listing.version, listing.folders.len(), listing.files[0].name.as_str()), (None, 0, "a.pdf"));
}

#[test]
fn what_lies_elsewhere_is_not_believed() {
    let base = "/remote.php/dav/files/ardoise/Classes";
    let places = [
        format!("{base}/6B/secret.pdf"),
        format!("{base}/6A/deep/er.pdf"),
        format!("{base}/6A/../../../../etc/passwd"),
        "/etc/passwd".to_owned(),
    ];
    let text = multistatus(&places.map(|href| response(&href, "<d:resourcetype/>")).concat());
    let listing = wire::listing(text.as_bytes(), &folder()).unwrap();
    assert_eq!((listing.files, listing.folders, listing.unnamed), (Vec::new(), Vec::new(), 0));
    let odd = [format!("{base}/6A/a%2Fb.pdf"), format!("{base}/6A/%E9.pdf")];
    let text = multistatus(&odd.map(|href| response(&href, "<d:resourcetype/>")).concat());
    assert_eq!(wire::listing(text.as_bytes(), &folder()).unwrap().unnamed, 2);
}

#[test]
fn another_document_is_no_listing() {
    let html = wire::listing(b"<!DOCTYPE html><html><body>Connexion</body></html>", &folder());
    assert_eq!(html, Err(Strange::NoMultistatus));
    let error = wire::listing(b"<d:error xmlns:d=\"DAV:\"/>", &folder());
    assert_eq!(error, Err(Strange::NoMultistatus));
    let other = Url::parse("https://cloud.example/remote.php/dav/files/ardoise/Autre/").unwrap();
    assert_eq!(wire::listing(multistatus("").as_bytes(), &other), Err(Strange::Elsewhere));
    let cut = multistatus("");
    assert!(matches!(wire::listing(&cut.as_bytes()[..cut.len() / 2], &folder()), Err(Strange::Xml(_))));
}
