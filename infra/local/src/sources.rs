//! Switches on the sources of facts that this machine's environment names.
//!
//! Invariant: what is set up already stays as it is; the secrets themselves stay in the environment.

use lambdesk_cloud::config::Role;
use lambdesk_cloud::outbound::guard;
use lambdesk_domain::facts::EnrichmentSettings;
use lambdesk_domain::facts::Source;
use lambdesk_domain::facts::environment::named_by;
use lambdesk_domain::people::Organisation;

use crate::stack::Stack;

/// Sets up in the first organisation what the environment names and nobody has set up; answers the names of these
/// sources.
///
/// # Errors
/// When the organisation cannot be read or stored.
pub async fn switch_on(stack: &Stack) -> anyhow::Result<Vec<&'static str>> {
    let defaults = &stack.environment.defaults;
    let named = named_by(&|name| defaults.get(name).cloned());
    let world = stack.world(Role::Api)?;
    let organisation = world.default_organisation().await?;
    let reach = world.facts.reach();
    let allowed = |host: &str| guard::check(host, reach).is_ok();
    let before = &organisation.settings.enrichment;
    let after = EnrichmentSettings {
        sentry: (before.sentry.clone()).or(named.sentry.filter(|s| allowed(&s.host))),
        posthog: (before.posthog.clone()).or(named.posthog.filter(|s| allowed(&s.host))),
        postgres: before.postgres.clone().or(named.postgres),
        note: before.note,
    };
    let new = |source: &&Source| after.has(**source) && !before.has(**source);
    let new: Vec<_> = Source::ALL.iter().filter(new).map(|s| s.name()).collect();
    if !new.is_empty() {
        let mut changed = Organisation {
            version: organisation.version.saturating_add(1),
            ..organisation
        };
        changed.settings.enrichment = after;
        world.store.save_organisation(&changed).await?;
    }
    Ok(new)
}
