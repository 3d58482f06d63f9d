//! The settings of the sources of net o'centre.

use crate::config::check::{Known, required_secret, secret};
use crate::config::raw::Table;
use crate::config::source::{NetocentreMenu, NetocentreNews, NewsWay, SourceSettings, Token};

/// The keys of `netocentre-news`: with `token` and `reader` it reads JSON, with `publisher` the lists for allowed addresses,
/// without them the public feeds.
pub(super) fn news(table: &Table<'_>, known: &Known<'_>) -> Option<SourceSettings> {
    let portal = required_secret(table, "portal", known.lookup);
    let organization = table.text("organization").or_else(|| known.uai.clone());
    if organization.is_none() {
        table.problem("organization", "is missing, and `school.uai` is not set either");
    }
    let number = |key| table.parsed(key, "the number of the ENT, as a text such as `\"3\"`", |text| text.parse().ok());
    let (has_token, reader, publisher) = (table.value("token").is_some(), number("reader"), number("publisher"));
    let token = token(table, known);
    if has_token && publisher.is_some() {
        table.problem("publisher", "is another way than `token`: one of them is enough");
    }
    if has_token && table.value("reader").is_none() {
        table.problem("reader", "is missing: which place of display is read with the token?");
    }
    if !has_token && reader.is_some() {
        table.problem("reader", "needs a `token`");
    }
    let way = match (has_token, publisher) {
        (true, _) => NewsWay::News { token: token?, reader: reader? },
        (false, Some(publisher)) => NewsWay::Published { publisher },
        (false, None) => NewsWay::Feeds,
    };
    Some(SourceSettings::NetocentreNews(NetocentreNews { portal: portal?, organization: organization?, way }))
}

/// The keys of `netocentre-menu`.
pub(super) fn menu(table: &Table<'_>, known: &Known<'_>) -> Option<SourceSettings> {
    let portal = required_secret(table, "portal", known.lookup);
    if known.uai.is_none() {
        table.problem("type", "needs `school.uai`: the menus are those of a school");
    }
    if table.value("token").is_none() {
        table.problem("token", "is missing: the canteen's service is not public");
    }
    let token = token(table, known);
    Some(SourceSettings::NetocentreMenu(NetocentreMenu { portal: portal?, uai: known.uai.clone()?, token: token? }))
}

/// `{ client = "…", secret = … }`, or where a fresh token always is.
fn token(table: &Table<'_>, known: &Known<'_>) -> Option<Token> {
    let value = table.value("token")?;
    let client = if value.is_text() { None } else { value.table().filter(|inner| inner.value("client").is_some()) };
    let Some(client) = client else { return secret(table, "token", known.lookup).map(Token::Given) };
    let (id, secret) = (client.required_text("client"), required_secret(&client, "secret", known.lookup));
    client.finish();
    Some(Token::Client { id: id?, secret: secret? })
}
