//! How a ticket changes.
//!
//! Invariant: a change that is refused leaves no trace, and one that is made tells every field it changed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Applied, Change, Correction, Edit, MAX_PARTICIPANTS, MAX_TAGS, Refusal, Ticket, Triaged,
};
use crate::status::{Priority, Status};

impl Ticket {
    /// Applies a change at a moment.
    ///
    /// # Errors
    /// A [`Refusal`] that says what is possible instead.
    pub fn apply(&self, change: &Change, now: Timestamp) -> Result<Applied, Refusal> {
        let mut next = self.clone();
        let kind = next.change(change, now)?;
        next.updated_at = now.max(self.updated_at);
        next.version = self.version.saturating_add(1);
        let (before, after) = difference(self, &next);
        Ok(Applied {
            ticket: next,
            kind,
            before,
            after,
        })
    }

    fn change(&mut self, change: &Change, now: Timestamp) -> Result<&'static str, Refusal> {
        Ok(match change {
            Change::Edit(edit) => {
                self.edit(edit, now)?;
                "ticket.edited"
            }
            Change::Close => {
                self.go(Status::Closed, now)?;
                "ticket.closed"
            }
            Change::Reopen => {
                if self.status.is_active() {
                    return Err(Refusal::NotFinished(self.status));
                }
                self.go(Status::Open, now)?;
                "ticket.reopened"
            }
            Change::CustomerWrote {
                participants,
                preview,
                automatic,
            } => self.customer_wrote(participants, preview, *automatic, now)?,
            Change::AgentReplied {
                participants,
                preview,
                waits,
            } => {
                self.agent_replied(participants, preview, *waits, now)?;
                "message.sent"
            }
            Change::AiResolved => {
                self.go(Status::Resolved, now)?;
                self.ai_resolved = true;
                "ticket.ai_resolved"
            }
            Change::NoteWritten => {
                self.message_count = self.message_count.saturating_add(1);
                "note.written"
            }
            Change::DeliveryFailed(_) => self.delivery_failed(now)?,
            Change::Quarantine(reason) => {
                self.quarantine = Some(reason.clone());
                "ticket.quarantined"
            }
            Change::Release => {
                if self.quarantine.take().is_none() {
                    return Err(Refusal::NotHeld);
                }
                "ticket.released"
            }
            Change::Enriched { tier, note } => {
                // What the API or an agent said stands.
                if self.customer_tier.is_none() {
                    self.customer_tier.clone_from(tier);
                }
                self.message_count = self.message_count.saturating_add(u32::from(*note));
                "ticket.enriched"
            }
            Change::Triaged(found) => {
                self.triaged(found);
                "ticket.triaged"
            }
            Change::SenderCorrected(correction) => {
                self.sender_corrected(correction, now)?;
                "message.sender_corrected"
            }
        })
    }

    fn edit(&mut self, edit: &Edit, now: Timestamp) -> Result<(), Refusal> {
        if let Some(subject) = &edit.subject {
            self.subject = clean_subject(subject)?;
        }
        if let Some(category) = &edit.category {
            self.category = category.as_deref().map(clean_word).transpose()?;
        }
        if let Some(tags) = &edit.tags {
            if tags.len() > MAX_TAGS {
                return Err(Refusal::TooManyTags);
            }
            self.tags = tags
                .iter()
                .map(|t| clean_word(t))
                .collect::<Result<_, _>>()?;
        }
        if let Some(priority) = edit.priority {
            self.priority = priority;
        }
        if let Some(team) = &edit.team {
            self.team.clone_from(team);
        }
        if let Some(assignee) = &edit.assignee {
            self.assignee.clone_from(assignee);
        }
        match edit.status {
            Some(status) if status != self.status => self.go(status, now),
            _ => Ok(()),
        }
    }

    fn go(&mut self, to: Status, now: Timestamp) -> Result<(), Refusal> {
        let allowed = self.status.allowed_moves();
        if !allowed.contains(&to) {
            return Err(Refusal::Move {
                from: self.status,
                to,
                allowed,
            });
        }
        match to {
            Status::Resolved => self.resolved_at = Some(now),
            Status::Closed => self.closed_at = Some(now),
            Status::Open | Status::Pending | Status::InProgress | Status::WaitingOnCustomer => {
                self.resolved_at = None;
                self.closed_at = None;
                self.ai_resolved = false;
            }
        }
        self.status = to;
        Ok(())
    }

    fn customer_wrote(
        &mut self,
        participants: &BTreeSet<String>,
        preview: &str,
        automatic: bool,
        now: Timestamp,
    ) -> Result<&'static str, Refusal> {
        self.spoke(participants, preview);
        if automatic {
            return Ok("message.received");
        }
        self.customer_wrote_at = Some(now);
        Ok(match self.status {
            Status::WaitingOnCustomer => {
                self.go(Status::Open, now)?;
                "message.received"
            }
            Status::Resolved | Status::Closed => {
                self.go(Status::Open, now)?;
                "ticket.reopened"
            }
            Status::Open | Status::Pending | Status::InProgress => "message.received",
        })
    }

    fn agent_replied(
        &mut self,
        participants: &BTreeSet<String>,
        preview: &str,
        waits: bool,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.spoke(participants, preview);
        self.agent_wrote_at = Some(now);
        self.first_response_at.get_or_insert(now);
        if waits && matches!(self.status, Status::Open | Status::Pending) {
            self.go(Status::WaitingOnCustomer, now)?;
        }
        Ok(())
    }

    fn spoke(&mut self, participants: &BTreeSet<String>, preview: &str) {
        self.message_count = self.message_count.saturating_add(1);
        self.public_count = self.public_count.saturating_add(1);
        preview.clone_into(&mut self.preview);
        for address in participants {
            if self.participants.len() >= MAX_PARTICIPANTS {
                break;
            }
            self.participants.insert(address.clone());
        }
    }

    fn delivery_failed(&mut self, now: Timestamp) -> Result<&'static str, Refusal> {
        if self.status == Status::WaitingOnCustomer {
            self.go(Status::Open, now)?;
        }
        Ok("message.undelivered")
    }

    fn sender_corrected(&mut self, correction: &Correction, now: Timestamp) -> Result<(), Refusal> {
        self.participants.clone_from(&correction.participants);
        if let Some((contact, name)) = &correction.customer {
            self.contact.clone_from(&contact.id);
            self.contact_email.clone_from(&contact.email);
            self.contact_name.clone_from(name);
            self.customer_tier.clone_from(&contact.tier);
            self.sender_trust = Some(correction.trust);
        }
        let Some(written) = correction.written else {
            return Ok(());
        };
        self.customer_wrote_at = written.customer;
        self.agent_wrote_at = written.agent;
        self.first_response_at = written.first_response;
        // It was taken for our answer, and is a question.
        if self.status == Status::WaitingOnCustomer && written.customer > written.agent {
            self.go(Status::Open, now)?;
        }
        Ok(())
    }

    /// An agent's word stands: triage only fills what nobody has set.
    fn triaged(&mut self, found: &Triaged) {
        if self.category.is_none() {
            self.category.clone_from(&found.category);
        }
        // Tickets open at medium; anything else before the first judgement was somebody's word.
        let untouched = self.priority == Priority::Medium && self.priority_score.is_none();
        if let Some(priority) = found.priority.filter(|_| untouched) {
            self.priority = priority;
        }
        self.priority_score = found.priority_score.or(self.priority_score);
        self.sentiment = found.sentiment.or(self.sentiment);
        self.confidence = found.confidence.or(self.confidence);
        for (slot, value) in [
            (&mut self.language, &found.language),
            (&mut self.next_action, &found.next_action),
            (&mut self.suggested_reply, &found.suggested_reply),
        ] {
            if value.is_some() {
                slot.clone_from(value);
            }
        }
        if self.team.is_none() {
            self.team.clone_from(&found.team);
        }
        if self.assignee.is_none() {
            self.assignee.clone_from(&found.assignee);
        }
        let room = MAX_TAGS.saturating_sub(self.tags.len());
        let new = found.tags.difference(&self.tags).take(room).cloned();
        self.tags.extend(new.collect::<Vec<_>>());
    }
}

