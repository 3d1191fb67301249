//! The wire format of Amazon Bedrock: pages "Converse" of the API reference and "Get validated JSON results from
//! models" of the user guide.
//!
//! Invariant: a request is signed with the function's own credentials (Signature Version 4, service `bedrock`); the
//! limit of the answer is always sent, because question and limit together are reserved when a call begins.

use jiff::Timestamp;
use lambdesk_domain::model::capability::Structured;
use lambdesk_domain::model::prices::Usage;
use lambdesk_domain::model::schema::{self, Json};
use serde::Serialize;
use serde_json::{Value, json};

use super::question::{NotAnAnswer, Question, Reply, Sealed, Stop, tokens};
use crate::config::AwsSettings;
use crate::signing::{Unsigned, signature};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    messages: Vec<Value>,
    system: Value,
    inference_config: InferenceConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_config: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_config: Option<ToolConfig<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InferenceConfig {
    max_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ToolConfig<'a> {
    tools: [Tool<'a>; 1],
    tool_choice: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tool<'a> {
    tool_spec: ToolSpec<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ToolSpec<'a> {
    name: &'static str,
    description: &'static str,
    input_schema: InputSchema<'a>,
}

#[derive(Serialize)]
struct InputSchema<'a> {
    json: &'a Json,
}

/// The request for a question, signed; `None` when the credentials cannot sign.
pub(super) fn request(
    question: &Question<'_>,
    url: &str,
    aws: &AwsSettings,
    now: Timestamp,
) -> Option<Sealed> {
    let body = Body {
        messages: messages(question),
        system: json!([{"text": question.system}]),
        inference_config: InferenceConfig {
            max_tokens: question.answer_limit,
            temperature: question.capability.temperature,
        },
        output_config: (question.way == Structured::Strict)
            .then(|| output_config(&question.schema)),
        tool_config: (question.way == Structured::Tool).then(|| ToolConfig {
            tools: [Tool {
                tool_spec: ToolSpec {
                    name: schema::NAME,
                    description: "Takes the answer.",
                    input_schema: InputSchema {
                        json: &question.schema,
                    },
                },
            }],
            tool_choice: json!({"tool": {"name": schema::NAME}}),
        }),
    };
    let body = serde_json::to_vec(&body).ok()?;
    let unsigned = Unsigned {
        service: "bedrock",
        url,
        headers: &[("content-type", "application/json")],
        body: &body,
    };
    let headers = signature(&unsigned, aws, now)?;
    Some(Sealed { headers, body })
}

/// The schema goes as a text inside the JSON.
fn output_config(schema: &Json) -> Value {
    let named = json!({"name": schema::NAME, "schema": schema.text()});
    json!({"textFormat": {"type": "json_schema", "structure": {"jsonSchema": named}}})
}

fn messages(question: &Question<'_>) -> Vec<Value> {
    let image = |image: &lambdesk_domain::model::prompt::Image| {
        let format = image.media_type.strip_prefix("image/").unwrap_or("png");
        json!({"image": {"format": format, "source": {"bytes": image.base64}}})
    };
    let mut content = vec![json!({"text": question.user})];
    content.extend(question.images.iter().map(image));
    let mut messages = vec![json!({"role": "user", "content": content})];
    if let Some((said, faults)) = &question.repair {
        messages.push(json!({"role": "assistant", "content": [{"text": said}]}));
        messages.push(json!({"role": "user", "content": [{"text": faults}]}));
    }
    messages
}

/// Reads an answer with status 200.
///
/// # Errors
/// When it has no message.
pub(super) fn read(body: &Value) -> Result<Reply, NotAnAnswer> {
    let content = body
        .pointer("/output/message/content")
        .and_then(Value::as_array);
    let stop = match body.get("stopReason").and_then(Value::as_str) {
        Some("guardrail_intervened" | "content_filtered") => Stop::Guardrail,
        Some("refusal") => Stop::Refused,
        Some("max_tokens" | "model_context_window_exceeded") => Stop::Truncated,
        Some(_) => Stop::Complete,
        None => return Err(NotAnAnswer),
    };
    let mut text = String::new();
    for block in content.into_iter().flatten() {
        if let Some(input) = block.pointer("/toolUse/input") {
            text = input.to_string();
            break;
        }
        // A block of another kind, such as reasoningContent, has no text of its own.
        text.push_str(
            block
                .get("text")
                .and_then(Value::as_str)
                .unwrap_or_default(),
        );
    }
    Ok(Reply {
        text,
        stop,
        usage: body.get("usage").and_then(usage),
    })
}

fn usage(usage: &Value) -> Option<Usage> {
    Some(Usage {
        input: tokens(usage, "/inputTokens")?,
        output: tokens(usage, "/outputTokens")?,
        cache_read: tokens(usage, "/cacheReadInputTokens").unwrap_or(0),
        cache_write: tokens(usage, "/cacheWriteInputTokens").unwrap_or(0),
    })
}
