//! The page that the server writes itself for whoever sits at its machine: the list of sites.

use std::path::Path;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;

use super::route::Routes;
use crate::artifact::Manifest;
use crate::error::{Error, Kind, Result};
use crate::fs;

const STYLE: &str = ":root{color-scheme:light dark}body{max-width:36em;margin:auto;padding:1em;font:112.5%/1.5 system-ui,sans-serif}\
     h1{line-height:1.2}li{margin:.5em 0}";

/// The sites that the manifest names, each with a link. Before the first build there are none.
pub(super) async fn index(output: &Path, routes: Arc<Routes>) -> Response {
    let path = output.join("manifest.json");
    let manifest = tokio::task::spawn_blocking(move || read_manifest(&path)).await;
    match manifest {
        Ok(Ok(Some(manifest))) => super::page(StatusCode::OK, list(&manifest, &routes)),
        Ok(Ok(None)) => super::page(StatusCode::OK, page("Ardoise", "<p>Aucun site n’est encore construit.")),
        Ok(Err(error)) => {
            tracing::error!(error = error.chain(), "cannot list the sites");
            unreadable()
        }
        Err(_) => unreadable(),
    }
}

fn unreadable() -> Response {
    let body = "<p>La liste des sites ne peut pas être lue. Reconstruisez les sites, puis rechargez cette page.";
    super::page(StatusCode::INTERNAL_SERVER_ERROR, page("Liste indisponible", body))
}

fn read_manifest(path: &Path) -> Result<Option<Manifest>> {
    let Some(bytes) = fs::read_if_exists(path)? else { return Ok(None) };
    let read = serde_json::from_slice(&bytes);
    read.map(Some).map_err(|error| Error::new(Kind::Local, format!("cannot read `{}`", path.display())).because(error))
}

fn list(manifest: &Manifest, routes: &Routes) -> String {
    let item = |id| {
        let folder = routes.places().folder(id)?;
        Some(format!("<li><a href=\"/{}/\">{id}</a>", folder.as_str()))
    };
    let items: Vec<String> = manifest.sites.keys().filter_map(item).collect();
    page(&manifest.school, &format!("<p>Sites des classes\u{a0}:\n<ul>\n{}\n</ul>", items.join("\n")))
}

pub(super) fn page(title: &str, body: &str) -> String {
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
