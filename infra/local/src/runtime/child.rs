//! One child process and its Runtime API. Invariant: dropping a child kills the process and closes its port.

use std::fs::OpenOptions;
use std::process::Stdio;
use std::sync::Arc;

use axum::body::Bytes;
use tokio::process::Command;
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::endpoint::{Job, Link, Reply, router};
use super::{INIT, Output, Spec};
use crate::events::{Failed, now_ms};

/// A running child.
pub(crate) struct Child {
    process: tokio::process::Child,
    jobs: mpsc::Sender<Job>,
    link: Arc<Link>,
    door: AbortHandle,
}

impl Drop for Child {
    fn drop(&mut self) {
        self.door.abort();
    }
}

impl Child {
    /// Opens a port and starts the program on it.
    pub(crate) async fn start(spec: &Spec) -> Result<Self, (Failed, String)> {
        let crash = |message: String| (Failed::Crash, message);
        let (listener, address) = crate::listen::bind(0, "--processes")
            .await
            .map_err(|error| crash(error.to_string()))?;
        let (jobs, taken) = mpsc::channel(1);
        let link = Link::new(spec.arn.clone(), taken);
        let serving =
            crate::listen::serve(router(Arc::clone(&link)), listener, std::future::pending());
        let door = tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::warn!(%error, "a child's Runtime API ended");
            }
        })
        .abort_handle();
        let program = spec.settings.program.display();
        let process = command(spec)
            .and_then(|mut command| {
                command
                    .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
                    .spawn()
            })
            .map_err(|error| {
                door.abort();
                crash(format!(
                    "cannot start {program}: {error}; build the functions first"
                ))
            })?;
        Ok(Self {
            process,
            jobs,
            link,
            door,
        })
    }

    /// Process id, while it runs.
    pub(crate) fn id(&self) -> Option<u32> {
        self.process.id()
    }

    /// Whether the process still runs.
    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(None))
    }

    /// Gives it one event and waits for the answer, the deadline or its end.
    pub(crate) async fn run(&mut self, id: String, body: String, deadline: Instant) -> Reply {
        let (reply, answered) = oneshot::channel();
        let left = deadline.saturating_duration_since(Instant::now());
        let deadline_ms =
            now_ms().saturating_add(i64::try_from(left.as_millis()).unwrap_or(i64::MAX));
        let job = Job {
            id,
            body,
            deadline_ms,
            reply,
        };
        let worked = async {
            // The channel holds one job, and there is never more than one.
            if self.jobs.send(job).await.is_err() {
                return Err((Failed::Crash, "the Runtime API has ended".to_owned()));
            }
            answered
                .await
                .unwrap_or_else(|_| Err((Failed::Crash, "no answer came".to_owned())))
        };
        tokio::select! {
            reply = worked => reply,
            ended = self.process.wait() => Err((Failed::Crash, self.obituary(ended))),
            () = tokio::time::sleep_until(deadline) => {
                Err((Failed::Timeout, format!("no answer within {} ms", left.as_millis())))
            }
        }
    }

    fn obituary(&self, ended: std::io::Result<std::process::ExitStatus>) -> String {
        let status = ended.map_or_else(|error| error.to_string(), |status| status.to_string());
        match self.link.init_error() {
            Some(cause) => format!("it could not start ({status}): {cause}"),
            None => format!("the process ended without an answer ({status})"),
        }
    }

    /// Kills the process and waits until it is gone.
    pub(crate) async fn kill(mut self) {
        if tokio::time::timeout(INIT, self.process.kill())
            .await
            .is_err()
        {
            tracing::warn!(pid = self.id(), "a child does not end");
        }
    }
}

fn command(spec: &Spec) -> std::io::Result<Command> {
    let settings = &spec.settings;
    let mut command = Command::new(&settings.program);
    command
        .args(&settings.arguments)
        .env_clear()
        .envs(&spec.environment);
    command.stdin(Stdio::null()).kill_on_drop(true);
    match &settings.output {
        Output::Discard => command.stdout(Stdio::null()).stderr(Stdio::null()),
        Output::Stderr => command
            .stdout(Stdio::from(std::io::stderr()))
            .stderr(Stdio::from(std::io::stderr())),
        Output::File(path) => {
            let file = OpenOptions::new().create(true).append(true).open(path)?;
            command.stdout(file.try_clone()?).stderr(file)
        }
    };
    Ok(command)
}

/// The answer of a function as JSON; no body at all is null.
pub(crate) fn parsed(body: &Bytes) -> Result<serde_json::Value, (Failed, String)> {
    if body.is_empty() {
        return Ok(serde_json::Value::Null);
    }
    let problem =
        |error: serde_json::Error| (Failed::Function, format!("the answer is not JSON: {error}"));
    serde_json::from_slice(body).map_err(problem)
}
