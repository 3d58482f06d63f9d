//! What `[[targets]]` accepts and refuses.

use std::path::Path;
use std::sync::Arc;

use super::TargetPlace;
use crate::config::Config;
use crate::config::secret::Lookup;

const SCHOOL: &str = "[school]\nname = \"x\"\n[[classes]]\nid = \"6a\"\nlabel = \"6e A\"\nlevel = \"6e\"\n";

fn config(targets: &str) -> Result<Config, String> {
    let lookup: Lookup = Arc::new(|_| None);
    Config::parse(&format!("{SCHOOL}{targets}"), Path::new("/school"), &lookup).map_err(|error| error.to_string())
}

#[test]
fn each_type_has_its_keys() {
    let config = config(
        r#"
[[targets]]
id = "serveur"
type = "fs"
path = "www"
precompressed = true
sites = ["6a"]
[[targets]]
id = "cle"
type = "usb"
path = "/media/cle"
[[targets]]
id = "cdn"
type = "s3"
bucket = "ardoise"
key = "k"
secret = { env = "S3" }
public_url = "https://classes.example"
[targets.purge]
url = "https://cdn.example/purge?url={url}"
headers = { AccessKey = { env = "CDN" } }
[[targets]]
id = "nuage"
type = "webdav"
url = "https://nuage.example/dav/"
user = "u"
password = { env = "DAV" }
[[targets]]
id = "ecole"
type = "sftp"
url = "sftp://web@ecole.example/srv/www"
key = "ardoise.key"
known_hosts = "/etc/ardoise/known_hosts"
"#,
    )
    .unwrap();
    let kinds: Vec<&str> = config.targets.iter().map(|target| target.place.kind()).collect();
    assert_eq!(kinds, ["fs", "usb", "s3", "webdav", "sftp"]);
    let TargetPlace::Fs(path) = &config.targets[0].place else { panic!("{:?}", config.targets[0]) };
    assert_eq!(path, Path::new("/school/www"));
    assert_eq!(config.targets[2].public_url.as_ref().unwrap().as_str(), "https://classes.example/");
    let TargetPlace::Sftp(sftp) = &config.targets[4].place else { panic!("{:?}", config.targets[4]) };
    assert_eq!(sftp.key, Path::new("/school/ardoise.key"));
    assert_eq!(sftp.known_hosts.as_deref(), Some(Path::new("/etc/ardoise/known_hosts")));
    assert_eq!(config.targets[2].purge.as_ref().unwrap().headers.len(), 1);
}

#[test]
fn every_mistake_is_named() {
    let said = config(
        r#"
[[targets]]
id = "a"
type = "ftp"
[[targets]]
id = "b"
type = "s3"
endpoint = "s3.example"
[[targets]]
id = "c"
type = "webdav"
url = "sftp://x.example/"
key = "p"
[[targets]]
id = "d"
type = "fs"
path = "www"
sites = ["9z"]
[targets.purge]
url = "https://cdn.example/"
[[targets]]
id = "d"
type = "usb"
path = "www"
[[targets]]
id = "e"
type = "sftp"
url = "https://h.example/"
password = "p"
[[targets]]
id = "f"
type = "sftp"
url = "sftp://web:secret@h.example/srv"
key = "k"
"#,
    )
    .unwrap_err();
    for expected in [
        "`targets[0].type`: must be one of fs, usb, s3, webdav, sftp, not `ftp`",
        "`targets[1].bucket`: is missing",
        "`targets[1].endpoint`: must be an address that starts with `http://` or `https://`",
        "`targets[1].key`: is missing",
        "`targets[1].secret`: is missing",
        "`targets[2].url`: must be an address that starts with `http://` or `https://`",
        "`targets[2].key`: is not a key here",
        "`targets[3].sites`: `9z` is not the id of a site",
        "`targets[3].public_url`: is missing",
        "`targets[5].url`: must be an address such as `sftp://user@host/folder`",
        "`targets[5].key`: is missing",
        "`targets[5].password`: is not a key here",
        "`targets[6].url`: holds a password",
        "`targets[4].id`: `d` is already the id of another target",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    assert!(!said.contains("secret@"), "{said}");
}

#[test]
fn what_could_be_safer_is_said() {
    let config = config(
        "[[targets]]\nid = \"n\"\ntype = \"webdav\"\nurl = \"http://n.example/\"\nuser = \"u\"\npassword = \"p\"\n",
    )
    .unwrap();
    let said: Vec<&str> = config
        .notices
        .iter()
        .filter(|notice| notice.subject == "n")
        .map(|notice| notice.message.split(':').next().unwrap())
        .collect();
    assert_eq!(said.len(), 2, "{said:?}");
}
