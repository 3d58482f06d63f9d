//! Where files go inside a site: a stable contract.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::artifact::SitePath;
use crate::model::id::{ItemId, SiteId};
use crate::model::paper::Profile;
use crate::model::time::Week;
use crate::plan::feed::FeedKind;
use crate::plan::lost::Why;

/// The page that answers "what is there for tomorrow?".
pub(super) fn index() -> SitePath {
    fixed("index.html")
}

/// The first page of a site, from the folder of the sites.
pub(super) fn index_of(site: &SiteId) -> SitePath {
    fixed(&format!("{site}/index.html"))
}

/// The page of somebody who does not get in.
pub(super) fn lost(why: Why) -> SitePath {
    fixed(&format!("{}.html", why.status()))
}

/// Who may fetch what.
pub(super) fn robots() -> SitePath {
    fixed("robots.txt")
}

/// The page of a week.
pub(super) fn week(week: Week) -> SitePath {
    fixed(&format!("semaine-{week}.html"))
}

/// The feed of a kind.
pub(super) fn feed(kind: FeedKind) -> SitePath {
    fixed(match kind {
        FeedKind::All => "flux.xml",
        FeedKind::Homework => "flux-travail.xml",
        FeedKind::Announcements => "flux-actualites.xml",
    })
}

/// The calendar.
pub(super) fn calendar() -> SitePath {
    fixed("calendrier.ics")
}

/// The first page in plain text.
pub(super) fn text() -> SitePath {
    fixed("texte.txt")
}

/// The service worker; its folder is what it may answer for.
pub(super) fn worker() -> SitePath {
    fixed("sw.js")
}

/// The list of what the service worker keeps.
pub(super) fn offline_files() -> SitePath {
    fixed("fichiers.txt")
}

/// The web app manifest.
pub(super) fn web_manifest() -> SitePath {
    fixed("site.webmanifest")
}

/// The weekly paper.
pub(super) fn gazette(profile: Profile) -> SitePath {
    match profile {
        Profile::Standard => fixed("gazette.pdf"),
        other => fixed(&format!("gazette-{other}.pdf")),
    }
}

/// How to open the site, on paper.
pub(super) fn access() -> SitePath {
    fixed("acces.pdf")
}

/// A sheet of a week, from the folder of the sheets.
pub(super) fn sheet(week: Week, name: &str) -> SitePath {
    fixed(&format!("{week}/{name}.pdf"))
}

/// The list of files.
pub(super) fn documents() -> SitePath {
    fixed("documents.html")
}

/// The site map.
pub(super) fn site_map() -> SitePath {
    fixed("plan.html")
}

/// The help.
pub(super) fn help() -> SitePath {
    fixed("aide.html")
}

/// The accessibility statement.
pub(super) fn accessibility() -> SitePath {
    fixed("accessibilite.html")
}

/// What becomes of personal data.
pub(super) fn personal_data() -> SitePath {
    fixed("donnees.html")
}

/// Who publishes.
pub(super) fn legal_notice() -> SitePath {
    fixed("mentions.html")
}

/// The page of a long announcement: words of its title, and enough of its identifier to be its own.
pub(super) fn announcement(id: &ItemId, title: &str) -> SitePath {
    let digest = blake3::hash(id.to_string().as_bytes()).to_hex();
    fixed(&format!("actualite-{}-{}.html", slug(title), &digest[..6]))
}

const LONGEST_SLUG: usize = 20;

/// At most 20 small ASCII letters, digits and hyphens, of whole words: the first page has many such names, and little room.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for character in title.nfkd().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !is_combining_mark(character) && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let end = match slug.char_indices().nth(LONGEST_SLUG) {
        Some((limit, '-')) => limit,
        Some((limit, _)) => slug[..limit].rfind('-').unwrap_or(limit),
        None => slug.len(),
    };
    slug[..end].trim_end_matches('-').to_owned()
}

fn fixed(path: &str) -> SitePath {
    SitePath::new(path).expect("made of slugs and fixed words")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_file_names() {
        for (title, words) in [
            ("Réunion de rentrée des 6e", "reunion-de-rentree"),
            ("Anticonstitutionnellement", "anticonstitutionnell"),
            ("Conseil de classe 3e trimestre", "conseil-de-classe-3e"),
            ("L’œuvre : « ça » & là !", "l-uvre-ca-la"),
            ("  ../../etc/passwd ", "etc-passwd"),
            ("家長會", ""),
        ] {
            assert_eq!(slug(title), words, "{title}");
        }
    }
}
