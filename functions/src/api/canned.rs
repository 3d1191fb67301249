//! Canned responses: find, write, and fill in for a ticket.
//!
//! Invariant: a change is made from the version the caller read; filling one in changes nothing.

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use lambdesk_cloud::store::CannedUse;
use lambdesk_domain::access::{Action, authorize};
use lambdesk_domain::canned::variables::{Values, fill};
use lambdesk_domain::canned::{CannedResponse, Content};
use lambdesk_domain::ids::CannedResponseId;
use lambdesk_domain::ticket::Ticket;
use serde_json::json;

use super::access::{Allowed, ChangeArticles, ReadArticles, ReadTickets};
use super::add;
use super::problem::{Answer, Code, Problem};
use super::read::{Body, Params, Segments, TicketRef, etag, if_match, must_match};
use super::tickets::{load, tagged};
use super::views::{CannedParams, CannedResponseView, PageView, RenderedView, WriteCannedResponse};
use crate::canned::{self, CannedFault};

pub(super) fn register(router: Routes) -> Routes {
    add!(
        router,
        canned_responses_list,
        canned_response_create,
        canned_response_read,
        canned_response_replace,
        canned_response_delete,
        canned_response_render
    )
}

/// List canned responses
///
/// Those whose shortcut begins with `q` first, then by name.
#[utoipa::path(get, path = "/api/v1/canned-responses", operation_id = "canned_responses_list", tag = "canned responses",
    params(CannedParams), responses((status = 200, body = PageView<CannedResponseView>)))]
async fn canned_responses_list(
    caller: Allowed<ReadArticles>,
    Params(params): Params<CannedParams>,
) -> Answer<Json<PageView<CannedResponseView>>> {
    let all = canned::all(&caller.world, caller.organisation()).await?;
    let mut found: Vec<&CannedResponse> = all.iter().filter(|one| params.fits(one)).collect();
    found.sort_by_cached_key(|one| params.order(one));
    let after = params.cursor.as_deref().map(|cursor| {
        let mut ids = found.iter();
        ids.position(|one| one.id.as_str() == cursor)
            .ok_or_else(|| {
                Problem::invalid("cursor", "is not of this list; begin again without it")
            })
    });
    let start = after.transpose()?.map_or(0, |at| at + 1);
    let uses = caller
        .world
        .store
        .canned_uses(caller.organisation())
        .await?;
    let page = found.iter().skip(start).take(params.size());
    let items: Vec<CannedResponseView> = page
        .map(|one| CannedResponseView::of(one, uses.get(&one.id)))
        .collect();
    let last = found.get(start + items.len().saturating_sub(1));
    let more = found.len() > start + items.len();
    Ok(Json(PageView {
        items,
        next: last.filter(|_| more).map(|one| one.id.to_string()),
        truncated: false,
    }))
}

/// Write a canned response
///
/// Its text may name `{{contact.name}}`, `{{contact.first_name}}`, `{{contact.email}}`, `{{ticket.number}}`, `{{agent.name}}` and
/// `{{organisation.name}}`; `{{contact.first_name|there}}` says what to write when it is not known. With a category it is
/// suggested for tickets of that category in its language.
#[utoipa::path(post, path = "/api/v1/canned-responses", operation_id = "canned_response_create", tag = "canned responses",
    request_body = WriteCannedResponse, responses((status = 201, body = CannedResponseView, headers(("ETag" = String)))))]
async fn canned_response_create(
    caller: Allowed<ChangeArticles>,
    Body(body): Body<WriteCannedResponse>,
) -> Answer<Response> {
    let content = known_category(&caller, body.into()).await?;
    let by = &caller.principal().actor;
    let created = canned::create(&caller.world, caller.organisation(), by, content).await?;
    Ok(answer(StatusCode::CREATED, &created, None))
}

/// Read a canned response
#[utoipa::path(get, path = "/api/v1/canned-responses/{canned_response}", operation_id = "canned_response_read", tag = "canned responses",
    params(("canned_response" = String, Path, description = "Id of the canned response.")),
    responses((status = 200, body = CannedResponseView, headers(("ETag" = String)))))]
async fn canned_response_read(
    caller: Allowed<ReadArticles>,
    Segments(id): Segments<CannedResponseId>,
) -> Answer<Response> {
    let found = find(&caller, &id).await?;
    let uses = caller
        .world
        .store
        .canned_uses(caller.organisation())
        .await?;
    Ok(answer(StatusCode::OK, &found, uses.get(&id)))
}

/// Replace what a canned response says
///
/// Needs the `ETag` you read in `If-Match`.
#[utoipa::path(put, path = "/api/v1/canned-responses/{canned_response}", operation_id = "canned_response_replace", tag = "canned responses",
    params(("canned_response" = String, Path, description = "Id of the canned response."), ("If-Match" = String, Header, description = "The ETag you read.")),
    request_body = WriteCannedResponse, responses((status = 200, body = CannedResponseView, headers(("ETag" = String)))))]
