//! What must be survived: the last good site stays, the fault is named, the rest goes on.

use ardoise::demo::{Amendment, Fault, Service};
use ardoise::model::rich_text::with_held_spaces;
use chrono::NaiveDate;

use crate::project::{Project, differences};

async fn built() -> Project {
    let project = Project::small().await;
    project.pull_and_build().await;
    project
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_source_leaves_the_site_as_it_is() {
    let mut project = built().await;
    let before = project.output();
    for fault in [Fault::Refuse, Fault::Status(500), Fault::LoginPage, Fault::Status(403), Fault::RetryAfter(60)] {
        for service in [Service::News, Service::Ical("6a".to_owned()), Service::Everything] {
            project.wait(1);
            project.ent.play(service.clone(), Some(fault.clone()));
            let pulled = project.run(&["pull", "--json"]).await;
            assert_eq!(pulled.code, 1, "{service:?} {fault:?}: {pulled:?}");
            let failed = if service == Service::Everything { 3 } else { 1 };
            assert_eq!(pulled.json()["problems"].as_array().unwrap().len(), failed, "{pulled:?}");
            project.build().await;
            assert_eq!(differences(&before, &project.output()), Vec::<String>::new(), "{service:?} {fault:?}");
            project.ent.play(service, None);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_truncated_answer_removes_nothing() {
    let mut project = built().await;
    let before = project.output();
    project.wait(5);
    project.ent.play(Service::Everything, Some(Fault::Truncated));
    let pulled = project.run(&["pull", "--json"]).await;
    assert_eq!(pulled.code, 1, "{pulled:?}");
    project.build().await;
    assert_eq!(differences(&before, &project.output()), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_answer_is_held_back_until_confirmed() {
    let mut project = built().await;
    let before = project.read("output/sites/6a/semaine-2026-W48.html");
    project.ent.play(Service::Everything, Some(Fault::Empty));
    project.wait(5);
    let first = project.run(&["pull", "--json"]).await;
    assert_eq!(first.code, 1, "a new hold is exit 1: {first:?}");
    let report = project.build().await;
    assert!(report["notices"].as_array().unwrap().iter().any(|notice| notice["kind"] == "held_back"), "{report:#}");
    assert_eq!(project.read("output/sites/6a/semaine-2026-W48.html"), before);
    project.wait(5);
    let too_soon = project.run(&["pull", "--json"]).await;
    assert_eq!(too_soon.code, 0, "an old hold is not news: {too_soon:?}");
    let status = project.run(&["status", "--json"]).await.json();
    let held: u64 = status["sources"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|source| source["kinds"].as_array().unwrap())
        .map(|kind| kind["held_back"].as_u64().unwrap())
        .sum();
    assert!(held > 100, "{status:#}");
    let accepted = project.run(&["pull", "--accept-deletions", "edt-6a", "--json"]).await;
    assert_eq!(accepted.code, 0, "{accepted:?}");
    project.build().await;
    assert_ne!(project.read("output/sites/6a/semaine-2026-W48.html"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_removed_at_the_ent_disappears() {
    let mut project = built().await;
    let truth = project.ent.truth();
    let class = truth.classes.iter().find(|class| class.id == "6a").unwrap();
    let lesson = class.lessons.iter().find(|lesson| lesson.start > project.now && lesson.group.is_none()).unwrap();
    project.wait(5);
    project.ent.amend(Amendment::RemoveLesson { class: "6a".to_owned(), start: lesson.start });
    let before = project.read("output/sites/6a/semaine-2026-W48.html");
    project.pull_and_build().await;
    assert_ne!(project.read("output/sites/6a/semaine-2026-W48.html"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_announcement_disappears() {
    let mut project = built().await;
    let news =
        project.ent.truth().announcements.into_iter().find(|news| news.public && news.expires.is_none()).unwrap();
    let title = with_held_spaces(&news.title);
    assert!(project.read("output/sites/6a/index.html").contains(&title));
    project.wait(5);
    project.ent.amend(Amendment::WithdrawAnnouncement(news.id));
    project.pull_and_build().await;
    assert!(!project.read("output/sites/6a/index.html").contains(&title));
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_and_malformed_answers_still_make_pages() {
    let pictures = ["cafe.jpg", "champ-profond.jpg", "chat.jpg", "fusee.jpg", "fiche-fractions.jpg"];
    for fault in [Fault::Malformed, Fault::Latin1, Fault::HugeImage, Fault::NotAnImage] {
        let project = Project::small().await;
        if matches!(fault, Fault::HugeImage | Fault::NotAnImage) {
            for name in pictures {
                project.ent.play(Service::File(name.to_owned()), Some(fault.clone()));
            }
        } else {
            project.ent.play(Service::Everything, Some(fault.clone()));
        }
        let pulled = project.run(&["pull", "--json"]).await;
        assert!(pulled.code <= 1, "{fault:?}: {pulled:?}");
        let built = project.run(&["build", "--json"]).await;
        assert!(built.code <= 1, "{fault:?}: {built:?}");
        for class in ["6a", "3b"] {
            let index = project.read(&format!("output/sites/{class}/index.html"));
            let index = index.replacen("<script>", "", 1);
            for bad in ["javascript:", "<script", "onerror", "onclick", "data:text", "<iframe", "\u{fffd}"] {
                assert!(!index.contains(bad), "{fault:?}: {class} holds {bad}");
            }
            assert!(index.contains("</main>"));
            assert!(project.path(&format!("output/sites/{class}/gazette.pdf")).exists(), "{fault:?}");
        }
        let outside = project.path("output/sites");
        assert!(crate::project::files(&outside).keys().all(|path| !path.display().to_string().contains("..")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_summer_says_that_it_is_the_summer() {
    let mut project = Project::small().await;
    let summer = NaiveDate::from_ymd_opt(2027, 7, 14).unwrap().and_hms_opt(6, 0, 0).unwrap().and_utc();
    project.wait((summer - project.now).num_minutes());
    project.pull_and_build().await;
    assert!(project.read("output/sites/6a/index.html").contains("1er\u{a0}septembre"));
}
