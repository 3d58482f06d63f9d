//! Every source through every scenario: nothing published is damaged, whoever's move it is is named, and when it is over all
//! is as if it had never been.

use super::*;
use ardoise::demo::ODD_DAYS;
use ardoise::model::attachment::{Attachment, AttachmentKind};
use chrono::TimeDelta;

/// What a scenario may do at worst.
enum Promise {
    /// The pull fails, and it is that one's move.
    Fails(Kind),
    /// The pull fails, or is partial, or is held back; what was published stays.
    LosesNothing,
    /// The pull finds what it found before.
    FindsTheSame,
    /// What left the window stays.
    KeepsWhatLeft,
    /// The pull works on each odd day.
    WorksOnOddDays,
}

fn promise(source: &str, scenario: Scenario) -> Promise {
    match scenario {
        // What the scenario says is an error of Moodle's own: to Moodle's reader it is no strange answer.
        Scenario::ErrorWith200 if source == "moodle" => Promise::Fails(Kind::Credentials),
        Scenario::ErrorWith200
        | Scenario::HtmlInsteadOfData
        | Scenario::AddressSuspended
        | Scenario::Gone
        | Scenario::EndlessBody
        | Scenario::BlankBody => Promise::Fails(Kind::UnexpectedReply),
        Scenario::QuotaUsedUp | Scenario::ResetInMidDownload | Scenario::Refused | Scenario::ServerError => {
            Promise::Fails(Kind::Unreachable)
        }
        Scenario::UnavailableForAWhile | Scenario::TooManyRequests => Promise::Fails(Kind::RateLimited),
        Scenario::PasswordRotated => Promise::Fails(Kind::Credentials),
        Scenario::RefusedUntilRenewed
        | Scenario::SameContentOtherBytes
        | Scenario::SlowDrip
        | Scenario::ResetOnce
        | Scenario::FilesElsewhere
        | Scenario::ByteOrderMark => Promise::FindsTheSame,
        Scenario::NullFields
        | Scenario::GrowingPages
        | Scenario::TruncatedBody
        | Scenario::HardFileNames
        | Scenario::Latin1
        | Scenario::Utf16
        | Scenario::Malformed
        | Scenario::SchemaDrift => Promise::LosesNothing,
        Scenario::ItemsLeaveTheWindow => Promise::KeepsWhatLeft,
        Scenario::ClockChanges => Promise::WorksOnOddDays,
    }
}

/// How many schools with the same source share the scenarios, so that the slowest source does not keep all others waiting.
const BENCHES: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn every_source_through_every_scenario() {
    let client = Client::new().unwrap();
    let runs = (0..count() * BENCHES).map(|number| {
        let (client, place, turn) = (client.clone(), number / BENCHES, number % BENCHES);
        tokio::spawn(async move { through(Bench::new(place, &client).await, turn).await })
    });
    let mut played = 0;
    for run in futures::future::join_all(runs).await {
        played += run.unwrap();
    }
    let (sources, scenarios) = (count(), Scenario::ALL.len());
    println!("contract: {sources} sources x {scenarios} scenarios = {played} played + {} excluded", EXCLUDED.len());
    assert_eq!(played + EXCLUDED.len(), sources * scenarios);
}

