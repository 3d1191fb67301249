//! Objects: raw mail, parts of mails, uploads.
//!
//! Invariant: a presigned address never shows customer content as a page of ours: what is not a harmless
//! picture, PDF or plain text is always saved as a file.

use std::fmt::Write as _;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use bytes::{Bytes, BytesMut};

use crate::error::{self, Error, Kind, Result};

/// Media types that browsers show without running anything in them.
const SHOWN: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "application/pdf",
    "text/plain",
];
/// Most letters of a file name in an address.
const LONGEST_NAME: usize = 150;

/// What is known about an object without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Bytes.
    pub size: u64,
    /// Media type it was stored with.
    pub content_type: Option<String>,
}

/// The objects of one bucket.
#[derive(Debug, Clone)]
pub struct Blobs {
    client: Client,
    bucket: String,
}

impl Blobs {
    /// The objects of `bucket`.
    #[must_use]
    pub fn new(client: Client, bucket: impl Into<String>) -> Self {
        Self {
            client,
            bucket: bucket.into(),
        }
    }

    /// Stores an object, replacing what has the same key.
    ///
    /// # Errors
    /// As the service says.
    pub async fn put(&self, key: &str, bytes: impl Into<Bytes>, content_type: &str) -> Result<()> {
        let call = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_type(media_type(content_type))
            .body(ByteStream::from(bytes.into()));
        let answer = Box::pin(call.send()).await;
        answer
            .map(drop)
            .map_err(|error| error::aws::s3("store an object", error))
    }

    /// Reads an object of at most `max_bytes`.
    ///
    /// # Errors
    /// `NotFound`; `Full` when it is larger.
    pub async fn get(&self, key: &str, max_bytes: u64) -> Result<Bytes> {
        const DOING: &str = "read an object";
        let call = self.client.get_object().bucket(&self.bucket).key(key);
        let answer = Box::pin(call.send())
            .await
            .map_err(|error| error::aws::s3(DOING, error))?;
        let too_large = || Error::new(Kind::Full, DOING);
        let announced = answer
            .content_length
            .and_then(|n| u64::try_from(n).ok())
            .unwrap_or(0);
        let most = usize::try_from(max_bytes).unwrap_or(usize::MAX);
        if announced > max_bytes {
            return Err(too_large());
        }
        let mut body = answer.body;
        let mut bytes = BytesMut::with_capacity(usize::try_from(announced).unwrap_or(0));
        while let Some(piece) = body.next().await {
            let piece = piece.map_err(|error| Error::new(Kind::Busy, DOING).because(error))?;
            if bytes.len().saturating_add(piece.len()) > most {
                return Err(too_large());
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.freeze())
    }

    /// Looks at an object; `None` when there is none.
    ///
    /// # Errors
    /// As the service says.
    pub async fn head(&self, key: &str) -> Result<Option<Head>> {
        let call = self.client.head_object().bucket(&self.bucket).key(key);
        let answer = Box::pin(call.send()).await;
        match answer.map_err(|error| error::aws::s3("look at an object", error)) {
            Ok(head) => Ok(Some(Head {
                size: head
                    .content_length
                    .and_then(|n| u64::try_from(n).ok())
                    .unwrap_or(0),
                content_type: head.content_type,
            })),
            Err(error) if error.kind == Kind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes an object; one that does not exist is removed already.
    ///
    /// # Errors
    /// As the service says.
    pub async fn delete(&self, key: &str) -> Result<()> {
        let call = self.client.delete_object().bucket(&self.bucket).key(key);
        match Box::pin(call.send())
            .await
            .map_err(|error| error::aws::s3("remove an object", error))
        {
            Err(error) if error.kind != Kind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The keys under a prefix in the order of their names, after one of them, at most `limit` (1 to 1,000).
    ///
    /// # Errors
    /// As the service says.
    pub async fn list(&self, prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<String>> {
        let call = self
            .client
            .list_objects_v2()
            .bucket(&self.bucket)
            .prefix(prefix)
            .set_start_after(after.map(str::to_owned))
            .max_keys(i32::try_from(limit.clamp(1, 1_000)).unwrap_or(1_000));
        let answer = Box::pin(call.send()).await;
        let answer = answer.map_err(|error| error::aws::s3("list objects", error))?;
        Ok(answer
            .contents
            .into_iter()
            .flatten()
            .filter_map(|object| object.key)
            .collect())
    }

    /// An address from which the object can be read until it expires (RFC 6266 file name).
    ///
    /// # Errors
    /// `Invalid` when the time is longer than seven days.
    pub async fn presign_get(
        &self,
        key: &str,
        file_name: &str,
        media_type: &str,
        expires: Duration,
    ) -> Result<String> {
        const DOING: &str = "make an address of an object";
        let call = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .response_content_type(self::media_type(media_type))
            .response_content_disposition(disposition(file_name, media_type))
            .response_cache_control("private, no-store");
        let signed = Box::pin(call.presigned(until(DOING, expires)?)).await;
        let signed = signed.map_err(|error| error::aws::s3(DOING, error))?;
        Ok(signed.uri().to_owned())
    }

    /// An address to which exactly `size` bytes of `media_type` can be put until it expires; whoever puts must
    /// send that `Content-Type` and that `Content-Length`.
    ///
    /// # Errors
    /// `Invalid` when the time is longer than seven days.
    pub async fn presign_put(
        &self,
        key: &str,
        media_type: &str,
        size: u64,
        expires: Duration,
    ) -> Result<String> {
        const DOING: &str = "make an address for an upload";
        let size = i64::try_from(size).map_err(|_| Error::new(Kind::Full, DOING))?;
        let call = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_type(self::media_type(media_type))
            .content_length(size);
        let signed = Box::pin(call.presigned(until(DOING, expires)?)).await;
        let signed = signed.map_err(|error| error::aws::s3(DOING, error))?;
        Ok(signed.uri().to_owned())
    }
}

fn until(doing: &'static str, expires: Duration) -> Result<PresigningConfig> {
    PresigningConfig::expires_in(expires)
        .map_err(|error| Error::new(Kind::Invalid, doing).because(error))
}

/// The media type without parameters, when it is one; files of mails claim all sorts of things.
fn media_type(claimed: &str) -> String {
    let bare = claimed
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let token = |text: &str| {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b);
        !text.is_empty() && text.len() <= 100 && text.bytes().all(allowed)
    };
    match bare.split_once('/') {
        Some((kind, sub)) if token(kind) && token(sub) => bare,
        _ => "application/octet-stream".to_owned(),
    }
}

/// `Content-Disposition` with a plain name for old programs and the true one for all others (RFC 6266, 8187).
fn disposition(file_name: &str, claimed: &str) -> String {
    let shown = SHOWN.contains(&media_type(claimed).as_str());
    let way = if shown { "inline" } else { "attachment" };
    let name: String = file_name
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '/' | '\\') {
                '_'
            } else {
                c
            }
        })
        .take(LONGEST_NAME)
        .collect();
    let name = if name.trim().is_empty() {
        "file"
    } else {
        name.trim()
    };
    let plain = |c: char| {
        if c.is_ascii() && !matches!(c, '"' | '%') {
            c
        } else {
            '_'
        }
    };
    let plain: String = name.chars().map(plain).collect();
    format!(
        "{way}; filename=\"{plain}\"; filename*=UTF-8''{}",
        percent_encoded(name)
    )
}

/// Bytes outside `attr-char` of RFC 8187 as `%XX`.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _done = write!(encoded, "%{byte:02X}").is_ok();
        }
    }
    encoded
}

#[cfg(test)]
#[path = "blobs_tests.rs"]
mod tests;
