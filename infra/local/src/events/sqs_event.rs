//! The event a function gets for messages of a queue, as in "Using Lambda with Amazon SQS". Invariant: the
//! body and the attributes arrive as they were sent.

use serde_json::{Map, Value, json};

use crate::queues::{Attribute, Received};

/// Where the messages come from.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) region: String,
    pub(crate) account: String,
    pub(crate) queue_arn: String,
}

/// The event for one batch.
pub(crate) fn event(records: Vec<Value>) -> Value {
    json!({ "Records": records })
}

/// One record of the event.
pub(crate) fn record(message: &Received, origin: &Origin) -> Value {
    json!({
        "messageId": message.message_id,
        "receiptHandle": message.receipt,
        "body": message.body,
        "attributes": system_attributes(message, origin),
        "messageAttributes": message_attributes(message),
        "md5OfBody": message.md5_of_body(),
        "eventSource": "aws:sqs",
        "eventSourceARN": origin.queue_arn,
        "awsRegion": origin.region,
    })
}

/// All system attributes are text, numbers too.
fn system_attributes(message: &Received, origin: &Origin) -> Value {
    let mut attributes = Map::new();
    let mut set =
        |name: &str, value: String| attributes.insert(name.to_owned(), Value::from(value));
    set("ApproximateReceiveCount", message.receive_count.to_string());
    set("SentTimestamp", message.sent_at_ms.to_string());
    set("SenderId", origin.account.clone());
    set(
        "ApproximateFirstReceiveTimestamp",
        message.first_received_at_ms.to_string(),
    );
    let source = message.dead_letter_source.as_ref();
    let Origin {
        region, account, ..
    } = origin;
    for (name, value) in [
        ("SequenceNumber", message.sequence.clone()),
        ("MessageGroupId", message.group.clone()),
        ("MessageDeduplicationId", message.deduplication.clone()),
        (
            "DeadLetterQueueSourceArn",
            source.map(|queue| format!("arn:aws:sqs:{region}:{account}:{queue}")),
        ),
    ] {
        if let Some(value) = value {
            set(name, value);
        }
    }
    Value::Object(attributes)
}

fn message_attributes(message: &Received) -> Value {
    let one = |(name, attribute): (&String, &Attribute)| {
        let mut value = Map::new();
        for (key, part) in [
            ("stringValue", &attribute.string_value),
            ("binaryValue", &attribute.binary_value),
        ] {
            if let Some(part) = part {
                value.insert(key.to_owned(), Value::from(part.as_str()));
            }
        }
        value.insert("stringListValues".to_owned(), json!([]));
        value.insert("binaryListValues".to_owned(), json!([]));
        value.insert(
            "dataType".to_owned(),
            Value::from(attribute.data_type.as_str()),
        );
        (name.clone(), Value::Object(value))
    };
    Value::Object(message.attributes.iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_what_lambda_sends() {
        let text = Attribute {
            data_type: "String".to_owned(),
            string_value: Some("x".to_owned()),
            binary_value: None,
        };
        let message = Received {
            message_id: "id-1".to_owned(),
            receipt: "handle".to_owned(),
            body: "Test message.".to_owned(),
            receive_count: 2,
            sent_at_ms: 1_545_082_649_183,
            first_received_at_ms: 1_545_082_649_185,
            group: Some("g".to_owned()),
            deduplication: Some("d".to_owned()),
            sequence: Some("18849496460467696128".to_owned()),
            dead_letter_source: Some("first.fifo".to_owned()),
            attributes: [("kind".to_owned(), text)].into(),
        };
        let origin = Origin {
            region: "eu-central-1".to_owned(),
            account: "000000000000".to_owned(),
            queue_arn: "arn:aws:sqs:eu-central-1:000000000000:q.fifo".to_owned(),
        };
        assert_eq!(
            record(&message, &origin),
            json!({
                "messageId": "id-1",
                "receiptHandle": "handle",
                "body": "Test message.",
                "attributes": {
                    "ApproximateReceiveCount": "2",
                    "SentTimestamp": "1545082649183",
                    "SenderId": "000000000000",
                    "ApproximateFirstReceiveTimestamp": "1545082649185",
                    "SequenceNumber": "18849496460467696128",
                    "MessageGroupId": "g",
                    "MessageDeduplicationId": "d",
                    "DeadLetterQueueSourceArn": "arn:aws:sqs:eu-central-1:000000000000:first.fifo",
                },
                "messageAttributes": {"kind": {
                    "stringValue": "x", "stringListValues": [], "binaryListValues": [], "dataType": "String",
                }},
                "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-central-1:000000000000:q.fifo",
                "awsRegion": "eu-central-1",
            })
        );
    }
}
