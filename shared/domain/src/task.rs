//! What queues carry.
//!
//! Invariant: ids only. A task that was written by a newer version is recognised as such and never guessed at.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, MessageId, OrganisationId, RequestId, TicketId};
use crate::message::{Message, Pipeline};

/// One piece of work, by id. Additive changes only; anything else is a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Task {
    /// Read one raw mail again.
    #[serde(rename = "ingest.v1")]
    Ingest {
        /// The object under `raw/`.
        key: String,
    },
    /// Look up facts about the customer of a message.
    #[serde(rename = "enrich.v1")]
    Enrich(MessageRef),
    /// Judge a message.
    #[serde(rename = "triage.v1")]
    Triage(MessageRef),
    /// Send an outgoing message.
    #[serde(rename = "deliver.v1")]
    Deliver(MessageRef),
    /// Make the vectors that passages of the knowledge base lack.
    #[serde(rename = "vectors.v1")]
    Vectors {
        /// Whose.
        organisation: OrganisationId,
        /// The shelf of articles it was written for; once that has another stamp, another task does this.
        stamp: String,
    },
    /// Send a sign-in link.
    #[serde(rename = "sign_in.v1")]
    SignIn {
        /// The organisation signed in to.
        organisation: OrganisationId,
        /// Who asked.
        agent: AgentId,
        /// The request; one link is sent for it.
        request: RequestId,
    },
}

/// A message by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRef {
    /// Its organisation.
    pub organisation: OrganisationId,
    /// Its ticket.
    pub ticket: TicketId,
    /// The message.
    pub message: MessageId,
}

/// Why a queue message is not a task.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaskError {
    /// A type or version this build does not know.
    #[error("unknown task type {0:?}; a newer version wrote it: deploy that version, then replay")]
    UnknownType(String),
    /// Not a task at all.
    #[error("not a task: {0}")]
    Malformed(String),
}

/// The stage a task belongs to; relay maps it to a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Reads raw mail.
    Ingest,
    /// Looks up facts.
    Enrich,
    /// Judges.
    Triage,
    /// Sends.
    Deliver,
}

impl Task {
    /// The work of the stage that a message waits for; none when nothing is left to do.
    #[must_use]
    pub fn of(message: &Message) -> Option<Self> {
        let place = MessageRef {
            organisation: message.organisation.clone(),
            ticket: message.ticket.clone(),
            message: message.id.clone(),
        };
        match message.pipeline {
            Pipeline::Enrich => Some(Task::Enrich(place)),
            Pipeline::Triage => Some(Task::Triage(place)),
            Pipeline::Done => None,
        }
    }

    /// Reads a queue message.
    ///
    /// # Errors
    /// Tells an unknown version apart from rubbish, because the first is worth replaying.
    pub fn decode(body: &str) -> Result<Self, TaskError> {
        #[derive(Deserialize)]
        struct Head {
            r#type: Option<String>,
        }
        serde_json::from_str(body).map_err(|error: serde_json::Error| {
            match serde_json::from_str::<Head>(body) {
                Ok(Head { r#type: Some(kind) }) if !KNOWN.contains(&kind.as_str()) => {
                    TaskError::UnknownType(kind.chars().take(40).collect())
                }
                // serde_json quotes values in its messages: only the kind of error and its place are kept.
                _ => TaskError::Malformed(format!(
                    "{:?} at column {}",
                    error.classify(),
                    error.column()
                )),
            }
        })
    }

    /// The task as a queue message.
    #[must_use]
    pub fn encode(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Where it is worked on.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match self {
            Task::Ingest { .. } => Stage::Ingest,
            Task::Enrich(_) => Stage::Enrich,
            // Beside the judging, which asks models and reads the knowledge base too.
            Task::Triage(_) | Task::Vectors { .. } => Stage::Triage,
            Task::Deliver(_) | Task::SignIn { .. } => Stage::Deliver,
        }
    }

    /// What must be worked on in order: the ticket, or the person for sign-in mails.
    #[must_use]
    pub fn order_group(&self) -> String {
        match self {
            Task::Ingest { key } => key.clone(),
            Task::Enrich(m) | Task::Triage(m) | Task::Deliver(m) => m.ticket.to_string(),
            Task::Vectors { organisation, .. } => organisation.to_string(),
            Task::SignIn { agent, .. } => agent.to_string(),
        }
    }
}

const KNOWN: &[&str] = &[
    "ingest.v1",
    "enrich.v1",
    "triage.v1",
    "deliver.v1",
    "sign_in.v1",
    "vectors.v1",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn task() -> Task {
        Task::Deliver(MessageRef {
            organisation: OrganisationId::new(1, [1; 10]),
            ticket: TicketId::new(2, [2; 10]),
            message: MessageId::new(3, [3; 10]),
        })
    }

    #[test]
    fn tasks_round_trip() {
        assert_eq!(Task::decode(&task().encode()), Ok(task()));
    }

    #[test]
    fn future_version_is_told_apart_from_rubbish() {
        assert_eq!(
            Task::decode(r#"{"type":"deliver.v9","x":1}"#),
            Err(TaskError::UnknownType("deliver.v9".into()))
        );
        assert!(matches!(
            Task::decode("hello"),
            Err(TaskError::Malformed(_))
        ));
        assert!(matches!(
            Task::decode(r#"{"type":"deliver.v1"}"#),
            Err(TaskError::Malformed(_))
        ));
    }
}
