//! What an export writes is read back as it was.

use pulldown_cmark::{Options, Parser, html as writer};

use super::markdown::{Files, Markdown};
use crate::model::rich_text::{Address, Block, Inline, LinkTarget, RichText};
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
