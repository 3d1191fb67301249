//! Asks language models and models for embeddings: Anthropic, OpenAI, servers that speak as OpenAI does, Amazon Bedrock.
//!
//! Invariant: a question ends with a checked answer or a typed reason, within its time, and every request that left
//! is on the bill. Nothing is contacted and no certificate is read before the first question.

mod anthropic;
mod bedrock;
mod chat;
mod embed;
mod embedded;
mod engine;
mod failure;
mod question;
mod retry;
mod settings;
mod titan;
mod transport;
mod vectors;

pub use crate::outbound::guard;
pub use embed::{Embedder, EmbedderSettings, Texts};
pub use embedded::Embedded;
pub use engine::{Engine, Outcome, Request};
pub use settings::{Limits, ModelSettings, USUAL_QUESTION};

#[cfg(test)]
mod tests;
