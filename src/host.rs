//! The configuration of a web server that shows the sites as they want to be shown: nginx, Caddy and Apache, and the file of headers that
//! some hosts of static sites read. Pure: from a few facts to texts.
//!
//! No secret folder is named in them, so that a new school year or `rotate` changes nothing here; passwords stand in them as hashes.

use crate::artifact::headers::{ASK_AGAIN, FIXED, FOR_EVER, Inline, NAMED_BY_DIGEST};
use crate::artifact::place::{Folder, Login, SiteSecret};
use crate::error::{Error, Kind, Result};

/// bcrypt's own measure of slowness: 2 ms. The password is 60 random bits, which nobody tries out however quick it is; and nginx and Apache
/// hash it at every request.
const COST: u32 = 5;

/// A secret folder, as a regular expression of its signs.
const SIGN: &str = "[a-km-np-z2-9]";

/// What marks the lines of a site that asks for a password.
const SITE: &str = "%site ";

/// What a configuration depends on.
#[derive(Debug, Clone)]
pub struct Host {
    /// Its name in addresses (`classes.college.example`).
    pub name: String,
    /// The port, when it is not the usual one.
    pub port: Option<u16>,
    /// Whether it speaks HTTPS.
    pub tls: bool,
    /// The folder that it shows, where the sites' folders lie.
    pub root: String,
    /// The folder of the certificate (`fullchain.pem`, `privkey.pem`).
    pub certificates: String,
    /// Where this kit will lie on that machine.
    pub kit: String,
    /// What the pages bring with them.
    pub inline: Inline,
    /// The sites that ask for a password.
    pub closed: Vec<ClosedSite>,
}

/// A site that asks for a password.
#[derive(Debug, Clone)]
pub struct ClosedSite {
    /// Its folder.
    pub folder: Folder,
    /// What it asks for.
    pub login: Login,
    /// Where the salt of the hash comes from.
    pub secret: SiteSecret,
}

/// The files of the kit, by name.
///
/// # Errors
/// `Bug` when a password cannot be hashed.
pub fn files(host: &Host) -> Result<Vec<(String, String)>> {
    let closed = host.closed.iter().map(|site| Ok((site, hash(site)?))).collect::<Result<Vec<_>>>()?;
    let fill = |text: &str| filled(text, host, &closed);
    let mut files = vec![
        ("nginx.conf".to_owned(), fill(include_str!("host/nginx.conf"))),
        ("Caddyfile".to_owned(), fill(include_str!("host/Caddyfile"))),
        ("apache.conf".to_owned(), fill(include_str!("host/apache.conf"))),
        ("_headers".to_owned(), fill(include_str!("host/_headers"))),
    ];
    files.extend(
        closed.iter().map(|(site, hash)| {
            (format!("htpasswd-{}", site.folder.as_str()), format!("{}:{hash}\n", site.login.user))
        }),
    );
    Ok(files)
}

fn hash(site: &ClosedSite) -> Result<String> {
    let hash = bcrypt::hash_with_salt(site.login.password.as_str(), COST, site.secret.salt());
    let hash = hash.map_err(|error| Error::new(Kind::Bug, "cannot hash a password").because(error))?;
    Ok(hash.format_for_version(bcrypt::Version::TwoY))
}

