//! What the environment says, read once per process.
//!
//! Invariant: this is the only place that reads settings of the environment; a role reads only its own names
//! and all problems are reported at once.

pub mod contract;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use contract::{Contract, contract};

/// What one function of the deployment does; also the word after which the binary chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads raw mail.
    Ingest,
    /// Takes outbox entries to the queues.
    Relay,
    /// Looks up facts.
    Enrich,
    /// Judges.
    Triage,
    /// Sends mail.
    Deliver,
    /// Takes in what SES reports.
    Feedback,
    /// Finds what is due or got stuck, every minute.
    Sweep,
    /// Serves the API.
    Api,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 8] = [
        Role::Ingest,
        Role::Relay,
        Role::Enrich,
        Role::Triage,
        Role::Deliver,
        Role::Feedback,
        Role::Sweep,
        Role::Api,
    ];

    /// The word in `_HANDLER`, in logs and in metrics.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Role::Ingest => "ingest",
            Role::Relay => "relay",
            Role::Enrich => "enrich",
            Role::Triage => "triage",
            Role::Deliver => "deliver",
            Role::Feedback => "feedback",
            Role::Sweep => "sweep",
            Role::Api => "api",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a function of this program; use one of ingest, relay, enrich, triage, deliver, feedback, sweep, api"
)]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let unknown = || UnknownRole(text.chars().take(40).collect());
        Role::ALL
            .into_iter()
            .find(|role| role.word() == text)
            .ok_or_else(unknown)
    }
}

/// A value that never shows in logs.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a value.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself; for signing and for the wire only.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() {
            "Secret(none)"
        } else {
            "Secret(***)"
        })
    }
}

/// Who the process is for AWS and where AWS is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwsSettings {
    /// Region of all services.
    pub region: String,
    /// Access key id of the role.
    pub access_key_id: String,
    /// Its secret.
    pub secret_access_key: Secret,
    /// Its session token; long-lived keys have none.
    pub session_token: Option<Secret>,
    /// Where the table is, when it is not AWS.
    pub dynamodb_endpoint: Option<String>,
    /// Where the objects are, when it is not AWS.
    pub s3_endpoint: Option<String>,
    /// Where the queues are, when it is not AWS.
    pub sqs_endpoint: Option<String>,
    /// Where mail goes, when it is not AWS.
    pub ses_endpoint: Option<String>,
    /// Where data keys come from, when it is not AWS.
    pub kms_endpoint: Option<String>,
}

/// Addresses of the queues; empty where the role sends nothing to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueUrls {
    /// Raw mail.
    pub mail: String,
    /// Facts.
    pub enrich: String,
    /// Judging.
    pub triage: String,
    /// Sending.
    pub delivery: String,
}

/// Settings of one role; what the role does not read is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Whose settings these are.
    pub role: Role,
    /// The table.
    pub table: String,
    /// The bucket of raw mail, parts and uploads.
    pub mail_bucket: String,
    /// The queues.
    pub queues: QueueUrls,
    /// Domain of reply addresses, lower case.
    pub reply_domain: String,
    /// Key of reply addresses, anchors and cursors.
    pub signing_secret: Secret,
    /// Where people reach the program, without a slash at the end.
    pub public_url: String,
    /// SES configuration set whose events come back.
    pub configuration_set: String,
    /// Sender of sign-in links.
    pub system_sender: String,
    /// Name of the first organisation.
    pub organisation_name: String,
    /// Sign-in address of its owner.
    pub owner_email: String,
    /// Its first mailbox.
    pub support_address: String,
    /// The key of KMS under which secrets of organisations are sealed.
    pub secrets_key: String,
    /// Namespace of metrics; empty turns metric lines off.
    pub metrics_namespace: String,
    /// Settings for every organisation of a helpdesk on one machine.
    pub defaults: Defaults,
    /// Credentials and endpoints.
    pub aws: AwsSettings,
}

/// What the environment sets for every organisation when the helpdesk runs on one machine: keys of other services and
/// switches, by the names of [`contract::LOCAL_DEFAULTS`]. What an organisation sets wins. On AWS there are none: there
/// every organisation sets its own, sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Defaults(BTreeMap<&'static str, Secret>);

impl Defaults {
    /// The value of a name, when it is set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Secret> {
        self.0.get(name)
    }
}

/// Everything that is wrong with the environment of a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the settings of {role} are not usable: {}", problems.join("; "))]
pub struct ConfigError {
    /// Whose settings.
    pub role: Role,
    /// One sentence each, with the name of the variable.
    pub problems: Vec<String>,
}

impl Config {
    /// Reads the settings of a role through `look`.
    ///
    /// # Errors
    /// All missing and malformed variables at once, by name.
    pub fn read(role: Role, look: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut reader = Reader {
            role,
            look,
            problems: Vec::new(),
        };
        let config = reader.config();
        if reader.problems.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError {
                role,
                problems: reader.problems,
            })
        }
    }

    /// Whether the services are on this machine: then a model server may be too, and the environment sets defaults.
    #[must_use]
    pub fn is_local(&self) -> bool {
        is_local(&self.aws)
    }

    /// Reads the settings of a role from the environment of the process.
    ///
    /// # Errors
    /// All missing and malformed variables at once, by name.
    pub fn from_environment(role: Role) -> Result<Self, ConfigError> {
        Self::read(role, &environment)
    }
}

