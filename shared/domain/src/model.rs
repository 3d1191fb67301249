//! What a language model is asked, how its answer is read, what it costs and how far it is trusted.
//!
//! Invariant: nothing a model wrote is used before [`answer::read`] has accepted it.

pub mod answer;
pub mod breaker;
pub mod budget;
pub mod calibration;
pub mod capability;
pub mod clean;
pub mod embeddings;
pub mod fallback;
pub mod ledger;
pub mod prices;
pub mod prompt;
#[cfg(test)]
pub(crate) mod samples;
pub mod schema;
pub mod settings;
pub mod window;

use crate::status::words;

words! {
    /// Who runs the model, which is to say: which wire format is spoken.
    Provider {
        /// The Messages API of Anthropic.
        Anthropic = "anthropic",
        /// The chat completions of OpenAI.
        OpenAi = "openai",
        /// A server that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM, a gateway.
        Compatible = "compatible",
        /// Amazon Bedrock, Converse API.
        Bedrock = "bedrock",
    }
}

impl Provider {
    /// Whether it must be given a key. A server of one's own may want none, and Bedrock asks for the function's role.
    #[must_use]
    pub fn wants_key(self) -> bool {
        matches!(self, Provider::Anthropic | Provider::OpenAi)
    }
}

words! {
    /// What a call is for; each step may have a model of its own.
    Step {
        /// The first message of a ticket: judge it and draft an answer.
        Triage = "triage",
        /// A later message of the customer: draft an answer, change the judgement only when it must.
        FollowUp = "follow_up",
        /// A question to the knowledge base: turn it into a vector.
        Search = "search",
    }
}
