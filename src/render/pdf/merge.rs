//! Several finished PDFs as one, some of them several times over: each keeps its tags, so that the whole is still PDF/UA and
//! PDF/A.
//!
//! Copies share what they look like: fonts, pictures, the content of pages. A page, its tags and its links exist once for each
//! copy, because a page has one place in a document and a tag has one page.

use std::collections::BTreeMap;

use lopdf::{Bookmark, Dictionary, Document, Object, ObjectId, StringFormat, dictionary};

use super::typeset::Pdf;
use crate::artifact::Digest;
use crate::error::{Error, Kind, Result};

mod copy;
mod file;
mod source;

use copy::Copy;
use file::File;
use source::{Identity, Place, Source};

/// A part of the whole that has a bookmark.
pub(super) struct Chapter {
    /// What its bookmark says.
    pub(super) title: String,
    /// Its first document.
    pub(super) opening: Vec<u8>,
    /// The documents behind that one.
    pub(super) sections: Vec<Section>,
}

/// A document and how often it comes.
pub(super) struct Section {
    /// What its bookmark says.
    pub(super) title: String,
    /// The PDF.
    pub(super) bytes: Vec<u8>,
    /// How many times; at least once.
    pub(super) copies: u32,
}

/// Merges chapters; each copy of each document begins on a sheet of paper of its own, printed on both sides. Title, date and
/// language are those of the first opening.
pub(super) fn merge(chapters: &[Chapter]) -> Result<Pdf> {
    let mut whole = Whole::new();
    // Only its bookmarks are ever made: lopdf numbers them by the highest number of the document.
    let mut outlines = Document::new();
    for chapter in chapters {
        let opening = whole.add(&chapter.opening, 1)?;
        let parent = outlines.add_bookmark(bookmark(&chapter.title, opening), None);
        for section in &chapter.sections {
            let first = whole.add(&section.bytes, section.copies)?;
            outlines.add_bookmark(bookmark(&section.title, first), Some(parent));
        }
    }
    whole.finish(outlines)
}

fn bookmark(title: &str, page: ObjectId) -> Bookmark {
    Bookmark::new(title.to_owned(), [0.0; 3], 0, page)
}

/// The document that grows.
struct Whole {
    file: File,
    roots: Roots,
    pages: Vec<Object>,
    /// The top elements of each copy.
    tops: Vec<Object>,
    /// Which elements a page or link belongs to, behind its key.
    parents: Vec<Object>,
    next_key: i64,
    /// The elements that others refer to by name.
    named: BTreeMap<Vec<u8>, Object>,
    copies: u32,
    /// The streams already there that refer to nothing: documents of one theme have the same colour profiles.
    streams: BTreeMap<Digest, ObjectId>,
    /// What the first document says of itself.
    first: Option<Identity>,
}

struct Roots {
    /// Of the pages.
    pages: ObjectId,
    /// Of the tags.
    tags: ObjectId,
    /// The element right below, which holds those of all copies.
    element: ObjectId,
}

impl Whole {
    fn new() -> Self {
        let mut file = File::new();
        let roots = Roots { pages: file.number(), tags: file.number(), element: file.number() };
        Whole {
            file,
            roots,
            pages: Vec::new(),
            tops: Vec::new(),
            parents: Vec::new(),
            next_key: 0,
            named: BTreeMap::new(),
            copies: 0,
            streams: BTreeMap::new(),
            first: None,
        }
    }

    /// Adds a document some times over. Tells the first page of its first copy.
    fn add(&mut self, bytes: &[u8], copies: u32) -> Result<ObjectId> {
        let place = if self.first.is_none() { Place::First } else { Place::Behind };
        let mut source = Source::load(bytes, self.file.last_number() + 1, place)?;
        self.file.take_up_to(source.last_number());
        let mut numbers = BTreeMap::from([(source.tags, self.roots.element)]);
        numbers.extend(source.trees.iter().map(|tree| (*tree, self.roots.pages)));
        self.share(&mut source, &mut numbers)?;
        let first = self.pages.len();
        for _ in 0..copies {
            self.copy(&source, &numbers)?;
        }
        self.first.get_or_insert(source.identity);
        let first = self.pages.get(first).and_then(|page| page.as_reference().ok());
        first.ok_or_else(|| Error::new(Kind::Bug, "a PDF to merge has no page"))
    }

