//! What a model is told about a customer beside the conversation.
//!
//! Invariant: one text for each system that knows the customer, bounded; no link, because no draft may hold one of these.

use super::{Fact, Known, Outcome, Source};

/// What one system knows, in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The system.
    pub source: Source,
    /// A fact on each line; at most [`super::MOST`] of a kind.
    pub text: String,
}

/// What each system knows; systems that know nothing or did not answer are left out.
#[must_use]
pub fn by_source(known: &Known) -> Vec<Told> {
    let knows = known
        .sources
        .iter()
        .filter(|looked| looked.outcome == Outcome::Found);
    knows
        .map(|looked| Told {
            source: looked.source,
            text: looked.facts.iter().map(line).collect::<Vec<_>>().join("\n"),
        })
        .collect()
}

fn line(fact: &Fact) -> String {
    let when = fact
        .at
        .map(|at| at.strftime(" (%Y-%m-%d %H:%M UTC)").to_string());
    let when = when.unwrap_or_default();
    format!("{}, {}{when}: {}", fact.kind, fact.label, fact.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{FactKind, Looked, Trouble};

    #[test]
    fn only_what_a_system_knows_is_told_and_never_a_link() {
        let at = "2026-11-20T10:00:00Z".parse().unwrap();
        let error = Fact {
            source: Source::Sentry,
            kind: FactKind::Error,
            label: "TypeError".to_owned(),
            value: "x is undefined".to_owned(),
            link: Some("https://sentry.example.com/issues/1".to_owned()),
            at: Some(at),
        };
        let known = Known {
            email: "ann@example.com".to_owned(),
            sources: vec![
                Looked::of(Source::Sentry, Ok(vec![error]), at),
                Looked::of(Source::Posthog, Err(Trouble::Unreachable), at),
                Looked::of(Source::Postgres, Ok(Vec::new()), at),
            ],
        };
        let told = by_source(&known);
        let [sentry] = told.as_slice() else {
            panic!("one system knows the customer: {told:?}")
        };
        assert_eq!(sentry.source, Source::Sentry);
        assert_eq!(
            sentry.text,
            "error, TypeError (2026-11-20 10:00 UTC): x is undefined"
        );
    }
}
