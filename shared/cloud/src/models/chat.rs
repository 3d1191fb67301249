//! The wire format of OpenAI's chat completions, also spoken by Ollama, llama.cpp's `llama-server` and vLLM: page
//! "Create chat completion" of the API reference and "Structured model outputs".
//!
//! Invariant: a field that only OpenAI knows is sent to OpenAI only.

use lambdesk_domain::model::Provider;
use lambdesk_domain::model::capability::{LimitField, Structured};
use lambdesk_domain::model::prices::Usage;
use lambdesk_domain::model::schema::{self, Json};
use serde::Serialize;
use serde_json::{Value, json};

use super::question::{NotAnAnswer, Question, Reply, Sealed, Stop, tokens};
use crate::config::Secret;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: Vec<Value>,
    /// Reasoning models refuse the older field, many compatible servers do not know the newer one.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<ResponseFormat<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tools: Option<[Tool<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f32>,
    /// OpenAI is told to keep nothing for its other products.
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<bool>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ResponseFormat<'a> {
    JsonSchema { json_schema: Named<'a> },
    JsonObject,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'static str,
    strict: bool,
    schema: &'a Json,
}

#[derive(Serialize)]
struct Tool<'a> {
    r#type: &'static str,
    function: Function<'a>,
}

#[derive(Serialize)]
struct Function<'a> {
    name: &'static str,
    strict: bool,
    parameters: &'a Json,
}

/// The request for a question.
pub(super) fn request(question: &Question<'_>, provider: Provider, key: &Secret) -> Sealed {
    let limit = |field| (question.capability.limit_field == field).then_some(question.answer_limit);
    let schema = &question.schema;
    let tool = question.way == Structured::Tool;
    let body = Body {
        model: question.model,
        messages: messages(question),
        max_tokens: limit(LimitField::MaxTokens),
        max_completion_tokens: limit(LimitField::MaxCompletionTokens),
        response_format: match question.way {
            Structured::Strict => Some(ResponseFormat::JsonSchema {
                json_schema: Named {
                    name: schema::NAME,
                    strict: true,
                    schema,
                },
            }),
            Structured::JsonObject => Some(ResponseFormat::JsonObject),
            Structured::Tool | Structured::Prompt => None,
        },
        tools: tool.then_some([Tool {
            r#type: "function",
            function: Function {
                name: schema::NAME,
                strict: true,
                parameters: schema,
            },
        }]),
        tool_choice: tool.then(|| json!({"type": "function", "function": {"name": schema::NAME}})),
        temperature: question.capability.temperature,
        store: (provider == Provider::OpenAi).then_some(false),
    };
    let key = (!key.is_empty()).then(|| ("authorization", format!("Bearer {}", key.reveal())));
    Sealed {
        headers: key.into_iter().collect(),
        body: serde_json::to_vec(&body).unwrap_or_default(),
    }
}

fn messages(question: &Question<'_>) -> Vec<Value> {
    let mut messages = vec![json!({"role": "system", "content": question.system})];
    if question.images.is_empty() {
        // A plain text is understood by every server, a list of parts is not.
        messages.push(json!({"role": "user", "content": question.user}));
    } else {
        let mut parts = vec![json!({"type": "text", "text": question.user})];
        parts.extend(question.images.iter().map(|image| {
            let url = format!("data:{};base64,{}", image.media_type, image.base64);
            json!({"type": "image_url", "image_url": {"url": url}})
        }));
        messages.push(json!({"role": "user", "content": parts}));
    }
    if let Some((said, faults)) = &question.repair {
        messages.push(json!({"role": "assistant", "content": said}));
        messages.push(json!({"role": "user", "content": faults}));
    }
    messages
}

/// Reads an answer with status 200.
///
/// # Errors
/// When it has no choice with a message.
pub(super) fn read(body: &Value) -> Result<Reply, NotAnAnswer> {
    let choice = body.pointer("/choices/0").ok_or(NotAnAnswer)?;
    let message = choice
        .get("message")
        .filter(|message| message.is_object())
        .ok_or(NotAnAnswer)?;
    let refused = message
        .get("refusal")
        .and_then(Value::as_str)
        .is_some_and(|text| !text.is_empty());
    let stop = match choice.get("finish_reason").and_then(Value::as_str) {
        _ if refused => Stop::Refused,
        Some("length") => Stop::Truncated,
        Some("content_filter") => Stop::Guardrail,
        _ => Stop::Complete,
    };
    Ok(Reply {
        text: text(message),
        stop,
        usage: body.get("usage").and_then(usage),
    })
}

fn text(message: &Value) -> String {
    if let Some(arguments) = message
        .pointer("/tool_calls/0/function/arguments")
        .and_then(Value::as_str)
    {
        return arguments.to_owned();
    }
    let text = match message.get("content") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts
            .iter()
            .filter_map(|part| part.get("text").and_then(Value::as_str))
            .collect(),
        _ => String::new(),
    };
    // Local servers leave the thinking of some models in front of the answer.
    match text
        .trim_start()
        .strip_prefix("<think>")
        .and_then(|rest| rest.split_once("</think>"))
    {
        Some((_, answer)) => answer.trim_start().to_owned(),
        None => text,
    }
}

/// `prompt_tokens` includes the cached ones here.
fn usage(usage: &Value) -> Option<Usage> {
    let prompt = tokens(usage, "/prompt_tokens")?;
    let cached = tokens(usage, "/prompt_tokens_details/cached_tokens")
        .unwrap_or(0)
        .min(prompt);
    Some(Usage {
        input: prompt - cached,
        output: tokens(usage, "/completion_tokens")?,
        cache_read: cached,
        cache_write: 0,
    })
}
