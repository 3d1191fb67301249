//! Every minute: sets the organisation up, and finds what was left behind.
//!
//! Invariant: it remembers nothing between runs; everything is derived from the table, so a missed run
//! costs a minute and a double run costs nothing.

use jiff::SignedDuration;
use lambdesk_cloud::error::chain;
use lambdesk_cloud::store::{Due, DueKind};
use lambdesk_domain::delivery::Happened;
use lambdesk_domain::people::Organisation;
use lambdesk_domain::task::{MessageRef, Task};
use serde_json::{Value, json};

use crate::world::World;
use crate::{deliver, measuring, relay};

mod bootstrap;

/// Older outbox entries were missed by the stream.
const OUTBOX_AGE: SignedDuration = SignedDuration::from_mins(5);
/// Rows worked on in one run; the next run goes on.
const AT_ONCE: usize = 200;

/// Runs one sweep.
///
/// # Errors
/// When the table cannot be reached at all; parts that fail alone are reported and tried again.
pub async fn handle(world: &World, _event: &Value) -> anyhow::Result<Value> {
    let organisation = bootstrap::ensure_organisation(world).await?;
    let passed_on = outbox(world).await?;
    let due = world.store.due(world.clock.now(), AT_ONCE).await?;
    let mut failed = 0;
    for row in &due {
        if let Err(error) = attend(world, row).await {
            failed += 1;
            tracing::warn!(ticket.id = %row.ticket, error = format!("{error:#}"), "a due row could not be attended to");
        }
    }
    measure(world, &organisation).await;
    world.store.beat("sweep", world.clock.now()).await?;
    tracing::info!(
        outbox = passed_on,
        due = due.len(),
        failed,
        "the sweep is done"
    );
    Ok(json!({ "outbox": passed_on, "due": due.len(), "failed": failed }))
}

/// Once a day: how far models can be believed. Nothing waits for it, so a failure is tried again a minute later.
async fn measure(world: &World, organisation: &Organisation) {
    if let Err(error) = Box::pin(measuring::measure_if_due(world, organisation)).await {
        tracing::warn!(
            error = chain(&error),
            "how right the models were cannot be measured"
        );
    }
}

async fn outbox(world: &World) -> anyhow::Result<usize> {
    let rows = world
        .store
        .stale_outbox(world.clock.now() - OUTBOX_AGE, AT_ONCE)
        .await?;
    if rows.is_empty() {
        return Ok(0);
    }
    tracing::warn!(
        count = rows.len(),
        "outbox entries were left behind and are passed on now"
    );
    if let Err(error) = relay::send(world, &rows).await {
        tracing::warn!(error = chain(&error), "they could not be passed on");
    }
    Ok(rows.len())
}

async fn attend(world: &World, due: &Due) -> anyhow::Result<()> {
    let place = MessageRef {
        organisation: due.organisation.clone(),
        ticket: due.ticket.clone(),
        message: due.message.clone(),
    };
    let task = match due.kind {
        DueKind::Stuck => match stuck_task(world, place).await? {
            Some(task) => task,
            None => return Ok(()),
        },
        DueKind::Send => Task::Deliver(place),
        DueKind::Unconfirmed => return settle(world, &place).await,
    };
    world
        .queues
        .send(task.stage(), std::slice::from_ref(&task))
        .await?;
    Ok(())
}

/// The task of the stage a message waits for.
async fn stuck_task(world: &World, place: MessageRef) -> anyhow::Result<Option<Task>> {
    let message = world
        .store
        .message(&place.organisation, &place.ticket, &place.message)
        .await?;
    Ok(message.as_ref().and_then(Task::of))
}

/// No event came within the time for it: the agent is asked.
async fn settle(world: &World, place: &MessageRef) -> anyhow::Result<()> {
    let message = world
        .store
        .message(&place.organisation, &place.ticket, &place.message)
        .await?;
    let Some(message) = message else {
        return Ok(());
    };
    let reason =
        "the mail was handed over but nothing was heard of it; check before sending it again"
            .to_owned();
    deliver::record(world, &message, &Happened::Lost(reason))
        .await
        .map_err(|failure| anyhow::anyhow!("cannot record an uncertain send: {failure:?}"))
}
