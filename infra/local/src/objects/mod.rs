//! Hosts the objects: S3 on a local folder, with its notifications.
//!
//! Requests come in over the same wire protocol and signatures as on AWS ([`Objects::router`]); the
//! program's own parts use [`Objects`] itself, on the same road. Invariant: an acknowledged put is on
//! disk, and its notification is delivered sooner or later.

mod answers;
mod blobs;
mod checksums;
mod error;
mod event;
mod index;
mod listing;
mod notify;
mod protocol;
mod store;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use bytes::Bytes;
use rusqlite::Connection;
use tokio::io::AsyncReadExt;
use tokio::sync::Notify;

use blobs::{Blobs, Content};
use index::Index;
use listing::Listing;
use store::{Headers, Put, Store};

pub use error::Error;
pub use event::{PutEvent, s3_event_json, s3_test_event_json};
pub use notify::{Notification, OnPut};

/// Tells the time in milliseconds since the epoch.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How to open the store.
pub struct Options {
    /// Where everything is kept.
    pub folder: PathBuf,
    /// Key pair requests must be signed with.
    pub access_key: String,
    /// Its secret half.
    pub secret_key: String,
    /// Who is told of puts.
    pub notifications: Vec<Notification>,
    /// The time in milliseconds since the epoch.
    pub clock: Clock,
    /// Bytes the store may hold, to play a full disk; `None` leaves it to the disk.
    pub quota_bytes: Option<u64>,
}

/// The open store. Clones share it.
#[derive(Clone)]
pub struct Objects {
    store: Store,
    notifications: Arc<[Notification]>,
    wake: Arc<Notify>,
    clock: Clock,
    access_key: String,
    secret_key: String,
}

impl Objects {
    /// Opens the store and clears away what a crash left behind.
    ///
    /// # Errors
    /// When the folder or its index cannot be used.
    pub async fn open(options: Options) -> Result<Self, Error> {
        let Options {
            folder,
            access_key,
            secret_key,
            notifications,
            clock,
            quota_bytes,
        } = options;
        let failed = |source| Error::Open {
            folder: folder.clone(),
            source,
        };
        std::fs::create_dir_all(&folder).map_err(|error| failed(error.into()))?;
        let index = Index::open(&folder, quota_bytes)?;
        let used = match quota_bytes {
            Some(_) => index.read(total_size).await?,
            None => 0,
        };
        let blobs =
            Blobs::open(&folder, quota_bytes, used).map_err(|error| failed(error.into()))?;
        sweep(&index, &blobs).await?;
        Ok(Self {
            store: Store {
                folder,
                index,
                blobs,
            },
            notifications: notifications.into(),
            wake: Arc::default(),
            clock,
            access_key,
            secret_key,
        })
    }

    /// The service to put behind a loopback listener.
    pub fn router(&self) -> Router {
        protocol::router(self)
    }

    /// Creates the bucket unless it is there.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub async fn ensure_bucket(&self, name: &str) -> Result<(), Error> {
        match self.store.create_bucket(name).await {
            Ok(()) | Err(Error::BucketExists(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Stores an object; it is on disk when this returns.
    ///
    /// # Errors
    /// When there is no such bucket or the disk is full.
    pub async fn put(
        &self,
        bucket: &str,
        key: &str,
        bytes: &[u8],
        content_type: &str,
    ) -> Result<(), Error> {
        let mut intake = self.store.intake(bucket, key);
        intake.write(bytes).await?;
        let content = intake.seal().await?;
        let headers = Headers {
            content_type: Some(content_type.to_owned()),
            ..Headers::default()
        };
        self.publish(bucket, key, headers, content, false).await
    }

    /// Reads an object whole.
    ///
    /// # Errors
    /// [`Error::NoObject`] when there is none, or a failure of the disk.
    pub async fn get(&self, bucket: &str, key: &str) -> Result<Bytes, Error> {
        let found = self.store.get(bucket, key).await?;
        let Some(mut file) = found.file else {
            return Ok(found.bytes);
        };
        let mut bytes = Vec::with_capacity(usize::try_from(found.entry.size).unwrap_or_default());
        file.read_to_end(&mut bytes).await.map_err(Error::File)?;
        Ok(Bytes::from(bytes))
    }

    /// Whether there is such an object.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub async fn exists(&self, bucket: &str, key: &str) -> Result<bool, Error> {
        match self.store.head(bucket, key).await {
            Ok(_) => Ok(true),
            Err(Error::NoObject) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The keys that begin with `prefix`, in order.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub async fn list(&self, bucket: &str, prefix: &str) -> Result<Vec<String>, Error> {
        let (bucket, prefix) = (bucket.to_owned(), prefix.to_owned());
        let listing = Listing {
            bucket,
            prefix,
            max: usize::MAX,
            ..Listing::default()
        };
        let page = self
            .store
            .index
            .read(move |connection| listing.page(connection))
            .await?;
        Ok(page.entries.into_iter().map(|entry| entry.key).collect())
    }

    /// Removes an object, if it is there.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub async fn delete(&self, bucket: &str, key: &str) -> Result<(), Error> {
        self.store.delete(bucket, key).await
    }

    /// Makes a sealed object visible and has its notification delivered.
    async fn publish(
        &self,
        bucket: &str,
        key: &str,
        headers: Headers,
        content: Content,
        only_if_absent: bool,
    ) -> Result<(), Error> {
        let notify = self
            .notifications
            .iter()
            .any(|rule| rule.concerns(bucket, key));
        let put = Put {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            headers,
            content,
            only_if_absent,
            notify,
            now_ms: (self.clock)(),
        };
        self.store.publish(put).await?;
        if notify {
            self.wake.notify_one();
        }
        Ok(())
    }
}

fn total_size(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("SELECT COALESCE(SUM(size), 0) FROM object", [], |row| {
        row.get(0)
    })
}

/// Removes files of puts that never reached the index. Nothing is being put yet: a data folder has one
/// host at a time, which sees to that.
async fn sweep(index: &Index, blobs: &Blobs) -> Result<(), Error> {
    let named = index.read(|connection| {
        let mut select = connection.prepare("SELECT blob FROM object WHERE blob IS NOT NULL")?;
        let names = select.query_map([], |row| row.get(0))?;
        names.collect::<rusqlite::Result<HashSet<String>>>()
    });
    let (named, blobs) = (named.await?, blobs.clone());
    let swept = tokio::task::spawn_blocking(move || blobs.sweep(&named)).await;
    match swept.map_err(|_| Error::Stopped)? {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "removed files of unfinished puts"),
        Err(error) => tracing::warn!(%error, "cannot look for files of unfinished puts"),
    }
    Ok(())
}
