//! A deployment to measure: the whole stack, durable, on the disk it is told to use.
//!
//! Invariant: what is timed begins with mails that lie in the bucket and ends with the work they cause.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use lambdesk_cloud::config::Role;
use lambdesk_domain::access::Scope;
use lambdesk_functions::api::tokens;
use lambdesk_local::environment::Names;
use lambdesk_local::mail::InboundMail;
use lambdesk_local::queues::{Counts, Received};
use lambdesk_local::stack::{Options, Stack};
use serde_json::json;
use tempfile::TempDir;

use super::mails::Mails;

/// How long a run may take before it counts as stuck.
const PATIENCE: Duration = Duration::from_secs(1_800);
/// How often the mail queue is looked at: the error of the times below. Counting a long queue costs its service time.
const GLANCE: Duration = Duration::from_millis(25);

/// How to run.
pub struct Settings {
    /// Where data folders are made.
    pub disk: PathBuf,
    /// Invocations at once for each queue.
    pub workers: usize,
    /// The functions' program, to run them as processes.
    pub processes: Option<PathBuf>,
    /// Where the mails say they are going to.
    pub support: String,
}

/// A deployment with nothing in it yet.
pub struct Desk {
    /// The running stack.
    pub stack: Stack,
    /// An API key with all rights.
    pub key: String,
    support: String,
    workers: usize,
    _folder: TempDir,
}

/// How long a run took.
pub struct Times {
    /// Until the mail queue was empty: every mail is stored in its ticket.
    pub stored: Duration,
    /// Until no stage had anything left to do.
    pub all: Duration,
}

impl Desk {
    /// Starts a deployment with an organisation and a key.
    pub async fn start(settings: &Settings) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&settings.disk)?;
        let folder = TempDir::new_in(&settings.disk)?;
        let mut options = Options::new(folder.path());
        options.events.workers = settings.workers;
        options.events.schedules = false;
        options.processes.clone_from(&settings.processes);
        options.names = Names {
            support: settings.support.clone(),
            ..Names::default()
        };
        let stack = Stack::start(options).await?;
        stack.invoke(Role::Sweep, json!({})).await?;
        let key = api_key(&stack).await?;
        Ok(Self {
            stack,
            key,
            support: settings.support.clone(),
            workers: settings.workers,
            _folder: folder,
        })
    }

    /// Puts mails into the bucket as SES does, while no function runs, and says how long that took.
    pub async fn fill(&self, mails: &Mails) -> anyhow::Result<Duration> {
        self.stack.pump.pause().await;
        let begun = Instant::now();
        self.take_in(mails).await?;
        let took = begun.elapsed();
        while self.mail_queue().await?.visible < mails.len() {
            anyhow::ensure!(begun.elapsed() < PATIENCE, "not every mail was announced");
            tokio::time::sleep(GLANCE).await;
        }
        Ok(took)
    }

    /// Lets the functions work and waits until all is done.
    pub async fn work(&self) -> anyhow::Result<Times> {
        let begun = Instant::now();
        self.stack.pump.resume();
        while self.mail_queue().await? != Counts::default() {
            anyhow::ensure!(
                begun.elapsed() < PATIENCE,
                "the mail queue does not get empty"
            );
            tokio::time::sleep(GLANCE).await;
        }
        let stored = begun.elapsed();
        self.stack.pump.until_idle(PATIENCE).await?;
        Ok(Times {
            stored,
            all: begun.elapsed(),
        })
    }

    /// Has only the ingest function work off the mail queue, one invocation at a time for each worker, and
    /// says how long that took. The event sources stay on hold.
    pub async fn ingest_alone(&self) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        let workers = (0..self.workers).map(|_| self.ingest_until_empty());
        futures_util::future::try_join_all(workers).await?;
        Ok(begun.elapsed())
    }

    async fn ingest_until_empty(&self) -> anyhow::Result<()> {
        let queue = self.stack.environment.queue("MailQueue")?;
        loop {
            let held = Duration::from_secs(360);
            let taken = self
                .stack
                .queues
                .receive(&queue, 10, Some(held), Duration::ZERO)
                .await?;
            if taken.is_empty() {
                return Ok(());
            }
            let records: Vec<_> = taken.iter().map(record).collect();
            let answer = self
                .stack
                .invoke(Role::Ingest, json!({ "Records": records }))
                .await?;
            let failed = answer
                .get("batchItemFailures")
                .and_then(|list| list.as_array());
            anyhow::ensure!(
                failed.is_none_or(Vec::is_empty),
                "a mail was not filed: {answer}"
            );
            let receipts: Vec<String> = taken.into_iter().map(|m| m.receipt).collect();
            self.stack.queues.delete(&queue, &receipts).await?;
        }
    }

    /// Takes mails in at the door while the functions work, and says how long all of it took.
    pub async fn fill_and_work(&self, mails: &Mails) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        self.take_in(mails).await?;
        self.stack.pump.until_idle(PATIENCE).await?;
        Ok(begun.elapsed())
    }

    async fn take_in(&self, mails: &Mails) -> anyhow::Result<()> {
        for mail in mails.read() {
            let (mail_from, raw) = mail?;
            let recipients = vec![self.support.clone()];
            let mail = InboundMail {
                mail_from,
                recipients,
                raw,
                helo: "mx.example.com".into(),
                peer: None,
            };
            self.stack.receive(mail).await?;
        }
        Ok(())
    }

    async fn mail_queue(&self) -> anyhow::Result<Counts> {
        let queue = self.stack.environment.queue("MailQueue")?;
        Ok(self.stack.queues.counts(&queue).await?)
    }
}

/// What of an SQS event the functions read.
fn record(message: &Received) -> serde_json::Value {
    json!({
        "messageId": message.message_id,
        "receiptHandle": message.receipt,
        "body": message.body,
        "attributes": {
            "ApproximateReceiveCount": message.receive_count.to_string(),
            "SentTimestamp": message.sent_at_ms.to_string(),
        },
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:000000000000:bench",
    })
}

async fn api_key(stack: &Stack) -> anyhow::Result<String> {
    let world = stack.world(Role::Api)?;
    let organisation = world
        .default_organisation()
        .await
        .context("find the organisation")?;
    let scopes = Scope::ALL.iter().copied().collect();
    let now = world.clock.now();
    let (key, text) = tokens::mint(&world.entropy, &organisation.id, "bench", scopes, None, now);
    world.store.put_api_key(&key).await?;
    Ok(text)
}
