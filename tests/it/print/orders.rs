//! What the office orders about jobs that a printer already has.

use ardoise::ledger::State;
use ardoise::pipeline::print::{Action, Options};
use ardoise::report::print::Outcome;
use ipp::model::JobState;

use super::office::{Office, options, outcomes, said};
use super::printer::Printer;

#[tokio::test(flavor = "multi_thread")]
async fn a_held_job_waits_until_it_is_released() {
    let printer = Printer::start().await;
    let office = Office::new(&printer.uri(), &["6a"]);
    let report = office.run(Options { hold: true, ..options() }).await;
    assert_eq!((report.sheets[0].state, report.is_partial()), (Some(State::Held), false));
    assert!(said(&report).contains("Pour imprimer : ardoise print --release"), "{}", said(&report));
    assert_eq!(outcomes(&office.print().await), [Outcome::Underway]);
    let report = office.act(Action::Release).await;
    assert_eq!((outcomes(&report), report.sheets[0].state), (vec![Outcome::Released], Some(State::Completed)));
    assert_eq!(outcomes(&office.act(Action::Release).await), []);
    assert_eq!(printer.state().submissions, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_configuration_may_hold_every_job() {
    let printer = Printer::start().await;
    let office = Office::new(&printer.uri(), &["6a"]);
    office.configure("hold = true\n");
    assert_eq!(office.print().await.sheets[0].state, Some(State::Held));
    let trial = office.act(Action::Trial).await;
    assert_eq!(trial.sheets[0].state, Some(State::Completed), "a trial is to be seen now");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_taken_back_and_stays_so() {
    let printer = Printer::start().await;
    printer.state().fate = (JobState::Pending, "none");
    let office = Office::new(&printer.uri(), &["6a"]);
    office.print().await;
    let report = office.act(Action::Cancel).await;
    assert_eq!((outcomes(&report), report.sheets[0].state), (vec![Outcome::Canceled], Some(State::Canceled)));
    assert!(!report.is_partial());
    let again = office.print().await;
    assert_eq!((outcomes(&again), printer.state().submissions), (vec![Outcome::Ended], 1));
    assert!(said(&again).contains("ardoise print --reprint"), "{}", said(&again));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_the_folder_is_taken_back() {
    let office = Office::new("feuilles", &["6a"]);
    office.print().await;
    let report = office.act(Action::Cancel).await;
    assert_eq!((outcomes(&report), report.sheets[0].state), (vec![Outcome::Canceled], Some(State::Canceled)));
    assert_eq!(std::fs::read_dir(office.path("feuilles")).unwrap().count(), 0);
    assert_eq!(outcomes(&office.print().await), [Outcome::Ended]);
}
