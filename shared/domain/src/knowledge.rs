//! The knowledge base: articles, the passages they are cut into, and the search over them.
//!
//! Invariant: everything here is a function of its arguments; the same articles give the same passages, ids and ranking.

pub mod article;
mod compounds;
pub(crate) mod concepts;
mod concepts_table;
pub mod engine;
pub mod evaluate;
pub(crate) mod front_matter;
pub mod fuse;
pub mod index;
pub mod language;
pub mod markdown;
pub mod passage;
pub mod past;
pub mod ranking;
pub mod search;
pub mod sentences;
pub mod similar;
mod stop_words;
pub(crate) mod strip;
pub mod vectors;
pub mod words;

#[cfg(test)]
pub(crate) mod demo_tests;
