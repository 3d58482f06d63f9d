//! What is written of a text in these tables: `p[…]` a paragraph, `h1[…]`, `ul[li[…]]`, `ol3[…]` a list from 3, `quote[…]`,
//! `code[…]`, `img(name|alt)`, `table 1 (caption)[a|b;c|d]` with its header rows; `*strong*`, `_emphasis_`, `^(…)`, `~(…)`,
//! `` `code` ``, `$math$`, `<words>(target)`, `{en:…}` and `/` for a line break.

use std::fmt::Write;

use super::*;
use crate::model::rich_text::{Block, Inline, LinkTarget};

fn check(html: &str, expected: &str) {
    assert_eq!(shown(html), (expected.to_owned(), Vec::new()), "{html}");
}

fn shown(html: &str) -> (String, Vec<String>) {
    let parsed = parsed(html);
    (tree(&parsed.text, &parsed), parsed.notices.into_iter().map(|notice| notice.message).collect())
}

fn parsed(html: &str) -> Parsed {
    let base = Url::parse("https://ent.example/publisher/").unwrap();
    rich_text(html, &Context { subject: "item", base: Some(&base), files: &["view/file/"] })
}

fn tree(text: &RichText, parsed: &Parsed) -> String {
    text.blocks.iter().map(|block| self::block(block, parsed)).collect::<Vec<_>>().join(" ")
}

fn block(block: &Block, parsed: &Parsed) -> String {
    match block {
        Block::Paragraph { content } => format!("p[{}]", line(content, parsed)),
        Block::Heading { level, content } => format!("h{level}[{}]", line(content, parsed)),
        Block::List { start, items } => {
            let name = start.map_or("ul".to_owned(), |start| format!("ol{start}"));
            let items: Vec<String> = items.iter().map(|item| format!("li[{}]", tree(item, parsed))).collect();
            format!("{name}[{}]", items.concat())
        }
        Block::Table { caption, header_rows, rows } => {
            let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| line(cell, parsed)).collect::<Vec<_>>().join("|");
            let rows = rows.iter().map(row).collect::<Vec<_>>().join(";");
            format!("table {header_rows} ({})[{rows}]", caption.as_deref().unwrap_or_default())
        }
        Block::Quote { content } => format!("quote[{}]", tree(content, parsed)),
        Block::Code { text } => format!("code[{text}]"),
        Block::Image { attachment, alt } => format!("img({}|{alt})", name(attachment, parsed)),
    }
}

fn line(content: &[Inline], parsed: &Parsed) -> String {
    let mut text = String::new();
    for inline in content {
        let written = match inline {
            Inline::Text { text: words } => write!(text, "{words}"),
            Inline::Emphasis { content } => write!(text, "_{}_", line(content, parsed)),
            Inline::Strong { content } => write!(text, "*{}*", line(content, parsed)),
            Inline::Superscript { content } => write!(text, "^({})", line(content, parsed)),
            Inline::Subscript { content } => write!(text, "~({})", line(content, parsed)),
            Inline::Code { text: words } => write!(text, "`{words}`"),
            Inline::Math { text: words } => write!(text, "${words}$"),
            Inline::Link { target: LinkTarget::Address(address), content } => {
                write!(text, "<{}>({})", line(content, parsed), address.as_str())
            }
            Inline::Link { target: LinkTarget::Attachment(id), content } => {
                write!(text, "<{}>({})", line(content, parsed), name(id, parsed))
            }
            Inline::Language { tag, content } => write!(text, "{{{tag}:{}}}", line(content, parsed)),
            Inline::Break => write!(text, "/"),
        };
        written.unwrap();
    }
    text
}

fn name(id: &crate::model::id::AttachmentId, parsed: &Parsed) -> String {
    parsed.attachments.iter().find(|file| file.id == *id).map_or("?".to_owned(), |file| file.name.clone())
}

#[test]
fn paragraphs_and_marks() {
    check("<p>Bonjour <b>à <i>tous</i></b></p>", "p[Bonjour *à _tous_*]");
    check("un<br>deux<br><br>trois", "p[un/deux] p[trois]");
    check("<div>un<div>deux</div>trois</div>", "p[un] p[deux] p[trois]");
    check("H<sub>2</sub>O, 10<sup>2</sup>, <u>lire</u>, <code>x = 1</code>", "p[H~(2)O, 10^(2), _lire_, `x = 1`]");
    check("<span><span style='font-size:13pt'><span>plat</span></span></span>", "p[plat]");
    check("<span style='font-weight: bold'>gras</span>", "p[*gras*]");
    check("<b>un<p>deux</p></b>trois", "p[*un*] p[*deux*] p[trois]");
    check("<b>mal <i>fermé</b> là</i>", "p[*mal _fermé_*_ là_]");
    check("le <q>mot</q>", "p[le «\u{a0}mot\u{a0}»]");
    check("salle <s>12</s> <strong>14</strong>", "p[salle *14*]");
}

