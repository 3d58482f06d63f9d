//! Who answers for a site before the law, and how accessible it was found to be.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::model::rich_text::Address;

/// What a public site must tell of itself; what is not known is not said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legal {
    /// Who directs the publication.
    pub publication_director: Option<String>,
    /// Who keeps the files on the web: name, address, telephone.
    pub host: Option<String>,
    /// How to reach the data protection officer.
    pub dpo: Option<String>,
    /// When the accessibility statement was drawn up.
    pub declared_on: Option<NaiveDate>,
    /// Where the school's plan for accessibility is.
    pub accessibility_plan: Option<Address>,
    /// The last audit of accessibility.
    pub audit: Option<Audit>,
}

/// An audit against the RGAA, the French rules of accessibility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// When it was made.
    pub date: NaiveDate,
    /// Who made it.
    pub by: String,
    /// How many of the criteria that apply were found respected, in percent.
    pub percent: u32,
    /// With which browsers and screen readers.
    pub environment: Vec<String>,
    /// With which tools.
    pub tools: Vec<String>,
    /// On which pages.
    pub pages: Vec<String>,
    /// What was found wrong.
    pub failures: Vec<String>,
}

/// How a site stands to the RGAA.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conformity {
    /// Less than half of the criteria are respected, or nobody knows.
    #[default]
    None,
    /// At least half of them are.
    Partial,
    /// All of them are.
    Total,
}

/// How long an audit counts.
const VALID: Months = Months::new(36);

impl Audit {
    /// Whether it says something about that day: for three years.
    pub fn is_valid(&self, day: NaiveDate) -> bool {
        day >= self.date && self.date.checked_add_months(VALID).is_none_or(|end| day < end)
    }
}

impl Legal {
    /// What may be claimed on that day: nothing without a valid audit.
    pub fn conformity(&self, day: NaiveDate) -> Conformity {
        match self.audit.as_ref().filter(|audit| audit.is_valid(day)).map(|audit| audit.percent) {
            Some(100..) => Conformity::Total,
            Some(50..) => Conformity::Partial,
            Some(_) | None => Conformity::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conformity_is_claimed_only_on_a_valid_audit() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let audited = |percent| Legal {
            audit: Some(Audit {
                date: day("2026-10-12"),
                by: "A".to_owned(),
                percent,
                environment: Vec::new(),
                tools: Vec::new(),
                pages: Vec::new(),
                failures: Vec::new(),
            }),
            ..Legal::default()
        };
        for (percent, on, conformity) in [
            (100, "2026-11-24", Conformity::Total),
            (99, "2026-11-24", Conformity::Partial),
            (50, "2026-10-12", Conformity::Partial),
            (49, "2026-11-24", Conformity::None),
            (100, "2026-10-11", Conformity::None),
            (100, "2029-10-11", Conformity::Total),
            (100, "2029-10-12", Conformity::None),
        ] {
            assert_eq!(audited(percent).conformity(day(on)), conformity, "{percent} on {on}");
        }
        assert_eq!(Legal::default().conformity(day("2026-11-24")), Conformity::None);
    }
}
