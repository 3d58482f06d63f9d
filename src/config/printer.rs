//! `[[printers]]`: where the office prints.
//!
//! A printer is an IPP address (`ipp://`, `ipps://`: a printer itself or a CUPS queue) or a folder, for an office that prints by hand.

use std::fmt;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::config::check::{SLUG, required_secret};
use crate::config::raw::Table;
use crate::config::secret::{Lookup, Secret};
use crate::error::{Error, Kind, Result};
use crate::http::redacted;
use crate::model::id::{ClassId, PrinterId};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::school::Class;

const PLACES: &str = "an address such as `ipp://copieur.example/ipp/print`, or a folder";

/// One `[[printers]]` entry.
#[derive(Debug, Clone)]
pub struct PrinterConfig {
    /// Its name.
    pub id: PrinterId,
    /// Where it is; may hold a user and a password.
    pub uri: Secret,
    /// The certificate of whoever signed the printer's own, when no public authority did.
    pub ca: Option<PathBuf>,
    /// Whether jobs wait at the printer until the office releases them.
    pub hold: bool,
    /// The classes that print here; none means all that no other printer names.
    pub classes: Vec<ClassId>,
    /// The folder of the configuration file, from which relative paths start.
    folder: PathBuf,
}

/// Where a printer is.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// An IPP address, with its user and password if it has them.
    Ipp(Url),
    /// A folder, from which the office prints by hand.
    Folder(PathBuf),
}

impl fmt::Debug for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Ipp(address) => formatter.write_str(&redacted(address)),
            Place::Folder(folder) => write!(formatter, "{}", folder.display()),
        }
    }
}

impl PrinterConfig {
    /// Where it is. The secret is read now.
    ///
    /// # Errors
    /// `Credentials` when the secret is missing, `Config` when it is no place.
    pub fn place(&self) -> Result<Place> {
        let text = self.uri.resolve()?;
        place(&text, &self.folder)
            .ok_or_else(|| Error::new(Kind::Config, format!("the address of `{}` is not {PLACES}", self.id)))
    }
}

/// What a printer may refer to.
pub(super) struct Surroundings<'s> {
    pub(super) classes: &'s [Class],
    pub(super) folder: &'s Path,
    pub(super) lookup: &'s Lookup,
}

/// Reads every `[[printers]]`.
pub(super) fn printers(root: &Table<'_>, around: &Surroundings<'_>, notices: &mut Vec<Notice>) -> Vec<PrinterConfig> {
    let mut printers: Vec<PrinterConfig> = Vec::new();
    for table in root.tables("printers") {
        let printer = printer(&table, around);
        table.finish_shared();
        let Some(printer) = printer else { continue };
        if printers.iter().any(|known| known.id == printer.id) {
            table.problem("id", format!("`{}` is already the id of another printer", printer.id));
        }
        remark(&printer, notices);
        printers.push(printer);
    }
    printers
}

fn printer(table: &Table<'_>, around: &Surroundings<'_>) -> Option<PrinterConfig> {
    let id = table.required_parsed("id", SLUG, PrinterId::new);
    let uri = required_secret(table, "uri", around.lookup);
    if let Some(Secret::Literal(text)) = &uri
        && place(text, around.folder).is_none()
    {
        table.problem("uri", format!("must be {PLACES}"));
    }
    let ca = table.text("ca").map(|path| around.folder.join(path));
    let hold = table.flag("hold").unwrap_or(false);
    let mut classes = Vec::new();
    for name in table.texts("classes") {
        match around.classes.iter().find(|class| class.id.as_str() == name) {
            Some(class) => classes.push(class.id.clone()),
            None => table.problem("classes", format!("`{name}` is not the id of a class")),
        }
    }
    Some(PrinterConfig { id: id?, uri: uri?, ca, hold, classes, folder: around.folder.to_path_buf() })
}

/// Says what works but could be safer.
fn remark(printer: &PrinterConfig, notices: &mut Vec<Notice>) {
    let Secret::Literal(text) = &printer.uri else { return };
    if let Some(Place::Ipp(address)) = place(text, &printer.folder)
        && (address.password().is_some() || address.query().is_some())
    {
        let message = "the printer's address holds a password: put it in `{ env = … }` or `{ file = … }`";
        notices.push(Notice::new(NoticeKind::Configuration, printer.id.as_str(), message));
    }
}

fn place(text: &SecretString, folder: &Path) -> Option<Place> {
    let text = text.expose_secret().trim();
    if text.is_empty() {
        return None;
    }
    if let Some(path) = text.strip_prefix("file:") {
        let path = path.strip_prefix("//").filter(|rest| rest.starts_with('/')).unwrap_or(path);
        return (!path.is_empty()).then(|| Place::Folder(folder.join(path)));
    }
    match Url::parse(text) {
        Ok(address) if matches!(address.scheme(), "ipp" | "ipps") && address.has_host() => Some(Place::Ipp(address)),
        // A drive letter of Windows reads as a scheme of one letter.
        Ok(address) if address.scheme().len() > 1 => None,
        _ => (!text.contains("://")).then(|| Place::Folder(folder.join(text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_an_ipp_address_or_a_folder() {
        let folder = |path: &str| Some(Place::Folder(PathBuf::from(path)));
        let ipp = |text: &str| Some(Place::Ipp(Url::parse(text).unwrap()));
        for (text, expected) in [
            ("ipp://127.0.0.1:8631/ipp/print", ipp("ipp://127.0.0.1:8631/ipp/print")),
            ("ipps://u:p@copieur.example/ipp/print", ipp("ipps://u:p@copieur.example/ipp/print")),
            ("file:///srv/impressions", folder("/srv/impressions")),
            ("file:impressions", folder("/school/impressions")),
            ("impressions", folder("/school/impressions")),
            ("/srv/impressions", folder("/srv/impressions")),
            ("http://copieur.example/", None),
            ("ipp:copieur", None),
            ("lpd://copieur.example/", None),
            ("file:", None),
            (" ", None),
        ] {
            assert_eq!(place(&SecretString::from(text), Path::new("/school")), expected, "{text}");
        }
    }
}
