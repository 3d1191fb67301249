//! The JSON requests of SQS, as its API reference names them, and the rules batches share.
//!
//! Invariant: unknown members are ignored, as the service does, and a wrong type is refused.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::refusal::Refusal;
use crate::queues::limits::MAX_BATCH;
use crate::queues::{Attributes, Send};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct SendEntry {
    pub(super) id: String,
    pub(super) queue_url: String,
    pub(super) message_body: String,
    pub(super) delay_seconds: Option<u64>,
    pub(super) message_attributes: Attributes,
    pub(super) message_deduplication_id: Option<String>,
    pub(super) message_group_id: Option<String>,
}

impl SendEntry {
    pub(super) fn message(self) -> Send {
        Send {
            body: self.message_body,
            group: self.message_group_id,
            deduplication: self.message_deduplication_id,
            delay: self.delay_seconds.map(Duration::from_secs),
            attributes: self.message_attributes,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct ReceiptEntry {
    pub(super) id: String,
    pub(super) queue_url: String,
    pub(super) receipt_handle: String,
    pub(super) visibility_timeout: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Batch<T> {
    #[serde(default)]
    pub(super) queue_url: String,
    #[serde(default = "Vec::new")]
    pub(super) entries: Vec<T>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Receive {
    pub(super) queue_url: String,
    pub(super) attribute_names: Vec<String>,
    pub(super) message_system_attribute_names: Vec<String>,
    pub(super) message_attribute_names: Vec<String>,
    pub(super) max_number_of_messages: Option<i64>,
    pub(super) visibility_timeout: Option<u64>,
    pub(super) wait_time_seconds: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct QueueRequest {
    pub(super) queue_url: String,
    pub(super) queue_name: String,
    pub(super) queue_name_prefix: String,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) attribute_names: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Move {
    pub(super) source_arn: String,
    pub(super) destination_arn: Option<String>,
}

/// A member of a batch with an id of its own.
pub(super) trait Entry {
    fn id(&self) -> &str;
}

impl Entry for SendEntry {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Entry for ReceiptEntry {
    fn id(&self) -> &str {
        &self.id
    }
}

pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal::malformed(&error))
}

/// The queue an address names: its last path segment.
pub(super) fn queue_name(url: &str) -> Result<String, Refusal> {
    match url.trim_end_matches('/').rsplit('/').next() {
        Some(name) if !name.is_empty() => Ok(name.to_owned()),
        _ => Err(Refusal::missing("QueueUrl")),
    }
}

/// The queue an ARN names: its last part.
pub(super) fn arn_name(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or_default()
}

/// Refuses a batch that is empty, too long, or whose ids are wrong or repeated.
pub(super) fn check_batch<T: Entry>(entries: &[T], what: &str) -> Result<(), Refusal> {
    if entries.is_empty() {
        return Err(Refusal::empty_batch(what));
    }
    if entries.len() > MAX_BATCH {
        return Err(Refusal::too_many(entries.len()));
    }
    let mut seen = Vec::with_capacity(entries.len());
    for entry in entries {
        let id = entry.id();
        let legal = id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if id.is_empty() || id.len() > 80 || !legal {
            return Err(Refusal::bad_entry_id());
        }
        if seen.contains(&id) {
            return Err(Refusal::repeated_id(id));
        }
        seen.push(id);
    }
    Ok(())
}
