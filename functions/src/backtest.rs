//! Past tickets through today's rules, without side effects.
//!
//! Invariant: it only reads.

use lambdesk_cloud::error::Error;
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::triage::backtest::{self, Case, Report};
use lambdesk_domain::triage::taxonomy::Taxonomy;

use crate::settled::{self, Settled};
use crate::triage;
use crate::world::World;

/// What became of the tickets that were looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// How right today's rules are on those whose category people settled.
    pub report: Report,
    /// Tickets that were looked at, newest first.
    pub tickets: usize,
    /// Those of them without a settled category or a message of a customer.
    pub unsettled: usize,
}

/// Judges the newest tickets again.
///
/// # Errors
/// When the table or the objects cannot be read.
pub async fn run(
    world: &World,
    organisation: &OrganisationId,
    taxonomy: &Taxonomy,
    most: usize,
) -> Result<Outcome, Error> {
    let (settled, tickets) = settled::newest(world, organisation, most).await?;
    let case = |one: &Settled| {
        let verdict = triage::by_rules(taxonomy, &one.ticket, &one.message, &one.text, one.error);
        Case {
            expected: one.category.clone(),
            predicted: verdict.category,
            confidence: verdict.confidence,
        }
    };
    let cases: Vec<Case> = settled.iter().map(case).collect();
    Ok(Outcome {
        unsettled: tickets.saturating_sub(cases.len()),
        report: backtest::report(&cases),
        tickets,
    })
}
