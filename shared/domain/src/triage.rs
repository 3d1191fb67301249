//! What a message is about, how urgent it is and who should take it.
//!
//! Invariant: an answer always carries its reasons; unsure means a low confidence, not a guess.

pub mod decide;
pub mod record;
pub mod taxonomy;
pub mod verdict;
