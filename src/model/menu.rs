//! The menu of the canteen.

use serde::{Deserialize, Serialize};

use crate::model::attachment::Attachment;
use crate::model::audience::Audience;
use crate::model::rich_text::RichText;
use crate::model::time::Week;

/// What the canteen serves in a week, in its own words: allergens stand as it writes them, because a wrong word may harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    /// Who eats it.
    pub audience: Audience,
    /// The week.
    pub week: Week,
    /// Days, dishes and allergens.
    pub body: RichText,
    /// Files that go with it.
    pub attachments: Vec<Attachment>,
}
