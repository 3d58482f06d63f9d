//! One message for each incident, and one when it is over; never one for each retry.

use std::sync::{Arc, Mutex};

use ardoise::demo::{Fault, Service};
use ardoise::pipeline::backup::backup;
use ardoise::pipeline::restore::{Present, restore};
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use super::*;

/// What arrived.
type Letters = Arc<Mutex<Vec<String>>>;

/// A service that keeps what is posted to it.
async fn webhook() -> (String, Letters) {
    let letters = Letters::default();
    let keep = |State(letters): State<Letters>, body: String| async move { letters.lock().unwrap().push(body) };
    let router = Router::new().route("/secret-hook", post(keep)).with_state(letters.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/secret-hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, letters)
}

/// What was posted, read.
fn messages(posted: &Letters) -> Vec<Value> {
    posted.lock().unwrap().iter().map(|body| serde_json::from_str(body).unwrap()).collect()
}

/// A mail server that keeps what is sent through it.
async fn mail_server() -> (String, Letters) {
    let letters = Letters::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let kept = letters.clone();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            write.write_all(b"220 ready\r\n").await.unwrap();
            let (mut in_letter, mut letter) = (false, String::new());
            while let Ok(Some(line)) = lines.next_line().await {
                let answer = match (in_letter, line.as_str()) {
                    (true, ".") => {
                        in_letter = false;
                        kept.lock().unwrap().push(std::mem::take(&mut letter));
                        "250 kept\r\n"
                    }
                    (true, line) => {
                        letter.push_str(line);
                        letter.push('\n');
                        continue;
                    }
                    (false, "DATA") => {
                        in_letter = true;
                        "354 go on\r\n"
                    }
                    (false, "QUIT") => "221 bye\r\n",
                    (false, _) => "250 yes\r\n",
                };
                if write.write_all(answer.as_bytes()).await.is_err() {
                    break;
                }
            }
        }
    });
    (address, letters)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_address_is_told_once_and_its_end_once() {
    let ((hook, posted), (server, mailed)) = (webhook().await, mail_server().await);
    let alerts = format!(
        "[alerts.webhook]\nurl = \"{hook}\"\n[alerts.mail]\nserver = \"{server}\"\nfrom = \"ardoise@college.example\"\nto = [\"gestion@college.example\"]\n"
    );
    let mut school = School::start(&alerts, paris("2026-11-24 09:00")).await;
    school.at(paris("2026-11-24 09:00")).await;
    assert_eq!((posted.lock().unwrap().len(), mailed.lock().unwrap().len()), (0, 0));

    school.ent.play(Service::Ical("6a".to_owned()), Some(Fault::Rotated));
    school.until(paris("2026-11-27 12:00")).await;
    let told = messages(&posted);
    let troubles: Vec<(&str, &str)> = told
        .iter()
        .flat_map(|message| message["opened"].as_array().unwrap())
        .map(|incident| (incident["subject"].as_str().unwrap(), incident["trouble"].as_str().unwrap()))
        .collect();
    assert_eq!(troubles, [("edt-6a", "refused"), ("edt-6a", "stale")], "{told:#?}");
    let letters = mailed.lock().unwrap().clone();
    assert_eq!(letters.len(), 2);
    let secret = school.ent.secrets()["EDT_6A_URL"].clone();
    for text in letters.iter().chain(posted.lock().unwrap().iter()) {
        assert!(!text.contains(&secret) && !text.contains("secret-hook"), "{text}");
    }

    school.ent.play(Service::Everything, None);
    school.until(paris("2026-11-29 12:00")).await;
    let last: Value = serde_json::from_str(posted.lock().unwrap().last().unwrap()).unwrap();
    assert_eq!((posted.lock().unwrap().len(), last["opened"].as_array().unwrap().len()), (3, 0), "{last:#}");
    assert_eq!(last["closed"].as_array().unwrap().len(), 2, "{last:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_could_not_be_sent_is_sent_later() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let alerts = format!("[alerts.webhook]\nurl = \"http://{address}/secret-hook\"\n");
    let mut school = School::start(&alerts, paris("2026-11-24 09:00")).await;
    school.at(paris("2026-11-24 09:00")).await;
    school.ent.play(Service::Ical("6a".to_owned()), Some(Fault::Rotated));
    school.until(paris("2026-11-24 13:30")).await;
    let letters = Letters::default();
    let keep = |State(letters): State<Letters>, body: String| async move { letters.lock().unwrap().push(body) };
    let router = Router::new().route("/secret-hook", post(keep)).with_state(letters.clone());
    let listener = TcpListener::bind(address).await.unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    school.until(paris("2026-11-24 17:00")).await;
    assert_eq!(letters.lock().unwrap().len(), 1, "{letters:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_woken_up() {
    let (hook, posted) = webhook().await;
    let alerts = format!("[alerts.webhook]\nurl = \"{hook}\"\n");
    let mut school = School::start(&alerts, paris("2026-11-24 20:00")).await;
    school.at(paris("2026-11-24 20:00")).await;
    let note = school.folder.path().join("content/note.md");
    std::fs::create_dir_all(note.parent().unwrap()).unwrap();
    std::fs::write(&note, "+++\ntitle = Photo\n+++\n").unwrap();
    school.daemon.files_changed(Now::new(paris("2026-11-24 23:00")));
    school.at(paris("2026-11-24 23:00")).await;
    school.until(paris("2026-11-25 05:59")).await;
    assert_eq!(posted.lock().unwrap().len(), 0);
    school.until(paris("2026-11-25 06:00")).await;
    let told = messages(&posted);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0]["opened"][0]["trouble"], "content");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_lost_state_people_hear_that_prints_are_unknown() {
    let (hook, posted) = webhook().await;
    let alerts = format!("[alerts.webhook]\nurl = \"{hook}\"\n");
    let mut school = School::start(&alerts, paris("2026-11-24 09:00")).await;
    school.at(paris("2026-11-24 09:00")).await;
    let (file, kept) = (school.folder.path().join("config.toml"), school.folder.path().join("kept.tar.gz"));
    backup(school.daemon.config(), &file, Now::new(school.now), &kept).await.unwrap();
    std::fs::remove_dir_all(&school.daemon.config().state_dir).unwrap();
    let secrets = school.ent.secrets();
    let lookup: Lookup = Arc::new(move |name| secrets.get(name).cloned());
    restore(&file, &lookup, Now::new(school.now), &kept, Present::Kept).await.unwrap();
    school.restart().await;
    // The sheets of this week may be on paper; those of the next are printed on Friday.
    school.until(paris("2026-11-27 12:00")).await;
    assert_eq!(school.sheets().len(), 2, "{:?}", school.sheets());
    let told = messages(&posted);
    assert_eq!(told.len(), 1, "{told:#?}");
    let incident = &told[0]["opened"][0];
    assert_eq!((&incident["trouble"], &incident["subject"]), (&"print".into(), &"2026-W48".into()), "{told:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_that_is_dead_makes_the_other_say_nothing_twice() {
    let (server, mailed) = mail_server().await;
    let alerts = format!(
        "[alerts.webhook]\nurl = \"http://127.0.0.1:1/hook\"\n[alerts.mail]\nserver = \"{server}\"\nfrom = \"ardoise@college.example\"\nto = [\"gestion@college.example\"]\n"
    );
    let mut school = School::start(&alerts, paris("2026-11-24 09:00")).await;
    school.at(paris("2026-11-24 09:00")).await;
    school.ent.play(Service::Ical("6a".to_owned()), Some(Fault::Rotated));
    school.until(paris("2026-11-25 08:00")).await;
    assert_eq!(mailed.lock().unwrap().len(), 1, "{:#?}", mailed.lock().unwrap());
}