/// One variable of this process's environment; `None` when it is not set or not text.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment"
)]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

struct Reader<'a> {
    role: Role,
    look: &'a dyn Fn(&str) -> Option<String>,
    problems: Vec<String>,
}

impl Reader<'_> {
    fn config(&mut self) -> Config {
        let aws = self.aws();
        Config {
            role: self.role,
            table: self.text("TABLE"),
            mail_bucket: self.text("MAIL_BUCKET"),
            queues: QueueUrls {
                mail: self.url("MAIL_QUEUE_URL"),
                enrich: self.url("ENRICH_QUEUE_URL"),
                triage: self.url("TRIAGE_QUEUE_URL"),
                delivery: self.url("DELIVERY_QUEUE_URL"),
            },
            reply_domain: self.text("REPLY_DOMAIN").to_ascii_lowercase(),
            signing_secret: self.secret("SIGNING_SECRET"),
            public_url: self.url("PUBLIC_URL").trim_end_matches('/').to_owned(),
            configuration_set: self.text("CONFIGURATION_SET"),
            system_sender: self.address("SYSTEM_SENDER"),
            organisation_name: self.text("ORGANISATION_NAME"),
            owner_email: self.address("OWNER_EMAIL"),
            support_address: self.address("SUPPORT_ADDRESS"),
            secrets_key: self.text("SECRETS_KEY"),
            metrics_namespace: self.optional("METRICS_NAMESPACE").unwrap_or_default(),
            defaults: self.defaults(&aws),
            aws,
        }
    }

    fn defaults(&self, aws: &AwsSettings) -> Defaults {
        if !is_local(aws) || !contract(self.role).env.contains(&"SECRETS_KEY") {
            return Defaults::default();
        }
        let set = |name: &&'static str| Some((*name, Secret(self.optional(name)?)));
        Defaults(contract::LOCAL_DEFAULTS.iter().filter_map(set).collect())
    }

    fn aws(&mut self) -> AwsSettings {
        AwsSettings {
            region: self.required("AWS_REGION"),
            access_key_id: self.required("AWS_ACCESS_KEY_ID"),
            secret_access_key: Secret(self.required("AWS_SECRET_ACCESS_KEY")),
            session_token: self.optional("AWS_SESSION_TOKEN").map(Secret),
            dynamodb_endpoint: self.endpoint("AWS_ENDPOINT_URL_DYNAMODB"),
            s3_endpoint: self.endpoint("AWS_ENDPOINT_URL_S3"),
            sqs_endpoint: self.endpoint("AWS_ENDPOINT_URL_SQS"),
            ses_endpoint: self.endpoint("AWS_ENDPOINT_URL_SES"),
            kms_endpoint: self.endpoint("AWS_ENDPOINT_URL_KMS"),
        }
    }

    fn optional(&self, name: &str) -> Option<String> {
        (self.look)(name)
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    }

    fn required(&mut self, name: &str) -> String {
        self.optional(name).unwrap_or_else(|| {
            self.problems.push(format!("{name} is missing"));
            String::new()
        })
    }

    /// A setting of the contract: required where the role reads it, empty elsewhere.
    fn text(&mut self, name: &str) -> String {
        if contract(self.role).env.contains(&name) {
            self.required(name)
        } else {
            String::new()
        }
    }

    fn checked(&mut self, name: &str, fits: fn(&str) -> bool, rule: &str) -> String {
        let value = self.text(name);
        if !value.is_empty() && !fits(&value) {
            self.problems.push(format!("{name} {rule}"));
        }
        value
    }

    fn url(&mut self, name: &str) -> String {
        self.checked(name, is_url, "must begin with https:// or http://")
    }

    fn address(&mut self, name: &str) -> String {
        self.checked(name, is_address, "must be a mail address")
            .to_lowercase()
    }

    fn secret(&mut self, name: &str) -> Secret {
        Secret(self.checked(name, |s| s.len() >= 32, "must have at least 32 characters"))
    }

    fn endpoint(&mut self, name: &str) -> Option<String> {
        let value = self.optional(name)?;
        if !is_url(&value) {
            self.problems
                .push(format!("{name} must begin with https:// or http://"));
        }
        Some(value)
    }
}

/// The keys are on this machine, reached without TLS.
fn is_local(aws: &AwsSettings) -> bool {
    let endpoint = aws.kms_endpoint.as_deref().unwrap_or_default();
    let host = endpoint.strip_prefix("http://").unwrap_or_default();
    ["127.0.0.1:", "localhost:", "[::1]:"]
        .iter()
        .any(|here| host.starts_with(here))
}

fn is_url(text: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|p| text.strip_prefix(p).is_some_and(|rest| !rest.is_empty()))
}

fn is_address(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
        && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests;
