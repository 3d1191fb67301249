//! Looks up facts about the customer of a message, then hands it to triage.
//!
//! Invariant: a source that is not configured or does not answer never holds a ticket up.

use lambdesk_domain::message::Pipeline;
use lambdesk_domain::task::Task;

use crate::batch::{Failure, Record};
use crate::pipeline;
use crate::world::World;

/// Handles one queue message.
///
/// # Errors
/// See [`Failure`].
pub async fn handle(world: &World, record: &Record) -> Result<(), Failure> {
    pipeline::advance(
        world,
        record,
        Pipeline::Enrich,
        Pipeline::Triage,
        |task| match task {
            Task::Enrich(message) => Some(message),
            Task::Ingest { .. } | Task::Triage(_) | Task::Deliver(_) | Task::SignIn { .. } => None,
        },
    )
    .await
}
