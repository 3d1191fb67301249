//! What other systems know about an address, through the memory of the last minutes.
//!
//! Invariant: it always ends with an answer in which every part that is missing says why; nothing about whom it was
//! is logged.

use futures_util::future::join3;
use hmac::{Hmac, Mac as _};
use lambdesk_cloud::error::chain;
use lambdesk_cloud::facts::{Question, Secrets, Stored};
use lambdesk_domain::address::normalise;
use lambdesk_domain::facts::{EnrichmentSettings, Known, Looked, Source};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::message::{MatchedBy, Message};
use lambdesk_domain::people::Organisation;
use lambdesk_domain::secret::SecretName;
use lambdesk_domain::ticket::Ticket;
use sha2::{Digest as _, Sha256};

use crate::world::World;

/// Look-ups at `PostHog` in an hour: each takes two of the 1,200 requests that a whole team has, and people need some.
const POSTHOG_PER_HOUR: u32 = 500;

/// Whether an answer of the last minutes will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// Ask only who has not answered lately.
    IfStale,
    /// Ask everybody.
    Anew,
}

/// What is known about an address, lower case.
pub(crate) async fn known(
    world: &World,
    organisation: &Organisation,
    email: &str,
    ask: Ask,
) -> Known {
    let (id, settings) = (&organisation.id, &organisation.settings.enrichment);
    let now = world.clock.now();
    let secrets = secrets(world, id, settings).await;
    let hash = hash(settings, &secrets, email);
    let fresh = match ask {
        Ask::IfStale => said_lately(world, id, &hash).await,
        Ask::Anew => Vec::new(),
    };
    let spent = spent(world, id, settings, &fresh).await;
    let question = Question {
        organisation: id,
        settings,
        secrets: &secrets,
        email,
        fresh: &fresh,
        spent: &spent,
        now,
    };
    let known = Box::pin(world.facts.look_up(question)).await;
    let news = known.sources.iter().any(|l| l.is_fresh(now) && l.at == now);
    if news && let Err(error) = world.store.put_known(id, &hash, &known, now).await {
        tracing::warn!(
            error = chain(&error),
            "what was looked up cannot be remembered"
        );
    }
    report(&known);
    known
}

/// Whether an error of the customer was seen in the hour before they wrote, as far as that was looked up.
pub(crate) async fn error_before(
    world: &World,
    organisation: &Organisation,
    ticket: &Ticket,
    message: &Message,
) -> bool {
    if message.matched_by != MatchedBy::NewTicket {
        return false;
    }
    let known = of_ticket(world, organisation, ticket).await;
    known.is_some_and(|known| known.error_in_hour_before(message.created_at))
}

/// What is kept about a ticket's present customer; `None` when nobody was asked, or about somebody else.
pub(crate) async fn of_ticket(
    world: &World,
    organisation: &Organisation,
    ticket: &Ticket,
) -> Option<Known> {
    if !organisation.settings.enriches() {
        return None;
    }
    let email = normalise(&ticket.contact_email);
    match world.store.facts(&organisation.id, &ticket.id).await {
        Ok(found) => found
            .map(|snapshot| snapshot.known)
            .filter(|known| known.email == email),
        Err(error) => {
            tracing::warn!(
                error = chain(&error),
                "a ticket is judged without its facts"
            );
            None
        }
    }
}

/// The secrets of the sources that are set up.
async fn secrets(world: &World, id: &OrganisationId, settings: &EnrichmentSettings) -> Secrets {
    let one = async |source, name| {
        if !settings.has(source) {
            return Stored::None;
        }
        match world.secret(id, name).await {
            Ok(Some(secret)) => Stored::Some(secret),
            Ok(None) => Stored::None,
            Err(error) => {
                tracing::error!(error = chain(&error), %name, "a secret cannot be read");
                Stored::Unreadable
            }
        }
    };
    let (sentry, posthog, postgres) = join3(
        Box::pin(one(Source::Sentry, SecretName::Sentry)),
        Box::pin(one(Source::Posthog, SecretName::Posthog)),
        Box::pin(one(Source::Postgres, SecretName::Postgres)),
    )
    .await;
    Secrets {
        sentry,
        posthog,
        postgres,
    }
}

/// The name under which an address is remembered: keyed by settings and secrets, so that a change of either asks anew and
/// nobody who reads the table can tell whom it is about.
fn hash(settings: &EnrichmentSettings, secrets: &Secrets, email: &str) -> String {
    let mut key = Sha256::new();
    key.update(serde_json::to_vec(settings).unwrap_or_default());
    for stored in [&secrets.sentry, &secrets.posthog, &secrets.postgres] {
        key.update([0]);
        if let Stored::Some(secret) = stored {
            key.update(secret.reveal());
        }
    }
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key.finalize()) else {
        return String::new();
    };
    mac.update(email.as_bytes());
    let bytes = mac.finalize().into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn said_lately(world: &World, id: &OrganisationId, hash: &str) -> Vec<Looked> {
    match world.store.known(id, hash, world.clock.now()).await {
        Ok(known) => known.map(|known| known.sources).unwrap_or_default(),
        Err(error) => {
            tracing::warn!(error = chain(&error), "what was looked up cannot be read");
            Vec::new()
        }
    }
}

/// Sources that were asked as often as they allow. When that cannot be counted, they are asked.
async fn spent(
    world: &World,
    id: &OrganisationId,
    settings: &EnrichmentSettings,
    fresh: &[Looked],
) -> Vec<Source> {
    let now = world.clock.now();
    let fresh = fresh
        .iter()
        .any(|l| l.source == Source::Posthog && l.is_fresh(now));
    if fresh || !settings.has(Source::Posthog) {
        return Vec::new();
    }
    let counted = world
        .store
        .count_asked(id, Source::Posthog, now, POSTHOG_PER_HOUR);
    match counted.await {
        Ok(false) => vec![Source::Posthog],
        Ok(true) => Vec::new(),
        Err(error) => {
            tracing::warn!(error = chain(&error), "look-ups cannot be counted");
            Vec::new()
        }
    }
}

/// One line for each source that was set up.
fn report(known: &Known) {
    let asked = known.sources.iter();
    for looked in asked.filter(|l| l.reason.is_some()) {
        let reason = looked.reason.as_deref().unwrap_or_default();
        tracing::warn!(source = %looked.source, reason, "a source gave no facts");
    }
}

#[cfg(test)]
mod tests {
    use lambdesk_cloud::config::Secret;

    use super::*;

    #[test]
    fn an_address_is_remembered_under_settings_and_secrets() {
        let settings = EnrichmentSettings::default();
        let none = Secrets::default();
        let with = |token: &str| Secrets {
            sentry: Stored::Some(Secret::new(token)),
            ..Secrets::default()
        };
        let base = hash(&settings, &none, "ann@example.com");
        assert_eq!(base, hash(&settings, &none, "ann@example.com"));
        let quiet = EnrichmentSettings {
            note: false,
            ..EnrichmentSettings::default()
        };
        let others = [
            hash(&settings, &none, "bob@example.com"),
            hash(&settings, &with("a"), "ann@example.com"),
            hash(&settings, &with("b"), "ann@example.com"),
            hash(&quiet, &none, "ann@example.com"),
        ];
        for (n, other) in others.iter().enumerate() {
            assert_ne!(&base, other);
            assert!(!others.iter().skip(n + 1).any(|later| later == other));
        }
    }
}
