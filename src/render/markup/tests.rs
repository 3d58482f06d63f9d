//! One row for each way a text may be written, hostile ones first.

use crate::model::rich_text::{Address, LinkTarget};
use crate::plan::page::FileEntry;

use super::*;

fn text(text: &str) -> Inline {
    Inline::Text { text: text.to_owned() }
}

fn paragraph(content: Vec<Inline>) -> Block {
    Block::Paragraph { content }
}

fn heading(level: u8) -> Block {
    Block::Heading { level, content: vec![text("Titre")] }
}

fn link(target: LinkTarget, content: Vec<Inline>) -> Inline {
    Inline::Link { target, content }
}

fn address(text: &str) -> LinkTarget {
    LinkTarget::Address(Address::new(text).unwrap())
}

fn picture_id() -> AttachmentId {
    AttachmentId::of("plan.png")
}

fn file_id() -> AttachmentId {
    AttachmentId::of("fiche.pdf")
}

fn media() -> Media {
    let path = |text| SitePath::new(text).unwrap();
    let picture = MediaEntry::Picture { path: path("media/0a.jpg"), width: 640, height: 400, size: 24_000 };
    let place = FilePlace::Site {
        path: path("pieces/1-Leçon n° 1.pdf"),
        media_type: "application/pdf".to_owned(),
        size: 2_048,
    };
    let file = MediaEntry::File(FileEntry { name: "fiche.pdf".to_owned(), place });
    Media::from([(picture_id(), picture), (file_id(), file)])
}

fn html(blocks: Vec<Block>, below: usize, pictures: Pictures) -> String {
    let words = Words::new(None).unwrap();
    rich_text(&RichText { blocks }, Place { media: &media(), below, pictures, words: &words }).0
}

#[test]
fn every_text_is_escaped() {
    let hostile = "</p><script>alert('1')</script> & \"q\"\u{0}\u{8}";
    let safe = "&lt;/p&gt;&lt;script&gt;alert('1')&lt;/script&gt; &amp; &quot;q&quot;";
    let cell = vec![text(hostile)];
    for (block, expected) in [
        (paragraph(vec![text(hostile)]), format!("<p>{safe}</p>")),
        (paragraph(vec![Inline::Math { text: hostile.to_owned() }]), format!("<p><code>{safe}</code></p>")),
        (Block::Code { text: hostile.to_owned() }, format!("<pre>{safe}</pre>")),
        (
            paragraph(vec![Inline::Language { tag: "\"><b>".to_owned(), content: vec![text("x")] }]),
            "<p><span lang=\"&quot;&gt;&lt;b&gt;\">x</span></p>".to_owned(),
        ),
        (
            Block::Image { attachment: AttachmentId::of("absente"), alt: hostile.to_owned() },
            format!("<p>[image\u{a0}: {safe}]</p>"),
        ),
        (
            Block::Table { caption: Some(hostile.to_owned()), header_rows: 0, rows: vec![vec![cell]] },
            format!(
                "<div tabindex=\"0\" role=\"region\" aria-label=\"{safe}\">\
                 <table><caption>{safe}</caption>\n<tr><td>{safe}</td></tr></table></div>"
            ),
        ),
    ] {
        assert_eq!(html(vec![block], 3, Pictures::Shown), expected);
    }
}

#[test]
fn lines_keep_their_marks() {
    let strong = Inline::Strong { content: vec![Inline::Emphasis { content: vec![text("a")] }] };
    let raised = Inline::Superscript { content: vec![text("2")] };
    let lowered = Inline::Subscript { content: vec![text("3")] };
    let code = Inline::Code { text: "b".to_owned() };
    assert_eq!(
        html(vec![paragraph(vec![strong, raised, Inline::Break, lowered, code])], 3, Pictures::Shown),
        "<p><strong><em>a</em></strong><sup>2</sup><br><sub>3</sub><code>b</code></p>"
    );
}

