//! Speaks `DynamoDB`'s JSON protocol in front of the embedded engine.
//!
//! The engine brings an HTTP server, but not one that lets us count calls, wake the stream's reader or
//! set socket options, and it runs the engine on the async workers. Its request and answer types are
//! public, so this only routes by operation and turns errors into answers.
//! Invariant: a write is announced only after it was committed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::routing::get;
use dynoxide::actions::transact_write_items::TransactWriteItemsRequest;
use dynoxide::{Database, DynoxideError};
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::engine::Engine;
use super::meter::Meter;
use super::tokens::{self, Known, Tokens};

/// `DynamoDB` accepts bodies of up to 16 MB.
const LARGEST_BODY: usize = 16 * 1024 * 1024;
/// Characters of a `ClientRequestToken`.
const LONGEST_TOKEN: usize = 36;
const JSON: HeaderValue = HeaderValue::from_static("application/x-amz-json-1.0");

/// What the handlers share.
pub(super) struct Front {
    pub(super) writer: Engine,
    pub(super) reader: Engine,
    pub(super) changes: watch::Sender<u64>,
    pub(super) meter: Meter,
    pub(super) tokens: Arc<Mutex<Tokens>>,
}

/// The error answers, complete.
struct Refusal {
    status: StatusCode,
    body: String,
}

/// The routes of the service.
pub(super) fn router(front: Arc<Front>) -> Router {
    Router::new()
        .route("/", get(async || "healthy").post(answer))
        .with_state(front)
}

async fn answer(State(front): State<Arc<Front>>, headers: HeaderMap, body: Body) -> Response<Body> {
    let target = headers
        .get("x-amz-target")
        .and_then(|value| value.to_str().ok());
    let operation = target
        .and_then(|target| target.rsplit('.').next())
        .unwrap_or("");
    let outcome = match to_bytes(body, LARGEST_BODY).await {
        Ok(body) => front.run(operation, body).await,
        Err(_) => Err(Refusal::new(
            "com.amazon.coral.service#SerializationException",
            "body is too long",
        )),
    };
    let (status, text) = match outcome {
        Ok(text) => (StatusCode::OK, Body::from(text)),
        Err(refusal) => (refusal.status, Body::from(refusal.body)),
    };
    let mut response = Response::new(text);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response
}

impl Front {
    async fn run(&self, operation: &str, body: Bytes) -> Result<Vec<u8>, Refusal> {
        let body = self.meter.ask(body);
        let (read, write) = (&self.reader, &self.writer);
        match operation {
            "GetItem" => self.call(operation, read, &body, Database::get_item).await,
            "Query" => self.call(operation, read, &body, Database::query).await,
            "Scan" => self.call(operation, read, &body, Database::scan).await,
            "BatchGetItem" => {
                self.call(operation, read, &body, Database::batch_get_item)
                    .await
            }
            // Several reads as of one moment: only the writer's lock gives that.
            "TransactGetItems" => {
                self.call(operation, write, &body, Database::transact_get_items)
                    .await
            }
            "PutItem" => self.change(operation, &body, Database::put_item).await,
            "UpdateItem" => self.change(operation, &body, Database::update_item).await,
            "DeleteItem" => self.change(operation, &body, Database::delete_item).await,
            "BatchWriteItem" => {
                self.change(operation, &body, Database::batch_write_item)
                    .await
            }
            "TransactWriteItems" => self.transact(operation, &body).await,
            "CreateTable" => self.define(operation, &body, Database::create_table).await,
            "DeleteTable" => self.define(operation, &body, Database::delete_table).await,
            "UpdateTable" => self.define(operation, &body, Database::update_table).await,
            "UpdateTimeToLive" => {
                self.define(operation, &body, Database::update_time_to_live)
                    .await
            }
            "DescribeTable" => {
                self.call(operation, write, &body, Database::describe_table)
                    .await
            }
            "DescribeTimeToLive" => {
                self.call(operation, write, &body, Database::describe_time_to_live)
                    .await
            }
            "ListTables" => {
                self.call(operation, write, &body, Database::list_tables)
                    .await
            }
            "ListStreams" => {
                self.call(operation, write, &body, Database::list_streams)
                    .await
            }
            "DescribeStream" => {
                self.call(operation, write, &body, Database::describe_stream)
                    .await
            }
            "GetShardIterator" => {
                self.call(operation, write, &body, Database::get_shard_iterator)
                    .await
            }
            "GetRecords" => {
                self.call(operation, write, &body, Database::get_records)
                    .await
            }
            _ => Err(Refusal::new(
                "com.amazon.coral.service#UnknownOperationException",
                "",
            )),
        }
    }

    /// A call that may change items.
    async fn change<Q, A>(
        &self,
        operation: &str,
        body: &[u8],
        work: Work<Q, A>,
    ) -> Result<Vec<u8>, Refusal>
    where
        Q: DeserializeOwned + Send + 'static,
        A: Serialize + Send + 'static,
    {
        let outcome = self.call(operation, &self.writer, body, work).await;
        if outcome.is_ok() {
            self.changes.send_modify(|count| *count += 1);
        }
        outcome
    }

