//! Queues: tasks out, and holding a task back.
//!
//! Invariant: what is sent is a [`Task`], which holds ids only.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use lambdesk_domain::task::{Stage, Task};

use crate::config::QueueUrls;
use crate::entropy::{Entropy, hex};
use crate::error::{self, Error, Kind, Result};

/// Most messages of one call (limit of SQS).
const MOST: usize = 10;
/// Longest time a message can be held (limit of SQS), in seconds.
const LONGEST_HOLD: u32 = 43_200;

/// The queues of the deployment.
#[derive(Debug, Clone)]
pub struct Queues {
    client: Client,
    urls: QueueUrls,
}

impl Queues {
    /// The queues at `urls`.
    #[must_use]
    pub fn new(client: Client, urls: QueueUrls) -> Self {
        Self { client, urls }
    }

    /// The address of a stage's queue; empty when this role has none.
    #[must_use]
    pub fn url(&self, stage: Stage) -> &str {
        match stage {
            Stage::Ingest => &self.urls.mail,
            Stage::Enrich => &self.urls.enrich,
            Stage::Triage => &self.urls.triage,
            Stage::Deliver => &self.urls.delivery,
        }
    }

    /// Sends tasks, in order, and says which positions the queue did not take: those are to be sent again.
    /// Tasks of one order group stay in order on the delivery queue.
    ///
    /// # Errors
    /// When a whole call fails; then some of the tasks may have been sent, which is harmless.
    pub async fn send(&self, stage: Stage, tasks: &[Task]) -> Result<Vec<usize>> {
        const DOING: &str = "send tasks to a queue";
        let url = self.url(stage);
        if url.is_empty() {
            let text = "this role has no address of the queue; see its settings";
            return Err(Error::told(Kind::Broken, DOING, text));
        }
        let mut missed = Vec::new();
        for (batch, first) in tasks.chunks(MOST).zip((0_usize..).step_by(MOST)) {
            let entries: Vec<_> = batch
                .iter()
                .enumerate()
                .map(|(position, task)| entry(url, position, task))
                .collect::<Result<_>>()?;
            let call = self
                .client
                .send_message_batch()
                .queue_url(url)
                .set_entries(Some(entries));
            let answer = Box::pin(call.send())
                .await
                .map_err(|error| error::aws::sqs(DOING, error))?;
            let failed = answer
                .failed
                .iter()
                .filter_map(|failed| failed.id.parse::<usize>().ok());
            missed.extend(failed.map(|position| first + position));
        }
        Ok(missed)
    }

    /// Keeps a received message hidden for so many more seconds (at most 43,200).
    ///
    /// # Errors
    /// `NotFound` when the message is no longer held by this receiver.
    pub async fn hold(&self, queue_url: &str, receipt: &str, seconds: u32) -> Result<()> {
        let seconds = i32::try_from(seconds.min(LONGEST_HOLD)).unwrap_or(i32::MAX);
        let call = self
            .client
            .change_message_visibility()
            .queue_url(queue_url)
            .receipt_handle(receipt)
            .visibility_timeout(seconds);
        let answer = Box::pin(call.send()).await;
        answer
            .map(drop)
            .map_err(|error| error::aws::sqs("hold a message", error))
    }
}

/// One message. Every send is a message of its own: a task that is sent again must not be dropped as a repeat
/// within the five minutes for which the queue remembers.
fn entry(url: &str, position: usize, task: &Task) -> Result<SendMessageBatchRequestEntry> {
    let mut entry = SendMessageBatchRequestEntry::builder()
        .id(position.to_string())
        .message_body(task.encode());
    if url.ends_with(".fifo") {
        entry = entry
            .message_group_id(task.order_group())
            .message_deduplication_id(hex(&Entropy::system().bytes::<16>()));
    }
    entry
        .build()
        .map_err(|error| Error::new(Kind::Invalid, "build a message").because(error))
}

#[cfg(test)]
#[path = "queues_tests.rs"]
mod tests;
