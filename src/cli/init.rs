//! `ardoise init`: a new school's folder.

use std::path::PathBuf;

use clap::Args;

use crate::cli::{Ending, Session};
use crate::error::{Error, Kind, Result};
use crate::fs;

const CONFIG: &str = include_str!("init/config.toml");
const NOTE: &str = include_str!("init/bienvenue.md");
const THEMES: &str = include_str!("init/themes.txt");

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to fill
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The school's national identifier: 7 digits and a letter
    #[arg(long, value_name = "UAI")]
    uai: Option<String>,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = arguments.folder.join("config.toml");
    if fs::exists(&config) {
        return Err(Error::new(Kind::Config, format!("`{}` exists already", config.display())));
    }
    let uai = match &arguments.uai {
        Some(uai) if is_uai(uai) => format!("uai = \"{uai}\""),
        Some(other) => return Err(Error::new(Kind::Config, format!("`{other}` is not 7 digits and a capital letter"))),
        None => "# uai = \"0459999Z\"".to_owned(),
    };
    fs::write(&config, CONFIG.replace("# uai = \"0459999Z\"", &uai).as_bytes())?;
    fs::write(&arguments.folder.join("content/bienvenue.md"), NOTE.as_bytes())?;
    fs::write(&arguments.folder.join("themes/LISEZMOI.txt"), THEMES.as_bytes())?;
    fs::create_folder(&arguments.folder.join("themes/default"))?;
    session.output.say(&format!("wrote `{}`; read it, then run `ardoise check`", config.display()));
    Ok(Ending::Done)
}

fn is_uai(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 8 && bytes[..7].iter().all(u8::is_ascii_digit) && bytes[7].is_ascii_uppercase()
}
