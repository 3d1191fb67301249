//! Outgoing mail and where it stands.

use crate::api::routes::Routes;
use axum::Json;
use lambdesk_domain::delivery::DeliveryState;

use super::access::{Allowed, ReadOperations};
use super::add;
use super::problem::Answer;
use super::read::{Params, words};
use super::tickets::bad_cursor;
use super::views::{OutgoingParams, OutgoingView, PAGE, PageView};

pub(super) fn register(router: Routes) -> Routes {
    add!(router, outgoing_list)
}

/// List outgoing mail
///
/// Last changed first. `uncertain`, `failed` and `bounced` want a person: see `POST .../resend`.
#[utoipa::path(get, path = "/api/v1/outgoing", operation_id = "outgoing_list", tag = "operations", params(OutgoingParams),
    responses((status = 200, body = PageView<OutgoingView>)))]
async fn outgoing_list(
    caller: Allowed<ReadOperations>,
    Params(params): Params<OutgoingParams>,
) -> Answer<Json<PageView<OutgoingView>>> {
    let states = words::<DeliveryState>("state", params.state.as_deref())?;
    let limit = params.limit.unwrap_or(PAGE).clamp(1, 100);
    let page = caller.world.store.outgoing(
        caller.organisation(),
        &states,
        params.cursor.as_deref(),
        limit,
    );
    Ok(Json(PageView::of(
        page.await.map_err(bad_cursor)?,
        OutgoingView::from,
    )))
}
