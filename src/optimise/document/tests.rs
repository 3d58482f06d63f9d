//! Documents made in code.

use std::fmt::Write;

use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions, Stream, dictionary,
};

use super::*;

const PLANTED: &str = "Jeanne Martin";

fn text(text: &str) -> Object {
    Object::string_literal(text)
}

/// A page of text with everything in it that must go, and everything that must stay.
fn full_document() -> (Document, ObjectId) {
    let mut document = Document::with_version("1.7");
    let metadata = |document: &mut Document| {
        let content = format!("<x:xmpmeta><dc:creator>{PLANTED}</dc:creator></x:xmpmeta>").into_bytes();
        document.add_object(Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, content))
    };
    let (about_document, about_page) = (metadata(&mut document), metadata(&mut document));
    let file = document.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, PLANTED.as_bytes().to_vec()));
    let script = document.add_object(dictionary! { "S" => "JavaScript", "JS" => text(PLANTED) });
    let picture = document.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1, "Filter" => "DCTDecode" },
        [&b"\xFF\xD8\xFF\xE1\x00\x15Exif\0\0Jeanne Martin"[..], b"\xFF\xDA\x00\x02\x01\xFF\xD9"].concat(),
    ));
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let content =
        document.add_object(Stream::new(Dictionary::new(), b"BT /AA 12 Tf 72 700 Td (Exercice) Tj ET".to_vec()));
    let rectangle = || vec![0.into(), 0.into(), 9.into(), 9.into()];
    let comment = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Text", "Rect" => rectangle(), "T" => text(PLANTED), "M" => text("D:20261101"),
        "Contents" => text("bien"),
    });
    let attached = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "FileAttachment", "Rect" => rectangle(), "T" => text(PLANTED),
    });
    let link = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "Rect" => rectangle(),
        "A" => dictionary! { "S" => "URI", "URI" => text("https://college.example/") },
    });
    let local = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "Rect" => rectangle(),
        "A" => dictionary! { "S" => "Launch", "F" => text("C:\\Users\\Jeanne Martin\\x.exe") },
    });
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Contents" => content, "Metadata" => about_page, "AA" => dictionary! { "O" => script },
        "Annots" => vec![comment.into(), attached.into(), link.into(), local.into()],
        "PieceInfo" => dictionary! { "Maker" => dictionary! { "Private" => text(PLANTED) } },
        "Resources" => dictionary! {
            "Font" => dictionary! { "AA" => font }, "XObject" => dictionary! { "EF" => picture },
        },
    });
    document.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let structure =
        document.add_object(dictionary! { "Type" => "StructTreeRoot", "RoleMap" => dictionary! { "AF" => "P" } });
    let names =
        dictionary! { "Names" => vec![text(PLANTED), dictionary! { "EF" => dictionary! { "F" => file } }.into()] };
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "Lang" => text("fr-FR"), "StructTreeRoot" => structure,
        "Metadata" => about_document, "OpenAction" => script,
        "Names" => dictionary! { "EmbeddedFiles" => names, "JavaScript" => dictionary! { "Names" => vec![text("x"), script.into()] } },
    });
    let info = document.add_object(dictionary! { "Author" => text(PLANTED), "Producer" => text("Martin Office 3") });
    document.add_object(dictionary! { "Unused" => text(PLANTED) });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    document.trailer.set("ID", vec![text(PLANTED), text(PLANTED)]);
    (document, catalog)
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// Everything that a document says, with its streams unpacked.
fn spelled_out(bytes: &[u8]) -> String {
    let mut document = Document::load_mem(bytes).unwrap();
    document.decompress();
    let mut found = format!("{:?}", document.trailer);
    for (id, object) in &document.objects {
        writeln!(found, "{id:?} {object:?}").unwrap();
        if let Object::Stream(stream) = object {
            found.push_str(&String::from_utf8_lossy(&stream.content));
        }
    }
    found
}

fn refused(bytes: &[u8]) -> String {
    clean_document(bytes).unwrap_err().reason
}

#[test]
fn a_pdf_says_nothing_of_its_making() {
    let original = saved(full_document().0);
    assert!(spelled_out(&original).contains(PLANTED));
    let cleaned = clean_document(&original).unwrap();
    assert_eq!((cleaned.media_type, cleaned.extension), ("application/pdf", "pdf"));
    let left = spelled_out(&cleaned.bytes);
    for word in
        ["Martin", "JavaScript", "Launch", "EmbeddedFile", "FileAttachment", "Metadata", "PieceInfo", "D:2026", "Exif"]
    {
        assert!(!left.contains(word), "{word} in {left}");
    }
    assert_eq!(clean_document(&original).unwrap(), cleaned);
}