async fn canned_response_replace(
    caller: Allowed<ChangeArticles>,
    Segments(id): Segments<CannedResponseId>,
    headers: HeaderMap,
    Body(body): Body<WriteCannedResponse>,
) -> Answer<Response> {
    let expected = must_match(&headers)?;
    find(&caller, &id).await?;
    let content = known_category(&caller, body.into()).await?;
    let (world, organisation) = (&caller.world, caller.organisation());
    let by = &caller.principal().actor;
    let written = canned::replace(world, organisation, by, &id, expected, content).await?;
    let uses = world.store.canned_uses(organisation).await?;
    Ok(answer(StatusCode::OK, &written, uses.get(&id)))
}

/// Remove a canned response
///
/// Drafts made from it stay. With `If-Match`, only the version you read is removed.
#[utoipa::path(delete, path = "/api/v1/canned-responses/{canned_response}", operation_id = "canned_response_delete", tag = "canned responses",
    params(("canned_response" = String, Path, description = "Id of the canned response.")),
    responses((status = 204, description = "It is gone.")))]
async fn canned_response_delete(
    caller: Allowed<ChangeArticles>,
    Segments(id): Segments<CannedResponseId>,
    headers: HeaderMap,
) -> Answer<StatusCode> {
    let expected = if_match(&headers)?;
    canned::remove(&caller.world, caller.organisation(), &id, expected).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Fill a canned response in for a ticket
///
/// `{{agent.name}}` is whoever asks, else whom the ticket is assigned to. Variables that are not known and have no other
/// words are left out and named in `missing`. Nothing is changed; name it in `canned_responses` of the reply, so that its use
/// is counted.
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/canned-responses/{canned_response}/render", operation_id = "canned_response_render", tag = "canned responses",
    params(("ticket" = String, Path, description = "Id or number."), ("canned_response" = String, Path, description = "Id of the canned response.")),
    responses((status = 200, body = RenderedView)))]
async fn canned_response_render(
    caller: Allowed<ReadTickets>,
    Segments((named, id)): Segments<(TicketRef, CannedResponseId)>,
) -> Answer<Json<RenderedView>> {
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    // A key that may read tickets only does not see them either.
    authorize(
        caller.principal(),
        Action::ReadArticles,
        caller.organisation(),
    )?;
    let found = find(&caller, &id).await?;
    let directory = caller.world.directory(caller.organisation()).await?;
    let agent = agent_name(&caller, &ticket).await?;
    let values = Values {
        contact_name: ticket.contact_name.as_deref(),
        contact_email: &ticket.contact_email,
        ticket_number: ticket.number,
        agent_name: agent.as_deref(),
        organisation_name: &directory.organisation.name,
    };
    Ok(Json(fill(&found.content.body, &values).into()))
}

/// Whoever asks; a program asks for whom the ticket is assigned to.
async fn agent_name(caller: &Allowed<ReadTickets>, ticket: &Ticket) -> Answer<Option<String>> {
    if let Some(agent) = &caller.identity.agent {
        return Ok(Some(agent.name.clone()));
    }
    let Some(assignee) = &ticket.assignee else {
        return Ok(None);
    };
    let agents = caller.world.store.agents(caller.organisation()).await?;
    let found = agents.into_iter().find(|agent| agent.id == *assignee);
    Ok(found.map(|agent| agent.name))
}

async fn find<P>(caller: &Allowed<P>, id: &CannedResponseId) -> Answer<CannedResponse> {
    let store = &caller.world.store;
    let found = store.canned_response(caller.organisation(), id).await?;
    found.ok_or_else(|| Problem::not_found("canned response"))
}

/// A category that the organisation does not have would never be suggested, and nobody would know why.
async fn known_category(caller: &Allowed<ChangeArticles>, content: Content) -> Answer<Content> {
    let directory = caller.world.directory(caller.organisation()).await?;
    let taxonomy = directory.organisation.settings.triage.taxonomy();
    let given = content.category.as_deref().map(str::trim);
    let Some(key) = given.filter(|key| !key.is_empty()) else {
        return Ok(content);
    };
    if taxonomy.category(key).is_some() {
        return Ok(content);
    }
    let keys = taxonomy.categories.iter().map(|one| one.key.as_str());
    let keys = keys.collect::<Vec<_>>().join(", ");
    let why = format!("is none of the organisation's; use one of: {keys}");
    Err(Problem::invalid("category", why))
}

fn answer(status: StatusCode, response: &CannedResponse, used: Option<&CannedUse>) -> Response {
    let tag = etag(response.version);
    let view = CannedResponseView::of(response, used);
    let mut response = (status, Json(view)).into_response();
    tagged(&mut response, &tag);
    response
}

impl From<CannedFault> for Problem {
    fn from(fault: CannedFault) -> Self {
        let detail = fault.to_string();
        match fault {
            CannedFault::Content(_) => Self::new(Code::Invalid, detail),
            CannedFault::Missing => Self::not_found("canned response"),
            CannedFault::Older(version) => Self::new(Code::VersionMismatch, detail)
                .next("read the canned response again and send its new ETag in If-Match")
                .with("etag", json!(etag(version))),
            CannedFault::Shortcut(_) => {
                Self::new(Code::Exists, detail).next("change that one, or choose another shortcut")
            }
            CannedFault::TooMany => Self::new(Code::NotPossible, detail),
            CannedFault::Contended => Self::new(Code::Conflict, detail),
            CannedFault::Service(error) => error.into(),
        }
    }
}
