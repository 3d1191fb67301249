//! What an answer means for its ticket: fields, labels and who takes it.
//!
//! Invariant: what a person has set is never changed, and nobody is assigned below the organisation's threshold.

use std::collections::BTreeSet;

use super::record::TriageRecord;
use super::verdict::Verdict;
use crate::ids::{AgentId, TeamId};
use crate::people::{Agent, Role, Team};
use crate::ticket::{MAX_TAGS, Ticket, Triaged};

/// Label of what was judged with enough confidence.
pub const CONFIDENT: &str = "high-confidence";
/// Label of what a person has to look at.
pub const NEEDS_TRIAGE: &str = "needs-triage";
/// Label of what a model has read.
pub const AI_PROCESSED: &str = "ai-processed";
/// Label of tickets about which rules and model think differently.
pub const DISAGREED: &str = "disagreed";

/// Who could take a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// The team the taxonomy names, when the organisation has it.
    pub team: Option<TeamId>,
    /// Its members who can take tickets, in a fixed order.
    pub members: Vec<AgentId>,
}

/// The team of an answer and those who work in it.
#[must_use]
pub fn roster(verdict: &Verdict, teams: &[Team], agents: &[Agent]) -> Roster {
    let Some(team) = teams.iter().find(|team| team.key == verdict.team) else {
        return Roster::default();
    };
    let takes = |agent: &&Agent| {
        agent.active
            && agent.teams.contains(&team.id)
            && matches!(
                agent.role,
                Role::Owner | Role::Admin | Role::Supervisor | Role::Agent
            )
    };
    let mut members: Vec<_> = agents.iter().filter(takes).map(|a| a.id.clone()).collect();
    members.sort_unstable();
    Roster {
        team: Some(team.id.clone()),
        members,
    }
}

/// The order in which members are asked to take a ticket: round robin by its number.
#[must_use]
pub fn turn(roster: &Roster, number: u64) -> Vec<AgentId> {
    let count = u64::try_from(roster.members.len()).unwrap_or(0);
    if count == 0 {
        return Vec::new();
    }
    let first = usize::try_from(number % count).unwrap_or(0);
    let (before, after) = roster.members.split_at(first);
    after.iter().chain(before).cloned().collect()
}

/// Why somebody got a ticket, or why nobody did, for agents.
#[must_use]
pub fn assignment(
    roster: &Roster,
    free: Option<&AgentId>,
    sure: bool,
    switched_on: bool,
) -> String {
    let text = match (free, &roster.team) {
        (_, None) => "the organisation has no team for this category",
        (None, Some(_)) if roster.members.is_empty() => "nobody is in the team",
        (None, Some(_)) => "everybody in the team has as many tickets as they can take",
        (Some(_), Some(_)) if !switched_on => "assignment by itself is switched off",
        (Some(_), Some(_)) if !sure => "the judgement is not sure enough to assign by it",
        (Some(_), Some(_)) => "it is their turn in the team",
    };
    text.to_owned()
}

/// What the first message of a ticket changes about it.
#[must_use]
pub fn first_message(
    ticket: &Ticket,
    record: &TriageRecord,
    roster: &Roster,
    assignee: Option<AgentId>,
    sure: bool,
) -> Triaged {
    let verdict = record.decided();
    Triaged {
        category: Some(verdict.category.clone()),
        priority: Some(verdict.priority),
        priority_score: Some(verdict.priority_score),
        sentiment: Some(verdict.sentiment),
        language: Some(verdict.language.clone()).filter(|language| language != "und"),
        team: roster.team.clone(),
        next_action: Some(verdict.next_action.clone()),
        suggested_reply: verdict.suggested_reply.clone(),
        confidence: Some(verdict.confidence),
        assignee,
        tags: labels(ticket, record, sure),
    }
}

/// What a later message of the customer changes: the tone, the draft and the next step; what the ticket is about stays.
#[must_use]
pub fn later_message(record: &TriageRecord) -> Triaged {
    let verdict = record.decided();
    Triaged {
        sentiment: Some(verdict.sentiment),
        next_action: Some(verdict.next_action.clone()),
        suggested_reply: verdict.suggested_reply.clone(),
        ..Triaged::default()
    }
}

/// The labels of a judged ticket; those it has are kept, and the cap on labels holds.
fn labels(ticket: &Ticket, record: &TriageRecord, sure: bool) -> BTreeSet<String> {
    let verdict = record.decided();
    let mut labels = vec![
        if sure { CONFIDENT } else { NEEDS_TRIAGE },
        verdict.category.as_str(),
    ];
    if record.disagrees() {
        labels.push(DISAGREED);
    }
    if record.model.is_some() {
        labels.push(AI_PROCESSED);
    }
    let room = MAX_TAGS.saturating_sub(ticket.tags.len());
    let new = labels
        .into_iter()
        .filter(|label| !ticket.tags.contains(*label));
    new.take(room).map(str::to_owned).collect()
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
