//! What a message is about, how urgent it is and who should take it.
//!
//! Invariant: an answer always carries its reasons; unsure means a low confidence, not a guess.

pub mod backtest;
pub mod decide;
pub mod language;
pub mod learned;
pub mod lexicon;
pub mod outcomes;
mod pattern;
pub mod presets;
mod priority;
pub mod record;
mod reply;
pub mod rules;
pub mod settings;
pub mod taxonomy;
mod text;
pub mod verdict;
mod weights;
