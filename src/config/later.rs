//! Sections of the contract whose verbs this version does not have: checked, so that a file written for them is accepted
//! here and a mistake in them is found early; then put aside, which a notice says.

use crate::config::raw::Table;
use crate::model::notice::{Notice, NoticeKind};

/// `[serve]`.
pub(super) fn sections(root: &Table<'_>) -> Vec<Notice> {
    let remark = || Notice::new(NoticeKind::Configuration, "serve", "`serve` is not used by this version");
    serve(root).then(remark).into_iter().collect()
}

fn serve(root: &Table<'_>) -> bool {
    let Some(serve) = root.table("serve") else { return false };
    serve.parsed("listen", "an address and a port such as `127.0.0.1:8080`", |text| {
        text.parse::<std::net::SocketAddr>().ok()
    });
    serve.finish();
    true
}
