//! What a function has at hand, built once per cold start.
//!
//! Invariant: nothing here is reached over the network before the first event.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use lambdesk_cloud::aws::Aws;
use lambdesk_cloud::blobs::Blobs;
use lambdesk_cloud::clock::Clock;
use lambdesk_cloud::config::{Config, Secret};
use lambdesk_cloud::entropy::Entropy;
use lambdesk_cloud::error::{Error, Kind};
use lambdesk_cloud::facts::{self, Facts};
use lambdesk_cloud::mailer::Mailer;
use lambdesk_cloud::models::{Embedder, Engine, Limits};
use lambdesk_cloud::outbound::guard::Reach;
use lambdesk_cloud::pictures::{self, Pictures};
use lambdesk_cloud::queues::Queues;
use lambdesk_cloud::store::Store;
use lambdesk_cloud::vault::Vault;
use lambdesk_domain::directory::Directory;
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::people::Organisation;
use lambdesk_domain::reply_address::Signer;
use lambdesk_domain::secret::SecretName;
use tokio::sync::Semaphore;

use crate::canned;
use crate::knowledge::Memory;
use crate::learning::Layers;
use crate::numbers::Numbers;
use crate::past;

/// How long a change of mailboxes, people or settings may go unnoticed by a warm function.
const DIRECTORY_AGE: SignedDuration = SignedDuration::from_secs(30);

/// What is known about a secret, and since when.
type KnownSecret = (Timestamp, Option<Secret>);

/// Four of the largest mails; the memory of the function in the template is made for it.
const MAIL_ROOM: usize = 164;

/// The capabilities of one function.
pub struct World {
    /// The table.
    pub store: Store,
    /// The bucket.
    pub blobs: Blobs,
    /// The queues.
    pub queues: Queues,
    /// Mail out.
    pub mailer: Mailer,
    /// What time it is.
    pub clock: Clock,
    /// Where ids come from.
    pub entropy: Entropy,
    /// What the environment says.
    pub config: Config,
    /// Signs and checks reply addresses.
    pub signer: Signer,
    /// Seals and opens the secrets of organisations.
    pub vault: Vault,
    /// Asks other systems about customers.
    pub facts: Facts,
    /// Fetches pictures of mails.
    pub pictures: Pictures,
    /// Asks language models.
    pub models: Engine,
    /// Turns texts into vectors.
    pub embedder: Embedder,
    /// Ticket numbers.
    pub numbers: Numbers,
    /// Indexes of knowledge bases.
    pub knowledge: Memory,
    /// Canned responses.
    pub canned: canned::Memory,
    /// Answers of past tickets.
    pub past: past::Memory,
    /// Megabytes of raw mail that may be read at the same time.
    pub mail_room: Semaphore,
    /// What was learned from settled tickets.
    pub(crate) layers: Layers,
    directories: Mutex<HashMap<OrganisationId, (Timestamp, Arc<Directory>)>>,
    mailboxes: Mutex<HashMap<String, (Timestamp, OrganisationId)>>,
    secrets: Mutex<HashMap<(OrganisationId, SecretName), KnownSecret>>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World")
            .field("role", &self.config.role)
            .finish_non_exhaustive()
    }
}

impl World {
    /// Builds the clients; nothing is contacted yet.
    #[must_use]
    pub fn new(config: Config, clock: Clock, entropy: Entropy) -> Self {
        let aws = Aws::new(&config.aws);
        let limits = Limits {
            reach: reach(&config),
            ..Limits::default()
        };
        Self {
            store: Store::new(aws.dynamodb(), &config.table, &config.signing_secret)
                .with_clock(clock.clone()),
            blobs: Blobs::new(aws.s3(), config.mail_bucket.clone()),
            queues: Queues::new(aws.sqs(), config.queues.clone()),
            mailer: Mailer::new(aws.ses(), &config.configuration_set),
            signer: Signer::new(
                config.signing_secret.reveal().as_bytes(),
                &config.reply_domain,
            ),
            vault: Vault::new(
                &config.aws,
                &config.secrets_key,
                clock.clone(),
                entropy.clone(),
            ),
            facts: Facts::new(facts::Limits {
                reach: reach(&config),
                ..facts::Limits::default()
            }),
            pictures: Pictures::new(pictures::Limits {
                reach: reach(&config),
                ..pictures::Limits::default()
            }),
            models: Engine::new(&config.aws, clock.clone(), entropy.clone(), limits),
            embedder: Embedder::new(&config.aws, clock.clone(), entropy.clone(), limits),
            clock,
            entropy,
            config,
            numbers: Numbers::default(),
            knowledge: Memory::default(),
            canned: canned::Memory::default(),
            past: past::Memory::default(),
            mail_room: Semaphore::new(MAIL_ROOM),
            layers: Layers::default(),
            directories: Mutex::new(HashMap::new()),
            mailboxes: Mutex::new(HashMap::new()),
            secrets: Mutex::new(HashMap::new()),
        }
    }