#[test]
fn white_space_is_collapsed_and_no_break_spaces_stay() {
    check("  un \n\t deux  ", "p[un deux]");
    check("<p>&nbsp;</p><p> </p><div><span></span></div><p>x</p>", "p[x]");
    check("<p>&nbsp;Total&nbsp;: 3\u{202f}%&nbsp;</p>", "p[Total\u{a0}: 3\u{202f}%]");
    check("un <b> deux </b> trois", "p[un *deux *trois]");
    check("<b>a</b> <b>c</b>", "p[*a c*]");
    check("un <br> deux", "p[un/deux]");
    check("mot\u{200b}coupé\u{feff}", "p[motcoupé]");
}

#[test]
fn headings_start_at_one_and_skip_no_level() {
    check("<h3>A</h3><h5>B</h5><p>x</p><h3>C</h3>", "h1[A] h2[B] p[x] h1[C]");
    check("<h1>1</h1><h2>2</h2><h3>3</h3><h4>4</h4><h5>5</h5>", "h1[1] h2[2] h3[3] h4[4] h4[5]");
    check("<h2> </h2><h2><p>dans</p></h2>", "h1[dans]");
}

#[test]
fn lists() {
    check("<ul><li>a<li>b<ul><li>c</ul></ul>", "ul[li[p[a]]li[p[b] ul[li[p[c]]]]]");
    check("<ul><li>a</li><ul><li>b</li></ul></ul>", "ul[li[p[a] ul[li[p[b]]]]]");
    check("<ol start='4'><li>d</li><li></li></ol>", "ol4[li[p[d]]]");
    check("<ol>égaré<li>x</li></ol>", "ol1[li[p[égaré]]li[p[x]]]");
    check("<ul></ul>", "");
    check("<li>seul</li>", "p[• seul]");
}

#[test]
fn tables() {
    check("<table><thead><tr><th>a<th>b<tbody><tr><td>1<td>2</table>", "table 1 ()[a|b;1|2]");
    check("<table><tr><th>a<th>b<tr><td>1</table>", "table 1 ()[a|b;1|]");
    check("<table><caption>Menu</caption><tr><td>a<td>b<tr><td>c<td>d</table>", "table 0 (Menu)[a|b;c|d]");
    check(
        "<figure class='table'><table><tr><td>a<td>b</table><figcaption>Légende</figcaption></figure>",
        "table 0 (Légende)[a|b]",
    );
    check(
        "<table><tr><td colspan=2>a<td>b<tr><td rowspan=2>c<td>d<td>e<tr><td>f<td>g</table>",
        "table 0 ()[a||b;c|d|e;|f|g]",
    );
    check("<table><tr><td>cadre <b>seul</b></table>", "p[cadre *seul*]");
    check("<table><tr><td><p>a</p><p>b</p><ul><li>c</ul><td>d</table>", "table 0 ()[a/b/• c|d]");
    check("<table><tr><td> <td></table>", "");
}

#[test]
fn blocks_of_other_sorts() {
    check("<blockquote>dit<p>il</p></blockquote>", "quote[p[dit] p[il]]");
    check("<pre>\nun\n  deux\n</pre>", "code[un\n  deux]");
    check("<math alttext='x^2'><mi>x</mi></math> et <math><mi>y</mi><mo>=</mo><mn>2</mn></math>", "p[$x^2$ et $y=2$]");
    check("dire <i lang='en'>hello <b lang='fr'>bonjour</b></i>", "p[dire {en:_hello _}_*bonjour*_]");
    check("<span lang='x y'>faux</span>", "p[faux]");
}

#[test]
fn links_lead_somewhere_readers_may_go() {
    check("<a href='https://exemple.fr/a'>page</a>", "p[<page>(https://exemple.fr/a)]");
    check("<a href='/portail'>ici</a>", "p[<ici>(https://ent.example/portail)]");
    check("<a href='www.exemple.fr'>site</a>", "p[<site>(https://www.exemple.fr/)]");
    check("<a href='mailto:cdi@exemple.fr'>écrire</a>", "p[<écrire>(mailto:cdi@exemple.fr)]");
    for nowhere in
        ["javascript:alert(1)", "JaVaScript:x", "data:text/html,x", "file:///etc/passwd", "#haut", "", "vbscript:x"]
    {
        check(&format!("<a href=\"{nowhere}\" onclick='x()'>mot</a>"), "p[mot]");
    }
    check("<a href='https://ent.example/x?token=1'>secret</a>", "p[secret]");
    check("<a href='view/file/2026/09/fiche%20n%C2%B02.pdf'>fiche</a>", "p[<fiche>(fiche n°2.pdf)]");
    check("<a href='/publisher/view/file/a.pdf'>a</a>", "p[<a>(a.pdf)]");
    check(
        "<a href='https://autre.example/publisher/view/file/a.pdf'>a</a>",
        "p[<a>(https://autre.example/publisher/view/file/a.pdf)]",
    );
    check("<a href='https://exemple.fr/'> </a>x", "p[x]");
    check(
        "<a href='https://exemple.fr/'><img src='b.png' alt='Inscription'></a>",
        "p[<Inscription>(https://exemple.fr/)] img(b.png|Inscription)",
    );
}

