//! What a text shows or leads to: tables, pictures, files and links.

use crate::model::id::AttachmentId;
use crate::model::rich_text::{Inline, LinkTarget, push_inlines};
use crate::plan::page::{FileEntry, MediaEntry};
use crate::render::markup::{Pictures, Writer, address, href};
use crate::render::words::Words;

impl Writer<'_> {
    pub(super) fn table(&mut self, caption: Option<&str>, header_rows: usize, rows: &[Vec<Vec<Inline>>]) {
        self.html.push_str("<div tabindex=\"0\" role=\"region\" aria-label=\"");
        self.text(&table_label(caption, rows, self.place.words));
        self.html.push_str("\"><table>");
        if let Some(caption) = caption {
            self.html.push_str("<caption>");
            self.text(caption);
            self.html.push_str("</caption>");
        }
        for (index, row) in rows.iter().enumerate() {
            self.html.push_str("\n<tr>");
            let (open, name) = if index < header_rows { ("<th scope=\"col\">", "th") } else { ("<td>", "td") };
            for cell in row {
                self.html.push_str(open);
                self.inlines(cell);
                self.close(name);
            }
            self.html.push_str("</tr>");
        }
        self.html.push_str("</table></div>");
    }

    pub(super) fn image(&mut self, attachment: &AttachmentId, alt: &str) {
        self.html.push_str("<p>");
        match self.place.media.get(attachment) {
            Some(MediaEntry::Picture { path, width, height, size }) => {
                let (address, facts) = (href(path), self.place.words.picture_facts(alt, *size));
                match self.place.pictures {
                    Pictures::Shown => {
                        self.push(format_args!("<img loading=\"lazy\" src=\"{address}\""));
                        self.push(format_args!(" width=\"{width}\" height=\"{height}\" alt=\""));
                        self.text(alt);
                        self.html.push_str("\"><br><small>");
                        self.text(&facts);
                        self.html.push_str("</small>");
                    }
                    Pictures::Linked => {
                        let label = if alt.is_empty() {
                            facts
                        } else {
                            format!("{alt} ({})", self.place.words.picture_size(*size))
                        };
                        self.anchor(&address, &label);
                    }
                }
            }
            Some(MediaEntry::File(file)) => self.file(file),
            None => {
                let words = self.place.words;
                let description = if alt.is_empty() { words.say("without-description") } else { alt.to_owned() };
                self.html.push('[');
                self.text(&words.fill("picture-missing", &[("description", description.into())]));
                self.html.push(']');
            }
        }
        self.html.push_str("</p>");
    }

    pub(super) fn link(&mut self, target: &LinkTarget, content: &[Inline]) {
        let (address, facts) = match target {
            LinkTarget::Address(address) => (Some(address.as_str().to_owned()), None),
            LinkTarget::Attachment(id) => match self.place.media.get(id) {
                Some(MediaEntry::Picture { path, size, .. }) => {
                    (Some(href(path)), Some(self.place.words.picture_size(*size)))
                }
                Some(MediaEntry::File(file)) => {
                    (address(&file.place), Some(self.place.words.file_facts(&file.name, &file.place)))
                }
                None => (None, None),
            },
        };
        match address.filter(|_| !self.in_link) {
            Some(address) => {
                self.html.push_str("<a href=\"");
                self.text(&address);
                self.html.push_str("\">");
                self.in_link = true;
                self.inlines(content);
                self.in_link = false;
                self.close("a");
            }
            None => self.inlines(content),
        }
        if let Some(facts) = facts {
            self.html.push_str(" (");
            self.text(&facts);
            self.html.push(')');
        }
    }

    fn file(&mut self, file: &FileEntry) {
        let label = format!("{} ({})", file.name, self.place.words.file_facts(&file.name, &file.place));
        match address(&file.place) {
            Some(address) => self.anchor(&address, &label),
            None => self.text(&label),
        }
    }

    fn anchor(&mut self, address: &str, label: &str) {
        self.html.push_str("<a href=\"");
        self.text(address);
        self.html.push_str("\">");
        self.text(label);
        self.close("a");
    }
}

/// What tells a table from the others of the page: its caption, or its first row.
fn table_label(caption: Option<&str>, rows: &[Vec<Vec<Inline>>], words: &Words) -> String {
    if let Some(caption) = caption {
        return caption.to_owned();
    }
    let columns = rows.first().into_iter().flatten().map(|cell| {
        let mut text = String::new();
        push_inlines(cell, &mut text);
        text
    });
    let columns = columns.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    words.fill("table-of", &[("columns", columns.into())])
}
