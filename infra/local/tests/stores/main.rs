//! Drives the local table and the local objects with the real SDKs over loopback.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do"
)]

mod faults;
mod figures;
mod objects;
mod objects_wire;
mod stream;
mod support;
mod table;
