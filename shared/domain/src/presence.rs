//! Who is at which ticket now, so that two agents do not answer the same customer.
//!
//! Invariant: presence only tells; what keeps two replies apart is the version of the ticket, checked when one is sent.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, OrganisationId, TicketId};
use crate::status::words;

/// How often somebody who is at a ticket says so.
pub const EVERY: SignedDuration = SignedDuration::from_secs(20);
/// How long somebody counts as being there: two missed times and a slow network.
pub const LASTS: SignedDuration = SignedDuration::from_secs(60);

words! {
    /// What somebody does at a ticket.
    Doing {
        /// Reads it.
        Viewing = "viewing",
        /// Writes a reply or a note.
        Writing = "writing",
    }
}

/// Where an agent was seen last. An agent is at one ticket at a time: the one they looked at last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Who.
    pub agent: AgentId,
    /// Their name when they said so.
    pub name: String,
    /// At which ticket.
    pub ticket: TicketId,
    /// What they do there.
    pub doing: Doing,
    /// When they said so.
    pub seen_at: Timestamp,
}

impl Presence {
    /// When it ends if nothing more is heard.
    #[must_use]
    pub fn ends(&self) -> Timestamp {
        self.seen_at.saturating_add(LASTS).unwrap_or(Timestamp::MAX)
    }
}

/// Everybody who is there at `now`, without `me`: writers before readers, then who was seen last.
#[must_use]
pub fn others(seen: Vec<Presence>, me: Option<&AgentId>, now: Timestamp) -> Vec<Presence> {
    let mut there: Vec<Presence> = seen
        .into_iter()
        .filter(|one| Some(&one.agent) != me && one.ends() > now)
        .collect();
    there.sort_by_key(|one| {
        (
            std::cmp::Reverse(one.doing),
            std::cmp::Reverse(one.seen_at),
            one.agent.clone(),
        )
    });
    there
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(agent: u8, doing: Doing, second: i64) -> Presence {
        Presence {
            organisation: OrganisationId::new(1, [9; 10]),
            agent: AgentId::new(1, [agent; 10]),
            name: format!("Agent {agent}"),
            ticket: TicketId::new(1, [7; 10]),
            doing,
            seen_at: Timestamp::from_second(second).unwrap(),
        }
    }

    #[test]
    fn others_are_there_for_a_minute_and_writers_come_first() {
        let me = AgentId::new(1, [1; 10]);
        let now = Timestamp::from_second(1_000).unwrap();
        let all = vec![
            seen(1, Doing::Writing, 1_000),
            seen(2, Doing::Viewing, 999),
            seen(3, Doing::Writing, 941),
            seen(4, Doing::Writing, 940),
            // The clock of another machine may be ahead.
            seen(5, Doing::Viewing, 1_003),
        ];
        let there: Vec<AgentId> = others(all, Some(&me), now)
            .into_iter()
            .map(|p| p.agent)
            .collect();
        assert_eq!(there, [3, 5, 2].map(|n| AgentId::new(1, [n; 10])));
    }
}
