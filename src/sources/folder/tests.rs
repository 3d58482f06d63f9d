//! Notes, good and wrong, in a folder of their own.

use chrono::NaiveDate;

use super::*;
use crate::model::announcement::{Announcement, Reply};
use crate::model::audience::Audience;
use crate::model::homework::Homework;
use crate::model::id::{AttachmentId, ClassId};
use crate::model::item::{FetchedItem, Item};
use crate::model::menu::Menu;
use crate::model::notice::NoticeKind;
use crate::model::rich_text::{Address, Block, Inline, LinkTarget, RichText};
use crate::model::school::Class;
use crate::model::subject::Subject;
use crate::model::time::Now;
use crate::model::time::Week;

fn scope() -> Scope {
    let class = |id: &str, label: &str, level: &str| Class {
        id: ClassId::new(id).unwrap(),
        label: label.to_owned(),
        level: level.to_owned(),
    };
    Scope {
        now: Now::new("2026-11-24T06:00:00Z".parse().unwrap()),
        zone: chrono_tz::Europe::Paris,
        classes: vec![class("6a", "6e A", "6e"), class("6b", "6e B", "6e"), class("3a", "3e A", "3e")],
        week_a: None,
    }
}

/// What a folder of these files gives.
fn fetched(files: &[(&str, &str)]) -> (Folder, Fetched, tempfile::TempDir) {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(&root.path().join("content").join(name), text.as_bytes()).unwrap();
    }
    let folder = Folder::new(SourceId::new("folder").unwrap(), root.path().join("content"));
    let fetched = folder.read(&scope()).unwrap();
    (folder, fetched, root)
}

fn said(fetched: &Fetched) -> Vec<(NoticeKind, &str, &str)> {
    fetched.notices.iter().map(|notice| (notice.kind, notice.subject.as_str(), notice.message.as_str())).collect()
}

fn text(words: &str) -> Inline {
    Inline::Text { text: words.to_owned() }
}

fn local(path: &str, name: &str, alt: Option<&str>) -> Attachment {
    Attachment {
        id: AttachmentId::of(&format!("https://content.invalid/{path}")),
        name: name.to_owned(),
        kind: AttachmentKind::Local(path.to_owned()),
        media_type: None,
        digest: None,
        size: None,
        alt: alt.map(str::to_owned),
    }
}

#[test]
fn a_note_becomes_a_menu() {
    let note = "+++\nkind = \"menu\"\nweek = \"2026-W48\"\nlevel = \"6e\"\n+++\nGratin (gluten, lait).\n";
    let (_, fetched, _root) = fetched(&[("menus/48.md", note)]);
    let menu = Menu {
        audience: Audience::Level("6e".to_owned()),
        week: Week::parse("2026-W48").unwrap(),
        body: RichText::plain("Gratin (gluten, lait)."),
        attachments: Vec::new(),
    };
    let item = FetchedItem { native_id: Some("menus/48.md".to_owned()), days: Vec::new(), item: Item::Menu(menu) };
    assert_eq!(fetched.items, [item]);
    for (head, line, message) in [
        ("kind = \"menu\"", 1, "`week` is missing"),
        ("kind = \"menu\"\nweek = \"48\"", 3, "this is no week (2026-W49)"),
        ("kind = \"menu\"\nweek = \"2026-W48\"\ntitle = \"x\"", 4, "`title` is only for announcements"),
        ("title = \"x\"\nweek = \"2026-W48\"", 3, "`week` is only for menus"),
    ] {
        let (_, fetched, _root) = self::fetched(&[("menu.md", &format!("+++\n{head}\n+++\nx\n"))]);
        let told: Vec<(&str, &str)> =
            fetched.rejected.iter().map(|rejected| (rejected.subject.as_str(), rejected.message.as_str())).collect();
        assert_eq!(told, [(format!("content/menu.md:{line}").as_str(), message)], "{head}");
    }
}

