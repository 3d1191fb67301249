//! The whole deployment in one process: table, bucket, queues, mail, event sources, functions, API.
//!
//! Invariant: functions reach everything by the addresses in their environment, exactly as on AWS; whatever
//! was acknowledged survives the end of the process at any moment.

mod sockets;
mod stores;
mod tasks;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use lambdesk_cloud::clock::Clock;
use lambdesk_cloud::config::Role;
use lambdesk_cloud::entropy::Entropy;
use lambdesk_functions::world::World;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app;
use crate::environment::{self, Environment, Names};
use crate::events::{Chaos, Invoker, Parts, Pump, Settings, Waiting, http};
use crate::faults::Faults;
use crate::mail::outbox::Outbox;
use crate::mail::ses::Ses;
use crate::mail::{InboundMail, Sink};
use crate::objects::Objects;
use crate::queues::Queues;
use crate::table::Table;
use sockets::{Sockets, lock};
use stores::Stores;
use tasks::{invoker, open_services, serve, take_mail, upkeep};

pub use stores::arrival;

/// How to start.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where everything is kept.
    pub data: PathBuf,
    /// Port of the API; 0 picks a free one.
    pub api_port: u16,
    /// Port of the SMTP listener; 0 picks a free one.
    pub smtp_port: u16,
    /// Names in use.
    pub names: Names,
    /// How event sources run.
    pub events: Settings,
    /// The functions' binary, to run each function as a process of its own.
    pub processes: Option<PathBuf>,
    /// The time.
    pub clock: Clock,
    /// Where ids come from.
    pub entropy: Entropy,
    /// Planned faults, for tests.
    pub faults: Faults,
    /// The built app to serve beside the API, when there is one.
    pub app: Option<PathBuf>,
    /// Bytes the bucket may hold, to play a full disk.
    pub quota_bytes: Option<u64>,
    /// What this machine sets for every organisation; nothing unless the command line reads it.
    pub defaults: BTreeMap<String, String>,
}

impl Options {
    /// The usual way: free ports, the system's clock, nothing planned to fail.
    #[must_use]
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            api_port: 0,
            smtp_port: 0,
            names: Names::default(),
            events: Settings::default(),
            processes: None,
            clock: Clock::System,
            entropy: Entropy::system(),
            faults: Faults::new(),
            app: None,
            quota_bytes: None,
            defaults: BTreeMap::new(),
        }
    }

    /// The same with disturbances of this seed.
    #[must_use]
    pub fn with_chaos(mut self, seed: u64) -> Self {
        self.events.chaos = Some(Chaos::seeded(seed));
        self
    }
}

/// A running deployment. Dropping it ends everything at once; [`Stack::stop`] lets functions finish.
pub struct Stack {
    /// Names and addresses.
    pub environment: Environment,
    /// Where SMTP listens.
    pub smtp: SocketAddr,
    /// The queues.
    pub queues: Queues,
    /// The bucket.
    pub objects: Objects,
    /// The table.
    pub table: Table,
    /// What was sent.
    pub outbox: Outbox,
    /// The mail service, to tell it how to behave.
    pub ses: Ses,
    /// The event sources.
    pub pump: Pump,
    /// Planned faults and counts of calls.
    pub faults: Faults,
    invoker: Arc<dyn Invoker>,
    options: Options,
    sink: Sink,
    stopping: watch::Sender<bool>,
    tasks: JoinSet<()>,
    _lock: std::fs::File,
}

impl Stack {
    /// Starts everything on loopback.
    ///
    /// # Errors
    /// When the folder is in use or damaged, a port is taken, or the template cannot be honoured.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        let lock = lock(&options.data)?;
        let secret = environment::signing_secret(&options.data, &options.entropy)?;
        let sockets = Sockets::bind(&options).await?;
        let environment = Environment::new(sockets.endpoints(), options.names.clone(), &secret)?
            .with_defaults(options.defaults.clone());
        let smtp_address = sockets.smtp_address;
        let stores = Stores::open(&options, &environment).await?;
        let (stopping, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let invoker = invoker(&options, &environment)?;
        upkeep(&mut tasks, &stores.table, &stores.objects, &options.clock);
        let parts = Parts {
            template: &environment.template,
            queues: stores.queues.clone(),
            tables: [("Table".to_owned(), stores.table.clone())].into(),
            invoker: Arc::clone(&invoker),
        };
        let pump = Pump::start(parts, &options.events).await?;
        let (services, api, mail) = sockets.apart();
        let routes = http::router(&environment.template, Arc::clone(&invoker));
        let routes = match &options.app {
            Some(folder) => app::router(folder, &environment.endpoints.s3, routes)
                .with_context(|| format!("cannot serve the app in {}", folder.display()))?,
            None => routes,
        };
        open_services(&mut tasks, services, &stores, &options.faults, &stopped);
        serve(&mut tasks, api, routes, &stopped);
        take_mail(
            &mut tasks,
            mail,
            &options.data,
            &environment,
            &stores.sink,
            &stopped,
        );
        Ok(Self {
            smtp: smtp_address,
            faults: options.faults.clone(),
            environment,
            queues: stores.queues,
            objects: stores.objects,
            table: stores.table,
            outbox: stores.outbox,
            ses: stores.ses,
            pump,
            invoker,
            options,
            sink: stores.sink,
            stopping,
            tasks,
            _lock: lock,
        })
    }

    /// A world of its own with the rights of a role, for what the command line does itself.
    ///
    /// # Errors
    /// When the role's environment is incomplete.
    pub fn world(&self, role: Role) -> anyhow::Result<Arc<World>> {
        self.environment.world(
            role,
            self.options.clock.clone(),
            self.options.entropy.clone(),
        )
    }

    /// Calls a function by its handler, as its event source would.
    ///
    /// # Errors
    /// What the function answers.
    pub async fn invoke(
        &self,
        role: Role,
        event: serde_json::Value,
    ) -> anyhow::Result<serde_json::Value> {
        let function = self
            .environment
            .template
            .function_for(role.word())
            .context("no such function")?;
        let deadline = tokio::time::Instant::now() + function.timeout;
        Ok(self.invoker.invoke(&function.id, event, deadline).await?)
    }

    /// Takes a mail in as SES would, and answers the key of the stored object.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn receive(&self, mail: InboundMail) -> anyhow::Result<String> {
        (self.sink)(mail).await.map_err(anyhow::Error::msg)
    }

    /// Waits until nothing is left to do now, notifications of the bucket included.
    ///
    /// # Errors
    /// At the deadline, with what there was to do.
    pub async fn until_idle(&self, at_most: Duration) -> anyhow::Result<Waiting> {
        let begun = tokio::time::Instant::now();
        loop {
            while self.objects.undelivered().await? > 0 && begun.elapsed() < at_most {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            let waiting = self
                .pump
                .until_idle(at_most.saturating_sub(begun.elapsed()))
                .await?;
            match self.objects.undelivered().await? {
                0 => return Ok(waiting),
                left if begun.elapsed() >= at_most => {
                    bail!("{left} notifications of the bucket were not delivered in time")
                }
                _ => {}
            }
        }
    }

    /// Stops taking work, lets running functions finish for a while, then ends.
    pub async fn stop(mut self) {
        self.pump.stop(Duration::from_secs(5)).await;
        self.stopping.send_replace(true);
        tokio::time::sleep(Duration::from_millis(10)).await;
        self.tasks.shutdown().await;
    }
}
