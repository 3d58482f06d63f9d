//! How much there is of each source, counted without reading it: `status` and `/healthz` are asked all day long.

use std::collections::BTreeMap;

use crate::error::{Error, Kind, Result};
use crate::model::coverage::{Coverage, DataKind};
use crate::model::id::SourceId;
use crate::store::Store;
use crate::store::load::column;

// A body begins with the sort of its item, as in `{"lesson":`.
const COUNTS: &str = "SELECT substr(body, 3, instr(body, '\":') - 3) AS sort, COUNT(*) AS items,
    COUNT(missing_since) AS held FROM item WHERE source = $1
    AND key NOT IN (SELECT key FROM suppression WHERE source = $1) GROUP BY sort";

/// What is known of a source, in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glance {
    /// The windows that it read.
    pub coverage: Vec<Coverage>,
    /// Its items.
    pub counts: BTreeMap<DataKind, Count>,
}

/// How many items there are of a kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// All of them.
    pub items: usize,
    /// Those that vanished and are still published.
    pub held: usize,
}

impl Store {
    /// What is known of a source, in figures; nothing when it was never pulled.
    pub async fn glance(&self, source: &SourceId) -> Result<Glance> {
        let mut glance = Glance { coverage: self.coverage(source).await?, counts: BTreeMap::new() };
        for row in self.rows(COUNTS, source, &[]).await? {
            let count = glance.counts.entry(kind(&column::<String>(&row, "sort")?)?).or_default();
            let number = |name| column::<i64>(&row, name).map(|number| usize::try_from(number).unwrap_or_default());
            count.items += number("items")?;
            count.held += number("held")?;
        }
        Ok(glance)
    }
}

/// The kind of data that items of a sort belong to, as [`Item::kind`](crate::model::item::Item::kind) tells it of an item.
fn kind(sort: &str) -> Result<DataKind> {
    Ok(match sort {
        "lesson" | "non_teaching" => DataKind::Timetable,
        "homework" => DataKind::Homework,
        "content" => DataKind::Contents,
        "announcement" => DataKind::Announcements,
        "menu" => DataKind::Menus,
        "document" => DataKind::Documents,
        other => return Err(Error::new(Kind::Local, format!("the database holds an item of the sort `{other}`"))),
    })
}
