//! Signing in by a one-time link, signing out, and who one is.
//!
//! Invariant: opening a link changes nothing, so that link scanners cannot spend it; only the POST behind its button does.

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use lambdesk_cloud::store::{Commit, CommitError, Session};
use lambdesk_domain::access::{Action, Principal, authorize};
use lambdesk_domain::address::normalise;
use lambdesk_domain::ids::{AgentId, OrganisationId};
use lambdesk_domain::people::{Actor, Agent};
use lambdesk_domain::task::Task;
use sha2::{Digest, Sha256};

use super::access::{Access, Allowed, Anyone, Identity, SignedIn};
use super::document::{ACTIONS, name};
use super::identity::{cookie_name, is_secure};
use super::problem::{Answer, Code, Problem};
use super::read::{Body, email};
use super::views::{AskLink, LinkAsked, MeView, ScopeWord, UseLink};
use super::{add, guard, tokens};
use crate::world::World;

/// How long a session lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// Sign-in links sent to one address in an hour.
const LINKS_PER_HOUR: u32 = 6;
const PAGE: &str = include_str!("pages/sign_in.html");
const SCRIPT: &str = include_str!("pages/sign_in.js");

pub(super) fn register(router: Routes) -> Routes {
    add!(
        router,
        link_create,
        sign_in_page,
        session_create,
        session_delete,
        me_read
    )
}

/// Ask for a sign-in link
///
/// Always answers the same, whether or not the address is known. At most six links go to one address in an hour.
#[utoipa::path(post, path = "/auth/link", operation_id = "link_create", tag = "sign in", request_body = AskLink,
    responses((status = 202, body = LinkAsked)))]
async fn link_create(caller: Anyone, Body(ask): Body<AskLink>) -> Answer<Response> {
    let now = caller.world.clock.now();
    guard::count_sign_in(&caller.from, now)?;
    let address = email("email", &normalise(&ask.email))?;
    for (organisation, agent) in caller.world.store.agents_by_email(&address).await? {
        send_link(&caller.world, &organisation, &agent, &address, now).await?;
    }
    let view = LinkAsked {
        detail: "if somebody signs in with this address, a link is on its way; it works once, for a short time",
    };
    Ok((StatusCode::ACCEPTED, Json(view)).into_response())
}

async fn send_link(
    world: &World,
    organisation: &OrganisationId,
    agent: &AgentId,
    address: &str,
    now: Timestamp,
) -> Answer<()> {
    let active = world
        .store
        .agent(organisation, agent)
        .await?
        .is_some_and(|agent| agent.active);
    let counter = format!("sign-in {address}");
    if !active
        || !world
            .store
            .count_automatic(organisation, &counter, now, LINKS_PER_HOUR)
            .await?
    {
        return Ok(());
    }
    let request = world.entropy.request(now);
    let mut commit = Commit::new(organisation, now);
    commit.outbox(
        Task::SignIn {
            organisation: organisation.clone(),
            agent: agent.clone(),
            request,
        },
        now,
    );
    world
        .store
        .commit(commit)
        .await
        .map_err(|error| match error {
            CommitError::Other(error) => error.into(),
            CommitError::Refused(_) => {
                Problem::new(Code::Conflict, "the link could not be asked for")
            }
        })
}

/// The page behind a sign-in link
///
/// Shows a button; pressing it sends the part of the address after `#token=` to `POST /auth/sign-in`.
#[utoipa::path(get, path = "/auth/sign-in", operation_id = "sign_in_page", tag = "sign in",
    responses((status = 200, content_type = "text/html", body = String)))]
async fn sign_in_page(_caller: Anyone) -> Response {
    let hash = STANDARD.encode(Sha256::digest(SCRIPT.as_bytes()));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; connect-src 'self'; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    );
    let mut response = Html(PAGE.replace("{{script}}", SCRIPT)).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Sign in with a link
///
/// Spends the link and sets the session cookie. The session lasts twelve hours.
#[utoipa::path(post, path = "/auth/sign-in", operation_id = "session_create", tag = "sign in", request_body = UseLink,
    responses((status = 200, body = MeView, headers(("Set-Cookie" = String)))))]
async fn session_create(
    caller: Anyone,
    headers: HeaderMap,
    Body(used): Body<UseLink>,
) -> Answer<Response> {
    let world = &caller.world;
    let now = world.clock.now();
    guard::count_sign_in(&caller.from, now)?;
    // Without this, another site could sign a visitor in as somebody else.
    if !guard::same_site(&headers) {
        return Err(Problem::new(
            Code::CrossSite,
            "the request does not say that it comes from this site",
        ));
    }
    let agent = spend(world, &used.token, now).await?;
    let (identity, secret) = begin_session(world, agent, now).await?;
    let mut response = Json(me(world, &identity).await?).into_response();
    set_cookie(&mut response, world, &secret, SESSION.as_secs());
    Ok(response)
}

