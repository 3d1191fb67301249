//! What models answered and what it cost: kept answers, the ledger of a ticket, the budget of a day.
//!
//! Invariant: what was spent and what is set aside never pass an organisation's limits together, however many functions ask
//! at once. What is set aside and never settled stays set aside until the day ends.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::draft::support::OwnText;
use lambdesk_domain::ids::{OrganisationId, TicketId};
use lambdesk_domain::knowledge::passage::Passage;
use lambdesk_domain::knowledge::ranking::Ranked;
use lambdesk_domain::model::Provider;
use lambdesk_domain::model::answer::ModelAnswer;
use lambdesk_domain::model::budget::{Amount, Limits, Reservation, day};
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::ledger::Call;
use lambdesk_domain::task::MessageRef;
use lambdesk_domain::triage::outcomes::Measurements;
use serde::{Deserialize, Serialize};

use super::rows::Range;
use super::table::TTL;
use super::transact::Condition;
use super::{Commit, Part, Store, items, keys};
use crate::error::{self, Kind, Result};

/// Most calls of one ticket that are listed.
pub const MOST_CALLS: usize = 500;
/// How long an answer is kept for the stage to find again; afterwards the judgement holds what matters.
const ANSWER_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long the account of a day is kept.
const ACCOUNT_KEPT: SignedDuration = SignedDuration::from_hours(400 * 24);
const RESERVE: &str = "set a model's budget aside";
const SETTLE: &str = "settle a model's budget";

/// What a model answered about a message, so that the stage that asked does not pay again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// The message.
    pub place: MessageRef,
    /// Who ran the model.
    pub provider: Provider,
    /// The model as configured.
    pub model: String,
    /// The answer, or why there is none.
    pub answer: std::result::Result<ModelAnswer, Fallback>,
    /// The passages of the knowledge base it was given.
    #[serde(default)]
    pub passages: Vec<Passage>,
    /// How those were ranked.
    #[serde(default)]
    pub ranked: Option<Ranked>,
    /// The organisation's own words it was given.
    #[serde(default)]
    pub own: Vec<OwnText>,
    /// When.
    pub at: Timestamp,
}

/// The account of one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Spent and set aside, micro-dollars.
    #[serde(default)]
    held_microusd: i64,
    /// Spent and set aside, tokens.
    #[serde(default)]
    held_tokens: i64,
    /// Spent, micro-dollars.
    #[serde(default)]
    spent_microusd: u64,
    /// Spent, tokens.
    #[serde(default)]
    spent_tokens: u64,
    /// Questions that were asked.
    #[serde(default)]
    pub questions: u64,
}

impl Account {
    /// What was spent.
    #[must_use]
    pub fn spent(&self) -> Amount {
        Amount {
            microusd: self.spent_microusd,
            tokens: self.spent_tokens,
        }
    }

    /// What questions under way may still cost, and what was set aside by one that was cut off.
    #[must_use]
    pub fn reserved(&self) -> Amount {
        let rest = |held: i64, spent: u64| u64::try_from(held).unwrap_or(0).saturating_sub(spent);
        Amount {
            microusd: rest(self.held_microusd, self.spent_microusd),
            tokens: rest(self.held_tokens, self.spent_tokens),
        }
    }
}

impl Commit {
    /// Keeps what a model answered, unless an answer about the message is kept already; its refusal is
    /// [`Part::ModelAnswer`].
    pub fn keep_answer(&mut self, kept: &KeptAnswer) -> &mut Self {
        self.own(&kept.place.organisation);
        let MessageRef {
            organisation,
            ticket,
            message,
        } = &kept.place;
        let key = keys::model_answer(organisation, ticket, message);
        let end = kept.at.checked_add(ANSWER_KEPT).unwrap_or(Timestamp::MAX);
        let item = items::item("model_answer", &key, kept).map(|item| items::until(item, end));
        self.put(Part::ModelAnswer, item, Some(Condition::absent()))
    }

    /// Adds lines to the ledger of a ticket. The same calls written again are the same lines.
    pub fn calls(&mut self, calls: &[Call]) -> &mut Self {
        for (n, call) in calls.iter().enumerate() {
            let key = keys::model_call(self.organisation(), call, n);
            let item = items::item("model_call", &key, call);
            self.put(Part::Unconditional, item, None);
        }
        self
    }
}

impl Store {
    /// What a model answered about a message before, when it is still kept.
    ///
    /// # Errors
    /// As the service says.
    pub async fn kept_answer(&self, place: &MessageRef) -> Result<Option<KeptAnswer>> {
        let key = keys::model_answer(&place.organisation, &place.ticket, &place.message);
        let found = self.get("read a model's answer", &key).await?;
        found.map(items::read).transpose()
    }

    /// The ledger of a ticket, oldest call first; the newest 500 of a longer one.
    ///
    /// # Errors
    /// As the service says.
    pub async fn model_calls(
        &self,
        organisation: &OrganisationId,
        ticket: &TicketId,
    ) -> Result<Vec<Call>> {
        let pk = keys::conversation(organisation, ticket);
        let range = Range::of(pk, keys::CALLS).backward();
        let rows = Box::pin(self.all_rows("read the costs of a ticket", &range, MOST_CALLS));
        rows.await?.into_iter().rev().map(items::read).collect()
    }

