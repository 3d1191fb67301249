//! The two taxonomies that come with the helpdesk, and the check of an organisation's own.
//!
//! Invariant: both presets pass the check.

use std::collections::BTreeMap;

use super::taxonomy::{Category, Taxonomy};
use crate::status::words;

words! {
    /// A taxonomy that comes with the helpdesk.
    Preset {
        /// For software: bug reports, refunds, questions, the rest.
        Saas = "saas",
        /// For any shop or service: billing, technical, sales, account, the rest.
        Classic = "classic",
    }
}

const SAAS: &[(&str, &str, &str)] = &[
    (
        "bug-report",
        "Something is broken, missing, wrong or cannot be used as it should",
        "engineering",
    ),
    (
        "refund-request",
        "Wants money back or disputes a charge",
        "finance",
    ),
    (
        "product-question",
        "Asks how, where or whether something works, what it costs, or wants a subscription, an account or a setting changed",
        "support",
    ),
    (
        "other",
        "Everything else: thanks, advertising, applications, exercises, empty or off-topic messages",
        "support",
    ),
];

const CLASSIC: &[(&str, &str, &str)] = &[
    (
        "billing",
        "Invoices, payments, charges and refunds",
        "finance",
    ),
    (
        "technical",
        "Errors, bugs, signing in, things that do not work",
        "technical_support",
    ),
    ("sales", "Prices, offers, demos, buying", "sales"),
    (
        "account",
        "Passwords, access, account data, cancelling",
        "customer_success",
    ),
    ("general", "Everything else", "support"),
];

/// Most categories of a taxonomy; more cannot be told apart and do not fit on a screen.
const MOST: usize = 100;

/// Why a taxonomy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaxonomyError {
    /// No categories.
    #[error("a taxonomy needs at least one category; add one")]
    Empty,
    /// Too many categories.
    #[error("a taxonomy has at most {MOST} categories; join some of them")]
    TooMany,
    /// A key that cannot be one.
    #[error(
        "category key {0:?} is not usable; use 1 to 64 lower-case letters, digits, '-' and '_'"
    )]
    BadKey(String),
    /// The same key twice.
    #[error("category key {0:?} occurs twice; give each category its own key")]
    Twice(String),
    /// The fallback is not a category.
    #[error("fallback {0:?} is not one of the categories; name one of them")]
    NoFallback(String),
    /// A category without a team.
    #[error("category {0:?} has no team; name the team that takes it")]
    NoTeam(String),
}

impl Taxonomy {
    /// A taxonomy that comes with the helpdesk.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        let (rows, fallback) = match preset {
            Preset::Saas => (SAAS, "other"),
            Preset::Classic => (CLASSIC, "general"),
        };
        let category = |(key, description, team): &(&str, &str, &str)| Category {
            key: (*key).to_owned(),
            description: (*description).to_owned(),
            team: (*team).to_owned(),
            terms: BTreeMap::new(),
        };
        Self {
            categories: rows.iter().map(category).collect(),
            fallback: fallback.to_owned(),
        }
    }

    /// Checks a taxonomy that an organisation wrote.
    ///
    /// # Errors
    /// The first thing that is wrong, and what to do about it.
    pub fn validate(&self) -> Result<(), TaxonomyError> {
        if self.categories.is_empty() {
            return Err(TaxonomyError::Empty);
        }
        if self.categories.len() > MOST {
            return Err(TaxonomyError::TooMany);
        }
        for (at, category) in self.categories.iter().enumerate() {
            let key = &category.key;
            let usable =
                |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
            if key.is_empty() || key.len() > 64 || !key.chars().all(usable) {
                return Err(TaxonomyError::BadKey(key.clone()));
            }
            if self
                .categories
                .iter()
                .take(at)
                .any(|earlier| earlier.key == *key)
            {
                return Err(TaxonomyError::Twice(key.clone()));
            }
            if category.team.trim().is_empty() {
                return Err(TaxonomyError::NoTeam(key.clone()));
            }
        }
        if self.category(&self.fallback).is_none() {
            return Err(TaxonomyError::NoFallback(self.fallback.clone()));
        }
        Ok(())
    }

    /// The category of a key.
    #[must_use]
    pub fn category(&self, key: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(keys: &[&str], fallback: &str) -> Taxonomy {
        let category = |key: &&str| Category {
            key: (*key).to_owned(),
            description: String::new(),
            team: "desk".to_owned(),
            terms: BTreeMap::new(),
        };
        Taxonomy {
            categories: keys.iter().map(category).collect(),
            fallback: fallback.to_owned(),
        }
    }

    #[test]
    fn presets_are_valid_and_own_taxonomies_are_checked() {
        for preset in Preset::ALL {
            assert_eq!(Taxonomy::preset(*preset).validate(), Ok(()));
        }
        for (taxonomy, expected) in [
            (own(&["a", "b"], "b"), Ok(())),
            (own(&[], "b"), Err(TaxonomyError::Empty)),
            (
                own(&["a"], "b"),
                Err(TaxonomyError::NoFallback("b".to_owned())),
            ),
            (
                own(&["a", "a"], "a"),
                Err(TaxonomyError::Twice("a".to_owned())),
            ),
            (
                own(&["A b"], "A b"),
                Err(TaxonomyError::BadKey("A b".to_owned())),
            ),
        ] {
            assert_eq!(taxonomy.validate(), expected);
        }
        let mut without = own(&["a"], "a");
        without.categories[0].team.clear();
        assert_eq!(
            without.validate(),
            Err(TaxonomyError::NoTeam("a".to_owned()))
        );
    }
}
