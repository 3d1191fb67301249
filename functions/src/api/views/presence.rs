//! Who is at which ticket, as clients tell and see it.

use jiff::Timestamp;
use lambdesk_domain::presence::{Doing, EVERY, Presence};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::DoingWord;
use crate::api::read::TicketRef;

/// Where the caller is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HereIAm {
    /// Id or number of the ticket; `null` when you have left.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(crate) ticket: Option<TicketRef>,
    /// What you do there; `viewing` unless told.
    #[serde(default)]
    doing: Option<DoingWord>,
}

impl HereIAm {
    pub(crate) fn doing(&self) -> Doing {
        self.doing.map_or(Doing::Viewing, |word| word.0)
    }
}

/// Somebody else at a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PresenceView {
    /// Id of the agent.
    agent: String,
    /// Their name.
    name: String,
    /// Id of the ticket.
    ticket: String,
    /// What they do there.
    doing: DoingWord,
    /// When they said so.
    #[schema(value_type = String, format = DateTime)]
    seen_at: Timestamp,
}

impl From<&Presence> for PresenceView {
    fn from(presence: &Presence) -> Self {
        Self {
            agent: presence.agent.to_string(),
            name: presence.name.clone(),
            ticket: presence.ticket.to_string(),
            doing: presence.doing.into(),
            seen_at: presence.seen_at,
        }
    }
}

/// Everybody else of the organisation who is at a ticket now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhoIsHereView {
    /// Those who write first, then who was seen last.
    present: Vec<PresenceView>,
    /// Say it again after so many seconds.
    every_seconds: i64,
}

impl WhoIsHereView {
    pub(crate) fn of(others: &[Presence]) -> Self {
        Self {
            present: others.iter().map(PresenceView::from).collect(),
            every_seconds: EVERY.as_secs(),
        }
    }
}
