//! The Markdown of a note, through the same border as the ENT's HTML.
//!
//! While it passes, the files beside the note have addresses on a host that cannot exist (RFC 2606); they become local files
//! again afterwards.

use std::path::Path;

use percent_encoding::percent_decode_str;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html as writer};
use url::Url;

use crate::fs;
use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::notice::{Notice, NoticeKind};
use crate::normalise::html::{self, Context, Parsed};
use crate::sources::folder::is_inside;

const HOST: &str = "content.invalid";

/// Makes a text of the Markdown of the note with that name (its path below `content`).
pub(super) fn read(markdown: &str, name: &str, content: &Path) -> Parsed {
    let subject = format!("content/{name}");
    let Some(base) = Url::parse(&format!("https://{HOST}/")).ok().and_then(|root| root.join(name).ok()) else {
        return html::rich_text("", &Context { subject: &subject, base: None, files: &[] });
    };
    let mut filter = Filter {
        base: &base,
        depth: name.matches('/').count(),
        content,
        subject: &subject,
        kept: Vec::new(),
        notices: Vec::new(),
    };
    let mut source = String::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    writer::push_html(&mut source, Parser::new_ext(markdown, options).filter_map(|event| filter.event(event)));
    let mut notices = filter.notices;
    let mut parsed = html::rich_text(&source, &Context { subject: &subject, base: Some(&base), files: &["/"] });
    parsed.attachments.iter_mut().for_each(bring_home);
    notices.append(&mut parsed.notices);
    Parsed { notices, ..parsed }
}

/// Lets links and pictures through when they lead somewhere; of the others only the words stay.
struct Filter<'a> {
    base: &'a Url,
    /// How many folders the note is in.
    depth: usize,
    content: &'a Path,
    subject: &'a str,
    /// Whether each open link or picture was let through.
    kept: Vec<bool>,
    notices: Vec<Notice>,
}

impl Filter<'_> {
    fn event<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        match &event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let kept = self.leads_somewhere(dest_url);
                self.kept.push(kept);
                kept.then_some(event)
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.kept.pop().unwrap_or(true).then_some(event),
            _ => Some(event),
        }
    }

    fn leads_somewhere(&mut self, target: &CowStr<'_>) -> bool {
        if Url::parse(target).is_ok() {
            return true;
        }
        let path = target.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() || path.to_lowercase().ends_with(".md") {
            return false;
        }
        let problem = if self.escapes(path) {
            "is outside `content/`"
        } else if self
            .base
            .join(path)
            .ok()
            .and_then(|url| local(&url))
            .is_none_or(|file| !fs::exists(&self.content.join(file)))
        {
            "does not exist"
        } else {
            return true;
        };
        self.notices.push(Notice::new(NoticeKind::NotCopied, self.subject, format!("`{path}` {problem}")));
        false
    }

    fn escapes(&self, path: &str) -> bool {
        let decoded = percent_decode_str(path).decode_utf8_lossy().replace('\\', "/");
        let mut depth = self.depth;
        decoded.starts_with('/')
            || decoded.split('/').any(|part| match part {
                "" | "." => false,
                ".." if depth == 0 => true,
                ".." => {
                    depth -= 1;
                    false
                }
                _ => {
                    depth += 1;
                    false
                }
            })
    }
}

/// The path below `content` of an address on our own host.
fn local(url: &Url) -> Option<String> {
    let path = percent_decode_str(url.path().trim_start_matches('/')).decode_utf8().ok()?.into_owned();
    (url.host_str() == Some(HOST) && !path.contains('\\') && is_inside(Path::new(&path))).then_some(path)
}

fn bring_home(attachment: &mut Attachment) {
    let AttachmentKind::File(address) = &attachment.kind else { return };
    if let Some(path) = Url::parse(address.as_str()).ok().and_then(|url| local(&url)) {
        attachment.kind = AttachmentKind::Local(path);
    }
}
