//! Files to documents, with the window that they cover.

use unicode_normalization::UnicodeNormalization;

use crate::config::source::webdav::Folder;
use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::audience::Audience;
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::document::Document;
use crate::model::id::AttachmentId;
use crate::model::item::{Fetched, FetchedItem, Item};
use crate::model::notice::{Notice, NoticeKind};
use crate::sources::Scope;
use crate::sources::readers::{classes, name};
use crate::sources::webdav::walk::{Found, Walked};

/// The documents of a walk.
pub(super) fn fetched(walked: &Walked, folders: &[Folder], scope: &Scope) -> Fetched {
    let mut items = Vec::new();
    for found in &walked.found {
        let readers = folders.get(found.folder).map(|folder| folder.readers.as_slice()).unwrap_or_default();
        items.extend(readers.iter().map(|audience| item(found, audience)));
    }
    let completeness = match walked.gaps.first() {
        None => Completeness::Complete,
        Some(gap) => Completeness::Partial(gap.clone()),
    };
    let coverage = Coverage {
        kind: DataKind::Documents,
        classes: classes(folders.iter().flat_map(|folder| &folder.readers), scope),
        from: None,
        to: None,
        completeness,
        pulled_at: scope.now.instant(),
    };
    let notice = |gap: &String| Notice::new(NoticeKind::Malformed, "documents", gap.clone());
    Fetched {
        items,
        coverage: vec![coverage],
        cursor: walked.known.write(),
        notices: walked.gaps.iter().map(notice).collect(),
        rejected: Vec::new(),
    }
}

fn item(found: &Found, audience: &Audience) -> FetchedItem {
    let composed = |name: &String| name.nfc().filter(|sign| !sign.is_control()).collect::<String>();
    let file = Attachment {
        id: AttachmentId::of(&format!("{} {}", found.path, found.file.version)),
        name: composed(&found.file.name),
        kind: AttachmentKind::Remote(found.path.clone()),
        media_type: found.file.media_type.clone(),
        digest: None,
        size: found.file.size,
        alt: None,
    };
    let document = Document {
        audience: audience.clone(),
        folders: found.folders.iter().map(composed).collect(),
        modified_at: found.file.modified_at,
        file,
    };
    let native_id = Some(format!("{} ({})", found.path, name(audience)));
    FetchedItem { native_id, days: Vec::new(), item: Item::Document(document) }
}
