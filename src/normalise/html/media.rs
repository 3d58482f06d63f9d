//! Links, pictures and files: where they lead, and what goes with the text.

use percent_encoding::percent_decode_str;
use scraper::ElementRef;
use url::Url;

use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::id::AttachmentId;
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::{Address, LinkTarget};
use crate::normalise::html::Context;

const LONGEST_NAME: usize = 120;

/// The file at an address, under a name given or the last part of the address. `None` when readers must not go there.
pub fn file(address: &Url, name: Option<&str>) -> Option<Attachment> {
    let shown = Address::new(address.as_str())?;
    let given = name.map(clean_name).filter(|name| !name.is_empty());
    Some(Attachment {
        id: AttachmentId::of(shown.as_str()),
        name: given.unwrap_or_else(|| name_in(address)),
        kind: AttachmentKind::File(shown),
        media_type: None,
        digest: None,
        size: None,
        alt: None,
    })
}

/// What was found along the text.
#[derive(Debug)]
pub(super) struct Finds<'c> {
    context: &'c Context<'c>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) notices: Vec<Notice>,
}

impl<'c> Finds<'c> {
    pub(super) fn new(context: &'c Context<'c>) -> Self {
        Finds { context, attachments: Vec::new(), notices: Vec::new() }
    }

    /// Where a link leads; `None` when it is better read as text.
    pub(super) fn link(&mut self, href: &str) -> Option<LinkTarget> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        let url = self.resolve(href)?;
        if self.is_file(&url) {
            return Some(LinkTarget::Attachment(self.keep(file(&url, None)?)));
        }
        Address::new(url.as_str()).map(LinkTarget::Address)
    }

    /// The picture of an `img`, unless it shows nothing.
    pub(super) fn picture(&mut self, image: ElementRef<'_>) -> Option<AttachmentId> {
        let source = image.attr("src").unwrap_or_default().trim();
        let is_pixel = |side| image.attr(side).is_some_and(|size| matches!(size.trim(), "0" | "1"));
        if source.is_empty() || (is_pixel("width") && is_pixel("height")) {
            return None;
        }
        let found = self.resolve(source).filter(|url| matches!(url.scheme(), "http" | "https"));
        let Some(mut picture) = found.and_then(|url| file(&url, None)) else {
            self.notices.push(Notice::new(
                NoticeKind::NotCopied,
                self.context.subject,
                "a picture that is not at a public address was left out",
            ));
            return None;
        };
        picture.alt = alternative(image);
        Some(self.keep(picture))
    }

    fn keep(&mut self, attachment: Attachment) -> AttachmentId {
        let id = attachment.id.clone();
        match self.attachments.iter_mut().find(|known| known.id == id) {
            Some(known) => known.alt = known.alt.take().or(attachment.alt),
            None => self.attachments.push(attachment),
        }
        id
    }

    fn resolve(&self, href: &str) -> Option<Url> {
        if href.starts_with("www.") {
            return Url::parse(&format!("https://{href}")).ok();
        }
        match (Url::parse(href), self.context.base) {
            (Ok(url), _) => Some(url),
            (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => base.join(href).ok(),
            (Err(_), _) => None,
        }
    }

    fn is_file(&self, url: &Url) -> bool {
        let below = |folder: &&str| {
            self.context.base.and_then(|base| base.join(folder).ok()).is_some_and(|folder| {
                folder.origin() == url.origin()
                    && url.path().len() > folder.path().len()
                    && url.path().starts_with(folder.path())
            })
        };
        self.context.files.iter().any(below)
    }
}

/// What a picture shows, when its author said so.
pub(super) fn alternative(image: ElementRef<'_>) -> Option<String> {
    let alt = image.attr("alt").or_else(|| image.attr("title"))?;
    let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    (!alt.is_empty()).then_some(alt)
}

fn name_in(address: &Url) -> String {
    let last = address.path_segments().and_then(|mut parts| parts.rfind(|part| !part.is_empty())).unwrap_or_default();
    let name = clean_name(&percent_decode_str(last).decode_utf8_lossy());
    if name.is_empty() { "document".to_owned() } else { name }
}

/// A file name without folder, control characters or excess.
fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last.chars().filter(|character| !character.is_control()).collect();
    let visible = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let (stem, extension) = visible.rsplit_once('.').unwrap_or((&visible, ""));
    if visible.chars().count() <= LONGEST_NAME || extension.len() > 8 {
        return visible.chars().take(LONGEST_NAME).collect();
    }
    let stem: String = stem.chars().take(LONGEST_NAME - 9).collect();
    format!("{stem}.{extension}")
}
