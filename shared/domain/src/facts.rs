//! What other systems know about a customer: errors, sessions, account.
//!
//! Invariant: a part that is missing is a part of the answer, with its reason; nothing here decides by what a
//! customer wrote.

pub mod dsn;
pub mod environment;
pub mod note;
pub mod postgres;
pub mod posthog;
pub mod sentry;
pub mod settings;
mod text;
pub mod told;
mod trouble;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, OrganisationId, TicketId};
use crate::status::words;

pub use settings::EnrichmentSettings;
pub use trouble::Trouble;

/// How long what a source said counts as what it says.
pub const FRESH: SignedDuration = SignedDuration::from_mins(10);
/// Days back in which errors and sessions count.
pub const DAYS: u32 = 14;
/// Most facts of one kind that a source gives.
pub const MOST: usize = 5;
/// Longest value of a fact, in characters.
pub const LONGEST_VALUE: usize = 200;
/// Longest label of a fact, in characters.
pub const LONGEST_LABEL: usize = 80;

words! {
    /// A system that is asked.
    Source {
        /// The error tracker.
        Sentry = "sentry",
        /// Product analytics with session recordings.
        Posthog = "posthog",
        /// The organisation's own database of accounts.
        Postgres = "postgres",
    }
}

impl Source {
    /// Its name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Source::Sentry => "Sentry",
            Source::Posthog => "PostHog",
            Source::Postgres => "Postgres",
        }
    }
}

words! {
    /// What a fact is about.
    FactKind {
        /// An error the customer ran into.
        Error = "error",
        /// The customer as product analytics knows them.
        Person = "person",
        /// A recorded session.
        Recording = "recording",
        /// What the customer pays for; read as their tier.
        Plan = "plan",
        /// Anything else of their account.
        Account = "account",
    }
}

words! {
    /// What came of asking a source.
    Outcome {
        /// It knows the customer.
        Found = "found",
        /// It answered and knows nothing.
        Nothing = "nothing",
        /// It did not answer as it should; the reason says why.
        Failed = "failed",
        /// It was not asked, because it is not set up.
        NotConfigured = "not_configured",
    }
}

/// One thing a source knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Who says so.
    pub source: Source,
    /// What it is about.
    pub kind: FactKind,
    /// What it is, such as `TypeError` or `signup at`; at most [`LONGEST_LABEL`] characters on one line.
    pub label: String,
    /// What is known; at most [`LONGEST_VALUE`] characters on one line.
    pub value: String,
    /// Where an agent sees more; `https`, or `http` on this machine.
    #[serde(default)]
    pub link: Option<String>,
    /// When it happened to this very customer, when that is known.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

/// What one source answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// Who was asked.
    pub source: Source,
    /// What came of it.
    pub outcome: Outcome,
    /// Why it failed or was not asked, for people.
    #[serde(default)]
    pub reason: Option<String>,
    /// What it knows.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// When it was asked.
    pub at: Timestamp,
}

impl Looked {
    /// What a source answered: facts, nothing, or trouble.
    #[must_use]
    pub fn of(source: Source, answer: Result<Vec<Fact>, Trouble>, at: Timestamp) -> Self {
        let (outcome, reason, facts) = match answer {
            Ok(facts) if facts.is_empty() => (Outcome::Nothing, None, facts),
            Ok(facts) => (Outcome::Found, None, facts),
            Err(trouble) => (trouble.outcome(), Some(trouble.to_string()), Vec::new()),
        };
        Self {
            source,
            outcome,
            reason,
            facts,
            at,
        }
    }

    /// A source that is not set up.
    #[must_use]
    pub fn not_configured(source: Source, at: Timestamp) -> Self {
        Self {
            source,
            outcome: Outcome::NotConfigured,
            reason: None,
            facts: Vec::new(),
            at,
        }
    }

    /// Whether it need not be asked again yet.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        matches!(self.outcome, Outcome::Found | Outcome::Nothing)
            && now.duration_since(self.at).abs() < FRESH
    }
}