#[test]
fn a_note_becomes_a_closure() {
    let note = "+++\nkind = \"closure\"\ntitle = \"Journée pédagogique\"\nfrom = 2027-05-07\nto = 2027-05-08\n+++\n";
    let (_, fetched, _root) = fetched(&[("pont.md", note)]);
    let closure = crate::model::lesson::NonTeaching {
        from: NaiveDate::from_ymd_opt(2027, 5, 7).unwrap(),
        to: NaiveDate::from_ymd_opt(2027, 5, 8).unwrap(),
        kind: crate::model::lesson::NonTeachingKind::Closure,
        label: "Journée pédagogique".to_owned(),
    };
    let item =
        FetchedItem { native_id: Some("pont.md".to_owned()), days: Vec::new(), item: Item::NonTeaching(closure) };
    assert_eq!(fetched.items, std::slice::from_ref(&item));
    assert_eq!(fetched.notices, []);
    let (_, with_text, _root) = self::fetched(&[("pont.md", &format!("{note}\nLe portail sera fermé.\n"))]);
    assert_eq!(with_text.items, [item]);
    let told: Vec<&str> = with_text.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(told, ["a closure shows its title and its days: the text below them is shown nowhere"]);
    for (head, line, message) in [
        ("kind = \"closure\"\ntitle = \"x\"", 1, "`from` is missing"),
        ("kind = \"closure\"\nfrom = 2027-05-07", 1, "`title` is missing"),
        ("kind = \"closure\"\ntitle = \"x\"\nfrom = 2027-05-07\nto = 2027-05-06", 5, "`to` is before `from`"),
        (
            "kind = \"closure\"\ntitle = \"x\"\nfrom = 2027-05-07\nclass = \"6a\"",
            5,
            "a closure is for the whole school",
        ),
        ("title = \"x\"\nfrom = 2027-05-07", 3, "`from` is only for closures"),
    ] {
        let (_, fetched, _root) = self::fetched(&[("pont.md", &format!("+++\n{head}\n+++\n"))]);
        let told: Vec<(&str, &str)> =
            fetched.rejected.iter().map(|rejected| (rejected.subject.as_str(), rejected.message.as_str())).collect();
        assert_eq!(told, [(format!("content/pont.md:{line}").as_str(), message)], "{head}");
    }
}

#[test]
fn a_note_becomes_an_announcement() {
    let note = "+++\ntitle = \"Sortie au musée\"\nclasses = [\"6a\", \"6b\"]\npublish_at = 2026-11-20\nexpires = 2026-12-04\n\
                headline = true\ncategory = \"Sorties\"\nreply = [\"Oui\", \"Non\"]\nreply_by = 2026-12-01\n+++\n## Départ\n\n**8 h 15** : voir le [plan](img/plan.png), \
                [le site](https://exemple.fr/) et [la suite](autre.md).\n\n![Le musée](../photos/mus%C3%A9e.jpg)\n\n\
                | a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script>\n";
    let (_, fetched, _root) =
        fetched(&[("sorties/musee.md", note), ("sorties/img/plan.png", "x"), ("photos/musée.jpg", "x")]);
    let plan = local("sorties/img/plan.png", "plan.png", None);
    let picture = local("photos/mus%C3%A9e.jpg", "musée.jpg", Some("Le musée"));
    let picture = Attachment { kind: AttachmentKind::Local("photos/musée.jpg".to_owned()), ..picture };
    let address = LinkTarget::Address(Address::new("https://exemple.fr/").unwrap());
    let paragraph = vec![
        Inline::Strong { content: vec![text("8 h 15")] },
        text(" : voir le "),
        Inline::Link { target: LinkTarget::Attachment(plan.id.clone()), content: vec![text("plan")] },
        text(", "),
        Inline::Link { target: address, content: vec![text("le site")] },
        text(" et la suite."),
    ];
    let cell = |words: &str| vec![text(words)];
    let body = RichText {
        blocks: vec![
            Block::Heading { level: 1, content: vec![text("Départ")] },
            Block::Paragraph { content: paragraph },
            Block::Image { attachment: picture.id.clone(), alt: "Le musée".to_owned() },
            Block::Table {
                caption: None,
                header_rows: 1,
                rows: vec![vec![cell("a"), cell("b")], vec![cell("1"), cell("2")]],
            },
        ],
    };
    let item = |class: &str| FetchedItem {
        native_id: Some(format!("sorties/musee.md#{class}")),
        days: Vec::new(),
        item: Item::Announcement(Announcement {
            audience: Audience::Class(ClassId::new(class).unwrap()),
            title: "Sortie au musée".to_owned(),
            summary: None,
            body: Some(body.clone()),
            published_at: Some("2026-11-19T23:00:00Z".parse().unwrap()),
            expires_at: Some("2026-12-04T23:00:00Z".parse().unwrap()),
            service: false,
            headline: true,
            categories: vec!["Sorties".to_owned()],
            illustration: None,
            attachments: vec![plan.clone(), picture.clone()],
            address: None,
            reply: Some(Reply {
                by: NaiveDate::from_ymd_opt(2026, 12, 1),
                choices: vec!["Oui".to_owned(), "Non".to_owned()],
            }),
        }),
    };
    assert_eq!(fetched.items, [item("6a"), item("6b")]);
    assert_eq!(fetched.notices, []);
    assert_eq!(fetched.coverage, OFFERS.map(|kind| coverage(kind, 0, &scope())));
}

