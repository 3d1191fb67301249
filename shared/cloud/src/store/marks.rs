//! Marks of requests: what a request wrote, findable by the request.
//!
//! Invariant: a mark outlives every answer that can be asked for again with the same key, and one that has ended counts
//! as absent from that second on, whenever the table removes it.

use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::ids::{MessageId, OrganisationId, TicketId};
use lambdesk_domain::message::Message;
use serde::{Deserialize, Serialize};

use super::requests::KEPT;
use super::table::TTL;
use super::transact::Condition;
use super::{Commit, Part, Store, items, keys};
use crate::error::Result;

/// How long a mark is kept: two days.
///
/// A key belongs to its request for [`KEPT`], a day. A try that begins in the last second of that day is itself a request
/// that may be repeated for a day. So no repetition of a key that still belongs to its request comes after two days.
pub const MARKED: SignedDuration = SignedDuration::from_secs(2 * KEPT.as_secs());

/// What a request wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// The ticket.
    pub ticket: TicketId,
    /// The message in it.
    pub message: MessageId,
}

impl Commit {
    /// Leaves the mark of a request with the message it writes; its refusal is [`Part::Mark`].
    pub fn mark(&mut self, mark: &str, message: &Message, now: Timestamp) -> &mut Self {
        self.own(&message.organisation);
        let key = keys::mark(&message.organisation, mark);
        let marked = Marked {
            ticket: message.ticket.clone(),
            message: message.id.clone(),
        };
        let item = items::item("mark", &key, &marked).map(|item| items::until(item, now + MARKED));
        self.put(Part::Mark, item, Some(Condition::absent_or_ended(now)))
    }
}

impl Store {
    /// What the request with this mark wrote, unless that is more than [`MARKED`] ago.
    ///
    /// # Errors
    /// As the service says.
    pub async fn marked(
        &self,
        organisation: &OrganisationId,
        mark: &str,
        now: Timestamp,
    ) -> Result<Option<Marked>> {
        let key = keys::mark(organisation, mark);
        let item = self.get("look up the mark of a request", &key).await?;
        let ended = |end: u64| i64::try_from(end).is_ok_and(|end| end <= now.as_second());
        let item = item.filter(|item| !items::number(item, TTL).is_some_and(ended));
        item.map(items::read).transpose()
    }
}
