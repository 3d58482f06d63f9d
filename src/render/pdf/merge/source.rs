//! A finished PDF, taken apart: what each copy of it needs for itself, and what all copies share.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::error::{Error, Kind, Result};

/// Keys of the catalogue that the whole document makes anew.
const MADE_ANEW: [&[u8]; 3] = [b"Pages", b"Outlines", b"StructTreeRoot"];

/// Keys of the trailer that stay.
const KEPT: [&[u8]; 2] = [b"Info", b"ID"];

/// A document with its parts.
pub(super) struct Source {
    document: Document,
    /// Its pages, in order.
    pub(super) pages: Vec<ObjectId>,
    /// The nodes above its pages.
    pub(super) trees: Vec<ObjectId>,
    /// The root of its tags.
    pub(super) tags: ObjectId,
    /// The elements right below that root.
    pub(super) tops: Vec<ObjectId>,
    /// Which elements a page or link belongs to, by key, and the first key that is free.
    pub(super) parents: Vec<(i64, Object)>,
    pub(super) next_key: i64,
    /// What each copy needs for itself: pages, tags, links, and all that refers to one of them.
    pub(super) own: BTreeSet<ObjectId>,
    /// The rest of what is needed.
    shared: BTreeSet<ObjectId>,
    pub(super) identity: Identity,
}

/// What a document says of itself.
pub(super) struct Identity {
    /// Its language, its colours, its metadata.
    pub(super) catalog: Dictionary,
    /// The root of its tags: what their names mean.
    pub(super) tags: Dictionary,
    /// Its date, title and author, and what tells it from all others.
    pub(super) trailer: Dictionary,
}

/// Where a document comes in the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// First: what it says of itself is said of the whole.
    First,
    /// Behind another.
    Behind,
}

impl Source {
    /// Takes a PDF apart, its objects numbered from there.
    pub(super) fn load(bytes: &[u8], first_number: u32, place: Place) -> Result<Self> {
        let mut document = Document::load_mem(bytes).map_err(unreadable)?;
        document.renumber_objects_with(first_number);
        let mut catalog = document.catalog().map_err(unreadable)?.clone();
        let tags = catalog.get(b"StructTreeRoot").and_then(Object::as_reference).map_err(unreadable)?;
        let roles = document.get_dictionary(tags).map_err(unreadable)?.clone();
        for key in MADE_ANEW {
            catalog.remove(key);
        }
        let pages: Vec<ObjectId> = document.page_iter().collect();
        let trees = document.objects.iter().filter(|(_, object)| is(object, b"Pages")).map(|(id, _)| *id).collect();
        let tops = roles.get(b"K").map(references).unwrap_or_default();
        let parents = numbered(roles.get_deref(b"ParentTree", &document).map_err(unreadable)?)?;
        let kept = document.trailer.iter().filter(|(key, _)| KEPT.contains(&key.as_slice()));
        let trailer = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
        let mut source = Source {
            next_key: parents.iter().map(|(key, _)| key + 1).max().unwrap_or(0),
            document,
            pages,
            trees,
            tags,
            tops,
            parents,
            own: BTreeSet::new(),
            shared: BTreeSet::new(),
            identity: Identity { catalog, tags: roles, trailer },
        };
        source.divide(place);
        Ok(source)
    }

    /// Tells what each copy needs for itself from what it shares.
    fn divide(&mut self, place: Place) {
        let mut open: Vec<ObjectId> = self.pages.iter().chain(&self.tops).copied().collect();
        open.extend(self.parents.iter().flat_map(|(_, value)| references(value)));
        if place == Place::First {
            open.extend(
                self.identity.catalog.iter().chain(&self.identity.trailer).flat_map(|(_, value)| references(value)),
            );
        }
        let mut needed: BTreeSet<ObjectId> = BTreeSet::new();
        let mut referring: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
        while let Some(id) = open.pop() {
            let outside = id == self.tags || self.trees.contains(&id);
            if outside || !needed.insert(id) {
                continue;
            }
            for target in self.document.objects.get(&id).map(references).unwrap_or_default() {
                referring.entry(target).or_default().push(id);
                open.push(target);
            }
        }
        let has_key = |id: &&ObjectId| self.document.objects.get(id).is_some_and(belongs_to_one_copy);
        let mut open: Vec<ObjectId> = needed.iter().filter(has_key).chain(&self.pages).copied().collect();
        while let Some(id) = open.pop() {
            if self.own.insert(id) {
                open.extend(referring.get(&id).into_iter().flatten());
            }
        }
        self.shared = needed.difference(&self.own).copied().collect();
    }

    /// What each copy needs for itself.
    pub(super) fn own_objects(&self) -> impl Iterator<Item = (ObjectId, &Object)> {
        self.own.iter().filter_map(|id| Some((*id, self.document.objects.get(id)?)))
    }

    /// What all copies share, handed over.
    pub(super) fn take_shared(&mut self) -> Vec<(ObjectId, Object)> {
        let shared = std::mem::take(&mut self.shared).into_iter();
        shared.filter_map(|id| Some((id, self.document.objects.remove(&id)?))).collect()
    }

    /// The highest number of its objects.
    pub(super) fn last_number(&self) -> u32 {
        self.document.max_id
    }

    /// The size of its last page.
    pub(super) fn media_box(&self) -> Object {
        let page = self.pages.last().and_then(|page| self.document.get_dictionary(*page).ok());
        page.and_then(|page| page.get(b"MediaBox").ok()).cloned().unwrap_or(Object::Null)
    }
}

/// The objects that an object refers to.
pub(super) fn references(object: &Object) -> Vec<ObjectId> {
    match object {
        Object::Reference(id) => vec![*id],
        Object::Array(items) => items.iter().flat_map(references).collect(),
        Object::Dictionary(entries) => entries.iter().flat_map(|(_, value)| references(value)).collect(),
        Object::Stream(stream) => stream.dict.iter().flat_map(|(_, value)| references(value)).collect(),
        _ => Vec::new(),
    }
}

/// Whether an object has a place in one page or in the tags: sharing it would give it two.
fn belongs_to_one_copy(object: &Object) -> bool {
    let Some(dictionary) = dictionary(object) else { return false };
    is(object, b"StructElem") || [b"StructParents".as_slice(), b"StructParent"].iter().any(|key| dictionary.has(key))
}

fn is(object: &Object, kind: &[u8]) -> bool {
    dictionary(object).is_some_and(|dictionary| dictionary.has_type(kind))
}

fn dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// The entries of a number tree, which is one node in what Typst makes.
fn numbered(tree: &Object) -> Result<Vec<(i64, Object)>> {
    let entries = tree.as_dict().and_then(|tree| tree.get(b"Nums")).and_then(Object::as_array).map_err(unreadable)?;
    let pair = |pair: &[Object]| Some((pair.first()?.as_i64().ok()?, pair.get(1)?.clone()));
    Ok(entries.chunks(2).filter_map(pair).collect())
}

fn unreadable(error: lopdf::Error) -> Error {
    Error::new(Kind::Bug, "cannot take a PDF apart").because(error)
}
