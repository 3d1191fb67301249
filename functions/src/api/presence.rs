//! Who is at which ticket.
//!
//! Invariant: only the caller's own place is written, and only at a ticket of their organisation.

use crate::api::routes::Routes;
use axum::Json;
use lambdesk_domain::presence::Presence;

use super::access::{Allowed, ReadTickets};
use super::add;
use super::problem::{Answer, Code, Problem};
use super::read::Body;
use super::tickets::load;
use super::views::{HereIAm, WhoIsHereView};

pub(super) fn register(router: Routes) -> Routes {
    add!(router, presence_tell)
}

/// Tell where you are and see who else is at a ticket
///
/// So that two people do not answer the same customer. Say it again every `every_seconds`; who is not heard of for a minute is
/// gone. It keeps nobody out: a reply that met a newer message is held whoever was there. An API key is nowhere and only sees.
#[utoipa::path(post, path = "/api/v1/presence", operation_id = "presence_tell", tag = "tickets",
    request_body = HereIAm, responses((status = 200, body = WhoIsHereView)))]
async fn presence_tell(
    caller: Allowed<ReadTickets>,
    Body(body): Body<HereIAm>,
) -> Answer<Json<WhoIsHereView>> {
    let (world, organisation, now) = (&caller.world, caller.organisation(), caller.now());
    let me = caller.identity.agent.as_ref();
    match (me, &body.ticket) {
        (None, None) => {}
        (None, Some(_)) => {
            let detail = "only a person who is signed in can be at a ticket, an API key cannot";
            return Err(Problem::new(Code::NotPossible, detail));
        }
        (Some(me), None) => world.store.delete_presence(organisation, &me.id).await?,
        (Some(me), Some(named)) => {
            let ticket = load(world, organisation, named).await?;
            let presence = Presence {
                organisation: organisation.clone(),
                agent: me.id.clone(),
                name: me.name.clone(),
                ticket: ticket.id,
                doing: body.doing(),
                seen_at: now,
            };
            world.store.put_presence(&presence).await?;
        }
    }
    let me = me.map(|me| &me.id);
    let others = world.store.others_present(organisation, me, now).await?;
    Ok(Json(WhoIsHereView::of(&others)))
}
