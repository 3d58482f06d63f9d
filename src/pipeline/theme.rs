//! The theme's files: the embedded ones with the school's own laid over them.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::render::pdf::Paper;
use crate::render::theme::Theme;
use crate::render::words::Words;

/// What pages and sheets are rendered with.
#[derive(Debug)]
pub(super) struct Themes {
    pub(super) theme: Theme,
    pub(super) paper: Paper,
}

/// Only the catalogue of the configured theme.
///
/// # Errors
/// `Theme` when the school's own messages are wrong.
pub(super) fn words(config: &Config) -> Result<Words> {
    let own = fs::read_if_exists(&config.themes_dir.join(&config.site.theme).join("fr.ftl"))?;
    let own = own.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Words::new(own.as_deref())
}

/// Loads the configured theme.
///
/// # Errors
/// `Theme` when its folder is missing, `Template` when a template is wrong.
pub(super) fn load(config: &Config) -> Result<Themes> {
    let folder = config.themes_dir.join(&config.site.theme);
    let is_default = config.site.theme == "default";
    if !is_default && !fs::exists(&folder) {
        return Err(Error::new(Kind::Theme, format!("the theme folder `{}` does not exist", folder.display())));
    }
    let mut overrides = BTreeMap::new();
    for path in fs::files_below(&folder)? {
        if let Some(name) = path.to_str().filter(|name| !name.split(['/', '\\']).any(|part| part.starts_with('.'))) {
            overrides.insert(name.replace('\\', "/"), fs::read(&folder.join(&path))?);
        }
    }
    let paper = overrides
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix("paper/")?.to_owned(), bytes.clone())))
        .collect();
    overrides.retain(|path, _| !path.starts_with("paper/"));
    let theme = Theme::new(overrides)?;
    Ok(Themes { paper: Paper::new(&paper, theme.shared_words())?, theme })
}
