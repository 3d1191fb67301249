//! Everything of Lambdesk that talks: to AWS (table, objects, queues, mail, logs), to models and to the systems that
//! know customers; and what only the process knows: settings, the time and randomness.
//!
//! Invariant: no SDK type reaches a caller except the clients that [`aws`] builds.

pub mod aws;
pub mod blobs;
pub mod clock;
pub mod config;
pub mod cursor;
pub mod entropy;
pub mod error;
pub mod facts;
pub mod mailer;
pub mod models;
pub mod outbound;
pub mod pictures;
pub mod queues;
pub mod signing;
pub mod store;
pub mod telemetry;
pub mod vault;

#[cfg(test)]
mod wire;

pub use error::{Error, Kind, Result};
