//! Recognises mail that no person wrote.
//!
//! Invariant: mail of a machine is never answered by a machine; when in doubt it counts as automatic
//! only on evidence that is stored.

use serde::{Deserialize, Serialize};

/// What kind of machine wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutomaticKind {
    /// An answering machine (RFC 3834).
    AutoReply,
    /// A vacation notice.
    OutOfOffice,
    /// A delivery report.
    Bounce,
    /// A read receipt.
    ReadReceipt,
    /// A spam complaint (RFC 5965).
    Complaint,
    /// A mailing list or bulk mail.
    List,
    /// An answer to a meeting request.
    CalendarReply,
    /// Our own mail coming back.
    Ours,
    /// A machine of another kind.
    Other,
}

/// Why a mail counts as automatic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Automatic {
    /// Kind of machine.
    pub kind: AutomaticKind,
    /// The header or wording that decided.
    pub evidence: String,
}
