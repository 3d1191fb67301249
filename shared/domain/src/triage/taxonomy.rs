//! The categories an organisation sorts its tickets into, as data.
//!
//! Invariant: keys are unique, and the fallback is one of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Its key, such as `refund-request`.
    pub key: String,
    /// What belongs in it, in English; a model reads this.
    pub description: String,
    /// Key of the team that takes it.
    pub team: String,
    /// Terms of the organisation's own that point to it, by language (`*` for every language).
    #[serde(default)]
    pub terms: BTreeMap<String, Vec<String>>,
}

/// The categories of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxonomy {
    /// The categories, in the order in which they are shown.
    pub categories: Vec<Category>,
    /// Key of the category for what fits none.
    pub fallback: String,
}
