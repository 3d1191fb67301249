//! Logs and metrics: JSON lines on standard output.
//!
//! Invariant: ids, counts and times only; no address, subject, text or token.
