//! Reading tickets and their audit trail.

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use lambdesk_cloud::store::{Assignee, Order, TicketFilter};
use lambdesk_domain::access::{Action, Principal, authorize};
use lambdesk_domain::ids::{OrganisationId, TeamId};
use lambdesk_domain::people::{Actor, Team};
use lambdesk_domain::status::{Priority, Sentiment, Status};
use lambdesk_domain::ticket::Ticket;

use super::access::{Allowed, ReadTickets};
use super::add;
use super::problem::{Answer, Problem};
use super::read::{Params, Segments, TicketRef, etag, is_current, words};
use super::views::{CountsView, EventView, PAGE, PageParams, PageView, TicketParams, TicketView};
use crate::world::World;

pub(super) fn register(router: Routes) -> Routes {
    add!(
        router,
        tickets_list,
        tickets_counts,
        ticket_read,
        ticket_events
    )
}

/// List tickets
///
/// Newest change first. Filters are combined; the search looks at subject, name, address and number.
#[utoipa::path(get, path = "/api/v1/tickets", operation_id = "tickets_list", tag = "tickets", params(TicketParams),
    responses((status = 200, body = PageView<TicketView>)))]
async fn tickets_list(
    caller: Allowed<ReadTickets>,
    Params(params): Params<TicketParams>,
) -> Answer<Json<PageView<TicketView>>> {
    let store = &caller.world.store;
    let teams = match &params.assigned_team {
        Some(_) => store.teams(caller.organisation()).await?,
        None => Vec::new(),
    };
    let order = match params.order.as_deref() {
        None | Some("updated") => Order::Updated,
        Some("created") => Order::Created,
        Some(_) => {
            return Err(Problem::invalid(
                "order",
                "unknown value; use one of: updated, created",
            ));
        }
    };
    if params.updated_since.is_some() && order == Order::Created {
        return Err(Problem::invalid(
            "updated_since",
            "goes with order=updated only; leave out the order or the moment",
        ));
    }
    let limit = params.limit.unwrap_or(PAGE).clamp(1, 100);
    let filter = filter(&params, caller.principal(), &teams)?;
    let page = store.list_tickets(
        caller.organisation(),
        &filter,
        order,
        params.cursor.as_deref(),
        limit,
    );
    let page = page.await.map_err(bad_cursor)?;
    let teams = teams_of(&caller.world, caller.organisation(), &page.items, teams).await?;
    Ok(Json(PageView::of(page, |ticket| {
        TicketView::of(ticket, &teams)
    })))
}

/// Count the tickets in each queue of the inbox
///
/// One look at the 1,000 active tickets that changed last; a number that may be too low says so. Cheap, and still not
/// free: ask when something changed, not every second.
#[utoipa::path(get, path = "/api/v1/tickets/counts", operation_id = "tickets_counts", tag = "tickets",
    responses((status = 200, body = CountsView)))]
async fn tickets_counts(caller: Allowed<ReadTickets>) -> Answer<Json<CountsView>> {
    let principal = caller.principal();
    let agent = match &principal.actor {
        Actor::Agent(id) => Some(id),
        Actor::Customer(_) | Actor::Machine(_) | Actor::System(_) => None,
    };
    let sees_mails = authorize(principal, Action::ReadOperations, &principal.organisation);
    let store = &caller.world.store;
    let counts = store.count_tickets(caller.organisation(), agent, sees_mails.is_ok());
    Ok(Json(counts.await?.into()))
}

/// A cursor that does not belong to the list is the client's mistake, not ours.
pub(super) fn bad_cursor(error: lambdesk_cloud::Error) -> Problem {
    if error.kind == lambdesk_cloud::Kind::Invalid {
        return Problem::invalid(
            "cursor",
            "is not one of this list, or older than a day; begin again without it",
        );
    }
    error.into()
}

fn filter(params: &TicketParams, principal: &Principal, teams: &[Team]) -> Answer<TicketFilter> {
    let text = |value: &Option<String>| {
        value
            .as_deref()
            .map(str::trim)
            .filter(|v| !v.is_empty())
            .map(str::to_owned)
    };
    Ok(TicketFilter {
        status: words::<Status>("status", params.status.as_deref())?,
        assignee: params
            .assignee
            .as_deref()
            .map(|who| assignee(who, principal))
            .transpose()?,
        contact: params
            .contact
            .as_deref()
            .map(|id| id.parse().map_err(|why| Problem::invalid("contact", why)))
            .transpose()?,
        category: text(&params.category),
        priority: one::<Priority>("priority", params.priority.as_deref())?,
        team: params
            .assigned_team
            .as_deref()
            .map(|name| team_named(teams, name))
            .transpose()?,
        sentiment: one::<Sentiment>("sentiment", params.sentiment.as_deref())?,
        tag: text(&params.tag),
        q: text(&params.q).map(|q| q.chars().take(200).collect()),
        quarantined: params.quarantined.unwrap_or(false),
        updated_since: params.updated_since.as_deref().map(moment).transpose()?,
    })
}

