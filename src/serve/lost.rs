//! What somebody gets who does not get in.

use axum::http::StatusCode;
use axum::response::Response;

use super::{home, page};

/// Why somebody does not get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// Nothing is there.
    Nothing,
    /// The address is one that nobody can guess, and it leads nowhere: it is mistyped, or was replaced.
    Gone,
    /// The password is missing or wrong.
    Closed,
}

impl Lost {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Lost::Nothing => StatusCode::NOT_FOUND,
            Lost::Gone => StatusCode::GONE,
            Lost::Closed => StatusCode::UNAUTHORIZED,
        }
    }

    /// The page that a build makes for it, below `sites/`.
    pub(super) fn file(self) -> &'static str {
        match self {
            Lost::Nothing => "404.html",
            Lost::Gone => "410.html",
            Lost::Closed => "401.html",
        }
    }

    /// What is said where there is no such page.
    pub(super) fn page(self) -> Response {
        let (title, text) = match self {
            Lost::Nothing => ("Page introuvable", "Cette adresse ne mène à aucune page."),
            Lost::Gone => ("Cette adresse n’ouvre plus rien", "Elle a changé, ou elle contient une faute."),
            Lost::Closed => ("Mot de passe demandé", "L’identifiant et le mot de passe sont sur la fiche d’accès."),
        };
        page(self.status(), home::page(title, &format!("<p>{text}")))
    }
}
