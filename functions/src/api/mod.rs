//! The HTTP API: tickets, messages, people and operations, described by its own `OpenAPI` document.
//!
//! Invariant: a route exists only with its description, and with a statement of who may call it.

mod access;
mod api_keys;
mod articles;
mod auth;
mod canned;
mod contacts;
mod costs;
mod docs;
mod document;
mod drafts;
mod enrichment;
mod envelope;
mod facts;
mod gateway;
mod guard;
mod health;
mod idempotency;
mod identity;
mod learned;
mod limits;
mod messages;
mod notes;
mod operations;
mod organisation;
mod outgoing;
mod people;
mod presence;
mod problem;
mod read;
mod replies;
mod routes;
mod secrets;
mod sidebar;
mod similar;
mod ticket_changes;
mod ticket_create;
mod tickets;
pub mod tokens;
mod triage;
mod uploads;
mod views;

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use utoipa::openapi::OpenApi;

pub use access::Access;
pub use docs::document_text;
pub use document::Route;
pub use gateway::handle;
pub(crate) use routes::add;

use self::routes::Routes;
use crate::world::World;

/// Most bytes of a request body; files go around it by presigned addresses.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// Built once per process; a world joins each request.
static ROUTES: LazyLock<(Router, Routes)> = LazyLock::new(|| {
    let routes = tree();
    let router = routes
        .router()
        .fallback(envelope::no_such_route)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(envelope::finish));
    (router, routes)
});

/// The description, once somebody has asked for it.
static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| ROUTES.1.document());

fn tree() -> Routes {
    let router = Routes::default();
    let router = health::register(docs::register(auth::register(router)));
    let router = ticket_create::register(tickets::register(ticket_changes::register(router)));
    let router = facts::register(costs::register(secrets::register(triage::register(router))));
    let router = presence::register(similar::register(learned::register(router)));
    let router = canned::register(articles::register(drafts::register(router)));
    let router = replies::register(notes::register(messages::register(router)));
    let router = uploads::register(outgoing::register(contacts::register(router)));
    api_keys::register(organisation::register(people::register(
        operations::register(router),
    )))
}

/// The API over a world, ready to be served.
pub fn router(world: Arc<World>) -> Router {
    ROUTES.0.clone().layer(axum::Extension(world))
}

/// The description of the API.
#[must_use]
pub fn openapi() -> OpenApi {
    DOCUMENT.clone()
}

/// Every route with what it asks of its caller, read from the description.
#[must_use]
pub fn routes() -> Vec<Route> {
    document::routes(&DOCUMENT)
}

#[cfg(test)]
mod tests;
