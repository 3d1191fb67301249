//! What becomes of an outgoing message.
//!
//! Invariant: a message leaves `queued` only by a claim, and an uncertain send is never repeated without a
//! person's word. SES has no idempotency token, so the outcome of a lost answer is settled by its events.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::status::words;

words! {
    /// Where an outgoing message stands.
    DeliveryState {
        /// Waits for its turn or its undo window.
        Queued = "queued",
        /// Claimed by a sender; the outcome is not recorded yet.
        Sending = "sending",
        /// Accepted by SES.
        Sent = "sent",
        /// Accepted by the customer's server.
        Delivered = "delivered",
        /// The customer's server says later.
        Delayed = "delayed",
        /// Refused by the customer's server.
        Bounced = "bounced",
        /// Marked as spam by the customer.
        Complained = "complained",
        /// Refused by SES, or impossible to send.
        Failed = "failed",
        /// May or may not have been sent; a person decides.
        Uncertain = "uncertain",
        /// Taken back before it was sent.
        Cancelled = "cancelled",
    }
}

/// Longest undo window; what waits longer was planned for later.
pub const LONGEST_UNDO: SignedDuration = SignedDuration::from_secs(120);

/// The record of sending one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Where it stands.
    pub state: DeliveryState,
    /// Number of claims.
    pub attempt: u32,
    /// Not before this moment: undo window or send later.
    pub send_at: Timestamp,
    /// When the last claim was made.
    #[serde(default)]
    pub claimed_at: Option<Timestamp>,
    /// Bare id SES gave.
    #[serde(default)]
    pub ses_id: Option<String>,
    /// Why it failed, bounced or is uncertain, for the agent.
    #[serde(default)]
    pub reason: Option<String>,
    /// When the state last changed.
    pub updated_at: Timestamp,
}

/// Something that happened to an outgoing message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// A sender takes it.
    Claimed,
    /// SES accepted it and gave this id.
    Accepted(String),
    /// SES said it did not take it and to come back later.
    Throttled,
    /// SES refused it for good, or it cannot be composed.
    Rejected(String),
    /// The answer was lost.
    Lost(String),
    /// SES event: it was sent, with this id.
    SendEvent(String),
    /// SES event: delivered.
    DeliveryEvent,
    /// SES event: delayed.
    DelayEvent(String),
    /// SES event: bounced, for good or not.
    BounceEvent {
        /// Whether trying again is pointless.
        permanent: bool,
        /// Status and diagnostic.
        reason: String,
    },
    /// SES event: complaint.
    ComplaintEvent,
    /// SES event: refused after acceptance (virus).
    RejectEvent(String),
    /// An agent takes it back.
    Cancelled,
    /// It was to go out later, and the customer wrote first.
    Overtaken,
    /// An agent says: send it again.
    Resent,
}

impl Happened {
    /// The bare id SES gave, when this tells it.
    #[must_use]
    pub fn ses_id(&self) -> Option<&str> {
        if let Happened::Accepted(id) | Happened::SendEvent(id) = self {
            Some(id)
        } else {
            None
        }
    }

    /// Why the mail will never arrive, when this says so.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        if let Happened::BounceEvent {
            permanent: true,
            reason,
        }
        | Happened::Rejected(reason)
        | Happened::RejectEvent(reason) = self
        {
            Some(reason)
        } else {
            None
        }
    }
}

/// Why a step is not possible now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryRefusal {
    /// The claim lost: somebody else has it, or it is done. Nothing to do.
    #[error("the message is {0}, so there is nothing to send")]
    NotQueued(DeliveryState),
    /// Its time has not come.
    #[error("the message waits until {0}")]
    TooEarly(Timestamp),
    /// It can no longer be taken back.
    #[error("the message is {0} and can no longer be taken back")]
    TooLate(DeliveryState),
    /// Only uncertain, failed and bounced messages are sent again.
    #[error(
        "the message is {0}; only an uncertain, failed, bounced or cancelled message can be sent again"
    )]
    NotResendable(DeliveryState),
}

impl Delivery {
    /// A message that waits to be sent.
    #[must_use]
    pub fn queued(now: Timestamp, send_at: Timestamp) -> Self {
        Self {
            state: DeliveryState::Queued,
            attempt: 0,
            send_at,
            claimed_at: None,
            ses_id: None,
            reason: None,
            updated_at: now,
        }
    }

    /// Whether a message written at `written` and planned for later is out of date, because the customer
    /// wrote in between. An undo window is not "later": whoever sends at once means to.
    #[must_use]
    pub fn is_overtaken(&self, written: Timestamp, customer_wrote_at: Option<Timestamp>) -> bool {
        self.state == DeliveryState::Queued
            && self.send_at.duration_since(written) > LONGEST_UNDO
            && customer_wrote_at.is_some_and(|at| at > written)
    }

