//! Changing tickets: fields, status, assignment, closing, reopening.
//!
//! Invariant: every change goes through `Ticket::apply`, is stored with its audit line in one transaction, and is decided
//! again from scratch when somebody else was first.

pub(super) mod release;

use crate::api::routes::Routes;
use axum::response::Response;
use http::HeaderMap;
use lambdesk_cloud::store::{Commit, CommitError};
use lambdesk_domain::access::Principal;
use lambdesk_domain::ids::{AgentId, OrganisationId, TeamId};
use lambdesk_domain::people::Actor;
use lambdesk_domain::ticket::{Change, Edit, Ticket};
use serde_json::json;

use super::access::{Allowed, ChangeTickets};
use super::add;
use super::problem::{Answer, Code, Problem};
use super::read::{Body, Segments, TicketRef, etag, if_match, must_match};
use super::tickets::{answer, load, team_named};
use super::views::{Assign, PatchTicket, SetStatus, TicketView};
use crate::replying::{TRIES, event};
use crate::world::World;

pub(super) fn register(router: Routes) -> Routes {
    add!(
        release::register(router),
        ticket_update,
        ticket_set_status,
        ticket_close,
        ticket_reopen,
        ticket_assign
    )
}

/// Change a ticket
///
/// Several fields at once; what is absent stays, what is null is cleared. Needs the `ETag` you read in `If-Match`.
#[utoipa::path(patch, path = "/api/v1/tickets/{ticket}", operation_id = "ticket_update", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number."), ("If-Match" = String, Header, description = "The ETag you read.")),
    request_body = PatchTicket, responses((status = 200, body = TicketView, headers(("ETag" = String)))))]
async fn ticket_update(
    caller: Allowed<ChangeTickets>,
    Segments(named): Segments<TicketRef>,
    headers: HeaderMap,
    Body(patch): Body<PatchTicket>,
) -> Answer<Response> {
    let expected = must_match(&headers)?;
    let edit = edit(&caller.world, caller.organisation(), patch).await?;
    changed(&caller, &named, expected, &Change::Edit(edit)).await
}

async fn edit(world: &World, organisation: &OrganisationId, patch: PatchTicket) -> Answer<Edit> {
    let assignee = match patch.assignee {
        Some(Some(agent)) => Some(Some(working(world, organisation, agent).await?)),
        other => other,
    };
    Ok(Edit {
        status: patch.status.map(|word| word.0),
        priority: patch.priority.map(|word| word.0),
        category: patch.category,
        subject: patch.subject,
        assignee,
        team: team(world, organisation, patch.assigned_team).await?,
        tags: patch.tags,
    })
}

/// Only somebody who can sign in can be given work.
async fn working(world: &World, organisation: &OrganisationId, agent: AgentId) -> Answer<AgentId> {
    let found = world
        .store
        .agent(organisation, &agent)
        .await?
        .filter(|a| a.active);
    found.map(|a| a.id).ok_or_else(|| {
        Problem::invalid(
            "assignee",
            "there is no such active agent; see GET /api/v1/agents",
        )
    })
}

async fn team(
    world: &World,
    organisation: &OrganisationId,
    wanted: Option<Option<String>>,
) -> Answer<Option<Option<TeamId>>> {
    let Some(Some(name)) = wanted else {
        return Ok(wanted.map(|_| None));
    };
    let teams = world.store.teams(organisation).await?;
    Ok(Some(Some(team_named(&teams, &name)?)))
}

/// Move a ticket to another status
///
/// What can follow is in `allowed_statuses` of the ticket. Anything else is refused with the allowed moves.
#[utoipa::path(patch, path = "/api/v1/tickets/{ticket}/status", operation_id = "ticket_set_status", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number.")),
    request_body = SetStatus, responses((status = 200, body = TicketView, headers(("ETag" = String)))))]
async fn ticket_set_status(
    caller: Allowed<ChangeTickets>,
    Segments(named): Segments<TicketRef>,
    headers: HeaderMap,
    Body(wanted): Body<SetStatus>,
) -> Answer<Response> {
    let edit = Edit {
        status: Some(wanted.status.0),
        ..Edit::default()
    };
    changed(&caller, &named, if_match(&headers)?, &Change::Edit(edit)).await
}

