//! One turn with a model, before it is put into a provider's words; and what came back, after.
//!
//! Invariant: no field of it is specific to a provider.

use lambdesk_domain::model::Provider;
use lambdesk_domain::model::capability::{Capability, Structured};
use lambdesk_domain::model::prices::Usage;
use lambdesk_domain::model::prompt::{Image, Prompt};
use lambdesk_domain::model::schema::{self, Json};
use lambdesk_domain::triage::taxonomy::Taxonomy;
use serde_json::Value;

/// Characters of an answer that cannot be used which go back to the model.
const MOST_QUOTED: usize = 12_000;

/// What is asked.
#[derive(Debug)]
pub(super) struct Question<'a> {
    pub(super) model: &'a str,
    pub(super) system: String,
    pub(super) user: &'a str,
    pub(super) images: &'a [Image],
    /// The answer that could not be used, and what is wrong with it.
    pub(super) repair: Option<(String, String)>,
    pub(super) way: Structured,
    pub(super) schema: Json,
    pub(super) answer_limit: u32,
    pub(super) capability: Capability,
}

impl<'a> Question<'a> {
    pub(super) fn new(
        provider: Provider,
        model: &'a str,
        prompt: &'a Prompt,
        taxonomy: &Taxonomy,
        way: Structured,
        capability: Capability,
    ) -> Self {
        let mut system = prompt.system.clone();
        if way.wants_schema_in_prompt(provider) {
            system.push_str("\n# Form\n");
            system.push_str(&schema::instruction(taxonomy));
        }
        Self {
            model: model.trim(),
            system,
            user: &prompt.user,
            images: if capability.vision {
                &prompt.images
            } else {
                &[]
            },
            repair: None,
            way,
            schema: schema::answer(taxonomy),
            answer_limit: capability.answer_limit(prompt.answer_tokens),
            capability,
        }
    }

    /// The same with the answer that has to be mended.
    pub(super) fn mending(mut self, mend: Option<&(String, String)>) -> Self {
        self.repair = mend.map(|(said, faults)| {
            // An empty turn is refused by every provider.
            let said: String = said.chars().take(MOST_QUOTED).collect();
            let said = if said.trim().is_empty() {
                "(nothing)".to_owned()
            } else {
                said
            };
            (said, faults.clone())
        });
        self
    }
}

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// By itself.
    Complete,
    /// At its limit.
    Truncated,
    /// The model declined.
    Refused,
    /// A content filter stopped it.
    Guardrail,
}

/// What a model answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) text: String,
    pub(super) stop: Stop,
    pub(super) usage: Option<Usage>,
}

/// The request and what it is authorised by.
pub(super) struct Sealed {
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

/// What came back is not an answer of the wire format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotAnAnswer;

/// A count of tokens at a path of the answer; `None` when it is not there.
pub(super) fn tokens(usage: &Value, pointer: &str) -> Option<u64> {
    usage.pointer(pointer).and_then(Value::as_u64)
}
