//! Everything Lambdesk decides, as plain functions over plain values.
//!
//! Invariant: no I/O, no clock and no randomness. Time and entropy are arguments.

pub mod address;
pub mod ids;
pub mod mail;
