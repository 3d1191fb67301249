//! Writes the notification documents S3 sends.
//!
//! Invariant: the documents have S3's members, spelling and escaping, so that a function cannot tell
//! them from the real ones. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html>

use serde_json::{Value, json};

/// An object was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutEvent {
    /// The bucket's name.
    pub bucket: String,
    /// The object's key, as it is.
    pub key: String,
    /// Bytes.
    pub size: u64,
    /// MD5 in hexadecimal, without quotes.
    pub etag: String,
    /// Sorts events of one key by age.
    pub sequencer: String,
    /// When.
    pub time: jiff::Timestamp,
}

/// The document sent when an object was put.
#[must_use]
pub fn s3_event_json(event: &PutEvent) -> Value {
    let PutEvent {
        bucket,
        key,
        size,
        etag,
        sequencer,
        time,
    } = event;
    json!({
        "Records": [{
            "eventVersion": "2.1",
            "eventSource": "aws:s3",
            "awsRegion": "eu-central-1",
            "eventTime": moment(*time),
            "eventName": "ObjectCreated:Put",
            "userIdentity": { "principalId": "LOCAL" },
            "requestParameters": { "sourceIPAddress": "127.0.0.1" },
            "responseElements": { "x-amz-request-id": sequencer, "x-amz-id-2": "local" },
            "s3": {
                "s3SchemaVersion": "1.0",
                "configurationId": "local",
                "bucket": {
                    "name": bucket,
                    "ownerIdentity": { "principalId": "LOCAL" },
                    "arn": format!("arn:aws:s3:::{bucket}"),
                },
                "object": {
                    "key": escaped(key),
                    "size": size,
                    "eTag": etag,
                    "sequencer": sequencer,
                },
            },
        }],
    })
}

/// The document sent once when a notification is set up; it has no `Records`.
#[must_use]
pub fn s3_test_event_json(bucket: &str, time: jiff::Timestamp) -> Value {
    json!({
        "Service": "Amazon S3",
        "Event": "s3:TestEvent",
        "Time": moment(time),
        "Bucket": bucket,
        "RequestId": "LOCAL",
        "HostId": "local",
    })
}

/// To the millisecond, in UTC.
fn moment(time: jiff::Timestamp) -> String {
    format!("{time:.3}")
}

/// A key is form-encoded, a blank becoming a plus, but its slashes stay.
fn escaped(key: &str) -> String {
    let segments = key
        .split('/')
        .map(|part| form_urlencoded::byte_serialize(part.as_bytes()));
    segments
        .map(Iterator::collect::<String>)
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_escaped_as_s3_escapes_it() {
        for (key, expected) in [
            ("raw/abc123", "raw/abc123"),
            ("raw/red flower+1.jpg", "raw/red+flower%2B1.jpg"),
            ("é/..//x", "%C3%A9/..//x"),
            ("a=b&c%d", "a%3Db%26c%25d"),
        ] {
            assert_eq!(escaped(key), expected);
        }
    }

    #[test]
    fn the_document_has_the_members_functions_read() {
        let event = PutEvent {
            bucket: "mail".to_owned(),
            key: "raw/a b".to_owned(),
            size: 12,
            etag: "d41d8cd98f00b204e9800998ecf8427e".to_owned(),
            sequencer: "0000000000000001".to_owned(),
            time: "2026-01-02T03:04:05.678Z".parse().unwrap(),
        };
        let document = s3_event_json(&event);
        let record = &document["Records"][0];
        assert_eq!(record["eventVersion"], "2.1");
        assert_eq!(record["eventSource"], "aws:s3");
        assert_eq!(record["eventName"], "ObjectCreated:Put");
        assert_eq!(record["eventTime"], "2026-01-02T03:04:05.678Z");
        assert_eq!(record["s3"]["bucket"]["name"], "mail");
        assert_eq!(record["s3"]["bucket"]["arn"], "arn:aws:s3:::mail");
        let expected = json!({
            "key": "raw/a+b", "size": 12, "eTag": event.etag, "sequencer": event.sequencer,
        });
        assert_eq!(record["s3"]["object"], expected);
        let test = s3_test_event_json("mail", event.time);
        assert_eq!(test["Event"], "s3:TestEvent");
        assert_eq!(test.get("Records"), None);
    }
}