    /// Sets aside what a question may cost at most; `None` when the day's limits do not cover it.
    ///
    /// # Errors
    /// As the service says.
    pub async fn reserve_budget(
        &self,
        organisation: &OrganisationId,
        most: Amount,
        limits: Limits,
        now: Timestamp,
    ) -> Result<Option<Reservation>> {
        let reservation = Reservation {
            day: day(now),
            amount: most,
        };
        let end = now.checked_add(ACCOUNT_KEPT).unwrap_or(Timestamp::MAX);
        let mut call = self
            .client
            .update_item()
            .table_name(&*self.table)
            .set_key(Some(
                keys::budget(organisation, reservation.day).attributes(),
            ))
            .update_expression("ADD #hm :m, #ht :t, #q :one SET #ttl = :ttl, #v = :v")
            .expression_attribute_names("#hm", "held_microusd")
            .expression_attribute_names("#ht", "held_tokens")
            .expression_attribute_names("#q", "questions")
            .expression_attribute_names("#ttl", TTL)
            .expression_attribute_names("#v", "v")
            .expression_attribute_values(":m", n(most.microusd))
            .expression_attribute_values(":t", n(most.tokens))
            .expression_attribute_values(":one", n(1))
            .expression_attribute_values(":v", n(items::SCHEMA))
            .expression_attribute_values(":ttl", n(end.as_second()));
        let mut conditions = Vec::new();
        for (limit, most, name, room) in [
            (limits.microusd, most.microusd, "#hm", ":roomm"),
            (limits.tokens, most.tokens, "#ht", ":roomt"),
        ] {
            let Some(limit) = limit else { continue };
            let Some(left) = limit.checked_sub(most) else {
                return Ok(None);
            };
            conditions.push(format!(
                "(attribute_not_exists({name}) OR {name} <= {room})"
            ));
            call = call.expression_attribute_values(room, n(left));
        }
        if !conditions.is_empty() {
            call = call.condition_expression(conditions.join(" AND "));
        }
        let counted = Box::pin(call.send()).await;
        match counted.map_err(|error| error::aws::dynamodb(RESERVE, error)) {
            Ok(_) => Ok(Some(reservation)),
            Err(error) if error.kind == Kind::Conflict => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Gives back what was set aside and writes down what was spent, on the day of the reservation.
    ///
    /// # Errors
    /// As the service says.
    pub async fn settle_budget(
        &self,
        organisation: &OrganisationId,
        reservation: &Reservation,
        spent: Amount,
    ) -> Result<()> {
        let back = |spent: u64, held: u64| n(i128::from(spent) - i128::from(held));
        let held = reservation.amount;
        let call = self
            .client
            .update_item()
            .table_name(&*self.table)
            .set_key(Some(
                keys::budget(organisation, reservation.day).attributes(),
            ))
            .update_expression("ADD #hm :m, #ht :t, #sm :sm, #st :st")
            .expression_attribute_names("#hm", "held_microusd")
            .expression_attribute_names("#ht", "held_tokens")
            .expression_attribute_names("#sm", "spent_microusd")
            .expression_attribute_names("#st", "spent_tokens")
            .expression_attribute_values(":m", back(spent.microusd, held.microusd))
            .expression_attribute_values(":t", back(spent.tokens, held.tokens))
            .expression_attribute_values(":sm", n(spent.microusd))
            .expression_attribute_values(":st", n(spent.tokens));
        let settled = Box::pin(call.send()).await;
        settled
            .map(drop)
            .map_err(|error| error::aws::dynamodb(SETTLE, error))
    }

    /// What people kept of the models' judgements, as last measured.
    ///
    /// # Errors
    /// As the service says.
    pub async fn measurements(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Option<Measurements>> {
        let key = keys::measurements(organisation);
        let found = self.get("read how right the models were", &key).await?;
        found.map(items::read).transpose()
    }

    /// Keeps a measurement in the place of the one before.
    ///
    /// # Errors
    /// As the service says.
    pub async fn put_measurements(
        &self,
        organisation: &OrganisationId,
        measured: &Measurements,
    ) -> Result<()> {
        let key = keys::measurements(organisation);
        let item = items::item("measurements", &key, measured)?;
        self.put_one("keep how right the models were", item, None)
            .await
    }

    /// The account of a day; an empty one when nothing was asked.
    ///
    /// # Errors
    /// As the service says.
    pub async fn budget(&self, organisation: &OrganisationId, day: Date) -> Result<Account> {
        let key = keys::budget(organisation, day);
        let found = self.get("read a model's budget", &key).await?;
        let found = found.map(items::read).transpose()?;
        Ok(found.unwrap_or_default())
    }
}

fn n(number: impl std::fmt::Display) -> AttributeValue {
    AttributeValue::N(number.to_string())
}
