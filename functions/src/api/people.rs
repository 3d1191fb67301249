//! Agents, teams and mailboxes.
//!
//! Invariant: only an owner makes or changes an owner, and an organisation never loses its last active one.

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use lambdesk_cloud::store::AgentError;
use lambdesk_domain::ids::{AgentId, TeamId};
use lambdesk_domain::people::{Agent, Mailbox, Role, Team};

use super::access::{Allowed, ManageOrganisation, ReadPeople};
use super::add;
use super::problem::{Answer, Code, Problem};
use super::read::{Body, Segments, email, line};
use super::views::{
    AgentView, CreateAgent, CreateMailbox, CreateTeam, ListView, MailboxView, PatchAgent, TeamView,
};
use crate::replying::TRIES;

pub(super) fn register(router: Routes) -> Routes {
    add!(
        router,
        agents_list,
        agent_create,
        agent_update,
        teams_list,
        team_create,
        mailboxes_list,
        mailbox_create
    )
}

/// List agents
#[utoipa::path(get, path = "/api/v1/agents", operation_id = "agents_list", tag = "people",
    responses((status = 200, body = ListView<AgentView>)))]
async fn agents_list(caller: Allowed<ReadPeople>) -> Answer<Json<ListView<AgentView>>> {
    let agents = caller.world.store.agents(caller.organisation()).await?;
    Ok(Json(ListView {
        items: agents.into_iter().map(AgentView::from).collect(),
    }))
}

/// Add an agent
///
/// They sign in with a link sent to their address.
#[utoipa::path(post, path = "/api/v1/agents", operation_id = "agent_create", tag = "people", request_body = CreateAgent,
    responses((status = 201, body = AgentView)))]
async fn agent_create(
    caller: Allowed<ManageOrganisation>,
    Body(body): Body<CreateAgent>,
) -> Answer<Response> {
    let role = grantable(&caller, body.role.0)?;
    known_teams(&caller, &body.teams).await?;
    let now = caller.now();
    let agent = Agent {
        id: caller.world.entropy.agent(now),
        organisation: caller.organisation().clone(),
        email: email("email", &body.email)?,
        name: line("name", &body.name, 200)?,
        role,
        teams: body.teams,
        active: true,
        created_at: now,
    };
    caller
        .world
        .store
        .put_agent(&agent)
        .await
        .map_err(not_stored)?;
    caller.world.forget_directory(caller.organisation());
    Ok((StatusCode::CREATED, Json(AgentView::from(agent))).into_response())
}

fn taken(error: lambdesk_cloud::Error, what: &str) -> Problem {
    if error.kind == lambdesk_cloud::Kind::Conflict {
        return Problem::new(Code::Exists, format!("{what} exists already"));
    }
    error.into()
}

fn not_stored(error: AgentError) -> Problem {
    match error {
        AgentError::Taken => {
            Problem::new(Code::Exists, "an agent with this address exists already")
        }
        AgentError::Changed => Problem::new(
            Code::Conflict,
            "the agents were changed by others at the same time",
        ),
        AgentError::LastOwner => Problem::new(
            Code::NotPossible,
            "the organisation would have no active owner",
        )
        .next("make somebody else an owner first"),
        AgentError::Other(error) => error.into(),
    }
}

fn grantable(caller: &Allowed<ManageOrganisation>, role: Role) -> Answer<Role> {
    match role {
        Role::Machine => Err(Problem::invalid(
            "role",
            "a machine is an API key and not an agent; see POST /api/v1/api-keys",
        )),
        Role::Owner if caller.principal().role != Role::Owner => Err(Problem::new(
            Code::Forbidden,
            "only an owner makes an owner",
        )),
        Role::Owner
        | Role::Admin
        | Role::Supervisor
        | Role::Agent
        | Role::Light
        | Role::Readonly => Ok(role),
    }
}

async fn known_teams(
    caller: &Allowed<ManageOrganisation>,
    wanted: &std::collections::BTreeSet<TeamId>,
) -> Answer<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let teams = caller.world.store.teams(caller.organisation()).await?;
    match wanted
        .iter()
        .find(|id| !teams.iter().any(|team| team.id == **id))
    {
        Some(unknown) => Err(Problem::invalid(
            "teams",
            format_args!("there is no team {unknown}; see GET /api/v1/teams"),
        )),
        None => Ok(()),
    }
}

/// Change an agent
///
/// Role and activity work at once, for sessions that are open too.
#[utoipa::path(patch, path = "/api/v1/agents/{agent}", operation_id = "agent_update", tag = "people",
    params(("agent" = String, Path, description = "Id of the agent.")),
    request_body = PatchAgent, responses((status = 200, body = AgentView)))]