/// The text of a server with the facts in their places. Lines that start with `%tls ` or `%plain ` are for one kind of host alone, those
/// that start with `%site ` are there once for each site that asks for a password.
fn filled(text: &str, host: &Host, closed: &[(&ClosedSite, String)]) -> String {
    let (wanted, unwanted) = if host.tls { ("%tls ", "%plain ") } else { ("%plain ", "%tls ") };
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(unwanted)).collect();
    let lines = lines.chunk_by(|left, right| left.starts_with(SITE) == right.starts_with(SITE));
    let lines: Vec<String> = lines.flat_map(|block| spread(block, closed)).collect();
    let port = host.port.map(|port| format!(":{port}")).unwrap_or_default();
    let group = format!("{SIGN}{{4}}");
    let secret = [group.as_str(); 4].join("-");
    let kept = NAMED_BY_DIGEST.join("|");
    let fixed = ["NOSNIFF", "REFERRER", "ROBOTS", "PERMISSIONS"].into_iter().zip(FIXED.map(|(_, value)| value));
    let mut text = lines.join("\n").replace(wanted, "");
    let default_port = if host.tls { 443 } else { 80 };
    let listen = host.port.unwrap_or(default_port).to_string();
    let policy = host.inline.header(None);
    let facts = [
        ("NAME", host.name.as_str()),
        ("PORT", &port),
        ("LISTEN", &listen),
        ("ROOT", &host.root),
        ("CERTIFICATES", &host.certificates),
        ("KIT", &host.kit),
        ("POLICY", &policy),
        ("SECRET", &secret),
        ("GROUP", &group),
        ("KEPT", &kept),
        ("FOR_EVER", FOR_EVER),
        ("ASK_AGAIN", ASK_AGAIN),
    ];
    for (name, value) in facts.into_iter().chain(fixed) {
        text = text.replace(&format!("@{name}@"), value);
    }
    text + "\n"
}

/// Lines that are there once, or a block that is there once for each site that asks for a password.
fn spread(block: &[&str], closed: &[(&ClosedSite, String)]) -> Vec<String> {
    if !block.first().is_some_and(|line| line.starts_with(SITE)) {
        return block.iter().map(|line| (*line).to_owned()).collect();
    }
    let of_site = |(site, hash): &(&ClosedSite, String)| {
        let text = block.join("\n").replace(SITE, "").replace("@SITE@", site.folder.as_str());
        text.replace("@USER@", &site.login.user).replace("@HASH@", hash)
    };
    closed.iter().map(of_site).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::SiteId;

    fn host() -> Host {
        let (site, secret) = (SiteId::new("6b").unwrap(), SiteSecret::new([7; 16]));
        let login = Login { user: "6b".to_owned(), password: secret.password() };
        Host {
            name: "classes.college.example".to_owned(),
            port: None,
            tls: true,
            root: "/srv/ardoise/current".to_owned(),
            certificates: "/etc/letsencrypt/live/classes.college.example".to_owned(),
            kit: "/etc/ardoise/host".to_owned(),
            inline: Inline::of_page("<style>p{}</style>"),
            closed: vec![ClosedSite { folder: Folder::named(&site), login, secret }],
        }
    }

    #[test]
    fn a_kit_has_no_hole_and_no_secret_in_clear() {
        for tls in [true, false] {
            let files = files(&Host { tls, ..host() }).unwrap();
            let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, ["nginx.conf", "Caddyfile", "apache.conf", "_headers", "htpasswd-6b"]);
            let secret = SiteSecret::new([7; 16]);
            for (name, text) in &files {
                assert!(
                    !text.contains(secret.password().as_str()) && !text.contains(secret.folder().as_str()),
                    "{name}"
                );
                for hole in
                    ["@NAME@", "@POLICY@", "@SITE@", "@HASH@", "%tls", "%plain", "%site", "@KIT@", "@ROOT@", "@GROUP@"]
                {
                    assert!(!text.contains(hole), "{name} holds {hole}");
                }
                assert_eq!(
                    text.contains("letsencrypt"),
                    tls && !["_headers", "htpasswd-6b"].contains(&name.as_str()),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn the_hash_is_of_the_password_and_stays() {
        let files = files(&host()).unwrap();
        let (_, line) = files.last().unwrap();
        let hash = line.trim_end().strip_prefix("6b:").unwrap();
        assert!(hash.starts_with("$2y$05$"), "{hash}");
        assert!(bcrypt::verify(SiteSecret::new([7; 16]).password().as_str(), hash).unwrap());
        assert_eq!(super::files(&host()).unwrap().last().unwrap().1, *line);
    }
}
