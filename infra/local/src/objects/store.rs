//! What can be done with objects, whoever asks: the wire protocol or the program itself.
//!
//! Invariant: an object, its content and its pending notification become visible in one commit.

use std::collections::BTreeMap;
use std::path::PathBuf;

use bytes::Bytes;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::Error;
use super::blobs::{Blobs, Content, Intake, Place};
use super::index::Index;

/// What an object carries besides its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Headers {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) content_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) content_disposition: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) content_encoding: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cache_control: Option<String>,
    /// The SDK's default checksum, which it wants to see again on reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) crc32: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) metadata: BTreeMap<String, String>,
}

/// The row of an object.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) size: u64,
    pub(super) etag: String,
    pub(super) modified_ms: i64,
    pub(super) headers: Headers,
}

/// An object and where its bytes are.
pub(super) struct Found {
    pub(super) entry: Entry,
    pub(super) bytes: Bytes,
    /// The file with the bytes; `bytes` is empty then.
    pub(super) file: Option<tokio::fs::File>,
}

/// A put that is ready to become visible.
pub(super) struct Put {
    pub(super) bucket: String,
    pub(super) key: String,
    pub(super) headers: Headers,
    pub(super) content: Content,
    pub(super) only_if_absent: bool,
    pub(super) notify: bool,
    pub(super) now_ms: i64,
}

/// Index and files together. Clones share them.
#[derive(Clone)]
pub(super) struct Store {
    pub(super) folder: PathBuf,
    pub(super) index: Index,
    pub(super) blobs: Blobs,
}

/// What a change took out of use.
#[derive(Default)]
struct Replaced {
    size: u64,
    blob: Option<String>,
}

impl Replaced {
    /// Books the change of size and removes the file that is out of use.
    fn settle(self, blobs: &Blobs, added: u64) {
        blobs.book(added, self.size);
        if let Some(name) = self.blob {
            blobs.remove(&name);
        }
    }
}

impl Store {
    /// Creates a bucket.
    pub(super) async fn create_bucket(&self, name: &str) -> Result<(), Error> {
        let (folder, name) = (self.folder.clone(), name.to_owned());
        let create = move |connection: &Connection| {
            let insert = "INSERT OR IGNORE INTO bucket (name) VALUES (?1)";
            let rows = connection.execute(insert, [&name]);
            match rows.map_err(|error| Error::index(&folder, error))? {
                0 => Err(Error::BucketExists(name)),
                _ => Ok(()),
            }
        };
        self.index.change(create, |()| ()).await
    }

    /// Whether there is such a bucket.
    pub(super) async fn has_bucket(&self, name: &str) -> Result<bool, Error> {
        let name = name.to_owned();
        self.index
            .read(move |connection| has_bucket(connection, &name))
            .await
    }

    /// Begins to take in an object's bytes.
    pub(super) fn intake(&self, bucket: &str, key: &str) -> Intake {
        self.blobs.intake(bucket, key)
    }

    /// Makes a put visible.
    pub(super) async fn publish(&self, put: Put) -> Result<(), Error> {
        let (folder, blobs) = (self.folder.clone(), self.blobs.clone());
        let size = put.content.size;
        let insert = move |connection: &Connection| {
            let replaced = insert(connection, &put).map_err(|refused| match refused {
                Refused::Index(error) => Error::index(&folder, error),
                Refused::Because(error) => error,
            })?;
            Ok((replaced, put.content.place))
        };
        let settle = move |(replaced, place): (Replaced, Place)| {
            if let Place::File(sealed) = place {
                sealed.keep();
            }
            replaced.settle(&blobs, size);
        };
        self.index.change(insert, settle).await
    }

    /// Removes an object, if it is there.
    pub(super) async fn delete(&self, bucket: &str, key: &str) -> Result<(), Error> {
        let (folder, bucket, key) = (self.folder.clone(), bucket.to_owned(), key.to_owned());
        let delete = move |connection: &Connection| {
            delete(connection, &bucket, &key).map_err(|error| Error::index(&folder, error))
        };
        let blobs = self.blobs.clone();
        self.index
            .change(delete, move |replaced| replaced.settle(&blobs, 0))
            .await
    }

    /// The row of an object.
    pub(super) async fn head(&self, bucket: &str, key: &str) -> Result<Entry, Error> {
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        let found = self.index.read(move |connection| {
            let select = "SELECT key, size, etag, modified_ms, headers FROM object
                          WHERE bucket = ?1 AND key = ?2";
            let mut statement = connection.prepare_cached(select)?;
            statement.query_row(params![bucket, key], entry).optional()
        });
        found.await?.ok_or(Error::NoObject)
    }

