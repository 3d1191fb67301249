//! What triage found about a ticket, with its reasons.

use crate::api::routes::Routes;
use axum::Json;

use super::access::{Allowed, ReadTickets};
use super::add;
use super::messages::place;
use super::problem::{Answer, Problem};
use super::read::{Segments, TicketRef};
use super::views::{PageView, TriageView};

pub(super) fn register(router: Routes) -> Routes {
    add!(router, triage_list)
}

/// List what triage found about a ticket's messages
///
/// Oldest message first, at most the newest 100. A message that waits for triage is not in it yet.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/triage", operation_id = "triage_list", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number.")),
    responses((status = 200, body = PageView<TriageView>)))]
async fn triage_list(
    caller: Allowed<ReadTickets>,
    Segments(named): Segments<TicketRef>,
) -> Answer<Json<PageView<TriageView>>> {
    let store = &caller.world.store;
    let ticket = place(&caller, &named).await?;
    let found = store.triage_records(caller.organisation(), &ticket).await?;
    if found.is_empty()
        && store
            .ticket(caller.organisation(), &ticket)
            .await?
            .is_none()
    {
        return Err(Problem::not_found("ticket"));
    }
    Ok(Json(PageView {
        items: found.into_iter().map(Into::into).collect(),
        next: None,
        truncated: false,
    }))
}
