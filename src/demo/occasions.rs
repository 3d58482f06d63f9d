//! The events of the export that are no lessons: punishments, class councils, the agenda. They name pupils.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::calendar::Calendar;
use super::chance::{draw, place};
use super::school::Facts;
use super::words::utc;

/// One event that concerns persons.
#[derive(Debug)]
pub(super) struct Occasion {
    pub(super) category: &'static str,
    pub(super) identifier: String,
    pub(super) start: DateTime<Utc>,
    pub(super) end: DateTime<Utc>,
    pub(super) summary: String,
    pub(super) description: String,
}

/// Those of a whole year, by absolute day.
pub(super) fn of_year(calendar: &Calendar<'_>, facts: &Facts) -> Vec<Occasion> {
    let mut all = Vec::new();
    let mut councils = 0;
    for day in calendar.year.school_days() {
        let drawn = draw("occasion", &[&calendar.class.id], day);
        let number = all.len() + 1;
        if drawn.is_multiple_of(11) {
            all.push(punishment(calendar, day, number));
        } else if drawn.is_multiple_of(7) {
            all.push(agenda(facts, calendar, day, number));
        } else if calendar.year.week(day) >= [13, 27, 41][councils.min(2)] && councils < 3 {
            councils += 1;
            all.push(council(calendar, day, number));
        }
    }
    all
}

fn punishment(calendar: &Calendar<'_>, day: NaiveDate, number: usize) -> Occasion {
    let pupil = &calendar.class.punished;
    Occasion {
        summary: format!("Retenue - {pupil}"),
        description: format!(
            "Retenue de 1h00\nÉlève : {pupil}\nMotif : Travail non fait\nSurveillant : Vie scolaire\n"
        ),
        ..occasion("Punitions", &format!("Punition-{number}-{}", calendar.year.week(day)), day, [17, 18])
    }
}

fn council(calendar: &Calendar<'_>, day: NaiveDate, number: usize) -> Occasion {
    let (class, delegates) = (calendar.class, calendar.class.delegates.join(", "));
    Occasion {
        summary: format!("Conseil de classe {}", class.label),
        description: format!("Classe : {}\nPrésident : Direction\nÉlèves délégués : {delegates}\n", class.label),
        ..occasion("Conseils de classe", &format!("Evenement-{number}-{}", calendar.year.week(day)), day, [17, 18])
    }
}

fn agenda(facts: &Facts, calendar: &Calendar<'_>, day: NaiveDate, number: usize) -> Occasion {
    let drawn = draw("agenda", &[&calendar.class.id], day);
    let (pupil, entries) = (&calendar.class.pupil, &facts.agenda);
    let summary = match drawn % 3 {
        0 => format!("Rendez-vous avec le professeur principal - {pupil}"),
        _ => entries[place(drawn, entries.len())].clone(),
    };
    Occasion {
        description: summary.clone(),
        summary,
        ..occasion("Agenda", &format!("Evenement-{number}-{}", calendar.year.week(day)), day, [12, 13])
    }
}

fn occasion(category: &'static str, identifier: &str, day: NaiveDate, hours: [u32; 2]) -> Occasion {
    let [start, end] = hours.map(|hour| utc(day.and_time(NaiveTime::from_hms_opt(hour, 30, 0).unwrap_or_default())));
    let (summary, description) = (String::new(), String::new());
    Occasion { category, identifier: identifier.to_owned(), start, end, summary, description }
}
