//! A Moodle beside the ENT: the functions of its web services that a reader may call, and the files of its courses.
//!
//! It has two courses, SVT (7) and mathematics (9), with a piece of work for every week of the school year. Errors come with status
//! 200, as Moodle's do. What it says of people and groups is there on purpose: a reader must leave it out.

use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value, json};

use super::asked::Asked;
use super::calendar::View;
use super::chance::secret;
use super::files;
use super::route::encoded;
use super::words::{local, utc};
use super::year::{SchoolYear, monday};

/// The person whose names and pictures stand wherever Moodle shows them.
pub(super) const TEACHER: &str = "Ghislaine Portevin";
/// The functions that the token may call.
const FUNCTIONS: [&str; 5] = [
    "core_webservice_get_site_info",
    "mod_assign_get_assignments",
    "core_calendar_get_calendar_events",
    "mod_forum_get_forums_by_courses",
    "mod_forum_get_forum_discussions",
];
const COURSES: [(u32, &str, &str); 2] =
    [(7, "Sciences de la vie et de la Terre – 6e A", "SVT6A"), (9, "Mathématiques – 6e A", "MATHS6A")];
const FILE: &str = "inscription_cross.odt";
/// A message is one of the text formats; 1 is HTML.
const HTML: u8 = 1;

/// The token of the service account.
pub(super) fn token() -> String {
    secret("wstoken", "moodle", 32)
}

/// A field of a call, in its body or in its address.
pub(super) fn given(asked: &Asked, name: &str) -> Option<String> {
    asked.field(name).or_else(|| asked.parameter(name))
}

/// `POST /moodle/webservice/rest/server.php`
pub(super) fn answer(asked: &Asked, address: &str, view: &View) -> Value {
    if given(asked, "wstoken") != Some(token()) {
        return failure("core\\exception\\moodle_exception", "invalidtoken", "Jeton non valide - jeton introuvable");
    }
    let function = given(asked, "wsfunction").unwrap_or_default();
    let courses = |name: &str| {
        let wanted = |id: u32| (0..50).any(|place| given(asked, &format!("{name}[{place}]")) == Some(id.to_string()));
        let any = given(asked, &format!("{name}[0]")).is_some();
        COURSES.into_iter().filter(|(id, ..)| !any || wanted(*id)).collect::<Vec<_>>()
    };
    match function.as_str() {
        "core_webservice_get_site_info" => site_info(address),
        "mod_assign_get_assignments" => {
            let courses: Vec<Value> =
                courses("courseids").into_iter().map(|course| assignments(course, address, view)).collect();
            json!({ "courses": courses, "warnings": [] })
        }
        "core_calendar_get_calendar_events" => {
            let time = |name: &str| given(asked, &format!("options[{name}]")).and_then(|time| time.parse().ok());
            let window = time("timestart").unwrap_or(0)..=time("timeend").unwrap_or(i64::MAX);
            let all = courses("events[courseids]").into_iter().flat_map(|course| dates(course, view));
            let shown: Vec<Value> =
                all.filter(|date| window.contains(&date["timestart"].as_i64().unwrap_or(0))).collect();
            json!({ "events": shown, "warnings": [] })
        }
        "mod_forum_get_forums_by_courses" => courses("courseids").into_iter().flat_map(forums).collect(),
        "mod_forum_get_forum_discussions" => {
            let page = given(asked, "page").and_then(|page| page.parse().ok()).unwrap_or(0_usize);
            let forum = given(asked, "forumid").and_then(|forum| forum.parse().ok()).unwrap_or(0_u32);
            json!({ "discussions": if page == 0 { discussions(forum, address, view) } else { Vec::new() }, "warnings": [] })
        }
        _ => failure("webservice_access_exception", "accessexception", "Exception du contrôle d’accès"),
    }
}

/// What a file asked for with a bad token answers.
pub(super) fn refused() -> Value {
    json!({ "error": "Jeton non valide - jeton introuvable", "errorcode": "invalidtoken", "stacktrace": null })
}

fn failure(exception: &str, code: &str, message: &str) -> Value {
    json!({ "exception": exception, "errorcode": code, "message": message })
}

