//! From the wire to the text of a week: a heading for each day and service, a list of dishes, allergens word for word.
//!
//! Where the canteen gives no list of allergens this is said, because silence would read as "none".

use chrono::{Datelike, Days};

use crate::model::audience::Audience;
use crate::model::item::{FetchedItem, Item};
use crate::model::menu::Menu;
use crate::model::rich_text::{Block, Inline, RichText};
use crate::model::time::Week;
use crate::sources::netocentre_menu::wire::{self, Dish, Service};

/// What stands in the text of a menu beside the canteen's own words.
const NO_LIST: &str = "allergènes : liste non fournie";
const NONE_TOLD: &str = "allergènes : aucun indiqué";
const LIST: &str = "allergènes : ";
const DAYS: [&str; 7] = ["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"];

/// The menu of a week; none when it holds no dish.
pub(super) fn menu(menu: &wire::Menu, week: Week) -> Option<FetchedItem> {
    let mut blocks = Vec::new();
    let mut days: Vec<(u64, &wire::Day)> = menu.jours.iter().filter_map(|day| Some((day.place()?, day))).collect();
    days.sort_by_key(|(place, _)| *place);
    for (place, day) in days {
        let mut services: Vec<&Service> = day.destinations.iter().flatten().collect();
        services.sort_by_key(|service| service.rank);
        let filled: Vec<(&Service, Vec<RichText>)> = services
            .into_iter()
            .map(|service| (service, dishes(service)))
            .filter(|(_, dishes)| !dishes.is_empty())
            .collect();
        let several = filled.len() > 1;
        for (service, items) in filled {
            let date = week.monday() + Days::new(place);
            let name = usize::try_from(place).ok().and_then(|place| DAYS.get(place)).copied().unwrap_or_default();
            let day = match date.day() {
                1 => format!("{name} 1er"),
                day => format!("{name} {day}"),
            };
            let title = match service.name.as_deref().or(service.own_name.as_deref()) {
                Some(own) if several || own != "Déjeuner" => format!("{day}, {}", own.to_lowercase()),
                _ => day,
            };
            blocks.push(Block::Heading { level: 1, content: vec![text(title)] });
            blocks.push(Block::List { start: None, items });
        }
    }
    (!blocks.is_empty()).then(|| FetchedItem {
        native_id: Some(format!("menu-{week}")),
        days: week.days().collect(),
        item: Item::Menu(Menu { audience: Audience::School, week, body: RichText { blocks }, attachments: Vec::new() }),
    })
}

fn dishes(service: &Service) -> Vec<RichText> {
    let mut courses: Vec<&wire::Course> = service.menu.iter().flatten().collect();
    courses.sort_by_key(|course| course.rank);
    let all = courses.into_iter().flat_map(|course| course.choix.iter().flatten());
    all.filter_map(dish).map(|line| RichText { blocks: vec![Block::Paragraph { content: vec![text(line)] }] }).collect()
}

/// "Carottes râpées (bio) — allergènes : Moutarde".
fn dish(dish: &Dish) -> Option<String> {
    let name = words(dish.name.as_deref()?);
    let labels: Vec<String> = dish
        .labels
        .iter()
        .flatten()
        .filter_map(|label| label.nom.as_deref())
        .map(words)
        .filter(|name| !name.is_empty())
        .collect();
    let labels = if labels.is_empty() { String::new() } else { format!(" ({})", labels.join(", ")) };
    let allergens = match &dish.allergens {
        None => NO_LIST.to_owned(),
        Some(list) if list.is_empty() => NONE_TOLD.to_owned(),
        Some(list) => format!("{LIST}{}", list.join(", ")),
    };
    (!name.is_empty()).then(|| format!("{name}{labels} — {allergens}"))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(text: String) -> Inline {
    Inline::Text { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str, week: &str) -> (bool, Option<String>) {
        let parsed: wire::Menu = serde_json::from_str(json).unwrap();
        let week = Week::parse(week).unwrap();
        let text = menu(&parsed, week).map(|item| match item.item {
            Item::Menu(menu) => menu.body.plain_text(),
            other => panic!("{other:?}"),
        });
        (parsed.is_of(week), text)
    }

    #[test]
    fn allergens_stand_word_for_word_and_their_absence_is_said() {
        let json = r#"{"nbJours":2,"debut":"7 septembre 26","jours":[
            {"jour":"mardi","date":null,"destinations":[]},
            {"jour":"lundi","date":null,"destinations":[{"name":"Déjeuner","serviceName":"Déjeuner","rank":2,"menu":[
              {"rank":2,"choix":[{"name":"Gratin  dauphinois","allergens":["Lait","Œufs (traces)"],"labelsInfo":[]},
                                 {"name":"Riz","allergens":[],"labelsInfo":null}, {"name":null,"allergens":null}]},
              {"rank":1,"choix":[{"name":"Carottes râpées","allergens":null,"labelsInfo":[{"ordre":1,"nom":"bio"}]}]}]}]}]}"#;
        let expected = "Lundi 7 Carottes râpées (bio) — allergènes : liste non fournie \
            Gratin dauphinois — allergènes : Lait, Œufs (traces) Riz — allergènes : aucun indiqué";
        assert_eq!(read(json, "2026-W37"), (true, Some(expected.to_owned())));
    }

    #[test]
    fn the_turn_of_the_year_does_not_lead_astray() {
        let menu = |start: &str| {
            format!(
                r#"{{"debut":"{start}","jours":[{{"jour":"vendredi","destinations":[{{"name":"Déjeuner","rank":2,"menu":[
                {{"rank":1,"choix":[{{"name":"Soupe","allergens":["Céleri"]}}]}}]}}]}}]}}"#
            )
        };
        let soup = |day: &str| Some(format!("{day} Soupe — allergènes : Céleri"));
        // 1 January 2027 is the Friday of week 53 of 2026, whatever year the service writes.
        assert_eq!(read(&menu("28 décembre 27"), "2026-W53"), (true, soup("Vendredi 1er")));
        assert_eq!(read(&menu("1er janvier 26"), "2026-W53"), (true, soup("Vendredi 1er")));
        assert!(!read(&menu("4 janvier 27"), "2026-W53").0);
        assert!(read(r#"{"debut":null,"jours":[]}"#, "2026-W53").1.is_none());
    }
}
