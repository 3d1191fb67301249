//! What the models cost for a ticket.

use crate::api::routes::Routes;
use axum::Json;
use lambdesk_domain::model::ledger;

use super::access::{Allowed, ReadTickets};
use super::add;
use super::messages::place;
use super::problem::{Answer, Problem};
use super::read::{Segments, TicketRef};
use super::views::{BillView, CostsView};

pub(super) fn register(router: Routes) -> Routes {
    add!(router, ticket_costs)
}

/// List what the models cost for a ticket
///
/// One line for every call that left, also for those that failed, and their sum. Empty when no model was asked.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/costs", operation_id = "ticket_costs", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number.")),
    responses((status = 200, body = CostsView)))]
async fn ticket_costs(
    caller: Allowed<ReadTickets>,
    Segments(named): Segments<TicketRef>,
) -> Answer<Json<CostsView>> {
    let store = &caller.world.store;
    let ticket = place(&caller, &named).await?;
    let calls = store.model_calls(caller.organisation(), &ticket).await?;
    if calls.is_empty()
        && store
            .ticket(caller.organisation(), &ticket)
            .await?
            .is_none()
    {
        return Err(Problem::not_found("ticket"));
    }
    let total = BillView::of(ledger::bill(&calls), calls.len());
    Ok(Json(CostsView {
        items: calls.into_iter().map(Into::into).collect(),
        total,
    }))
}
