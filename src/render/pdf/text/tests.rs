//! What texts become on paper.

use std::collections::BTreeMap;

use super::{Album, Block, Inline, LinkTarget, Part, RichText, Span, Words, language, parts};
use crate::model::id::AttachmentId;
use crate::model::rich_text::Address;
use crate::plan::page::{FileEntry, FilePlace, Media, MediaEntry};

fn shaped(blocks: Vec<Block>, media: &Media) -> Vec<Part> {
    let (pictures, words) = (BTreeMap::new(), Words::new(None).unwrap());
    parts(&RichText { blocks }, &mut Album::new(media, &pictures, &words))
}

fn words(text: &str) -> Vec<Inline> {
    vec![Inline::Text { text: text.to_owned() }]
}

fn said(text: &str) -> Vec<Span> {
    vec![Span::Text { text: text.to_owned() }]
}

#[test]
fn headings_never_skip_a_level() {
    let levels = [3, 1, 4, 2, 2, 3, 1];
    let blocks = levels.map(|level| Block::Heading { level, content: words("x") }).into();
    let depths: Vec<_> = shaped(blocks, &Media::new())
        .into_iter()
        .map(|part| if let Part::Heading { depth, .. } = part { depth } else { 0 })
        .collect();
    assert_eq!(depths, [1, 1, 2, 2, 2, 3, 1]);
}

#[test]
fn a_link_shows_its_address_on_paper() {
    let long = format!("https://www.exemple.fr/{}", "a".repeat(80));
    for (address, text, printed) in [
        ("https://www.exemple.fr/page/", "la page", Some(" (exemple.fr/page)")),
        ("https://exemple.fr/page", "http://exemple.fr/page", None),
        ("mailto:cdi@exemple.fr", "écrire au CDI", Some(" (cdi@exemple.fr)")),
        ("tel:+33238000000", "02 38 00 00 00", Some(" (+33238000000)")),
        (&long, "ici", Some(" (exemple.fr…, adresse complète sur le site de la classe)")),
    ] {
        let address = Address::new(address).unwrap();
        let mut expected = vec![Span::Link { address: address.as_str().to_owned(), content: said(text) }];
        expected.extend(printed.map(|text| Span::Text { text: text.to_owned() }));
        let link = Inline::Link { target: LinkTarget::Address(address), content: words(text) };
        let shaped = shaped(vec![Block::Paragraph { content: vec![link] }], &Media::new());
        assert_eq!(shaped, [Part::Paragraph { content: expected }]);
    }
}

#[test]
fn a_link_to_a_file_says_where_it_is() {
    let id = AttachmentId::of("fiche");
    let file = FileEntry { name: "Fiche.pdf".to_owned(), place: FilePlace::Unlinked };
    let media = Media::from([(id.clone(), MediaEntry::File(file))]);
    let link = Inline::Link { target: LinkTarget::Attachment(id), content: words("la fiche") };
    let content = ["la fiche", " (dans Pronote)"].map(|text| Span::Text { text: text.to_owned() }).into();
    assert_eq!(shaped(vec![Block::Paragraph { content: vec![link] }], &media), [Part::Paragraph { content }]);
}

#[test]
fn rows_are_filled_and_a_table_keeps_a_body() {
    let rows = vec![vec![words("a"), words("b")], vec![words("c")]];
    let table = Block::Table { caption: None, header_rows: 7, rows };
    let header = vec![vec![said("a"), said("b")]];
    let rows = vec![vec![said("c"), Vec::new()]];
    assert_eq!(shaped(vec![table], &Media::new()), [Part::Table { caption: None, header, rows, columns: 2 }]);
}

#[test]
fn a_language_is_passed_on_when_typst_knows_its_form() {
    for (tag, expected) in [
        ("en-GB", Some(("en".to_owned(), Some("GB".to_owned())))),
        ("DE", Some(("de".to_owned(), None))),
        ("zh-Hant-TW", Some(("zh".to_owned(), Some("TW".to_owned())))),
        ("x-klingon", None),
        ("", None),
    ] {
        assert_eq!(language(tag), expected, "{tag}");
    }
}
