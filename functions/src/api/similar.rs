//! Past tickets that resemble one.

use crate::api::routes::Routes;
use axum::Json;

use super::access::{Allowed, ReadTickets};
use super::add;
use super::problem::Answer;
use super::read::{Segments, TicketRef};
use super::tickets::load;
use super::views::{ListView, SimilarView};
use crate::past::{self, Effort};

/// Most tickets that are shown.
const MOST: usize = 5;
/// Share of the ticket's telling words that another must hold.
const FLOOR: f32 = 0.25;

pub(super) fn register(router: Routes) -> Routes {
    add!(router, similar_list)
}

/// List past tickets that resemble one
///
/// Resolved and closed ones, at most five, the one most like it first, with the beginning of what they were answered. They are
/// looked for among the last 600 that were settled; a ticket settled just now may take a minute to be found.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/similar", operation_id = "similar_list", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number.")),
    responses((status = 200, body = ListView<SimilarView>)))]
async fn similar_list(
    caller: Allowed<ReadTickets>,
    Segments(named): Segments<TicketRef>,
) -> Answer<Json<ListView<SimilarView>>> {
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    let text = past::question(&caller.world, &ticket).await?;
    let wanted = (FLOOR, MOST);
    let (found, _) = past::like(&caller.world, &ticket, &text, wanted, Effort::ASKED).await?;
    let items = found.iter().map(|found| SimilarView::of(found, &ticket));
    Ok(Json(ListView {
        items: items.collect(),
    }))
}
