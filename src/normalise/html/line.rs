//! One line of text under construction: runs of text with their marks, folded into a tree at the end.
//!
//! Marks are kept on a stack beside the text rather than as a tree, so that markup which closes in the wrong order or
//! spans several paragraphs gives a sound tree all the same.

use crate::model::rich_text::{Inline, LinkTarget};
use crate::normalise::html::MOST_MARKS;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    Strong,
    Emphasis,
    Superscript,
    Subscript,
    Code,
    Link(LinkTarget),
    Language(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Leaf {
    Text(String),
    Math(String),
    Break,
}

#[derive(Debug, Clone)]
struct Run {
    marks: Vec<Mark>,
    leaf: Leaf,
}

/// The marks in force.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks(Vec<Mark>);

impl Marks {
    /// These marks and one more, unless it is there already or they are too many.
    pub(super) fn with(&self, mark: Mark) -> Marks {
        let mut marks = self.clone();
        if !marks.0.contains(&mark) && marks.0.len() < MOST_MARKS {
            marks.0.push(mark);
        }
        marks
    }

    /// These marks with another language, or back in French.
    pub(super) fn in_language(&self, tag: Option<String>) -> Marks {
        let kept = self.0.iter().filter(|mark| !matches!(mark, Mark::Language(_))).cloned();
        let marks = Marks(kept.collect());
        tag.map_or_else(|| marks.clone(), |tag| marks.with(Mark::Language(tag)))
    }

    /// Whether the text is inside a link.
    pub(super) fn link(&self) -> bool {
        self.0.iter().any(|mark| matches!(mark, Mark::Link(_)))
    }
}

/// The line.
#[derive(Debug, Default)]
pub(super) struct Line {
    runs: Vec<Run>,
}

impl Line {
    /// How many pieces were written: to know later whether something was added.
    pub(super) fn len(&self) -> usize {
        self.runs.len()
    }

    /// Adds text, its white space collapsed with what precedes.
    pub(super) fn text(&mut self, text: &str, marks: &Marks) {
        let mut kept = String::with_capacity(text.len());
        let mut after_space = self.ends_with_space();
        for character in text.chars().filter(|character| !is_invisible(*character)) {
            let space = is_collapsible(character);
            if !(space && after_space) {
                kept.push(if space { ' ' } else { character });
            }
            after_space = space;
        }
        if kept.is_empty() {
            return;
        }
        let blank = kept.trim().is_empty();
        let marks =
            if blank { self.runs.last().map(|run| run.marks.clone()).unwrap_or_default() } else { marks.0.clone() };
        match self.runs.last_mut() {
            Some(Run { marks: last, leaf: Leaf::Text(before) }) if *last == marks => before.push_str(&kept),
            _ => self.runs.push(Run { marks: if blank { Vec::new() } else { marks }, leaf: Leaf::Text(kept) }),
        }
    }

    /// Adds a formula.
    pub(super) fn math(&mut self, text: &str, marks: &Marks) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.runs.push(Run { marks: marks.0.clone(), leaf: Leaf::Math(text) });
        }
    }

    /// Adds a line break.
    pub(super) fn line_break(&mut self) {
        self.runs.push(Run { marks: Vec::new(), leaf: Leaf::Break });
    }

    /// Adds a line break unless the line begins here.
    pub(super) fn new_line(&mut self) {
        if self.runs.last().is_some_and(|run| run.leaf != Leaf::Break) {
            self.line_break();
        }
    }

    /// Takes what was written as paragraphs: two line breaks in a row end one.
    pub(super) fn paragraphs(&mut self) -> Vec<Vec<Inline>> {
        let mut paragraphs = vec![Vec::new()];
        let mut breaks = Vec::new();
        for run in self.runs.drain(..) {
            if run.leaf == Leaf::Break {
                breaks.push(run);
                continue;
            }
            if !breaks.is_empty() && run.is_blank() {
                continue;
            }
            if breaks.len() > 1 {
                paragraphs.push(Vec::new());
                breaks.clear();
            }
            if let Some(last) = paragraphs.last_mut() {
                last.append(&mut breaks);
                last.push(run);
            }
        }
        paragraphs.into_iter().map(|runs| fold(&trimmed(runs), 0)).filter(|content| !content.is_empty()).collect()
    }

    /// Takes what was written as one line, where paragraphs are impossible.
    pub(super) fn whole(&mut self) -> Vec<Inline> {
        let mut whole = Vec::new();
        for paragraph in self.paragraphs() {
            if !whole.is_empty() {
                whole.push(Inline::Break);
            }
            whole.extend(paragraph);
        }
        whole
    }

    fn ends_with_space(&self) -> bool {
        match self.runs.last() {
            Some(Run { leaf: Leaf::Text(text), .. }) => text.ends_with(' '),
            Some(Run { leaf: Leaf::Math(_), .. }) => false,
            Some(Run { leaf: Leaf::Break, .. }) | None => true,
        }
    }
}

