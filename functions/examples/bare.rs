//! The smallest Lambda function there is, to compare the start of ours with.
//!
//! Invariant: it holds nothing but the runtime, so that its start is the floor under any other.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::run(service_fn(|event: LambdaEvent<Value>| async {
        Ok::<Value, Error>(event.payload)
    }))
    .await
}
