//! Objects: raw mail, parts of mails, uploads.
//!
//! Invariant: a presigned address never shows customer content as a page of ours: what is not a harmless
//! picture, PDF or plain text is always saved as a file.

use std::time::Duration;

use aws_sdk_s3::Client;
use bytes::Bytes;

use crate::error::{Error, Kind, Result};

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
        Self { client, bucket: bucket.into() }
    }

    /// Stores an object, replacing what has the same key.
    ///
    /// # Errors
    /// As the service says.
    pub async fn put(&self, key: &str, bytes: impl Into<Bytes>, content_type: &str) -> Result<()> {
        let _ = (&self.client, &self.bucket, key, bytes.into(), content_type);
        Err(Error::new(Kind::Broken, "not built yet"))
    }

    /// Reads an object of at most `max_bytes`.
    ///
    /// # Errors
    /// `NotFound`; `Full` when it is larger.
    pub async fn get(&self, key: &str, max_bytes: u64) -> Result<Bytes> {
        let _ = (key, max_bytes);
        Err(Error::new(Kind::Broken, "not built yet"))
    }

    /// Looks at an object; `None` when there is none.
    ///
    /// # Errors
    /// As the service says.
    pub async fn head(&self, key: &str) -> Result<Option<Head>> {
        let _ = key;
        Err(Error::new(Kind::Broken, "not built yet"))
    }

    /// Removes an object; one that does not exist is removed already.
    ///
    /// # Errors
    /// As the service says.
    pub async fn delete(&self, key: &str) -> Result<()> {
        let _ = key;
        Err(Error::new(Kind::Broken, "not built yet"))
    }

    /// The keys under a prefix, oldest names first, at most `limit` of them (1 to 1,000).
    ///
    /// # Errors
    /// As the service says.
    pub async fn list(&self, prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<String>> {
        let _ = (prefix, after, limit);
        Err(Error::new(Kind::Broken, "not built yet"))
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
        let _ = (key, file_name, media_type, expires);
        Err(Error::new(Kind::Broken, "not built yet"))
    }

    /// An address to which exactly `size` bytes of `media_type` can be put until it expires.
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
        let _ = (key, media_type, size, expires);
        Err(Error::new(Kind::Broken, "not built yet"))
    }
}
