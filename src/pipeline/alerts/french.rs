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
            text.extend(["- ", &sentence(incident, words), "\n"]);
            if with_reason {
                let reason = words.fill("alert-reason", &[("reason", incident.reason.as_str().into())]);
                text.extend(["    ", &reason, "\n"]);
            }
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
    let sheet = incident.sheet().map(|(week, sheet)| {
        words.fill("alert-sheet", &[("sheet", sheet.into()), ("week", Value::from(week.number()))])
    });
    words.fill(key, &[("subject", sheet.as_deref().unwrap_or(&incident.subject).into())])
}

#[cfg(test)]
mod tests {
    use crate::model::time::Week;

    use super::*;

    #[test]
    fn a_message_is_read_without_knowing_the_program() {
        let week = Week::parse("2026-W49").unwrap();
        let sheet =
            Incident::of_sheet(week, Some("6a"), "gazette standard", "on `hall`: the printer stopped".to_owned());
        let stale = Incident {
            trouble: Trouble::Stale,
            subject: "edt-6a".to_owned(),
            reason: "GET edt-6a: 503 Service Unavailable".to_owned(),
        };
        let words = Words::new(None).unwrap();
        let message = message("Collège Les Tilleuls", vec![sheet.clone()], vec![stale], &words);
        assert_eq!(
            message.title,
            "6a gazette standard, semaine 49\u{a0}: la feuille n’est pas sortie, ou personne ne le sait"
        );
        assert_eq!(
            message.text,
            "À regarder\u{a0}:
- 6a gazette standard, semaine 49\u{a0}: la feuille n’est pas sortie, ou personne ne le sait
    Détail technique, en anglais\u{a0}: on `hall`: the printer stopped

C’est rétabli\u{a0}:
- edt-6a\u{a0}: plus de réponse complète depuis longtemps

Pour tout savoir\u{a0}: ardoise status
"
        );
        assert_eq!(message.opened, [sheet]);
    }
}
