//! `ardoise init`: a new school's folder.

use std::path::PathBuf;

use clap::Args;
use url::Url;

use crate::cli::{Ending, Session};
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::http::Client;
use crate::pipeline::directory::{self, School};

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
    /// The portal of the school, whose public directory knows its name [default: that of net o'centre]
    #[arg(long, value_name = "URL", requires = "uai")]
    portal: Option<Url>,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = arguments.folder.join("config.toml");
    if fs::exists(&config) {
        return Err(Error::new(Kind::Config, format!("`{}` exists already", config.display())));
    }
    let mut text = CONFIG.to_owned();
    if let Some(uai) = &arguments.uai {
        if !is_uai(uai) {
            return Err(Error::new(Kind::Config, format!("`{uai}` is not 7 digits and a capital letter")));
        }
        text = text.replace("# uai = \"0459999Z\"", &format!("uai = \"{uai}\""));
        match known(arguments.portal.as_ref(), uai).await {
            Ok(Some(school)) => text = filled(&text, &school),
            Ok(None) => session.output.say("the directory does not know this school: fill in `name` and `portal`"),
            Err(error) => session.output.say(&format!("{}: fill in `name` and `portal` yourself", error.chain())),
        }
    }
    fs::write(&config, text.as_bytes())?;
    fs::write(&arguments.folder.join("content/bienvenue.md"), NOTE.as_bytes())?;
    fs::write(&arguments.folder.join("themes/LISEZMOI.txt"), THEMES.as_bytes())?;
    fs::create_folder(&arguments.folder.join("themes/default"))?;
    session.output.say(&format!("wrote `{}`; read it, then run `ardoise check`", config.display()));
    Ok(Ending::Done)
}

/// What the directory knows of a school, when there is one to ask.
async fn known(portal: Option<&Url>, uai: &str) -> Result<Option<School>> {
    match portal.cloned().or_else(|| directory::portal_for(uai)) {
        Some(portal) => directory::look_up(&Client::new()?, &portal, uai).await,
        None => Ok(None),
    }
}

/// The configuration with the name of the school, and with its announcements when its portal is known.
fn filled(text: &str, school: &School) -> String {
    let name = toml::Value::String(school.name.clone());
    let text = text.replacen("name = \"Mon collège\"", &format!("name = {name}"), 1);
    let Some(portal) = &school.portal else { return text };
    let entry = "# [[sources]]\n# id = \"actualites\"\n# type = \"netocentre-news\"\n# portal = \"https://mon-portail.example\"";
    let portal = portal.as_str().trim_end_matches('/');
    let own = format!("[[sources]]\nid = \"actualites\"\ntype = \"netocentre-news\"\nportal = \"{portal}\"");
    text.replacen(entry, &own, 1)
}

fn is_uai(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 8 && bytes[..7].iter().all(u8::is_ascii_digit) && bytes[7].is_ascii_uppercase()
}
