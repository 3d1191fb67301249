//! Drafts of replies: composed, checked sentence by sentence, cleaned, and held back unless every gate is open.
//!
//! Invariant: whatever wrote a draft, what leaves this module holds no link or address that is not allowed.

pub mod clean;
pub mod compose;
pub mod distance;
mod facts;
pub mod gates;
mod links;
pub mod person;
mod phrases;
pub mod sentence;
pub mod state;
pub mod support;
pub mod suspicion;
mod unicode;
mod units;

#[cfg(test)]
mod attack_tests;
