//! The functions of Lambdesk: each loads, decides and commits.
//!
//! Invariant: every handler can be run twice with the same outcome.

use std::sync::Arc;

use lambdesk_cloud::config::Role;
use serde_json::Value;

pub mod api;
pub mod backtest;
pub mod batch;
pub mod canned;
pub mod deliver;
pub mod drafting;
pub mod enrich;
pub mod feedback;
pub mod ingest;
pub mod knowledge;
pub mod learning;
mod lookup;
pub mod measuring;
mod models;
mod numbers;
pub mod past;
mod pipeline;
pub mod relay;
pub mod replying;
mod settled;
pub mod sign_in;
pub mod sweep;
mod teams;
pub mod triage;
pub mod world;

use world::World;

/// One function, built once per cold start.
#[derive(Debug)]
pub struct Function {
    role: Role,
    world: Arc<World>,
    /// The routes, built once: only the API has some.
    api: Option<axum::Router>,
}

impl Function {
    /// The function of a role.
    #[must_use]
    pub fn new(role: Role, world: Arc<World>) -> Self {
        let api = (role == Role::Api).then(|| api::router(Arc::clone(&world)));
        Self { role, world, api }
    }

    /// What it has at hand.
    #[must_use]
    pub fn world(&self) -> &Arc<World> {
        &self.world
    }

    /// Handles one event, as Lambda delivers it, and gives what Lambda expects back.
    ///
    /// # Errors
    /// An error fails the whole invocation, so that the event source delivers the event again.
    pub async fn handle(&self, event: Value) -> anyhow::Result<Value> {
        let world = &self.world;
        match (self.role, &self.api) {
            (Role::Api, Some(router)) => api::handle(router, event).await,
            (Role::Ingest, _) => batch::run(world, event, ingest::handle).await,
            (Role::Enrich, _) => batch::run(world, event, enrich::handle).await,
            (Role::Triage, _) => batch::run(world, event, triage::handle).await,
            (Role::Deliver, _) => batch::run_in_order(world, event, deliver::handle).await,
            (Role::Feedback, _) => batch::run(world, event, feedback::handle).await,
            (Role::Relay, _) => relay::handle(world, event).await,
            (Role::Sweep, _) => sweep::handle(world, &event).await,
            (Role::Api, None) => anyhow::bail!("the API was built without its routes"),
        }
    }
}