    /// The record after something happened; the same record when it tells nothing new.
    ///
    /// # Errors
    /// Refuses claims of messages that are not queued or not due, late cancels and needless resends.
    pub fn after(&self, happened: &Happened, now: Timestamp) -> Result<Self, DeliveryRefusal> {
        let mut next = self.clone();
        match happened {
            Happened::Claimed => next.claim(now)?,
            Happened::Cancelled => next.cancel()?,
            Happened::Overtaken => {
                next.cancel()?;
                next.reason =
                    Some("the customer wrote before it was sent; read that first".to_owned());
            }
            Happened::Resent => next.resend(now)?,
            Happened::Accepted(id) | Happened::SendEvent(id) => next.learn_sent(id),
            Happened::Throttled => next.settle_claim(DeliveryState::Queued, None),
            Happened::Rejected(reason) => next.settle_claim(DeliveryState::Failed, Some(reason)),
            Happened::Lost(reason) => next.settle_claim(DeliveryState::Uncertain, Some(reason)),
            Happened::DeliveryEvent => next.advance(DeliveryState::Delivered, None),
            Happened::DelayEvent(reason) => next.advance(DeliveryState::Delayed, Some(reason)),
            Happened::BounceEvent {
                permanent: true,
                reason,
            } => next.advance(DeliveryState::Bounced, Some(reason)),
            Happened::BounceEvent {
                permanent: false,
                reason,
            } => next.advance(DeliveryState::Delayed, Some(reason)),
            Happened::ComplaintEvent => next.advance(DeliveryState::Complained, None),
            Happened::RejectEvent(reason) => next.advance(DeliveryState::Failed, Some(reason)),
        }
        if next != *self {
            next.updated_at = now;
        }
        Ok(next)
    }

    fn claim(&mut self, now: Timestamp) -> Result<(), DeliveryRefusal> {
        if self.state != DeliveryState::Queued {
            return Err(DeliveryRefusal::NotQueued(self.state));
        }
        if self.send_at > now {
            return Err(DeliveryRefusal::TooEarly(self.send_at));
        }
        self.state = DeliveryState::Sending;
        self.attempt = self.attempt.saturating_add(1);
        self.claimed_at = Some(now);
        Ok(())
    }

    fn cancel(&mut self) -> Result<(), DeliveryRefusal> {
        if !matches!(self.state, DeliveryState::Queued | DeliveryState::Cancelled) {
            return Err(DeliveryRefusal::TooLate(self.state));
        }
        self.state = DeliveryState::Cancelled;
        Ok(())
    }

    fn resend(&mut self, now: Timestamp) -> Result<(), DeliveryRefusal> {
        if self.state == DeliveryState::Queued {
            return Ok(());
        }
        let ended = [
            DeliveryState::Uncertain,
            DeliveryState::Failed,
            DeliveryState::Bounced,
            DeliveryState::Cancelled,
        ];
        if !ended.contains(&self.state) {
            return Err(DeliveryRefusal::NotResendable(self.state));
        }
        self.state = DeliveryState::Queued;
        self.send_at = now;
        self.claimed_at = None;
        self.reason = None;
        Ok(())
    }

    /// The outcome of our own claim; an event that came first knows better.
    fn settle_claim(&mut self, state: DeliveryState, reason: Option<&str>) {
        if self.state == DeliveryState::Sending {
            self.state = state;
            self.reason = reason.map(str::to_owned);
        }
    }

    fn learn_sent(&mut self, id: &str) {
        if self.ses_id.is_none() {
            self.ses_id = Some(id.to_owned());
        }
        if matches!(
            self.state,
            DeliveryState::Queued | DeliveryState::Sending | DeliveryState::Uncertain
        ) {
            self.state = DeliveryState::Sent;
            self.reason = None;
        }
    }

    /// Events come late, twice and out of order: a state only gives way to a later one.
    fn advance(&mut self, state: DeliveryState, reason: Option<&str>) {
        if rank(state) > rank(self.state) {
            self.state = state;
            self.reason = reason.map(str::to_owned);
        }
    }
}

fn rank(state: DeliveryState) -> u8 {
    match state {
        DeliveryState::Queued | DeliveryState::Cancelled => 0,
        DeliveryState::Sending | DeliveryState::Uncertain => 1,
        DeliveryState::Sent => 2,
        DeliveryState::Delayed => 3,
        DeliveryState::Delivered => 4,
        DeliveryState::Failed => 5,
        DeliveryState::Bounced => 6,
        DeliveryState::Complained => 7,
    }
}

#[cfg(test)]
mod tests;
