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
        /// No passage is cited.
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
            Gate::NoSource => "no passage of the knowledge base supports the answer",
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
    pub cap_per_day: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            enabled: false,
            threshold: 0.95,
            categories: BTreeSet::new(),
            cap_per_day: 2,
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
        s.support == Support::Supported && s.sources.iter().any(|c| matches!(c, Cited::Passage(_)))
    };
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
        (!situation.sentences.iter().any(cites), Gate::NoSource),
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
        (situation.answered_today >= policy.cap_per_day, Gate::Cap),
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
mod tests {
    use super::*;
    use crate::draft::suspicion::Kind;

    fn policy() -> Policy {
        Policy {
            enabled: true,
            threshold: 0.9,
            categories: ["product-question".to_owned()].into(),
            cap_per_day: 2,
        }
    }

    fn sentence(support: Support, source: &str) -> Sentence {
        Sentence {
            support,
            sources: vec![source.parse().unwrap()],
            close: true,
            ..Sentence::plain("Text.")
        }
    }

    const PASSAGE: &str = "art_00000000010101010101010101#1";

    fn situation(sentences: &[Sentence]) -> Situation<'_> {
        Situation {
            confidence: Some(0.95),
            category: "product-question",
            authenticated: true,
            sentences,
            cleaned: false,
            findings: &[],
            automatic_mail: false,
            answered_today: 0,
            human: false,
        }
    }

    #[test]
    fn every_gate_closes_alone() {
        let good = [
            sentence(Support::Courtesy, "own"),
            sentence(Support::Supported, PASSAGE),
        ];
        assert_eq!(decide(&policy(), &situation(&good)), Decision::Allowed);
        let own = [sentence(Support::Supported, "own")];
        let open = [good[1].clone(), sentence(Support::Unsupported, "own")];
        let word = [
            good[1].clone(),
            Sentence {
                on_customers_word: true,
                ..good[1].clone()
            },
        ];
        let more = [Sentence {
            close: false,
            ..good[1].clone()
        }];
        let findings = [Finding {
            kind: Kind::Persona,
            place: "text".to_owned(),
            excerpt: String::new(),
        }];
        let base = situation(&good);
        let cases = [
            (
                Situation {
                    confidence: Some(0.89),
                    ..base
                },
                Gate::NotSure,
            ),
            (
                Situation {
                    confidence: None,
                    ..base
                },
                Gate::NotSure,
            ),
            (
                Situation {
                    confidence: Some(f32::NAN),
                    ..base
                },
                Gate::NotSure,
            ),
            (
                Situation {
                    confidence: Some(7.0),
                    ..base
                },
                Gate::NotSure,
            ),
            (
                Situation {
                    category: "refund-request",
                    ..base
                },
                Gate::Category,
            ),
            (
                Situation {
                    authenticated: false,
                    ..base
                },
                Gate::Sender,
            ),
            (
                Situation {
                    sentences: &own,
                    ..base
                },
                Gate::NoSource,
            ),
            (
                Situation {
                    sentences: &[],
                    ..base
                },
                Gate::NoSource,
            ),
            (
                Situation {
                    sentences: &open,
                    ..base
                },
                Gate::Unsupported,
            ),
            (
                Situation {
                    sentences: &more,
                    ..base
                },
                Gate::SaysMore,
            ),
            (
                Situation {
                    sentences: &word,
                    ..base
                },
                Gate::CustomersWord,
            ),
            (
                Situation {
                    cleaned: true,
                    ..base
                },
                Gate::Cleaned,
            ),
            (
                Situation {
                    findings: &findings,
                    ..base
                },
                Gate::Suspicious,
            ),
            (
                Situation {
                    automatic_mail: true,
                    ..base
                },
                Gate::AutomaticMail,
            ),
            (
                Situation {
                    answered_today: 2,
                    ..base
                },
                Gate::Cap,
            ),
            (
                Situation {
                    human: true,
                    ..base
                },
                Gate::Human,
            ),
        ];
        for (situation, gate) in cases {
            assert_eq!(
                decide(&policy(), &situation),
                Decision::Closed(vec![gate]),
                "{gate}"
            );
        }
        let off = Policy {
            enabled: false,
            ..policy()
        };
        assert_eq!(
            decide(&off, &base),
            Decision::Closed(vec![Gate::SwitchedOff])
        );
    }

    #[test]
    fn by_default_nothing_is_sent_and_every_closed_gate_is_named() {
        let Decision::Closed(gates) = decide(&Policy::default(), &situation(&[])) else {
            panic!("allowed")
        };
        assert_eq!(gates, [Gate::SwitchedOff, Gate::Category, Gate::NoSource]);
        assert!(Gate::ALL.iter().all(|gate| !gate.reason().is_empty()));
    }
}
