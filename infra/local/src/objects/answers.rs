//! Puts what the store knows into the words of S3's answers: errors, bodies, entries of lists.
//!
//! Invariant: every error of the store has one code of S3's, and its text reaches the client.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream;
use http::StatusCode;
use s3s::dto::{
    ChecksumMode, ChecksumType, ETag, EncodingType, Object, ObjectStorageClass, PutObjectInput,
    StreamingBlob, Timestamp,
};
use s3s::{S3Error, S3ErrorCode, S3Result};
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::Error;
use super::store::{Entry, Headers};

/// Bytes read from a file at a time.
const CHUNK: usize = 256 * 1024;

impl Entry {
    pub(super) fn content_type(&self) -> String {
        let kind = self.headers.content_type.as_deref();
        kind.unwrap_or("binary/octet-stream").to_owned()
    }

    pub(super) fn modified(&self) -> Timestamp {
        let time = jiff::Timestamp::from_millisecond(self.modified_ms).unwrap_or_default();
        Timestamp::from(std::time::SystemTime::from(time))
    }
}

pub(super) fn listed(entry: Entry, encode: fn(String) -> String) -> Object {
    Object {
        last_modified: Some(entry.modified()),
        e_tag: Some(ETag::Strong(entry.etag)),
        size: Some(length(entry.size)),
        storage_class: Some(ObjectStorageClass::from_static(
            ObjectStorageClass::STANDARD,
        )),
        key: Some(encode(entry.key)),
        ..Object::default()
    }
}

/// Some keys cannot stand in XML; a client that asks gets them URL-encoded.
pub(super) fn coder(encoding: Option<&EncodingType>) -> fn(String) -> String {
    match encoding {
        Some(kind) if kind.as_str() == EncodingType::URL => {
            |key| form_urlencoded::byte_serialize(key.as_bytes()).collect()
        }
        Some(_) | None => |key| key,
    }
}

pub(super) fn token_key(token: &str) -> S3Result<String> {
    let key = STANDARD
        .decode(token)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    key.ok_or_else(|| {
        S3Error::with_message(
            S3ErrorCode::InvalidArgument,
            "the continuation token is not valid",
        )
    })
}

pub(super) fn wants_checksum(mode: Option<ChecksumMode>) -> bool {
    mode.is_some_and(|mode| mode.as_str() == ChecksumMode::ENABLED)
}

pub(super) fn whole() -> ChecksumType {
    ChecksumType::from_static(ChecksumType::FULL_OBJECT)
}

pub(super) fn length(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

pub(super) fn kept_headers(input: PutObjectInput, crc32: Option<String>) -> Headers {
    Headers {
        content_type: input.content_type,
        content_disposition: input.content_disposition,
        content_encoding: input.content_encoding,
        cache_control: input.cache_control,
        crc32,
        metadata: input.metadata.unwrap_or_default().into_iter().collect(),
    }
}

/// A part of a file, read as it is sent.
pub(super) async fn file_body(
    mut file: tokio::fs::File,
    part: std::ops::Range<u64>,
) -> Result<StreamingBlob, Error> {
    file.seek(std::io::SeekFrom::Start(part.start))
        .await
        .map_err(Error::File)?;
    let left = part.end - part.start;
    let pieces = stream::try_unfold((file, left), |(mut file, left)| async move {
        let mut piece = vec![0; usize::try_from(left).unwrap_or(CHUNK).min(CHUNK)];
        if piece.is_empty() {
            return Ok::<_, std::io::Error>(None);
        }
        let read = file.read(&mut piece).await?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        piece.truncate(read);
        Ok(Some((
            bytes::Bytes::from(piece),
            (file, left - read as u64),
        )))
    });
    Ok(StreamingBlob::wrap(pieces))
}

impl From<Error> for S3Error {
    fn from(error: Error) -> Self {
        let code = match &error {
            Error::NoBucket(_) => S3ErrorCode::NoSuchBucket,
            Error::NoObject => S3ErrorCode::NoSuchKey,
            Error::BucketExists(_) => S3ErrorCode::BucketAlreadyOwnedByYou,
            Error::Exists => S3ErrorCode::PreconditionFailed,
            Error::Mismatch(_) => S3ErrorCode::BadDigest,
            Error::Incomplete(_) => S3ErrorCode::IncompleteBody,
            Error::Full { .. } => return full(&error),
            Error::Open { .. } | Error::File(_) | Error::Index(_) | Error::Stopped => {
                S3ErrorCode::InternalError
            }
        };
        let message = error.to_string();
        let mut answer = Self::with_message(code, message);
        answer.set_source(Box::new(error));
        answer
    }
}

/// S3 has no code for a full disk. This status is one the SDK does not try again by itself.
fn full(error: &Error) -> S3Error {
    let Ok(code) = S3ErrorCode::from_str("InsufficientStorage");
    let mut answer = S3Error::with_message(code, error.to_string());
    answer.set_status_code(StatusCode::INSUFFICIENT_STORAGE);
    answer
}
