//! A school and its classes.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::model::id::ClassId;
use crate::model::time::Week;

/// A school. It is a value: nothing global belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    /// The name shown everywhere.
    pub name: String,
    /// The national identifier (7 digits and a letter), when there is one.
    pub uai: Option<String>,
    /// The zone in which all dates are shown.
    pub zone: Tz,
    /// The zone of the national holiday calendar.
    pub holiday_zone: HolidayZone,
    /// One of its weeks A, when its timetable alternates.
    pub week_a: Option<Week>,
}

/// The three zones of the French school holiday calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum HolidayZone {
    /// Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon, Poitiers.
    A,
    /// Aix-Marseille, Amiens, Lille, Nancy-Metz, Nantes, Nice, Normandie, Orléans-Tours, Reims, Rennes, Strasbourg.
    B,
    /// Créteil, Montpellier, Paris, Toulouse, Versailles.
    C,
}

/// A class of the school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// The configured identifier, also the site's folder.
    pub id: ClassId,
    /// The name shown ("6e A").
    pub label: String,
    /// The level shown ("6e").
    pub level: String,
}