impl Run {
    fn is_blank(&self) -> bool {
        match &self.leaf {
            Leaf::Text(text) => text.trim().is_empty(),
            Leaf::Math(_) => false,
            Leaf::Break => true,
        }
    }
}

/// The runs without white space at either end and before line breaks.
fn trimmed(mut runs: Vec<Run>) -> Vec<Run> {
    while runs.last().is_some_and(Run::is_blank) {
        runs.pop();
    }
    let first = runs.iter().position(|run| !run.is_blank()).unwrap_or(runs.len());
    runs.drain(..first);
    let last = runs.len().saturating_sub(1);
    for index in 0..runs.len() {
        let before_break = runs.get(index + 1).is_some_and(|next| next.leaf == Leaf::Break);
        if let Leaf::Text(text) = &mut runs[index].leaf {
            if index == 0 {
                *text = text.trim_start().to_owned();
            }
            if index == last || before_break {
                text.truncate(text.trim_end().len());
            }
        }
    }
    runs
}

fn fold(runs: &[Run], depth: usize) -> Vec<Inline> {
    let mut content: Vec<Inline> = Vec::new();
    let mut index = 0;
    while let Some(run) = runs.get(index) {
        let Some(mark) = run.marks.get(depth) else {
            push(&mut content, &run.leaf);
            index += 1;
            continue;
        };
        let same = runs[index..].iter().take_while(|next| next.marks.get(depth) == Some(mark)).count();
        content.push(wrap(mark, &runs[index..index + same], depth + 1));
        index += same;
    }
    content
}

fn push(content: &mut Vec<Inline>, leaf: &Leaf) {
    match (content.last_mut(), leaf) {
        (Some(Inline::Text { text: before }), Leaf::Text(text)) => before.push_str(text),
        (_, Leaf::Text(text)) => content.push(Inline::Text { text: text.clone() }),
        (_, Leaf::Math(text)) => content.push(Inline::Math { text: text.clone() }),
        (_, Leaf::Break) => content.push(Inline::Break),
    }
}

fn wrap(mark: &Mark, runs: &[Run], depth: usize) -> Inline {
    if *mark == Mark::Code {
        return Inline::Code { text: runs.iter().map(plain).collect() };
    }
    let content = fold(runs, depth);
    match mark {
        Mark::Strong => Inline::Strong { content },
        Mark::Emphasis | Mark::Code => Inline::Emphasis { content },
        Mark::Superscript => Inline::Superscript { content },
        Mark::Subscript => Inline::Subscript { content },
        Mark::Link(target) => Inline::Link { target: target.clone(), content },
        Mark::Language(tag) => Inline::Language { tag: tag.clone(), content },
    }
}

fn plain(run: &Run) -> &str {
    match &run.leaf {
        Leaf::Text(text) | Leaf::Math(text) => text,
        Leaf::Break => " ",
    }
}

/// White space that HTML collapses: not the no-break spaces, which French typography needs.
fn is_collapsible(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{2028}' | '\u{2029}')
}

/// Control characters, byte order marks and zero-width spaces, which word processors leave behind.
fn is_invisible(character: char) -> bool {
    (character.is_control() && !is_collapsible(character)) || matches!(character, '\u{feff}' | '\u{200b}')
}
