//! Parked work, outgoing mail and health as clients see them.

use jiff::Timestamp;
use lambdesk_cloud::store::{Parked, ParkedSource, ParkedState};
use lambdesk_domain::message::Message;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{AddressView, DeliveryView};

/// Work that was put aside for a person to look at.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParkedView {
    /// Its id.
    id: String,
    /// The stage that gave up.
    #[schema(example = "ingest")]
    stage: &'static str,
    /// Why, in words.
    reason: String,
    /// What it was.
    source: ParkedSourceView,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// How often it was tried.
    attempts: u32,
    /// What became of it.
    state: ParkedStateWord,
}

/// What was put aside: a task, or a raw mail.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParkedSourceView {
    /// The task as it stood in the queue.
    task: Option<String>,
    /// The object with the raw mail.
    raw: Option<String>,
}

/// What became of parked work.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ParkedState)]
pub(crate) enum ParkedStateWord {
    /// Waits for a person.
    Open,
    /// Was given to its stage again.
    Replayed,
    /// Was put away for good.
    Discarded,
}

impl From<Parked> for ParkedView {
    fn from(parked: Parked) -> Self {
        let source = match parked.source {
            ParkedSource::Body(body) => ParkedSourceView {
                task: Some(body),
                raw: None,
            },
            ParkedSource::Raw(key) => ParkedSourceView {
                task: None,
                raw: Some(key),
            },
        };
        Self {
            id: parked.id.to_string(),
            stage: parked.stage.word(),
            reason: parked.reason,
            source,
            at: parked.at,
            attempts: parked.attempts,
            state: match parked.state {
                ParkedState::Open => ParkedStateWord::Open,
                ParkedState::Replayed => ParkedStateWord::Replayed,
                ParkedState::Discarded => ParkedStateWord::Discarded,
            },
        }
    }
}

/// A message on its way out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OutgoingView {
    /// The message.
    message: String,
    /// Its ticket.
    ticket: String,
    /// Subject.
    subject: String,
    /// To whom.
    to: Vec<AddressView>,
    /// How sending went.
    delivery: Option<DeliveryView>,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Message> for OutgoingView {
    fn from(message: Message) -> Self {
        Self {
            message: message.id.to_string(),
            ticket: message.ticket.to_string(),
            subject: message.subject,
            to: AddressView::all(&message.to),
            delivery: message.delivery.as_ref().map(DeliveryView::from),
            created_at: message.created_at,
        }
    }
}

/// Which outgoing mail.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutgoingParams {
    /// One or more delivery states, separated by commas; all when absent.
    #[param(example = "uncertain,failed,bounced")]
    pub(crate) state: Option<String>,
    /// `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// Most messages, 1 to 100; 25 when absent.
    #[param(minimum = 1, maximum = 100)]
    pub(crate) limit: Option<usize>,
}

/// Whether Lambdesk works.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HealthView {
    /// `ok`, or `degraded` when something below is not.
    #[schema(example = "ok")]
    pub(crate) status: &'static str,
    /// Whether the table answers.
    #[schema(example = "ok")]
    pub(crate) store: &'static str,
    /// When the sweep last ran; null before its first run.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) swept_at: Option<Timestamp>,
    /// The version that runs.
    pub(crate) version: &'static str,
}
