//! Which other systems an organisation lets us ask, and how.
//!
//! Invariant: no secret is in here; what is in here was checked before it was stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Source;

/// Where Sentry keeps organisations of the United States; those of the EU are at `https://de.sentry.io`.
pub const SENTRY: &str = "https://us.sentry.io";
/// Where `PostHog` keeps projects of the United States; those of the EU are at `https://eu.posthog.com`.
pub const POSTHOG: &str = "https://us.posthog.com";
/// Most columns that are shown of an account.
pub const MOST_COLUMNS: usize = 20;
/// Most bytes of certificates.
const LONGEST_CERTIFICATES: usize = 24_000;

/// The sources of an organisation; one that is absent is never asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnrichmentSettings {
    /// Errors.
    pub sentry: Option<SentrySettings>,
    /// Sessions.
    pub posthog: Option<PosthogSettings>,
    /// Accounts.
    pub postgres: Option<PostgresSettings>,
    /// Whether what is found is also written into the ticket, as one internal note.
    pub note: bool,
}

impl Default for EnrichmentSettings {
    fn default() -> Self {
        Self {
            sentry: None,
            posthog: None,
            postgres: None,
            note: true,
        }
    }
}

/// How Sentry is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SentrySettings {
    /// Slug of the organisation there.
    pub organisation: String,
    /// Slug or number of one project; all of them when absent.
    pub project: Option<String>,
    /// Address of the region, or of an own installation.
    pub host: String,
}

impl Default for SentrySettings {
    fn default() -> Self {
        Self {
            organisation: String::new(),
            project: None,
            host: SENTRY.to_owned(),
        }
    }
}

/// How `PostHog` is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PosthogSettings {
    /// Number of the project; when absent, the one the key can see, if it is only one.
    pub project: Option<String>,
    /// Address of the region, or of an own installation.
    pub host: String,
}

impl Default for PosthogSettings {
    fn default() -> Self {
        Self {
            project: None,
            host: POSTHOG.to_owned(),
        }
    }
}

/// How the organisation's own database is asked; its address with the password is the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostgresSettings {
    /// Table or view, with its schema when it has one; capitals count.
    pub table: String,
    /// The column with the address.
    pub email_column: String,
    /// Columns that are shown; no other is read.
    pub columns: Vec<String>,
    /// Which of them says what the customer pays for.
    pub plan_column: Option<String>,
    /// What a plan counts as, such as `team-2024` as `enterprise`; others count as what they are called.
    pub tiers: BTreeMap<String, String>,
    /// Whether addresses are compared without their capitals. On a large table that needs an index on `lower(email)`.
    pub ignore_case: bool,
    /// Certificates of the database's authority as PEM, beside those every system trusts.
    pub ca_certificates: Option<String>,
}

impl Default for PostgresSettings {
    fn default() -> Self {
        Self {
            table: "users".to_owned(),
            email_column: "email".to_owned(),
            columns: vec!["plan".to_owned(), "created_at".to_owned()],
            plan_column: Some("plan".to_owned()),
            tiers: BTreeMap::new(),
            ignore_case: true,
            ca_certificates: None,
        }
    }
}

/// A setting that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct BadSetting {
    /// Which one, below `settings.enrichment`.
    pub field: &'static str,
    /// Why, and what is possible.
    pub why: &'static str,
}

const fn bad(field: &'static str, why: &'static str) -> BadSetting {
    BadSetting { field, why }
}

const NAME: &str = "has 1 to 63 letters, digits and _, and does not begin with a digit";

impl EnrichmentSettings {
    /// Whether any source is to be asked.
    #[must_use]
    pub fn enriches(&self) -> bool {
        Source::ALL.iter().any(|source| self.has(*source))
    }

    /// Whether a source is set up.
    #[must_use]
    pub fn has(&self, source: Source) -> bool {
        match source {
            Source::Sentry => self.sentry.is_some(),
            Source::Posthog => self.posthog.is_some(),
            Source::Postgres => self.postgres.is_some(),
        }
    }

    /// What a plan counts as for the rules.
    #[must_use]
    pub fn tier(&self, plan: &str) -> String {
        let tiers = self.postgres.as_ref().map(|postgres| &postgres.tiers);
        let named = tiers.and_then(|tiers| tiers.get(plan));
        named.map_or_else(|| plan.to_owned(), Clone::clone)
    }

    /// Checks everything but the addresses, which whoever connects checks.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn validate(&self) -> Result<(), BadSetting> {
        if let Some(sentry) = &self.sentry {
            sentry.validate()?;
        }
        if let Some(posthog) = &self.posthog {
            posthog.validate()?;
        }
        match &self.postgres {
            Some(postgres) => postgres.validate(),
            None => Ok(()),
        }
    }
}

impl SentrySettings {
    pub(super) fn validate(&self) -> Result<(), BadSetting> {
        let slug = "has 1 to 100 letters, digits, - and _";
        if !is_slug(&self.organisation) {
            return Err(bad("sentry.organisation", slug));
        }
        match &self.project {
            Some(project) if !is_slug(project) => Err(bad("sentry.project", slug)),
            _ => Ok(()),
        }
    }
}

