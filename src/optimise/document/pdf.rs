//! Rewrites a PDF without what describes its making, runs by itself, or hides other files (ISO 32000-1).
//!
//! Kept are the pages, the structure tree, the language, the outline, links to the web and form fields. Earlier revisions
//! and unused objects disappear, because only what the page tree reaches is written.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, SaveOptions, StringFormat};

use super::pdf_image;
use crate::artifact::Digest;
use crate::optimise::Refusal;

/// One stream of the document, unpacked, in bytes.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Entries that describe the making of an object, hide files or run by themselves, wherever they are.
const REMOVED: [&[u8]; 18] = [
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"AA",
    b"AF",
    b"EF",
    b"EmbeddedFiles",
    b"JavaScript",
    b"JS",
    b"XFA",
    b"Perms",
    b"Legal",
    b"DSS",
    b"SpiderInfo",
    b"Thumb",
    b"URLS",
    b"IDS",
    b"Renditions",
];
/// Entries of a comment that name its author and date it.
const REMOVED_FROM_COMMENTS: [&[u8]; 4] = [b"T", b"M", b"CreationDate", b"NM"];
/// Entries that hold an action.
const ACTIONS: [&[u8]; 5] = [b"A", b"PA", b"OpenAction", b"Next", b"Dest"];
/// Actions that do more than show another place of the document or of the web (section 12.6.4).
const FORBIDDEN_ACTIONS: [&[u8]; 11] = [
    b"JavaScript",
    b"Launch",
    b"GoToR",
    b"GoToE",
    b"SubmitForm",
    b"ImportData",
    b"Rendition",
    b"Sound",
    b"Movie",
    b"RichMediaExecute",
    b"Trans",
];
/// Comments that hold another file.
const FORBIDDEN_COMMENTS: [&[u8]; 6] = [b"FileAttachment", b"Sound", b"Movie", b"Screen", b"RichMedia", b"3D"];

/// Whether the file begins as a PDF, within the first 1,024 bytes as readers accept it.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-")
}

/// The document without its metadata; refused when it is encrypted, signed, a portfolio, or cannot be read.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut document = load(bytes)?;
    if document.trailer.has(b"Encrypt") || document.was_encrypted() {
        return Err(Refusal::new("the document is encrypted"));
    }
    let pages = document.get_pages().len();
    if pages == 0 {
        return Err(Refusal::new("the document has no page"));
    }
    refuse_what_would_break(&document)?;
    let forbidden = forbidden_objects(&document);
    for object in document.objects.values_mut() {
        strip(object, &forbidden);
        if let Object::Stream(stream) = object {
            pdf_image::clean(stream)?;
        }
    }
    clean_trailer(&mut document.trailer, bytes);
    document.prune_objects();
    document.compress();
    let clean = written(&mut document)?;
    let again = load(&clean)?;
    if again.get_pages().len() != pages {
        return Err(Refusal::new("the document loses pages when it is cleaned"));
    }
    Ok(clean)
}

fn load(bytes: &[u8]) -> Result<Document, Refusal> {
    Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(MOST_BYTES))
        .map_err(|error| Refusal::new(format!("the document cannot be read: {error}")))
}

fn refuse_what_would_break(document: &Document) -> Result<(), Refusal> {
    let catalog = document.catalog().map_err(|error| Refusal::new(format!("the document cannot be read: {error}")))?;
    if catalog.has(b"Collection") {
        return Err(Refusal::new("the document is a collection of other files"));
    }
    let signed = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .any(|dictionary| dictionary.has(b"ByteRange"));
    if signed {
        return Err(Refusal::new("the document is signed, and cleaning would break its signature"));
    }
    Ok(())
}

/// The trailer names the catalog and, as PDF 2.0 asks, an identifier, which comes from the bytes and nothing else.
fn clean_trailer(trailer: &mut Dictionary, bytes: &[u8]) {
    let mut clean = Dictionary::new();
    if let Some(root) = trailer.remove(b"Root") {
        clean.set("Root", root);
    }
    let identifier = Object::String(Digest::of(bytes).short().as_bytes().to_vec(), StringFormat::Hexadecimal);
    clean.set("ID", vec![identifier.clone(), identifier]);
    *trailer = clean;
}

/// Whether a dictionary is an action or a comment that must go.
fn is_forbidden(dictionary: &Dictionary) -> bool {
    let is_named = |key: &[u8], names: &[&[u8]]| {
        dictionary.get(key).and_then(Object::as_name).is_ok_and(|name| names.contains(&name))
    };
    let local =
        dictionary.get(b"URI").and_then(Object::as_str).is_ok_and(|uri| uri.to_ascii_lowercase().starts_with(b"file:"));
    is_named(b"S", &FORBIDDEN_ACTIONS) || is_named(b"Subtype", &FORBIDDEN_COMMENTS) && dictionary.has(b"Rect") || local
}

fn forbidden_objects(document: &Document) -> HashSet<ObjectId> {
    let is_forbidden = |object: &Object| object.as_dict().is_ok_and(is_forbidden);
    document.objects.iter().filter(|(_, object)| is_forbidden(object)).map(|(id, _)| *id).collect()
}

/// Removes what must go from an object and everything inside it.
fn strip(object: &mut Object, forbidden: &HashSet<ObjectId>) {
    match object {
        Object::Array(items) => items.iter_mut().for_each(|item| strip(item, forbidden)),
        Object::Dictionary(dictionary) => strip_dictionary(dictionary, forbidden),
        Object::Stream(stream) => strip_dictionary(&mut stream.dict, forbidden),
        _ => {}
    }
}

fn strip_dictionary(dictionary: &mut Dictionary, forbidden: &HashSet<ObjectId>) {
    for key in REMOVED {
        dictionary.remove(key);
    }
    let is_comment = dictionary.has(b"Rect") && dictionary.has(b"Subtype") && !dictionary.has_type(b"Page");
    let is_field = dictionary.has(b"FT")
        || dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Widget");
    if is_comment && !is_field {
        for key in REMOVED_FROM_COMMENTS {
            dictionary.remove(key);
        }
    }
    let must_go = |object: &Object| match object {
        Object::Reference(id) => forbidden.contains(id),
        Object::Dictionary(direct) => is_forbidden(direct),
        _ => false,
    };
    for key in ACTIONS {
        if dictionary.get(key).is_ok_and(must_go) {
            dictionary.remove(key);
        }
    }
    for key in [&b"Annots"[..], b"Next"] {
        if let Ok(Object::Array(items)) = dictionary.get_mut(key) {
            items.retain(|item| !must_go(item));
        }
    }
    for (_, value) in dictionary.iter_mut() {
        strip(value, forbidden);
    }
}

/// The smaller of the two ways to write a document: with object streams, or without.
fn written(document: &mut Document) -> Result<Vec<u8>, Refusal> {
    let unwritten = |error: std::io::Error| Refusal::new(format!("the document cannot be written: {error}"));
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    let mut packed = Vec::new();
    document.save_with_options(&mut packed, options).map_err(unwritten)?;
    let mut plain = Vec::new();
    document.save_to(&mut plain).map_err(unwritten)?;
    Ok(if packed.len() <= plain.len() { packed } else { plain })
}
