//! Key semantics of the table as the SDK sees them, durability, upkeep.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Put, ReturnValue, TransactWriteItem, Update,
};
use lambdesk_local::table::{Error, Table};

use crate::support::{TestTable, s, spec};

fn n(number: i64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

async fn number(client: &Client, pk: &str, sk: &str) -> Option<String> {
    let got = client
        .get_item()
        .table_name("desk")
        .key("PK", s(pk))
        .key("SK", s(sk));
    let item = got.send().await.unwrap().item?;
    item.get("n").map(|value| value.as_n().unwrap().clone())
}

fn put(pk: &str, sk: &str) -> TransactWriteItem {
    let put = Put::builder()
        .table_name("desk")
        .item("PK", s(pk))
        .item("SK", s(sk));
    let put = put
        .condition_expression("attribute_not_exists(PK)")
        .build()
        .unwrap();
    TransactWriteItem::builder().put(put).build()
}

#[tokio::test]
async fn a_condition_holds_once() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    let put = || {
        let put = test
            .client
            .put_item()
            .table_name("desk")
            .item("PK", s("a"))
            .item("SK", s("b"));
        put.condition_expression("attribute_not_exists(PK)").send()
    };
    put().await.unwrap();
    let refused = put().await.unwrap_err().into_service_error();
    assert!(
        refused.is_conditional_check_failed_exception(),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_stale_version_is_refused_and_the_item_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    test.put("a", "b", Some(7)).await;
    let update = |expected: i64| {
        let update = test
            .client
            .update_item()
            .table_name("desk")
            .key("PK", s("a"))
            .key("SK", s("b"));
        let update = update
            .update_expression("SET n = n + :one")
            .condition_expression("n = :was");
        update
            .expression_attribute_values(":one", n(1))
            .expression_attribute_values(":was", n(expected))
            .return_values(ReturnValue::UpdatedNew)
            .send()
    };
    assert!(
        update(6)
            .await
            .unwrap_err()
            .into_service_error()
            .is_conditional_check_failed_exception()
    );
    assert_eq!(number(&test.client, "a", "b").await.as_deref(), Some("7"));
    assert_eq!(update(7).await.unwrap().attributes.unwrap()["n"], n(8));
}

#[tokio::test]
async fn a_transaction_is_all_or_nothing_and_names_its_reasons_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    test.put("taken", "x", None).await;
    test.put("there", "x", None).await;
    let check = ConditionCheck::builder()
        .table_name("desk")
        .key("PK", s("there"))
        .key("SK", s("x"));
    let check = check
        .condition_expression("attribute_exists(PK)")
        .build()
        .unwrap();
    let items = vec![
        put("new", "x"),
        put("taken", "x"),
        TransactWriteItem::builder().condition_check(check).build(),
    ];
    let send = test
        .client
        .transact_write_items()
        .set_transact_items(Some(items))
        .send();
    let refused = send.await.unwrap_err().into_service_error();
    let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::
        TransactionCanceledException(cancelled) = refused else { panic!("{refused:?}") };
    let codes: Vec<_> = cancelled
        .cancellation_reasons()
        .iter()
        .map(|why| why.code())
        .collect();
    assert_eq!(
        codes,
        [Some("None"), Some("ConditionalCheckFailed"), Some("None")]
    );
    assert_eq!(number(&test.client, "new", "x").await, None);
}

#[tokio::test]
async fn a_request_token_applies_a_transaction_once() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    test.put("a", "b", Some(0)).await;
    let add = || {
        let add = Update::builder()
            .table_name("desk")
            .key("PK", s("a"))
            .key("SK", s("b"));
        let add = add
            .update_expression("ADD n :one")
            .expression_attribute_values(":one", n(1));
        let item = TransactWriteItem::builder()
            .update(add.build().unwrap())
            .build();
        test.client
            .transact_write_items()
            .transact_items(item)
            .client_request_token("once")
            .send()
    };
    add().await.unwrap();
    add().await.unwrap();
    assert_eq!(number(&test.client, "a", "b").await.as_deref(), Some("1"));
}

#[tokio::test]
async fn concurrent_additions_lose_nothing_and_reads_see_acknowledged_writes() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    test.put("a", "b", Some(0)).await;
    let adders = (0..8).map(|_| {
        let client = test.client.clone();
        tokio::spawn(async move {
            for _ in 0..10 {
                let add = client
                    .update_item()
                    .table_name("desk")
                    .key("PK", s("a"))
                    .key("SK", s("b"));
                let add = add
                    .update_expression("ADD n :one")
                    .expression_attribute_values(":one", n(1));
                let new = add
                    .return_values(ReturnValue::UpdatedNew)
                    .send()
                    .await
                    .unwrap();
                let acknowledged: i64 = new.attributes.unwrap()["n"]
                    .as_n()
                    .unwrap()
                    .parse()
                    .unwrap();
                let seen: i64 = number(&client, "a", "b").await.unwrap().parse().unwrap();
                assert!(
                    seen >= acknowledged,
                    "read {seen} after writing {acknowledged}"
                );
            }
        })
    });
    futures_util::future::try_join_all(adders).await.unwrap();
    assert_eq!(number(&test.client, "a", "b").await.as_deref(), Some("80"));
}

