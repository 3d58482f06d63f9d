//! Entries and pages to announcements.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::model::announcement::Announcement;
use crate::model::attachment::Attachment;
use crate::model::audience::Audience;
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::item::{Cursor, Fetched, FetchedItem, Item};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::Address;
use crate::model::time::{day_of, start_of_day};
use crate::normalise::html;
use crate::sources::Scope;
use crate::sources::label::folded;
use crate::sources::netocentre_news::api::{Publisher, Read};
use crate::sources::netocentre_news::readers;
use crate::sources::netocentre_news::wire::{Enclosure, Entry};

/// The entries of a list, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Joined {
    pub(super) entries: Vec<Entry>,
    /// Why there may be others.
    pub(super) doubt: Option<String>,
}

/// The items whose page was read at some time.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Known {
    read: Vec<String>,
}

/// Joins the feeds by id; entries that are given twice become one.
pub(super) fn join(listed: Vec<Entry>, confirmed: Option<Vec<Entry>>) -> Joined {
    let mut entries: Vec<Entry> = Vec::new();
    for entry in listed {
        match entries.iter_mut().find(|known| known.id.is_some() && known.id == entry.id) {
            Some(known) => complete(known, entry),
            None => entries.push(entry),
        }
    }
    let mut agreed = true;
    if let Some(confirmed) = confirmed {
        agreed = entries.iter().all(|entry| entry.id.is_none() || confirmed.iter().any(|other| other.id == entry.id));
        for other in confirmed {
            match entries.iter_mut().find(|known| known.id.is_some() && known.id == other.id) {
                Some(known) => complete(known, other),
                None => agreed &= other.id.is_none(),
            }
        }
    }
    let doubt = (!agreed).then(|| "the two feeds do not list the same items".to_owned());
    Joined { entries, doubt }
}

/// Completes a list by what only the public feed says: the last day of an item.
pub(super) fn with_ends(mut entries: Vec<Entry>, feed: Vec<Entry>) -> Vec<Entry> {
    for other in feed {
        if let Some(known) = entries.iter_mut().find(|known| known.id.is_some() && known.id == other.id) {
            complete(known, other);
        }
    }
    entries
}

/// The announcements.
pub(super) fn fetched(
    joined: Joined,
    pages: Vec<Read>,
    publisher: &Publisher<'_>,
    scope: &Scope,
    cursor: &Cursor,
) -> Fetched {
    let known: Known = cursor.0.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let mut making = Making {
        publisher,
        scope,
        items: Vec::new(),
        notices: Vec::new(),
        read: Vec::new(),
        out_of_reach: 0,
        not_for_families: 0,
    };
    for (entry, page) in joined.entries.into_iter().zip(pages) {
        making.entry(entry, page, &known);
    }
    let completeness = match (joined.doubt, making.out_of_reach) {
        (Some(why), _) => Completeness::Partial(why),
        (None, 0) => Completeness::Complete,
        (None, count) => Completeness::Partial(format!("{count} item pages were out of reach")),
    };
    if making.not_for_families > 0 {
        let message = format!("{} items are not for the families of these classes: left out", making.not_for_families);
        making.notices.push(Notice::new(NoticeKind::NotCopied, publisher.subject, message));
    }
    let coverage = Coverage {
        kind: DataKind::Announcements,
        classes: Vec::new(),
        from: None,
        to: None,
        completeness,
        pulled_at: scope.now.instant(),
    };
    let cursor = Cursor(serde_json::to_string(&Known { read: making.read }).ok());
    Fetched { items: making.items, coverage: vec![coverage], cursor, notices: making.notices, rejected: Vec::new() }
}

struct Making<'a> {
    publisher: &'a Publisher<'a>,
    scope: &'a Scope,
    items: Vec<FetchedItem>,
    notices: Vec<Notice>,
    read: Vec<String>,
    /// Items left out since the text stored is better than none.
    out_of_reach: usize,
    /// Items for the staff, for named persons or for other classes.
    not_for_families: usize,
}

