//! What SQS accepts: sizes, characters, names and which parameters go with which kind of queue.
//!
//! Invariant: everything stored has passed here, so what AWS would refuse is refused on a laptop too.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::QueueSpec;
use super::error::QueueError;
use super::message::Send;
use super::schema::Queue;

/// The largest message and the largest batch, in bytes (SQS quotas page).
pub(super) const MAX_BYTES: usize = 1_048_576;
/// The most entries of a batch on the wire.
pub(super) const MAX_BATCH: usize = 10;
/// The longest visibility timeout: twelve hours.
pub(super) const MAX_VISIBILITY: Duration = Duration::from_secs(43_200);
const MAX_DELAY: Duration = Duration::from_secs(900);
const MAX_ATTRIBUTES: usize = 10;

/// Refuses a message that SQS would refuse on this queue.
pub(super) fn check(queue: &Queue, message: &Send) -> Result<(), QueueError> {
    if message.body.is_empty() {
        return Err(QueueError::Missing {
            parameter: "MessageBody",
        });
    }
    if size(message) > MAX_BYTES {
        return Err(QueueError::invalid(
            "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
        ));
    }
    if !message.body.chars().all(is_legal) {
        return Err(QueueError::InvalidContents);
    }
    check_attributes(message)?;
    check_delay(queue, message.delay)?;
    check_order(queue, message)
}

/// Bytes that count against the size limits.
pub(super) fn size(message: &Send) -> usize {
    let attributes = message.attributes.iter().map(|(name, attribute)| {
        name.len() + attribute.data_type.len() + attribute.value_bytes().len()
    });
    message.body.len() + attributes.sum::<usize>()
}

/// Refuses a batch that is larger than 1 MiB altogether.
pub(super) fn check_batch(messages: &[Send]) -> Result<(), QueueError> {
    let bytes = messages.iter().map(size).sum();
    if bytes > MAX_BYTES {
        Err(QueueError::BatchTooLong { bytes })
    } else {
        Ok(())
    }
}

fn is_legal(letter: char) -> bool {
    matches!(letter,
        '\u{9}' | '\u{A}' | '\u{D}' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

fn check_attributes(message: &Send) -> Result<(), QueueError> {
    if message.attributes.len() > MAX_ATTRIBUTES {
        return Err(QueueError::invalid(
            "Number of message attributes exceeds the allowed maximum [10].",
        ));
    }
    for (name, attribute) in &message.attributes {
        let kind = attribute.data_type.split('.').next().unwrap_or_default();
        let legal = match kind {
            "String" | "Number" => attribute
                .string_value
                .as_ref()
                .is_some_and(|text| !text.is_empty() && text.chars().all(is_legal)),
            "Binary" => attribute.binary_value.as_ref().is_some_and(|encoded| {
                STANDARD
                    .decode(encoded)
                    .is_ok_and(|bytes| !bytes.is_empty())
            }),
            _ => false,
        };
        if !legal || name.is_empty() || name.len() > 256 {
            return Err(QueueError::invalid(format!(
                "The message attribute '{name}' must have a name of 1 to 256 characters, a type of String, Number or Binary, and a value of that type."
            )));
        }
    }
    Ok(())
}

fn check_delay(queue: &Queue, delay: Option<Duration>) -> Result<(), QueueError> {
    let Some(delay) = delay else { return Ok(()) };
    if delay > MAX_DELAY {
        return Err(QueueError::invalid(format!(
            "Value {} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
            delay.as_secs()
        )));
    }
    if queue.fifo && !delay.is_zero() {
        return Err(QueueError::invalid(format!(
            "Value {} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.",
            delay.as_secs()
        )));
    }
    Ok(())
}

fn check_order(queue: &Queue, message: &Send) -> Result<(), QueueError> {
    if queue.fifo && message.group.is_none() {
        return Err(QueueError::Missing {
            parameter: "MessageGroupId",
        });
    }
    if !queue.fifo && message.deduplication.is_some() {
        return Err(QueueError::invalid(
            "The request includes a parameter (MessageDeduplicationId) that is not valid for this queue type.",
        ));
    }
    for (parameter, value) in [
        ("MessageGroupId", &message.group),
        ("MessageDeduplicationId", &message.deduplication),
    ] {
        if value.as_ref().is_some_and(|value| !is_short_token(value)) {
            return Err(QueueError::invalid(format!(
                "The parameter {parameter} must have 1 to 128 characters: letters, digits and ASCII punctuation."
            )));
        }
    }
    Ok(())
}

fn is_short_token(value: &str) -> bool {
    (1..=128).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Refuses a queue that SQS would not create.
pub(super) fn check_spec(spec: &QueueSpec) -> Result<(), QueueError> {
    let stem = spec.name.strip_suffix(".fifo");
    let legal = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    if spec.name.len() > 80 || !legal(stem.unwrap_or(&spec.name)) {
        return Err(QueueError::invalid(
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
        ));
    }
    if stem.is_some() != spec.fifo {
        return Err(QueueError::invalid(format!(
            "The name of a FIFO queue ends in .fifo, and no other does: {}",
            spec.name
        )));
    }
    let in_range = spec.visibility <= MAX_VISIBILITY
        && spec.delay <= MAX_DELAY
        && (Duration::from_secs(60)..=Duration::from_secs(1_209_600)).contains(&spec.retention)
        && spec
            .max_receive_count
            .is_none_or(|count| (1..=1000).contains(&count))
        && spec.max_receive_count.is_some() == spec.dead_letters.is_some();
    if !in_range || (spec.content_based_deduplication && !spec.fifo) {
        return Err(QueueError::invalid(format!(
            "Invalid value for an attribute of {}.",
            spec.name
        )));
    }
    Ok(())
}

/// Refuses a visibility timeout over twelve hours.
pub(super) fn check_visibility(timeout: Duration) -> Result<(), QueueError> {
    if timeout > MAX_VISIBILITY {
        return Err(QueueError::invalid(format!(
            "Value {} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.",
            timeout.as_secs()
        )));
    }
    Ok(())
}
