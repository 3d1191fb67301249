//! DynamoDB: conditions, transactions, indexes, pages, batches.
//!
//! Invariant: each case has a table of its own, made by the definition the deployment uses.

mod reads;
mod writes;

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::query::QueryOutput;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, CancellationReason, Put, TableStatus, TransactWriteItem, Update,
};
use lambdesk_cloud::store::table::create_table;

use super::place::{PATIENCE, Place};

/// The names of the cases.
pub(super) fn names() -> Vec<&'static str> {
    [writes::NAMES, reads::NAMES].concat()
}

type Item = HashMap<String, AttributeValue>;

/// A table and the way to it.
struct Table {
    client: Client,
    name: String,
}

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

fn number(value: i64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn item<const N: usize>(attributes: [(&str, &str); N]) -> Item {
    attributes
        .map(|(name, value)| (name.to_owned(), text(value)))
        .into()
}

fn key(pk: &str, sk: &str) -> Item {
    item([("PK", pk), ("SK", sk)])
}

fn sort_keys(page: &QueryOutput) -> Vec<String> {
    let sort_key = |item: &Item| item["SK"].as_s().unwrap().clone();
    page.items().iter().map(sort_key).collect()
}

impl Table {
    async fn new(place: &Place) -> Self {
        let (client, name) = (place.aws.dynamodb(), place.name("desk"));
        create_table(&name)
            .unwrap()
            .send_with(&client)
            .await
            .unwrap();
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let described = client
                .describe_table()
                .table_name(&name)
                .send()
                .await
                .unwrap();
            if described.table.unwrap().table_status == Some(TableStatus::Active) {
                return Self { client, name };
            }
            assert!(
                tokio::time::Instant::now() < deadline,
                "the table is not ready"
            );
            tokio::task::yield_now().await;
        }
    }

    async fn put(&self, item: Item) {
        self.client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .send()
            .await
            .unwrap();
    }

    async fn get(&self, pk: &str, sk: &str) -> Option<Item> {
        let call = self
            .client
            .get_item()
            .table_name(&self.name)
            .set_key(Some(key(pk, sk)));
        call.consistent_read(true).send().await.unwrap().item
    }

    fn putting(&self, item: Item) -> TransactWriteItem {
        let put = Put::builder().table_name(&self.name).set_item(Some(item));
        TransactWriteItem::builder()
            .put(put.build().unwrap())
            .build()
    }

    fn putting_if_absent(&self, item: Item) -> TransactWriteItem {
        let put = Put::builder().table_name(&self.name).set_item(Some(item));
        let put = put.condition_expression("attribute_not_exists(PK)");
        TransactWriteItem::builder()
            .put(put.build().unwrap())
            .build()
    }

    fn adding(&self, sk: &str) -> TransactWriteItem {
        let update = Update::builder()
            .table_name(&self.name)
            .set_key(Some(key("p", sk)))
            .update_expression("ADD #n :one")
            .expression_attribute_names("#n", "n")
            .expression_attribute_values(":one", number(1));
        TransactWriteItem::builder()
            .update(update.build().unwrap())
            .build()
    }

    /// Sets the version of an item to the next one if it still is the given one.
    fn versioning(&self, from: i64, by: &str) -> TransactWriteItem {
        let mut next = key("p", "ticket");
        next.extend([
            ("version".to_owned(), number(from + 1)),
            ("by".to_owned(), text(by)),
        ]);
        let put = Put::builder()
            .table_name(&self.name)
            .set_item(Some(next))
            .condition_expression("#c0 = :c0")
            .expression_attribute_names("#c0", "version")
            .expression_attribute_values(":c0", number(from));
        TransactWriteItem::builder()
            .put(put.build().unwrap())
            .build()
    }

    /// Makes all writes or none; the codes of the reasons when it is none.
    async fn transact(
        &self,
        token: &str,
        writes: Vec<TransactWriteItem>,
    ) -> Result<(), Vec<String>> {
        let call = self
            .client
            .transact_write_items()
            .set_transact_items(Some(writes));
        let Err(error) = call.client_request_token(token).send().await else {
            return Ok(());
        };
        let error = error.into_service_error();
        if let TransactWriteItemsError::TransactionCanceledException(cancelled) = &error {
            let code = |reason: &CancellationReason| reason.code().unwrap_or("None").to_owned();
            return Err(cancelled.cancellation_reasons().iter().map(code).collect());
        }
        Err(vec![error.code().unwrap_or_default().to_owned()])
    }

    fn query(&self, condition: &str, values: &[(&str, &str)]) -> QueryFluentBuilder {
        let mut call = self
            .client
            .query()
            .table_name(&self.name)
            .key_condition_expression(condition);
        for (name, value) in values {
            call = call.expression_attribute_values(*name, text(*value));
        }
        call
    }
}

fn unique(place: &Place) -> String {
    place.name("t").chars().take(36).collect()
}
