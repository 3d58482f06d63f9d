//! The weekly paper of a class, and its input.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::Serialize;

use crate::artifact::sheet::Told;
use crate::model::contact::Phone;
use crate::model::paper::{Copies, Profile};
use crate::model::rich_text::Address;
use crate::model::time::Week;
use crate::plan::homework::New;
use crate::plan::page::{AnnouncementEntry, Chrome, DueDay, Media, MenuEntry, WeekTimetable};
use crate::plan::site_view::SiteView;
use crate::plan::{announcements, freshness, homework, media, menu, timetable, told, version};

/// The gazette of a class: the covered week on paper. Everything is there in full; what the pages cannot hold is shortened when they are
/// set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gazette {
    /// Names.
    pub chrome: Chrome,
    /// For which eyes.
    pub profile: Profile,
    /// The most pages that it may take.
    pub max_pages: usize,
    /// What no longer holds, when it is a correction: then all the rest is what changed since the gazette was printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correction: Option<Vec<Told>>,
    /// The first page of the class's site, when families have an address for it.
    pub address: Option<Address>,
    /// The school's telephone.
    pub phone: Option<Phone>,
    /// The covered week's timetable.
    pub timetable: WeekTimetable,
    /// Homework due in that week, then what is already known for later, by due day.
    pub homework: Vec<DueDay>,
    /// Whether any source gives homework at all.
    pub homework_provided: bool,
    /// Announcements, headlines first.
    pub announcements: Vec<AnnouncementEntry>,
    /// The menus of the week.
    pub menus: Vec<MenuEntry>,
    /// When the content last changed; `None` when it holds nothing yet.
    pub version: Option<NaiveDateTime>,
    /// The pictures and files that the texts refer to.
    pub media: Media,
}

/// The gazette of a week, and the instant of its last change.
pub(super) fn of_week(view: &SiteView<'_>, week: Week, copies: Copies) -> (Gazette, DateTime<Utc>) {
    let shown = |day: NaiveDate| day >= week.monday();
    let homework = homework::by_due_day(view, shown, |_| false, New::Unmarked);
    let announcements = announcements::in_full(view);
    let menus = menu::of_weeks(view, &[week]);
    let mut media = media::of_texts(view, homework::full_bodies(&homework).chain(menu::bodies(&menus)));
    media.extend(media::of_announcements(view, &announcements));
    let days = version::of_days(view, |day| week.contains(day));
    let later = view.homework().filter(|seen| shown(seen.item.due_on)).map(|seen| seen.changed_at).max();
    let version = [days, later, version::of_announcements(view)].into_iter().flatten().max();
    let gazette = Gazette {
        chrome: view.chrome(),
        profile: copies.profile,
        max_pages: copies.max_pages,
        correction: None,
        address: view.published_at(),
        phone: view.inputs.config.contact.phone.clone(),
        timetable: timetable::week(view, week),
        homework,
        homework_provided: freshness::homework_is_provided(view),
        announcements,
        menus,
        version: version.map(|instant| view.local(instant)),
        media,
    };
    (gazette, version.unwrap_or(DateTime::UNIX_EPOCH))
}

/// What changed in a week since its gazette was printed (rectificatif); `None` when nothing did.
pub(super) fn correction(
    view: SiteView<'_>,
    week: Week,
    copies: Copies,
    printed: &[Told],
) -> Option<(Gazette, DateTime<Utc>)> {
    let told::Difference { changed, withdrawn } = told::difference(printed, &told::of_week(&view, week), view.today());
    if changed.is_empty() && withdrawn.is_empty() {
        return None;
    }
    let (mut gazette, made_at) = of_week(&view.only(changed), week, copies);
    gazette.timetable.days.retain(|day| !day.lessons.is_empty());
    gazette.correction = Some(withdrawn);
    Some((gazette, made_at))
}
