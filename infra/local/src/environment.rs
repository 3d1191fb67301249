//! What a deployment would tell its functions, worked out for one machine.
//!
//! Invariant: everything comes from `template.yaml`; only addresses, the secret and the demo names are ours.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use lambdesk_cloud::clock::Clock;
use lambdesk_cloud::config::contract::LOCAL_DEFAULTS;
use lambdesk_cloud::config::{Config, Role, environment};
use lambdesk_cloud::entropy::{Entropy, sha256_hex};
use lambdesk_domain::routing;
use lambdesk_functions::world::World;
use serde::{Deserialize, Serialize};

use crate::mail::InboundMail;
use crate::template::{self, Parameters, Template};

/// The deployment as it is checked in.
pub const TEMPLATE: &str = include_str!("../../../template.yaml");
/// The key id of the local endpoints; the secret half belongs to the data folder.
pub const ACCESS_KEY: &str = "local";
/// The region SES ids and signatures name.
pub const REGION: &str = "eu-west-1";

/// Where the local services listen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Endpoints {
    /// The HTTP API.
    pub api: String,
    /// DynamoDB.
    pub dynamodb: String,
    /// S3.
    pub s3: String,
    /// SQS.
    pub sqs: String,
    /// SES.
    pub ses: String,
    /// KMS.
    pub kms: String,
}

/// Names a local helpdesk goes by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Names {
    /// Of the organisation.
    pub organisation: String,
    /// Address of its first owner.
    pub owner: String,
    /// Address customers write to.
    pub support: String,
    /// Domain of reply addresses.
    pub reply_domain: String,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            organisation: "Demo".to_owned(),
            owner: "owner@demo.test".to_owned(),
            support: "support@demo.test".to_owned(),
            reply_domain: "in.demo.test".to_owned(),
        }
    }
}

/// A deployment on this machine: the template read, and where its services are.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The template with local values.
    pub template: Template,
    /// Where the services are.
    pub endpoints: Endpoints,
    /// The names in use.
    pub names: Names,
    /// The secret half of the key pair with which requests to the bucket are signed.
    pub secret_key: String,
    /// What this machine sets for every organisation; see `contract::LOCAL_DEFAULTS`.
    pub defaults: BTreeMap<String, String>,
}

impl Environment {
    /// Reads the template for these addresses and this secret.
    ///
    /// # Errors
    /// When the template uses something the local stack cannot honour.
    pub fn new(endpoints: Endpoints, names: Names, secret: &str) -> anyhow::Result<Self> {
        let parameters = Parameters {
            region: REGION.to_owned(),
            queue_base: format!("{}/000000000000", endpoints.sqs),
            api_endpoint: endpoints.api.clone(),
            ..Parameters::default()
        }
        .with("OrganisationName", &names.organisation)
        .with("OwnerEmail", &names.owner)
        .with("SupportAddress", &names.support)
        .with("ReplyDomain", &names.reply_domain)
        .with(
            "SystemSender",
            format!("no-reply@{}", domain_of(&names.support)),
        )
        .with_secret("SigningSecret", secret);
        let template =
            template::parse(TEMPLATE, parameters).context("cannot read template.yaml")?;
        // Derived, so that a page that guesses the port cannot guess the key.
        let secret_key = sha256_hex(format!("bucket key of this data folder\n{secret}"));
        Ok(Self {
            template,
            endpoints,
            names,
            secret_key,
            defaults: BTreeMap::new(),
        })
    }

    /// The same with defaults for every organisation.
    #[must_use]
    pub fn with_defaults(mut self, defaults: BTreeMap<String, String>) -> Self {
        self.defaults = defaults;
        self
    }

    /// The environment variables of a function, as its process would see them.
    ///
    /// # Errors
    /// When the template has no such function.
    pub fn variables(&self, role: Role) -> anyhow::Result<BTreeMap<String, String>> {
        let Some(function) = self.template.function_for(role.word()) else {
            bail!(
                "template.yaml has no function with the handler {}",
                role.word()
            );
        };
        let mut variables = function.environment.clone();
        variables.extend(self.connection());
        // Metrics are lines on standard output, which in one process belongs to the command.
        variables.remove("METRICS_NAMESPACE");
        Ok(variables)
    }

