//! Writes several items at once, and single items under a condition.
//!
//! Invariant: a transaction that lost against another one in flight is repeated with the same token, so it is
//! made once; one whose condition does not hold is never repeated.

use std::time::Duration;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, CancellationReason, Delete, Put, TransactWriteItem, Update,
};
use jiff::Timestamp;
use lambdesk_domain::message::Pipeline;

use super::items::Item;
use super::keys::Key;
use super::table::{Index, TTL};
use super::{Store, items};
use crate::entropy::{Entropy, hex};
use crate::error::{self, Error, Kind, Result};

/// Most actions of one transaction (limit of the service).
pub(super) const MOST_ACTIONS: usize = 100;
const ATTEMPTS: u32 = 8;

/// Under which condition something is written.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Condition {
    expression: String,
    names: Vec<(String, String)>,
    values: Vec<(String, AttributeValue)>,
}

impl Condition {
    /// No item has the key.
    pub(super) fn absent() -> Self {
        Self {
            expression: "attribute_not_exists(PK)".to_owned(),
            ..Self::default()
        }
    }

    /// No item has the key, or one that has ended and waits to be removed by the table.
    pub(super) fn absent_or_ended(now: Timestamp) -> Self {
        Self {
            expression: "attribute_not_exists(PK) OR #ttl <= :now".to_owned(),
            names: vec![("#ttl".to_owned(), TTL.to_owned())],
            values: vec![(
                ":now".to_owned(),
                AttributeValue::N(now.as_second().to_string()),
            )],
        }
    }

    /// An attribute has a value; with `None`, the item exists without it.
    pub(super) fn equals(name: &str, value: Option<AttributeValue>) -> Self {
        Self::default().and_equals(name, value)
    }

    /// Also, an attribute has a value.
    pub(super) fn and_equals(mut self, name: &str, value: Option<AttributeValue>) -> Self {
        let n = self.names.len();
        let clause = match &value {
            Some(_) => format!("#c{n} = :c{n}"),
            None => format!("(attribute_exists(PK) AND attribute_not_exists(#c{n}))"),
        };
        self.names.push((format!("#c{n}"), name.to_owned()));
        self.values
            .extend(value.map(|value| (format!(":c{n}"), value)));
        self.and(&clause)
    }

    /// Or there is no item at all.
    pub(super) fn or_absent(mut self) -> Self {
        self.expression = format!("attribute_not_exists(PK) OR ({})", self.expression);
        self
    }

    fn and(mut self, clause: &str) -> Self {
        if !self.expression.is_empty() {
            self.expression.push_str(" AND ");
        }
        self.expression.push_str(clause);
        self
    }

    pub(super) fn expression(&self) -> String {
        self.expression.clone()
    }

    pub(super) fn names(&self) -> Option<std::collections::HashMap<String, String>> {
        (!self.names.is_empty()).then(|| self.names.iter().cloned().collect())
    }

    pub(super) fn values(&self) -> Option<std::collections::HashMap<String, AttributeValue>> {
        (!self.values.is_empty()).then(|| self.values.iter().cloned().collect())
    }
}

