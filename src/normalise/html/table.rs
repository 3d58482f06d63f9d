//! Tables: header rows, captions, spans and ragged rows.

use scraper::ElementRef;

use crate::model::rich_text::{Block, Inline};
use crate::normalise::html::flow::Flow;

const MOST_COLUMNS: usize = 40;
const MOST_ROWS: usize = 1000;

/// The rows of a table as they stand in the HTML.
struct Rows<'a> {
    rows: Vec<Vec<ElementRef<'a>>>,
    header_rows: usize,
}

/// The part of a table that a row is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    Body,
}

/// The only cell of a table that has one: a frame around text rather than data.
pub(super) fn only_cell(table: ElementRef<'_>) -> Option<ElementRef<'_>> {
    match rows(table).rows.as_slice() {
        [row] => match row.as_slice() {
            [cell] => Some(*cell),
            _ => None,
        },
        _ => None,
    }
}

/// The table, and the pictures of its cells, which come after it.
pub(super) fn convert(flow: &mut Flow<'_>, table: ElementRef<'_>) -> Vec<Block> {
    let Rows { rows, header_rows } = rows(table);
    let mut pictures = Vec::new();
    let mut grid: Vec<Vec<Vec<Inline>>> = Vec::new();
    let mut spans = [0_usize; MOST_COLUMNS];
    for row in rows {
        let mut line = Vec::new();
        let mut cells = row.into_iter();
        while line.len() < MOST_COLUMNS {
            if spans[line.len()] > 0 {
                spans[line.len()] -= 1;
                line.push(Vec::new());
                continue;
            }
            let Some(cell) = cells.next() else { break };
            let below = span(cell, "rowspan", MOST_ROWS) - 1;
            let (content, mut shown) = flow.flat(cell);
            pictures.append(&mut shown);
            let first = line.len();
            line.push(content);
            while line.len() < (first + span(cell, "colspan", MOST_COLUMNS)).min(MOST_COLUMNS) {
                line.push(Vec::new());
            }
            spans[first..line.len()].fill(below);
        }
        grid.push(line);
    }
    let mut blocks = tidy(grid, header_rows, caption(flow, table)).into_iter().collect::<Vec<_>>();
    blocks.append(&mut pictures);
    blocks
}

/// Whether a `figcaption` is the caption of a table, which then shows it.
pub(super) fn captions_table(caption: ElementRef<'_>) -> bool {
    caption.parent().is_some_and(|figure| {
        figure.children().filter_map(ElementRef::wrap).any(|child| child.value().name() == "table")
    })
}

fn tidy(mut grid: Vec<Vec<Vec<Inline>>>, header_rows: usize, caption: Option<String>) -> Option<Block> {
    let columns =
        grid.iter().map(|row| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1)).max()?;
    if columns == 0 {
        return None;
    }
    for row in &mut grid {
        row.resize(columns, Vec::new());
    }
    let mut index = 0;
    let mut headers = header_rows;
    grid.retain(|row| {
        let kept = row.iter().any(|cell| !cell.is_empty());
        headers -= usize::from(!kept && index < header_rows);
        index += 1;
        kept
    });
    Some(Block::Table { caption, header_rows: headers, rows: grid })
}

fn rows(table: ElementRef<'_>) -> Rows<'_> {
    let mut found = Rows { rows: Vec::new(), header_rows: 0 };
    for part in table.children().filter_map(ElementRef::wrap) {
        match part.value().name() {
            "tr" => found.add(part, Part::Body),
            name @ ("thead" | "tbody" | "tfoot") => {
                for row in part.children().filter_map(ElementRef::wrap) {
                    found.add(row, if name == "thead" { Part::Head } else { Part::Body });
                }
            }
            _ => {}
        }
    }
    found
}

impl<'a> Rows<'a> {
    fn add(&mut self, row: ElementRef<'a>, part: Part) {
        if row.value().name() != "tr" || self.rows.len() == MOST_ROWS {
            return;
        }
        let is_cell = |cell: &ElementRef<'_>| matches!(cell.value().name(), "td" | "th");
        let cells: Vec<_> = row.children().filter_map(ElementRef::wrap).filter(is_cell).collect();
        let all_headers = cells.len() > 1 && cells.iter().all(|cell| cell.value().name() == "th");
        if (part == Part::Head || all_headers) && self.header_rows == self.rows.len() {
            self.header_rows += 1;
        }
        self.rows.push(cells);
    }
}

fn caption(flow: &mut Flow<'_>, table: ElementRef<'_>) -> Option<String> {
    let own = table.children().filter_map(ElementRef::wrap).find(|child| child.value().name() == "caption");
    let around = || {
        let figure = table.parent().and_then(ElementRef::wrap).filter(|parent| parent.value().name() == "figure")?;
        figure.children().filter_map(ElementRef::wrap).find(|child| child.value().name() == "figcaption")
    };
    let (content, _) = flow.flat(own.or_else(around)?);
    let mut text = String::new();
    crate::model::rich_text::push_inlines(&content, &mut text);
    (!text.is_empty()).then_some(text)
}

fn span(cell: ElementRef<'_>, name: &str, most: usize) -> usize {
    cell.attr(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, most)
}
