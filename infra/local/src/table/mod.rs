//! Hosts the table: `DynamoDB` on a local file, with its stream.
//!
//! Requests come in over the same wire protocol as on AWS ([`Table::router`]); the stream's records are
//! read in process ([`StreamReader`]). Invariant: an acknowledged write is on disk.

mod engine;
mod error;
mod meter;
mod protocol;
mod spec;
mod stream;
mod tokens;
mod upkeep;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use dynoxide::{Database, DynoxideError};
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio::sync::watch;

use engine::Engine;
use protocol::{Front, to_value};
use stream::Positions;

pub use error::Error;
pub use meter::Meter;
pub use spec::{IndexSpec, KeySchema, Projection, TableSpec};
pub use stream::{StreamReader, StreamRecord};

/// How often old stream records are removed.
const TRIM_EVERY: Duration = Duration::from_secs(600);
/// How often expired items are removed. AWS takes up to days; each sweep reads the whole table.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);

/// An open table. Clones share it.
#[derive(Clone)]
pub struct Table {
    name: String,
    path: PathBuf,
    front: Arc<Front>,
    changes: watch::Sender<u64>,
    positions: Positions,
    tidy: Arc<Mutex<Connection>>,
}

impl Table {
    /// Opens the table in `folder` (`table.db` and its companions) and creates it when it is missing.
    ///
    /// # Errors
    /// When the files cannot be used, or hold a table that differs from `spec`.
    pub async fn open(folder: &Path, spec: &TableSpec) -> Result<Self, Error> {
        let path = folder.join("table.db");
        let failed = |source: std::io::Error| Error::Open {
            path: path.clone(),
            source: source.into(),
        };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let writer = Engine::writer("table-writer", &path)?;
        create_or_compare(&writer, spec).await?;
        let tidy = Connection::open(&path)?;
        upkeep::prepare(&tidy)?;
        // Opened after the table exists, so that it knows its definition.
        let reader = Engine::reader("table-reader", &path)?;
        let (changes, _) = watch::channel(0);
        let front = Front {
            writer,
            reader,
            changes: changes.clone(),
            meter: Meter::default(),
            tokens: Arc::default(),
        };
        Ok(Self {
            name: spec.name.clone(),
            front: Arc::new(front),
            changes,
            positions: Positions::open(&folder.join("stream-positions.db"))?,
            tidy: Arc::new(Mutex::new(tidy)),
            path,
        })
    }

    /// The service to put behind a loopback listener.
    pub fn router(&self) -> Router {
        protocol::router(self.front.clone())
    }

    /// The meter of capacity units, which is off until started.
    #[must_use]
    pub fn meter(&self) -> Meter {
        self.front.meter.clone()
    }

    /// Removes stream records that are old and read, as of `now` in epoch seconds, and says how many.
    ///
    /// # Errors
    /// When the table's file cannot be written.
    pub async fn trim_stream(&self, now: i64) -> Result<usize, Error> {
        let mut trimmed = 0;
        loop {
            let (shared, passed) = (self.tidy.clone(), self.positions.passed()?);
            // In the writer's turn, so that the two never fight over the file's lock.
            let batch = self.front.writer.run(move |_| {
                let connection = shared.lock().unwrap_or_else(PoisonError::into_inner);
                upkeep::trim(&connection, now, passed)
            });
            match batch.await?? {
                0 => return Ok(trimmed),
                some => trimmed += some,
            }
        }
    }

    /// Removes items whose time to live has passed, and says how many.
    ///
    /// # Errors
    /// When the table's file cannot be written.
    pub async fn sweep_expired(&self) -> Result<usize, Error> {
        let swept = self.front.writer.run(Database::sweep_ttl).await?;
        let swept = swept.map_err(|error| Error::Expire(error.to_string().into()))?;
        if swept > 0 {
            self.changes.send_modify(|count| *count += 1);
        }
        Ok(swept)
    }

    /// Does the upkeep for as long as it is polled: AWS expires items and stream records by itself.
    /// `now` gives the time in epoch seconds.
    pub async fn maintain(&self, now: impl Fn() -> i64 + Send) {
        let mut trim = tokio::time::interval(TRIM_EVERY);
        let mut sweep = tokio::time::interval(SWEEP_EVERY);
        loop {
            let outcome = tokio::select! {
                _ = trim.tick() => self.trim_stream(now()).await,
                _ = sweep.tick() => self.sweep_expired().await,
            };
            if let Err(error) = outcome {
                tracing::warn!(%error, "cannot tidy the table; trying again later");
            }
        }
    }

    /// What stream records say about where they come from.
    async fn stream_source(&self) -> Result<Value, Error> {
        let stored = describe(&self.front.writer, &self.name)
            .await?
            .unwrap_or_default();
        let arn = stored
            .get("LatestStreamArn")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let view = stored
            .get("StreamSpecification")
            .and_then(|spec| spec.get("StreamViewType"));
        Ok(json!({ "arn": arn, "region": arn.split(':').nth(3), "view": view }))
    }
}

async fn create_or_compare(writer: &Engine, spec: &TableSpec) -> Result<(), Error> {
    let stored = describe(writer, &spec.name).await?;
    if let Some(difference) = stored.and_then(|stored| spec.difference(&stored)) {
        return Err(Error::Differs {
            name: spec.name.clone(),
            difference,
        });
    }
    // Both steps are repeated on every start: a crash may have come between them.
    let (create, expiry) = (spec.create_request(), spec.expiry_request());
    let defined = writer
        .run(move |database| define(database, create, expiry))
        .await?;
    defined.map_err(|source| Error::Define {
        name: spec.name.clone(),
        source,
    })
}

type Reason = Box<dyn std::error::Error + Send + Sync>;

fn define(database: &Database, create: Value, expiry: Option<Value>) -> Result<(), Reason> {
    settled(database.create_table(serde_json::from_value(create)?))?;
    if let Some(expiry) = expiry {
        settled(database.update_time_to_live(serde_json::from_value(expiry)?))?;
    }
    Ok(())
}

/// What has been done before is no error.
fn settled<T>(outcome: dynoxide::Result<T>) -> Result<(), Reason> {
    match outcome {
        Err(DynoxideError::ResourceInUseException(_)) | Ok(_) => Ok(()),
        Err(error) => Err(error.to_string().into()),
    }
}

/// The `Table` member of a `DescribeTable` answer, when there is such a table.
async fn describe(engine: &Engine, name: &str) -> Result<Option<Value>, Error> {
    let request = json!({ "TableName": name });
    let described = engine.run(move |database| {
        let request = serde_json::from_value(request).ok()?;
        let answer = database.describe_table(request).ok()?;
        to_value(&answer).get("Table").cloned()
    });
    described.await
}
