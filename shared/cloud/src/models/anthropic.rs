//! The wire format of Anthropic: page "Create a Message" of the API reference.
//!
//! Invariant: no sampling parameter, no prefilled answer and no thinking budget is sent, all of which newer models
//! refuse (page "What's new in Claude Haiku 5.5"); content is picked by type, because thinking may come first.

use lambdesk_domain::model::capability::Structured;
use lambdesk_domain::model::prices::Usage;
use lambdesk_domain::model::schema::{self, Json};
use lambdesk_domain::model::window::estimate_tokens;
use serde::Serialize;
use serde_json::{Value, json};

use super::question::{NotAnAnswer, Question, Reply, Sealed, Stop, tokens};
use crate::config::Secret;

/// The only version of the API there is (page "API versioning").
const VERSION: &str = "2023-06-01";

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    system: Value,
    messages: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_config: Option<OutputConfig<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tools: Option<[Tool<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f32>,
}

/// Page "Structured outputs": generally available here, the beta's `output_format` is gone.
#[derive(Serialize)]
struct OutputConfig<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format<'a>>,
}

#[derive(Serialize)]
struct Format<'a> {
    r#type: &'static str,
    schema: &'a Json,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'static str,
    description: &'static str,
    input_schema: &'a Json,
}

/// The request for a question.
pub(super) fn request(question: &Question<'_>, key: &Secret) -> Sealed {
    let strict = question.way == Structured::Strict;
    let tool = question.way == Structured::Tool;
    // Thinking counts as output; this task needs little of it.
    let effort = question.capability.thinks.then_some("low");
    let body = Body {
        model: question.model,
        max_tokens: question.answer_limit,
        system: system(question),
        messages: messages(question),
        output_config: (strict || effort.is_some()).then_some(OutputConfig {
            effort,
            format: strict.then_some(Format {
                r#type: "json_schema",
                schema: &question.schema,
            }),
        }),
        tools: tool.then_some([Tool {
            name: schema::NAME,
            description: "Takes the answer.",
            input_schema: &question.schema,
        }]),
        tool_choice: tool.then(|| json!({"type": "tool", "name": schema::NAME})),
        temperature: question.capability.temperature,
    };
    Sealed {
        headers: vec![
            ("x-api-key", key.reveal().to_owned()),
            ("anthropic-version", VERSION.to_owned()),
        ],
        body: serde_json::to_vec(&body).unwrap_or_default(),
    }
}

/// The standing part, kept by the provider when it is long enough for that (page "Prompt caching").
fn system(question: &Question<'_>) -> Value {
    let mut block = json!({"type": "text", "text": question.system});
    let kept = question.capability.cache_from;
    if kept.is_some_and(|least| estimate_tokens(&question.system) >= least)
        && let Some(block) = block.as_object_mut()
    {
        block.insert("cache_control".to_owned(), json!({"type": "ephemeral"}));
    }
    json!([block])
}

fn messages(question: &Question<'_>) -> Vec<Value> {
    let image = |image: &lambdesk_domain::model::prompt::Image| {
        let source =
            json!({"type": "base64", "media_type": image.media_type, "data": image.base64});
        json!({"type": "image", "source": source})
    };
    let mut content: Vec<Value> = question.images.iter().map(image).collect();
    content.push(json!({"type": "text", "text": question.user}));
    let mut messages = vec![json!({"role": "user", "content": content})];
    if let Some((said, faults)) = &question.repair {
        messages.push(json!({"role": "assistant", "content": said}));
        messages.push(json!({"role": "user", "content": faults}));
    }
    messages
}

/// Reads an answer with status 200.
///
/// # Errors
/// When it has no content of this format.
pub(super) fn read(body: &Value) -> Result<Reply, NotAnAnswer> {
    let content = body
        .get("content")
        .and_then(Value::as_array)
        .ok_or(NotAnAnswer)?;
    let mut text = String::new();
    for block in content {
        match block.get("type").and_then(Value::as_str) {
            Some("text") => text.push_str(
                block
                    .get("text")
                    .and_then(Value::as_str)
                    .unwrap_or_default(),
            ),
            Some("tool_use") => text = block.get("input").map(Value::to_string).unwrap_or_default(),
            // Thinking, also redacted, and whatever comes later.
            _ => {}
        }
    }
    let stop = match body.get("stop_reason").and_then(Value::as_str) {
        Some("refusal") => Stop::Refused,
        Some("max_tokens" | "model_context_window_exceeded") => Stop::Truncated,
        _ => Stop::Complete,
    };
    Ok(Reply {
        text,
        stop,
        usage: body.get("usage").and_then(usage),
    })
}

/// Tokens read, written to the cache and read from it do not overlap here.
fn usage(usage: &Value) -> Option<Usage> {
    Some(Usage {
        input: tokens(usage, "/input_tokens")?,
        output: tokens(usage, "/output_tokens")?,
        cache_read: tokens(usage, "/cache_read_input_tokens").unwrap_or(0),
        cache_write: tokens(usage, "/cache_creation_input_tokens").unwrap_or(0),
    })
}
