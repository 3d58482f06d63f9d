//! The services of the portal that answer in JSON or XML: tokens, announcements in lists, messages about the service, the
//! canteen, the directory of schools.
//!
//! What they say of people and groups is there on purpose: a reader must leave it out.

use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value, json};

use super::chance::{draw, place, secret};
use super::files;
use super::news::Announcement;
use super::school::Facts;
use super::words::{MONTHS, escaped, midnight};
use super::year::{SchoolYear, monday};

const PAGE: usize = 10;
/// The number of the message about the service.
const FLASH: u64 = 9_000_001;

/// What opens the services: a uPortal token of the school's machine client.
pub(super) fn token(facts: &Facts) -> String {
    format!("eyJhbGciOiJIUzUxMiJ9.{}.{}", secret("soffit", &facts.uai, 64), secret("signature", &facts.uai, 43))
}

/// The secret of the machine client `ardoise`.
pub(super) fn client_secret(facts: &Facts) -> String {
    secret("client", &facts.uai, 40)
}

/// `POST /portail/api/v5-5/oauth/token`
pub(super) fn granted(facts: &Facts) -> Value {
    json!({ "access_token": token(facts), "token_type": "bearer", "expires_in": 298, "scope": "/all" })
}

/// `GET /publisher/news/myNews/{reader}?pageIndex=n`
pub(super) fn news_page(facts: &Facts, items: &[Announcement<'_>], address: &str, index: usize) -> Value {
    let mut all: Vec<Value> = items.iter().map(|item| listed(facts, item, address)).collect();
    all.push(flash_listed());
    let total = all.len();
    let shown: Vec<Value> = all.into_iter().skip(index * PAGE).take(PAGE).collect();
    json!({
        "actualite": { "rubriques": [], "items": shown, "sources": [facts.name] },
        "pageIndex": index, "pageSize": PAGE, "totalItems": total, "totalPages": total.div_ceil(PAGE),
    })
}

/// `GET /publisher/news/item/{id}`
pub(super) fn news_item(item: &Announcement<'_>) -> Value {
    let mut article = article(item, "");
    article["link"] = json!(format!("/publisher/news/item/{}", item.id));
    json!({
        "article": article, "rubriques": [], "type": "News", "pubDate": local(item.starts),
        "createdBy": item.author.name, "pubBy": item.author.name, "validatedBy": item.author.name,
        "body": item.body, "internalViewLink": format!("/publisher/view/item/{}", item.id), "ressourceUrl": null,
    })
}

/// `GET /publisher/published/items/{publisher}`
pub(super) fn published(facts: &Facts, items: &[Announcement<'_>], address: &str) -> String {
    let items: String = items.iter().map(|item| published_item(facts, item, address)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<actualites><rubriques><rubrique><uuid>412</uuid>\
         <name>Vie du collège</name><color>#2E7D32</color><mediaUrl/></rubrique></rubriques><items>{items}</items></actualites>\n"
    )
}

/// `GET /publisher/published/flash/{organization}`
pub(super) fn flash(address: &str) -> Value {
    json!([{
        "mediaUrl": null, "title": FLASH_TITLE, "summary": FLASH_SUMMARY,
        "link": format!("{address}/publisher/view/item/{FLASH}"), "rubriques": [{ "name": "Flash info", "color": "#C62828" }],
    }])
}

/// `GET /paramuseretab/rest/v1/structures/etab/{UAI}`
pub(super) fn structure(facts: &Facts, host: &str) -> Value {
    json!({
        "id": "19450000000000", "name": format!("CLG-{}_{}", facts.name.to_uppercase(), facts.uai),
        "displayName": facts.name, "description": null, "code": facts.uai,
        "otherAttributes": { "ESCODomaines": [host], "ESCOStructureLogo": ["/annuaire_images/logo.png"] },
    })
}

/// `GET /menuCantine/api/menu`: `None` when the canteen is closed all week. The links to the weeks around have the year of
/// their week instead of that of their day.
pub(super) fn menu(facts: &Facts, day: NaiveDate) -> Option<Value> {
    let first = monday(day);
    let year = SchoolYear::of(first);
    let open: Vec<NaiveDate> = first.iter_days().take(5).filter(|day| year.is_school_day(*day)).collect();
    if open.is_empty() {
        return None;
    }
    let link = |day: NaiveDate| day.format("%d/%m/%G").to_string();
    let days: Vec<Value> = open.iter().map(|day| meal(*day)).collect();
    let text = |day: NaiveDate| format!("{} {} {}", day.day(), MONTHS[day.month0() as usize], day.format("%g"));
    Some(json!({
        "nbJours": days.len(), "debut": text(first), "fin": text(first + Days::new(4)),
        "requete": { "semaine": first.iso_week().week(), "annee": first.iso_week().year(), "uai": facts.uai },
        "previousWeek": link(first - Days::new(7)), "nextWeek": link(first + Days::new(7)), "jours": days,
    }))
}

const FLASH_TITLE: &str = "Maintenance de l’ENT mercredi soir";
const FLASH_SUMMARY: &str = "Le portail ne répondra pas mercredi de 18 h à 20 h.";
const STARTERS: [(&str, Option<&[&str]>); 4] = [
    ("Carottes râpées", Some(&["Moutarde"])),
    ("Salade de lentilles", None),
    ("Œuf mayonnaise", Some(&["Œufs", "Moutarde"])),
    ("Soupe de légumes", Some(&["Céleri", "Lait"])),
];
const DISHES: [(&str, Option<&[&str]>); 4] = [
    ("Gratin de pâtes", Some(&["Gluten (blé)", "Lait"])),
    ("Poisson meunière", Some(&["Poissons", "Gluten (blé)"])),
    ("Rôti de dinde, haricots verts", Some(&[])),
    ("Dahl de pois chiches", None),
];

fn meal(day: NaiveDate) -> Value {
    let names = ["lundi", "mardi", "mercredi", "jeudi", "vendredi"];
    let dish = |what: &str, list: &[(&str, Option<&[&str]>)]| {
        let (name, allergens) = list[place(draw(what, &[], day), list.len())];
        json!({ "name": name, "family": what, "allergens": allergens, "labelsInfo": [], "nutritions": null, "typeVide": false })
    };
    let course = |rank: u32, dish: Value| json!({ "rank": rank, "nbPlats": 1, "typeVide": false, "choix": [dish] });
    json!({
        "jour": names[day.weekday().num_days_from_monday() as usize % 5], "date": null, "typeVide": false,
        "destinations": [{
            "name": "Déjeuner", "serviceName": "Déjeuner", "rank": 2, "typeVide": false,
            "menu": [course(1, dish("Entrées", &STARTERS)), course(2, dish("Plats", &DISHES))],
        }],
    })
}

fn listed(facts: &Facts, item: &Announcement<'_>, address: &str) -> Value {
    json!({
        "article": article(item, address), "type": "News", "creator": "F0000abc", "pubDate": local(item.starts),
        "uuid": item.id.to_string(), "rubriques": [412], "source": facts.name,
        "visibility": { "allowed": [], "autoSubscribed": [],
            "obliged": [{ "regular": { "attribute": "isMemberOf", "value": group(facts, item) } }] },
    })
}

fn flash_listed() -> Value {
    json!({
        "article": { "title": FLASH_TITLE, "link": format!("/publisher/view/item/{FLASH}"), "enclosure": null,
            "description": FLASH_SUMMARY, "categories": ["Flash info"], "dc:creator": "Service informatique", "files": [] },
        "type": "Flash", "creator": "F0000xyz", "pubDate": "2026-09-01T00:00:00+02:00", "uuid": FLASH.to_string(),
        "rubriques": [413], "visibility": { "allowed": [], "autoSubscribed": [], "obliged": [] },
    })
}

fn article(item: &Announcement<'_>, address: &str) -> Value {
    let files: Vec<Value> = item
        .template
        .files
        .iter()
        .map(|name| {
            let media_type = files::named(name).map(|file| file.media_type);
            let uri = format!("/publisher/view/file/{}", item.place_of(name));
            json!({ "uri": uri, "fileName": name, "contentType": media_type })
        })
        .collect();
    let image = item.template.image.as_ref().map(|name| format!("{address}/publisher/files/{}", item.place_of(name)));
    json!({
        "title": item.title, "link": format!("/publisher/view/item/{}", item.id), "enclosure": image,
        "description": item.summary, "pubDate": item.starts.format("%a, %-d %b %Y 00:00:00 +0200").to_string(),
        "guid": item.id, "categories": item.template.categories, "dc:creator": item.author.name, "files": files,
    })
}

fn published_item(facts: &Facts, item: &Announcement<'_>, address: &str) -> String {
    let (title, summary) = (escaped(&item.title), escaped(&item.summary));
    let (id, categories) = (item.id, escaped(&item.template.categories.join("/")));
    let image = item.template.image.as_ref().map_or_else(String::new, |name| {
        format!("<enclosure>{address}/publisher/files/{}</enclosure>", item.place_of(name))
    });
    let (author, group, date) = (escaped(&item.author.name), escaped(&group(facts, item)), local(item.starts));
    format!(
        "<item><article><title>{title}</title><link>/publisher/view/item/{id}</link>{image}\
         <description>{summary}</description><guid>{id}</guid><category>{categories}</category>\
         <dc:creator xmlns:dc=\"http://purl.org/dc/elements/1.1/\">{author}</dc:creator></article>\
         <type>News</type><creator>F0000abc</creator><pubDate>{date}</pubDate><uuid>{id}</uuid>\
         <rubriques><uuid>412</uuid></rubriques><visibility><obliged><group name=\"{group}\"/></obliged><allowed/>\
         <autoSubscribed/></visibility></item>"
    )
}

/// Who may read an announcement: everybody, or the staff.
fn group(facts: &Facts, item: &Announcement<'_>) -> String {
    let readers = if item.template.members_only { "Profs" } else { "Tous" };
    format!("clg45:Etablissements:{}_{}:{readers}_{}", facts.name, facts.uai, facts.name)
}

/// The first instant of a day, written with the offset of the school.
fn local(day: NaiveDate) -> String {
    midnight(day).with_timezone(&chrono_tz::Europe::Paris).to_rfc3339()
}