/// A moment as clients write it.
fn moment(text: &str) -> Answer<Timestamp> {
    // The `+` of an offset reads as a blank when it was not encoded.
    text.trim().replace(' ', "+").parse().map_err(|_| {
        Problem::invalid(
            "updated_since",
            "is not a moment such as 2026-11-21T09:30:00Z (RFC 3339, with an offset)",
        )
    })
}

fn one<T: std::str::FromStr<Err: std::fmt::Display>>(
    field: &str,
    text: Option<&str>,
) -> Answer<Option<T>> {
    text.map(|word| word.parse().map_err(|why| Problem::invalid(field, why)))
        .transpose()
}

fn assignee(who: &str, principal: &Principal) -> Answer<Assignee> {
    match (who, &principal.actor) {
        ("none", _) => Ok(Assignee::Nobody),
        ("me", Actor::Agent(id)) => Ok(Assignee::Agent(id.clone())),
        ("me", _) => Err(Problem::invalid(
            "assignee",
            "an API key has no tickets of its own; name an agent",
        )),
        (id, _) => id
            .parse()
            .map(Assignee::Agent)
            .map_err(|why| Problem::invalid("assignee", why)),
    }
}

/// The team with this key or id.
pub(super) fn team_named(teams: &[Team], name: &str) -> Answer<TeamId> {
    let found = teams
        .iter()
        .find(|team| team.key == name || team.id.as_str() == name);
    found.map(|team| team.id.clone()).ok_or_else(|| {
        let keys: Vec<&str> = teams.iter().map(|team| team.key.as_str()).collect();
        Problem::invalid(
            "assigned_team",
            format_args!("there is no such team; there are: {}", keys.join(", ")),
        )
    })
}

/// The teams needed to show some tickets; read only when one of them has a team.
pub(super) async fn teams_of(
    world: &World,
    organisation: &OrganisationId,
    tickets: &[Ticket],
    known: Vec<Team>,
) -> Answer<Vec<Team>> {
    if known.is_empty() && tickets.iter().any(|ticket| ticket.team.is_some()) {
        return Ok(world.store.teams(organisation).await?);
    }
    Ok(known)
}

/// The ticket a path names.
pub(super) async fn load(
    world: &World,
    organisation: &OrganisationId,
    named: &TicketRef,
) -> Answer<Ticket> {
    let found = match named {
        TicketRef::Id(id) => world.store.ticket(organisation, id).await?,
        TicketRef::Number(number) => world.store.ticket_by_number(organisation, *number).await?,
    };
    found.ok_or_else(|| Problem::not_found("ticket"))
}

/// A ticket as an answer, with its `ETag`.
pub(super) async fn answer(
    world: &World,
    organisation: &OrganisationId,
    ticket: Ticket,
) -> Answer<Response> {
    let teams = teams_of(
        world,
        organisation,
        std::slice::from_ref(&ticket),
        Vec::new(),
    )
    .await?;
    let tag = etag(ticket.version);
    let mut response = Json(TicketView::of(ticket, &teams)).into_response();
    tagged(&mut response, &tag);
    Ok(response)
}

/// Puts an `ETag` on an answer; a browser may keep it but asks before it uses it.
pub(super) fn tagged(response: &mut Response, tag: &str) {
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
    }
}

/// Read a ticket
///
/// By its id or its number. `If-None-Match` with the `ETag` answers 304 when nothing changed.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}", operation_id = "ticket_read", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number."), ("If-None-Match" = Option<String>, Header, description = "The ETag you have.")),
    responses((status = 200, body = TicketView, headers(("ETag" = String))), (status = 304, description = "Nothing changed.")))]
async fn ticket_read(
    caller: Allowed<ReadTickets>,
    Segments(named): Segments<TicketRef>,
    headers: HeaderMap,
) -> Answer<Response> {
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    let tag = etag(ticket.version);
    if is_current(&headers, &tag) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        tagged(&mut response, &tag);
        return Ok(response);
    }
    answer(&caller.world, caller.organisation(), ticket).await
}

/// Read the audit trail of a ticket
///
/// Oldest first: every change with who made it, before and after.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/events", operation_id = "ticket_events", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number."), PageParams),
    responses((status = 200, body = PageView<EventView>)))]
async fn ticket_events(
    caller: Allowed<ReadTickets>,
    Segments(named): Segments<TicketRef>,
    Params(params): Params<PageParams>,
) -> Answer<Json<PageView<EventView>>> {
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    let page = caller.world.store.events(
        caller.organisation(),
        &ticket.id,
        params.cursor.as_deref(),
        params.size(),
    );
    Ok(Json(PageView::of(
        page.await.map_err(bad_cursor)?,
        EventView::from,
    )))
}