/// What all sources know about one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The address that was looked up, lower case.
    pub email: String,
    /// Every source once, in the order of [`Source::ALL`].
    pub sources: Vec<Looked>,
}

impl Known {
    /// All facts.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.sources.iter().flat_map(|looked| &looked.facts)
    }

    /// Whether an error of this very customer was seen in the hour before a moment. What is only known to have
    /// happened to somebody does not count.
    #[must_use]
    pub fn error_in_hour_before(&self, moment: Timestamp) -> bool {
        self.facts()
            .filter(|fact| fact.kind == FactKind::Error)
            .filter_map(|fact| fact.at)
            .any(|at| moment.duration_since(at) <= SignedDuration::from_hours(1))
    }

    /// What the customer pays for, as their account has it.
    #[must_use]
    pub fn plan(&self) -> Option<&str> {
        self.facts()
            .find(|fact| fact.kind == FactKind::Plan)
            .map(|fact| fact.value.as_str())
    }

    /// Whether anything was asked at all.
    #[must_use]
    pub fn was_asked(&self) -> bool {
        self.sources
            .iter()
            .any(|looked| looked.outcome != Outcome::NotConfigured)
    }
}

/// What was known about the customer of a ticket when they wrote, or when somebody asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The ticket.
    pub ticket: TicketId,
    /// What is known.
    pub known: Known,
    /// The note that tells agents, when one was written.
    #[serde(default)]
    pub note: Option<MessageId>,
    /// When it was looked up.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn fact(kind: FactKind, when: Option<&str>) -> Fact {
        Fact {
            source: Source::Sentry,
            kind,
            label: "TypeError".to_owned(),
            value: "pro".to_owned(),
            link: None,
            at: when.map(at),
        }
    }

    fn known(facts: Vec<Fact>) -> Known {
        let looked = Looked::of(Source::Sentry, Ok(facts), at("2026-11-20T10:00:00Z"));
        Known {
            email: "ann@example.com".to_owned(),
            sources: vec![looked],
        }
    }

    #[test]
    fn an_error_counts_for_an_hour_and_only_when_it_was_this_customers() {
        let cases = [
            (FactKind::Error, Some("2026-11-20T09:30:00Z"), true),
            (FactKind::Error, Some("2026-11-20T09:00:00Z"), true),
            (FactKind::Error, Some("2026-11-20T08:59:59Z"), false),
            // Seen after the mail was written and before it was judged.
            (FactKind::Error, Some("2026-11-20T10:01:00Z"), true),
            (FactKind::Error, None, false),
            (FactKind::Recording, Some("2026-11-20T09:59:00Z"), false),
        ];
        for (kind, when, expected) in cases {
            let known = known(vec![fact(kind, when)]);
            let found = known.error_in_hour_before(at("2026-11-20T10:00:00Z"));
            assert_eq!(found, expected, "{kind} {when:?}");
        }
    }

    #[test]
    fn an_answer_is_fresh_for_ten_minutes_and_a_failure_never_is() {
        let asked = at("2026-11-20T10:00:00Z");
        let nothing = Looked::of(Source::Sentry, Ok(Vec::new()), asked);
        assert_eq!(nothing.outcome, Outcome::Nothing);
        assert!(nothing.is_fresh(at("2026-11-20T10:09:59Z")));
        assert!(!nothing.is_fresh(at("2026-11-20T10:10:00Z")));
        let failed = Looked::of(Source::Sentry, Err(Trouble::Unreachable), asked);
        assert!(!failed.is_fresh(asked));
        assert!(failed.reason.is_some());
        assert!(!Looked::not_configured(Source::Posthog, asked).is_fresh(asked));
    }

    #[test]
    fn the_plan_is_the_fact_that_says_so() {
        assert_eq!(known(vec![fact(FactKind::Plan, None)]).plan(), Some("pro"));
        assert_eq!(known(vec![fact(FactKind::Account, None)]).plan(), None);
    }
}
