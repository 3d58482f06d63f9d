//! Announcements: in a list, and long ones on their own page.

use chrono::TimeDelta;

use crate::artifact::SitePath;
use crate::model::announcement::Announcement;
use crate::model::rich_text::{RichText, first_words};
use crate::model::snapshot::Seen;
use crate::plan::page::{AnnouncementEntry, AnnouncementPage, Body};
use crate::plan::site_view::SiteView;
use crate::plan::{Detail, media, paths};

/// An announcement longer than this has its own page.
const LONG: usize = 400;
/// The same when the index must be lighter.
const LONG_IN_A_LIGHT_INDEX: usize = 160;
/// How many letters of a long one the list shows.
const SHORT: usize = 150;

/// The list, headlines first.
pub(super) fn list(view: &SiteView<'_>, detail: Detail) -> Vec<AnnouncementEntry> {
    view.announcements().map(|seen| listed(view, seen, detail)).collect()
}

/// All of them in full, for a paper that knows best how much it can hold.
pub(super) fn in_full(view: &SiteView<'_>) -> Vec<AnnouncementEntry> {
    view.announcements().map(|seen| full(view, seen)).collect()
}

/// One of them in full.
pub(super) fn full(view: &SiteView<'_>, seen: &Seen<Announcement>) -> AnnouncementEntry {
    entry(view, seen, Body::Full(text_of(&seen.item)))
}

/// The pages of the long ones.
pub(super) fn pages(view: &SiteView<'_>, detail: Detail) -> Vec<(SitePath, AnnouncementPage)> {
    let long = view.announcements().filter(|seen| is_long(&seen.item, detail));
    long.map(|seen| {
        let announcement = full(view, seen);
        let media = media::of_announcements(view, std::slice::from_ref(&announcement));
        let version = view.local(seen.changed_at);
        let page = AnnouncementPage { chrome: view.chrome(), announcement, version, media };
        (paths::announcement(&seen.id, &seen.item.title), page)
    })
    .collect()
}

fn listed(view: &SiteView<'_>, seen: &Seen<Announcement>, detail: Detail) -> AnnouncementEntry {
    let announcement = &seen.item;
    if !is_long(announcement, detail) {
        return entry(view, seen, Body::Full(text_of(announcement)));
    }
    let words = announcement.summary.clone().unwrap_or_else(|| text_of(announcement).plain_text());
    let page = paths::announcement(&seen.id, &announcement.title);
    entry(view, seen, Body::Short { text: first_words(&words, SHORT), page })
}

fn is_long(announcement: &Announcement, detail: Detail) -> bool {
    let limit = if detail.shortens_announcements() { LONG_IN_A_LIGHT_INDEX } else { LONG };
    announcement.body.as_ref().is_some_and(|body| body.plain_text().chars().count() > limit)
}

/// The text, or the summary when the text could not be read.
fn text_of(announcement: &Announcement) -> RichText {
    match (&announcement.body, &announcement.summary) {
        (Some(body), _) if !body.is_empty() => body.clone(),
        (_, Some(summary)) => RichText::plain(summary),
        (_, None) => RichText::default(),
    }
}

fn entry(view: &SiteView<'_>, seen: &Seen<Announcement>, body: Body) -> AnnouncementEntry {
    let announcement = &seen.item;
    let mut shown = announcement.body.as_ref().map(RichText::attachments).unwrap_or_default();
    shown.extend(&announcement.illustration);
    let illustration = announcement.illustration.clone().filter(|_| matches!(body, Body::Full(_)));
    AnnouncementEntry {
        title: announcement.title.clone(),
        readers: view.all_readers(&seen.id, &announcement.audience),
        published_on: view.day_of(announcement.published_at.unwrap_or(seen.seen_first)),
        valid_until: announcement.expires_at.map(|end| view.day_of(end - TimeDelta::seconds(1))),
        service: announcement.service,
        headline: announcement.headline,
        body,
        illustration,
        files: media::files(view, &announcement.attachments, &shown),
        address: announcement.address.clone().filter(|_| announcement.body.is_none()),
        reply: announcement.reply.clone(),
    }
}
