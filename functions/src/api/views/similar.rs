//! Past tickets that resemble one, as clients see them.

use jiff::Timestamp;
use lambdesk_domain::preview::preview;
use lambdesk_domain::ticket::Ticket;
use serde::Serialize;
use utoipa::ToSchema;

use super::StatusWord;
use crate::past::Found;

/// A past ticket that resembles one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SimilarView {
    /// Its id.
    #[schema(example = "tkt_01jd4xq9wz3v8r5y7k2m6n0pab")]
    ticket: String,
    /// Its number.
    number: u64,
    /// Its subject.
    subject: String,
    /// Where it stands: resolved or closed.
    status: StatusWord,
    /// Its category.
    category: Option<String>,
    /// When it was resolved.
    #[schema(value_type = Option<String>, format = DateTime)]
    resolved_at: Option<Timestamp>,
    /// Whether it is of the same customer.
    same_customer: bool,
    /// Share of the ticket's telling words that it holds, 0 to 1.
    score: f32,
    /// The words they share, strongest first.
    words: Vec<String>,
    /// The beginning of its last public answer, on one line.
    reply: String,
    /// When that was written.
    #[schema(value_type = String, format = DateTime)]
    replied_at: Timestamp,
}

/// Words that are shown.
const WORDS: usize = 6;

impl SimilarView {
    /// The view of one that resembles `ticket`.
    pub(crate) fn of(found: &Found, ticket: &Ticket) -> Self {
        let past = &found.ticket;
        let words = found.similar.matched.iter().take(WORDS);
        Self {
            ticket: past.id.to_string(),
            number: past.number,
            subject: past.subject.clone(),
            status: past.status.into(),
            category: past.category.clone(),
            resolved_at: past.resolved_at,
            same_customer: past.contact == ticket.contact,
            score: found.similar.likeness,
            words: words.map(|matched| matched.word.clone()).collect(),
            reply: preview(&found.answer.reply),
            replied_at: found.answer.replied_at,
        }
    }
}
