//! A school that was built, its office, and its printers: everything that `print` reads, made by hand.
#![expect(clippy::unwrap_used, reason = "a harness fails loudly")]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ardoise::artifact::sheet::{SheetClass, SheetFacts, SheetKind, Told, ToldKind};
use ardoise::artifact::{Digest, FileFacts, Manifest, Role, SitePath};
use ardoise::config::Config;
use ardoise::config::secret::Lookup;
use ardoise::model::id::ClassId;
use ardoise::model::paper::Profile;
use ardoise::model::time::{Now, Week};
use ardoise::pipeline::print::{self, Action, Options, Patience, Stale};
use ardoise::report::print::{Outcome, PrintReport};
use tempfile::TempDir;

/// Friday 27 November 2026, 10 h in Paris: the office prints week 49.
pub(crate) fn friday() -> Now {
    Now::new("2026-11-27T09:00:00Z".parse().unwrap())
}

pub(crate) const WEEK: &str = "2026-W49";

pub(crate) struct Office {
    folder: TempDir,
    manifest: Manifest,
    pub(crate) now: Now,
}

/// A run that does what the brief words of the command line do.
pub(crate) fn options() -> Options {
    Options {
        action: Action::Print,
        classes: Vec::new(),
        week: None,
        profile: None,
        kinds: vec![SheetKind::Gazette, SheetKind::Correction],
        reprint: false,
        stale: Stale::HeldBack,
        hold: false,
        patience: Patience {
            first: Duration::from_millis(1),
            longest: Duration::from_millis(1),
            quiet: Duration::from_millis(3),
            doubt: Duration::from_millis(2),
        },
    }
}

impl Office {
    /// A school of these classes with one printer.
    pub(crate) fn new(uri: &str, classes: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let class = |id: &&str| format!("[[classes]]\nid = \"{id}\"\nlabel = \"{}\"\nlevel = \"x\"\n", label(id));
        let classes_toml: String = classes.iter().map(class).collect();
        let config = format!(
            "[school]\nname = \"Collège des Tilleuls\"\n{classes_toml}[[printers]]\nid = \"copieur\"\nuri = \"{uri}\"\n"
        );
        fs::write(folder.path().join("config.toml"), config).unwrap();
        let mut office = Office { folder, manifest: Manifest::new("Collège des Tilleuls"), now: friday() };
        for class in classes {
            office.sheet(class, SheetKind::Gazette, "gazette");
        }
        office
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// More lines for the configuration.
    pub(crate) fn configure(&self, lines: &str) {
        let path = self.path("config.toml");
        fs::write(&path, fs::read_to_string(&path).unwrap() + lines).unwrap();
    }

    /// Builds a sheet of a class anew.
    pub(crate) fn sheet(&mut self, class: &str, kind: SheetKind, text: &str) {
        let end = if kind == SheetKind::Correction { ".rectificatif" } else { "" };
        let path = format!("{WEEK}/{class}.standard{end}.pdf");
        let bytes = format!("%PDF {class} {text}");
        let file = self.path("output/print").join(&path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &bytes).unwrap();
        let id = ClassId::new(class).unwrap();
        let digest = Digest::of(bytes.as_bytes());
        let facts = SheetFacts {
            file: FileFacts {
                digest: digest.clone(),
                size: bytes.len() as u64,
                media_type: "application/pdf".to_owned(),
                role: Role::Sheet,
                input: digest.clone(),
            },
            week: Week::parse(WEEK).unwrap(),
            kind,
            class: Some(SheetClass { id: id.clone(), label: label(class) }),
            profile: Profile::Standard,
            copies: 12,
            pages: 2,
            data_as_of: "2026-11-27T07:00:00".parse().ok(),
        };
        self.manifest.sheets.insert(SitePath::new(&path).unwrap(), facts);
        let (key, title) = ("k".to_owned(), text.to_owned());
        let told = Told { key, digest, kind: ToldKind::Homework, title, day: None, at: None };
        self.manifest.told.entry(Week::parse(WEEK).unwrap()).or_default().insert(id, vec![told]);
        self.write();
    }

    /// Changes the facts of every sheet.
    pub(crate) fn change(&mut self, change: impl Fn(&mut SheetFacts)) {
        self.manifest.sheets.values_mut().for_each(change);
        self.write();
    }

    fn write(&self) {
        fs::write(self.path("output/manifest.json"), serde_json::to_string(&self.manifest).unwrap()).unwrap();
    }

    pub(crate) fn config(&self) -> Config {
        let lookup: Lookup = Arc::new(|_| None);
        Config::load(&self.path("config.toml"), &lookup).unwrap()
    }

    pub(crate) async fn run(&self, options: Options) -> PrintReport {
        print::print(&self.config(), self.now, &options, &(Arc::new(|_: &str| {}) as print::Talk)).await.unwrap()
    }

    pub(crate) async fn print(&self) -> PrintReport {
        self.run(options()).await
    }

    pub(crate) async fn act(&self, action: Action) -> PrintReport {
        self.run(Options { action, ..options() }).await
    }
}

/// `6a` is 6e A.
fn label(id: &str) -> String {
    format!("{}e {}", &id[..1], id[1..].to_uppercase())
}

/// The outcome of each sheet.
pub(crate) fn outcomes(report: &PrintReport) -> Vec<Outcome> {
    report.sheets.iter().map(|sheet| sheet.outcome).collect()
}

/// Everything said, with ordinary spaces.
pub(crate) fn said(report: &PrintReport) -> String {
    report.said.join("\n").replace('\u{a0}', " ")
}
