//! Who is calling: an agent with a session, or a program with an API key.
//!
//! Invariant: roles and activity are read anew on every request, so taking a right away works at once.

use http::{HeaderMap, header};
use jiff::Timestamp;
use lambdesk_domain::access::Principal;
use lambdesk_domain::people::Actor;

use super::access::Identity;
use super::problem::Answer;
use super::tokens;
use crate::world::World;

/// The session cookie where the program is reached by https.
pub(crate) const SECURE_COOKIE: &str = "__Host-lambdesk";
/// The session cookie on a laptop: browsers refuse the `__Host-` prefix without https.
pub(crate) const LOCAL_COOKIE: &str = "lambdesk";

/// A caller and how they proved themselves.
#[derive(Debug)]
pub(crate) struct Identified {
    /// Who.
    pub(crate) identity: Identity,
    /// Whether the proof was a cookie, which browsers send by themselves.
    pub(crate) by_cookie: bool,
}

/// The name of the session cookie in this deployment.
pub(crate) fn cookie_name(world: &World) -> &'static str {
    if is_secure(world) {
        SECURE_COOKIE
    } else {
        LOCAL_COOKIE
    }
}

/// Whether people reach the program by https.
pub(crate) fn is_secure(world: &World) -> bool {
    world.config.public_url.starts_with("https://")
}

/// Finds out who calls. A header that names a key is never mixed with a cookie.
///
/// # Errors
/// When the table cannot be read.
pub(crate) async fn identify(
    world: &World,
    headers: &HeaderMap,
    now: Timestamp,
) -> Answer<Option<Identified>> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let key = value.to_str().ok().and_then(bearer);
        let identity = match key {
            Some(text) => by_key(world, text, now).await?,
            None => None,
        };
        return Ok(identity.map(|identity| Identified {
            identity,
            by_cookie: false,
        }));
    }
    let Some(token) = cookie(headers, cookie_name(world)) else {
        return Ok(None);
    };
    let identity = by_session(world, &token, now).await?;
    Ok(identity.map(|identity| Identified {
        identity,
        by_cookie: true,
    }))
}

async fn by_key(world: &World, text: &str, now: Timestamp) -> Answer<Option<Identity>> {
    let Some((id, secret)) = tokens::split_key(text) else {
        return Ok(None);
    };
    let Some(key) = world.store.api_key(&id).await? else {
        return Ok(None);
    };
    if !key.is_valid(now) || !tokens::same(&tokens::hash(secret), &key.secret_sha256) {
        return Ok(None);
    }
    let principal = Principal {
        organisation: key.organisation,
        actor: Actor::Machine(key.id),
        role: key.role,
        scopes: Some(key.scopes),
    };
    Ok(Some(Identity {
        principal,
        agent: None,
        session: None,
    }))
}

async fn by_session(world: &World, token: &str, now: Timestamp) -> Answer<Option<Identity>> {
    let hash = tokens::hash(token);
    let Some(session) = world.store.session(&hash, now).await? else {
        return Ok(None);
    };
    let agent = world
        .store
        .agent(&session.organisation, &session.agent)
        .await?;
    let Some(agent) = agent.filter(|a| a.active) else {
        return Ok(None);
    };
    let principal = Principal {
        organisation: session.organisation,
        actor: Actor::Agent(agent.id.clone()),
        role: agent.role,
        scopes: None,
    };
    Ok(Some(Identity {
        principal,
        agent: Some(agent),
        session: Some(hash),
    }))
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The value of a cookie; the first one when a client sends several.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("a=1; lambdesk=abc; lambdesk=later"),
        );
        headers.append(header::COOKIE, HeaderValue::from_static("b=2"));
        assert_eq!(cookie(&headers, "lambdesk").as_deref(), Some("abc"));
        assert_eq!(cookie(&headers, "__Host-lambdesk"), None);
        assert_eq!(cookie(&headers, "b").as_deref(), Some("2"));
    }

    #[test]
    fn scheme_is_compared_without_case() {
        assert_eq!(bearer("bearer  x"), Some("x"));
        assert_eq!(bearer("Basic x"), None);
        assert_eq!(bearer("x"), None);
    }
}
