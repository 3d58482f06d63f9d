//! The two pages that the server writes itself: the list of sites, and what is said of a page that does not exist.

use std::path::Path;

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::artifact::Manifest;
use crate::error::{Error, Kind, Result};
use crate::fs;

const STYLE: &str = ":root{color-scheme:light dark}body{max-width:36em;margin:auto;padding:1em;font:112.5%/1.5 system-ui,sans-serif}\
     h1{line-height:1.2}li{margin:.5em 0}";

/// The sites that the manifest names, each with a link. Before the first build there are none.
pub(super) async fn index(output: &Path) -> Response {
    let path = output.join("manifest.json");
    let manifest = tokio::task::spawn_blocking(move || read_manifest(&path)).await;
    match manifest {
        Ok(Ok(Some(manifest))) => Html(list(&manifest)).into_response(),
        Ok(Ok(None)) => Html(page("Ardoise", "<p>Aucun site n’est encore construit.")).into_response(),
        Ok(Err(error)) => {
            tracing::error!(error = error.chain(), "cannot list the sites");
            unreadable()
        }
        Err(_) => unreadable(),
    }
}

/// Status 404, in words.
pub(super) fn not_found() -> Response {
    let body = "<p>Cette adresse ne mène à aucune page. Elle a peut-être changé.\n<p><a href=\"/\">Voir la liste des sites</a>";
    (StatusCode::NOT_FOUND, Html(page("Page introuvable", body))).into_response()
}

fn unreadable() -> Response {
    let body = "<p>La liste des sites ne peut pas être lue. Reconstruisez les sites, puis rechargez cette page.";
    (StatusCode::INTERNAL_SERVER_ERROR, Html(page("Liste indisponible", body))).into_response()
}

fn read_manifest(path: &Path) -> Result<Option<Manifest>> {
    let Some(bytes) = fs::read_if_exists(path)? else { return Ok(None) };
    let read = serde_json::from_slice(&bytes);
    read.map(Some).map_err(|error| Error::new(Kind::Local, format!("cannot read `{}`", path.display())).because(error))
}

fn list(manifest: &Manifest) -> String {
    let item = |id: &str| {
        let address = utf8_percent_encode(id, NON_ALPHANUMERIC);
        format!("<li><a href=\"/{address}/\">{}</a>", escaped(id))
    };
    let items: Vec<String> = manifest.sites.keys().map(|id| item(id.as_str())).collect();
    page(&manifest.school, &format!("<p>Sites des classes\u{a0}:\n<ul>\n{}\n</ul>", items.join("\n")))
}

fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"fr\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
