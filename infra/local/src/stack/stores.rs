//! Opens what keeps state: table, bucket, mail service.
//!
//! Invariant: what the template declares is what is opened, under the names it gives.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use lambdesk_cloud::clock::Clock;

use super::Options;
use crate::environment::{self, Environment};
use crate::keys::Keys;
use crate::mail::outbox::Outbox;
use crate::mail::ses::{Ses, SesSettings};
use crate::mail::{Sink, inbound};
use crate::objects::{self, Objects, s3_event_json};
use crate::queues::{self, Queues};
use crate::table::Table;

/// Everything that keeps state.
pub(super) struct Stores {
    pub(super) queues: Queues,
    pub(super) table: Table,
    pub(super) objects: Objects,
    pub(super) outbox: Outbox,
    pub(super) ses: Ses,
    pub(super) keys: Keys,
    pub(super) sink: Sink,
}

impl Stores {
    pub(super) async fn open(options: &Options, environment: &Environment) -> anyhow::Result<Self> {
        let specs = environment.template.queue_specs();
        let queues = Queues::open(&options.data.join("queues.db"), specs)?;
        // What the last process held in its hands is free again: it is gone, and this one is alone.
        queues.release_in_flight().await?;
        let table = open_table(&options.data, environment).await?;
        let objects = open_objects(options, environment, &queues).await?;
        let sink = sink(
            objects.clone(),
            environment.bucket()?,
            options.clock.clone(),
        );
        let outbox = Outbox::open(&options.data.join("outbox.db"))?;
        let ses = mail_service(environment, &outbox, &queues, &sink)?;
        // Mails that were accepted before a crash still owe their events.
        ses.resume().await?;
        let master = environment::secrets_key(&options.data, &options.entropy)?;
        let keys = Keys::new(
            &master,
            &environment.endpoints.kms,
            &environment.secret_key,
            options.entropy.clone(),
        )?;
        Ok(Self {
            keys,
            queues,
            table,
            objects,
            outbox,
            ses,
            sink,
        })
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
