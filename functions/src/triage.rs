//! Judges a message: category, priority, language, team.
//!
//! Invariant: a ticket is complete without it; this stage only adds.

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
        Pipeline::Triage,
        Pipeline::Done,
        |task| match task {
            Task::Triage(message) => Some(message),
            Task::Ingest { .. } | Task::Enrich(_) | Task::Deliver(_) | Task::SignIn { .. } => None,
        },
    )
    .await
}
