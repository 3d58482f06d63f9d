//! The first page as plain text, for terminals and whoever reads nothing else.

use unicode_width::UnicodeWidthStr as _;

use crate::plan::page::{AnnouncementEntry, Body, HomeworkEntry, IndexPage, LessonEntry};
use crate::render::view::index::no_next_day;
use crate::render::words::{Words, capitalised, cut_short};

/// How many columns a line takes at most, unless a word is longer.
const WIDTH: usize = 72;

/// The page as UTF-8 text.
pub fn text(page: &IndexPage, words: &Words) -> Vec<u8> {
    let mut sheet = Sheet { text: String::new() };
    sheet.title(&format!("{}, {}", page.chrome.title, page.chrome.school), '=');
    sheet.paragraph("", &freshness(page, words));
    for warning in &page.warnings {
        sheet.paragraph("! ", &words.warning(warning));
    }
    for notice in &page.notices {
        sheet.announcement(notice, words);
    }
    if let Some(next) = &page.next_day {
        sheet.title(&capitalised(&words.day(next.day)), '=');
        if page.homework_provided {
            sheet.title(&words.say("due-that-day"), '-');
            if next.homework.is_empty() {
                sheet.paragraph("", &words.say("nothing-due-that-day"));
            }
        }
        sheet.homework(&next.homework, words);
        sheet.title(&words.say(if next.changes_only { "changes" } else { "lessons" }), '-');
        for lesson in &next.lessons {
            sheet.paragraph("- ", &line(lesson, words));
        }
    } else {
        sheet.paragraph("", &words.say(no_next_day(page)));
    }
    if let Some(unknown) = page.weeks.first().and_then(|week| week.unknown.as_ref()) {
        sheet.paragraph("", &words.unknown_timetable(unknown));
    }
    if !page.homework_provided && !page.season_over {
        sheet.paragraph("", &words.say("homework-not-provided"));
    }
    if !page.homework.is_empty() {
        sheet.title(&words.say("due-later"), '=');
    }
    for due in &page.homework {
        sheet.title(&capitalised(&words.day(due.day)), '-');
        sheet.homework(&due.homework, words);
    }
    if !page.announcements.is_empty() {
        sheet.title(&words.say("announcements"), '=');
    }
    for announcement in &page.announcements {
        sheet.announcement(announcement, words);
    }
    if !page.menus.is_empty() {
        sheet.title(&words.say("menu"), '=');
    }
    for menu in &page.menus {
        sheet.title(&words.week_caption(menu.week, None), '-');
        sheet.paragraph("", &menu.body.plain_text());
    }
    sheet.paragraph("", &words.fill("authority", &[("school", page.chrome.school.as_str().into())]));
    sheet.text.into_bytes()
}

/// The text written so far.
struct Sheet {
    text: String,
}

impl Sheet {
    fn title(&mut self, title: &str, line: char) {
        self.paragraph("", title);
        self.text.extend(std::iter::repeat_n(line, title.width().min(WIDTH)));
        self.text.push('\n');
    }

    /// A paragraph after an empty line, or below the one before when it begins with a mark.
    fn paragraph(&mut self, mark: &str, text: &str) {
        if !self.text.is_empty() && (mark.is_empty() || !self.text.ends_with('\n')) {
            self.text.push('\n');
        }
        for (index, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            self.wrapped(if index == 0 { mark } else { "  " }, line, mark.len());
        }
    }

    /// Words as many to a line as fit.
    fn wrapped(&mut self, mark: &str, text: &str, indent: usize) {
        let mut column = mark.len();
        self.text.push_str(mark);
        for (index, word) in text.split([' ', '\t']).filter(|word| !word.is_empty()).enumerate() {
            let printable: String = word.chars().filter(|sign| !sign.is_control()).collect();
            if index > 0 && column + 1 + printable.width() > WIDTH {
                self.text.push('\n');
                self.text.extend(std::iter::repeat_n(' ', indent));
                column = indent;
            } else if index > 0 {
                self.text.push(' ');
                column += 1;
            }
            column += printable.width();
            self.text.push_str(&printable);
        }
        self.text.push('\n');
    }

    fn homework(&mut self, entries: &[HomeworkEntry], words: &Words) {
        for entry in entries {
            let subject = entry.subject.clone().unwrap_or_else(|| words.say("homework-without-subject"));
            let group = entry.group.as_ref().map(|group| format!(" ({group})")).unwrap_or_default();
            let mut marks = vec![format!("{subject}{group}")];
            marks.extend(entry.test.then(|| words.say("test")));
            marks.extend(entry.new.then(|| words.say("new")));
            self.paragraph("- ", &format!("{}. {}", marks.join(", "), told(&entry.body)));
        }
    }

    fn announcement(&mut self, entry: &AnnouncementEntry, words: &Words) {
        self.title(&entry.title, '-');
        let published = words.fill("published-on", &[("date", words.day(entry.published_on).into())]);
        self.paragraph("", &format!("{}.", capitalised(&published)));
        self.paragraph("", &told(&entry.body));
    }
}

fn freshness(page: &IndexPage, words: &Words) -> String {
    match page.data_as_of {
        Some(moment) => words.fill("fresh", &[("moment", words.moment(moment).into())]),
        None => words.say("nothing-received"),
    }
}

fn told(body: &Body) -> String {
    match body {
        Body::Full(text) => text.plain_text(),
        Body::Short { text, page } => format!("{} ({page})", cut_short(text)),
    }
}

/// "8 h à 9 h : Français, salle B12, T. – Annulé".
fn line(lesson: &LessonEntry, words: &Words) -> String {
    let rooms = lesson.rooms.iter().map(|room| words.room(room));
    let details: Vec<String> = [lesson.subject.clone()]
        .into_iter()
        .chain(lesson.group.clone())
        .chain(rooms)
        .chain(lesson.teachers.clone())
        .collect();
    let said = words.fill(
        "plain-lesson",
        &[("hours", capitalised(&words.hours(lesson.start, lesson.end)).into()), ("lesson", details.join(", ").into())],
    );
    match words.lesson_change(lesson) {
        Some(change) => format!("{said} – {change}"),
        None => said,
    }
}

#[cfg(test)]
mod tests;
