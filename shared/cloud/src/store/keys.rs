//! The keys of the table.
//!
//! Invariant: no other file spells a key, and every key of an organisation begins with it.
