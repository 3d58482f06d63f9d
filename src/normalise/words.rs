//! What an item says, as one text to search in; and texts as they are compared: no case, no accents, no spaces, no punctuation.

use unicode_normalization::UnicodeNormalization;

use crate::model::item::Item;
use crate::model::rich_text::RichText;

/// All words of an item that a reader may see, the names of its files included.
pub fn of_item(item: &Item) -> String {
    let mut words: Vec<String> = Vec::new();
    match item {
        Item::Lesson(lesson) => {
            words.extend(lesson.subject.iter().map(|subject| subject.raw.clone()));
            words.push(lesson.title.clone());
            words.extend(lesson.rooms.iter().chain(&lesson.raw_status).cloned());
        }
        Item::NonTeaching(days) => words.push(days.label.clone()),
        Item::Homework(homework) => {
            words.extend(homework.subject.iter().map(|subject| subject.raw.clone()));
            words.push(homework.body.plain_text());
        }
        Item::Content(content) => {
            words.extend(content.subject.iter().map(|subject| subject.raw.clone()).chain(content.title.clone()));
            words.push(content.body.plain_text());
        }
        Item::Announcement(news) => {
            words.push(news.title.clone());
            words.extend(news.summary.iter().cloned().chain(news.body.as_ref().map(RichText::plain_text)));
            words.extend(news.reply.iter().flat_map(|reply| reply.choices.iter().cloned()));
        }
        Item::Menu(menu) => words.push(menu.body.plain_text()),
        Item::Document(document) => words.extend(document.folders.iter().cloned()),
    }
    for file in item.attachments() {
        words.push(file.name.clone());
        words.extend(file.alt.clone());
    }
    words.join("\n")
}

/// A text as it is compared.
pub fn folded(text: &str) -> String {
    text.nfkd().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_without_what_typesetting_changes() {
        for (one, other) in [
            ("Lire l’Énéide, p. 12", "lire l'eneide p.12"),
            ("Pour  le\u{a0}: 10\u{202f}h", "POUR LE : 10 h"),
            ("gram-\nmaire", "grammaire"),
            ("ﬁn", "fin"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
        assert_ne!(folded("page 12"), folded("page 13"));
    }
}
