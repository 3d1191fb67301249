//! One-time sign-in links.
//!
//! Invariant: only the hash of a token is stored; the token is derived from the request, so a repeated task
//! makes the same link and not a second one.

use hmac::{Hmac, Mac};
use jiff::SignedDuration;
use lambdesk_cloud::mailer::{Raw, SendFailure};
use lambdesk_cloud::entropy::{hex, sha256_hex};
use lambdesk_cloud::store::Link;
use lambdesk_domain::address::Address;
use lambdesk_domain::compose::{self, notice::Notice};
use lambdesk_domain::ids::{AgentId, OrganisationId, RequestId};

use sha2::Sha256;

use crate::batch::Failure;
use crate::world::World;

/// How long a link works.
pub const LINK_AGE: SignedDuration = SignedDuration::from_mins(15);

/// Sends the link of one request to the agent who asked.
///
/// # Errors
/// See [`Failure`].
pub async fn send_link(
    world: &World,
    organisation: &OrganisationId,
    agent: &AgentId,
    request: &RequestId,
) -> Result<(), Failure> {
    let Some(agent) = world.store.agent(organisation, agent).await?.filter(|a| a.active) else { return Ok(()) };
    let token = token(world.config.signing_secret.reveal(), request);
    let link = Link {
        hash: sha256_hex(&token),
        organisation: organisation.clone(),
        agent: agent.id.clone(),
        expires: world.clock.now() + LINK_AGE,
    };
    world.store.put_link(&link).await?;
    let url = format!("{}/auth/sign-in#token={token}", world.config.public_url.trim_end_matches('/'));
    let text = format!(
        "Hello {},\n\nsign in to Lambdesk with this link. It works once, within 15 minutes:\n\n{url}\n\n\
         If you did not ask for it, nothing happens when you ignore this mail.\n",
        agent.name
    );
    let from = Address::new(Some("Lambdesk"), &world.config.system_sender);
    let notice = Notice {
        from: &from,
        to: &Address::new(Some(&agent.name), &agent.email),
        subject: "Your sign-in link",
        text: &text,
        date: world.clock.now(),
    };
    let composed = compose::notice::compose(&notice).map_err(|e| Failure::park(organisation, e.to_string()))?;
    let raw = Raw {
        raw: composed.raw,
        source: from.email.clone(),
        destinations: composed.destinations,
        tags: vec![("organisation".to_owned(), organisation.to_string()), ("kind".to_owned(), "sign-in".to_owned())],
    };
    match world.mailer.send(&raw).await {
        Ok(_) => Ok(()),
        // Sent twice would be harmless, but the agent can as well ask for another link.
        Err(SendFailure::Lost(_)) => Ok(()),
        Err(SendFailure::Throttled) => {
            Err(Failure::later(std::time::Duration::from_secs(3), "SES takes mail more slowly than we send it"))
        }
        Err(SendFailure::Rejected(reason)) => Err(Failure::park(organisation, reason)),
    }
}

/// The token of a request: 256 bits that only the holder of the signing secret can make.
fn token(secret: &str, request: &RequestId) -> String {
    let purpose = format!("lambdesk sign-in link\n{request}");
    // HMAC takes keys of any length, so this never fails.
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map(|mac| mac.chain_update(purpose).finalize());
    mac.map_or_else(|_| sha256_hex(format!("{secret}\n{request}")), |mac| hex(&mac.into_bytes()))
}
