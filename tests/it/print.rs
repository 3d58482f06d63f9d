//! Printing: each sheet once, whatever happens, and the office told in French.

mod crash;
mod office;
mod orders;
pub(crate) mod printer;
mod troubles;

use ardoise::artifact::sheet::SheetKind;
use ardoise::ledger::{Proof, State};
use ardoise::pipeline::print::{Action, Options, Stale};
use ardoise::report::print::{Outcome, PaperCount};
use assert_cmd::Command;

use office::{Office, options, outcomes, said};
use printer::{Printer, Reception, keywords};

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_sent_as_the_printer_can_and_only_once() {
    let printer = Printer::start().await;
    let office = Office::new(&printer.uri(), &["6a", "3b"]);
    let report = office.print().await;
    assert_eq!(outcomes(&report), [Outcome::Sent, Outcome::Sent]);
    assert!(!report.is_partial());
    assert_eq!(report.sheets[0].proof, Some(Proof::Printer));
    assert_eq!(report.paper, PaperCount { copies: 24, pages: 48, paper: 24 });
    let told = said(&report);
    for sentence in ["6e A, gazette : 12 exemplaires imprimés.", "En tout : 24 exemplaires, 48 pages, 24 feuilles."] {
        assert!(told.contains(sentence), "{told}");
    }
    {
        let state = printer.state();
        assert_eq!(state.jobs[0].document, b"%PDF 6a gazette");
        assert!(state.jobs[0].name.starts_with("6e A – semaine 49 – standard – "), "{}", state.jobs[0].name);
        for asked in ["copies=12", "sides=two-sided-long-edge", "media=iso_a4_210x297mm", "print-color-mode=monochrome"]
        {
            assert!(state.jobs[0].asked.contains(&asked.to_owned()), "{:?}", state.jobs[0].asked);
        }
    }
    let again = office.print().await;
    assert_eq!(outcomes(&again), [Outcome::AlreadyPrinted, Outcome::AlreadyPrinted]);
    assert_eq!((printer.state().submissions, again.paper), (2, PaperCount::default()));
    let reprinted = office
        .run(Options { reprint: true, classes: vec![report.sheets[1].class.clone().unwrap()], ..options() })
        .await;
    assert_eq!((outcomes(&reprinted), printer.state().submissions), (vec![Outcome::Sent], 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_gazette_is_not_printed_again_but_its_correction_is_once() {
    let printer = Printer::start().await;
    let mut office = Office::new(&printer.uri(), &["6a"]);
    office.sheet("6a", SheetKind::Correction, "before the gazette");
    let report = office.print().await;
    assert_eq!(outcomes(&report), [Outcome::Sent], "a correction of nothing is not printed");
    office.sheet("6a", SheetKind::Gazette, "another text");
    let report = office.print().await;
    assert_eq!(outcomes(&report), [Outcome::ChangedSince, Outcome::Sent]);
    assert!(said(&report).contains("impression déjà faite, contenu modifié depuis."), "{}", said(&report));
    assert_eq!(outcomes(&office.print().await), [Outcome::ChangedSince, Outcome::AlreadyPrinted]);
    office.sheet("6a", SheetKind::Correction, "another correction");
    assert_eq!(outcomes(&office.print().await), [Outcome::ChangedSince, Outcome::Sent]);
    assert_eq!(printer.state().submissions, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_asks_nobody_and_writes_nothing_down() {
    let office = Office::new("ipp://127.0.0.1:9/ipp/print", &["6a"]);
    for _ in 0..2 {
        let report = office.act(Action::DryRun).await;
        assert_eq!((outcomes(&report), report.paper.paper), (vec![Outcome::WouldPrint], 12));
        assert!(!report.is_partial());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_is_one_copy_and_does_not_count() {
    let printer = Printer::start().await;
    let office = Office::new(&printer.uri(), &["6a", "3b"]);
    let report = office.act(Action::Trial).await;
    assert_eq!((outcomes(&report), report.paper.copies), (vec![Outcome::Sent], 1));
    assert!(said(&report).contains("C’était un essai."), "{}", said(&report));
    assert!(printer.state().jobs[0].asked.contains(&"copies=1".to_owned()));
    assert_eq!(outcomes(&office.print().await), [Outcome::Sent, Outcome::Sent]);
}

#[tokio::test(flavor = "multi_thread")]
async fn stale_data_wait_for_a_yes() {
    let printer = Printer::start().await;
    for data in [None, "2026-11-26T07:00:00".parse().ok()] {
        let mut office = Office::new(&printer.uri(), &["6a"]);
        office.change(|sheet| sheet.data_as_of = data);
        let report = office.print().await;
        assert_eq!((outcomes(&report), report.is_partial()), (vec![Outcome::Stale], true));
        assert!(said(&report).contains("pas d’envoi, ses données sont anciennes"), "{}", said(&report));
        let accepted = office.run(Options { stale: Stale::Accepted, ..options() }).await;
        assert_eq!(outcomes(&accepted), [Outcome::Sent]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_that_is_not_the_one_that_was_built_stays_here() {
    let printer = Printer::start().await;
    let office = Office::new(&printer.uri(), &["6a"]);
    std::fs::write(office.path("output/print/2026-W49/6a.standard.pdf"), "%PDF torn").unwrap();
    let report = office.print().await;
    assert_eq!((outcomes(&report), printer.state().submissions), (vec![Outcome::Missing], 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_class_has_its_printer() {
    let (first, second) = (Printer::start().await, Printer::start().await);
    let office = Office::new(&first.uri(), &["6a", "3b"]);
    office.configure(&format!("[[printers]]\nid = \"etage\"\nuri = \"{}\"\nclasses = [\"3b\"]\n", second.uri()));
    office.print().await;
    let names = [first, second].map(|printer| printer.state().jobs[0].name.chars().take(4).collect::<String>());
    assert_eq!(names, ["6e A", "3e B"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simple_printer_gets_only_what_it_knows() {
    let printer = Printer::start().await;
    printer.state().set("sides-supported", keywords(&["one-sided"]));
    printer.state().set("media-supported", keywords(&["na_letter_8.5x11in"]));
    let office = Office::new(&printer.uri(), &["6a"]);
    let report = office.print().await;
    let told = said(&report);
    for sentence in ["L’imprimante n’imprime que sur un côté.", "L’imprimante ne dit pas si elle a du papier A4."]
    {
        assert!(told.contains(sentence), "{told}");
    }
    assert_eq!((report.paper.paper, printer.state().jobs[0].asked.contains(&"sides=one-sided".to_owned())), (24, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_gets_one_file_for_each_sheet() {
    let office = Office::new("feuilles", &["6a"]);
    let report = office.print().await;
    assert_eq!((report.sheets[0].state, report.sheets[0].proof), (Some(State::Completed), Some(Proof::Folder)));
    assert!(
        said(&report).contains("fichier déposé dans le dossier, à imprimer en 12 exemplaires."),
        "{}",
        said(&report)
    );
    assert_eq!(outcomes(&office.print().await), [Outcome::AlreadyPrinted]);
    let files: Vec<_> = std::fs::read_dir(office.path("feuilles")).unwrap().collect();
    let file = files[0].as_ref().unwrap();
    assert_eq!((files.len(), std::fs::read(file.path()).unwrap()), (1, b"%PDF 6a gazette".to_vec()));
    assert!(file.file_name().to_str().unwrap().starts_with("12 × 6e A – semaine 49 – standard – "));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_it_in_its_exit_code_and_in_json_and_status_remembers() {
    let printer = Printer::start().await;
    printer.state().reception = Reception::Refuses(ipp::model::StatusCode::ClientErrorNotAuthorized);
    let office = Office::new(&printer.uri().replace("ipp://", "ipp://ardoise:geheim@"), &["6a"]);
    let run = async |arguments: &[&str]| {
        let mut command = Command::cargo_bin("ardoise").unwrap();
        command.current_dir(office.path("")).args(arguments).args(["--now", "2026-11-27T09:00:00Z"]);
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let (code, stdout, stderr) = run(&["print", "-v"]).await;
    assert_eq!(code, 1);
    assert!(stdout.contains("refuse le nom ou le mot de passe") && !stderr.contains("geheim"), "{stdout}{stderr}");
    printer.state().reception = Reception::Takes;
    let (code, stdout, _) = run(&["print", "--json"]).await;
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, &report["sheets"][0]["outcome"]), (0, &serde_json::json!("sent")));
    assert_eq!(report["week"], "2026-W49");
    let (_, stdout, _) = run(&["status", "--json"]).await;
    let status: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(
        (&status["prints"][0]["state"], &status["prints"][0]["proof"]),
        (&"completed".into(), &"printer".into())
    );
    assert_eq!(status["prints"][1]["state"], "refused");
    assert_eq!(run(&["check", "--online"]).await.0, 0);
    assert_eq!(run(&["print", "--class", "9z"]).await.0, 2);
    std::fs::remove_file(office.path("output/manifest.json")).unwrap();
    assert_eq!(run(&["print"]).await.0, 2);
}
