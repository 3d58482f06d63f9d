//! One copy of a document: what tells its objects from those of the other copies.

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId};

/// How a copy differs from its source.
pub(super) struct Copy<'n> {
    /// The new numbers of its objects; the others keep theirs.
    pub(super) numbers: &'n BTreeMap<ObjectId, ObjectId>,
    /// What its tags' names begin with; empty when they stay as they are.
    pub(super) prefix: String,
    /// Where its keys of the parent tree begin.
    pub(super) first_key: i64,
}

impl Copy<'_> {
    /// The new number of an object.
    pub(super) fn number(&self, id: ObjectId) -> ObjectId {
        self.numbers.get(&id).copied().unwrap_or(id)
    }

    /// Makes an object one of this copy.
    pub(super) fn adapt(&self, object: &mut Object) {
        match object {
            Object::Reference(id) => *id = self.number(*id),
            Object::Array(items) => items.iter_mut().for_each(|item| self.adapt(item)),
            Object::Dictionary(entries) => entries.iter_mut().for_each(|(key, value)| self.adapt_entry(key, value)),
            Object::Stream(stream) => stream.dict.iter_mut().for_each(|(key, value)| self.adapt_entry(key, value)),
            _ => {}
        }
    }

    fn adapt_entry(&self, key: &[u8], value: &mut Object) {
        match (key, &mut *value) {
            (b"StructParents" | b"StructParent", Object::Integer(key)) => *key += self.first_key,
            (b"ID", Object::String(name, _)) => self.rename(name),
            (b"Headers", Object::Array(names)) => {
                for name in names {
                    if let Object::String(name, _) = name {
                        self.rename(name);
                    }
                }
            }
            _ => self.adapt(value),
        }
    }

    fn rename(&self, name: &mut Vec<u8>) {
        name.splice(0..0, self.prefix.bytes());
    }
}
