//! The mails SES accepted, as they would go out on the wire.
//!
//! The file can be opened by several processes at once: the running stack writes, the command line reads.
//!
//! Invariant: a mail that was acknowledged to the sender is in the file, durably, byte for byte.

#[cfg(test)]
mod tests;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS mails (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    accepted_ms INTEGER NOT NULL,
    source TEXT NOT NULL,
    destinations TEXT NOT NULL,
    tags TEXT NOT NULL,
    configuration_set TEXT,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    size INTEGER NOT NULL,
    raw BLOB NOT NULL,
    unreported TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS mails_unreported ON mails(seq) WHERE unreported IS NOT NULL;
";

/// Why the outbox could not do it.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// No mail has this id.
    #[error("there is no mail {id} in the outbox; list the outbox to see the ids")]
    NoSuchMail {
        /// The id asked for.
        id: String,
    },
    /// The disk is full.
    #[error("no space is left for the outbox; free some disk space and try again")]
    Full,
    /// Another program holds the file.
    #[error("the outbox file is locked by another program; stop it and try again")]
    Busy,
    /// The file cannot be read or written.
    #[error("the outbox file cannot be used")]
    Storage(#[source] rusqlite::Error),
    /// The `.eml` file cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// Where it should go.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
}

impl From<rusqlite::Error> for OutboxError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Storage(error),
        }
    }
}

/// What became of a mail after it was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailState {
    /// Accepted; nothing more was reported.
    Accepted,
    /// Reported as delivered to all recipients.
    Delivered,
    /// At least one recipient bounced.
    Bounced,
    /// At least one recipient complained.
    Complained,
    /// At least one recipient is delayed.
    Delayed,
    /// Rejected for its content after it was accepted.
    Rejected,
}

impl MailState {
    /// The word stored and shown.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Bounced => "bounced",
            Self::Complained => "complained",
            Self::Delayed => "delayed",
            Self::Rejected => "rejected",
        }
    }

    fn read(word: &str) -> Self {
        match word {
            "delivered" => Self::Delivered,
            "bounced" => Self::Bounced,
            "complained" => Self::Complained,
            "delayed" => Self::Delayed,
            "rejected" => Self::Rejected,
            _ => Self::Accepted,
        }
    }
}

/// A mail to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The id SES answered.
    pub id: String,
    /// When it was accepted, milliseconds since 1970.
    pub accepted_at_ms: i64,
    /// The envelope sender.
    pub source: String,
    /// The envelope recipients.
    pub destinations: Vec<String>,
    /// The message tags, name and value.
    pub tags: Vec<(String, String)>,
    /// The configuration set used.
    pub configuration_set: Option<String>,
    /// The subject, for listing.
    pub subject: String,
    /// The fate it starts with.
    pub state: MailState,
    /// The bytes as they go out.
    pub raw: Vec<u8>,
    /// The events still to be reported about it, each a JSON text.
    pub events: Vec<String>,
}

/// A mail as the outbox lists it: everything but the bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The id SES answered.
    pub id: String,
    /// When it was accepted, milliseconds since 1970.
    pub accepted_at_ms: i64,
    /// The envelope sender.
    pub source: String,
    /// The envelope recipients.
    pub destinations: Vec<String>,
    /// The message tags, name and value.
    pub tags: Vec<(String, String)>,
    /// The configuration set used.
    pub configuration_set: Option<String>,
    /// The subject.
    pub subject: String,
    /// What became of it.
    pub state: MailState,
    /// Bytes of the mail.
    pub size: usize,
}

/// The outbox. Clones are cheap and share one connection; calls block for as long as the disk does.
#[derive(Debug, Clone)]
pub struct Outbox(Arc<Mutex<Connection>>);

impl Outbox {
    /// Opens or creates the file.
    ///
    /// # Errors
    /// A file that cannot be used.
    pub fn open(file: &Path) -> Result<Self, OutboxError> {
        let conn = Connection::open(file)?;
        conn.busy_timeout(Duration::from_secs(5))?;
        conn.query_row("PRAGMA journal_mode = WAL", [], |row| {
            row.get::<_, String>(0)
        })?;
        conn.execute_batch("PRAGMA synchronous = FULL")?;
        conn.execute_batch(TABLES)?;
        Ok(Self(Arc::new(Mutex::new(conn))))
    }

