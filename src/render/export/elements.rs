//! Every item as JSON, with its texts as Markdown.

use serde_json::{Value, json};

use crate::error::{Error, Kind, Result};
use crate::model::announcement::Announcement;
use crate::model::attachment::Attachment;
use crate::model::audience::Audience;
use crate::model::document::Document;
use crate::model::homework::Homework;
use crate::model::lesson::{Lesson, LessonContent, NonTeaching};
use crate::model::menu::Menu;
use crate::model::rich_text::RichText;
use crate::model::school::Class;
use crate::model::snapshot::{Seen, Snapshot};
use crate::model::subject::Subject;
use crate::render::export::Export;
use crate::render::export::markdown::{Files, Markdown};

/// The version of the format.
const SCHEMA: u32 = 1;

/// All items, kind by kind.
pub(super) fn json(export: Export<'_>) -> Result<Vec<u8>> {
    let Snapshot { lessons, non_teaching, homework, contents, announcements, menus, documents, .. } = export.snapshot;
    let class = |class: &Class| json!({ "id": class.id, "label": class.label, "level": class.level });
    let day_off = |off: &NonTeaching| json!({ "from": off.from, "to": off.to, "kind": off.kind, "label": off.label });
    let value = json!({
        "schema": SCHEMA,
        "exported_at": export.at,
        "school": { "name": export.school.name, "uai": export.school.uai, "timezone": export.school.zone },
        "classes": export.classes.iter().map(class).collect::<Vec<_>>(),
        "lessons": lessons.iter().map(lesson).collect::<Vec<_>>(),
        "homework": homework.iter().map(|seen| task(export, seen)).collect::<Result<Vec<_>>>()?,
        "contents": contents.iter().map(|seen| content(export, seen)).collect::<Result<Vec<_>>>()?,
        "announcements": announcements.iter().map(|seen| news(export, seen)).collect::<Result<Vec<_>>>()?,
        "menus": menus.iter().map(|seen| menu(export, seen)).collect::<Result<Vec<_>>>()?,
        "documents": documents.iter().map(|seen| document(export, seen)).collect::<Vec<_>>(),
        "days_off": non_teaching.iter().map(day_off).collect::<Vec<_>>(),
    });
    serde_json::to_vec_pretty(&value)
        .map_err(|error| Error::new(Kind::Bug, "cannot write the items of an export").because(error))
}

fn lesson(seen: &Seen<Lesson>) -> Value {
    let Lesson { audience, subject, title, start, end, teachers, rooms, status, cause, raw_status, ruled: _ } =
        &seen.item;
    let own = json!({
        "subject": label(subject.as_ref()), "title": title, "start": start, "end": end, "teachers": teachers,
        "rooms": rooms, "status": status, "cause": cause, "raw_status": raw_status,
    });
    element(seen, audience, own)
}

fn task(export: Export<'_>, seen: &Seen<Homework>) -> Result<Value> {
    let Homework { audience, subject, given_on, due_on, body, test, attachments } = &seen.item;
    let own = json!({
        "subject": label(subject.as_ref()), "given_on": given_on, "due_on": due_on, "test": test,
        "text": text(export, body, attachments)?, "files": files(export, attachments),
    });
    Ok(element(seen, audience, own))
}

fn content(export: Export<'_>, seen: &Seen<LessonContent>) -> Result<Value> {
    let LessonContent { audience, subject, day, title, body } = &seen.item;
    let own =
        json!({ "subject": label(subject.as_ref()), "day": day, "title": title, "text": text(export, body, &[])? });
    Ok(element(seen, audience, own))
}

fn news(export: Export<'_>, seen: &Seen<Announcement>) -> Result<Value> {
    let news = &seen.item;
    let body = news.body.as_ref().map(|body| text(export, body, &news.attachments)).transpose()?;
    let own = json!({
        "title": news.title, "summary": news.summary, "text": body, "published_at": news.published_at,
        "expires_at": news.expires_at, "headline": news.headline, "service": news.service, "address": news.address,
        "reply": news.reply, "files": files(export, &news.attachments),
    });
    Ok(element(seen, &news.audience, own))
}

fn menu(export: Export<'_>, seen: &Seen<Menu>) -> Result<Value> {
    let Menu { audience, week, body, attachments } = &seen.item;
    let own = json!({ "week": week, "text": text(export, body, attachments)?, "files": files(export, attachments) });
    Ok(element(seen, audience, own))
}

fn document(export: Export<'_>, seen: &Seen<Document>) -> Value {
    let Document { audience, folders, modified_at, file } = &seen.item;
    let files = files(export, std::slice::from_ref(file));
    element(seen, audience, json!({ "folders": folders, "modified_at": modified_at, "files": files }))
}

/// The name that families know.
fn label(subject: Option<&Subject>) -> Option<&str> {
    subject.map(|subject| subject.label.as_str())
}

/// What every item has, and what is its own.
fn element<T>(seen: &Seen<T>, audience: &Audience, own: Value) -> Value {
    let mut value = json!({
        "id": seen.id.to_string(),
        "audience": audience,
        "seen_first": seen.seen_first,
        "changed_at": seen.changed_at,
    });
    if let (Value::Object(all), Value::Object(own)) = (&mut value, own) {
        all.extend(own);
    }
    value
}

fn files(export: Export<'_>, attachments: &[Attachment]) -> Vec<Value> {
    attachments.iter().map(|file| json!({ "name": file.name, "path_or_address": export.place(file) })).collect()
}

fn text(export: Export<'_>, body: &RichText, attachments: &[Attachment]) -> Result<String> {
    let mut document = Markdown::default();
    document.rich(body, &Files { attachments, place: &|file| export.place(file) });
    document.text()
}
