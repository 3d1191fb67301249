//! Turns queue errors into what SQS answers: a type, a code of the older query protocol, a status.
//!
//! Invariant: the caller's mistakes are 400, failing storage is 5xx, so clients retry only the latter.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::queues::error::QueueError;

/// An error answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    namespace: &'static str,
    kind: &'static str,
    code: &'static str,
    message: String,
}

const SQS: &str = "com.amazonaws.sqs";
const CORAL: &str = "com.amazon.coral.service";

impl Refusal {
    fn sqs(kind: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            status: StatusCode::BAD_REQUEST,
            namespace: SQS,
            kind,
            code,
            message,
        }
    }

    fn coral(kind: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            namespace: CORAL,
            ..Self::sqs(kind, code, message)
        }
    }

    pub(super) fn unknown_operation(name: &str) -> Self {
        let message = format!("The action {name} is not valid for this endpoint.");
        Self::coral("UnknownOperationException", "InvalidAction", message)
    }

    pub(super) fn malformed(error: &serde_json::Error) -> Self {
        Self::coral(
            "SerializationException",
            "MalformedInput",
            error.to_string(),
        )
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::coral(
            "InvalidParameterValueException",
            "InvalidParameterValue",
            message,
        )
    }

    pub(super) fn missing(parameter: &str) -> Self {
        let message = format!("The request must contain the parameter {parameter}.");
        Self::coral("MissingParameterException", "MissingParameter", message)
    }

    pub(super) fn stale_receipt(handle: &str) -> Self {
        Self::invalid(format!(
            "Value {handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."
        ))
    }

    pub(super) fn attribute_name(name: &str) -> Self {
        let message = format!("Unknown Attribute {name}.");
        Self::sqs("InvalidAttributeName", "InvalidAttributeName", message)
    }

    pub(super) fn attribute_value(name: &str) -> Self {
        let message = format!("Invalid value for the parameter {name}.");
        Self::sqs("InvalidAttributeValue", "InvalidAttributeValue", message)
    }

    pub(super) fn no_resource(message: &str) -> Self {
        Self::sqs(
            "ResourceNotFoundException",
            "ResourceNotFoundException",
            message,
        )
    }

    pub(super) fn empty_batch(entry: &str) -> Self {
        Self::sqs(
            "EmptyBatchRequest",
            "AWS.SimpleQueueService.EmptyBatchRequest",
            format!("There should be at least one {entry} in the request."),
        )
    }

    pub(super) fn too_many(count: usize) -> Self {
        Self::sqs(
            "TooManyEntriesInBatchRequest",
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            format!("Maximum number of entries per request are 10. You have sent {count}."),
        )
    }

    pub(super) fn repeated_id(id: &str) -> Self {
        Self::sqs(
            "BatchEntryIdsNotDistinct",
            "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
            format!("Id {id} repeated."),
        )
    }

    pub(super) fn bad_entry_id() -> Self {
        Self::sqs(
            "InvalidBatchEntryId",
            "AWS.SimpleQueueService.InvalidBatchEntryId",
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
        )
    }

    /// The JSON body.
    pub(super) fn body(&self) -> Value {
        json!({ "__type": format!("{}#{}", self.namespace, self.kind), "message": self.message })
    }

    /// The header value of the older protocol: code and who is at fault.
    pub(super) fn query_error(&self) -> String {
        format!(
            "{};{}",
            self.code,
            if self.is_senders() {
                "Sender"
            } else {
                "Receiver"
            }
        )
    }

    /// One failed entry of a batch.
    pub(super) fn entry(&self, id: &str) -> Value {
        json!({
            "Id": id, "Code": self.code, "Message": self.message, "SenderFault": self.is_senders(),
        })
    }

    fn is_senders(&self) -> bool {
        self.status.is_client_error()
    }
}

impl From<QueueError> for Refusal {
    fn from(error: QueueError) -> Self {
        let text = error.to_string();
        match error {
            QueueError::NoSuchQueue { .. } => Self::sqs(
                "QueueDoesNotExist",
                "AWS.SimpleQueueService.NonExistentQueue",
                "The specified queue does not exist.",
            ),
            QueueError::Exists { .. } => Self::sqs("QueueNameExists", "QueueAlreadyExists", text),
            QueueError::ReceiptInvalid => Self::sqs(
                "ReceiptHandleIsInvalid",
                "ReceiptHandleIsInvalid",
                "The input receipt handle is invalid.",
            ),
            QueueError::NotInFlight => Self::sqs(
                "MessageNotInflight",
                "AWS.SimpleQueueService.MessageNotInflight",
                text,
            ),
            QueueError::InvalidContents => {
                Self::sqs("InvalidMessageContents", "InvalidMessageContents", text)
            }
            QueueError::BatchTooLong { bytes } => Self::sqs(
                "BatchRequestTooLong",
                "AWS.SimpleQueueService.BatchRequestTooLong",
                format!(
                    "Batch requests cannot be longer than 1048576 bytes. You have sent {bytes} bytes."
                ),
            ),
            QueueError::Invalid { what } => Self::invalid(what),
            QueueError::Missing { parameter } => Self::missing(parameter),
            QueueError::Full | QueueError::Storage { .. } => Self {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                ..Self::coral("InternalFailure", "InternalFailure", text)
            },
            QueueError::Busy | QueueError::Stopped => Self {
                status: StatusCode::SERVICE_UNAVAILABLE,
                ..Self::coral("ServiceUnavailable", "ServiceUnavailable", text)
            },
        }
    }
}
