//! The ways the local table can refuse to start or to work.
//!
//! Invariant: what a person must do about it stands in the text.

use std::path::PathBuf;

/// An error of the local table host.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The table's file cannot be used.
    #[error(
        "cannot open the table in {path}; check that the folder is writable and not in use by another run"
    )]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The stored table is not the one the template declares.
    #[error(
        "the stored table {name} does not fit the template: {difference}; start once with --fresh to build it anew (this removes the local data)"
    )]
    Differs {
        /// The table's name.
        name: String,
        /// The first difference found.
        difference: String,
    },
    /// The table's definition is not valid.
    #[error("cannot create the table {name}; check its definition in the template")]
    Define {
        /// The table's name.
        name: String,
        /// The engine's reason.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A statement on the table's file failed.
    #[error("cannot read or write the table's stream")]
    Stream(#[from] rusqlite::Error),
    /// Expired items cannot be removed.
    #[error("cannot remove expired items from the table")]
    Expire(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The table's threads have ended.
    #[error("the table has stopped; start the program again")]
    Stopped,
}
