//! Faults in any order, drawn from a seed: once they stop, what is published is what a run without faults publishes.

use super::*;
use chrono::TimeDelta;

const SEQUENCES: u64 = 200;

/// The draws of one sequence, in order.
struct Draws {
    seed: u64,
    count: u64,
}

impl Draws {
    fn below(&mut self, limit: u64) -> u64 {
        self.count += 1;
        let digest = blake3::hash(format!("{} {}", self.seed, self.count).as_bytes());
        let number = digest.as_bytes().iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        number % limit
    }

    /// Drop, delay, truncate, 5xx, 429, login page, schema drift; `None` is a clock that jumps.
    fn fault(&mut self) -> Option<Fault> {
        Some(match self.below(10) {
            0 => Fault::Refuse,
            1 => Fault::SlowDrip,
            2 => Fault::Truncated,
            3 => Fault::Broken,
            4 => Fault::Status(500),
            5 => Fault::Unavailable(30),
            6 => Fault::RetryAfter(30),
            7 => Fault::LoginPage,
            8 => Fault::Drift,
            _ => return None,
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_any_faults_the_data_are_those_of_a_run_without() {
    let client = Client::new().unwrap();
    let runs = (0..count()).map(|place| {
        let client = client.clone();
        tokio::spawn(async move { sequences_of(place, Bench::new(place, &client).await).await })
    });
    let mut ended_otherwise = Vec::new();
    for run in futures::future::join_all(runs).await {
        ended_otherwise.extend(run.unwrap());
    }
    println!("contract: {SEQUENCES} seeded sequences of faults, {} ended otherwise", ended_otherwise.len());
    assert_eq!(ended_otherwise, Vec::<String>::new());
}

/// The sequences of one source, one after the other; those that ended otherwise.
async fn sequences_of(place: usize, mut bench: Bench) -> Vec<String> {
    let first = bench.pull(bench.unknown()).await;
    let reference = settled(&mut bench, first.clone()).await;
    let mut ended_otherwise = Vec::new();
    for seed in (0..SEQUENCES).filter(|seed| usize::try_from(*seed).unwrap() % count() == place) {
        let mut draws = Draws { seed, count: 0 };
        let (mut state, mut played) = (first.clone(), Vec::new());
        for step in 1..=2 + draws.below(3) {
            let fault = draws.fault();
            let jump = if fault.is_none() { i64::try_from(draws.below(240)).unwrap() - 120 } else { 0 };
            let minutes = i64::try_from(step * 30 + draws.below(20)).unwrap() + jump;
            bench.set_now(now() + TimeDelta::minutes(minutes));
            bench.ent.play(Service::Everything, fault.clone());
            state = bench.pull(state).await;
            played.push(fault);
        }
        bench.ent.play(Service::Everything, None);
        let state = settled(&mut bench, state).await;
        if published(&state) != published(&reference) {
            ended_otherwise.push(format!("seed {seed}, {}: {played:?}", bench.source.id()));
        }
    }
    ended_otherwise
}

/// What is known when all works again; what is held back needs a second answer.
async fn settled(bench: &mut Bench, state: SourceState) -> SourceState {
    bench.set_now(now() + TimeDelta::hours(6));
    let state = bench.pull(state).await;
    if state.records.iter().all(|record| record.missing_since.is_none()) {
        return state;
    }
    bench.set_now(now() + TimeDelta::hours(6) + TimeDelta::minutes(20));
    bench.pull(state).await
}
