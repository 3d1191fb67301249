//! The wire format of Titan Text Embeddings V2 on Amazon Bedrock: pages "Amazon Titan Embeddings Text" of the user guide and
//! `InvokeModel` of the API reference.
//!
//! Invariant: one text a call; a request is signed with the function's own credentials (Signature Version 4, service
//! `bedrock`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::question::{NotAnAnswer, Sealed};
use super::vectors::{Read, input};
use crate::config::AwsSettings;
use crate::signing::{Unsigned, signature};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    input_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dimensions: Option<u32>,
    normalize: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    embedding: Vec<f32>,
    #[serde(default)]
    input_text_token_count: Option<u64>,
}

/// The request for a text, signed; `None` when the credentials cannot sign.
pub(super) fn request(
    text: &str,
    dimensions: Option<u32>,
    url: &str,
    aws: &AwsSettings,
    now: Timestamp,
) -> Option<Sealed> {
    let body = Body {
        input_text: text,
        dimensions,
        normalize: true,
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

/// Reads an answer with status 200.
///
/// # Errors
/// When it has no vector.
pub(super) fn read(body: &[u8]) -> Result<Read, NotAnAnswer> {
    let answer: Answer = serde_json::from_slice(body).map_err(|_| NotAnAnswer)?;
    let usage = answer.input_text_token_count.map(input);
    Ok((vec![answer.embedding], usage))
}
