//! Everything Lambdesk decides, as plain functions over plain values.
//!
//! Invariant: no I/O, no clock and no randomness. Time and entropy are arguments.

pub mod access;
pub mod address;
pub mod automatic_mail;
pub mod canned;
pub mod compose;
pub mod correction;
pub mod delivery;
pub mod directory;
pub mod draft;
pub mod facts;
pub mod ids;
pub mod intake;
pub mod knowledge;
pub mod mail;
pub mod message;
pub mod model;
pub mod people;
pub mod picture;
pub mod presence;
pub mod preview;
pub mod recipients;
pub mod reply_address;
pub mod routing;
#[cfg(test)]
mod samples;
pub mod secret;
pub mod status;
pub mod task;
pub mod threading;
pub mod ticket;
pub mod triage;
pub mod trust;