    /// The variables that lead to the local services, and the defaults of this machine.
    #[must_use]
    pub fn connection(&self) -> BTreeMap<String, String> {
        [
            ("AWS_DEFAULT_REGION", REGION),
            ("AWS_REGION", REGION),
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
            ("AWS_SECRET_ACCESS_KEY", &self.secret_key),
            ("AWS_ENDPOINT_URL_DYNAMODB", &self.endpoints.dynamodb),
            ("AWS_ENDPOINT_URL_S3", &self.endpoints.s3),
            ("AWS_ENDPOINT_URL_SQS", &self.endpoints.sqs),
            ("AWS_ENDPOINT_URL_SES", &self.endpoints.ses),
            ("AWS_ENDPOINT_URL_KMS", &self.endpoints.kms),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into_iter()
        .chain(self.defaults.clone())
        .collect()
    }

    /// What a function has at hand.
    ///
    /// # Errors
    /// When a variable it needs is missing or wrong.
    pub fn world(&self, role: Role, clock: Clock, entropy: Entropy) -> anyhow::Result<Arc<World>> {
        let variables = self.variables(role)?;
        let config = Config::read(role, &|name| variables.get(name).cloned())?;
        Ok(Arc::new(World::new(config, clock, entropy)))
    }

    /// The name of the one bucket.
    ///
    /// # Errors
    /// When the template has none.
    pub fn bucket(&self) -> anyhow::Result<String> {
        let bucket = self
            .template
            .buckets
            .get("MailBucket")
            .context("template.yaml has no MailBucket")?;
        Ok(bucket.name.clone())
    }

    /// The name of a queue by its logical id.
    ///
    /// # Errors
    /// When the template has none of that id.
    pub fn queue(&self, id: &str) -> anyhow::Result<String> {
        let queue = self
            .template
            .queues
            .get(id)
            .with_context(|| format!("template.yaml has no queue {id}"))?;
        Ok(queue.name.clone())
    }

    /// A mail with the envelope it would have had: the recipient given, else the first of ours that its
    /// headers name, else the support address.
    #[must_use]
    pub fn arrived(&self, raw: Vec<u8>, to: Option<String>) -> InboundMail {
        let named = routing::recipients(&raw)
            .into_iter()
            .find(|address| self.receives(address));
        let recipient = to.or(named).unwrap_or_else(|| self.names.support.clone());
        InboundMail {
            mail_from: "sender@mail.invalid".to_owned(),
            recipients: vec![recipient],
            raw,
            helo: "localhost".to_owned(),
            peer: None,
        }
    }

    /// Whether a recipient is one of ours: the demo's domain, and the domain of reply addresses.
    #[must_use]
    pub fn receives(&self, recipient: &str) -> bool {
        let domain = domain_of(recipient).to_lowercase();
        domain == domain_of(&self.names.support).to_lowercase()
            || domain == self.names.reply_domain.to_lowercase()
    }
}

/// The part after the last `@`.
#[must_use]
pub fn domain_of(address: &str) -> &str {
    address
        .rsplit_once('@')
        .map_or(address, |(_, domain)| domain)
}

/// An address on loopback as the base of URLs.
#[must_use]
pub fn base_url(address: SocketAddr) -> String {
    format!("http://{address}")
}

/// The signing secret of a data folder, made at its first use and readable by its owner only.
///
/// # Errors
/// When the folder cannot be read or written.
pub fn signing_secret(folder: &Path, entropy: &Entropy) -> anyhow::Result<String> {
    kept(folder, "signing-secret", entropy)
}

/// The key under which secrets of organisations are sealed, made and kept in the same way.
///
/// # Errors
/// When the folder cannot be read or written.
pub fn secrets_key(folder: &Path, entropy: &Entropy) -> anyhow::Result<String> {
    kept(folder, "secrets-key", entropy)
}

fn kept(folder: &Path, name: &str, entropy: &Entropy) -> anyhow::Result<String> {
    let path = folder.join(name);
    match std::fs::read_to_string(&path) {
        Ok(secret) if secret.trim().len() >= 32 => return Ok(secret.trim().to_owned()),
        Ok(_) => bail!(
            "{} is damaged; restore it, or start anew with --fresh",
            path.display()
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
    let secret = entropy.secret();
    let pending = folder.join(format!("{name}.new"));
    let mut file =
        private_file(&pending).with_context(|| format!("cannot write {}", pending.display()))?;
    file.write_all(secret.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&pending, &path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(secret)
}

/// What this machine sets for every organisation: the environment first, then the file `.env` of a folder.
///
/// # Errors
/// When there is such a file and it cannot be read.
pub fn machine_defaults(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let path = folder.join(".env");
    let mut found = BTreeMap::new();
    if path.is_file() {
        let unreadable = || format!("cannot read {}; see .env.example", path.display());
        // The reader's own words would quote the line, which may hold a key.
        for pair in dotenvy::from_path_iter(&path).map_err(|_| anyhow::anyhow!(unreadable()))? {
            let (name, value) = pair.map_err(|_| anyhow::anyhow!(unreadable()))?;
            if LOCAL_DEFAULTS.contains(&name.as_str()) {
                found.insert(name, value);
            }
        }
    }
    for name in LOCAL_DEFAULTS {
        if let Some(value) = environment(name) {
            found.insert((*name).to_owned(), value);
        }
    }
    Ok(found)
}

/// Opens a file that only its owner can read.
fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
