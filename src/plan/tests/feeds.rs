//! What the feeds tell.

use super::*;
use crate::plan::feed::FeedTitle;

#[test]
fn a_feed_holds_the_thirty_latest_with_the_most_recent_first() {
    let latest = instant("2026-12-10T06:00:00Z");
    let mut snapshot = snapshot();
    snapshot.homework = (0..40)
        .map(|minutes| {
            let mut homework = homework("2026-12-14", &format!("devoir {minutes}"));
            homework.changed_at = latest - TimeDelta::minutes(minutes);
            homework
        })
        .collect();
    let (config, media) = (config(), BTreeMap::new());
    let now = Now::new(instant("2026-12-11T06:00:00Z"));
    let jobs = site(
        Inputs { snapshot: &snapshot, media: &media, config: &config, places: &Places::default(), now },
        &config.sites[0],
        Detail(0),
    );
    for kind in [FeedKind::All, FeedKind::Homework] {
        let feed = jobs.iter().find_map(|job| match &job.work {
            Work::Feed(feed) if feed.kind == kind => Some(feed),
            _ => None,
        });
        let entries = &feed.unwrap().entries;
        assert!(matches!(entries[0].title, FeedTitle::Homework { .. }));
        let texts: Vec<String> = entries.iter().map(|entry| entry.body.plain_text()).collect();
        assert_eq!(texts, (0..30).map(|minutes| format!("devoir {minutes}")).collect::<Vec<_>>(), "{kind:?}");
    }
}
