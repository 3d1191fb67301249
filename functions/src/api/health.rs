//! Whether Lambdesk works.

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::access::Anyone;
use super::add;
use super::views::HealthView;

pub(super) fn register(router: Routes) -> Routes {
    add!(router, health_read)
}

/// Whether Lambdesk works
///
/// Asks the table for the last run of the sweep. 503 when the table does not answer.
#[utoipa::path(get, path = "/health", operation_id = "health_read", tag = "health",
    responses((status = 200, body = HealthView), (status = 503, body = HealthView, description = "The table does not answer.")))]
async fn health_read(caller: Anyone) -> Response {
    let version = env!("CARGO_PKG_VERSION");
    match caller.world.store.last_beat("sweep").await {
        Ok(swept_at) => Json(HealthView {
            status: "ok",
            store: "ok",
            swept_at,
            version,
        })
        .into_response(),
        Err(error) => {
            tracing::error!(error = %error, "the table does not answer");
            let view = HealthView {
                status: "degraded",
                store: "unreachable",
                swept_at: None,
                version,
            };
            // Not a problem document: monitors read one shape, whatever the status.
            let mut response = Json(view).into_response();
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            response.extensions_mut().insert(super::envelope::Final);
            response
        }
    }
}