/// Plays each `BENCHES`-th scenario, the first in its turn.
async fn through(mut bench: Bench, turn: usize) -> usize {
    let id = bench.source.id().clone();
    let before = bench.accept(bench.unknown(), bench.fetch(&Cursor::default()).await.unwrap()).state;
    assert!(!before.records.is_empty());
    let files: Vec<Attachment> = files(&before.records).into_iter().take(2).cloned().collect();
    let mut bytes = Vec::new();
    for file in &files {
        bytes.push(bench.source.download(file, 1 << 20).await.unwrap());
    }
    let mut played = 0;
    for scenario in Scenario::ALL.into_iter().skip(turn).step_by(BENCHES) {
        if EXCLUDED.iter().any(|(source, excluded, _)| *source == id.as_str() && *excluded == scenario) {
            continue;
        }
        bench.set_now(now() + scenario.wait());
        bench.ent.perform(scenario);
        let after = during(&mut bench, scenario, before.clone()).await;
        let arrives = matches!(scenario, Scenario::SlowDrip | Scenario::ResetOnce);
        for (file, healthy) in files.iter().zip(&bytes) {
            match bench.source.download(file, 1 << 20).await {
                Ok(read) => assert!(!arrives || read == *healthy, "{id}: a file is another after {scenario:?}"),
                Err(error) => assert!(!arrives, "{id} during {scenario:?}: {}", error.chain()),
            }
        }
        bench.ent.play(Service::Everything, None);
        let undisturbed = match promise(id.as_str(), scenario) {
            Promise::KeepsWhatLeft => after.clone(),
            _ => before.clone(),
        };
        bench.set_now(now() + scenario.wait() + TimeDelta::minutes(11));
        let healed = bench.pull(after).await;
        let reference = bench.pull(undisturbed).await;
        let (mut left, right) = (published(&healed), published(&reference));
        if scenario == Scenario::Malformed {
            // What is past is never removed because an answer lacks it: an impossible lesson of last month goes with the retention.
            let is_past = |days: &[NaiveDate]| !days.is_empty() && days.iter().all(|day| *day < bench.now.date_naive());
            left.retain(|item| right.contains(item) || !is_past(item.2));
        }
        assert_eq!(left, right, "{id} after {scenario:?}");
        played += 1;
    }
    played
}

/// Pulls while the scenario is played, and holds the source to its promise.
async fn during(bench: &mut Bench, scenario: Scenario, before: SourceState) -> SourceState {
    let promise = promise(bench.source.id().as_str(), scenario);
    if matches!(promise, Promise::WorksOnOddDays) {
        for day in ODD_DAYS {
            bench.set_now(day.parse().unwrap());
            let fetched = bench.fetch(&Cursor::default()).await.unwrap();
            assert!(fetched.coverage.iter().all(|window| window.pulled_at == bench.now), "{day}");
        }
        return before;
    }
    let id = bench.source.id().clone();
    let outcome = bench.fetch(&before.cursor).await;
    if let Promise::Fails(kind) = promise {
        let error = outcome.expect_err(&format!("{id} believes {scenario:?}"));
        assert_eq!(error.kind(), kind, "{id} during {scenario:?}: {}", error.chain());
        return before;
    }
    let fetched = match outcome {
        Ok(fetched) => fetched,
        Err(error) => {
            let may_fail = matches!(promise, Promise::LosesNothing) && !error.kind().stops_everything();
            assert!(may_fail, "{id} during {scenario:?}: {}", error.chain());
            return before;
        }
    };
    let after = bench.accept(before.clone(), fetched).state;
    match promise {
        Promise::FindsTheSame => assert_eq!(published(&after), published(&before), "{id} during {scenario:?}"),
        Promise::KeepsWhatLeft => {
            let dated = after.tombstones.iter().filter(|gone| !matches!(gone.item, Item::Announcement(_)));
            assert_eq!(dated.collect::<Vec<_>>(), Vec::<&ardoise::model::item::Tombstone>::new(), "{id}");
        }
        _ => {
            let lost: Vec<_> = before.records.iter().filter(|record| !holds(&after, record)).collect();
            assert!(lost.is_empty(), "{id} loses {} items during {scenario:?}: {:?}", lost.len(), lost.first());
        }
    }
    after
}

fn holds(state: &SourceState, record: &Record) -> bool {
    state.records.iter().any(|other| other.key == record.key)
}

fn files(records: &[Record]) -> Vec<&Attachment> {
    let all = records.iter().flat_map(|record| record.item.attachments());
    all.filter(|attachment| matches!(attachment.kind, AttachmentKind::File(_))).collect()
}

#[test]
fn every_exclusion_has_a_reason_and_a_source() {
    for (source, scenario, reason) in EXCLUDED {
        assert!(SOURCES.contains(&format!("id = \"{source}\"")), "{source}");
        assert!(reason.len() > 10, "{source} {scenario:?}");
        assert_eq!(EXCLUDED.iter().filter(|(other, twin, _)| *other == source && *twin == scenario).count(), 1);
    }
}
