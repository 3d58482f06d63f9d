//! Sections of the contract whose verbs this version does not have: checked, so that a file written for them is accepted
//! here and a mistake in them is found early; then put aside, which a notice says.

use crate::config::raw::Table;
use crate::config::secret::Lookup;
use crate::model::id::SiteId;
use crate::model::notice::{Notice, NoticeKind};

/// `[[targets]]` and `[serve]`.
pub(super) fn sections(root: &Table<'_>, lookup: &Lookup) -> Vec<Notice> {
    let used = [targets(root, lookup), serve(root)];
    let names = ["targets", "serve"];
    let present = names.iter().zip(used).filter(|(_, present)| *present);
    present
        .map(|(name, _)| Notice::new(NoticeKind::Configuration, *name, format!("`{name}` is not used by this version")))
        .collect()
}

fn targets(root: &Table<'_>, lookup: &Lookup) -> bool {
    let targets = root.tables("targets");
    let present = !targets.is_empty();
    for target in targets {
        target.required_parsed("id", "lower-case letters, digits and hyphens", SiteId::new);
        let kind = target.required_parsed("type", "one of fs, s3, webdav, sftp", |text| {
            ["fs", "s3", "webdav", "sftp"].contains(&text).then(|| text.to_owned())
        });
        let (required, optional): (&[&str], &[&str]) = match kind.as_deref() {
            Some("fs") => (&["path"], &[]),
            Some("s3") => (&["bucket", "key", "secret"], &["region", "endpoint", "prefix", "public_url"]),
            Some("webdav") => (&["url"], &["user", "password"]),
            Some("sftp") => (&["url"], &["user", "password", "key"]),
            _ => (
                &[],
                &[
                    "path",
                    "url",
                    "bucket",
                    "key",
                    "secret",
                    "region",
                    "endpoint",
                    "prefix",
                    "public_url",
                    "user",
                    "password",
                ],
            ),
        };
        for key in required {
            super::check::required_secret(&target, key, lookup);
        }
        for key in optional {
            super::check::secret(&target, key, lookup);
        }
        target.finish();
    }
    present
}

fn serve(root: &Table<'_>) -> bool {
    let Some(serve) = root.table("serve") else { return false };
    serve.parsed("listen", "an address and a port such as `127.0.0.1:8080`", |text| {
        text.parse::<std::net::SocketAddr>().ok()
    });
    serve.finish();
    true
}
