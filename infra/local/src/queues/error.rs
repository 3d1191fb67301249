//! Names every way a queue can refuse or fail.
//!
//! Invariant: a refusal (the caller's mistake) leaves the queue as it was, and so does a failure of the
//! storage: the transaction around it is rolled back before the error is answered.

use rusqlite::ErrorCode;

/// Why a queue operation did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueueError {
    /// No queue has this name.
    #[error("there is no queue named {name}")]
    NoSuchQueue {
        /// The name asked for.
        name: String,
    },
    /// A queue of this name exists with other settings.
    #[error("a queue named {name} exists already with other settings")]
    Exists {
        /// The name asked for.
        name: String,
    },
    /// The receipt was not made by this queue.
    #[error("the receipt handle is not one this queue gave out")]
    ReceiptInvalid,
    /// The message is not being worked on, so its visibility cannot be changed.
    #[error("the message is not in flight")]
    NotInFlight,
    /// The body holds a character that SQS does not carry (see its `SendMessage` page).
    #[error(
        "the message holds a character outside #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD and #x10000 to #x10FFFF"
    )]
    InvalidContents,
    /// A batch is larger than 1 MiB altogether.
    #[error("the batch has {bytes} bytes; 1048576 are allowed")]
    BatchTooLong {
        /// Sum of bodies and attributes, in bytes.
        bytes: usize,
    },
    /// A value is outside what SQS accepts.
    #[error("{what}")]
    Invalid {
        /// The sentence SQS answers.
        what: String,
    },
    /// A parameter that this kind of queue needs is absent.
    #[error("the request must contain the parameter {parameter}")]
    Missing {
        /// Its name on the wire.
        parameter: &'static str,
    },
    /// The disk, or the file's allowed size, is used up.
    #[error("no space is left for the queue file; free some disk space and try again")]
    Full,
    /// Another program holds the file for longer than the busy timeout.
    #[error("the queue file is locked by another program; stop it and try again")]
    Busy,
    /// `SQLite` or the disk failed in another way.
    #[error("the queue file cannot be used: {detail}")]
    Storage {
        /// What `SQLite` said.
        detail: String,
    },
    /// The thread that owns the file has ended.
    #[error("the queue storage has stopped; start the program again")]
    Stopped,
}

impl QueueError {
    /// Whether the storage failed, as against a request that was refused.
    #[must_use]
    pub fn is_storage(&self) -> bool {
        match self {
            Self::Full | Self::Busy | Self::Storage { .. } | Self::Stopped => true,
            Self::NoSuchQueue { .. }
            | Self::Exists { .. }
            | Self::ReceiptInvalid
            | Self::NotInFlight
            | Self::InvalidContents
            | Self::BatchTooLong { .. }
            | Self::Invalid { .. }
            | Self::Missing { .. } => false,
        }
    }

    pub(super) fn invalid(what: impl Into<String>) -> Self {
        Self::Invalid { what: what.into() }
    }
}

impl From<rusqlite::Error> for QueueError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Storage {
                detail: error.to_string(),
            },
        }
    }
}
