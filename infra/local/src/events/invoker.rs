//! The one way a function is called here, whoever runs it. Invariant: a caller always gets an answer, also
//! when the function panics or outlives its deadline.

use std::fmt;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::Value;
use tokio::time::Instant;

/// The largest payload of a synchronous call, both ways (Lambda quotas page).
pub(crate) const MOST_PAYLOAD: usize = 6 * 1024 * 1024;

/// Runs functions: in this process, or as child processes.
pub trait Invoker: Send + Sync {
    /// Calls the function with this logical id. It must answer by `deadline`; a later answer counts as
    /// [`Failed::Timeout`].
    fn invoke<'a>(
        &'a self,
        function: &'a str,
        event: Value,
        deadline: Instant,
    ) -> BoxFuture<'a, Result<Value, InvokeError>>;
}

/// In which way an invocation failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// The function answered with an error.
    Function,
    /// The deadline passed.
    Timeout,
    /// The function ended without an answer.
    Crash,
}

/// A failed invocation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("function {function} {kind}: {message}")]
pub struct InvokeError {
    /// Logical id of the function.
    pub function: String,
    /// In which way.
    pub kind: Failed,
    /// What is known about the cause.
    pub message: String,
}

impl InvokeError {
    /// A failure of a function.
    #[must_use]
    pub fn new(function: &str, kind: Failed, message: impl Into<String>) -> Self {
        Self {
            function: function.to_owned(),
            kind,
            message: message.into(),
        }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Function => "failed",
            Self::Timeout => "timed out",
            Self::Crash => "crashed",
        })
    }
}

/// Calls a function and turns a late answer and a panic into failures.
pub(crate) async fn call(
    invoker: &dyn Invoker,
    function: &str,
    event: Value,
    deadline: Instant,
) -> Result<Value, InvokeError> {
    let guarded = AssertUnwindSafe(invoker.invoke(function, event, deadline)).catch_unwind();
    let outcome = match tokio::time::timeout_at(deadline, guarded).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(panic)) => Err(InvokeError::new(
            function,
            Failed::Crash,
            panic_text(panic.as_ref()),
        )),
        Err(_late) => Err(InvokeError::new(
            function,
            Failed::Timeout,
            "the deadline passed",
        )),
    };
    if let Err(error) = &outcome {
        tracing::warn!(function, kind = %error.kind, cause = error.message, "an invocation failed");
    }
    outcome
}

/// The text of a panic, as far as it has one.
pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic".to_owned())
}
