//! Which ticket a mail belongs to.
//!
//! Invariant: a `Message-ID` that was recorded once keeps pointing at the same ticket.

use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, TicketId};

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
