//! The calendar of a class in Pronote's own iCalendar: UTC, no rules, identifiers that change at each download.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::calendar::{Block, Calendar, Slot};
use super::lessons::{Group, Shown};
use super::notebook::Homework;
use super::occasions;
use super::school::{Facts, Fold, Markup, Newline};
use super::words::{escaped, full_date, midnight, short_date, utc};

/// The file, as exported at `stamp`.
pub(super) fn write(calendar: &Calendar<'_>, facts: &Facts, stamp: DateTime<Utc>) -> Vec<u8> {
    let mut file = File { lines: Vec::with_capacity(20_000), stamp: basic(stamp) };
    file.head(calendar, facts, stamp);
    for slot in &calendar.slots {
        file.lesson(calendar, slot);
    }
    for (number, (from, back)) in calendar.year.holidays.iter().enumerate() {
        file.day_off(number + 1, "Vacances", *from, *back);
    }
    for (number, day) in calendar.year.days_off.iter().enumerate() {
        file.day_off(number + 20, "Férié", *day, *day + Days::new(1));
    }
    for occasion in occasions::of_year(calendar, facts) {
        file.occasion(&occasion);
    }
    file.line("END:VCALENDAR");
    let newline = if calendar.class.newline == Newline::Crlf { "\r\n" } else { "\n" };
    folded(&file.lines, newline, calendar.class.fold)
}

/// `20260904T120218Z`.
pub(super) fn basic(instant: DateTime<Utc>) -> String {
    instant.format("%Y%m%dT%H%M%SZ").to_string()
}

struct File {
    lines: Vec<String>,
    stamp: String,
}

impl File {
    fn line(&mut self, text: impl Into<String>) {
        self.lines.push(text.into());
    }

    fn text(&mut self, name: &str, value: &str) {
        self.line(format!("{name};LANGUAGE=fr:{}", value_of(value)));
    }

    fn head(&mut self, calendar: &Calendar<'_>, facts: &Facts, stamp: DateTime<Utc>) {
        let (class, year) = (calendar.class, &calendar.year);
        let last = year.summer - Days::new(1);
        let this_year = stamp.format("%Y");
        self.line("BEGIN:VCALENDAR");
        self.line("VERSION:2.0");
        self.line(format!(
            "PRODID;LANGUAGE=fr:Copyright Index-Education - Index-Education - ProNote{this_year} {this_year}"
        ));
        self.line("METHOD:PUBLISH");
        self.line(format!("X-CALSTART:{}", basic(midnight(year.start))));
        self.line(format!("X-CALEND:{}", basic(midnight(year.summer) - chrono::TimeDelta::seconds(1))));
        let span = format!("du {} au {}", full_date(year.start), full_date(last));
        self.text("X-WR-CALNAME", &format!("Calendrier - {} {} - {span}", class.pupil, class.born));
        let weeks = format!("semaines {} - {}", year.start.format("%V"), last.format("%V"));
        let school = format!("{} - {}", facts.name, facts.town).to_uppercase();
        let made = short_date(stamp.date_naive());
        let pupil = &class.pupil;
        self.text(
            "X-WR-CALDESC",
            &format!(
                "Calendrier de {pupil} généré par le logiciel PRONOTE (©INDEX ÉDUCATION) le {made} - {school} - {weeks}"
            ),
        );
    }

    fn begin(&mut self, category: &str, identifier: &str) {
        self.line("BEGIN:VEVENT");
        self.line(format!("CATEGORIES:{}", value_of(category)));
        self.line(format!("DTSTAMP:{}", self.stamp));
        self.line(format!("UID:{identifier}-{}-Index-Education", self.stamp));
    }

    fn lesson(&mut self, calendar: &Calendar<'_>, slot: &Slot<'_>) {
        let lesson = &slot.lesson;
        let change = lesson.change.as_ref();
        let category = match change {
            Some(change) if change.shown != Shown::Text => format!("Cours - {}", change.label),
            _ => "Cours".to_owned(),
        };
        self.begin(&category, &format!("Cours-{}-{}", lesson.course, calendar.year.week(lesson.day)));
        let modified = calendar.year.start - Days::new(3);
        let modified = if change.is_some() { lesson.day - Days::new(4) } else { modified };
        self.line(format!("LAST-MODIFIED:{}T151000Z", modified.format("%Y%m%d")));
        self.line(format!("DTSTART:{}", basic(utc(lesson.day.and_time(lesson.start)))));
        self.line(format!("DTEND:{}", basic(utc(lesson.day.and_time(lesson.end)))));
        self.text("SUMMARY", &summary(slot));
        self.text("LOCATION", &lesson.rooms.join(", "));
        let description = description(calendar, slot);
        self.text("DESCRIPTION", &description);
        self.line(format!("X-ALT-DESC;FMTTYPE=text/html:{}", value_of(&description.replace('\n', "<br/>"))));
        self.line(format!("COLOR:{}", lesson.subject.color));
        self.line("END:VEVENT");
    }

    fn day_off(&mut self, number: usize, label: &str, from: NaiveDate, back: NaiveDate) {
        self.begin("Jours fériés", &format!("Ferie-{number}"));
        self.line(format!("DTSTART;VALUE=DATE:{}", from.format("%Y%m%d")));
        self.line(format!("DTEND;VALUE=DATE:{}", back.format("%Y%m%d")));
        self.text("SUMMARY", label);
        self.line("END:VEVENT");
    }

