//! The sources that the environment of one machine names.
//!
//! Invariant: a source is named only with all it needs; its secret is looked at and not taken.

use super::settings::{
    EnrichmentSettings, POSTHOG, PostgresSettings, PosthogSettings, SENTRY, SentrySettings,
};

/// The sources that the environment of a machine names, by the names it has there. Those that cannot be used are left out.
#[must_use]
pub fn named_by(look: &dyn Fn(&str) -> Option<String>) -> EnrichmentSettings {
    let look = |name: &str| look(name).map(|value| value.trim().to_owned());
    let look = |name: &str| look(name).filter(|value| !value.is_empty());
    let sentry = || {
        look("SENTRY_AUTH_TOKEN")?;
        let host = look("SENTRY_HOST").unwrap_or_else(|| SENTRY.to_owned());
        let settings = SentrySettings {
            organisation: look("SENTRY_ORG_SLUG")?,
            project: look("SENTRY_PROJECT_SLUG"),
            host,
        };
        settings.validate().is_ok().then_some(settings)
    };
    let posthog = || {
        look("POSTHOG_API_KEY")?;
        let host = look("POSTHOG_HOST").map(|host| private_api(&host));
        let settings = PosthogSettings {
            project: look("POSTHOG_PROJECT_ID"),
            host: host.unwrap_or_else(|| POSTHOG.to_owned()),
        };
        settings.validate().is_ok().then_some(settings)
    };
    EnrichmentSettings {
        sentry: sentry(),
        posthog: posthog(),
        postgres: look("INTERNAL_DB_URL").map(|_| PostgresSettings::default()),
        ..EnrichmentSettings::default()
    }
}

/// The address that answers questions: `*.i.posthog.com` only takes events, and `app.` is an old name of `us.`.
fn private_api(host: &str) -> String {
    host.trim_end_matches('/')
        .replace(".i.posthog.com", ".posthog.com")
        .replace("//app.posthog.com", "//us.posthog.com")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_names_sources_that_have_all_they_need() {
        let set = |pairs: &'static [(&str, &str)]| {
            named_by(&|name| {
                let found = pairs.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert!(!set(&[("SENTRY_AUTH_TOKEN", "x"), ("INTERNAL_DB_URL", " ")]).enriches());
        let all = set(&[
            ("SENTRY_AUTH_TOKEN", "x"),
            ("SENTRY_ORG_SLUG", "acme"),
            ("POSTHOG_API_KEY", "phx_1"),
            ("POSTHOG_HOST", "https://app.posthog.com/"),
            ("INTERNAL_DB_URL", "postgres://u@h/x"),
        ]);
        assert_eq!(all.sentry.unwrap().host, SENTRY);
        assert_eq!(all.posthog.unwrap().host, POSTHOG);
        assert_eq!(all.postgres, Some(PostgresSettings::default()));
        let eu = set(&[
            ("POSTHOG_API_KEY", "phx_1"),
            ("POSTHOG_HOST", "https://eu.i.posthog.com"),
            ("POSTHOG_PROJECT_ID", "7"),
        ]);
        assert_eq!(eu.posthog.unwrap().host, "https://eu.posthog.com");
    }
}
