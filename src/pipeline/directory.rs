//! The public directory of net o'centre: what a school is called, and on which portal it is. Nobody logs in.

use std::time::Duration;

use serde_json::Value;
use url::Url;

use crate::error::{Error, Kind, Result};
use crate::http::{Client, SaidMissing, Target, redacted};

/// The portal whose directory is asked when the operator names none: it knows the schools of all.
const PORTAL: &str = "https://lycees.netocentre.fr";
/// The départements of Centre-Val de Loire, as UAIs begin.
const REGION: [&str; 6] = ["018", "028", "036", "037", "041", "045"];
const LARGEST: u64 = 1 << 20;
/// Nobody waits longer for a name that can be typed.
const PATIENCE: Duration = Duration::from_secs(8);

/// A school as the directory knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct School {
    /// Its name.
    pub name: String,
    /// The address of its portal.
    pub portal: Option<Url>,
}

/// The portal whose directory may know a school; none for a school outside the region.
pub fn portal_for(uai: &str) -> Option<Url> {
    REGION.iter().any(|start| uai.starts_with(start)).then(|| Url::parse(PORTAL).ok()).flatten()
}

/// Looks a school up; `None` when the directory does not know it.
///
/// # Errors
/// Those of [`Client::ask`]; `Unreachable` when it takes too long.
pub async fn look_up(client: &Client, portal: &Url, uai: &str) -> Result<Option<School>> {
    let mut address = portal.clone();
    address.set_path(&format!("/paramuseretab/rest/v1/structures/etab/{uai}"));
    address.set_query(None);
    let asked = client.get_whole(Target::Configured(&address), LARGEST);
    let shown = redacted(&address);
    let body = match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(body)) => body,
        Ok(Err(error)) if SaidMissing::is_cause_of(&error) => return Ok(None),
        Ok(Err(error)) => return Err(error),
        Err(_) => return Err(Error::new(Kind::Unreachable, format!("`{shown}` takes too long"))),
    };
    let unexpected =
        || Error::new(Kind::UnexpectedReply, format!("`{shown}` answered with something else than a school"));
    let card: Value = serde_json::from_slice(&body.bytes).map_err(|_| unexpected())?;
    school(&card, uai, portal.scheme()).map(Some).ok_or_else(unexpected)
}

/// Reads a card, alone or in a map by identifier.
fn school(card: &Value, uai: &str, scheme: &str) -> Option<School> {
    let card = if card.get("code").is_some() {
        card
    } else {
        card.as_object()?.values().find(|card| card.get("code").and_then(Value::as_str) == Some(uai))?
    };
    let text = |key: &str| card.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let name = text("displayName").or_else(|| text("name"))?;
    let domain = card.pointer("/otherAttributes/ESCODomaines/0").and_then(Value::as_str);
    let portal = domain.and_then(|domain| Url::parse(&format!("{scheme}://{domain}")).ok()).filter(Url::has_host);
    Some(School { name: name.to_owned(), portal })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_card_is_read_alone_or_in_a_map() {
        let card = json!({ "code": "0450000A", "displayName": " Collège Fictif ",
            "otherAttributes": { "ESCODomaines": ["mon-e-college.exemple.fr"] } });
        let expected = School {
            name: "Collège Fictif".to_owned(),
            portal: Some(Url::parse("https://mon-e-college.exemple.fr").unwrap()),
        };
        let map = json!({ "1": { "code": "0450001B", "name": "Autre" }, "19450000000000": card });
        for card in [&card, &map] {
            assert_eq!(school(card, "0450000A", "https"), Some(expected.clone()));
        }
        let bare = json!({ "code": "0450000A", "name": "CLG", "displayName": null });
        assert_eq!(school(&bare, "0450000A", "https"), Some(School { name: "CLG".to_owned(), portal: None }));
        for other in [json!({}), json!([]), json!({ "code": "0450000A" }), json!("page")] {
            assert_eq!(school(&other, "0450000A", "https"), None);
        }
    }
}
