//! Runs the functions in this process, by the same documents that Lambda hands over.
//!
//! Invariant: events and answers pass through JSON, so a wrong event type fails here as it would there.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use lambdesk_cloud::clock::Clock;
use lambdesk_cloud::config::Role;
use lambdesk_cloud::entropy::Entropy;
use lambdesk_functions::Function;
use serde_json::Value;
use tokio::time::Instant;

use crate::environment::Environment;
use crate::events::{Failed, InvokeError, Invoker};
use crate::faults::Faults;

/// The functions of an environment, each with its own world.
pub struct InProcess {
    functions: HashMap<String, (Role, Function)>,
    faults: Faults,
}

impl InProcess {
    /// Builds every function of the template.
    ///
    /// # Errors
    /// When a function's environment is incomplete, or its handler is none of ours.
    pub fn new(
        environment: &Environment,
        clock: &Clock,
        entropy: &Entropy,
        faults: &Faults,
    ) -> anyhow::Result<Self> {
        let mut functions = HashMap::new();
        for function in environment.template.functions.values() {
            let role: Role = function.handler.parse()?;
            let world = environment.world(role, clock.clone(), entropy.clone())?;
            functions.insert(function.id.clone(), (role, Function::new(role, world)));
        }
        Ok(Self {
            functions,
            faults: faults.clone(),
        })
    }
}

impl Invoker for InProcess {
    fn invoke<'a>(
        &'a self,
        function: &'a str,
        event: Value,
        _deadline: Instant,
    ) -> BoxFuture<'a, Result<Value, InvokeError>> {
        Box::pin(async move {
            let Some((role, running)) = self.functions.get(function) else {
                return Err(InvokeError::new(
                    function,
                    Failed::Crash,
                    "there is no such function",
                ));
            };
            let failed = |error: anyhow::Error| {
                InvokeError::new(function, Failed::Function, format!("{error:#}"))
            };
            let invocation = Box::pin(running.handle(event));
            match self.faults.run(role.word(), invocation).await {
                Some(answer) => answer.map_err(failed),
                None => Err(InvokeError::new(
                    function,
                    Failed::Crash,
                    "the function ended in the middle, as planned",
                )),
            }
        })
    }
}