    fn occasion(&mut self, occasion: &occasions::Occasion) {
        self.begin(occasion.category, &occasion.identifier);
        self.line(format!("DTSTART:{}", basic(occasion.start)));
        self.line(format!("DTEND:{}", basic(occasion.end)));
        self.text("SUMMARY", &occasion.summary);
        self.text("DESCRIPTION", &occasion.description);
        self.line(format!("X-ALT-DESC;FMTTYPE=text/html:{}", value_of(&occasion.description.replace('\n', "<br/>"))));
        self.line("END:VEVENT");
    }
}

/// SUMMARY is not encoded for HTML.
fn summary(slot: &Slot<'_>) -> String {
    let lesson = &slot.lesson;
    let prefix = lesson
        .change
        .as_ref()
        .filter(|change| change.shown != Shown::Category)
        .map(|change| format!("{} : ", change.label));
    let group = match &lesson.group {
        Some(Group::Named(name)) => format!(" - [{name}]"),
        Some(Group::Part(name)) => format!(" - {name}"),
        None => String::new(),
    };
    format!("{}{} - {}{group}", prefix.unwrap_or_default(), lesson.subject.label, lesson.teachers.join(", "))
}

/// DESCRIPTION is HTML: its keyed lines are encoded.
fn description(calendar: &Calendar<'_>, slot: &Slot<'_>) -> String {
    let lesson = &slot.lesson;
    let mut text = String::new();
    let mut key = |name: &str, value: &str| text.extend([name, " : ", &escaped(value), "\n"]);
    key("Matière", &lesson.subject.label);
    key(if lesson.teachers.len() > 1 { "Professeurs" } else { "Professeur" }, &lesson.teachers.join(", "));
    key(if lesson.rooms.len() > 1 { "Salles" } else { "Salle" }, &lesson.rooms.join(", "));
    match &lesson.group {
        Some(Group::Named(name)) => key("Groupe", &format!("[{name}]")),
        Some(Group::Part(name)) => key("Partie(s) de classe", name),
        None => key("Classe", &calendar.class.label),
    }
    if let Some(aide) = calendar.class.aide.as_ref().filter(|_| lesson.course.is_multiple_of(3)) {
        key("Accompagnant", aide);
    }
    if let Some(change) = lesson.change.as_ref().filter(|change| change.shown != Shown::Category) {
        text.insert_str(0, &format!("{}\n", change.label));
    }
    if !slot.blocks.is_empty() {
        text.push('\n');
    }
    for block in &slot.blocks {
        text.push_str(&written(calendar, block, lesson.teacher.markup));
    }
    text
}

fn written(calendar: &Calendar<'_>, block: &Block<'_>, markup: Markup) -> String {
    let with_files = |heading: String, homework: &Homework<'_>| {
        let files: String = homework.files.iter().flat_map(|name| [escaped(name), "\n".to_owned()]).collect();
        format!("<strong>{heading} : \n</strong>{}\n{files}", dressed(&homework.html, markup))
    };
    match *block {
        Block::Content(title, html) => format!("<strong>{} : \n</strong>{}\n", escaped(title), dressed(html, markup)),
        Block::Given(index) => {
            let homework = &calendar.homework[index];
            with_files(format!("Pour le {}", homework.due.format("%d/%m/%Y")), homework)
        }
        Block::Due(index) => {
            let homework = &calendar.homework[index];
            with_files(format!("Donné le {}", homework.entered.format("%d/%m/%Y")), homework)
        }
    }
}

/// The HTML around a text, after the editor it was pasted from.
fn dressed(html: &str, markup: Markup) -> String {
    let html = html.replace('\n', "<br />");
    match markup {
        Markup::Plain => format!("<div>{html}</div>"),
        Markup::Span => format!(
            "<div style=\"font-family: Arial; font-size: 13px;\"><span style=\"font-size: 13pt;\">{html}</span></div>"
        ),
        Markup::Nested => format!(
            "<div style=\"font-family: Arial, Helvetica; font-size: 13px;\"><span style=\"font-size: 13pt;\"><span \
             style=\"color: #000000; background-color: #ffffff;\">{html}</span></span></div><div>&nbsp;</div>"
        ),
        Markup::Word => {
            let spaced = [" :", " ;", " ?", " !", " »"]
                .iter()
                .fold(html, |text, sign| text.replace(sign, &sign.replace(' ', "&nbsp;")));
            let spaced = spaced.replace("« ", "«&nbsp;");
            format!("<div class=\"MsoNormal\" style=\"margin: 0cm 0cm 8pt;\">{spaced}<o:p></o:p></div>")
        }
    }
}

/// RFC 5545, 3.3.11.
fn value_of(text: &str) -> String {
    let mut value = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '\n' => value.push_str("\\n"),
            '\\' | ';' | ',' => value.extend(['\\', letter]),
            _ => value.push(letter),
        }
    }
    value
}

/// RFC 5545, 3.1: lines of at most 75 octets, cut anywhere, be it inside a word, an escape or (if `fold` says so) a letter.
pub(super) fn folded(lines: &[String], newline: &str, fold: Fold) -> Vec<u8> {
    let mut file = Vec::with_capacity(lines.iter().map(|line| line.len() + line.len() / 24 + 2).sum());
    for line in lines {
        let mut room = 75;
        let mut rest = line.as_str();
        let mut octets = line.as_bytes();
        while octets.len() > room {
            let cut = if fold == Fold::Octet { room } else { rest.floor_char_boundary(room) };
            file.extend_from_slice(&octets[..cut]);
            file.extend_from_slice(newline.as_bytes());
            file.push(b' ');
            octets = &octets[cut..];
            if fold == Fold::Whole {
                rest = &rest[cut..];
            }
            room = 74;
        }
        file.extend_from_slice(octets);
        file.extend_from_slice(newline.as_bytes());
    }
    file
}
