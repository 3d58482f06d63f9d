//! A TOML tree read by hand: every problem is noted with its key path and line, and reading goes on.
//!
//! serde stops at the first problem, so it is not used here. A key that nobody asked for is a problem too.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One problem of a configuration file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Problem {
    /// The line, from 1.
    line: usize,
    /// The path of the key (`sources[2].url`); empty for a syntax error.
    key: String,
    /// What is wrong, and what would be right.
    message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            write!(formatter, "line {}: {}", self.line, self.message)
        } else {
            write!(formatter, "line {}: `{}`: {}", self.line, self.key, self.message)
        }
    }
}

/// All that is found wrong in one file.
#[derive(Debug)]
pub(super) struct Problems<'t> {
    text: &'t str,
    found: RefCell<Vec<Problem>>,
}

impl<'t> Problems<'t> {
    /// None yet.
    pub(super) fn new(text: &'t str) -> Self {
        Problems { text, found: RefCell::new(Vec::new()) }
    }

    /// Notes one at a byte offset.
    pub(super) fn add(&self, offset: usize, key: &str, message: impl Into<String>) {
        let line = 1 + self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
        self.found.borrow_mut().push(Problem { line, key: key.to_owned(), message: message.into() });
    }

    /// All of them, by line.
    pub(super) fn into_sorted(self) -> Vec<Problem> {
        let mut found = self.found.into_inner();
        found.sort();
        found.dedup();
        found
    }
}

/// A table being read.
#[derive(Debug)]
pub(super) struct Table<'t> {
    entries: &'t DeTable<'t>,
    path: String,
    offset: usize,
    problems: &'t Problems<'t>,
    read: RefCell<BTreeSet<String>>,
}

/// A value with its place.
#[derive(Debug)]
pub(super) struct Value<'t> {
    node: &'t DeValue<'t>,
    /// The key's path.
    path: String,
    /// The byte offset of the value.
    offset: usize,
    problems: &'t Problems<'t>,
}

impl<'t> Table<'t> {
    /// The whole document.
    pub(super) fn document(root: &'t Spanned<DeTable<'t>>, problems: &'t Problems<'t>) -> Self {
        Table { entries: root.get_ref(), path: String::new(), offset: 0, problems, read: RefCell::default() }
    }

    /// The path of a key here.
    fn key_path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// A value, when the key is there.
    pub(super) fn value(&self, key: &str) -> Option<Value<'t>> {
        self.read.borrow_mut().insert(key.to_owned());
        let (_, value) = self.entries.iter().find(|(name, _)| name.get_ref() == key)?;
        Some(Value {
            node: value.get_ref(),
            path: self.key_path(key),
            offset: value.span().start,
            problems: self.problems,
        })
    }

    /// Notes a problem of a key here.
    pub(super) fn problem(&self, key: &str, message: impl Into<String>) {
        let value = self.entries.iter().find(|(name, _)| name.get_ref() == key);
        let offset = value.map_or(self.offset, |(_, value)| value.span().start);
        self.problems.add(offset, &self.key_path(key), message);
    }

    /// A text, when the key is there.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.value(key)?.text()
    }

    /// A text that must be there and not be empty.
    pub(super) fn required_text(&self, key: &str) -> Option<String> {
        match self.value(key) {
            None => {
                self.problem(key, "is missing");
                None
            }
            Some(value) => {
                let text = value.text()?;
                if text.trim().is_empty() {
                    self.problem(key, "is empty");
                    return None;
                }
                Some(text)
            }
        }
    }

    /// A whole number in a range, when the key is there.
    pub(super) fn number(&self, key: &str, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let value = self.value(key)?;
        let number = match value.node {
            DeValue::Integer(integer) => integer.to_string().parse().ok().filter(|number| range.contains(number)),
            _ => None,
        };
        if number.is_none() {
            self.problem(key, format!("must be a whole number from {} to {}", range.start(), range.end()));
        }
        number
    }

    /// True or false, when the key is there.
    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        match value.node {
            DeValue::Boolean(flag) => Some(*flag),
            _ => value.wrong("`true` or `false`"),
        }
    }

    /// A text mapped to a value, when the key is there. `expected` names what is accepted.
    pub(super) fn parsed<T>(&self, key: &str, expected: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(key)?;
        let value = parse(&text);
        if value.is_none() {
            self.problem(key, format!("must be {expected}, not `{text}`"));
        }
        value
    }

    /// Like [`Table::parsed`], for a key that must be there.
    pub(super) fn required_parsed<T>(&self, key: &str, expected: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        if self.value(key).is_none() {
            self.problem(key, "is missing");
        }
        self.parsed(key, expected, parse)
    }

    /// A table, when the key is there.
    pub(super) fn table(&self, key: &str) -> Option<Table<'t>> {
        self.value(key)?.table()
    }

    /// The tables of `[[key]]`; none when the key is absent.
    pub(super) fn tables(&self, key: &str) -> Vec<Table<'t>> {
        self.value(key).map(|value| value.list()).unwrap_or_default().iter().filter_map(Value::table).collect()
    }

    /// The texts of a list; none when the key is absent.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        self.value(key).map(|value| value.list()).unwrap_or_default().iter().filter_map(Value::text).collect()
    }

    /// Every key here.
    pub(super) fn keys(&self) -> Vec<String> {
        self.entries.iter().map(|(key, _)| key.get_ref().to_string()).collect()
    }

    /// Every key here with its text, which must not be empty.
    pub(super) fn pairs(self) -> Vec<(String, String)> {
        self.keys().into_iter().filter_map(|key| self.required_text(&key).map(|text| (key, text))).collect()
    }

    /// Ends the reading: a key that nobody asked for is a problem.
    pub(super) fn finish(self) {
        self.finish_shared();
    }

    /// Like [`Table::finish`], for a table that is still needed to note problems.
    pub(super) fn finish_shared(&self) {
        let read = self.read.borrow();
        for (name, value) in self.entries {
            if !read.contains(name.get_ref().as_ref()) {
                let known = read.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
                let message = format!("is not a key here (known: {known})");
                self.problems.add(value.span().start, &self.key_path(name.get_ref()), message);
            }
        }
    }
}

impl<'t> Value<'t> {
    /// Its text.
    pub(super) fn text(&self) -> Option<String> {
        match self.node {
            DeValue::String(text) => Some(text.to_string()),
            _ => self.wrong("a text"),
        }
    }

    /// Its table.
    pub(super) fn table(&self) -> Option<Table<'t>> {
        match self.node {
            DeValue::Table(entries) => Some(Table {
                entries,
                path: self.path.clone(),
                offset: self.offset,
                problems: self.problems,
                read: RefCell::default(),
            }),
            _ => self.wrong("a table"),
        }
    }

    /// Whether it is a text rather than a table.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.node, DeValue::String(_))
    }

    fn list(&self) -> Vec<Value<'t>> {
        let DeValue::Array(items) = self.node else {
            return self.wrong("a list").unwrap_or_default();
        };
        let element = |(index, item): (usize, &'t Spanned<DeValue<'t>>)| Value {
            node: item.get_ref(),
            path: format!("{}[{index}]", self.path),
            offset: item.span().start,
            problems: self.problems,
        };
        items.iter().enumerate().map(element).collect()
    }

    fn wrong<T>(&self, expected: &str) -> Option<T> {
        self.problems.add(self.offset, &self.path, format!("must be {expected}"));
        None
    }
}
