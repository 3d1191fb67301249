//! Reads the delivery notices that SES sends as JSON by mail.
//!
//! Invariant: a notice of another kind, or broken JSON, is no report.

use serde_json::Value;

use super::{Bounce, FailedRecipient, code, status};

/// The report in a notice; the JSON is folded at a fixed width and ends before the unsubscribe note.
pub(super) fn read(text: &str) -> Option<Bounce> {
    let start = text.trim_start();
    let head = crate::mail::slice::clip(start, 200);
    if !start.starts_with('{') || !head.contains("notificationType") {
        return None;
    }
    let json: String = start
        .lines()
        .take_while(|l| !l.trim().is_empty() && l.trim() != "--")
        .collect();
    let value: Value = serde_json::from_str(json.trim()).ok()?;
    let original = text_at(&value, "/mail/messageId");
    match text_at(&value, "/notificationType")?.as_str() {
        "Delivery" => Some(delivered(&value, original)),
        "Bounce" => Some(bounced(&value, original)),
        _ => None,
    }
}

fn text_at(value: &Value, pointer: &str) -> Option<String> {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .map(str::to_owned)
}

fn list_at<'v>(value: &'v Value, pointer: &str) -> impl Iterator<Item = &'v Value> {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .take(50)
}

fn delivered(value: &Value, original_message_id: Option<String>) -> Bounce {
    let recipients = list_at(value, "/delivery/recipients")
        .filter_map(Value::as_str)
        .map(|address| FailedRecipient {
            address: address.to_lowercase(),
            action: Some("delivered".to_owned()),
            ..FailedRecipient::default()
        });
    let recipients = recipients.collect();
    Bounce {
        recipients,
        status: Some("2.6.0".to_owned()),
        original_message_id,
        permanent: false,
    }
}

fn bounced(value: &Value, original_message_id: Option<String>) -> Bounce {
    let recipient = |r: &Value| FailedRecipient {
        address: text_at(r, "/emailAddress")
            .unwrap_or_default()
            .to_lowercase(),
        action: text_at(r, "/action"),
        status: text_at(r, "/status").and_then(|s| code(&s)),
        diagnostic: text_at(r, "/diagnosticCode"),
    };
    let recipients: Vec<FailedRecipient> = list_at(value, "/bounce/bouncedRecipients")
        .map(recipient)
        .collect();
    let permanent = text_at(value, "/bounce/bounceType").as_deref() == Some("Permanent");
    Bounce {
        status: status(&recipients, ""),
        recipients,
        original_message_id,
        permanent,
    }
}
