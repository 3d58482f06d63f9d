//! What is put in order once a text is whole.

use std::collections::BTreeSet;

use crate::model::rich_text::{Block, RichText};

/// Renumbers the headings of a text so that its highest level is 1 and none is skipped (WCAG 1.3.1); 4 is the lowest.
pub fn level_headings(text: &mut RichText) {
    let mut used = BTreeSet::new();
    each_level(text, &mut |level| {
        used.insert(*level);
    });
    each_level(text, &mut |level| {
        let rank = used.iter().take_while(|other| *other < level).count();
        *level = u8::try_from(rank + 1).unwrap_or(4).min(4);
    });
}

fn each_level(text: &mut RichText, act: &mut dyn FnMut(&mut u8)) {
    for block in &mut text.blocks {
        match block {
            Block::Heading { level, .. } => act(level),
            Block::List { items, .. } => items.iter_mut().for_each(|item| each_level(item, act)),
            Block::Quote { content } => each_level(content, act),
            Block::Paragraph { .. } | Block::Table { .. } | Block::Code { .. } | Block::Image { .. } => {}
        }
    }
}