#[tokio::test]
async fn an_index_pages_backwards_through_its_items() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    for at in 0..25 {
        let put = test
            .client
            .put_item()
            .table_name("desk")
            .item("PK", s(&format!("t{at}")));
        let put = put
            .item("SK", s("x"))
            .item("GSI1PK", s("open"))
            .item("GSI1SK", s(&format!("{at:03}")));
        put.item("subject", s("Hello")).send().await.unwrap();
    }
    let query = test
        .client
        .query()
        .table_name("desk")
        .index_name("GSI1")
        .limit(7);
    let query = query
        .key_condition_expression("GSI1PK = :p")
        .scan_index_forward(false);
    let mut pages = query
        .expression_attribute_values(":p", s("open"))
        .into_paginator()
        .send();
    let (mut count, mut seen) = (0, Vec::new());
    while let Some(page) = pages.next().await {
        count += 1;
        for item in page.unwrap().items.unwrap() {
            assert_eq!(item["subject"], s("Hello"));
            seen.push(item["GSI1SK"].as_s().unwrap().clone());
        }
    }
    assert_eq!(count, 4);
    assert_eq!(
        seen,
        (0..25)
            .rev()
            .map(|at| format!("{at:03}"))
            .collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn what_dynamodb_refuses_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    let code = |error: aws_sdk_dynamodb::Error| error.code().map(str::to_owned);
    let large = "x".repeat(400 * 1024);
    let put = test
        .client
        .put_item()
        .table_name("desk")
        .item("PK", s("a"))
        .item("SK", s("b"));
    let refused = put.item("text", s(&large)).send().await.unwrap_err();
    assert_eq!(code(refused.into()).as_deref(), Some("ValidationException"));
    let empty = test
        .client
        .put_item()
        .table_name("desk")
        .item("PK", s(""))
        .item("SK", s("b"));
    assert_eq!(
        code(empty.send().await.unwrap_err().into()).as_deref(),
        Some("ValidationException")
    );
    let set = AttributeValue::Ss(Vec::new());
    let put = test
        .client
        .put_item()
        .table_name("desk")
        .item("PK", s("a"))
        .item("SK", s("b"));
    let refused = put.item("set", set).send().await.unwrap_err();
    assert_eq!(code(refused.into()).as_deref(), Some("ValidationException"));
    let other = test
        .client
        .get_item()
        .table_name("nowhere")
        .key("PK", s("a"))
        .send()
        .await;
    let refused = code(other.unwrap_err().into());
    assert_eq!(refused.as_deref(), Some("ResourceNotFoundException"));
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    for at in 0..20 {
        test.put("a", &at.to_string(), Some(at)).await;
    }
    // The files as a killed process leaves them: nothing was closed or checkpointed.
    let left = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(folder.path())
        .unwrap()
        .map(Result::unwrap)
    {
        if !file.file_name().to_str().unwrap().ends_with("-shm") {
            std::fs::copy(file.path(), left.path().join(file.file_name())).unwrap();
        }
    }
    let again = TestTable::open(left.path()).await;
    for at in 0..20 {
        assert_eq!(
            number(&again.client, "a", &at.to_string()).await,
            Some(at.to_string())
        );
    }
}

#[tokio::test]
async fn a_table_that_differs_from_the_template_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    drop(Table::open(folder.path(), &spec()).await.unwrap());
    drop(Table::open(folder.path(), &spec()).await.unwrap());
    let mut other = spec();
    other.indexes.pop();
    let refused = Table::open(folder.path(), &other).await.err().unwrap();
    assert!(matches!(refused, Error::Differs { .. }));
    assert!(refused.to_string().contains("--fresh"), "{refused}");
}

#[tokio::test]
async fn expired_items_are_swept_and_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    for (pk, ttl) in [("old", 1_000_000), ("new", 9_999_999_999)] {
        let put = test
            .client
            .put_item()
            .table_name("desk")
            .item("PK", s(pk))
            .item("SK", s("x"));
        put.item("ttl", n(ttl))
            .item("n", n(1))
            .send()
            .await
            .unwrap();
    }
    assert_eq!(test.table.sweep_expired().await.unwrap(), 1);
    assert_eq!(number(&test.client, "old", "x").await, None);
    assert_eq!(number(&test.client, "new", "x").await.as_deref(), Some("1"));
}

#[tokio::test]
async fn the_meter_counts_what_would_be_billed() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    let meter = test.table.meter();
    test.put("before", "x", None).await;
    meter.start();
    test.put("a", "x", None).await;
    number(&test.client, "a", "x").await;
    let items = vec![put("b", "x"), put("c", "x")];
    test.client
        .transact_write_items()
        .set_transact_items(Some(items))
        .send()
        .await
        .unwrap();
    // A put is one unit, each put of a transaction two, an eventually consistent read half a one.
    assert!(
        (meter.writes() - 5.0).abs() < f64::EPSILON,
        "{:?}",
        meter.units()
    );
    assert!(
        (meter.reads() - 0.5).abs() < f64::EPSILON,
        "{:?}",
        meter.units()
    );
}
