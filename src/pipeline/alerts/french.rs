//! What people are told, in French.

use crate::alert::Message;
use crate::model::incident::{Incident, Trouble};
use crate::render::words::{Value, Words};

/// The message about what began and what is over.
pub(super) fn message(school: &str, opened: Vec<Incident>, closed: Vec<Incident>, words: &Words) -> Message {
    let title = match (opened.as_slice(), closed.len()) {
        ([incident], _) => sentence(incident, words),
        ([], number) => words.fill("alert-over-title", &[("number", number.into())]),
        (incidents, _) => words.fill("alert-title", &[("number", incidents.len().into())]),
    };
    let mut text = String::new();
    let mut list = |key: &str, incidents: &[Incident], with_reason: bool| {
        if incidents.is_empty() {
            return;
        }
        text.push_str(&words.say(key));
        text.push('\n');
        for incident in incidents {
            let reason = if with_reason { format!("\n    {}", incident.reason) } else { String::new() };
            text.extend(["- ", &sentence(incident, words), &reason, "\n"]);
        }
        text.push('\n');
    };
    list("alert-opened", &opened, true);
    list("alert-closed", &closed, false);
    text.push_str(&words.say("alert-end"));
    text.push('\n');
    Message { school: school.to_owned(), title, text, opened, closed }
}

/// "edt-6a : plus de réponse complète depuis longtemps".
fn sentence(incident: &Incident, words: &Words) -> String {
    let key = match incident.trouble {
        Trouble::Stale => "alert-stale",
        Trouble::Refused => "alert-refused",
        Trouble::HeldBack => "alert-held-back",
        Trouble::Unpublished => "alert-unpublished",
        Trouble::Print => "alert-print",
        Trouble::Content => "alert-content",
        Trouble::Local => "alert-local",
    };
    words.fill(key, &[("subject", Value::from(incident.subject.as_str()))])
}