impl PosthogSettings {
    pub(super) fn validate(&self) -> Result<(), BadSetting> {
        let number = |text: &String| {
            !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit())
        };
        match &self.project {
            Some(project) if !number(project) => Err(bad(
                "posthog.project",
                "is the number in the address of the project, such as 12345",
            )),
            _ => Ok(()),
        }
    }
}

impl PostgresSettings {
    pub(super) fn validate(&self) -> Result<(), BadSetting> {
        let parts: Vec<&str> = self.table.split('.').collect();
        if parts.len() > 2 || !parts.iter().all(|part| is_name(part)) {
            return Err(bad(
                "postgres.table",
                "is a table or view, or schema.table; letters, digits and _",
            ));
        }
        if !is_name(&self.email_column) {
            return Err(bad("postgres.email_column", NAME));
        }
        if self.columns.is_empty() || self.columns.len() > MOST_COLUMNS {
            return Err(bad("postgres.columns", "are 1 to 20"));
        }
        if !self.columns.iter().all(|column| is_name(column)) {
            return Err(bad("postgres.columns", NAME));
        }
        let shown = |column: &String| self.columns.contains(column);
        if self.plan_column.as_ref().is_some_and(|plan| !shown(plan)) {
            return Err(bad("postgres.plan_column", "is one of the columns"));
        }
        let short = |text: &String| !text.trim().is_empty() && text.chars().count() <= 60;
        if self.tiers.len() > 100 || !self.tiers.iter().all(|(k, v)| short(k) && short(v)) {
            return Err(bad(
                "postgres.tiers",
                "are at most 100, with 1 to 60 characters each",
            ));
        }
        match &self.ca_certificates {
            Some(pem) if !is_pem(pem) => Err(bad(
                "postgres.ca_certificates",
                "begin with -----BEGIN CERTIFICATE----- and have at most 24000 bytes",
            )),
            _ => Ok(()),
        }
    }
}

fn is_slug(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    !text.is_empty() && text.len() <= 100 && text.bytes().all(fits)
}

/// A name of a table or column that needs no thought; it is quoted all the same.
pub(super) fn is_name(text: &str) -> bool {
    let first = text.bytes().next();
    first.is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && text.len() <= 63
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

fn is_pem(text: &str) -> bool {
    text.len() <= LONGEST_CERTIFICATES
        && text.contains("-----BEGIN CERTIFICATE-----")
        && !text.contains("PRIVATE KEY")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> EnrichmentSettings {
        EnrichmentSettings {
            sentry: Some(SentrySettings {
                organisation: "acme".to_owned(),
                ..SentrySettings::default()
            }),
            posthog: Some(PosthogSettings {
                project: Some("12345".to_owned()),
                ..PosthogSettings::default()
            }),
            postgres: Some(PostgresSettings::default()),
            note: true,
        }
    }

    #[test]
    fn usual_settings_are_good_and_none_ask_nobody() {
        assert_eq!(whole().validate(), Ok(()));
        assert!(whole().enriches());
        let none = EnrichmentSettings::default();
        assert_eq!(none.validate(), Ok(()));
        assert!(!none.enriches() && none.note);
        assert_eq!(
            serde_json::from_str::<EnrichmentSettings>("{}").unwrap(),
            none
        );
    }

    #[test]
    fn names_that_could_be_more_than_names_are_refused() {
        type Spoil = fn(&mut EnrichmentSettings);
        let cases: [(Spoil, &str); 9] = [
            (
                |s| s.sentry.as_mut().unwrap().organisation = "a/../b".into(),
                "sentry.organisation",
            ),
            (
                |s| s.sentry.as_mut().unwrap().project = Some(String::new()),
                "sentry.project",
            ),
            (
                |s| s.posthog.as_mut().unwrap().project = Some("@current".into()),
                "posthog.project",
            ),
            (
                |s| s.postgres.as_mut().unwrap().table = "a.b.c".into(),
                "postgres.table",
            ),
            (
                |s| s.postgres.as_mut().unwrap().table = "users; drop table users".into(),
                "postgres.table",
            ),
            (
                |s| s.postgres.as_mut().unwrap().columns = vec!["a\"b".into()],
                "postgres.columns",
            ),
            (
                |s| s.postgres.as_mut().unwrap().columns = Vec::new(),
                "postgres.columns",
            ),
            (
                |s| s.postgres.as_mut().unwrap().plan_column = Some("other".into()),
                "postgres.plan_column",
            ),
            (
                |s| s.postgres.as_mut().unwrap().ca_certificates = Some("hello".into()),
                "postgres.ca_certificates",
            ),
        ];
        for (spoil, field) in cases {
            let mut settings = whole();
            spoil(&mut settings);
            assert_eq!(settings.validate().unwrap_err().field, field);
        }
    }

    #[test]
    fn a_plan_counts_as_the_tier_it_is_given_or_as_itself() {
        let mut settings = whole();
        let tiers = &mut settings.postgres.as_mut().unwrap().tiers;
        tiers.insert("team-2024".to_owned(), "enterprise".to_owned());
        assert_eq!(settings.tier("team-2024"), "enterprise");
        assert_eq!(settings.tier("pro"), "pro");
    }
}
