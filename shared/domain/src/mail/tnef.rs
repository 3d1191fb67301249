//! Unpacks winmail.dat (MS-OXTNEF).
//!
//! Invariant: every length is checked against what is there; a damaged container gives what was readable.