#[test]
fn links_lead_out_or_to_a_file_and_never_lie_in_each_other() {
    let missing = LinkTarget::Attachment(AttachmentId::of("absent.pdf"));
    for (target, expected) in [
        (address("mailto:cdi@exemple.fr"), "<p><a href=\"mailto:cdi@exemple.fr\">le CDI</a></p>"),
        (address("https://exemple.fr/?a=1&b=2"), "<p><a href=\"https://exemple.fr/?a=1&amp;b=2\">le CDI</a></p>"),
        (
            LinkTarget::Attachment(file_id()),
            "<p><a href=\"pieces/1-Le%C3%A7on%20n%C2%B0%201.pdf\">le CDI</a> (PDF, 2\u{a0}ko)</p>",
        ),
        (LinkTarget::Attachment(picture_id()), "<p><a href=\"media/0a.jpg\">le CDI</a> (image, 24\u{a0}ko)</p>"),
        (missing, "<p>le CDI</p>"),
    ] {
        assert_eq!(html(vec![paragraph(vec![link(target, vec![text("le CDI")])])], 3, Pictures::Shown), expected);
    }
    let inner = link(address("tel:+33238000000"), vec![text("b")]);
    let outer = link(address("https://exemple.fr/"), vec![text("a"), inner]);
    let expected = "<p><a href=\"https://exemple.fr/\">ab</a></p>";
    assert_eq!(html(vec![paragraph(vec![outer])], 3, Pictures::Shown), expected);
}

#[test]
fn headings_follow_the_surrounding_one_without_gaps() {
    for (below, levels, names) in [
        (3, vec![1, 2, 3], ["h4", "h5", "h6"]),
        (3, vec![2, 4, 2], ["h4", "h5", "h4"]),
        (1, vec![3, 1, 4], ["h2", "h2", "h3"]),
        (5, vec![1, 2, 3], ["h6", "h6", "h6"]),
    ] {
        let expected: Vec<String> = names.iter().map(|name| format!("<{name}>Titre</{name}>")).collect();
        assert_eq!(html(levels.into_iter().map(heading).collect(), below, Pictures::Shown), expected.join("\n"));
    }
}

#[test]
fn lists_are_tight_where_they_can_be() {
    let item = |words: &str, more: Vec<Block>| RichText { blocks: [vec![paragraph(vec![text(words)])], more].concat() };
    let inner = Block::List { start: Some(1), items: vec![item("b", Vec::new())] };
    let quote = Block::Quote { content: RichText::plain("d") };
    let list = Block::List { start: None, items: vec![item("a", vec![inner]), item("c", vec![quote])] };
    assert_eq!(
        html(vec![list], 3, Pictures::Shown),
        "<ul>\n<li>a<ol>\n<li>b</li></ol></li>\n<li><p>c</p>\n<blockquote><p>d</p></blockquote></li></ul>"
    );
    let list = Block::List { start: Some(3), items: vec![item("a", Vec::new())] };
    assert_eq!(html(vec![list], 3, Pictures::Shown), "<ol start=\"3\">\n<li>a</li></ol>");
}

#[test]
fn a_table_says_what_it_is_and_which_rows_are_headers() {
    let rows =
        [["Verbe", "Présent"], ["être", "je suis"]].map(|row| row.map(|cell| vec![text(cell)]).to_vec()).to_vec();
    assert_eq!(
        html(vec![Block::Table { caption: None, header_rows: 1, rows }], 3, Pictures::Shown),
        "<div tabindex=\"0\" role=\"region\" aria-label=\"Tableau\u{a0}: Verbe, Présent\"><table>\n\
         <tr><th scope=\"col\">Verbe</th><th scope=\"col\">Présent</th></tr>\n<tr><td>être</td><td>je suis</td></tr></table></div>"
    );
}

#[test]
fn a_picture_is_shown_late_or_linked() {
    let image = |alt: &str| vec![Block::Image { attachment: picture_id(), alt: alt.to_owned() }];
    let shown = |alt: &str, facts: &str| {
        format!(
            "<p><img loading=\"lazy\" src=\"media/0a.jpg\" width=\"640\" height=\"400\" alt=\"{alt}\"><br><small>{facts}</small></p>"
        )
    };
    let linked = |words: &str| format!("<p><a href=\"media/0a.jpg\">{words}</a></p>");
    for (alt, pictures, expected) in [
        ("Plan", Pictures::Shown, shown("Plan", "Image, 24\u{a0}ko")),
        ("", Pictures::Shown, shown("", "Image sans description, 24\u{a0}ko")),
        ("Plan", Pictures::Linked, linked("Plan (image, 24\u{a0}ko)")),
        ("", Pictures::Linked, linked("Image sans description, 24\u{a0}ko")),
    ] {
        assert_eq!(html(image(alt), 3, pictures), expected);
    }
}
