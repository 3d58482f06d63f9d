//! The HTTP side of the make-believe ENT: one door for all requests, which it records, answers, and spoils when asked.

use std::sync::Arc;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use chrono::TimeDelta;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::asked::Asked;
use super::calendar::{self, View};
use super::lessons::Group;
use super::line::{Lines, Scissors};
use super::reply::{Body, Reply};
use super::route::Route;
use super::{Shared, around, cloud, faults, feeds, files, ical, moodle, news, page, portal};

/// Answers on `listener` until `stopped` resolves.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>, stopped: oneshot::Receiver<()>) {
    let door =
        Router::new().fallback(move |ConnectInfo(line): ConnectInfo<Scissors>, request: axum::extract::Request| {
            let shared = Arc::clone(&shared);
            async move { answer(&shared, &line, &Asked::read(request).await) }
        });
    let service = door.into_make_service_with_connect_info::<Scissors>();
    let until = async {
        if stopped.await.is_err() {
            tracing::debug!("the make-believe ENT stops");
        }
    };
    if let Err(error) = axum::serve(Lines(listener), service).with_graceful_shutdown(until).await {
        tracing::warn!(%error, "the make-believe ENT stopped");
    }
}

fn answer(shared: &Shared, line: &Scissors, asked: &Asked) -> Response {
    let route = Route::read(&shared.school, asked);
    let (number, mut view, fault) = {
        let mut state = shared.lock();
        state.requests.push(asked.recorded());
        let fault = state.faults.iter().rev().find(|(service, _)| route.is_of(service)).map(|(_, fault)| fault.clone());
        let fault = fault.filter(|fault| !fault.strikes_once() || state.struck.insert(asked.path.clone()));
        (state.requests.len(), state.view.clone(), fault)
    };
    // The clock of a running service has moved on by the next request.
    view.now += TimeDelta::seconds(i64::try_from(number).unwrap_or(0) % 60);
    let reply = if route.admits(&asked.method) {
        partial(asked, healthy(shared, &route, asked, &view))
    } else {
        Reply::html(StatusCode::METHOD_NOT_ALLOWED, page::error("Erreur 405", "Méthode non autorisée."))
    };
    let reply = match fault {
        Some(fault) => faults::played(&fault, &route, reply),
        None => Some(reply),
    };
    if let Some(request) = shared.lock().requests.get_mut(number - 1) {
        request.status = reply.as_ref().map(|reply| reply.status.as_u16());
    }
    if let Some(reply) = reply {
        reply.into_response(&asked.method)
    } else {
        line.cut();
        Response::new(axum::body::Body::empty())
    }
}

/// A part of a file, for whoever has the beginning of that very version.
fn partial(asked: &Asked, reply: Reply) -> Reply {
    let from = asked.header("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    match from {
        Some(from) if reply.header(&header::ETAG) == asked.header("if-range") => reply.from(from),
        _ => reply,
    }
}

