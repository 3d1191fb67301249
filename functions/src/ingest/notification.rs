//! Reads what S3 says about new objects.
//!
//! Invariant: only keys, times and sizes are taken from it. Source: Amazon S3 user guide, "Event message structure".

use jiff::Timestamp;
use serde::Deserialize;

/// A new object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    /// Its key, decoded.
    pub(super) key: String,
    /// When it was put there.
    pub(super) at: Timestamp,
    /// Its bytes, when the notification says.
    pub(super) size: Option<u64>,
}

/// Why a queue message is not a notification.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotificationError {
    /// Not the document S3 sends.
    #[error("the queue message is not a bucket notification; look at its text and discard it")]
    Malformed,
    /// A key that is not UTF-8 after decoding.
    #[error("the notification names a key that cannot be decoded")]
    Key,
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "Records")]
    records: Option<Vec<Entry>>,
    #[serde(rename = "Event")]
    event: Option<String>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "eventName", default)]
    name: String,
    #[serde(rename = "eventTime")]
    time: Option<Timestamp>,
    s3: Location,
}

#[derive(Deserialize)]
struct Location {
    object: Key,
}

#[derive(Deserialize)]
struct Key {
    key: String,
    size: Option<u64>,
}

/// The objects a notification speaks of; none for `s3:TestEvent`.
pub(super) fn read(body: &str, now: Timestamp) -> Result<Vec<Object>, NotificationError> {
    let document: Document =
        serde_json::from_str(body).map_err(|_| NotificationError::Malformed)?;
    match (document.records, document.event.as_deref()) {
        (None, Some("s3:TestEvent")) => Ok(Vec::new()),
        (None, _) => Err(NotificationError::Malformed),
        (Some(entries), _) => entries
            .into_iter()
            .filter(|entry| entry.name.starts_with("ObjectCreated") || entry.name.is_empty())
            .map(|entry| {
                Ok(Object {
                    key: decode(&entry.s3.object.key)?,
                    at: entry.time.unwrap_or(now),
                    size: entry.s3.object.size,
                })
            })
            .collect(),
    }
}

/// Undoes the form encoding of keys in notifications: `+` is a blank, `%41` is a byte.
fn decode(key: &str) -> Result<String, NotificationError> {
    let mut bytes = Vec::with_capacity(key.len());
    let mut rest = key.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next(), rest.next()];
                let value = digits.iter().try_fold(0u8, |value, digit| {
                    let digit = char::from((*digit)?).to_digit(16)?;
                    Some(
                        value
                            .wrapping_mul(16)
                            .wrapping_add(u8::try_from(digit).ok()?),
                    )
                });
                bytes.push(value.ok_or(NotificationError::Key)?);
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).map_err(|_| NotificationError::Key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_decoded() {
        let body = r#"{"Records":[{"eventName":"ObjectCreated:Put","eventTime":"2026-11-20T09:00:00.000Z",
            "s3":{"bucket":{"name":"b"},"object":{"key":"raw/b+c%2B%C3%A9","size":812}}}]}"#;
        let objects = read(body, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(objects[0].key, "raw/b c+é");
        assert_eq!(objects[0].size, Some(812));
        assert_eq!(objects[0].at, "2026-11-20T09:00:00Z".parse().unwrap());
    }

    #[test]
    fn test_event_and_removals_name_no_object() {
        let test = r#"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}"#;
        assert_eq!(read(test, Timestamp::UNIX_EPOCH), Ok(vec![]));
        let removed =
            r#"{"Records":[{"eventName":"ObjectRemoved:Delete","s3":{"object":{"key":"raw/a"}}}]}"#;
        assert_eq!(read(removed, Timestamp::UNIX_EPOCH), Ok(vec![]));
    }

    #[test]
    fn rubbish_is_named() {
        for body in ["", "hello", "{}", "[]", r#"{"Records":[{"s3":{}}]}"#] {
            assert_eq!(
                read(body, Timestamp::UNIX_EPOCH),
                Err(NotificationError::Malformed),
                "{body}"
            );
        }
        let broken = r#"{"Records":[{"s3":{"object":{"key":"raw/%zz"}}}]}"#;
        assert_eq!(
            read(broken, Timestamp::UNIX_EPOCH),
            Err(NotificationError::Key)
        );
    }
}
