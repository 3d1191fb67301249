//! Values that several tests of the model engine need.
//!
//! Invariant: nothing here is compiled into the program.

use crate::triage::taxonomy::{Category, Taxonomy};

/// Two categories.
pub(crate) fn taxonomy() -> Taxonomy {
    let category = |key: &str, team: &str, description: &str| Category {
        key: key.to_owned(),
        description: description.to_owned(),
        team: team.to_owned(),
        terms: std::collections::BTreeMap::new(),
    };
    Taxonomy {
        categories: vec![
            category("bug-report", "engineering", "Something does not work"),
            category("other", "support", "Everything else"),
        ],
        fallback: "other".to_owned(),
    }
}