fn clean_word(word: &str) -> Result<String, Refusal> {
    let word = word.trim();
    let fits = !word.is_empty() && word.chars().count() <= 60;
    let clean = word
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ':' | '/'));
    if fits && clean {
        Ok(word.to_owned())
    } else {
        Err(Refusal::BadWord)
    }
}

fn clean_subject(subject: &str) -> Result<String, Refusal> {
    let subject = subject.trim();
    let fits = !subject.is_empty() && subject.chars().count() <= 500;
    if fits && !subject.chars().any(char::is_control) {
        Ok(subject.to_owned())
    } else {
        Err(Refusal::BadSubject)
    }
}

/// Fields that tell an agent nothing in the audit trail: they follow from the event itself.
const UNTRACKED: &[&str] = &[
    "version",
    "updated_at",
    "preview",
    "participants",
    "message_count",
    "public_count",
    "suggested_reply",
];

fn difference(old: &Ticket, new: &Ticket) -> (BTreeMap<String, Value>, BTreeMap<String, Value>) {
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    if let (Value::Object(old), Value::Object(new)) = (json!(old), json!(new)) {
        for (field, value) in new {
            let was = old.get(&field).cloned().unwrap_or(Value::Null);
            if was != value && !UNTRACKED.contains(&field.as_str()) {
                before.insert(field.clone(), was);
                after.insert(field, value);
            }
        }
    }
    (before, after)
}
