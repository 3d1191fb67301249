//! The functions of Lambdesk: each loads, decides and commits.
//!
//! Invariant: every handler can be run twice with the same outcome.

use std::sync::Arc;

use lambdesk_cloud::config::Role;
use serde_json::Value;

pub mod api;
pub mod batch;
pub mod deliver;
pub mod enrich;
pub mod feedback;
pub mod ingest;
mod pipeline;
pub mod relay;
pub mod replying;
pub mod sign_in;
pub mod sweep;
pub mod triage;
pub mod world;

use world::World;

/// Handles one event of a role, as Lambda delivers it, and gives what Lambda expects back.
///
/// # Errors
/// An error fails the whole invocation, so that the event source delivers the event again.
pub async fn handle(role: Role, world: &Arc<World>, event: Value) -> anyhow::Result<Value> {
    match role {
        Role::Ingest => batch::run(world, event, ingest::handle).await,
        Role::Enrich => batch::run(world, event, enrich::handle).await,
        Role::Triage => batch::run(world, event, triage::handle).await,
        Role::Deliver => batch::run_in_order(world, event, deliver::handle).await,
        Role::Feedback => batch::run(world, event, feedback::handle).await,
        Role::Relay => relay::handle(world, event).await,
        Role::Sweep => sweep::handle(world, &event).await,
        Role::Api => api::handle(world, event).await,
    }
}
