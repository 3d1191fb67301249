//! Runs functions as child processes on the Lambda Runtime API: the very programs that are deployed, with true
//! limits of time. Invariant: a child works on one event at a time, and one that missed a deadline is never used
//! again.

mod child;
mod endpoint;
mod pool;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde_json::Value;
use tokio::time::Instant;

use crate::events::{Failed, InvokeError, Invoker};
use crate::template::{Function, Template};
use pool::Pool;

/// How children are started.
#[derive(Debug, Clone)]
pub struct ProcessSettings {
    /// The program that holds all functions; it reads its role from `_HANDLER`.
    pub program: PathBuf,
    /// Arguments of the program; deployed functions have none.
    pub arguments: Vec<String>,
    /// Variables for every function besides its own: endpoints, credentials. A function's own win.
    pub environment: BTreeMap<String, String>,
    /// Most children of one function at once.
    pub most: usize,
    /// Where children's logs go.
    pub output: Output,
}

/// Where the output of children goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// To the standard error of this process, so that its standard output stays its own.
    Stderr,
    /// Nowhere.
    Discard,
    /// To the end of a file.
    File(PathBuf),
}

impl ProcessSettings {
    /// Four children for each function at most, logs to standard error.
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        Self {
            program,
            arguments: Vec::new(),
            environment: BTreeMap::new(),
            most: 4,
            output: Output::Stderr,
        }
    }
}

/// All functions of a template as child processes, started when first called. Dropping it kills them.
pub struct Processes {
    pools: BTreeMap<String, Pool>,
}

impl Processes {
    /// Prepares every function of the template; nothing is started yet.
    #[must_use]
    pub fn new(template: &Template, settings: ProcessSettings) -> Self {
        let settings = Arc::new(settings);
        let pool = |function: &Function| Pool::new(spec(template, function, &settings));
        let pools = template
            .functions
            .iter()
            .map(|(id, function)| (id.clone(), pool(function)));
        Self {
            pools: pools.collect(),
        }
    }

    /// Process ids of a function's children that wait for work.
    #[must_use]
    pub fn idle(&self, function: &str) -> Vec<u32> {
        self.pools.get(function).map(Pool::idle).unwrap_or_default()
    }

    /// Kills the children that wait for work; those at work end with their invocation's caller.
    pub async fn stop(&self) {
        for pool in self.pools.values() {
            pool.stop().await;
        }
    }
}

impl Invoker for Processes {
    fn invoke<'a>(
        &'a self,
        function: &'a str,
        event: Value,
        deadline: Instant,
    ) -> BoxFuture<'a, Result<Value, InvokeError>> {
        Box::pin(async move {
            let failed =
                |(kind, message): (Failed, String)| InvokeError::new(function, kind, message);
            let pool = self.pools.get(function).ok_or_else(|| {
                let message = "the template has no such function".to_owned();
                failed((Failed::Crash, message))
            })?;
            pool.invoke(&event, deadline).await.map_err(failed)
        })
    }
}

/// What a child of one function needs.
pub(crate) struct Spec {
    pub(crate) arn: String,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) settings: Arc<ProcessSettings>,
}

/// Time a child may take from its start to its first request for work (Lambda's init phase).
pub(crate) const INIT: Duration = Duration::from_secs(10);

/// The environment Lambda gives, less the address of the Runtime API.
fn spec(template: &Template, function: &Function, settings: &Arc<ProcessSettings>) -> Spec {
    let mut environment: BTreeMap<String, String> = [
        ("PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin"),
        ("LANG", "en_US.UTF-8"),
        ("TZ", ":UTC"),
        ("_HANDLER", &function.handler),
        ("LAMBDA_TASK_ROOT", "/var/task"),
        ("LAMBDA_RUNTIME_DIR", "/var/runtime"),
        ("AWS_REGION", &template.region),
        ("AWS_DEFAULT_REGION", &template.region),
        ("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023"),
        ("AWS_LAMBDA_FUNCTION_NAME", &function.name),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        (
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            &function.memory_mib.to_string(),
        ),
        (
            "AWS_LAMBDA_LOG_GROUP_NAME",
            &format!("/aws/lambda/{}", function.name),
        ),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    environment.extend(settings.environment.clone());
    environment.extend(function.environment.clone());
    Spec {
        arn: function.arn.clone(),
        environment,
        settings: Arc::clone(settings),
    }
}
