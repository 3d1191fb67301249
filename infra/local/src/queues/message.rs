//! The values that go into and come out of a queue.
//!
//! Invariant: what is received has the body and the attributes that were sent, byte for byte.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};

/// Message attributes by name.
pub type Attributes = BTreeMap<String, Attribute>;

/// One message attribute, in the shape of the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attribute {
    /// `String`, `Number` or `Binary`, with an optional suffix after a dot.
    pub data_type: String,
    /// The value of a string or a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub string_value: Option<String>,
    /// The value of a binary attribute, base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binary_value: Option<String>,
}

impl Attribute {
    pub(super) fn value_bytes(&self) -> Vec<u8> {
        match (&self.string_value, &self.binary_value) {
            (Some(text), _) => text.as_bytes().to_vec(),
            (None, Some(encoded)) => STANDARD.decode(encoded).unwrap_or_default(),
            (None, None) => Vec::new(),
        }
    }
}

/// A message to send.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Send {
    /// The text, at most 1 MiB together with the attributes.
    pub body: String,
    /// The message group: required on FIFO queues, a fairness hint on standard ones.
    pub group: Option<String>,
    /// FIFO only: a second message with this id within five minutes is answered but not stored.
    pub deduplication: Option<String>,
    /// How long the message stays hidden at first; the queue's own delay when absent.
    pub delay: Option<Duration>,
    /// Message attributes.
    pub attributes: Attributes,
}

impl Send {
    /// A message with this body and nothing else.
    #[must_use]
    pub fn text(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            ..Self::default()
        }
    }
}

/// What SQS answers to a send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) message_id: String,
    pub(super) sequence: Option<String>,
}

/// A message handed to a consumer, hidden from others until its visibility timeout ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The id given at the send.
    pub message_id: String,
    /// Names this receipt of the message; a later receipt makes it stale.
    pub receipt: String,
    /// The text sent.
    pub body: String,
    /// How often the message was received, this time included.
    pub receive_count: u32,
    /// When it was sent, milliseconds since 1970.
    pub sent_at_ms: i64,
    /// When it was first received, milliseconds since 1970.
    pub first_received_at_ms: i64,
    /// The message group, if one was given.
    pub group: Option<String>,
    /// FIFO only: the deduplication id, given or computed.
    pub deduplication: Option<String>,
    /// FIFO only: grows with every message of the queue.
    pub sequence: Option<String>,
    /// The queue whose redrive policy moved the message here.
    pub dead_letter_source: Option<String>,
    /// Message attributes.
    pub attributes: Attributes,
}

impl Received {
    /// The MD5 digest of the body, as SQS states it in `MD5OfBody`.
    #[must_use]
    pub fn md5_of_body(&self) -> String {
        md5_of_text(&self.body)
    }
}

/// How many messages a queue holds in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ready to be received (on a FIFO queue also those behind a message in flight).
    pub visible: usize,
    /// Received and not yet deleted or timed out.
    pub in_flight: usize,
    /// Sent with a delay that has not passed.
    pub delayed: usize,
}

pub(super) fn md5_of_text(text: &str) -> String {
    hex(&Md5::digest(text.as_bytes()))
}

/// The digest of attributes after the recipe of the SQS developer guide: sorted by name, each part with its length.
pub(super) fn md5_of_attributes(attributes: &Attributes) -> Option<String> {
    if attributes.is_empty() {
        return None;
    }
    let mut digest = Md5::new();
    for (name, attribute) in attributes {
        feed(&mut digest, name.as_bytes());
        feed(&mut digest, attribute.data_type.as_bytes());
        digest.update([if attribute.string_value.is_some() {
            1_u8
        } else {
            2_u8
        }]);
        feed(&mut digest, &attribute.value_bytes());
    }
    Some(hex(&digest.finalize()))
}

fn feed(digest: &mut Md5, part: &[u8]) {
    digest.update(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
    digest.update(part);
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
