//! Spaces at which a French line never ends: those before `:`, `;`, `!`, `?` and `»`, and those after `«`.
//!
//! Teachers type plain spaces there. They become U+00A0 in everything but code and formulas.

use super::{Block, Inline, RichText};

impl RichText {
    /// The same text, in which no line begins with punctuation.
    #[must_use]
    pub fn with_held_spaces(mut self) -> Self {
        for block in &mut self.blocks {
            match block {
                Block::Paragraph { content } | Block::Heading { content, .. } => hold(content),
                Block::List { items, .. } => {
                    for item in items {
                        *item = std::mem::take(item).with_held_spaces();
                    }
                }
                Block::Table { caption, rows, .. } => {
                    *caption = caption.as_deref().map(with_held_spaces);
                    rows.iter_mut().flatten().for_each(|cell| hold(cell));
                }
                Block::Quote { content } => *content = std::mem::take(content).with_held_spaces(),
                Block::Code { .. } | Block::Image { .. } => {}
            }
        }
        self
    }
}

/// The same words, in which no line begins with punctuation.
pub fn with_held_spaces(text: &str) -> String {
    held(text, None)
}

fn hold(content: &mut [Inline]) {
    hold_before(content, None);
}

/// Takes the letter that follows and gives the first one: a mark may begin or end between a space and its punctuation.
fn hold_before(content: &mut [Inline], next: Option<char>) -> Option<char> {
    content.iter_mut().rev().fold(next, |next, inline| match inline {
        Inline::Text { text } => {
            *text = held(text, next);
            text.chars().next().or(next)
        }
        Inline::Emphasis { content }
        | Inline::Strong { content }
        | Inline::Superscript { content }
        | Inline::Subscript { content }
        | Inline::Link { content, .. }
        | Inline::Language { content, .. } => hold_before(content, next),
        Inline::Code { .. } | Inline::Math { .. } | Inline::Break => None,
    })
}

fn held(text: &str, next: Option<char>) -> String {
    let following = text.chars().skip(1).map(Some).chain([next]);
    let mut before = None;
    let hold = |(character, next): (char, Option<char>)| {
        let is_held = matches!(next, Some(':' | ';' | '!' | '?' | '»')) || before == Some('«');
        before = Some(character);
        if character == ' ' && is_held { '\u{a0}' } else { character }
    };
    text.chars().zip(following).map(hold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_never_begins_with_punctuation() {
        for (typed, set) in [
            ("Lire : page 12 ; puis dormir !", "Lire\u{a0}: page 12\u{a0}; puis dormir\u{a0}!"),
            ("« La Main » ?", "«\u{a0}La Main\u{a0}»\u{a0}?"),
            ("Rendez-vous à 8 : 30, échelle 1 : 25 000", "Rendez-vous à 8\u{a0}: 30, échelle 1\u{a0}: 25 000"),
            ("déjà\u{a0}: bien, fin?", "déjà\u{a0}: bien, fin?"),
            ("https://exemple.fr/?a=1;b=2 voir", "https://exemple.fr/?a=1;b=2 voir"),
            (" :", "\u{a0}:"),
            ("", ""),
        ] {
            assert_eq!(with_held_spaces(typed), set, "{typed}");
        }
    }

    #[test]
    fn marks_do_not_hide_punctuation_and_code_stays_as_it_was_typed() {
        let text = |text: &str| Inline::Text { text: text.to_owned() };
        let strong = |words: &str| Inline::Strong { content: vec![text(words)] };
        let code = || Inline::Code { text: "si x : y".to_owned() };
        let typed = vec![strong("Exercice "), text(": voir "), code(), text(" "), code(), text(" "), strong("?")];
        let set =
            vec![strong("Exercice\u{a0}"), text(": voir "), code(), text(" "), code(), text("\u{a0}"), strong("?")];
        let blocks = |content: Vec<Inline>, words: &str| {
            let program = Block::Code { text: "a ? b : c".to_owned() };
            let cell = vec![vec![vec![text(words)]]];
            let table = Block::Table { caption: Some(words.to_owned()), header_rows: 0, rows: cell };
            let quote = Block::Quote { content: RichText::plain(words) };
            let list = Block::List { start: None, items: vec![RichText::plain(words)] };
            RichText { blocks: vec![Block::Paragraph { content }, program, table, quote, list] }
        };
        assert_eq!(blocks(typed, "vrai ?").with_held_spaces(), blocks(set, "vrai\u{a0}?"));
    }
}
