//! Drafts of replies.
//!
//! Invariant: a draft never leaves by itself unless every gate is open.
