//! The wire format of OpenAI's embeddings, also spoken by Ollama, llama.cpp's `llama-server`, vLLM and gateways: page "Create
//! embeddings" of the API reference.
//!
//! Invariant: vectors come out in the order of the texts, as many as there were texts, or not at all.

use lambdesk_domain::model::prices::Usage;
use serde::{Deserialize, Serialize};

use super::question::{NotAnAnswer, Sealed};
use crate::config::Secret;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    input: &'a [&'a str],
    /// Only models of the third generation and later know it, so it is sent only where somebody set it.
    #[serde(skip_serializing_if = "Option::is_none")]
    dimensions: Option<u32>,
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<One>,
    #[serde(default)]
    usage: Option<Tokens>,
}

#[derive(Deserialize)]
struct One {
    embedding: Vec<f32>,
    /// Some servers leave it out; then the order of the answer is that of the texts.
    #[serde(default)]
    index: Option<usize>,
}

#[derive(Deserialize)]
struct Tokens {
    #[serde(default)]
    prompt_tokens: Option<u64>,
}

/// What an answer holds.
pub(super) type Read = (Vec<Vec<f32>>, Option<Usage>);

/// The request for some texts.
pub(super) fn request(
    model: &str,
    texts: &[&str],
    dimensions: Option<u32>,
    key: &Secret,
) -> Option<Sealed> {
    let body = Body {
        model,
        input: texts,
        dimensions,
    };
    let authorization = ("authorization", format!("Bearer {}", key.reveal()));
    Some(Sealed {
        headers: (!key.is_empty())
            .then_some(authorization)
            .into_iter()
            .collect(),
        body: serde_json::to_vec(&body).ok()?,
    })
}

/// Reads an answer with status 200 to `count` texts.
///
/// # Errors
/// When there are not as many vectors as texts, one comes twice, or something is not a number.
pub(super) fn read(body: &[u8], count: usize) -> Result<Read, NotAnAnswer> {
    let answer: Answer = serde_json::from_slice(body).map_err(|_| NotAnAnswer)?;
    if answer.data.len() != count {
        return Err(NotAnAnswer);
    }
    let mut places: Vec<Option<Vec<f32>>> = vec![None; count];
    for (at, one) in answer.data.into_iter().enumerate() {
        let place = places.get_mut(one.index.unwrap_or(at)).ok_or(NotAnAnswer)?;
        if place.replace(one.embedding).is_some() {
            return Err(NotAnAnswer);
        }
    }
    let vectors: Option<Vec<Vec<f32>>> = places.into_iter().collect();
    let tokens = answer.usage.and_then(|usage| usage.prompt_tokens);
    Ok((vectors.ok_or(NotAnAnswer)?, tokens.map(input)))
}

/// Tokens that were read; nothing is written for a vector.
pub(super) fn input(tokens: u64) -> Usage {
    Usage {
        input: tokens,
        ..Usage::default()
    }
}
