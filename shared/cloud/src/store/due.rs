//! What is due: messages that wait for their time, whose outcome is not known, or that got stuck.
//!
//! Invariant: a message is due as long as its own record says so; nothing is removed by being found.

use jiff::Timestamp;
use lambdesk_domain::ids::{MessageId, OrganisationId, TicketId};

use super::rows::Range;
use super::table::Index;
use super::{Store, items, keys};
use crate::error::Result;

/// Why a message is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DueKind {
    /// It is queued and its time has come.
    Send,
    /// It was claimed ten minutes ago and nothing is known since.
    Unconfirmed,
    /// It has waited ten minutes for a stage of the pipeline.
    Stuck,
}

impl DueKind {
    const ALL: [DueKind; 3] = [DueKind::Send, DueKind::Unconfirmed, DueKind::Stuck];

    /// The word in the index.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            DueKind::Send => "send",
            DueKind::Unconfirmed => "unconfirmed",
            DueKind::Stuck => "stuck",
        }
    }
}

/// A message that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its organisation.
    pub organisation: OrganisationId,
    /// Its ticket.
    pub ticket: TicketId,
    /// The message.
    pub message: MessageId,
    /// Why.
    pub kind: DueKind,
    /// Since when.
    pub since: Timestamp,
}

impl Store {
    /// What became due before a moment, oldest first.
    ///
    /// # Errors
    /// As the service says.
    pub async fn due(&self, before: Timestamp, limit: usize) -> Result<Vec<Due>> {
        let range = Range::at(Index::Gsi3, keys::due_list(), "").below(keys::millis(before));
        let rows = Box::pin(self.all_rows("find what is due", &range, limit)).await?;
        let (_, sk) = Index::Gsi3.keys();
        Ok(rows
            .iter()
            .filter_map(|row| items::text(row, sk).and_then(parse))
            .collect())
    }
}

/// Reads `<ms>#<organisation>#<ticket>#<message>#<kind>`; what a newer version wrote is left to it.
fn parse(key: &str) -> Option<Due> {
    let mut parts = key.split('#');
    let due = Due {
        since: parts
            .next()?
            .parse()
            .ok()
            .and_then(|ms| Timestamp::from_millisecond(ms).ok())?,
        organisation: parts.next()?.parse().ok()?,
        ticket: parts.next()?.parse().ok()?,
        message: parts.next()?.parse().ok()?,
        kind: parts
            .next()
            .and_then(|word| DueKind::ALL.into_iter().find(|k| k.word() == word))?,
    };
    parts.next().is_none().then_some(due)
}