    /// A transaction; one that was made under the same token before is answered and not made again.
    async fn transact(&self, operation: &str, body: &[u8]) -> Result<Vec<u8>, Refusal> {
        let mut request: TransactWriteItemsRequest =
            serde_json::from_slice(body).map_err(|error| Refusal::unreadable(&error))?;
        // What is too long is left to the engine, which refuses it.
        let Some(token) = request
            .client_request_token
            .take_if(|token| (1..=LONGEST_TOKEN).contains(&token.len()))
        else {
            return self
                .change(operation, body, Database::transact_write_items)
                .await;
        };
        let digest = tokens::digest(&serde_json::from_slice(body).unwrap_or_default());
        let known = Arc::clone(&self.tokens);
        let work = move |database: &Database| {
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            match known.look(&token, digest, Instant::now()) {
                Known::Made(answer) => return Ok(answer),
                Known::Other => return Err(Refusal::other_request()),
                Known::Nothing => {}
            }
            let made = database.transact_write_items(request);
            let made = made.map_err(|error| Refusal::of(&error))?;
            let answer =
                serde_json::to_vec(&made).map_err(|error| Refusal::internal(&error.to_string()))?;
            known.remember(token, digest, answer.clone(), Instant::now());
            Ok(answer)
        };
        let done = self.writer.run(work).await;
        let text = done.map_err(|error| Refusal::internal(&error.to_string()))??;
        self.changes.send_modify(|count| *count += 1);
        self.meter.note(operation, &text);
        Ok(text)
    }

    /// A call that may change the tables themselves; the reader must not go by the old definitions.
    async fn define<Q, A>(
        &self,
        operation: &str,
        body: &[u8],
        work: Work<Q, A>,
    ) -> Result<Vec<u8>, Refusal>
    where
        Q: DeserializeOwned + Send + 'static,
        A: Serialize + Send + 'static,
    {
        let outcome = self.call(operation, &self.writer, body, work).await;
        self.reader
            .reopen()
            .map_err(|error| Refusal::internal(&error.to_string()))?;
        outcome
    }

    async fn call<Q, A>(
        &self,
        operation: &str,
        engine: &Engine,
        body: &[u8],
        work: Work<Q, A>,
    ) -> Result<Vec<u8>, Refusal>
    where
        Q: DeserializeOwned + Send + 'static,
        A: Serialize + Send + 'static,
    {
        let request: Q =
            serde_json::from_slice(body).map_err(|error| Refusal::unreadable(&error))?;
        let done = engine.run(move |database| work(database, request)).await;
        let outcome = done.map_err(|error| Refusal::internal(&error.to_string()))?;
        let answer = outcome.map_err(|error| Refusal::of(&error))?;
        let text =
            serde_json::to_vec(&answer).map_err(|error| Refusal::internal(&error.to_string()))?;
        self.meter.note(operation, &text);
        Ok(text)
    }
}

/// One operation of the engine.
type Work<Q, A> = fn(&Database, Q) -> dynoxide::Result<A>;

const VALIDATION: &str = "com.amazon.coral.validate#ValidationException";
const SERIALIZATION: &str = "com.amazon.coral.service#SerializationException";

impl Refusal {
    fn new(kind: &str, message: &str) -> Self {
        let body = json!({ "__type": kind, "message": message }).to_string();
        Self {
            status: StatusCode::BAD_REQUEST,
            body,
        }
    }

    fn internal(message: &str) -> Self {
        let kind = "com.amazonaws.dynamodb.v20120810#InternalServerError";
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            ..Self::new(kind, message)
        }
    }

    fn other_request() -> Self {
        Self::new(
            "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException",
            "another transaction was made under this ClientRequestToken",
        )
    }

    /// The engine's own answer, except for a full disk, which a person has to know about.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the engine words all its other errors itself"
    )]
    fn of(error: &DynoxideError) -> Self {
        match error {
            DynoxideError::SqliteError(cause) if disk_is_full(cause) => Self::internal(
                "the disk that holds the local data is full and nothing was written; \
                 free some space and try again",
            ),
            other => Self {
                status: StatusCode::from_u16(other.status_code())
                    .unwrap_or(StatusCode::BAD_REQUEST),
                body: other.to_json(),
            },
        }
    }

    /// The engine's types mark, by a prefix of the text, how `DynamoDB` reports what they cannot read.
    fn unreadable(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let text = text
            .rsplit_once(" at line ")
            .map_or(text.as_str(), |(text, _)| text);
        if let Some((kind, message)) = text.split_once(':') {
            match kind {
                "VALIDATION" | "VALIDATION_REQUEST" | "VALIDATION_AS_READ" => {
                    return Self::new(VALIDATION, message);
                }
                "SERIALIZATION" | "SERIALIZATION_AS_READ" => {
                    return Self::new(SERIALIZATION, message);
                }
                _ => {}
            }
        }
        let wrong_value = ["missing field", "unknown variant", "AttributeValue"];
        let invalid = wrong_value.iter().any(|sign| text.contains(sign));
        Self::new(if invalid { VALIDATION } else { SERIALIZATION }, text)
    }
}

fn disk_is_full(cause: &rusqlite::Error) -> bool {
    cause.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
}

/// Reads one member of the engine's answers, which are only available as JSON.
pub(super) fn to_value(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_tells_what_to_do() {
        let full = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL);
        let error = rusqlite::Error::SqliteFailure(full, None);
        let refusal = Refusal::of(&DynoxideError::SqliteError(error));
        assert_eq!(refusal.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(refusal.body.contains("free some space"), "{}", refusal.body);
    }

    #[test]
    fn what_cannot_be_read_is_refused_as_dynamodb_words_it() {
        let refused = |body: &str| {
            let error = serde_json::from_str::<dynoxide::AttributeValue>(body).unwrap_err();
            let refusal: Value = serde_json::from_str(&Refusal::unreadable(&error).body).unwrap();
            let text = |name: &str| refusal[name].as_str().unwrap().to_owned();
            (text("__type"), text("message"))
        };
        for body in [
            r#"{}"#,
            r#"{"N": "not a number"}"#,
            r#"{"S": "a", "N": "1"}"#,
        ] {
            let (kind, message) = refused(body);
            assert_eq!(kind, VALIDATION, "{message}");
            assert!(
                !message.contains("VALIDATION") && !message.contains(" at line "),
                "{message}"
            );
        }
    }
}
