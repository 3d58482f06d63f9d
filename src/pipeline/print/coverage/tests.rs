//! Homework that came after the paper is not on it.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::artifact::Digest;
use crate::artifact::sheet::SheetClass;
use crate::ledger::{Intent, JobKey};
use crate::model::audience::Audience;
use crate::model::homework::Homework;
use crate::model::id::{ItemId, ItemKey, PrinterId, SourceId};
use crate::model::paper::Profile;
use crate::model::rich_text::RichText;
use crate::model::snapshot::Seen;

const CONFIG: &str = r#"
[school]
name = "Collège des Tilleuls"
[[classes]]
id = "6a"
label = "6e A"
level = "6e"
[[classes]]
id = "3b"
label = "3e B"
level = "3e"
"#;

fn homework(audience: Audience, due: &str, seen: &str) -> Seen<Homework> {
    let item = Homework {
        audience,
        subject: None,
        given_on: None,
        due_on: due.parse().unwrap(),
        body: RichText::default(),
        test: false,
        attachments: Vec::new(),
    };
    let seen = seen.parse().unwrap();
    let id = ItemId { source: SourceId::new("edt").unwrap(), key: ItemKey::new(due) };
    Seen { id, seen_first: seen, changed_at: seen, item }
}

fn printed(class: &str, state: State, purpose: Purpose) -> Entry {
    let intent = Intent {
        week: Week::parse("2026-W49").unwrap(),
        class: Some(SheetClass { id: ClassId::new(class).unwrap(), label: class.to_owned() }),
        profile: Profile::Standard,
        kind: SheetKind::Gazette,
        digest: Digest::of(b"x"),
        copies: 1,
        pages: 2,
        printer: PrinterId::new("copieur").unwrap(),
        purpose,
        data_as_of: None,
        told: Vec::new(),
    };
    Entry { state, ..Entry::new(JobKey::new("k"), intent, "2026-11-27T09:00:00Z".parse().unwrap()) }
}

#[test]
fn only_what_was_known_when_a_class_got_its_paper_counts() {
    let config = Config::parse(CONFIG, Path::new("."), &(Arc::new(|_: &str| None) as _)).unwrap();
    let class = |id| Audience::Class(ClassId::new(id).unwrap());
    let snapshot = Snapshot {
        homework: vec![
            homework(class("6a"), "2026-12-01", "2026-11-26T09:00:00Z"),
            homework(Audience::School, "2026-12-02", "2026-11-27T09:00:00Z"),
            homework(class("6a"), "2026-12-03", "2026-11-30T09:00:00Z"),
            homework(class("3b"), "2026-12-03", "2026-11-26T09:00:00Z"),
            homework(class("6a"), "2026-12-08", "2026-11-26T09:00:00Z"),
        ],
        ..Snapshot::default()
    };
    let week = Week::parse("2026-W49").unwrap();
    let found = |entries: &[Entry]| of(entries, &snapshot, &config);
    let six = printed("6a", State::Completed, Purpose::Run);
    assert_eq!(found(std::slice::from_ref(&six)), [WeekCoverage { week, homework: 3, on_paper: 2 }]);
    let three = printed("3b", State::Uncertain, Purpose::Run);
    assert_eq!(found(&[six, three]), [WeekCoverage { week, homework: 5, on_paper: 4 }]);
    let never = [printed("6a", State::Refused, Purpose::Run), printed("6a", State::Completed, Purpose::Trial)];
    assert_eq!(found(&never), []);
}