    /// Keeps a mail durably.
    ///
    /// # Errors
    /// Failing storage; then nothing is kept.
    pub fn add(&self, mail: &Accepted) -> Result<(), OutboxError> {
        self.with(|conn| {
            conn.prepare_cached(
                "INSERT INTO mails (id, accepted_ms, source, destinations, tags, configuration_set,
                                    subject, state, size, raw, unreported)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                mail.id,
                mail.accepted_at_ms,
                mail.source,
                json(&mail.destinations),
                json(&mail.tags),
                mail.configuration_set,
                mail.subject,
                mail.state.word(),
                i64::try_from(mail.raw.len()).unwrap_or(i64::MAX),
                mail.raw,
                (!mail.events.is_empty()).then(|| json(&mail.events)),
            ])?;
            Ok(())
        })
    }

    /// The newest `limit` mails, newest first.
    ///
    /// # Errors
    /// Failing storage.
    pub fn list(&self, limit: usize) -> Result<Vec<Listed>, OutboxError> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT id, accepted_ms, source, destinations, tags, configuration_set, subject, state,
                        size FROM mails ORDER BY seq DESC LIMIT ?1",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map([limit], listed)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many mails there are.
    ///
    /// # Errors
    /// Failing storage.
    pub fn count(&self) -> Result<usize, OutboxError> {
        self.with(|conn| Ok(conn.query_row("SELECT COUNT(*) FROM mails", [], |row| row.get(0))?))
    }

    /// One mail without its bytes.
    ///
    /// # Errors
    /// [`OutboxError::NoSuchMail`], or failing storage.
    pub fn show(&self, id: &str) -> Result<Listed, OutboxError> {
        let sql = "SELECT id, accepted_ms, source, destinations, tags, configuration_set, subject,
                          state, size FROM mails WHERE id = ?1";
        self.with(|conn| Ok(conn.query_row(sql, [id], listed).optional()?))?
            .ok_or_else(|| OutboxError::NoSuchMail { id: id.to_owned() })
    }

    /// The bytes of one mail.
    ///
    /// # Errors
    /// [`OutboxError::NoSuchMail`], or failing storage.
    pub fn raw(&self, id: &str) -> Result<Vec<u8>, OutboxError> {
        let sql = "SELECT raw FROM mails WHERE id = ?1";
        self.with(|conn| Ok(conn.query_row(sql, [id], |row| row.get(0)).optional()?))?
            .ok_or_else(|| OutboxError::NoSuchMail { id: id.to_owned() })
    }

    /// Writes one mail as `.eml`: to `path` itself, or to `<id>.eml` in it if it is a folder. Says where.
    ///
    /// # Errors
    /// [`OutboxError::NoSuchMail`], failing storage, or a file that cannot be written.
    pub fn save(&self, id: &str, path: &Path) -> Result<PathBuf, OutboxError> {
        let raw = self.raw(id)?;
        let path = if path.is_dir() {
            path.join(format!("{id}.eml"))
        } else {
            path.to_owned()
        };
        let written = fs::File::create(&path).and_then(|mut file| {
            file.write_all(&raw)?;
            file.sync_all()
        });
        match written {
            Ok(()) => Ok(path),
            Err(source) => Err(OutboxError::Write { path, source }),
        }
    }

    /// The mails whose events were not reported, oldest first, each with its events.
    ///
    /// # Errors
    /// Failing storage.
    pub fn unreported(&self) -> Result<Vec<(String, Vec<String>)>, OutboxError> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT id, unreported FROM mails WHERE unreported IS NOT NULL ORDER BY seq",
            )?;
            let rows = statement.query_map([], |row| {
                let events: String = row.get(1)?;
                Ok((
                    row.get(0)?,
                    serde_json::from_str(&events).unwrap_or_default(),
                ))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Notes that the events of a mail were reported.
    ///
    /// # Errors
    /// Failing storage; the events may then be reported again.
    pub fn reported(&self, id: &str) -> Result<(), OutboxError> {
        self.with(|conn| {
            conn.prepare_cached("UPDATE mails SET unreported = NULL WHERE id = ?1")?
                .execute([id])?;
            Ok(())
        })
    }

    /// Records what became of a mail.
    ///
    /// # Errors
    /// [`OutboxError::NoSuchMail`], or failing storage.
    pub fn set_state(&self, id: &str, state: MailState) -> Result<(), OutboxError> {
        let changed = self.with(|conn| {
            let mut statement = conn.prepare_cached("UPDATE mails SET state = ?2 WHERE id = ?1")?;
            Ok(statement.execute(params![id, state.word()])?)
        })?;
        if changed == 0 {
            Err(OutboxError::NoSuchMail { id: id.to_owned() })
        } else {
            Ok(())
        }
    }

    fn with<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        work(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let destinations: String = row.get(3)?;
    let tags: String = row.get(4)?;
    let state: String = row.get(7)?;
    Ok(Listed {
        id: row.get(0)?,
        accepted_at_ms: row.get(1)?,
        source: row.get(2)?,
        destinations: serde_json::from_str(&destinations).unwrap_or_default(),
        tags: serde_json::from_str(&tags).unwrap_or_default(),
        configuration_set: row.get(5)?,
        subject: row.get(6)?,
        state: MailState::read(&state),
        size: row.get(8)?,
    })
}
