//! What an operator decides, checked.
//!
//! `raw` walks the TOML tree and notes every problem with its key path; `check` holds the rules between keys. Everything
//! else sees only the checked [`Config`]. A school is a value: two of them can live in one process.

pub mod alerts;
mod beside;
mod check;
mod legal;
mod netocentre;
mod paper;
pub mod printer;
mod raw;
pub mod schedule;
pub mod secret;
pub mod serve;
pub mod site;
pub mod source;
pub mod target;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::artifact::place::Folder;
use crate::config::alerts::Alerts;
use crate::config::printer::PrinterConfig;
use crate::config::schedule::Schedule;
use crate::config::secret::Lookup;
use crate::config::serve::ServeConfig;
use crate::config::site::{Site, SiteSettings};
use crate::config::source::SourceConfig;
use crate::config::target::TargetConfig;
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::model::contact::{Contact, ServiceLink};
use crate::model::id::ClassId;
use crate::model::legal::Legal;
use crate::model::notice::Notice;
use crate::model::paper::Copies;
use crate::model::rich_text::Address;
use crate::model::school::{Class, School};

/// A checked configuration. All paths are absolute or relative to the working directory.
#[derive(Debug, Clone)]
pub struct Config {
    /// The school.
    pub school: School,
    /// How to reach it.
    pub contact: Contact,
    /// Who answers for its sites.
    pub legal: Legal,
    /// The services that its sites link to, in the order of the file.
    pub links: Vec<ServiceLink>,
    /// Its classes, in the order of the file.
    pub classes: Vec<Class>,
    /// The gazettes that the office prints for each of them.
    pub papers: BTreeMap<ClassId, Vec<Copies>>,
    /// The groups that classes are divided into; a class without several is not here.
    pub divisions: BTreeMap<ClassId, BTreeSet<String>>,
    /// Where the office prints, in the order of the file.
    pub printers: Vec<PrinterConfig>,
    /// Its remote sources, in the order of the file.
    pub sources: Vec<SourceConfig>,
    /// The school's own names for its subjects, by the label of the ENT.
    pub subjects: Vec<(String, String)>,
    /// What holds for every site.
    pub site: SiteSettings,
    /// The sites: those of the classes first.
    pub sites: Vec<Site>,
    /// Where the sites are published, in the order of the file.
    pub targets: Vec<TargetConfig>,
    /// When the daemon works.
    pub schedule: Schedule,
    /// Where the daemon serves the sites itself; `None` when it does not.
    pub serve: Option<ServeConfig>,
    /// Whom the daemon tells what somebody must look at.
    pub alerts: Alerts,
    /// Where notes are.
    pub content_dir: PathBuf,
    /// Where themes are.
    pub themes_dir: PathBuf,
    /// Where the state is kept.
    pub state_dir: PathBuf,
    /// Where sites are written.
    pub output_dir: PathBuf,
    /// What works but could be safer.
    pub notices: Vec<Notice>,
}

impl Config {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// `Local` when it cannot be read, `Config` with every problem at once.
    pub fn load(path: &Path, lookup: &Lookup) -> Result<Self> {
        let text = fs::read_text(path)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        check::config(&text, folder, lookup).map_err(|problems| wrong(&path.display().to_string(), &problems))
    }

    /// Checks a text as if it were a file of that folder.
    ///
    /// # Errors
    /// `Config` with every problem at once.
    pub fn parse(text: &str, folder: &Path, lookup: &Lookup) -> Result<Self> {
        check::config(text, folder, lookup).map_err(|problems| wrong("the configuration", &problems))
    }

    /// Where families open the site of a folder; `None` when the sites have no address on the web.
    pub fn address_of(&self, folder: &Folder) -> Option<Address> {
        Address::new(&format!("{}{}/", self.site.public_url.as_ref()?.as_str(), folder.as_str()))
    }
}

fn wrong(subject: &str, problems: &[raw::Problem]) -> Error {
    let plural = if problems.len() == 1 { "" } else { "s" };
    let mut text = format!("`{subject}` has {} problem{plural}:", problems.len());
    for problem in problems {
        text.push_str("\n  ");
        text.push_str(&problem.to_string());
    }
    Error::new(Kind::Config, text)
}