/// Takes the link away, so that nobody uses it again, and gives whom it signs in.
async fn spend(world: &World, token: &str, now: Timestamp) -> Answer<Agent> {
    let spent = || {
        Problem::new(
            Code::LinkSpent,
            "the link was used before, has expired or never existed",
        )
    };
    let link = world.store.take_link(&tokens::hash(token), now).await?;
    let link = link.ok_or_else(spent)?;
    let agent = world.store.agent(&link.organisation, &link.agent).await?;
    agent.filter(|agent| agent.active).ok_or_else(spent)
}

async fn begin_session(world: &World, agent: Agent, now: Timestamp) -> Answer<(Identity, String)> {
    let secret = tokens::secret(&world.entropy);
    let session = Session {
        hash: tokens::hash(&secret),
        organisation: agent.organisation.clone(),
        agent: agent.id.clone(),
        created_at: now,
        expires: now.saturating_add(SESSION).unwrap_or(now),
    };
    world.store.put_session(&session).await?;
    let principal = Principal {
        organisation: session.organisation,
        actor: Actor::Agent(session.agent),
        role: agent.role,
        scopes: None,
    };
    let identity = Identity {
        principal,
        agent: Some(agent),
        session: Some(session.hash),
    };
    Ok((identity, secret))
}

fn set_cookie(response: &mut Response, world: &World, value: &str, seconds: i64) {
    let cookie = cookie_text(cookie_name(world), value, seconds, is_secure(world));
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}

fn cookie_text(name: &str, value: &str, seconds: i64, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// Sign out
///
/// Ends the session of the cookie; an API key stays as it is.
#[utoipa::path(post, path = "/auth/sign-out", operation_id = "session_delete", tag = "sign in", responses((status = 204)))]
async fn session_delete(caller: Allowed<SignedIn>) -> Answer<Response> {
    if let Some(hash) = &caller.identity.session {
        caller.world.store.delete_session(hash).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&mut response, &caller.world, "", 0);
    Ok(response)
}

/// Who is calling
#[utoipa::path(get, path = "/api/v1/me", operation_id = "me_read", tag = "sign in", responses((status = 200, body = MeView)))]
async fn me_read(caller: Allowed<SignedIn>) -> Answer<Json<MeView>> {
    Ok(Json(me(&caller.world, &caller.identity).await?))
}

async fn me(world: &World, identity: &Identity) -> Answer<MeView> {
    let principal = &identity.principal;
    let directory = world.directory(&principal.organisation).await?;
    let may = |action: &&Action| authorize(principal, **action, &principal.organisation).is_ok();
    let key = match &principal.actor {
        Actor::Machine(id) => Some(id.to_string()),
        Actor::Agent(_) | Actor::Customer(_) | Actor::System(_) => None,
    };
    Ok(MeView {
        kind: if key.is_some() { "machine" } else { "agent" },
        agent: identity.agent.clone().map(Into::into),
        api_key: key,
        role: principal.role.into(),
        scopes: principal
            .scopes
            .as_ref()
            .map(|scopes| scopes.iter().copied().map(ScopeWord).collect()),
        may: ACTIONS
            .iter()
            .filter(may)
            .map(|action| name(Access::May(*action)))
            .collect(),
        organisation: principal.organisation.to_string(),
        organisation_name: directory.organisation.name.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::identity::{LOCAL_COOKIE, SECURE_COOKIE};
    use super::*;

    /// Browsers take a `__Host-` cookie only with `Secure`, `Path=/` and no domain (RFC 6265bis 4.1.3.2).
    #[test]
    fn cookie_is_what_its_prefix_promises() {
        let secure = cookie_text(SECURE_COOKIE, "x", 60, true);
        assert_eq!(
            secure,
            "__Host-lambdesk=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"
        );
        let local = cookie_text(LOCAL_COOKIE, "", 0, false);
        assert_eq!(
            local,
            "lambdesk=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        );
    }

    #[test]
    fn page_holds_its_script_and_asks_nobody_else() {
        let page = PAGE.replace("{{script}}", SCRIPT);
        assert!(page.contains("/auth/sign-in") && !page.contains("{{"));
        for foreign in ["http://", "https://", "src=", "@import", "<link"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }
}
