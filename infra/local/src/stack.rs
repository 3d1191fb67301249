//! The whole deployment in one process: table, bucket, queues, mail, event sources, functions, API.
//!
//! Invariant: functions reach everything by the addresses in their environment, exactly as on AWS; whatever
//! was acknowledged survives the end of the process at any moment.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use lambdesk_cloud::clock::Clock;
use lambdesk_cloud::config::Role;
use lambdesk_cloud::entropy::Entropy;
use lambdesk_functions::world::World;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::environment::{self, Endpoints, Environment, Names};
use crate::events::{Chaos, Invoker, Parts, Pump, Settings, Waiting, http};
use crate::faults::{Faults, Service};
use crate::host::InProcess;
use crate::listen;
use crate::mail::drop_folder::{self, DropFolder};
use crate::mail::outbox::Outbox;
use crate::mail::ses::{Ses, SesSettings};
use crate::mail::smtp::{self, SmtpSettings};
use crate::mail::{InboundMail, Sink, inbound};
use crate::objects::{self, Objects, s3_event_json};
use crate::queues::{self, Queues};
use crate::runtime::{ProcessSettings, Processes};
use crate::table::Table;

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
    /// Bytes the bucket may hold, to play a full disk.
    pub quota_bytes: Option<u64>,
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
            quota_bytes: None,
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
    _lock: File,
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
        let environment = Environment::new(sockets.endpoints(), options.names.clone(), &secret)?;
        let (stopping, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();

        let queues = Queues::open(
            &options.data.join("queues.db"),
            environment.template.queue_specs(),
        )?;
        // What the last process held in its hands is free again: it is gone, and this one is alone.
        queues.release_in_flight().await?;
        let table = open_table(&options.data, &environment).await?;
        let objects = open_objects(&options, &environment, &queues).await?;
        let sink = sink(
            objects.clone(),
            environment.bucket()?,
            options.clock.clone(),
        );
        let outbox = Outbox::open(&options.data.join("outbox.db"))?;
        let ses = mail_service(&environment, &outbox, &queues, &sink)?;
        // Mails that were accepted before a crash still owe their events.
        ses.resume().await?;

        let faults = &options.faults;
        let Sockets {
            api,
            dynamodb,
            s3,
            sqs,
            ses: ses_socket,
            smtp: smtp_socket,
            smtp_address,
            ..
        } = sockets;
        for (listener, router, service) in [
            (dynamodb, table.router(), Service::Table),
            (s3, objects.router(), Service::Objects),
            (sqs, queues.router(), Service::Queues),
            (ses_socket, ses.router(), Service::Mail),
        ] {
            serve(
                &mut tasks,
                listener,
                router.layer(faults.layer(service)),
                &stopped,
            );
        }
        upkeep(&mut tasks, &table, &objects, &options.clock);

        let invoker = invoker(&options, &environment)?;
        let pump = Pump::start(
            Parts {
                template: &environment.template,
                queues: queues.clone(),
                tables: [("Table".to_owned(), table.clone())].into(),
                invoker: Arc::clone(&invoker),
            },
            &options.events,
        )
        .await?;
        serve(
            &mut tasks,
            api,
            http::router(&environment.template, Arc::clone(&invoker)),
            &stopped,
        );

        take_mail(
            &mut tasks,
            smtp_socket,
            &options.data,
            &environment,
            &sink,
            &stopped,
        );

        Ok(Self {
            smtp: smtp_address,
            faults: options.faults.clone(),
            environment,
            queues,
            objects,
            table,
            outbox,
            ses,
            pump,
            invoker,
            options,
            sink,
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
            let waiting = self.pump.until_idle(at_most.saturating_sub(begun.elapsed())).await?;
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

/// Listeners first: their addresses are part of the functions' environment.
struct Sockets {
    api: TcpListener,
    dynamodb: TcpListener,
    s3: TcpListener,
    sqs: TcpListener,
    ses: TcpListener,
    smtp: TcpListener,
    smtp_address: SocketAddr,
    addresses: [SocketAddr; 5],
}

impl Sockets {
    async fn bind(options: &Options) -> anyhow::Result<Self> {
        let (api, api_address) = listen::bind(options.api_port, "--port").await?;
        let (smtp, smtp_address) = listen::bind(options.smtp_port, "--smtp-port").await?;
        let (dynamodb, dynamodb_address) = listen::bind(0, "--port").await?;
        let (s3, s3_address) = listen::bind(0, "--port").await?;
        let (sqs, sqs_address) = listen::bind(0, "--port").await?;
        let (ses, ses_address) = listen::bind(0, "--port").await?;
        let addresses = [
            api_address,
            dynamodb_address,
            s3_address,
            sqs_address,
            ses_address,
        ];
        Ok(Self {
            api,
            dynamodb,
            s3,
            sqs,
            ses,
            smtp,
            smtp_address,
            addresses,
        })
    }

    fn endpoints(&self) -> Endpoints {
        let [api, dynamodb, s3, sqs, ses] = self.addresses.map(environment::base_url);
        Endpoints {
            api,
            dynamodb,
            s3,
            sqs,
            ses,
        }
    }
}

/// One process at a time may use a data folder.
fn lock(folder: &Path) -> anyhow::Result<File> {
    let shown = folder.display();
    std::fs::create_dir_all(folder).with_context(|| {
        format!("cannot create the data folder {shown}; choose another with --data")
    })?;
    let path = folder.join("lock");
    let file = File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .open(&path)
        .with_context(|| {
            format!("cannot write to the data folder {shown}; choose another with --data")
        })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            bail!(
                "the data folder {shown} is in use by another lambdesk; stop it, or choose another with --data"
            )
        }
        Err(std::fs::TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("cannot lock the data folder {shown}"))
        }
    }
}

