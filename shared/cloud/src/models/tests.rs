//! What goes over the wire and what becomes of it, against servers that answer as the providers are documented to.
//!
//! Invariant: nothing here leaves the machine; no test waits longer than its own limits.

mod failures;
mod policy;
mod requests;
mod vectors;

use std::time::Duration;

use jiff::Timestamp;
use lambdesk_domain::ids::{MessageId, OrganisationId, TicketId};
use lambdesk_domain::model::budget::Amount;
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::ledger::CallOutcome;
use lambdesk_domain::model::prices::PriceTable;
use lambdesk_domain::model::prompt::{self, Image, Input, Prompt, Source, Speaker, Turn};
use lambdesk_domain::model::{Provider, Step};
use lambdesk_domain::triage::taxonomy::{Category, Taxonomy};
use serde_json::{Value, json};

use super::guard::Reach;
use super::*;
use crate::clock::Clock;
use crate::config::{AwsSettings, Secret};
use crate::entropy::Entropy;
use crate::outbound::test_server::{Act, Server};

/// The wire formats.
const FORMATS: [Provider; 3] = [Provider::Anthropic, Provider::OpenAi, Provider::Bedrock];
const KEY: &str = "sk-test-key-0123456789";
const MAIL: &str = "Der Export bricht ab.";

struct Desk {
    engine: Engine,
    clock: Clock,
    taxonomy: Taxonomy,
    prompt: Prompt,
    prices: PriceTable,
    model: ModelSettings,
    allowance: Option<Amount>,
}

fn taxonomy() -> Taxonomy {
    let category = |key: &str| Category {
        key: key.to_owned(),
        description: format!("About {key}"),
        team: "support".to_owned(),
        terms: std::collections::BTreeMap::new(),
    };
    Taxonomy {
        categories: ["bug-report", "other"].map(category).into(),
        fallback: "other".to_owned(),
    }
}

fn question(taxonomy: &Taxonomy, images: &[Image]) -> Prompt {
    let passages = [Source {
        id: "art_1#2",
        title: "Export",
        text: "Reload the page.",
    }];
    let turns = [Turn {
        speaker: Speaker::Customer,
        text: MAIL,
        attachments: &[],
    }];
    prompt::build(&Input {
        step: Step::Triage,
        organisation: "Example Ltd",
        taxonomy,
        team_language: "en",
        subject: "Export",
        turns: &turns,
        passages: &passages,
        answers: &[],
        facts: &[],
        known: None,
        images,
        nonce: [7; 16],
        budget_tokens: 12_000,
    })
}

fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(2),
        total: Duration::from_secs(5),
        backoff: Duration::from_millis(4),
        longest_wait: Duration::from_secs(2),
        reach: Reach {
            loopback: true,
            private: false,
        },
        ..Limits::default()
    }
}

impl Desk {
    fn at(url: &str, provider: Provider) -> Self {
        Self::with(url, provider, limits())
    }

    fn with(url: &str, provider: Provider, limits: Limits) -> Self {
        let clock = Clock::fixed("2026-11-21T12:00:00Z".parse::<Timestamp>().unwrap());
        let aws = AwsSettings {
            region: "eu-central-1".to_owned(),
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret_access_key: Secret::new("aws-private"),
            session_token: Some(Secret::new("aws-session")),
            ..AwsSettings::default()
        };
        let name = match provider {
            Provider::Anthropic => "claude-haiku-4-5",
            Provider::OpenAi => "gpt-4o-mini",
            Provider::Compatible => "llama3.2:3b",
            Provider::Bedrock => "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
        };
        let mut model = ModelSettings::new(provider, name, Secret::new(KEY));
        model.base_url = Some(url.to_owned());
        let taxonomy = taxonomy();
        Self {
            engine: Engine::new(&aws, clock.clone(), Entropy::seeded(1), limits),
            clock,
            prompt: question(&taxonomy, &[]),
            taxonomy,
            prices: PriceTable::built_in(),
            model,
            allowance: None,
        }
    }

    async fn ask(&self) -> Outcome {
        let request = Request {
            organisation: &OrganisationId::new(1, [1; 10]),
            ticket: &TicketId::new(1, [2; 10]),
            message: &MessageId::new(1, [3; 10]),
            step: Step::Triage,
            model: &self.model,
            prompt: &self.prompt,
            taxonomy: &self.taxonomy,
            prices: &self.prices,
            allowance: self.allowance,
        };
        self.engine.ask(&request).await
    }
}

fn answer() -> Value {
    json!({
        "injection_suspected": false, "language": "de", "translation_en": "The export stops.", "summary": "Export stops.",
        "reasons": ["A fault is described."], "category": "bug-report", "priority": "high", "sentiment": "negative",
        "confidence": {"category": 0.9, "priority": 0.7}, "next_action": "Look at the log.", "draft_language": "de",
        "draft_sentences": [{"text": "Bitte neu laden.", "text_team_language": "Please reload.", "sources": ["K1"]}],
        "needs_human_reason": null
    })
}

/// A body with status 200 around a text, as each provider writes it; 1000 tokens read, 100 written.
fn body(provider: Provider, text: &str) -> Value {
    match provider {
        Provider::Anthropic => json!({
            "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-haiku-4-5",
            "content": [{"type": "text", "text": text}], "stop_reason": "end_turn", "stop_sequence": null,
            "usage": {"input_tokens": 1000, "output_tokens": 100, "cache_creation_input_tokens": 0,
                "cache_read_input_tokens": 0, "service_tier": "standard"}
        }),
        Provider::OpenAi | Provider::Compatible => json!({
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": text, "refusal": null}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100,
                "prompt_tokens_details": {"cached_tokens": 0}}
        }),
        Provider::Bedrock => json!({
            "output": {"message": {"role": "assistant", "content": [{"text": text}]}}, "stopReason": "end_turn",
            "usage": {"inputTokens": 1000, "outputTokens": 100, "totalTokens": 1100}, "metrics": {"latencyMs": 5}
        }),
    }
}

fn says(body: &Value) -> Act {
    Act::Say(
        200,
        vec![("content-type", "application/json".to_owned())],
        body.to_string(),
    )
}

fn good(provider: Provider) -> Act {
    says(&body(provider, &answer().to_string()))
}

fn status(status: u16, body: &str) -> Act {
    Act::Say(status, Vec::new(), body.to_owned())
}

/// The reason and how each request ended.
fn ended(outcome: &Outcome) -> (Option<Fallback>, Vec<CallOutcome>) {
    let reason = outcome.answer.as_ref().err().copied();
    (
        reason,
        outcome.calls.iter().map(|call| call.outcome).collect(),
    )
}

fn schema_text(prompt: &Desk) -> String {
    lambdesk_domain::model::schema::answer(&prompt.taxonomy).text()
}