#[test]
fn a_pdf_keeps_what_is_read() {
    let cleaned = clean_document(&saved(full_document().0)).unwrap();
    let document = Document::load_mem(&cleaned.bytes).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"fr-FR");
    let structure = document.get_dict_in_dict(catalog, b"StructTreeRoot").unwrap();
    assert_eq!(structure.get(b"RoleMap").unwrap(), &Object::Dictionary(dictionary! { "AF" => "P" }));
    let page = document.page_iter().next().unwrap();
    assert_eq!(document.get_page_fonts(page).unwrap().keys().collect::<Vec<_>>(), [&b"AA".to_vec()]);
    assert_eq!(document.get_page_images(page).unwrap().len(), 1);
    assert_eq!(document.get_page_content(page), b"BT /AA 12 Tf 72 700 Td (Exercice) Tj ET\n");
    let annotations = document.get_page_annotations(page).unwrap();
    let kinds: Vec<_> =
        annotations.iter().map(|annotation| annotation.get(b"Subtype").unwrap().as_name().unwrap()).collect();
    assert_eq!(kinds, [&b"Text"[..], b"Link", b"Link"]);
    assert_eq!(annotations[0].get(b"Contents").unwrap().as_str().unwrap(), b"bien");
    assert!(annotations[1].has(b"A") && !annotations[2].has(b"A"));
}

#[test]
fn names_chosen_by_the_author_are_not_taken_for_metadata_through_references() {
    let (mut document, _) = full_document();
    let page = document.page_iter().next().unwrap();
    let Object::Dictionary(resources) = document.get_dictionary(page).unwrap().get(b"Resources").unwrap().clone()
    else {
        unreachable!("the test made it")
    };
    let fonts = document.add_object(resources.get(b"Font").unwrap().clone());
    let mut indirect = resources.clone();
    indirect.set("Font", fonts);
    document.get_dictionary_mut(page).unwrap().set("Resources", indirect);
    let cleaned = clean_document(&saved(document)).unwrap();
    let document = Document::load_mem(&cleaned.bytes).unwrap();
    let page = document.page_iter().next().unwrap();
    assert_eq!(document.get_page_fonts(page).unwrap().keys().collect::<Vec<_>>(), [&b"AA".to_vec()]);
}

#[test]
fn an_encrypted_pdf_is_refused() {
    let (mut document, _) = full_document();
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    assert_eq!(refused(&saved(document)), "the document is encrypted");
}

#[test]
fn a_pdf_that_cannot_be_cleaned_is_refused() {
    let (mut collection, catalog) = full_document();
    collection.get_dictionary_mut(catalog).unwrap().set("Collection", Dictionary::new());
    assert_eq!(refused(&saved(collection)), "the document is a collection of other files");
    let (mut signed, catalog) = full_document();
    let signature = signed.add_object(dictionary! { "Type" => "Sig", "ByteRange" => vec![0.into()] });
    signed.get_dictionary_mut(catalog).unwrap().set("Sig", signature);
    assert_eq!(refused(&saved(signed)), "the document is signed, and cleaning would break its signature");
    let (mut disguised, _) = full_document();
    let filter = disguised.add_object(Object::Name(b"DCTDecode".to_vec()));
    let picture = disguised
        .objects
        .values_mut()
        .find_map(|object| object.as_stream_mut().ok().filter(|stream| stream.dict.has(b"Width")));
    picture.unwrap().dict.set("Filter", filter);
    assert_eq!(refused(&saved(disguised)), "the document does not say plainly how its parts are packed");
    let whole = saved(full_document().0);
    for broken in [&whole[..20], &whole[..whole.len() / 4], b"%PDF-1.7\nnothing"] {
        assert!(clean_document(broken).is_err(), "{} bytes", broken.len());
    }
}

#[test]
fn a_pdf_nested_without_end_is_survived() {
    let whole = String::from_utf8_lossy(&saved(full_document().0)).into_owned();
    for (open, close) in [("[", "]"), ("<</A", ">>")] {
        let nested = format!("/Lang {}{}/Old ", open.repeat(50_000), close.repeat(50_000));
        let deep = whole.replacen("/Lang", &nested, 1);
        assert_ne!(deep, whole);
        // Whether it is refused or cleaned is lopdf's choice; that it comes back is ours.
        drop(clean_document(deep.as_bytes()));
    }
}

#[test]
fn texts_pass_in_utf_8() {
    for (bytes, expected, media_type, extension) in [
        (&b"\xEF\xBB\xBFLe\xC3\xA7on 3\r\n"[..], "Leçon 3\r\n", "text/plain; charset=utf-8", "txt"),
        (b"Le\xE7on d\x92histoire", "Leçon d’histoire", "text/plain; charset=utf-8", "txt"),
        (b"nom;note\nA;1\n\nB;2\n", "nom;note\nA;1\n\nB;2\n", "text/csv; charset=utf-8", "csv"),
        (b"Bonjour, Paul\nsans virgule", "Bonjour, Paul\nsans virgule", "text/plain; charset=utf-8", "txt"),
    ] {
        let cleaned = Cleaned { bytes: expected.as_bytes().to_vec(), media_type, extension };
        assert_eq!(clean_document(bytes), Ok(cleaned));
    }
}

#[test]
fn everything_else_is_refused() {
    let unclean = "its metadata cannot be removed";
    for bytes in [
        &b"PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.text"[..],
        b"  <!doctype html><title>x</title>",
        b"{\\rtf1{\\info{\\author x}}}",
        b"\xFF\xD8\xFF\xE0",
        b"ID3\x03\0\0",
        b"BEGIN:VCARD\nFN:X\nEND:VCARD",
        b"   \n",
    ] {
        assert_eq!(refused(bytes), unclean, "{bytes:?}");
    }
    assert_eq!(refused(b""), "the file is empty");
}