async fn open_table(folder: &Path, environment: &Environment) -> anyhow::Result<Table> {
    let described = environment
        .template
        .tables
        .get("Table")
        .context("template.yaml has no Table")?;
    Ok(Table::open(folder, &described.spec()).await?)
}

async fn open_objects(
    options: &Options,
    environment: &Environment,
    queues: &Queues,
) -> anyhow::Result<Objects> {
    let mut notifications = Vec::new();
    for bucket in environment.template.buckets.values() {
        for rule in &bucket.notifications {
            let queue = environment.queue(&rule.queue)?;
            notifications.push(objects::Notification {
                bucket: bucket.name.clone(),
                prefix: rule.prefix.clone(),
                suffix: rule.suffix.clone(),
                on_put: notify(queues.clone(), queue),
            });
        }
    }
    let objects = Objects::open(objects::Options {
        folder: options.data.join("objects"),
        access_key: environment::ACCESS_KEY.to_owned(),
        secret_key: environment.secret_key.clone(),
        notifications,
        clock: milliseconds(options.clock.clone()),
        quota_bytes: options.quota_bytes,
    })
    .await?;
    objects.ensure_bucket(&environment.bucket()?).await?;
    Ok(objects)
}

fn milliseconds(clock: Clock) -> objects::Clock {
    Arc::new(move || clock.now().as_millisecond())
}

fn notify(queues: Queues, queue: String) -> objects::OnPut {
    Arc::new(move |event| {
        let (queues, queue) = (queues.clone(), queue.clone());
        Box::pin(async move {
            let body = s3_event_json(&event).to_string();
            queues
                .send(&queue, queues::Send::text(body))
                .await
                .map(drop)
                .map_err(|error| error.to_string())
        })
    })
}

/// The facts SES would note about a mail that arrives now.
#[must_use]
pub fn arrival(now: jiff::Timestamp) -> inbound::Arrival {
    inbound::Arrival {
        id: inbound::new_id(),
        region: environment::REGION.to_owned(),
        at: now,
    }
}

fn sink(objects: Objects, bucket: String, clock: Clock) -> Sink {
    Arc::new(move |mail| {
        let (objects, bucket, clock) = (objects.clone(), bucket.clone(), clock.clone());
        Box::pin(async move {
            let arrival = arrival(clock.now());
            let key = inbound::key(&arrival.id);
            let stored = inbound::stored_form(&mail, &arrival);
            let put = objects.put(&bucket, &key, &stored, "message/rfc822").await;
            put.map(|_| key).map_err(|error| error.to_string())
        })
    })
}

fn invoker(options: &Options, environment: &Environment) -> anyhow::Result<Arc<dyn Invoker>> {
    Ok(match &options.processes {
        None => Arc::new(InProcess::new(
            environment,
            &options.clock,
            &options.entropy,
            &options.faults,
        )?),
        Some(binary) => {
            let settings = ProcessSettings {
                environment: environment.connection(),
                ..ProcessSettings::new(binary.clone())
            };
            Arc::new(Processes::new(&environment.template, settings))
        }
    })
}

fn mail_service(
    environment: &Environment,
    outbox: &Outbox,
    queues: &Queues,
    sink: &Sink,
) -> anyhow::Result<Ses> {
    let settings = SesSettings {
        region: environment::REGION.to_owned(),
        account: environment.template.account.clone(),
        events_queue: Some(environment.queue("FeedbackQueue")?),
        ..SesSettings::default()
    };
    Ok(Ses::new(
        settings,
        outbox.clone(),
        queues.clone(),
        Some(Arc::clone(sink)),
    ))
}

/// The two doors for mail: SMTP, and a folder to drop files into.
fn take_mail(
    tasks: &mut JoinSet<()>,
    listener: TcpListener,
    data: &Path,
    environment: &Environment,
    sink: &Sink,
    stopped: &watch::Receiver<bool>,
) {
    let receiving = environment.clone();
    let settings = SmtpSettings {
        accepts: Arc::new(move |recipient: &str| receiving.receives(recipient)),
        ..SmtpSettings::default()
    };
    let (sink_of_smtp, end) = (Arc::clone(sink), ended(stopped.clone()));
    tasks.spawn(async move {
        if let Err(error) = smtp::serve(listener, settings, sink_of_smtp, end).await {
            tracing::error!(%error, "the SMTP listener ended");
        }
    });
    let folder = DropFolder {
        path: data.join("drop"),
        recipient: None,
        every: Duration::from_millis(500),
    };
    let (sink, end) = (Arc::clone(sink), ended(stopped.clone()));
    tasks.spawn(async move {
        if let Err(error) = drop_folder::watch(folder, sink, end).await {
            tracing::error!(%error, "the drop folder is not watched any more");
        }
    });
}

fn serve(
    tasks: &mut JoinSet<()>,
    listener: TcpListener,
    router: axum::Router,
    stopped: &watch::Receiver<bool>,
) {
    let router = router.layer(axum::middleware::from_fn(listen::loopback_only));
    let stopped = ended(stopped.clone());
    tasks.spawn(async move {
        if let Err(error) = listen::serve(router, listener, stopped).await {
            tracing::error!(%error, "a listener ended");
        }
    });
}

async fn ended(mut stopped: watch::Receiver<bool>) {
    // An error means the stack was dropped, which is an end as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

fn upkeep(tasks: &mut JoinSet<()>, table: &Table, objects: &Objects, clock: &Clock) {
    let (table, clock) = (table.clone(), clock.clone());
    tasks.spawn(async move { table.maintain(move || clock.now().as_second()).await });
    let objects = objects.clone();
    tasks.spawn(async move { objects.deliver_notifications().await });
}
