//! What other systems know about a customer: by address, and of a ticket.
//!
//! Invariant: every look-up uses the sources, the secrets and the memory of the caller's organisation and no others.

use crate::api::routes::Routes;
use axum::Json;
use lambdesk_cloud::store::{Commit, CommitError};
use lambdesk_domain::address::normalise;
use lambdesk_domain::facts::{Known, Snapshot};
use lambdesk_domain::ticket::Ticket;

use super::access::{Allowed, ChangeTickets, ReadContacts, ReadTickets};
use super::problem::Answer;
use super::read::{Params, Segments, TicketRef, email};
use super::tickets::load;
use super::views::{EmailParams, FactsView};
use super::{add, sidebar};
use crate::lookup::{self, Ask};

pub(super) fn register(router: Routes) -> Routes {
    sidebar::register(add!(router, enrich_read, facts_read, facts_refresh))
}

/// Look a customer up in other systems
///
/// Asks Sentry, PostHog and Postgres, as far as they are set up, at the same time and for at most three seconds; what was
/// said in the last ten minutes is said again. A source that does not answer is named with the reason.
#[utoipa::path(get, path = "/api/v1/enrich", operation_id = "enrich_read", tag = "contacts", params(EmailParams),
    responses((status = 200, body = FactsView)))]
async fn enrich_read(
    caller: Allowed<ReadContacts>,
    Params(params): Params<EmailParams>,
) -> Answer<Json<FactsView>> {
    let email = email("email", &params.email)?;
    let known = look_up(&caller, &email, Ask::IfStale).await?;
    Ok(Json(FactsView::of(known, caller.now())))
}

/// What is known about an address in the caller's organisation.
pub(super) async fn look_up<P>(caller: &Allowed<P>, email: &str, ask: Ask) -> Answer<Known> {
    let directory = caller.world.directory(caller.organisation()).await?;
    let organisation = &directory.organisation;
    Ok(Box::pin(lookup::known(&caller.world, organisation, email, ask)).await)
}

/// Read what other systems knew about a ticket's customer
///
/// As it was when the ticket came in, or when it was last looked up again. `at` is null when nobody was asked about the
/// ticket's present customer.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/facts", operation_id = "facts_read", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number.")),
    responses((status = 200, body = FactsView)))]
async fn facts_read(
    caller: Allowed<ReadTickets>,
    Segments(named): Segments<TicketRef>,
) -> Answer<Json<FactsView>> {
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    let found = stored(&caller, &ticket).await?;
    Ok(Json(found.map_or_else(
        || FactsView::none(normalise(&ticket.contact_email)),
        FactsView::stored,
    )))
}

/// The snapshot of a ticket, unless it speaks of somebody who was the customer before.
async fn stored<P>(caller: &Allowed<P>, ticket: &Ticket) -> Answer<Option<Snapshot>> {
    let store = &caller.world.store;
    let found = store.facts(caller.organisation(), &ticket.id).await?;
    let present = normalise(&ticket.contact_email);
    Ok(found.filter(|snapshot| snapshot.known.email == present))
}

/// Look a ticket's customer up again
///
/// Asks every source anew and keeps the answer with the ticket. No further note is written.
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/facts", operation_id = "facts_refresh", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number.")),
    responses((status = 200, body = FactsView)))]
async fn facts_refresh(
    caller: Allowed<ChangeTickets>,
    Segments(named): Segments<TicketRef>,
) -> Answer<Json<FactsView>> {
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    let email = normalise(&ticket.contact_email);
    let known = look_up(&caller, &email, Ask::Anew).await?;
    let before = stored(&caller, &ticket).await?;
    let now = caller.now();
    let snapshot = Snapshot {
        organisation: caller.organisation().clone(),
        ticket: ticket.id,
        known,
        note: before.and_then(|snapshot| snapshot.note),
        at: now,
    };
    if snapshot.known.was_asked() {
        let mut commit = Commit::new(caller.organisation(), now);
        commit.facts(&snapshot);
        match caller.world.store.commit(commit).await {
            // Nothing in it has a condition.
            Ok(()) | Err(CommitError::Refused(_)) => {}
            Err(CommitError::Other(error)) => return Err(error.into()),
        }
    }
    Ok(Json(FactsView::stored(snapshot)))
}
