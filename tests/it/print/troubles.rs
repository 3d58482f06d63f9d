//! Every refusal and every state of a printer has its sentence, and none of them loses or doubles a sheet.

use ardoise::ledger::{Proof, State};
use ardoise::pipeline::print::Options;
use ardoise::report::print::Outcome;
use ipp::model::{JobState, StatusCode};
use ipp::value::IppValue;

use super::office::{Office, options, outcomes, said};
use super::printer::{Job, Printer, Reception, keywords};

#[tokio::test(flavor = "multi_thread")]
async fn what_a_printer_refuses_is_told_and_sent_later() {
    for (reception, sentence) in [
        (Reception::Refuses(StatusCode::ServerErrorBusy), "L’imprimante est trop occupée."),
        (Reception::Refuses(StatusCode::ServerErrorNotAcceptingJobs), "L’imprimante n’accepte pas de travaux."),
        (Reception::Refuses(StatusCode::ClientErrorNotFound), "Cette file d’attente n’existe pas ou plus."),
        (Reception::Refuses(StatusCode::ClientErrorNotAuthenticated), "L’imprimante refuse le nom ou le mot de passe."),
        (Reception::Refuses(StatusCode::ClientErrorDocumentFormatNotSupported), "L’imprimante ne lit pas le PDF."),
        (Reception::Refuses(StatusCode::ClientErrorConflictingAttributes), "L’imprimante refuse ces réglages"),
        (Reception::Refuses(StatusCode::ClientErrorNotPossible), "L’imprimante refuse : « Not possible »."),
        (Reception::Http(401), "L’imprimante refuse le nom ou le mot de passe."),
        (Reception::Http(404), "Cette file d’attente n’existe pas ou plus."),
        (Reception::Http(503), "L’imprimante est trop occupée."),
        (Reception::Http(301), "Ce n’est pas une imprimante qui répond à cette adresse."),
    ] {
        let printer = Printer::start().await;
        printer.state().reception = reception;
        let office = Office::new(&printer.uri(), &["6a"]);
        let report = office.print().await;
        assert_eq!((outcomes(&report), report.is_partial()), (vec![Outcome::Refused], true), "{sentence}");
        let told = said(&report);
        assert!(told.contains("6e A, gazette : rien n’est parti.") && told.contains(sentence), "{sentence}: {told}");
        printer.state().reception = Reception::Takes;
        assert_eq!(outcomes(&office.print().await), [Outcome::Sent], "{sentence}");
        assert_eq!(printer.state().jobs.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_printer_cannot_do_is_not_sent() {
    for (fact, values, hold, sentence) in [
        ("printer-is-accepting-jobs", vec![IppValue::Boolean(false)], false, "L’imprimante n’accepte pas de travaux."),
        (
            "document-format-supported",
            vec![IppValue::new_mime_media_type("image/urf").unwrap()],
            false,
            "ne lit pas le PDF",
        ),
        ("copies-supported", vec![IppValue::new_range_of_integer(1, 10)], false, "ne fait que 10 copies à la fois"),
        ("job-hold-until-supported", keywords(&["no-hold"]), true, "ne sait pas garder un travail en attente"),
    ] {
        let printer = Printer::start().await;
        printer.state().set(fact, values);
        let office = Office::new(&printer.uri(), &["6a"]);
        let report = office.run(Options { hold, ..options() }).await;
        assert_eq!((outcomes(&report), printer.state().submissions), (vec![Outcome::Refused], 0), "{sentence}");
        assert!(said(&report).contains(sentence), "{sentence}: {}", said(&report));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_that_is_off_gets_its_sheet_when_it_is_on() {
    let printer = Printer::start().await;
    let (address, office) = (printer.address, Office::new(&printer.uri(), &["6a"]));
    drop(printer);
    let report = office.print().await;
    assert_eq!(outcomes(&report), [Outcome::Refused]);
    assert!(said(&report).contains("L’imprimante ne répond pas."), "{}", said(&report));
    let printer = Printer::start_at(address).await;
    assert_eq!(outcomes(&office.print().await), [Outcome::Sent]);
    assert_eq!(printer.state().submissions, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_of_a_job_is_told() {
    for (fate, state, sentence) in [
        ((JobState::Pending, "none"), State::Waiting, "en attente."),
        ((JobState::Processing, "job-printing"), State::Printing, "en cours d’impression."),
        (
            (JobState::ProcessingStopped, "printer-stopped"),
            State::Stopped,
            "l’impression est arrêtée. L’imprimante est arrêtée.",
        ),
        ((JobState::PendingHeld, "none"), State::Held, "l’imprimante attend votre accord."),
        (
            (JobState::Canceled, "job-canceled-at-device"),
            State::Canceled,
            "impression annulée. Quelqu’un a annulé l’impression.",
        ),
        (
            (JobState::Aborted, "document-format-error"),
            State::Aborted,
            "l’imprimante a abandonné. L’imprimante n’a pas su lire",
        ),
        ((JobState::Completed, "job-completed-successfully"), State::Completed, "12 exemplaires imprimés."),
    ] {
        let printer = Printer::start().await;
        printer.state().fate = fate;
        let office = Office::new(&printer.uri(), &["6a"]);
        let report = office.print().await;
        assert_eq!(report.sheets[0].state, Some(state));
        assert!(said(&report).contains(sentence), "{sentence}: {}", said(&report));
        assert_eq!(report.is_partial(), !matches!(state, State::Completed | State::Held), "{state:?}");
        office.print().await;
        assert_eq!(printer.state().submissions, 1, "{state:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn why_a_printer_stands_still_is_told() {
    for (keyword, sentence) in [
        ("media-empty-error", "Il n’y a plus de papier."),
        ("marker-supply-empty-error", "Il n’y a plus d’encre ou de toner."),
        ("cover-open-error", "Un capot est ouvert."),
        ("media-jam", "Il y a un bourrage de papier."),
        ("paused", "L’imprimante est en pause."),
        ("offline-report", "La file d’attente ne joint pas l’imprimante."),
        ("output-area-full-warning", "Le bac de sortie est plein."),
        ("fuser-over-temp-error", "L’imprimante dit : « fuser-over-temp »."),
    ] {
        let printer = Printer::start().await;
        printer.state().fate = (JobState::ProcessingStopped, "none");
        printer.state().set("printer-state-reasons", keywords(&[keyword]));
        let office = Office::new(&printer.uri(), &["6a"]);
        let report = office.print().await;
        let told = said(&report);
        assert!(told.contains(sentence) && told.contains("Tout n’est pas sorti."), "{keyword}: {told}");
        printer.move_jobs(JobState::Completed, "none");
        printer.state().set("printer-state-reasons", keywords(&["none"]));
        let report = office.print().await;
        assert_eq!(outcomes(&report), [Outcome::AlreadyPrinted], "{keyword}");
        assert!(said(&report).contains("12 exemplaires imprimés."), "{keyword}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_that_dies_after_taking_a_sheet_is_asked_and_not_sent_it_again() {
    let printer = Printer::start().await;
    printer.state().reception = Reception::TakesAndDies;
    let office = Office::new(&printer.uri(), &["6a"]);
    let report = office.print().await;
    assert_eq!(report.sheets[0].state, Some(State::Completed));
    assert!(said(&report).contains("envoi sans réponse."), "{}", said(&report));
    office.print().await;
    assert_eq!(printer.state().submissions, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_that_dies_before_taking_a_sheet_leaves_a_doubt_and_the_office_decides() {
    for reception in [Reception::Dies, Reception::Http(502)] {
        let printer = Printer::start().await;
        printer.state().reception = reception;
        let office = Office::new(&printer.uri(), &["6a"]);
        let report = office.print().await;
        assert_eq!((report.sheets[0].state, report.is_partial()), (Some(State::Uncertain), true));
        assert!(said(&report).contains("on ne sait pas si la feuille est sortie."), "{}", said(&report));
        printer.state().reception = Reception::Takes;
        let again = office.print().await;
        assert_eq!((outcomes(&again), again.is_partial()), (vec![Outcome::Uncertain], true));
        assert_eq!(printer.state().submissions, 1);
        let decided = office.run(Options { reprint: true, ..options() }).await;
        assert_eq!((outcomes(&decided), printer.state().submissions), (vec![Outcome::Sent], 2));
        assert_eq!(outcomes(&office.print().await), [Outcome::AlreadyPrinted]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_a_queue_gave_to_another_job_proves_nothing() {
    let printer = Printer::start().await;
    printer.state().fate = (JobState::Pending, "none");
    let office = Office::new(&printer.uri(), &["6a"]);
    office.print().await;
    // As CUPS does when it is killed before it wrote its queue: the number goes to somebody else's job.
    printer.state().jobs[0].name = "Conseil de classe".to_owned();
    printer.state().jobs[0].uuid = "urn:uuid:another".to_owned();
    printer.move_jobs(JobState::Completed, "none");
    let report = office.print().await;
    assert_eq!(outcomes(&report), [Outcome::Uncertain]);
    // The same name under another unique name is not ours either.
    assert_eq!(printer.state().submissions, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printer_behind_a_queue_has_the_last_word() {
    for (behind, state, proof) in [
        (Some(JobState::Completed), State::Completed, Some(Proof::Printer)),
        (Some(JobState::Aborted), State::Aborted, None),
        (Some(JobState::Processing), State::Printing, None),
        (None, State::Completed, Some(Proof::Queue)),
    ] {
        let (queue, printer) = (Printer::start().await, Printer::start().await);
        queue.state().set("device-uri", vec![IppValue::new_uri(printer.uri()).unwrap()]);
        queue.state().fate = (JobState::Pending, "none");
        let office = Office::new(&queue.uri(), &["6a"]);
        office.print().await;
        if let Some(behind) = behind {
            let mut job = queue.state().jobs[0].clone();
            (job.state, job.uuid) = (behind, "urn:uuid:its-own".to_owned());
            printer.state().jobs.push(job);
        }
        queue.move_jobs(JobState::Completed, "none");
        let report = office.print().await;
        assert_eq!((report.sheets[0].state, report.sheets[0].proof), (Some(state), proof), "{behind:?}");
        if proof == Some(Proof::Queue) {
            assert!(said(&report).contains("la file d’attente dit que c’est imprimé."), "{}", said(&report));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_printed_a_job_twice_is_found_out() {
    let (queue, printer) = (Printer::start().await, Printer::start().await);
    queue.state().set("device-uri", vec![IppValue::new_uri(printer.uri()).unwrap()]);
    queue.state().fate = (JobState::Pending, "none");
    let office = Office::new(&queue.uri(), &["6a"]);
    office.print().await;
    let job = Job { uuid: "urn:uuid:its-own".to_owned(), state: JobState::Completed, ..queue.state().jobs[0].clone() };
    printer.state().jobs = vec![job.clone(), Job { id: 2, ..job }];
    queue.move_jobs(JobState::Completed, "none");
    let told = said(&office.print().await);
    assert!(told.contains("La file d’attente a imprimé plusieurs fois."), "{told}");
}
