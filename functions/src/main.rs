//! The deployed program: one binary, eight functions.
//!
//! Invariant: which function it is, is decided once, by the handler name of the Lambda configuration.

use std::process::ExitCode;
use std::sync::Arc;

use lambda_runtime::{LambdaEvent, service_fn};
use lambdesk_cloud::config::{Config, Role};
use lambdesk_cloud::{clock::Clock, config, entropy::Entropy, telemetry};
use lambdesk_functions::{Function, world::World};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    telemetry::init(config::environment("AWS_LAMBDA_LOG_LEVEL").as_deref());
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the function cannot start");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let handler = config::environment("_HANDLER").unwrap_or_default();
    let role: Role = handler.parse()?;
    let config = Config::read(role, &config::environment)?;
    let world = Arc::new(World::new(config, Clock::System, Entropy::system()));
    let function = Arc::new(Function::new(role, world));
    let serve = service_fn(|event: LambdaEvent<Value>| {
        let function = Arc::clone(&function);
        async move {
            function
                .handle(event.payload)
                .await
                .map_err(Box::<dyn std::error::Error + Send + Sync>::from)
        }
    });
    lambda_runtime::run(serve)
        .await
        .map_err(|error| anyhow::anyhow!("the runtime stopped: {error}"))
}
