//! The ways the local object store can refuse to start or to work.
//!
//! Invariant: whatever is returned, no object is half written or half visible.

use std::io;
use std::path::PathBuf;

/// An error of the local object store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder cannot be used.
    #[error(
        "cannot open the object store in {folder}; check that the folder is writable and not in use by another run"
    )]
    Open {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// No room is left.
    #[error(
        "the disk that holds {folder} is full and the object was not stored; free some space and try again"
    )]
    Full {
        /// The folder of the store.
        folder: PathBuf,
    },
    /// There is no such bucket.
    #[error("there is no bucket {0}")]
    NoBucket(String),
    /// There is no such object.
    #[error("there is no object under this key")]
    NoObject,
    /// The bucket is there already.
    #[error("the bucket {0} exists already")]
    BucketExists(String),
    /// The condition of a put does not hold.
    #[error("the object exists already")]
    Exists,
    /// What arrived is not what the sender announced.
    #[error("the body does not match its announced {0}")]
    Mismatch(&'static str),
    /// The sender stopped sending.
    #[error("the body ended early")]
    Incomplete(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A file cannot be read or written.
    #[error("cannot read or write a file of the object store")]
    File(#[source] io::Error),
    /// The index cannot be read or written.
    #[error("cannot read or write the index of the object store")]
    Index(#[source] rusqlite::Error),
    /// The store has stopped.
    #[error("the object store has stopped; start the program again")]
    Stopped,
}

impl Error {
    /// Tells a full disk from other trouble with a file.
    pub(super) fn file(folder: &std::path::Path, error: io::Error) -> Self {
        if matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
        ) {
            return Self::Full {
                folder: folder.to_owned(),
            };
        }
        Self::File(error)
    }

    /// Tells a full disk from other trouble with the index.
    pub(super) fn index(folder: &std::path::Path, error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) {
            return Self::Full {
                folder: folder.to_owned(),
            };
        }
        Self::Index(error)
    }
}
