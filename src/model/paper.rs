//! Papers for those who have no screen: which there are, for which eyes, and how many.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a gazette is set, for the eyes that read it. The text is set again for each of them, never scaled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// 11 points.
    #[default]
    Standard,
    /// 14 points.
    Clair,
    /// 18 points.
    Grand,
    /// 14 points with wide spacing, for readers with dyslexia.
    Dys,
}

impl Profile {
    /// All of them.
    pub const ALL: [Profile; 4] = [Profile::Standard, Profile::Clair, Profile::Grand, Profile::Dys];

    /// Reads the name used in configurations, on the command line and in file names.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.as_str() == text)
    }

    /// That name.
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Standard => "standard",
            Profile::Clair => "clair",
            Profile::Grand => "grand",
            Profile::Dys => "dys",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// How many gazettes of one kind a class needs each week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copies {
    /// For which eyes.
    pub profile: Profile,
    /// How many; none means that it is made, and printed by nobody.
    pub copies: u32,
    /// The most pages that one may take.
    pub max_pages: usize,
}

/// A side of paper is a page; a sheet of paper that is printed on both sides has two.
pub const ONE_SHEET: usize = 2;