/// One write.
#[derive(Debug, Clone)]
pub(super) enum Action {
    /// Stores an item.
    Put(Item, Option<Condition>),
    /// Removes an item.
    Delete(Key, Option<Condition>),
    /// Sets one text attribute of an item.
    Set(Key, &'static str, String, Condition),
    /// Counts one use: up by one, with the moment, and an attribute that says of what.
    Count(Key, (&'static str, String), Timestamp),
    /// Moves a message from one stage to another.
    Stage(Key, Pipeline, Pipeline),
}

impl Action {
    /// The key it writes.
    pub(super) fn key(&self) -> Key {
        match self {
            Action::Put(item, _) => items::key(item),
            Action::Delete(key, _)
            | Action::Set(key, ..)
            | Action::Count(key, ..)
            | Action::Stage(key, ..) => key.clone(),
        }
    }

    fn into_request(self, table: &str) -> Result<TransactWriteItem> {
        let built = match self {
            Action::Put(item, condition) => put(table, item, condition.as_ref()),
            Action::Delete(key, condition) => delete(table, &key, condition.as_ref()),
            Action::Set(key, name, value, condition) => set(table, &key, name, value, &condition),
            Action::Count(key, what, now) => count(table, &key, what, now),
            Action::Stage(key, from, to) => stage(table, &key, from, to),
        };
        built.map_err(|error| Error::new(Kind::Invalid, "build a transaction").because(error))
    }
}

type Built = std::result::Result<TransactWriteItem, aws_sdk_dynamodb::error::BuildError>;

fn put(table: &str, item: Item, condition: Option<&Condition>) -> Built {
    let put = Put::builder()
        .table_name(table)
        .set_item(Some(item))
        .set_condition_expression(condition.map(Condition::expression))
        .set_expression_attribute_names(condition.and_then(Condition::names))
        .set_expression_attribute_values(condition.and_then(Condition::values));
    Ok(TransactWriteItem::builder().put(put.build()?).build())
}

fn delete(table: &str, key: &Key, condition: Option<&Condition>) -> Built {
    let delete = Delete::builder()
        .table_name(table)
        .set_key(Some(key.attributes()))
        .set_condition_expression(condition.map(Condition::expression))
        .set_expression_attribute_names(condition.and_then(Condition::names))
        .set_expression_attribute_values(condition.and_then(Condition::values));
    Ok(TransactWriteItem::builder().delete(delete.build()?).build())
}

fn set(table: &str, key: &Key, name: &str, value: String, condition: &Condition) -> Built {
    let update = Update::builder()
        .table_name(table)
        .set_key(Some(key.attributes()))
        .update_expression("SET #set = :set")
        .condition_expression(condition.expression())
        .set_expression_attribute_names(condition.names())
        .set_expression_attribute_values(condition.values())
        .expression_attribute_names("#set", name)
        .expression_attribute_values(":set", AttributeValue::S(value));
    Ok(TransactWriteItem::builder().update(update.build()?).build())
}

fn count(table: &str, key: &Key, what: (&'static str, String), now: Timestamp) -> Built {
    let update = Update::builder()
        .table_name(table)
        .set_key(Some(key.attributes()))
        .update_expression("SET #what = :what, #at = :at ADD #n :one")
        .expression_attribute_names("#what", what.0)
        .expression_attribute_names("#at", "used_at")
        .expression_attribute_names("#n", "uses")
        .expression_attribute_values(":what", AttributeValue::S(what.1))
        .expression_attribute_values(":at", AttributeValue::S(now.to_string()))
        .expression_attribute_values(":one", AttributeValue::N("1".to_owned()));
    Ok(TransactWriteItem::builder().update(update.build()?).build())
}

/// Writes three attributes, not the message: its text may be a hundred kilobytes, and is billed by them.
fn stage(table: &str, key: &Key, from: Pipeline, to: Pipeline) -> Built {
    let (due_list, due_at) = Index::Gsi3.keys();
    let word = |stage: Pipeline| AttributeValue::S(stage.word().to_owned());
    let update = Update::builder()
        .table_name(table)
        .set_key(Some(key.attributes()))
        .condition_expression("#p = :from")
        .expression_attribute_names("#p", "pipeline")
        .expression_attribute_names("#v", "version")
        .expression_attribute_values(":from", word(from))
        .expression_attribute_values(":to", word(to))
        .expression_attribute_values(":one", AttributeValue::N("1".to_owned()));
    let update = match to {
        // Nobody need look after it any more.
        Pipeline::Done => update
            .update_expression("SET #p = :to REMOVE #l, #a ADD #v :one")
            .expression_attribute_names("#l", due_list)
            .expression_attribute_names("#a", due_at),
        Pipeline::Enrich | Pipeline::Triage => update.update_expression("SET #p = :to ADD #v :one"),
    };
    Ok(TransactWriteItem::builder().update(update.build()?).build())
}

/// Why a transaction was not made.
#[derive(Debug)]
pub(super) enum Refused {
    /// The conditions at these positions did not hold.
    At(Vec<usize>),
    /// Anything else.
    Other(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Refused::Other(error)
    }
}

impl Refused {
    /// As an error: a condition that did not hold is a conflict.
    pub(super) fn into_error(self, doing: &'static str) -> Error {
        match self {
            Refused::At(_) => Error::new(Kind::Conflict, doing),
            Refused::Other(error) => error,
        }
    }
}

impl Store {
    /// Makes all writes or none.
    pub(super) async fn transact(
        &self,
        doing: &'static str,
        actions: Vec<Action>,
    ) -> std::result::Result<(), Refused> {
        check(doing, &actions)?;
        let built = actions
            .into_iter()
            .map(|action| action.into_request(&self.table));
        let requests: Vec<_> = built.collect::<Result<_>>()?;
        let token = hex(&Entropy::system().bytes::<16>());
        let mut attempt = 0;
        loop {
            let call = self
                .client
                .transact_write_items()
                .set_transact_items(Some(requests.clone()))
                .client_request_token(&token);
            let Err(error) = Box::pin(call.send()).await else {
                return Ok(());
            };
            match verdict(doing, error) {
                Verdict::Refused(refused) => return Err(refused),
                Verdict::Again(error) if attempt + 1 >= ATTEMPTS => return Err(error.into()),
                Verdict::Again(_) => backoff(attempt).await,
            }
            attempt += 1;
        }
    }
}

fn check(doing: &'static str, actions: &[Action]) -> Result<()> {
    if actions.is_empty() {
        return Err(Error::told(
            Kind::Invalid,
            doing,
            "there is nothing to write",
        ));
    }
    if actions.len() > MOST_ACTIONS {
        let text = "one change has at most 100 parts; make it in several steps";
        return Err(Error::told(Kind::Full, doing, text));
    }
    let mut keys: Vec<_> = actions
        .iter()
        .map(Action::key)
        .map(|key| (key.pk, key.sk))
        .collect();
    keys.sort_unstable();
    if keys.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
        let text = "one change writes the same record twice; this is a fault of the program";
        return Err(Error::told(Kind::Invalid, doing, text));
    }
    Ok(())
}

enum Verdict {
    Refused(Refused),
    Again(Error),
}

/// Reads why a transaction failed: a condition decides at once, a conflict in flight is worth another try.
fn verdict(doing: &'static str, error: SdkError<TransactWriteItemsError>) -> Verdict {
    let reasons = match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
            cancelled.cancellation_reasons().to_vec()
        }
        Some(TransactWriteItemsError::TransactionInProgressException(_)) => {
            return Verdict::Again(error::aws::dynamodb(doing, error));
        }
        _ => return Verdict::Refused(Refused::Other(error::aws::dynamodb(doing, error))),
    };
    let failed = positions(&reasons, "ConditionalCheckFailed");
    if !failed.is_empty() {
        return Verdict::Refused(Refused::At(failed));
    }
    if let Some(reason) = reasons.iter().find(|reason| is(reason, "ValidationError")) {
        let full = reason
            .message()
            .is_some_and(|message| message.contains("size"));
        let kind = if full { Kind::Full } else { Kind::Invalid };
        return Verdict::Refused(Refused::Other(Error::new(kind, doing)));
    }
    if reasons
        .iter()
        .any(|reason| is(reason, "ItemCollectionSizeLimitExceeded"))
    {
        return Verdict::Refused(Refused::Other(Error::new(Kind::Full, doing)));
    }
    // What is left: TransactionConflict, ThrottlingError, ProvisionedThroughputExceeded.
    Verdict::Again(Error::new(Kind::Busy, doing))
}

fn is(reason: &CancellationReason, code: &str) -> bool {
    reason.code() == Some(code)
}

fn positions(reasons: &[CancellationReason], code: &str) -> Vec<usize> {
    let failed = reasons
        .iter()
        .enumerate()
        .filter(|(_, reason)| is(reason, code));
    failed.map(|(position, _)| position).collect()
}

/// Waits longer after each try, each time a random part of it, so that rivals do not meet again.
pub(super) async fn backoff(attempt: u32) {
    let ceiling = 20_u64.saturating_mul(1 << attempt.min(6));
    let [a, b] = Entropy::system().bytes::<2>();
    let share = u64::from(u16::from_be_bytes([a, b]));
    tokio::time::sleep(Duration::from_millis(1 + ceiling * share / 65_536)).await;
}

#[cfg(test)]
mod tests;
