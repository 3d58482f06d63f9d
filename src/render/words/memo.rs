//! What was said already: a school has few days, hours and rooms, and its pages say them again and again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// Finished words, by what they say.
#[derive(Default)]
pub(super) struct Memo<K>(RwLock<HashMap<K, String>>);

impl<K: Eq + Hash> Memo<K> {
    /// The words for `key`, made by `say` unless they are known.
    pub(super) fn get(&self, key: K, say: impl FnOnce() -> String) -> String {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let said = say();
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, said.clone());
            said
        })
    }
}
