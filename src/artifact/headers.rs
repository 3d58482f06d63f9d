//! What every answer about a site tells the browser to refuse, whoever sends it: as headers for a server, and as the policy that a page
//! carries itself, for hosts that send no headers (a bucket, a USB stick).
//!
//! Only what a page brings with it may run or paint: its style sheets and scripts are allowed by their hashes (CSP 3, 2.3.1). Engines that do
//! not know hashes read `'unsafe-inline'` beside them, which all others ignore. Nothing may be asked of another host.

use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

/// The headers that are the same for every answer, beside `Content-Security-Policy`.
pub const FIXED: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, noarchive"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// What a cache may do with files whose name changes with their content.
pub const FOR_EVER: &str = "max-age=31536000, immutable";
/// What a cache may do with all others: keep them, and ask each time whether they are still good.
pub const ASK_AGAIN: &str = "no-cache";

/// The folders of a site whose files have a digest in their names.
pub const NAMED_BY_DIGEST: [&str; 2] = ["media", "pieces"];

/// The style sheets and scripts inside some pages, by their hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inline {
    styles: BTreeSet<String>,
    scripts: BTreeSet<String>,
}

impl Inline {
    /// Those of a page that was written by a theme; texts of the page hold no elements, because `<` is escaped in them.
    pub fn of_page(html: &str) -> Self {
        Inline { styles: hashes(html, "style"), scripts: hashes(html, "script") }
    }

    /// Its style sheets alone.
    pub fn styles_of_page(html: &str) -> Self {
        Inline { styles: hashes(html, "style"), ..Inline::default() }
    }

    /// Those of another page as well.
    pub fn extend(&mut self, other: Inline) {
        self.styles.extend(other.styles);
        self.scripts.extend(other.scripts);
    }

    /// The policy as a header; `more_scripts` is a source beside the hashes.
    pub fn header(&self, more_scripts: Option<&str>) -> String {
        let policy = self.policy(more_scripts);
        format!("{policy}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    }

    /// `child-src` is where engines before 2017 look for what a worker may be.
    fn policy(&self, more_scripts: Option<&str>) -> String {
        let allowed = |directive: &str, sources: Vec<&str>| {
            let sources = (!sources.is_empty()).then(|| sources.join(" "));
            sources.map(|sources| format!("; {directive} {sources} 'unsafe-inline'")).unwrap_or_default()
        };
        let styles = allowed("style-src", self.styles.iter().map(String::as_str).collect());
        let scripts = allowed("script-src", self.scripts.iter().map(String::as_str).chain(more_scripts).collect());
        let rest = "child-src 'self'; worker-src 'self'; manifest-src 'self'";
        format!("default-src 'none'; img-src 'self' data:{styles}{scripts}; {rest}")
    }
}

const META: &str = "<meta http-equiv=Content-Security-Policy content=\"";

/// A page with its own policy, right behind the name of its character set; one without that name stays as it is.
pub fn sealed(html: &str) -> String {
    let Some(place) = html.find("<meta charset=").and_then(|at| Some(at + html[at..].find('>')? + 1)) else {
        return html.to_owned();
    };
    let policy = Inline::of_page(html).policy(None).replace("; ", ";");
    let (before, after) = html.split_at(place);
    format!("{before}{META}{policy}\">{after}")
}

/// The page as it was before.
pub fn unsealed(html: &str) -> String {
    let policy = html.find(META).and_then(|at| Some((at, at + META.len() + html[at + META.len()..].find("\">")? + 2)));
    policy.map_or_else(|| html.to_owned(), |(from, to)| format!("{}{}", &html[..from], &html[to..]))
}

/// What a cache may do with a file, by its path in its site.
pub fn cache_control(path: &str) -> &'static str {
    let folder = path.split_once('/').map_or("", |(folder, _)| folder);
    if NAMED_BY_DIGEST.contains(&folder) { FOR_EVER } else { ASK_AGAIN }
}

/// The hashes of the elements of that name.
fn hashes(html: &str, name: &str) -> BTreeSet<String> {
    let (start, end) = (format!("<{name}"), format!("</{name}"));
    let mut found = BTreeSet::new();
    let mut rest = html;
    while let Some(at) = rest.find(&start) {
        let Some(inside) = rest[at..].find('>').map(|offset| at + offset + 1) else { break };
        let Some(length) = rest[inside..].find(&end) else { break };
        let digest = BASE64_STANDARD.encode(Sha256::digest(&rest[inside..inside + length]));
        found.insert(format!("'sha256-{digest}'"));
        rest = &rest[inside + length..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><html lang=fr><meta charset=utf-8><title>6e A</title><style>p{}</style>\
                        <script>a()</script><p>&lt;style>x&lt;/style>";

    #[test]
    fn a_page_carries_the_hashes_of_what_it_brings() {
        let inline = Inline::of_page(PAGE);
        let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
        let (style, script) = (hash("p{}"), hash("a()"));
        assert_eq!(
            inline.header(None),
            format!(
                "default-src 'none'; img-src 'self' data:; style-src {style} 'unsafe-inline'; script-src {script} \
                 'unsafe-inline'; child-src 'self'; worker-src 'self'; manifest-src 'self'; connect-src 'self'; \
                 base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            )
        );
        let page = sealed(PAGE);
        assert!(
            page.starts_with(
                "<!doctype html><html lang=fr><meta charset=utf-8><meta http-equiv=Content-Security-Policy"
            )
        );
        assert!(page.contains(&style) && page.contains(&script));
        assert_eq!((unsealed(&page).as_str(), Inline::of_page(&page)), (PAGE, inline));
        assert_eq!((sealed("<p>x"), unsealed("<p>x")), ("<p>x".to_owned(), "<p>x".to_owned()));
    }

    #[test]
    fn only_what_is_named_by_its_digest_is_kept_for_ever() {
        for (path, expected) in [
            ("index.html", ASK_AGAIN),
            ("media/0a1b.jpg", FOR_EVER),
            ("pieces/0a1b-x.pdf", FOR_EVER),
            ("media", ASK_AGAIN),
            ("fichiers.txt", ASK_AGAIN),
        ] {
            assert_eq!(cache_control(path), expected, "{path}");
        }
    }
}
