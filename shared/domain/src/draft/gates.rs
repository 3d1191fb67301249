//! Whether a draft may be sent without a person.
//!
//! Invariant: every gate is looked at, and all that are closed are named; one is enough to hold the draft back.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::sentence::{Cited, Sentence, Support};
use super::suspicion::Finding;
use crate::status::words;

words! {
    /// A reason why a draft is not sent by itself.
    Gate {
        /// The organisation has not switched it on.
        SwitchedOff = "switched_off",
        /// The calibrated confidence is below the organisation's threshold, or unknown.
        NotSure = "not_sure",
        /// The category is not on the list.
        Category = "category",
        /// The sender could be somebody else.
        Sender = "sender",
        /// No passage is cited, or a sentence rests on something else than one.
        NoSource = "no_source",
        /// A sentence has no support.
        Unsupported = "unsupported",
        /// A sentence rests on the customer's word or on a translation.
        CustomersWord = "customers_word",
        /// A sentence says more than its source.
        SaysMore = "says_more",
        /// Something had to be taken out of the draft.
        Cleaned = "cleaned",
        /// The mail looks like an attempt to steer the machine.
        Suspicious = "suspicious",
        /// The mail was written by a machine.
        AutomaticMail = "automatic_mail",
        /// The contact has had as many automatic answers today as allowed.
        Cap = "cap",
        /// A person has taken the ticket, or the customer asked for one.
        Human = "human",
    }
}

impl Gate {
    /// The reason in words, for agents.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Gate::SwitchedOff => "automatic answers are switched off in the settings",
            Gate::NotSure => "the confidence is below the threshold of the organisation",
            Gate::Category => "this category is not on the list for automatic answers",
            Gate::Sender => "the sender is not authenticated (SPF, DKIM and DMARC)",
            Gate::NoSource => "the answer does not rest on passages of the knowledge base alone",
            Gate::Unsupported => "a sentence of the draft is not supported by a source",
            Gate::CustomersWord => {
                "a sentence rests on the customer's word or on a translation alone"
            }
            Gate::SaysMore => "a sentence of the draft says more than its source",
            Gate::Cleaned => "a link, an address or markup had to be taken out of the draft",
            Gate::Suspicious => "the mail looks like an attempt to steer the machine",
            Gate::AutomaticMail => "the mail was written by a machine",
            Gate::Cap => "this contact has had the automatic answers allowed for a day",
            Gate::Human => "a person has taken over, or the customer asked for one",
        }
    }
}

/// How often a find is right, by how far it is ahead of the next article: measured on the 178 questions of the demo, of which
/// 81 % find their article first, and rounded down.
const AHEAD: [(f32, f32); 6] = [
    (1.0, 0.5),
    (1.2, 0.8),
    (1.3, 0.85),
    (1.4, 0.9),
    (1.5, 0.95),
    (2.0, 0.99),
];

/// How sure a passage answers the question that found it, 0 to 1. `margin` is its score over that of the best passage of
/// another article. How many of the question's words it holds says much less.
#[must_use]
pub fn find_confidence(margin: f32) -> f32 {
    let mut below = (0.0, 0.0);
    for point in AHEAD {
        if margin < point.0 {
            let share = (margin - below.0) / (point.0 - below.0);
            return below.1 + share.clamp(0.0, 1.0) * (point.1 - below.1);
        }
        below = point;
    }
    // What is not a number is not sure.
    if margin.is_nan() { 0.0 } else { below.1 }
}

/// What the organisation allows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// The switch; off unless somebody turned it on.
    pub enabled: bool,
    /// Least calibrated confidence, 0 to 1.
    pub threshold: f32,
    /// Keys of the categories that may be answered.
    pub categories: BTreeSet<String>,
    /// Most automatic answers to a contact in 24 hours.
    pub per_contact_per_day: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            enabled: false,
            threshold: 0.95,
            categories: BTreeSet::new(),
            per_contact_per_day: 2,
        }
    }
}

/// What is known about the ticket and its draft.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The calibrated confidence, when there is a calibration.
    pub confidence: Option<f32>,
    /// Key of the category.
    pub category: &'a str,
    /// Whether SPF, DKIM and DMARC say that the sender is who they say.
    pub authenticated: bool,
    /// The sentences of the version that would be sent, as [`super::support::check`] left them.
    pub sentences: &'a [Sentence],
    /// Whether [`super::clean::clean`] took something out.
    pub cleaned: bool,
    /// What [`super::suspicion::inspect`] found in any message of the ticket.
    pub findings: &'a [Finding],
    /// Whether the mail was written by a machine.
    pub automatic_mail: bool,
    /// Automatic answers to this contact in the last 24 hours.
    pub answered_today: u32,
    /// Whether an agent has written, the ticket is assigned by hand, or the customer asked for a person.
    pub human: bool,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Every gate is open.
    Allowed,
    /// These gates are closed.
    Closed(Vec<Gate>),
}

/// Decides whether a draft may be sent without a person.
#[must_use]
pub fn decide(policy: &Policy, situation: &Situation<'_>) -> Decision {
    let support = |wanted: Support| situation.sentences.iter().any(|s| s.support == wanted);
    let cites = |s: &Sentence| {
        let passage = |c: &Cited| matches!(c, Cited::Passage(_));
        s.support == Support::Supported && s.sources.iter().any(passage)
    };
    // What agents wrote for other moments is theirs to say again.
    let mut said = situation
        .sentences
        .iter()
        .filter(|s| s.support == Support::Supported);
    let from_articles = situation.sentences.iter().any(cites) && said.all(cites);
    // What is not a number is never at or above the threshold.
    let sure = situation
        .confidence
        .is_some_and(|c| c >= policy.threshold && c <= 1.0);
    let closed = [
        (!policy.enabled, Gate::SwitchedOff),
        (!sure, Gate::NotSure),
        (
            !policy.categories.contains(situation.category),
            Gate::Category,
        ),
        (!situation.authenticated, Gate::Sender),
        (!from_articles, Gate::NoSource),
        (support(Support::Unsupported), Gate::Unsupported),
        (
            situation.sentences.iter().any(|s| s.on_customers_word),
            Gate::CustomersWord,
        ),
        (
            situation
                .sentences
                .iter()
                .any(|s| s.support == Support::Supported && !s.close),
            Gate::SaysMore,
        ),
        (situation.cleaned, Gate::Cleaned),
        (!situation.findings.is_empty(), Gate::Suspicious),
        (situation.automatic_mail, Gate::AutomaticMail),
        (
            situation.answered_today >= policy.per_contact_per_day,
            Gate::Cap,
        ),
        (situation.human, Gate::Human),
    ];
    let closed: Vec<Gate> = closed
        .into_iter()
        .filter_map(|(shut, gate)| shut.then_some(gate))
        .collect();
    if closed.is_empty() {
        Decision::Allowed
    } else {
        Decision::Closed(closed)
    }
}

#[cfg(test)]
mod tests;