    /// Writes what all copies of a document share.
    fn share(&mut self, source: &mut Source, numbers: &mut BTreeMap<ObjectId, ObjectId>) -> Result<()> {
        let mut shared = source.take_shared();
        shared.retain(|(id, object)| {
            let Object::Stream(stream) = object else { return true };
            if !source::references(object).is_empty() {
                return true;
            }
            let digest = Digest::of_parts(&[format!("{:?}", stream.dict).as_bytes(), &stream.content]);
            let twin = *self.streams.entry(digest).or_insert(*id);
            numbers.extend((twin != *id).then_some((*id, twin)));
            twin == *id
        });
        let copy = Copy { numbers, prefix: String::new(), first_key: 0 };
        for (id, mut object) in shared {
            copy.adapt(&mut object);
            self.file.put(id, object)?;
        }
        Ok(())
    }

    /// Writes what a copy has for itself.
    fn copy(&mut self, source: &Source, numbers: &BTreeMap<ObjectId, ObjectId>) -> Result<()> {
        let mut numbers = numbers.clone();
        numbers.extend(source.own.iter().map(|id| (*id, self.file.number())));
        let copy = Copy { numbers: &numbers, prefix: format!("{}-", self.copies), first_key: self.next_key };
        for (id, object) in source.own_objects() {
            let (number, mut object) = (copy.number(id), object.clone());
            copy.adapt(&mut object);
            if let Ok(element) = object.as_dict_mut() {
                if let Ok(Object::String(name, _)) = element.get(b"ID") {
                    self.named.insert(name.clone(), number.into());
                }
                if source.tops.contains(&id) {
                    element.set("S", "Part");
                }
            }
            self.file.put(number, object)?;
        }
        self.tops.extend(source.tops.iter().map(|top| Object::from(copy.number(*top))));
        self.pages.extend(source.pages.iter().map(|page| Object::from(copy.number(*page))));
        for (key, value) in &source.parents {
            let mut value = value.clone();
            copy.adapt(&mut value);
            self.parents.extend([Object::Integer(copy.first_key + key), value]);
        }
        self.next_key += source.next_key;
        self.copies += 1;
        if source.pages.len() % 2 == 1 { self.add_blank(source.media_box()) } else { Ok(()) }
    }

    /// The back of a last page.
    fn add_blank(&mut self, media_box: Object) -> Result<()> {
        let (number, parent, resources) = (self.file.number(), self.roots.pages, Dictionary::new());
        let page =
            dictionary! { "Type" => "Page", "Parent" => parent, "MediaBox" => media_box, "Resources" => resources };
        self.pages.push(number.into());
        self.file.put(number, page.into())
    }

    fn finish(mut self, mut outlines: Document) -> Result<Pdf> {
        let Some(Identity { mut catalog, mut tags, mut trailer }) = self.first else {
            return Err(Error::new(Kind::Bug, "there is nothing to merge"));
        };
        let (file, roots, pages) = (&mut self.file, self.roots, self.pages.len());
        let count = i64::try_from(pages).unwrap_or(i64::MAX);
        let tree = dictionary! { "Type" => "Pages", "Kids" => self.pages, "Count" => count };
        file.put(roots.pages, tree.into())?;
        let element = dictionary! { "Type" => "StructElem", "S" => "Document", "P" => roots.tags, "K" => self.tops };
        file.put(roots.element, element.into())?;
        tags.set("K", roots.element);
        tags.set("ParentTree", dictionary! { "Nums" => self.parents });
        tags.set("ParentTreeNextKey", self.next_key);
        tags.remove(b"IDTree");
        if !self.named.is_empty() {
            let names = self.named.into_iter();
            let names = names.flat_map(|(name, element)| [Object::String(name, StringFormat::Literal), element]);
            tags.set("IDTree", dictionary! { "Names" => names.collect::<Vec<_>>() });
        }
        file.put(roots.tags, tags.into())?;
        catalog.set("Pages", roots.pages);
        catalog.set("StructTreeRoot", roots.tags);
        outlines.max_id = file.last_number();
        if let Some(bookmarks) = outlines.build_outline() {
            catalog.set("Outlines", bookmarks);
        }
        file.take_up_to(outlines.max_id);
        for (id, object) in outlines.objects {
            file.put(id, object)?;
        }
        let root = file.number();
        file.put(root, catalog.into())?;
        trailer.set("Root", root);
        Ok(Pdf { bytes: self.file.finish(&trailer)?, pages })
    }
}
