//! The offline layer: the worker, the list of what it keeps, the web app manifest, and the script of the pages. Everything works
//! without them.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::error::{Error, Kind, Result};
use crate::plan::offline::{Keep, OfflineFile};
use crate::plan::page::Chrome;
use crate::render::markup;
use crate::render::words::Words;

/// What each page of a site runs: it puts on the reader's own text size and colours, starts the worker, and shows what the worker
/// says. ES5, for engines that have no worker.
pub const PAGE_SCRIPT: &str = include_str!("offline/page.js").trim_ascii_end();

/// What the help page runs: it lets the reader choose a text size, a spacing and colours, kept on the device as a style (CSS).
pub const COMFORT_SCRIPT: &str = include_str!("offline/comfort.js").trim_ascii_end();

/// The colour of a slate.
const SLATE: &str = "#2b4a45";

/// The service worker, as JavaScript.
///
/// # Errors
/// `Bug` when its message cannot be written as JavaScript.
pub fn worker(words: &Words) -> Result<Vec<u8>> {
    let link = format!("<p role=alert><a href=\"\">{}</a>", markup::escaped(&words.say("newer-version")));
    let message = serde_json::to_string(&link)
        .map_err(|error| Error::new(Kind::Bug, "cannot write the worker's message").because(error))?;
    let code = include_str!("offline/sw.js").lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let mut small = code.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    for sign in ["=>", "===", "==", "!=", "=", "||", "&&", "+", "?", ":"] {
        small = small.replace(&format!(" {sign} "), sign);
    }
    small = small.replace(", ", ",").replace(": ", ":");
    Ok(small.replace("$NEWER", &message).into_bytes())
}

/// The list, one file a line; see `offline/sw.js` for its signs.
pub fn files(list: &[OfflineFile]) -> Vec<u8> {
    let line = |file: &OfflineFile| {
        let path = markup::href(&file.path);
        match file.keep {
            Keep::Fresh => format!("{path}\n"),
            Keep::Page | Keep::Shown => format!("{path}?{}\n", file.version),
            Keep::Opened => format!("+{path}\n"),
        }
    };
    list.iter().map(line).collect::<String>().into_bytes()
}

/// The web app manifest (W3C): a name and an icon for the home screen; the icon is drawn, so that nothing is fetched for it.
pub fn manifest(chrome: &Chrome, words: &Words) -> Vec<u8> {
    let letters: String = chrome.title.chars().take(4).collect();
    let icon = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 96 96'><rect width='96' height='96' fill='{SLATE}'/>\
         <text x='48' y='60' font-family='sans-serif' font-size='34' text-anchor='middle' fill='#fff'>{}</text></svg>",
        markup::escaped(letters.trim_end())
    );
    let manifest = json!({
        "name": words.fill("page-title", &[("page", chrome.title.as_str().into()), ("site", chrome.school.as_str().into())]),
        "short_name": chrome.title,
        "lang": words.say("language"),
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": SLATE,
        "icons": [{
            "src": format!("data:image/svg+xml,{}", utf8_percent_encode(&icon, NON_ALPHANUMERIC)),
            "sizes": "any",
            "type": "image/svg+xml",
        }],
    });
    format!("{manifest}\n").into_bytes()
}

#[cfg(test)]
mod tests;