fn site_info(address: &str) -> Value {
    let functions: Vec<Value> = FUNCTIONS.iter().map(|name| json!({ "name": name, "version": "2026042000" })).collect();
    json!({
        "sitename": "Moodle du collège", "username": "ardoise", "firstname": "Compte", "lastname": "de service",
        "fullname": "Compte de service", "lang": "fr", "userid": 42, "siteurl": format!("{address}/moodle"),
        "userpictureurl": format!("{address}/moodle/theme/image.php/boost/core/1/u/f1"), "functions": functions,
        "downloadfiles": 1, "uploadfiles": 0, "release": "5.2 (Build: 20260420)", "version": "2026042000",
        "mobilecssurl": "", "advancedfeatures": [], "usercanmanageownfiles": false, "userquota": 0,
        "usermaxuploadfilesize": 0, "userhomepage": 0, "siteid": 1, "sitecalendartype": "gregorian",
        "usercalendartype": "gregorian", "userissiteadmin": false, "theme": "boost",
    })
}

/// The weeks of the year that have begun, by their Mondays.
fn weeks(view: &View) -> impl Iterator<Item = NaiveDate> {
    let today = local(view.now).date();
    let year = SchoolYear::of(today);
    let first = monday(year.start);
    let begun = (0..60).map(move |count| first + Days::new(7 * count)).take_while(move |week| *week <= today);
    begun.filter(move |week| week.iter_days().take(5).any(|day| year.is_school_day(day)))
}

fn seconds(day: NaiveDate, hour: u32) -> i64 {
    utc(day.and_hms_opt(hour, 0, 0).unwrap_or_default()).timestamp()
}

fn number(course: u32, week: NaiveDate) -> u32 {
    course * 1000 + week.iso_week().week()
}

fn assignments((course, name, short): (u32, &str, &str), address: &str, view: &View) -> Value {
    let all: Vec<Value> = weeks(view).map(|week| assignment(course, week, address)).collect();
    json!({ "id": course, "fullname": name, "shortname": short, "timemodified": 1_788_246_000, "assignments": all })
}

/// Work that is given on Monday and due on Friday at midnight.
fn assignment(course: u32, week: NaiveDate, address: &str) -> Value {
    let id = number(course, week);
    json!({
        "id": id, "cmid": id + 100_000, "course": course, "name": format!("Compte rendu de la semaine {}", week.iso_week().week()),
        "nosubmissions": 0, "submissiondrafts": 0, "sendnotifications": 0, "sendlatenotifications": 0,
        "sendstudentnotifications": 1, "duedate": seconds(week + Days::new(5), 0), "allowsubmissionsfromdate": seconds(week, 8),
        "grade": 20, "timemodified": seconds(week, 8), "completionsubmit": 1, "cutoffdate": 0, "gradingduedate": 0,
        "teamsubmission": 0, "requireallteammemberssubmit": 0, "teamsubmissiongroupingid": 0, "blindmarking": 0,
        "hidegrader": 0, "revealidentities": 0, "attemptreopenmethod": "none", "maxattempts": -1, "markingworkflow": 0,
        "markingallocation": 0, "requiresubmissionstatement": 0, "preventsubmissionnotingroup": 0, "configs": [],
        "introformat": HTML, "intro": "<p>Deux pages sur ce que nous avons <strong>observé</strong>.</p>",
        "introfiles": [], "introattachments": [file(course, id, "mod_assign/introattachment/0", address)],
    })
}

fn file(course: u32, id: u32, area: &str, address: &str) -> Value {
    let size = files::named(FILE).map_or(0, |file| file.bytes.len());
    json!({
        "filename": FILE, "filepath": "/", "filesize": size, "timemodified": 1_788_246_000,
        "fileurl": format!("{address}/moodle/webservice/pluginfile.php/{}/{area}/{}", course * 100_000 + id, encoded(FILE)),
        "mimetype": "application/vnd.oasis.opendocument.text", "isexternalfile": false, "icon": "f/writer",
    })
}

