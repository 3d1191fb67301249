//! Which ticket a mail belongs to.
//!
//! Invariant: a `Message-ID` that was recorded once keeps pointing at the same ticket, and nobody gets into a
//! conversation by knowing an id: ids leak in forwards, so they only let in who took part, colleagues and
//! machines that report on our mail. A signed reply address lets in whoever it was given to.
//!
//! Reading goes in three steps: [`clues`] finds in the mail what may point at a ticket, the caller looks those
//! up ([`Found`]), [`place`] decides.

mod clues;
mod place;
mod subject_number;

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, TicketId};
use crate::message::MatchedBy;
use crate::ticket::Ticket;

pub use clues::{Clues, clues};
pub use place::place;

/// Most ids of one mail that are looked up. Mail programs cut `References` at about this many.
pub const MAX_IDS: usize = 30;
/// Days in which the root of an Exchange conversation counts. Outlook reuses it when somebody answers an
/// old mail with a new matter.
pub const THREAD_INDEX_DAYS: u32 = 30;

/// How a `Message-ID` became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdKind {
    /// A mail with this id came in.
    Seen,
    /// A mail of ours went out with this id.
    Sent,
    /// A mail named this id before the mail with it came.
    Awaited,
}

/// What is known about a `Message-ID`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdRecord {
    /// How it became known.
    pub kind: IdKind,
    /// The ticket it belongs to.
    pub ticket: TicketId,
    /// The message that has it; `None` while it is awaited.
    #[serde(default)]
    pub message: Option<MessageId>,
    /// Hash of the content of that message, hex.
    #[serde(default)]
    pub content_hash: Option<String>,
}

/// What looking up the clues of a mail found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Records by the keys of [`Clues::keys`].
    pub ids: HashMap<String, IdRecord>,
    /// The ticket of the Exchange conversation.
    pub thread: Option<TicketId>,
    /// The ticket with the number in the subject.
    pub number: Option<TicketId>,
    /// The tickets of [`Clues::tickets`] as they are now. A ticket that is not here does not exist for
    /// this organisation and is ignored, whatever signature named it.
    pub tickets: HashMap<TicketId, Ticket>,
}

/// What the guards need to know about the mail.
#[derive(Debug, Clone, Copy)]
pub struct Newcomer<'a> {
    /// Address of the person who speaks.
    pub sender: &'a str,
    /// Addresses on the mail: sender, recipients, copies.
    pub participants: &'a BTreeSet<String>,
    /// Whether the sender is one of the organisation's own addresses.
    pub colleague: bool,
    /// Whether a machine wrote: bounce, receipt, answering machine. Posts of a mailing list are written by
    /// people and do not count here.
    pub automatic: bool,
    /// Subject as sent.
    pub subject: &'a str,
    /// Hash of the content, hex.
    pub content_hash: &'a str,
}

/// Where a mail goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// It is here already: nothing is stored.
    Duplicate {
        /// Its ticket.
        ticket: TicketId,
        /// The message it is.
        message: MessageId,
    },
    /// It becomes a message of a ticket.
    Join {
        /// The ticket.
        ticket: TicketId,
        /// What pointed there.
        rule: MatchedBy,
    },
    /// It opens a ticket that follows one closed long ago.
    FollowUp {
        /// The closed ticket.
        of: TicketId,
        /// What pointed there.
        rule: MatchedBy,
    },
    /// It opens a ticket of its own; somebody who never took part knows an id of another.
    Linked {
        /// The ticket it knows of.
        to: TicketId,
        /// What pointed there.
        rule: MatchedBy,
    },
    /// It opens a ticket.
    New,
}

/// The form in which ids are compared and looked up: no brackets, no blanks. Ids of SES count by their local
/// part, because its API tells no domain and the one on the wire depends on the region.
#[must_use]
pub fn id_key(id: &str) -> String {
    let id = crate::mail::message_id_key(id);
    match id.rsplit_once('@') {
        Some((local, domain)) if is_ses(domain) => format!("ses:{}", local.to_ascii_lowercase()),
        _ => id,
    }
}

/// The key under which a mail is recorded that has no `Message-ID`, or one that is taken by other content.
#[must_use]
pub fn content_key(content_hash: &str) -> String {
    format!("content:{content_hash}")
}

fn is_ses(domain: &str) -> bool {
    let domain = domain.to_ascii_lowercase();
    domain == "amazonses.com" || domain.ends_with(".amazonses.com")
}

#[cfg(test)]
mod tests;