#[test]
fn pictures_become_attachments() {
    check(
        "<p>Voir <img src='files/plan.jpg' alt=' Plan  du collège '> ici</p>",
        "p[Voir ici] img(plan.jpg|Plan du collège)",
    );
    check("<img src='files/a.png' width=1 height=1>", "");
    let parsed = parsed("<img src='files/a.png'><img src='/publisher/files/a.png' alt='Schéma'>");
    assert_eq!(
        parsed.attachments,
        [Attachment {
            alt: Some("Schéma".to_owned()),
            ..file(&Url::parse("https://ent.example/publisher/files/a.png").unwrap(), None).unwrap()
        }]
    );
    let message = "a picture that is not at a public address was left out";
    assert_eq!(
        shown("<img src='data:image/png;base64,AAAA' alt='Schéma'>"),
        ("p[Schéma]".to_owned(), vec![message.to_owned()])
    );
}

#[test]
fn frames_become_links_and_programs_disappear() {
    check(
        "<iframe src='https://video.example/1' title='La mer'></iframe><iframe src='//video.example/2'></iframe>",
        "p[<La mer>(https://video.example/1)] p[<vidéo>(https://video.example/2)]",
    );
    check("<img ta-insert-video='https://video.example/3' src='x.png'>", "p[<vidéo>(https://video.example/3)]");
    check("<iframe src='javascript:alert(1)'></iframe>", "");
    check("<script>x</script><style>y</style><!-- z --><form>f<input></form><svg><text>s</text></svg>ok", "p[ok]");
    check("<div style='display: none'>caché</div><p hidden>x</p>", "");
    check("<img src=x onerror=alert(1) alt=mot>", "img(x|mot)");
    check("&lt;script&gt;", "p[<script>]");
}

#[test]
fn hostile_documents_end_soon_and_stay_shallow() {
    let deep = format!("{}fond", "<div>".repeat(10_000));
    assert_eq!(shown(&deep).1, ["the text is too long or too tangled; only its beginning was read"]);
    let nested = format!("{}fond{}", "<div>".repeat(300), "</div>".repeat(300));
    check(&nested, "p[fond]");
    let long = "<p>mot</p>".repeat(500_000);
    let parsed = parsed(&long);
    assert_eq!(parsed.notices, [cut("item")]);
    assert_eq!(parsed.text.blocks.len(), MOST_BYTES.div_ceil("<p>mot</p>".len()));
    for hostile in [
        format!("<a {}>x", (0..200_000).fold(String::new(), |html, index| html + &format!("a{index} "))),
        (0..20_000).fold(String::new(), |html, index| html + &format!("<b id={index}><p>")),
        "<table><tr><td>".repeat(5_000),
        "<ul><li>".repeat(5_000),
        "<b><i><u>".repeat(20_000) + "x",
        "<blockquote>".repeat(5_000),
        "<".repeat(1_000_000),
        "<a href=x><div>".repeat(10_000),
    ] {
        let text = super::rich_text(&hostile, &Context { subject: "item", base: None, files: &[] }).text;
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(serde_json::from_str::<RichText>(&json).unwrap(), text, "{}…", &hostile[..20]);
    }
}

#[test]
fn deep_lists_survive_the_store() {
    let html = format!(
        "{}fond{}",
        "<ul><li>a<b><i><u><sup><sub><code>".repeat(60),
        "</code></sub></sup></u></i></b></li></ul>".repeat(60)
    );
    let text = parsed(&html).text;
    assert!(text.plain_text().ends_with("fond"));
    assert_eq!(serde_json::from_str::<RichText>(&serde_json::to_string(&text).unwrap()).unwrap(), text);
}

#[test]
fn file_names_have_no_folder_and_an_end() {
    let url = Url::parse("https://ent.example/a/b/..%2Fc%00.pdf").unwrap();
    assert_eq!(file(&url, None).unwrap().name, "c.pdf");
    assert_eq!(file(&url, Some(" dossier/ fiche  1.pdf\n")).unwrap().name, "fiche 1.pdf");
    let long = file(&url, Some(&format!("{}.pdf", "é".repeat(300)))).unwrap().name;
    assert_eq!((long.chars().count(), long.ends_with("é.pdf")), (115, true));
    assert_eq!(file(&Url::parse("https://ent.example/").unwrap(), None).unwrap().name, "document");
    assert_eq!(file(&Url::parse("javascript:x").unwrap(), None), None);
}
