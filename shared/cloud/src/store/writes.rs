//! Writes of single items and removals of several.
//!
//! Invariant: a write whose condition does not hold is a conflict and changes nothing.

use aws_sdk_dynamodb::types::{DeleteRequest, ReturnValue, WriteRequest};

use super::Store;
use super::items::Item;
use super::keys::Key;
use super::transact::{Condition, backoff};
use crate::error::{self, Error, Kind, Result};

const ATTEMPTS: u32 = 8;

impl Store {
    /// Stores one item; `Conflict` when the condition does not hold.
    pub(super) async fn put_one(
        &self,
        doing: &'static str,
        item: Item,
        condition: Option<Condition>,
    ) -> Result<()> {
        let call = self
            .client
            .put_item()
            .table_name(&*self.table)
            .set_item(Some(item))
            .set_condition_expression(condition.as_ref().map(Condition::expression))
            .set_expression_attribute_names(condition.as_ref().and_then(Condition::names))
            .set_expression_attribute_values(condition.as_ref().and_then(Condition::values));
        let answer = Box::pin(call.send()).await;
        answer
            .map(drop)
            .map_err(|error| error::aws::dynamodb(doing, error))
    }

    /// Removes one item and returns it; of several callers one gets it.
    pub(super) async fn take_one(&self, doing: &'static str, key: &Key) -> Result<Option<Item>> {
        let call = self
            .client
            .delete_item()
            .table_name(&*self.table)
            .set_key(Some(key.attributes()))
            .return_values(ReturnValue::AllOld);
        let answer = Box::pin(call.send())
            .await
            .map_err(|error| error::aws::dynamodb(doing, error))?;
        Ok(answer.attributes)
    }

    /// Removes at most 25 items; what the service leaves out is asked again.
    pub(super) async fn delete_all(&self, doing: &'static str, keys: Vec<Key>) -> Result<()> {
        let request = |key: &Key| {
            let delete = DeleteRequest::builder()
                .set_key(Some(key.attributes()))
                .build()?;
            Ok(WriteRequest::builder().delete_request(delete).build())
        };
        let requests: std::result::Result<Vec<_>, aws_sdk_dynamodb::error::BuildError> =
            keys.iter().map(request).collect();
        let mut requests =
            requests.map_err(|error| Error::new(Kind::Invalid, doing).because(error))?;
        for attempt in 0..ATTEMPTS {
            if requests.is_empty() {
                return Ok(());
            }
            let call = self
                .client
                .batch_write_item()
                .request_items(&*self.table, requests);
            let answer = Box::pin(call.send())
                .await
                .map_err(|error| error::aws::dynamodb(doing, error))?;
            requests = answer
                .unprocessed_items
                .into_iter()
                .flatten()
                .flat_map(|(_, r)| r)
                .collect();
            if !requests.is_empty() {
                backoff(attempt).await;
            }
        }
        Err(Error::new(Kind::Busy, doing))
    }
}
