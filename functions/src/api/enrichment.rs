//! Changes of what is looked up about customers.
//!
//! Invariant: an address that is stored may be called by this deployment; it is checked again when it is called.

use lambdesk_cloud::outbound::guard::{self, Reach};
use lambdesk_domain::facts::EnrichmentSettings;

use super::problem::{Answer, Problem};
use super::views::PatchEnrichment;

/// The settings after a change.
///
/// # Errors
/// Names the setting that cannot be used.
pub(crate) fn changed(
    now: &EnrichmentSettings,
    patch: PatchEnrichment,
    reach: Reach,
) -> Answer<EnrichmentSettings> {
    let mut next = now.clone();
    if let Some(sentry) = patch.sentry {
        next.sentry = sentry.map(Into::into);
    }
    if let Some(posthog) = patch.posthog {
        next.posthog = posthog.map(Into::into);
    }
    if let Some(postgres) = patch.postgres {
        next.postgres = postgres.map(Into::into);
    }
    next.note = patch.note.unwrap_or(now.note);
    next.validate()
        .map_err(|bad| Problem::invalid(&format!("settings.enrichment.{}", bad.field), bad.why))?;
    let hosts = [
        ("sentry", next.sentry.as_ref().map(|sentry| &sentry.host)),
        (
            "posthog",
            next.posthog.as_ref().map(|posthog| &posthog.host),
        ),
    ];
    for (source, host) in hosts {
        if let Some(Err(why)) = host.map(|host| guard::check(host, reach)) {
            let field = format!("settings.enrichment.{source}.host");
            return Err(Problem::invalid(&field, why));
        }
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const NOWHERE: Reach = Reach {
        loopback: false,
        private: false,
    };

    fn change(patch: Value) -> Answer<EnrichmentSettings> {
        let now = EnrichmentSettings::default();
        changed(&now, serde_json::from_value(patch).unwrap(), NOWHERE)
    }

    #[test]
    fn a_source_is_set_with_its_usual_values_and_taken_away_with_null() {
        let set = change(json!({ "sentry": { "organisation": "acme" }, "postgres": {} })).unwrap();
        assert_eq!(set.sentry.as_ref().unwrap().host, "https://us.sentry.io");
        assert_eq!(set.postgres.as_ref().unwrap().table, "users");
        assert!(set.note && set.enriches());
        let patch = json!({ "sentry": null, "note": false });
        let cleared = changed(&set, serde_json::from_value(patch).unwrap(), NOWHERE).unwrap();
        assert!(cleared.sentry.is_none() && cleared.postgres.is_some() && !cleared.note);
    }

    #[test]
    fn what_cannot_be_used_is_refused_by_name() {
        let cases = [
            (
                json!({ "sentry": { "organisation": "" } }),
                "sentry.organisation",
            ),
            (
                json!({ "sentry": { "organisation": "a", "host": "http://sentry.example.com" } }),
                "sentry.host",
            ),
            (
                json!({ "posthog": { "host": "https://127.0.0.1" } }),
                "posthog.host",
            ),
            (
                json!({ "posthog": { "host": "https://169.254.169.254" } }),
                "posthog.host",
            ),
            (json!({ "postgres": { "table": "a b" } }), "postgres.table"),
        ];
        for (patch, field) in cases {
            let problem = format!("{:?}", change(patch).unwrap_err());
            assert!(problem.contains(field), "{field}: {problem}");
        }
    }
}
