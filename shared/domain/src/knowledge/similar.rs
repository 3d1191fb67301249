//! Past tickets that resemble a new one.
//!
//! Invariant: only what the caller gave is searched; a ticket never resembles itself.

use serde::{Deserialize, Serialize};

use super::engine::{Document, Engine};
use super::search::Matched;
use crate::ids::TicketId;

/// Weight of a word of the subject.
const SUBJECT: f32 = 1.8;

/// A past ticket, as far as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastTicket {
    /// Its id.
    pub id: TicketId,
    /// Its subject.
    pub subject: String,
    /// The new part of the customer's first message.
    pub text: String,
    /// BCP 47.
    pub language: String,
}

/// A ticket that resembles.
#[derive(Debug, Clone, PartialEq)]
pub struct Similar {
    /// The ticket.
    pub id: TicketId,
    /// Share of the telling words that both hold, 0 to 1.
    pub likeness: f32,
    /// The words they share, strongest first.
    pub matched: Vec<Matched>,
}

/// The index over past tickets; can be stored as JSON.
#[derive(Debug, Clone, Serialize, Deserialize, Default)]
pub struct PastTickets {
    ids: Vec<TicketId>,
    engine: Engine,
}

impl PastTickets {
    /// Indexes tickets.
    #[must_use]
    pub fn build(tickets: &[PastTicket]) -> Self {
        let fields: Vec<[(&str, f32); 2]> = tickets
            .iter()
            .map(|t| [(t.text.as_str(), 1.0), (t.subject.as_str(), SUBJECT)])
            .collect();
        let documents: Vec<Document<'_>> = tickets
            .iter()
            .zip(&fields)
            .map(|(ticket, fields)| Document {
                language: &ticket.language,
                fields,
            })
            .collect();
        Self {
            ids: tickets.iter().map(|t| t.id.clone()).collect(),
            engine: Engine::build(&documents),
        }
    }

    /// The tickets most like one, at most `limit`, each sharing at least `floor` of its telling words (0 to 1).
    #[must_use]
    pub fn like(&self, ticket: &PastTicket, floor: f32, limit: usize) -> Vec<Similar> {
        let text = format!("{}\n{}", ticket.subject, ticket.text);
        let found = self.engine.search(&text, &ticket.language).into_iter();
        let others = found.filter(|f| f.coverage >= floor).filter_map(|f| {
            let id = self.ids.get(f.document).filter(|id| **id != ticket.id)?;
            Some(Similar {
                id: id.clone(),
                likeness: f.coverage.min(1.0),
                matched: f.matched,
            })
        });
        others.take(limit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(number: u8, subject: &str, text: &str) -> PastTicket {
        PastTicket {
            id: TicketId::new(i64::from(number), [number; 10]),
            subject: subject.to_owned(),
            text: text.to_owned(),
            language: "en".to_owned(),
        }
    }

    #[test]
    fn the_same_trouble_is_found_and_the_ticket_itself_is_not() {
        let tickets = [
            ticket(1, "Sync error", "Cards disappear with SYNC-409 on Android"),
            ticket(2, "Refund", "Please refund the second payment"),
            ticket(
                3,
                "SYNC-409",
                "After syncing my Android phone cards are missing",
            ),
        ];
        let past = PastTickets::build(&tickets);
        let found = past.like(&tickets[0], 0.3, 3);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].id, tickets[2].id);
    }
}
