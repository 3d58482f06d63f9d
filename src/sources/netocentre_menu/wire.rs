//! A menu as the service spells it.

use serde::Deserialize;

use crate::model::time::Week;
use crate::sources::label::folded;

/// The menu of a week.
#[derive(Debug, Deserialize)]
pub(super) struct Menu {
    pub(super) jours: Vec<Day>,
    /// The first day, in words: "7 septembre 26".
    debut: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Day {
    pub(super) jour: Option<String>,
    #[serde(default)]
    pub(super) destinations: Option<Vec<Service>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Service {
    pub(super) name: Option<String>,
    #[serde(rename = "serviceName")]
    pub(super) own_name: Option<String>,
    #[serde(default)]
    pub(super) rank: i64,
    #[serde(default)]
    pub(super) menu: Option<Vec<Course>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Course {
    #[serde(default)]
    pub(super) rank: i64,
    #[serde(default)]
    pub(super) choix: Option<Vec<Dish>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Dish {
    pub(super) name: Option<String>,
    /// `None`: the canteen gives no list.
    pub(super) allergens: Option<Vec<String>>,
    #[serde(rename = "labelsInfo", default)]
    pub(super) labels: Option<Vec<Label>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Label {
    pub(super) nom: Option<String>,
}

impl Menu {
    /// Whether it is for that week, as far as it says. Its year has two digits, and is wrong around the first of January.
    pub(super) fn is_of(&self, week: Week) -> bool {
        let Some((day, month)) = self.debut.as_deref().and_then(day_and_month) else { return true };
        week.days().any(|date| (chrono::Datelike::day(&date), chrono::Datelike::month(&date)) == (day, month))
    }
}

impl Day {
    /// How many days after Monday it is.
    pub(super) fn place(&self) -> Option<u64> {
        let name = folded(self.jour.as_deref()?);
        let days = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
        days.iter().position(|day| name.starts_with(day)).and_then(|place| u64::try_from(place).ok())
    }
}

fn day_and_month(text: &str) -> Option<(u32, u32)> {
    const MONTHS: [&str; 12] = [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ];
    let text = folded(text);
    let mut words = text.split(' ');
    let day = words.next()?.trim_end_matches("er").parse().ok()?;
    let name = words.next()?;
    let month = MONTHS.iter().position(|month| *month == name)?;
    Some((day, u32::try_from(month).ok()? + 1))
}
