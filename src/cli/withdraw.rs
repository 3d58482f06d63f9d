//! `ardoise withdraw`.

use clap::Args;

use crate::cli::{Ending, Session};
use crate::error::{Error, Kind, Result};
use crate::model::id::ItemId;
use crate::pipeline::withdraw::{self, Order};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What to take down, as `ardoise find` names it: `<source>/<key>`
    #[arg(value_name = "ITEM", value_parser = item, required_unless_present = "list")]
    items: Vec<ItemId>,
    /// Let these items be shown again
    #[arg(long, conflicts_with = "list")]
    undo: bool,
    /// Only tell what stays down
    #[arg(long, conflicts_with = "items")]
    list: bool,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = session.load_config()?;
    if arguments.list {
        session.output.withdrawn(&withdraw::list(&config).await?);
        return Ok(Ending::Done);
    }
    let by = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let order = Order { items: arguments.items.clone(), by: by.unwrap_or_else(|| "operator".to_owned()) };
    let now = session.clock.frozen();
    if arguments.undo {
        withdraw::allow(&config, now, &order).await?;
        session.output.allowed(&order.items);
        return Ok(Ending::Done);
    }
    let report = withdraw::withdraw(&config, now, &order, &session.output.progress("taking down")).await?;
    Ok(session.output.withdraw(&report))
}

fn item(text: &str) -> Result<ItemId> {
    ItemId::parse(text).ok_or_else(|| {
        Error::new(Kind::Config, format!("`{text}` is not an item such as `edt-6a/h1-0123456789abcdef`"))
    })
}
