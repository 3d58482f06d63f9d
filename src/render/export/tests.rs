//! What an export writes is read back as it was.

use std::path::Path;
use std::sync::Arc;

use pulldown_cmark::{Options, Parser, html as writer};
use serde_json::{Value, json};

use super::markdown::{Files, Markdown};
use super::*;
use crate::config::Config;
use crate::model::id::{ItemId, ItemKey, SourceId};
use crate::model::menu::Menu;
use crate::model::rich_text::{Address, Block, Inline, LinkTarget, RichText};
use crate::model::snapshot::Seen;
use crate::normalise::html::{Context, rich_text};

fn words(text: &str) -> Inline {
    Inline::Text { text: text.to_owned() }
}

/// A text that holds all that a text can hold but pictures, and all signs that mean something in Markdown.
fn text() -> RichText {
    let paragraph = |content| Block::Paragraph { content };
    let awkward = "1. *a* _b_ <b> &amp; [c](d) `e` | f # g ~h~ \\ + - ! 50 % 2 < 3";
    let cell = |text: &str| vec![words(text)];
    RichText {
        blocks: vec![
            paragraph(vec![words(awkward)]),
            Block::Heading { level: 1, content: vec![words("Pour lundi")] },
            paragraph(vec![
                words("Lire "),
                Inline::Emphasis { content: vec![words("L’Odyssée")] },
                words(" et "),
                Inline::Strong { content: vec![words("noter")] },
                words(" : x"),
                Inline::Superscript { content: vec![words("2")] },
                words(", H"),
                Inline::Subscript { content: vec![words("2")] },
                words("O, "),
                Inline::Code { text: "print('é')".to_owned() },
                Inline::Break,
                Inline::Link {
                    target: LinkTarget::Address(Address::new("https://exemple.fr/a?b=(1)").unwrap()),
                    content: vec![words("la page")],
                },
            ]),
            Block::List {
                start: Some(3),
                items: vec![RichText::plain("trois"), RichText { blocks: vec![paragraph(vec![words("- quatre")])] }],
            },
            Block::List { start: None, items: vec![RichText::plain("un"), RichText::plain("deux")] },
            Block::Quote { content: RichText::plain("Cité") },
            Block::Table {
                caption: None,
                header_rows: 1,
                rows: vec![vec![cell("jour"), cell("plat")], vec![cell("lundi"), cell("a | b")]],
            },
        ],
    }
}

#[test]
fn a_text_is_read_back_as_it_was() {
    let mut document = Markdown::default();
    document.rich(&text(), &Files { attachments: &[], place: &|_| None });
    let markdown = document.text().unwrap();
    let mut html = String::new();
    writer::push_html(&mut html, Parser::new_ext(&markdown, Options::ENABLE_TABLES));
    let read = rich_text(&html, &Context { subject: "note.md", base: None, files: &[] });
    assert_eq!(read.text, text(), "{markdown}");
}

fn seen<T: serde::de::DeserializeOwned>(key: &str, item: Value) -> Seen<T> {
    let (seen_first, changed_at) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH);
    let id = ItemId { source: SourceId::new("ent").unwrap(), key: ItemKey::new(key) };
    Seen { id, seen_first, changed_at, item: serde_json::from_value(item).unwrap() }
}

#[test]
fn menus_and_documents_are_written_with_their_files() {
    let file = |name: &str, kind: Value, digest: Option<&str>| {
        json!({ "id": name, "name": name, "kind": kind,
        "media_type": null, "digest": digest, "size": null, "alt": null })
    };
    let mut menu: Seen<Menu> = seen(
        "menu",
        json!({ "audience": "school", "week": "2026-W48", "body": [],
        "attachments": [file("menu.pdf", json!({ "at_source": "https://ent.example/menu.pdf" }), None)] }),
    );
    menu.item.body = RichText::plain("Lundi : carottes râpées.");
    let lesson = json!({ "audience": { "class": "6a" }, "folders": ["Français", "Chapitre 1"], "modified_at": null,
        "file": file("fiche.pdf", json!({ "remote": "fiche.pdf" }), Some("00ff")) });
    let other = json!({ "audience": { "class": "3b" }, "folders": [], "modified_at": null,
        "file": file("plan.odt", json!({ "at_source": null }), None) });
    let documents = vec![seen("fiche", lesson), seen("plan", other)];
    let snapshot = Snapshot { menus: vec![menu], documents, ..Snapshot::default() };
    let school = "[school]\nname = \"École\"\n[[classes]]\nid = \"6a\"\nlabel = \"6e A\"\nlevel = \"6e\"\n";
    let config = Config::parse(school, Path::new("."), &(Arc::new(|_: &str| None) as _)).unwrap();
    let copied = BTreeMap::from([("00ff".to_owned(), "fichiers/00ff-fiche.pdf".to_owned())]);
    let Config { school, classes, .. } = &config;
    let export = Export { at: DateTime::UNIX_EPOCH, school, classes, snapshot: &snapshot, files: &copied };
    let written: BTreeMap<String, Vec<u8>> = files(export, &Words::new(None).unwrap()).unwrap().into_iter().collect();
    let text = |path: &str| String::from_utf8(written[path].clone()).unwrap();
    let menus = "# 6e A\u{a0}: menus de la cantine\n\n## Semaine\u{a0}48\n\nLundi : carottes râpées.\n\n\
        * [menu.pdf](https://ent.example/menu.pdf)\n\nent/menu\n";
    assert_eq!(text("classes/6a/menus.md"), menus);
    let documents = "# 6e A\u{a0}: documents\n\n## fiche.pdf\n\nFrançais / Chapitre 1\n\n\
        * [fiche.pdf](../../fichiers/00ff-fiche.pdf)\n\nent/fiche\n";
    assert_eq!(text("classes/6a/documents.md"), documents);
    let elements: Value = serde_json::from_slice(&written["elements.json"]).unwrap();
    let menu = json!([{ "name": "menu.pdf", "path_or_address": "https://ent.example/menu.pdf" }]);
    assert_eq!((&elements["menus"][0]["files"], &elements["menus"][0]["week"]), (&menu, &json!("2026-W48")));
    let files: Vec<&Value> = elements["documents"].as_array().unwrap().iter().map(|item| &item["files"][0]).collect();
    let [known, unknown] = [("fiche.pdf", json!("fichiers/00ff-fiche.pdf")), ("plan.odt", Value::Null)]
        .map(|(name, place)| json!({ "name": name, "path_or_address": place }));
    assert_eq!(files, [&known, &unknown]);
}
