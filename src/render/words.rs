//! The fixed texts of pages and sheets: one Fluent catalogue, `fr.ftl`, over which a school may lay messages of its own.
//!
//! Code and templates name messages by their keys; a test holds that every key exists and that every message is used. Another
//! language needs another catalogue and nothing else: days, hours and sizes are messages too (`dates`, `facts`).

mod dates;
mod facts;
mod memo;

use std::collections::BTreeSet;
use std::fmt;

use chrono::{NaiveDate, NaiveTime};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::artifact::Digest;
use crate::error::{Error, Kind, Result};
use crate::render::words::memo::Memo;

pub(super) use dates::is_whole_day;
pub(super) use facts::{capitalised, conformity_name, cut_short};

/// Where the catalogue lies in a theme.
pub(super) const FILE: &str = "fr.ftl";

/// The catalogue of the default theme.
const DEFAULT: &str = include_str!("../../themes/default/fr.ftl");

/// A catalogue, ready to speak.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    digest: Digest,
    days: Memo<(&'static str, NaiveDate)>,
    hours: Memo<(NaiveTime, NaiveTime)>,
    rooms: Memo<String>,
}

/// A value to put into a message.
pub type Value<'v> = FluentValue<'v>;

impl Words {
    /// The default catalogue with a school's own messages laid over it, by the text of its `fr.ftl`.
    ///
    /// # Errors
    /// `Theme`, with the file and line, when the text is not Fluent, or when a message does not exist in the default catalogue or
    /// asks for values that the default one does not get.
    pub fn new(own: Option<&str>) -> Result<Self> {
        let default = resource(DEFAULT)?;
        let language = "fr".parse().map_err(|error| Error::new(Kind::Bug, "`fr` is not a language").because(error))?;
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        if let Some(text) = own {
            let own = resource(text)?;
            check(&own, text, &default)?;
            bundle.add_resource_overriding(default);
            bundle.add_resource_overriding(own);
        } else {
            bundle.add_resource_overriding(default);
        }
        let digest = Digest::of_parts(&[DEFAULT.as_bytes(), own.unwrap_or_default().as_bytes()]);
        Ok(Words { bundle, digest, days: Memo::default(), hours: Memo::default(), rooms: Memo::default() })
    }

    /// Of all its messages.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// A message without values.
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A message with its values filled in. A key that does not exist is said as it is: a test finds it.
    pub fn fill(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        self.try_fill(key, values).unwrap_or_else(|| key.to_owned())
    }

    /// Like [`Words::fill`]; `None` when there is no such message.
    pub(super) fn try_fill(&self, key: &str, values: &[(&str, Value<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            arguments.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        for error in errors {
            tracing::error!(key, %error, "a message lacks a value");
        }
        Some(text.into_owned())
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Words").finish_non_exhaustive()
    }
}

fn resource(text: &str) -> Result<FluentResource> {
    FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| {
        let (place, why) = errors.first().map_or((0, String::new()), |error| (error.pos.start, error.to_string()));
        wrong(text, place, "is not Fluent").because(why)
    })
}

/// Refuses messages that nothing would say, and values that nobody would give.
fn check(own: &FluentResource, text: &str, default: &FluentResource) -> Result<()> {
    for (name, pattern) in messages(own) {
        let place = text.find(&format!("\n{name} ")).map_or(0, |line_end| line_end + 1);
        let Some((_, known)) = messages(default).find(|(key, _)| *key == name) else {
            return Err(wrong(text, place, &format!("names `{name}`, which is not a message of the default theme")));
        };
        let known = values_of(known, default);
        if let Some(unknown) = values_of(pattern, own).into_iter().find(|value| !known.contains(value)) {
            let known = known.iter().map(|value| format!("`${value}`")).collect::<Vec<_>>().join(", ");
            let known = if known.is_empty() { "it has none".to_owned() } else { format!("it has {known}") };
            return Err(wrong(text, place, &format!("`{name}` asks for `${unknown}` ({known})")));
        }
    }
    Ok(())
}

fn wrong(text: &str, place: usize, what: &str) -> Error {
    let line = 1 + text.bytes().take(place).filter(|byte| *byte == b'\n').count();
    Error::new(Kind::Theme, format!("theme file `{FILE}:{line}` {what}"))
}

fn messages(resource: &FluentResource) -> impl Iterator<Item = (&str, &Pattern<&str>)> {
    resource.entries().filter_map(|entry| match entry {
        Entry::Message(message) => Some((message.id.name, message.value.as_ref()?)),
        _ => None,
    })
}

/// The values that a message asks for, by itself or through the messages that it refers to.
fn values_of<'r>(pattern: &Pattern<&'r str>, resource: &'r FluentResource) -> BTreeSet<&'r str> {
    let mut values = BTreeSet::new();
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                values.extend(variants.iter().flat_map(|variant| values_of(&variant.value, resource)));
                selector
            }
        };
        match inline {
            InlineExpression::VariableReference { id } => {
                values.insert(id.name);
            }
            InlineExpression::MessageReference { id, .. } => {
                let referred = messages(resource).find(|(key, _)| *key == id.name);
                values.extend(referred.into_iter().flat_map(|(_, pattern)| values_of(pattern, resource)));
            }
            _ => {}
        }
    }
    values
}

#[cfg(test)]
mod tests;