    /// An object with its bytes, or with the open file that holds them.
    pub(super) async fn get(&self, bucket: &str, key: &str) -> Result<Found, Error> {
        loop {
            let (entry, bytes, blob) = self.look_up(bucket, key).await?;
            let Some(name) = blob else {
                return Ok(Found {
                    entry,
                    bytes: Bytes::from(bytes),
                    file: None,
                });
            };
            match tokio::fs::File::open(self.blobs.path(&name)).await {
                Ok(file) => {
                    return Ok(Found {
                        entry,
                        bytes: Bytes::new(),
                        file: Some(file),
                    });
                }
                // Replaced or deleted between the look and the opening: look again, unless the very
                // same file is still named, which means it was lost.
                Err(error) => match self.look_up(bucket, key).await?.2 {
                    Some(now) if now == name => return Err(Error::file(&self.folder, error)),
                    Some(_) | None => {}
                },
            }
        }
    }

    async fn look_up(
        &self,
        bucket: &str,
        key: &str,
    ) -> Result<(Entry, Vec<u8>, Option<String>), Error> {
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        let found = self.index.read(move |connection| {
            let select = "SELECT key, size, etag, modified_ms, headers, blob, data FROM object
                          LEFT JOIN inline ON inline.id = inline_id
                          WHERE bucket = ?1 AND key = ?2";
            let mut statement = connection.prepare_cached(select)?;
            let row = statement.query_row(params![bucket, key], |row| {
                let data: Option<Vec<u8>> = row.get(6)?;
                Ok((entry(row)?, data.unwrap_or_default(), row.get(5)?))
            });
            row.optional()
        });
        found.await?.ok_or(Error::NoObject)
    }
}

/// Reads the first five columns of an object's row.
pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let headers: String = row.get(4)?;
    Ok(Entry {
        key: row.get(0)?,
        size: row.get(1)?,
        etag: row.get(2)?,
        modified_ms: row.get(3)?,
        headers: serde_json::from_str(&headers).unwrap_or_default(),
    })
}

fn has_bucket(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM bucket WHERE name = ?1")?
        .exists([name])
}

/// Why a put changes nothing.
enum Refused {
    Because(Error),
    Index(rusqlite::Error),
}

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        Self::Index(error)
    }
}

fn insert(connection: &Connection, put: &Put) -> Result<Replaced, Refused> {
    let Put {
        bucket,
        key,
        content,
        ..
    } = put;
    if !has_bucket(connection, bucket)? {
        return Err(Refused::Because(Error::NoBucket(bucket.clone())));
    }
    let there = "SELECT 1 FROM object WHERE bucket = ?1 AND key = ?2";
    if put.only_if_absent
        && connection
            .prepare_cached(there)?
            .exists(params![bucket, key])?
    {
        return Err(Refused::Because(Error::Exists));
    }
    let replaced = delete(connection, bucket, key)?;
    let (inline, blob) = match &content.place {
        Place::Inline(bytes) => {
            let insert = "INSERT INTO inline (data) VALUES (?1)";
            connection.prepare_cached(insert)?.execute([bytes])?;
            (Some(connection.last_insert_rowid()), None)
        }
        Place::File(sealed) => (None, Some(&sealed.name)),
    };
    let headers = serde_json::to_string(&put.headers).unwrap_or_default();
    let insert = "INSERT INTO object
                  (bucket, key, size, etag, modified_ms, headers, inline_id, blob)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let row = params![
        bucket,
        key,
        content.size,
        content.etag,
        put.now_ms,
        headers,
        inline,
        blob
    ];
    connection.prepare_cached(insert)?.execute(row)?;
    if put.notify {
        let insert = "INSERT INTO pending_notification (bucket, key, size, etag, time_ms)
                      VALUES (?1, ?2, ?3, ?4, ?5)";
        let row = params![bucket, key, content.size, content.etag, put.now_ms];
        connection.prepare_cached(insert)?.execute(row)?;
    }
    Ok(replaced)
}

fn delete(connection: &Connection, bucket: &str, key: &str) -> rusqlite::Result<Replaced> {
    let delete = "DELETE FROM object WHERE bucket = ?1 AND key = ?2
                  RETURNING size, inline_id, blob";
    let mut statement = connection.prepare_cached(delete)?;
    let gone = statement.query_row(params![bucket, key], |row| {
        let inline: Option<i64> = row.get(1)?;
        Ok((
            inline,
            Replaced {
                size: row.get(0)?,
                blob: row.get(2)?,
            },
        ))
    });
    let Some((inline, replaced)) = gone.optional()? else {
        return Ok(Replaced::default());
    };
    if let Some(id) = inline {
        connection
            .prepare_cached("DELETE FROM inline WHERE id = ?1")?
            .execute([id])?;
    }
    Ok(replaced)
}