#[test]
fn a_note_becomes_homework() {
    let note = "+++\r\nkind = \"homework\"\r\nsubject = \"Maths\"\r\ndue = \"2026-12-01\"\r\ngiven = 2026-11-24T23:30:00Z\r\nlevel = \"6e\"\r\n+++\r\nContrôle n° 3";
    let (_, fetched, _root) = fetched(&[("dm.md", note)]);
    let day = |text: &str| text.parse().unwrap();
    let expected = FetchedItem {
        native_id: Some("dm.md".to_owned()),
        days: Vec::new(),
        item: Item::Homework(Homework {
            audience: Audience::Level("6e".to_owned()),
            subject: Some(Subject::new("Maths")),
            given_on: Some(day("2026-11-25")),
            due_on: day("2026-12-01"),
            body: RichText::plain("Contrôle n° 3"),
            test: true,
            attachments: Vec::new(),
        }),
    };
    assert_eq!(fetched.items, [expected]);
}

#[test]
fn a_wrong_note_names_its_line_and_the_others_go_on() {
    let good = "+++\ntitle = \"Bon\"\n+++\nTexte";
    for (note, line, message) in [
        ("Texte", 1, "the note does not begin with a line `+++`"),
        ("+++\ntitle = \"x\"\n", 1, "no second line `+++` ends the front matter"),
        ("+++\n\ntitel = \"x\"\n+++\n", 3, "unknown field `titel`"),
        ("+++\npublish_at = 2026-11-20\n+++\n", 1, "`title` is missing"),
        ("+++\ntitle = \"x\"\npublish_at = \"vendredi\"\n+++\n", 3, "this is neither a date"),
        ("+++\ntitle = \"x\"\npublish_at = 2026-02-30\n+++\n", 3, ""),
        ("+++\ntitle = \" \"\npublish_at = 2026-11-20\n+++\n", 2, "`title` is empty"),
        ("+++\ntitle = \"x\"\nclass = \"6z\"\n+++\n", 3, "the school has no class `6z`"),
        ("+++\ntitle = \"x\"\nlevels = [\"6e\", \"2de\"]\n+++\n", 3, "the school has no level `2de`"),
        (
            "+++\nkind = \"recette\"\n+++\n",
            2,
            "`kind` is none of `announcement`, `notice`, `homework`, `menu` and `closure`",
        ),
        ("+++\nkind = \"homework\"\nsubject = \"x\"\n+++\n", 1, "`due` is missing"),
        (
            "+++\nkind = \"homework\"\nsubject = \"x\"\ndue = 2026-12-01\nexpires = 2026-12-01\n+++\n",
            5,
            "`expires` is only for announcements",
        ),
        ("+++\ntitle = \"x\"\ndue = 2026-12-01\n+++\n", 3, "`due` is only for homework"),
        ("+++\ntitle = \"x\ndue = 1\n+++\n", 2, ""),
    ] {
        let (_, fetched, _root) = fetched(&[("2026-11-20-bon.md", good), ("mauvais.md", note)]);
        let [rejected] = fetched.rejected.as_slice() else { panic!("{note} {:?}", fetched.rejected) };
        assert_eq!(rejected.subject, format!("content/mauvais.md:{line}"), "{note}");
        assert!(rejected.message.starts_with(message), "{note} {rejected:?}");
        assert_eq!((fetched.items.len(), &fetched.notices), (1, &Vec::new()), "{note}");
        assert_eq!(fetched.coverage, OFFERS.map(|kind| coverage(kind, 1, &scope())));
    }
}

