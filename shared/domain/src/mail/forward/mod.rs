//! Finds the mail that was forwarded inside another.
//!
//! Invariant: a forward is reported only with a marker or a complete header block; text above it is the note.

use serde::{Deserialize, Serialize};

use crate::address::Address;

/// A forwarded mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarded {
    /// Author, when the block gives an address.
    pub from: Option<Address>,
    /// Name of the author as written.
    pub from_name: Option<String>,
    /// Subject of the forwarded mail.
    pub subject: Option<String>,
    /// Date as written; local language, not parsed.
    pub date_text: Option<String>,
    /// Text of the forwarded mail.
    pub body: String,
    /// What the forwarder wrote above it.
    pub note: Option<String>,
    /// Message id, known only for attached messages.
    pub message_id: Option<String>,
}
