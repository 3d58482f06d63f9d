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
const ACTIONS: [&[u8]; 4] = [b"A", b"PA", b"OpenAction", b"Next"];
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
/// Entries whose dictionary has names chosen by the author for its keys: any of them may look like one to remove.
const NAMED_BY_AUTHOR: [&[u8]; 15] = [
    b"Font",
    b"XObject",
    b"ExtGState",
    b"ColorSpace",
    b"Pattern",
    b"Shading",
    b"Properties",
    b"RoleMap",
    b"ClassMap",
    b"CharProcs",
    b"Dests",
    b"Colorants",
    b"N",
    b"R",
    b"D",
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
    let rules = Rules { forbidden: forbidden_objects(&document), named: named_by_author(&document) };
    for (id, object) in &mut document.objects {
        match object {
            Object::Dictionary(names) if rules.named.contains(id) => strip_values(names, &rules),
            _ => strip(object, &rules),
        }
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
    let plain = |filter: &Object| match filter {
        Object::Array(filters) => filters.iter().all(|filter| filter.as_name().is_ok()),
        _ => filter.as_name().is_ok(),
    };
    let mut streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    if streams.any(|stream| stream.dict.get(b"Filter").is_ok_and(|filter| !plain(filter))) {
        return Err(Refusal::new("the document does not say plainly how its parts are packed"));
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

/// Objects to treat apart, found before anything is changed.
struct Rules {
    /// Actions and comments that must go.
    forbidden: HashSet<ObjectId>,
    /// Dictionaries whose keys the author chose.
    named: HashSet<ObjectId>,
}

impl Rules {
    fn must_go(&self, object: &Object) -> bool {
        match object {
            Object::Reference(id) => self.forbidden.contains(id),
            Object::Dictionary(direct) => is_forbidden(direct),
            _ => false,
        }
    }
}

/// The dictionaries that are referred to where authors choose the keys.
fn named_by_author(document: &Document) -> HashSet<ObjectId> {
    let mut found = HashSet::new();
    let mut pending: Vec<&Object> = document.objects.values().collect();
    while let Some(object) = pending.pop() {
        let dictionary = match object {
            Object::Array(items) => {
                pending.extend(items);
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        found.extend(NAMED_BY_AUTHOR.iter().filter_map(|key| dictionary.get(key).and_then(Object::as_reference).ok()));
        pending.extend(dictionary.iter().map(|(_, value)| value));
    }
    found
}

/// Removes what must go from an object and everything inside it.
fn strip(object: &mut Object, rules: &Rules) {
    match object {
        Object::Array(items) => items.iter_mut().for_each(|item| strip(item, rules)),
        Object::Dictionary(dictionary) => strip_dictionary(dictionary, rules),
        Object::Stream(stream) => strip_dictionary(&mut stream.dict, rules),
        _ => {}
    }
}

/// Keeps every entry, and removes what must go from their values.
fn strip_values(dictionary: &mut Dictionary, rules: &Rules) {
    for (_, value) in dictionary.iter_mut() {
        strip(value, rules);
    }
}

fn strip_dictionary(dictionary: &mut Dictionary, rules: &Rules) {
    for key in REMOVED {
        dictionary.remove(key);
    }
    if is_comment(dictionary) {
        for key in REMOVED_FROM_COMMENTS {
            dictionary.remove(key);
        }
    }
    for key in ACTIONS {
        if dictionary.get(key).is_ok_and(|action| rules.must_go(action)) {
            dictionary.remove(key);
        }
    }
    for key in [&b"Annots"[..], b"Next"] {
        if let Ok(Object::Array(items)) = dictionary.get_mut(key) {
            items.retain(|item| !rules.must_go(item));
        }
    }
    for (key, value) in dictionary.iter_mut() {
        match value {
            Object::Dictionary(names) if NAMED_BY_AUTHOR.contains(&key.as_slice()) => strip_values(names, rules),
            _ => strip(value, rules),
        }
    }
}

/// Whether a dictionary is an annotation that somebody signed with a name, rather than a form field.
fn is_comment(dictionary: &Dictionary) -> bool {
    let is_widget = dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Widget");
    dictionary.has(b"Rect") && dictionary.has(b"Subtype") && !is_widget && !dictionary.has(b"FT")
}

/// The smaller of the two ways to write a document: with object streams, or without.
fn written(document: &mut Document) -> Result<Vec<u8>, Refusal> {
    let unwritten = |error: std::io::Error| Refusal::new(format!("the document cannot be written: {error}"));
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(9).build();
    let mut packed = Vec::new();
    document.save_with_options(&mut packed, options).map_err(unwritten)?;
    let mut plain = Vec::new();
    document.save_to(&mut plain).map_err(unwritten)?;
    Ok(if packed.len() <= plain.len() { packed } else { plain })
}
