//! The Runtime API of one child: `next`, `response`, `error`, `init/error`. Invariant: an answer counts only for
//! the event that is out, so a late answer to an earlier one changes nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;
use http_body_util::{BodyExt as _, Limited};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

use crate::events::{Failed, MOST_PAYLOAD};

/// One event for the child.
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) body: String,
    pub(crate) deadline_ms: i64,
    pub(crate) reply: oneshot::Sender<Reply>,
}

/// What the child said, or how it failed.
pub(crate) type Reply = Result<Bytes, (Failed, String)>;

/// What a child's requests and its owner share.
pub(crate) struct Link {
    arn: String,
    jobs: tokio::sync::Mutex<mpsc::Receiver<Job>>,
    out: Mutex<Option<(String, oneshot::Sender<Reply>)>>,
    init_error: Mutex<Option<String>>,
}

impl Link {
    pub(crate) fn new(arn: String, jobs: mpsc::Receiver<Job>) -> Arc<Self> {
        Arc::new(Self {
            arn,
            jobs: tokio::sync::Mutex::new(jobs),
            out: Mutex::default(),
            init_error: Mutex::default(),
        })
    }

    /// What the child said of a failed start.
    pub(crate) fn init_error(&self) -> Option<String> {
        lock(&self.init_error).clone()
    }

    /// Ends the event that is out, if it is this one.
    fn settle(&self, id: &str, reply: Reply) -> bool {
        let mut out = lock(&self.out);
        match out.take_if(|(current, _)| current == id) {
            Some((_, sender)) => {
                // The caller may have given up; then nobody waits for the answer.
                let _gone = sender.send(reply).is_err();
                true
            }
            None => false,
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn router(link: Arc<Link>) -> Router {
    let base = "/2018-06-01/runtime";
    Router::new()
        .route(&format!("{base}/invocation/next"), get(next))
        .route(
            &format!("{base}/invocation/{{id}}/response"),
            post(response),
        )
        .route(&format!("{base}/invocation/{{id}}/error"), post(error))
        .route(&format!("{base}/init/error"), post(init_error))
        .with_state(link)
}

async fn next(State(link): State<Arc<Link>>) -> Response {
    let job = link.jobs.lock().await.recv().await;
    let Some(job) = job else {
        return answer(StatusCode::GONE, &json!({ "errorType": "Stopped" }));
    };
    let trace = job.id.replace('-', "");
    let response = Response::builder()
        .header("content-type", "application/json")
        .header("lambda-runtime-aws-request-id", &job.id)
        .header("lambda-runtime-deadline-ms", job.deadline_ms)
        .header("lambda-runtime-invoked-function-arn", &link.arn)
        .header("lambda-runtime-trace-id", trace_id(&trace, job.deadline_ms))
        .body(Body::from(job.body));
    *lock(&link.out) = Some((job.id, job.reply));
    response.unwrap_or_default()
}

/// `Root=1-<seconds>-<24 hex digits>`, not sampled.
fn trace_id(random: &str, deadline_ms: i64) -> String {
    let tail: String = random.chars().take(24).collect();
    format!("Root=1-{:08x}-{tail};Sampled=0", deadline_ms / 1_000)
}

async fn response(State(link): State<Arc<Link>>, Path(id): Path<String>, body: Body) -> Response {
    match Limited::new(body, MOST_PAYLOAD).collect().await {
        Ok(body) => accepted(link.settle(&id, Ok(body.to_bytes()))),
        Err(_too_large) => {
            let message = "the answer is above the 6 MB that Lambda allows".to_owned();
            link.settle(&id, Err((Failed::Function, message)));
            answer(
                StatusCode::PAYLOAD_TOO_LARGE,
                &json!({ "errorType": "RequestEntityTooLarge" }),
            )
        }
    }
}

async fn error(State(link): State<Arc<Link>>, Path(id): Path<String>, body: Bytes) -> Response {
    accepted(link.settle(&id, Err((Failed::Function, cause(&body)))))
}

async fn init_error(State(link): State<Arc<Link>>, body: Bytes) -> Response {
    *lock(&link.init_error) = Some(cause(&body));
    accepted(true)
}

/// `errorType: errorMessage`, as far as the body has them.
fn cause(body: &[u8]) -> String {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let part = |name| {
        body.get(name)
            .and_then(Value::as_str)
            .unwrap_or("unknown")
            .to_owned()
    };
    format!("{}: {}", part("errorType"), part("errorMessage"))
}

fn accepted(known: bool) -> Response {
    if known {
        answer(StatusCode::ACCEPTED, &json!({ "status": "OK" }))
    } else {
        let body = json!({ "errorType": "InvalidRequestID", "errorMessage": "Invalid request ID" });
        answer(StatusCode::BAD_REQUEST, &body)
    }
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let response = Response::builder()
        .status(status)
        .header("content-type", "application/json");
    response
        .body(Body::from(body.to_string()))
        .unwrap_or_default()
}
