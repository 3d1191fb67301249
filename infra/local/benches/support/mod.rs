//! What the benches share: mails to measure with, a deployment to measure, and the means to measure.
//!
//! Invariant: nothing here judges a figure; it only takes and writes figures.

#![allow(
    unreachable_pub,
    dead_code,
    reason = "parts of one bench program each, nobody outside"
)]

pub mod calls;
pub mod check;
pub mod client;
pub mod desk;
pub mod generate;
pub mod mails;
pub mod process;
