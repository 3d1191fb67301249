//! Creates the first organisation from the deployment's parameters.
//!
//! Invariant: it happens once; whatever an admin changed later is never touched again.

use lambdesk_cloud::store::NewOrganisation;
use lambdesk_domain::address::normalise;
use lambdesk_domain::people::{Agent, Mailbox, Organisation, Role, Settings};

use crate::teams;
use crate::world::World;

/// The first organisation, made when there is none.
pub(super) async fn ensure_organisation(world: &World) -> anyhow::Result<Organisation> {
    if let Some(organisation) = world.store.default_organisation().await? {
        return Ok(organisation);
    }
    let config = &world.config;
    let now = world.clock.now();
    let id = world.entropy.organisation(now);
    let new = NewOrganisation {
        organisation: Organisation {
            id: id.clone(),
            name: config.organisation_name.clone(),
            slug: world.entropy.slug(),
            settings: Settings::default(),
            created_at: now,
            version: 1,
        },
        mailbox: Mailbox {
            id: world.entropy.mailbox(now),
            organisation: id.clone(),
            address: normalise(&config.support_address),
            name: config.organisation_name.clone(),
            team: None,
        },
        owner: Agent {
            id: world.entropy.agent(now),
            organisation: id,
            email: normalise(&config.owner_email),
            name: config
                .owner_email
                .split('@')
                .next()
                .unwrap_or("Owner")
                .to_owned(),
            role: Role::Owner,
            teams: std::collections::BTreeSet::new(),
            active: true,
            created_at: now,
        },
    };
    // First, so that they are there with the organisation; nobody finds them should it not come to be.
    let taxonomy = new.organisation.settings.triage.taxonomy();
    for team in teams::missing(&taxonomy, &[], &new.organisation.id, &world.entropy, now) {
        world.store.put_team(&team).await?;
    }
    world.store.create_organisation(&new).await?;
    tracing::info!(organisation.id = %new.organisation.id, "the first organisation was created");
    Ok(new.organisation)
}