impl Making<'_> {
    fn entry(&mut self, entry: Entry, page: Read, known: &Known) {
        let id = entry.id.clone();
        let audiences = match &entry.readers {
            None => vec![Audience::School],
            Some(readers) => readers::audiences(readers, self.publisher.organization, &self.scope.classes),
        };
        if audiences.is_empty() {
            self.not_for_families += 1;
            return;
        }
        let was_read = id.as_ref().is_some_and(|id| known.read.contains(id));
        let (body, attachments) = match page {
            Read::Page(page) => {
                self.read.extend(id.clone());
                self.notices.extend(page.notices);
                (page.body, page.attachments)
            }
            Read::OutOfReach if was_read => {
                self.read.extend(id);
                self.out_of_reach += 1;
                return;
            }
            Read::OutOfReach => self.without_text(id.as_deref(), "its page is out of reach"),
            Read::Refused(why) => self.without_text(id.as_deref(), &why),
            Read::None => (None, Vec::new()),
        };
        let item = self.announcement(entry, body, attachments);
        let native_id = id.and_then(|id| Some(format!("{}/{id}", self.publisher.base.host_str()?)));
        for audience in audiences {
            let native_id = match &audience {
                Audience::Class(class) => native_id.as_ref().map(|id| format!("{id}#{class}")),
                _ => native_id.clone(),
            };
            let item = Item::Announcement(Announcement { audience, ..item.clone() });
            self.items.push(FetchedItem { native_id, days: Vec::new(), item });
        }
    }

    fn announcement(
        &mut self,
        entry: Entry,
        body: Option<crate::model::rich_text::RichText>,
        mut attachments: Vec<Attachment>,
    ) -> Announcement {
        let illustration = entry.enclosure.as_ref().and_then(|enclosure| picture(enclosure, &self.publisher.base));
        let illustration_id = illustration.as_ref().map(|picture| picture.id.clone());
        if let Some(picture) = illustration.filter(|picture| attachments.iter().all(|known| known.id != picture.id)) {
            attachments.insert(0, picture);
        }
        let page = entry.id.as_deref().map(|id| self.publisher.item(id));
        let own = page.and_then(|page| Address::new(page.as_str()));
        let (headlines, categories): (Vec<String>, Vec<String>) =
            entry.categories.into_iter().partition(|category| folded(category) == "a la une");
        let zone = self.scope.zone;
        Announcement {
            audience: Audience::School,
            title: entry.title,
            summary: Some(entry.summary).filter(|summary| !summary.is_empty()),
            body,
            published_at: entry.published.map(|first| start_of_day(day_of(first, zone), zone)),
            expires_at: entry.expires.and_then(|last| day_of(last, zone).succ_opt()).map(|day| start_of_day(day, zone)),
            service: entry.service,
            headline: !headlines.is_empty(),
            categories,
            illustration: illustration_id,
            attachments,
            address: entry.link.as_deref().and_then(Address::new).or(own),
            reply: None,
        }
    }

    fn without_text(
        &mut self,
        id: Option<&str>,
        why: &str,
    ) -> (Option<crate::model::rich_text::RichText>, Vec<Attachment>) {
        self.say(NoticeKind::NotCopied, id, format!("only the summary was read: {why}"));
        (None, Vec::new())
    }

    fn say(&mut self, kind: NoticeKind, id: Option<&str>, message: String) {
        let subject = format!("{}/{}", self.publisher.subject, id.unwrap_or("?"));
        self.notices.push(Notice::new(kind, subject, message));
    }
}

/// Adds to an entry what another account of it has more.
fn complete(entry: &mut Entry, other: Entry) {
    for category in other.categories {
        if entry.categories.iter().all(|known| folded(known) != folded(&category)) {
            entry.categories.push(category);
        }
    }
    if entry.summary.is_empty() {
        entry.summary = other.summary;
    }
    entry.published = entry.published.or(other.published);
    entry.expires = entry.expires.or(other.expires);
    entry.link = entry.link.take().or(other.link);
    entry.enclosure = entry.enclosure.take().or(other.enclosure);
}

fn picture(enclosure: &Enclosure, base: &Url) -> Option<Attachment> {
    let mut picture = html::file(&base.join(&enclosure.address).ok()?, None)?;
    picture.media_type.clone_from(&enclosure.media_type);
    Some(picture)
}
