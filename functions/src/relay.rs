//! Sends what the outbox holds to the queues.
//!
//! Invariant: an entry is deleted only after its queue has it; sent twice is harmless, lost is not.

use std::collections::HashMap;
use std::sync::Arc;

use lambdesk_cloud::error::chain;
use lambdesk_cloud::store::{OUTBOX_PREFIX, OutboxRow};
use lambdesk_domain::task::Stage;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::world::World;

#[derive(Deserialize)]
struct StreamEvent {
    #[serde(rename = "Records", default)]
    records: Vec<StreamRecord>,
}

#[derive(Deserialize)]
struct StreamRecord {
    #[serde(rename = "eventName", default)]
    name: String,
    dynamodb: Change,
}

#[derive(Deserialize)]
struct Change {
    #[serde(rename = "Keys", default)]
    keys: HashMap<String, HashMap<String, String>>,
    #[serde(rename = "SequenceNumber", default)]
    sequence: String,
}

/// Handles a batch of stream records.
///
/// # Errors
/// When the event is not one of a table's stream.
pub async fn handle(world: &Arc<World>, event: Value) -> anyhow::Result<Value> {
    let event: StreamEvent = serde_json::from_value(event)?;
    let first = event.records.first().map(|r| r.dynamodb.sequence.clone());
    let keys: Vec<(String, String)> = event
        .records
        .iter()
        .filter_map(StreamRecord::outbox_key)
        .collect();
    let failures = match pass_on(world, &keys).await {
        Ok(()) => Vec::new(),
        Err(error) => {
            tracing::warn!(
                error = chain(&error),
                "the outbox entries will be passed on again"
            );
            // Repeats are harmless, so the whole batch comes back rather than a guess at its middle.
            first
                .map(|sequence| json!({ "itemIdentifier": sequence }))
                .into_iter()
                .collect()
        }
    };
    Ok(json!({ "batchItemFailures": failures }))
}

impl StreamRecord {
    fn outbox_key(&self) -> Option<(String, String)> {
        let part = |name: &str| self.dynamodb.keys.get(name)?.get("S").cloned();
        let key = (part("PK")?, part("SK")?);
        (self.name == "INSERT" && key.1.starts_with(OUTBOX_PREFIX)).then_some(key)
    }
}

async fn pass_on(world: &World, keys: &[(String, String)]) -> Result<(), lambdesk_cloud::Error> {
    let rows = world.store.outbox_rows(keys).await?;
    send(world, &rows).await
}

/// Sends entries to their queues, then deletes them.
///
/// # Errors
/// When a queue or the table does not answer; nothing is lost, the entries stay.
pub(crate) async fn send(world: &World, rows: &[OutboxRow]) -> Result<(), lambdesk_cloud::Error> {
    for stage in [Stage::Ingest, Stage::Enrich, Stage::Triage, Stage::Deliver] {
        let of_stage: Vec<&OutboxRow> = rows
            .iter()
            .filter(|row| row.task.stage() == stage)
            .collect();
        let tasks: Vec<_> = of_stage.iter().map(|row| row.task.clone()).collect();
        if tasks.is_empty() {
            continue;
        }
        let refused = world.queues.send(stage, &tasks).await?;
        let taken = of_stage
            .into_iter()
            .enumerate()
            .filter(|(at, _)| !refused.contains(at));
        let taken: Vec<OutboxRow> = taken.map(|(_, row)| row.clone()).collect();
        world.store.delete_outbox(&taken).await?;
        if !refused.is_empty() {
            return Err(lambdesk_cloud::Error::new(
                lambdesk_cloud::Kind::Busy,
                "send all tasks to their queue",
            ));
        }
    }
    Ok(())
}