fn healthy(shared: &Shared, route: &Route, asked: &Asked, view: &View) -> Reply {
    let (facts, address, query) = (&shared.school.facts, shared.address.as_str(), asked.query.as_str());
    let published = || news::published(&shared.school, view);
    match route {
        Route::Rss => {
            text("application/rss+xml;charset=UTF-8", feeds::rss(facts, &published(), address, query, view.now))
        }
        Route::Atom => text("application/atom+xml;charset=UTF-8", feeds::atom(facts, &published(), address, view.now)),
        Route::StrangeFeed => {
            let reason = "Invalid channel: the title is missing.";
            Reply::html(StatusCode::INTERNAL_SERVER_ERROR, page::error("Erreur 500", reason))
        }
        Route::Item(id) => match published().iter().find(|one| one.id == *id) {
            Some(one) if one.template.members_only => to_login(*id),
            Some(one) => Reply::html(StatusCode::OK, page::item(one)),
            None => {
                Reply::html(StatusCode::NOT_FOUND, page::error("Objet introuvable", "Cette publication n’existe plus."))
            }
        },
        Route::Login => Reply::html(StatusCode::OK, page::login()),
        Route::Image(name) | Route::CourseFile(name) => file(name).unwrap_or_else(not_found),
        Route::Attachment(name) => {
            file(name).map_or_else(not_found, |reply| reply.with(header::CONTENT_DISPOSITION, saved_as(name)))
        }
        Route::Ical(id) => timetable(shared, id, view, |_| true),
        Route::GroupIcal(id, number) => timetable(shared, id, view, |group| group.contains_number(*number)),
        Route::Token => json(&portal::granted(facts)),
        Route::NewsPage(index) => json(&portal::news_page(facts, &published(), address, *index)),
        Route::NewsItem(id) => {
            let found = published().iter().find(|one| one.id == *id).map(portal::news_item);
            found.map_or_else(|| message(StatusCode::BAD_REQUEST, "Objet introuvable"), |item| json(&item))
        }
        Route::PublishedItems => text("application/xml", portal::published(facts, &published(), address)),
        Route::PublishedFlash => json(&portal::flash(address)),
        Route::Menu(day) => portal::menu(facts, *day)
            .map_or_else(|| message(StatusCode::NOT_FOUND, "Aucun menu pour cette semaine"), |menu| json(&menu)),
        Route::Structure => json(&portal::structure(facts, address.trim_start_matches("http://"))),
        Route::Forbidden => message(StatusCode::UNAUTHORIZED, "Unauthorized"),
        Route::Agenda => Reply::new(StatusCode::OK, "text/calendar; charset=utf-8", Body::Whole(around::agenda(view))),
        Route::Site => text("application/rss+xml; charset=UTF-8", around::blog(facts, address, view.now)),
        Route::SchoolCalendar => text("text/csv; charset=utf-8", around::holidays(view)),
        Route::Moodle => json(&moodle::answer(asked, address, view)),
        Route::CourseFileRefused => json(&moodle::refused()),
        Route::Folder(path) => cloud::listing(path).map_or_else(not_found, |listing| {
            Reply::new(StatusCode::MULTI_STATUS, "application/xml; charset=utf-8", Body::Whole(listing.into_bytes()))
        }),
        Route::CloudFile(path) => cloud::file(path).unwrap_or_else(not_found),
        Route::CloudRefused => message(StatusCode::UNAUTHORIZED, "Unauthorized")
            .with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"Nextcloud\"")),
        Route::Nothing => not_found(),
    }
}

/// The calendar of a class as a pupil of some of its groups sees it.
fn timetable(shared: &Shared, id: &str, view: &View, is_member: impl Fn(&Group) -> bool) -> Reply {
    let Some(class) = shared.school.class(id) else { return not_found() };
    let mut shown = calendar::shown(&shared.school, class, view);
    shown.slots.retain(|slot| slot.lesson.group.as_ref().is_none_or(&is_member));
    let bytes = ical::write(&shown, &shared.school.facts, view.now);
    let pupil = class.pupil.replace(' ', "_");
    let name = format!("Calendrier_{pupil}_{}.ics", class.born.replace('/', "_"));
    let disposition = header_value(&format!("attachment; filename=\"{name}\""));
    Reply::new(StatusCode::OK, "text/calendar;charset=UTF-8", Body::Whole(bytes))
        .with(header::CONTENT_DISPOSITION, disposition)
}

fn json(value: &serde_json::Value) -> Reply {
    text("application/json", value.to_string())
}

fn message(status: StatusCode, message: &str) -> Reply {
    let body = serde_json::json!({ "message": message }).to_string();
    Reply::new(status, "application/json", Body::Whole(body.into_bytes()))
}

fn text(media_type: &'static str, text: String) -> Reply {
    Reply::new(StatusCode::OK, media_type, Body::Whole(text.into_bytes()))
}

fn file(name: &str) -> Option<Reply> {
    let file = files::named(name)?;
    let version = header_value(&format!("\"{}\"", &blake3::hash(file.bytes).to_hex()[..16]));
    Some(Reply::new(StatusCode::OK, file.media_type, Body::Whole(file.bytes.to_vec())).with(header::ETAG, version))
}

/// Documents carry the name twice (RFC 6266), pictures only once, as raw UTF-8.
fn saved_as(name: &str) -> HeaderValue {
    if name.ends_with("jpg") {
        return header_value(&format!("attachment; filename=\"{name}\""));
    }
    let ascii: String = name.chars().map(|letter| if letter.is_ascii() { letter } else { '_' }).collect();
    header_value(&format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", super::route::encoded(name)))
}

fn header_value(text: &str) -> HeaderValue {
    HeaderValue::from_bytes(text.as_bytes()).unwrap_or(HeaderValue::from_static("attachment"))
}

fn to_login(id: u64) -> Reply {
    let location = format!("/publisher/protected/?local-back-to=%2Fpublisher%2Fview%2Fitem%2F{id}");
    Reply::html(StatusCode::FOUND, String::new()).with(header::LOCATION, header_value(&location))
}

fn not_found() -> Reply {
    Reply::html(StatusCode::NOT_FOUND, page::error("Erreur 404", "Cette page n’existe pas."))
}