/// Close a resolved ticket
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/close", operation_id = "ticket_close", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number.")),
    responses((status = 200, body = TicketView, headers(("ETag" = String)))))]
async fn ticket_close(
    caller: Allowed<ChangeTickets>,
    Segments(named): Segments<TicketRef>,
    headers: HeaderMap,
) -> Answer<Response> {
    changed(&caller, &named, if_match(&headers)?, &Change::Close).await
}

/// Reopen a resolved or closed ticket
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/reopen", operation_id = "ticket_reopen", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number.")),
    responses((status = 200, body = TicketView, headers(("ETag" = String)))))]
async fn ticket_reopen(
    caller: Allowed<ChangeTickets>,
    Segments(named): Segments<TicketRef>,
    headers: HeaderMap,
) -> Answer<Response> {
    changed(&caller, &named, if_match(&headers)?, &Change::Reopen).await
}

/// Assign a ticket to an agent, a team or nobody
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/assign", operation_id = "ticket_assign", tag = "tickets",
    params(("ticket" = String, Path, description = "Id or number.")),
    request_body = Assign, responses((status = 200, body = TicketView, headers(("ETag" = String)))))]
async fn ticket_assign(
    caller: Allowed<ChangeTickets>,
    Segments(named): Segments<TicketRef>,
    headers: HeaderMap,
    Body(wanted): Body<Assign>,
) -> Answer<Response> {
    if wanted.assignee.is_none() && wanted.assigned_team.is_none() {
        return Err(Problem::invalid(
            "assignee",
            "name an assignee, an assigned_team or both",
        ));
    }
    let assignee = match wanted.assignee {
        Some(Some(who)) => {
            let agent = named_agent(&who, caller.principal())?;
            Some(Some(
                working(&caller.world, caller.organisation(), agent).await?,
            ))
        }
        Some(None) => Some(None),
        None => None,
    };
    let team = team(&caller.world, caller.organisation(), wanted.assigned_team).await?;
    changed(
        &caller,
        &named,
        if_match(&headers)?,
        &Change::Edit(Edit {
            assignee,
            team,
            ..Edit::default()
        }),
    )
    .await
}

fn named_agent(who: &str, principal: &Principal) -> Answer<AgentId> {
    match (who, &principal.actor) {
        ("me", Actor::Agent(id)) => Ok(id.clone()),
        ("me", _) => Err(Problem::invalid(
            "assignee",
            "an API key is no agent; name one",
        )),
        (id, _) => id.parse().map_err(|why| Problem::invalid("assignee", why)),
    }
}

async fn changed<P>(
    caller: &Allowed<P>,
    named: &TicketRef,
    expected: Option<u64>,
    change: &Change,
) -> Answer<Response> {
    let ticket = store_change(&caller.world, caller.principal(), named, expected, change).await?;
    answer(&caller.world, caller.organisation(), ticket).await
}

/// Applies a change and stores it. A change that changes nothing leaves no trace.
async fn store_change(
    world: &World,
    principal: &Principal,
    named: &TicketRef,
    expected: Option<u64>,
    change: &Change,
) -> Answer<Ticket> {
    let organisation = &principal.organisation;
    for _ in 0..TRIES {
        let ticket = load(world, organisation, named).await?;
        if expected.is_some_and(|version| version != ticket.version) {
            return Err(older(&ticket));
        }
        let now = world.clock.now();
        let applied = ticket.apply(change, now)?;
        if applied.after.is_empty() {
            return Ok(ticket);
        }
        let mut commit = Commit::new(organisation, now);
        commit
            .update_ticket(&applied.ticket)
            .event(&event(world, &principal.actor, &applied, now));
        match world.store.commit(commit).await {
            Ok(()) => return Ok(applied.ticket),
            Err(CommitError::Refused(_)) => {}
            Err(CommitError::Other(error)) => return Err(error.into()),
        }
    }
    Err(contended())
}

/// The refusal of a change that came too late every time.
pub(super) fn contended() -> Problem {
    Problem::new(
        Code::Conflict,
        "the ticket was changed by others at the same time",
    )
}

/// The refusal of a change made from another version.
pub(super) fn older(ticket: &Ticket) -> Problem {
    let detail = format!(
        "the ticket is at version {} and not at the one in If-Match",
        ticket.version
    );
    Problem::new(Code::VersionMismatch, detail).with("etag", json!(etag(ticket.version)))
}