    /// The organisation with its own addresses, at most half a minute old.
    ///
    /// # Errors
    /// When the table cannot be read, or there is no such organisation.
    pub async fn directory(&self, id: &OrganisationId) -> Result<Arc<Directory>, Error> {
        let now = self.clock.now();
        if let Some((read_at, directory)) = lock(&self.directories).get(id)
            && now.duration_since(*read_at).abs() < DIRECTORY_AGE
        {
            return Ok(Arc::clone(directory));
        }
        let missing = || Error::new(Kind::NotFound, "find the organisation");
        let organisation = self.store.organisation(id).await?.ok_or_else(missing)?;
        let mailboxes = self.store.mailboxes(id).await?;
        let agents = self.store.agents(id).await?;
        let teams = self.store.teams(id).await?;
        let directory = Directory::new(organisation, mailboxes, &agents).with_teams(teams);
        let directory = Arc::new(directory);
        lock(&self.directories).insert(id.clone(), (now, Arc::clone(&directory)));
        Ok(directory)
    }

    /// Forgets what was read about an organisation, after it was changed here.
    pub fn forget_directory(&self, id: &OrganisationId) {
        lock(&self.directories).remove(id);
    }

    /// A secret of an organisation, at most half a minute old: the one it set, else the one the environment sets for
    /// everybody on one machine.
    ///
    /// # Errors
    /// When the table or KMS cannot be asked, or the stored secret does not open.
    pub async fn secret(
        &self,
        organisation: &OrganisationId,
        name: SecretName,
    ) -> Result<Option<Secret>, Error> {
        let own = self.own_secret(organisation, name).await?;
        Ok(own.or_else(|| self.default_secret(name)))
    }

    /// The secret an organisation set itself, at most half a minute old.
    ///
    /// # Errors
    /// As [`World::secret`].
    pub async fn own_secret(
        &self,
        organisation: &OrganisationId,
        name: SecretName,
    ) -> Result<Option<Secret>, Error> {
        let now = self.clock.now();
        let place = (organisation.clone(), name);
        if let Some((read_at, secret)) = lock(&self.secrets).get(&place)
            && now.duration_since(*read_at).abs() < DIRECTORY_AGE
        {
            return Ok(secret.clone());
        }
        let secret = match self.store.secret(organisation, name).await? {
            Some(stored) => Some(self.vault.open(organisation, name, &stored.sealed).await?),
            None => None,
        };
        lock(&self.secrets).insert(place, (now, secret.clone()));
        Ok(secret)
    }

    /// The secret of a name that the environment sets for every organisation.
    #[must_use]
    pub fn default_secret(&self, name: SecretName) -> Option<Secret> {
        let names: &[&str] = match name {
            SecretName::Model => &["ANTHROPIC_API_KEY", "OPENAI_API_KEY"],
            SecretName::Embeddings => &["OPENAI_API_KEY"],
            SecretName::Sentry => &["SENTRY_AUTH_TOKEN"],
            SecretName::Posthog => &["POSTHOG_API_KEY"],
            SecretName::Postgres => &["INTERNAL_DB_URL"],
        };
        let defaults = &self.config.defaults;
        names.iter().find_map(|name| defaults.get(name)).cloned()
    }

    /// Forgets a secret that was changed here.
    pub fn forget_secret(&self, organisation: &OrganisationId, name: SecretName) {
        lock(&self.secrets).remove(&(organisation.clone(), name));
    }

    /// The organisation of the first of some addresses that is a mailbox, at most half a minute old.
    ///
    /// Only what was found is remembered, so strangers cannot fill the memory and a new mailbox works at once.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn organisation_of(
        &self,
        addresses: &[String],
    ) -> Result<Option<OrganisationId>, Error> {
        let now = self.clock.now();
        let first = addresses.first().map(|first| first.trim().to_lowercase());
        let first = first.unwrap_or_default();
        if let Some((read_at, organisation)) = lock(&self.mailboxes).get(&first)
            && now.duration_since(*read_at).abs() < DIRECTORY_AGE
        {
            return Ok(Some(organisation.clone()));
        }
        let found = self.store.mailbox_by_address(addresses).await?;
        if let Some(mailbox) = &found {
            let known = (now, mailbox.organisation.clone());
            lock(&self.mailboxes).insert(mailbox.address.clone(), known);
        }
        Ok(found.map(|mailbox| mailbox.organisation))
    }

    /// The organisation that gets mail whose recipient is not known.
    ///
    /// # Errors
    /// When the table cannot be read, or nothing is set up yet: then trying again later helps.
    pub async fn default_organisation(&self) -> Result<Organisation, Error> {
        let missing = || {
            Error::new(
                Kind::Busy,
                "find an organisation; the sweep creates the first one",
            )
        };
        self.store.default_organisation().await?.ok_or_else(missing)
    }
}

/// Which servers organisations may name: on one machine also one that runs there.
fn reach(config: &Config) -> Reach {
    Reach {
        loopback: config.is_local(),
        private: false,
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
