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
use utoipa_axum::router::OpenApiRouter;

pub use access::Access;
pub use docs::document_text;
pub use document::Route;
pub use gateway::handle;

use crate::world::World;

/// Most bytes of a request body; files go around it by presigned addresses.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// Registers handlers: their routes, their descriptions and what they ask of a caller.
macro_rules! add {
    ($router:expr, $($handler:path),+ $(,)?) => {{
        let router = $router;
        $(let router = $crate::api::document::add(
            router,
            utoipa_axum::routes!($handler),
            $crate::api::access::access_of(&$handler),
        );)+
        router
    }};
}
pub(crate) use add;

/// Built once per process; a world joins each request.
static ROUTES: LazyLock<(Router, OpenApi)> = LazyLock::new(|| {
    let (router, document) = tree().split_for_parts();
    let router = router
        .fallback(envelope::no_such_route)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(envelope::finish));
    (router, document)
});

fn tree() -> OpenApiRouter {
    let router = OpenApiRouter::with_openapi(document::base());
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
    ROUTES.1.clone()
}

/// Every route with what it asks of its caller, read from the description.
#[must_use]
pub fn routes() -> Vec<Route> {
    document::routes(&ROUTES.1)
}

#[cfg(test)]
mod tests;
