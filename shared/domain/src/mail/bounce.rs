//! Delivery reports (RFC 3464).
//!
//! Invariant: a report never counts as a message of the person it speaks of.

use serde::{Deserialize, Serialize};

/// One recipient of a delivery report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedRecipient {
    /// Address in lower case.
    pub address: String,
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`.
    pub action: Option<String>,
    /// Status code such as `5.1.1`.
    pub status: Option<String>,
    /// What the other server said.
    pub diagnostic: Option<String>,
}

/// A delivery report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounce {
    /// Recipients the report speaks of.
    pub recipients: Vec<FailedRecipient>,
    /// Status that decides.
    pub status: Option<String>,
    /// Message id of the mail that could not be delivered, without angle brackets.
    pub original_message_id: Option<String>,
    /// Whether trying again is useless.
    pub permanent: bool,
}