/// Two hours of an outing, what an assignment says too, and a date of a group.
fn dates((course, ..): (u32, &str, &str), view: &View) -> Vec<Value> {
    let event = |id: u32, name: &str, at: i64, extra: Value| {
        let mut event = json!({
            "id": id, "name": name, "description": "<p>Prévoir des bottes.</p>", "format": HTML, "courseid": course,
            "categoryid": null, "groupid": null, "userid": 12, "repeatid": null, "modulename": null, "instance": null,
            "eventtype": "course", "timestart": at, "timeduration": 7200, "visible": 1, "uuid": "", "sequence": 1,
            "timemodified": at - 86_400, "subscriptionid": null,
        });
        event.as_object_mut().expect("an object").extend(extra.as_object().cloned().unwrap_or_default());
        event
    };
    weeks(view)
        .flat_map(|week| {
            let id = number(course, week) * 10;
            let friday = week + Days::new(5);
            [
                event(id, "Sortie au bord de la Loire", seconds(week + Days::new(10), 9), json!({})),
                event(
                    id + 1,
                    "Compte rendu à rendre",
                    seconds(friday, 0),
                    json!({ "modulename": "assign", "eventtype": "due" }),
                ),
                event(
                    id + 2,
                    "Oral du groupe 1",
                    seconds(week + Days::new(8), 10),
                    json!({ "groupid": 31, "eventtype": "group" }),
                ),
            ]
        })
        .collect()
}

fn forums((course, ..): (u32, &str, &str)) -> Vec<Value> {
    let forum = |id: u32, kind: &str, name: &str| {
        json!({
            "id": id, "course": course, "type": kind, "name": name, "intro": "", "introformat": HTML, "introfiles": [],
            "duedate": 0, "cutoffdate": 0, "assessed": 0, "assesstimestart": 0, "assesstimefinish": 0, "scale": 0,
            "maxbytes": 512_000, "maxattachments": 9, "forcesubscribe": 1, "trackingtype": 1, "rsstype": 0, "rssarticles": 0,
            "timemodified": 1_788_246_000, "warnafter": 0, "blockafter": 0, "blockperiod": 0, "completiondiscussions": 0,
            "completionreplies": 0, "completionposts": 0, "cmid": id + 100_000, "numdiscussions": 8,
            "cancreatediscussions": false, "lockdiscussionafter": 0, "istracked": false, "unreadpostscount": 0,
        })
    };
    vec![forum(course * 10, "news", "Annonces"), forum(course * 10 + 1, "general", "Questions des élèves")]
}

/// A message each Monday, the last with a file; one for a group; and, in the forum of pupils, one that nobody may publish.
fn discussions(forum: u32, address: &str, view: &View) -> Vec<Value> {
    let course = forum / 10;
    if !COURSES.iter().any(|(known, ..)| *known == course) {
        return Vec::new();
    }
    let mut weeks: Vec<NaiveDate> = weeks(view).collect();
    weeks.reverse();
    let of_pupils = !forum.is_multiple_of(10);
    let shown = weeks.into_iter().take(8).enumerate();
    shown
        .map(|(place, week)| {
            let thread = number(course, week) + 500_000;
            let subject = if of_pupils { "Je n’ai pas compris" } else { "Le programme de la semaine" };
            let files = if place == 0 { vec![file(course, thread, "mod_forum/attachment/0", address)] } else { Vec::new() };
            json!({
                "id": thread + 1, "discussion": thread, "name": subject, "subject": subject, "parent": 0,
                "groupid": if place == 2 { 31 } else { -1 }, "timemodified": seconds(week, 8), "created": seconds(week, 8),
                "modified": seconds(week, 8), "timestart": 0, "timeend": 0, "usermodified": 12, "userid": 12, "mailed": 1,
                "message": format!("<p>Semaine {} : nous observons les feuilles.</p>", week.iso_week().week()),
                "messageformat": HTML, "messagetrust": 0, "attachment": !files.is_empty(), "attachments": files,
                "totalscore": 0, "mailnow": 0, "userfullname": TEACHER, "usermodifiedfullname": TEACHER,
                "userpictureurl": format!("{address}/moodle/pluginfile.php/9/user/icon/boost/f1"),
                "usermodifiedpictureurl": "", "numreplies": 0, "numunread": 0, "pinned": false, "locked": false,
                "starred": false, "canreply": false, "canlock": false, "canfavourite": true,
            })
        })
        .collect()
}
