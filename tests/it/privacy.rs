//! Nothing planted in the feeds comes out: not in the sites, not in a log, not in `status`, not in the state's metadata.

use ardoise::demo::{Fault, Service};

use crate::project::Project;

fn assert_clean(place: &str, bytes: &[u8], planted: &[String]) {
    let text = String::from_utf8_lossy(bytes);
    for secret in planted {
        assert!(!text.contains(secret.as_str()), "{place} holds the planted `{secret}`");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_planted_comes_out() {
    let project = Project::whole().await;
    let planted = project.ent.truth().planted;
    assert!(planted.len() >= 10, "{planted:?}");
    let verbs: [&[&str]; 4] =
        [&["pull", "-vv"], &["build", "-vv"], &["status", "--json", "-vv"], &["check", "--online", "-vv"]];
    for verb in verbs {
        let said = project.run(verb).await;
        assert_eq!(said.code, 0, "{said:?}");
        assert_clean(&format!("{verb:?} stdout"), said.stdout.as_bytes(), &planted);
        assert_clean(&format!("{verb:?} stderr"), said.stderr.as_bytes(), &planted);
    }
    for (path, bytes) in project.output() {
        assert_clean(&path.display().to_string(), &bytes, &planted);
    }
    let secrets: Vec<String> =
        project.ent.secrets().into_iter().filter(|(name, _)| name.starts_with("EDT_")).map(|(_, url)| url).collect();
    for (path, bytes) in crate::project::files(&project.path(".ardoise")) {
        assert_clean(&path.display().to_string(), &bytes, &secrets);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_calendar_does_not_show_its_address() {
    for fault in [Fault::Refuse, Fault::Status(500), Fault::LoginPage, Fault::Status(404)] {
        let project = Project::small().await;
        let planted = project.ent.truth().planted;
        project.ent.play(Service::Everything, Some(fault.clone()));
        let verbs: [&[&str]; 3] = [&["pull", "-vv"], &["pull", "--json"], &["status", "--json"]];
        for verb in verbs {
            let said = project.run(verb).await;
            assert_clean(&format!("{fault:?} {verb:?} stdout"), said.stdout.as_bytes(), &planted);
            assert_clean(&format!("{fault:?} {verb:?} stderr"), said.stderr.as_bytes(), &planted);
        }
    }
}