#[test]
fn dates_are_days_or_instants_of_the_school() {
    for (written, begins) in [
        ("2026-10-25", "2026-10-24T22:00:00Z"),
        ("2026-10-26", "2026-10-25T23:00:00Z"),
        ("\"2026-11-20\"", "2026-11-19T23:00:00Z"),
        ("2026-11-20T18:00:00+01:00", "2026-11-20T17:00:00Z"),
        ("2026-11-20T18:00:00", "2026-11-20T17:00:00Z"),
        ("\"2026-11-20T18:00\"", "2026-11-20T17:00:00Z"),
    ] {
        let note = format!("+++\ntitle = \"x\"\npublish_at = {written}\n+++\n");
        let (_, fetched, _root) = fetched(&[("a.md", &note)]);
        let Some(Item::Announcement(read)) = fetched.items.first().map(|item| &item.item) else { panic!("{written}") };
        assert_eq!(read.published_at.unwrap().to_rfc3339().replace("+00:00", "Z"), begins, "{written}");
    }
}

#[test]
fn files_outside_the_folder_are_refused() {
    let note = "+++\ntitle = \"x\"\n+++\n[a](../../config.toml) ![b](/etc/passwd) [c](%2e%2e/%2e%2e/x) [d](nul.pdf) [e](#ancre) \
                <img src=\"../../config.toml\" alt=\"f\">";
    let (folder, fetched, root) = fetched(&[("a/2026-11-20-x.md", note), ("../config.toml", "secret")]);
    let refused = |path: &str, why: &str| {
        (NoticeKind::NotCopied, "content/a/2026-11-20-x.md".to_owned(), format!("`{path}` {why}"))
    };
    let told: Vec<_> = said(&fetched)
        .into_iter()
        .map(|(kind, subject, message)| (kind, subject.to_owned(), message.to_owned()))
        .collect();
    assert_eq!(
        told,
        [
            refused("../../config.toml", "is outside `content/`"),
            refused("/etc/passwd", "is outside `content/`"),
            refused("%2e%2e/%2e%2e/x", "is outside `content/`"),
            refused("nul.pdf", "does not exist"),
        ]
    );
    for path in ["../config.toml", "/etc/passwd", "a/../../config.toml"] {
        let error = folder.bytes(&local(path, "x", None), 1000).unwrap_err();
        assert_eq!(error.to_string(), "`x` is outside the folder", "{path}");
    }
    assert!(fs::exists(&root.path().join("config.toml")));
}

#[test]
fn files_are_read_up_to_their_limit() {
    let (folder, _, _root) = fetched(&[("a/plan.png", "12345")]);
    let plan = local("a/plan.png", "plan.png", None);
    assert_eq!(folder.bytes(&plan, 5).unwrap(), b"12345");
    assert_eq!(folder.bytes(&plan, 4).unwrap_err().to_string(), "`plan.png` is larger than 4 bytes");
}

#[test]
fn a_folder_that_does_not_exist_holds_nothing() {
    let (_, fetched, _root) = fetched(&[]);
    assert_eq!((fetched.items, fetched.notices), (Vec::new(), Vec::new()));
    let (_, hidden, _root) = self::fetched(&[(".git/x.md", "x"), ("a/.b.md", "x"), ("a/lisez-moi.txt", "x")]);
    assert_eq!((hidden.items, hidden.notices), (Vec::new(), Vec::new()));
}

#[test]
fn a_note_about_the_service_says_so() {
    let note = "+++\nkind = \"notice\"\ntitle = \"Panne de l’ENT\"\n+++\nRevenez ce soir.";
    let (_, fetched, _root) = fetched(&[("incident.md", note)]);
    let [FetchedItem { item: Item::Announcement(announcement), .. }] = fetched.items.as_slice() else {
        panic!("{:?}", fetched.items)
    };
    assert_eq!((announcement.service, announcement.title.as_str()), (true, "Panne de l’ENT"));
}
