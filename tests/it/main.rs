//! Whole flows and contracts, on the real embedded stack.
//!
//! Invariant: every test starts a deployment of its own in a folder of its own and shares nothing.

#![allow(unreachable_pub, missing_docs, reason = "one test binary, nobody outside")]

mod api_doors;
mod api_operations;
mod api_people;
mod api_replies;
mod api_support;
mod api_tickets;
mod desk;
mod flow_mail;
