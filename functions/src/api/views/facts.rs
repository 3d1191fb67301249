//! What other systems know about a customer, as clients see it.

use jiff::Timestamp;
use lambdesk_domain::facts::{Fact, Known, Looked, Snapshot};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{FactKindWord, FactSourceWord, LookUpWord};

/// Whom to look up.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmailParams {
    /// The customer's address; capitals do not matter.
    #[param(example = "ann@example.com")]
    pub(crate) email: String,
}

/// What other systems know about an address.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FactsView {
    /// The address, lower case.
    #[schema(example = "ann@example.com")]
    email: String,
    /// When it was looked up; null when nobody was asked about this address yet.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Timestamp>,
    /// What the account says the customer pays for.
    plan: Option<String>,
    /// Whether an error of this customer was seen in the hour before.
    error_in_last_hour: bool,
    /// Id of the note that tells it in the ticket.
    note: Option<String>,
    /// Every system once: what it answered, or why it did not. Empty when nobody was asked.
    sources: Vec<LookUpView>,
}

/// What one system answered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LookUpView {
    /// Which system.
    source: FactSourceWord,
    /// What came of it.
    outcome: LookUpWord,
    /// Why it failed or was not asked, for people.
    reason: Option<String>,
    /// When it was asked; up to ten minutes before the whole.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// What it knows, newest first.
    facts: Vec<FactView>,
}

/// One thing a system knows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FactView {
    /// What it is about.
    kind: FactKindWord,
    /// What it is, on one line.
    #[schema(example = "TypeError: x is not a function")]
    label: String,
    /// What is known, on one line.
    #[schema(example = "WEB-12, 3 times, in app/export")]
    value: String,
    /// Where an agent sees more.
    link: Option<String>,
    /// When it happened to this customer, when that is known.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Timestamp>,
}

impl FactsView {
    /// What was found at a moment.
    pub(crate) fn of(known: Known, at: Timestamp) -> Self {
        Self {
            at: known.was_asked().then_some(at),
            plan: known.plan().map(str::to_owned),
            error_in_last_hour: known.error_in_hour_before(at),
            note: None,
            sources: known.sources.into_iter().map(Into::into).collect(),
            email: known.email,
        }
    }

    /// What was known when the ticket was looked at last.
    pub(crate) fn stored(snapshot: Snapshot) -> Self {
        let note = snapshot.note.map(|id| id.to_string());
        Self {
            note,
            ..Self::of(snapshot.known, snapshot.at)
        }
    }

    /// Nobody was asked about this address.
    pub(crate) fn none(email: String) -> Self {
        Self {
            email,
            at: None,
            plan: None,
            error_in_last_hour: false,
            note: None,
            sources: Vec::new(),
        }
    }
}

impl From<Looked> for LookUpView {
    fn from(looked: Looked) -> Self {
        Self {
            source: looked.source.into(),
            outcome: looked.outcome.into(),
            reason: looked.reason,
            at: looked.at,
            facts: looked.facts.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Fact> for FactView {
    fn from(fact: Fact) -> Self {
        Self {
            kind: fact.kind.into(),
            label: fact.label,
            value: fact.value,
            link: fact.link,
            at: fact.at,
        }
    }
}