async fn agent_update(
    caller: Allowed<ManageOrganisation>,
    Segments(id): Segments<AgentId>,
    Body(patch): Body<PatchAgent>,
) -> Answer<Json<AgentView>> {
    if let Some(teams) = &patch.teams {
        known_teams(&caller, teams).await?;
    }
    let store = &caller.world.store;
    for _ in 0..TRIES {
        let agent = store.agent(caller.organisation(), &id).await?;
        let agent = agent.ok_or_else(|| Problem::not_found("agent"))?;
        let changed = patched(&caller, &agent, &patch)?;
        match store.change_agent(&agent, &changed).await {
            Ok(()) => {
                caller.world.forget_directory(caller.organisation());
                return Ok(Json(AgentView::from(changed)));
            }
            // Somebody else was first: what is allowed may be another thing now, so it is decided again.
            Err(AgentError::Changed) => {}
            Err(error) => return Err(not_stored(error)),
        }
    }
    Err(not_stored(AgentError::Changed))
}

fn patched(
    caller: &Allowed<ManageOrganisation>,
    agent: &Agent,
    patch: &PatchAgent,
) -> Answer<Agent> {
    if agent.role == Role::Owner && caller.principal().role != Role::Owner {
        return Err(Problem::new(
            Code::Forbidden,
            "only an owner changes an owner",
        ));
    }
    Ok(Agent {
        name: patch
            .name
            .as_deref()
            .map_or(Ok(agent.name.clone()), |name| line("name", name, 200))?,
        role: patch
            .role
            .map_or(Ok(agent.role), |word| grantable(caller, word.0))?,
        active: patch.active.unwrap_or(agent.active),
        teams: patch.teams.clone().unwrap_or_else(|| agent.teams.clone()),
        ..agent.clone()
    })
}

/// List teams
#[utoipa::path(get, path = "/api/v1/teams", operation_id = "teams_list", tag = "people",
    responses((status = 200, body = ListView<TeamView>)))]
async fn teams_list(caller: Allowed<ReadPeople>) -> Answer<Json<ListView<TeamView>>> {
    let teams = caller.world.store.teams(caller.organisation()).await?;
    Ok(Json(ListView {
        items: teams.into_iter().map(TeamView::from).collect(),
    }))
}

/// Add a team
#[utoipa::path(post, path = "/api/v1/teams", operation_id = "team_create", tag = "people", request_body = CreateTeam,
    responses((status = 201, body = TeamView)))]
async fn team_create(
    caller: Allowed<ManageOrganisation>,
    Body(body): Body<CreateTeam>,
) -> Answer<Response> {
    let key = line("key", &body.key, 60)?;
    if !key
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
    {
        return Err(Problem::invalid(
            "key",
            "has lower-case letters, digits, - and _ only",
        ));
    }
    let teams = caller.world.store.teams(caller.organisation()).await?;
    if teams.iter().any(|team| team.key == key) {
        return Err(Problem::new(
            Code::Exists,
            "a team with this key exists already",
        ));
    }
    let team = Team {
        id: caller.world.entropy.team(caller.now()),
        organisation: caller.organisation().clone(),
        key,
        name: line("name", &body.name, 200)?,
    };
    caller
        .world
        .store
        .put_team(&team)
        .await
        .map_err(|error| taken(error, "a team with this key"))?;
    Ok((StatusCode::CREATED, Json(TeamView::from(team))).into_response())
}

/// List mailboxes
#[utoipa::path(get, path = "/api/v1/mailboxes", operation_id = "mailboxes_list", tag = "people",
    responses((status = 200, body = ListView<MailboxView>)))]
async fn mailboxes_list(caller: Allowed<ReadPeople>) -> Answer<Json<ListView<MailboxView>>> {
    let mailboxes = caller.world.store.mailboxes(caller.organisation()).await?;
    Ok(Json(ListView {
        items: mailboxes.into_iter().map(MailboxView::from).collect(),
    }))
}

/// Add a mailbox
///
/// Mail to the address must be led here, by a forwarding rule or by the receipt rule of the deployment.
#[utoipa::path(post, path = "/api/v1/mailboxes", operation_id = "mailbox_create", tag = "people", request_body = CreateMailbox,
    responses((status = 201, body = MailboxView)))]
async fn mailbox_create(
    caller: Allowed<ManageOrganisation>,
    Body(body): Body<CreateMailbox>,
) -> Answer<Response> {
    if let Some(team) = &body.team {
        known_teams(&caller, &[team.clone()].into()).await?;
    }
    let address = email("address", &body.address)?;
    if !address.is_ascii() {
        return Err(Problem::invalid(
            "address",
            "is in plain ASCII; mail cannot be sent from others",
        ));
    }
    let own = caller.world.store.mailboxes(caller.organisation()).await?;
    if own.iter().any(|mailbox| mailbox.address == address) {
        return Err(Problem::new(
            Code::Exists,
            "a mailbox with this address exists already",
        ));
    }
    let mailbox = Mailbox {
        id: caller.world.entropy.mailbox(caller.now()),
        organisation: caller.organisation().clone(),
        address,
        name: line("name", &body.name, 200)?,
        team: body.team,
    };
    caller
        .world
        .store
        .put_mailbox(&mailbox)
        .await
        .map_err(|error| taken(error, "a mailbox with this address"))?;
    caller.world.forget_directory(caller.organisation());
    Ok((StatusCode::CREATED, Json(MailboxView::from(mailbox))).into_response())
}
