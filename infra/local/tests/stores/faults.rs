//! Planned faults as the SDK meets them, and the counts.

use std::time::{Duration, Instant};

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use lambdesk_local::faults::{Action, Failure, Fault, Service};

use crate::support::{TestTable, s};

/// The client without the SDK's own retries, so that every fault is seen.
fn bare(test: &TestTable) -> aws_sdk_dynamodb::Client {
    let config = test
        .client
        .config()
        .to_builder()
        .retry_config(RetryConfig::disabled())
        .build();
    aws_sdk_dynamodb::Client::from_conf(config)
}

fn plan(test: &TestTable, operation: &str, nth: u64, action: Action) {
    let operation = Some(operation.to_owned());
    test.faults.plan(Fault {
        service: Service::Table,
        operation,
        nth,
        action,
    });
}

async fn there(test: &TestTable, sk: &str) -> bool {
    let get = bare(test)
        .get_item()
        .table_name("desk")
        .key("PK", s("a"))
        .key("SK", s(sk));
    get.send().await.unwrap().item.is_some()
}

#[tokio::test]
async fn the_nth_call_fails_with_the_code_planned() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    let failures = [
        Failure::throughput(),
        Failure::throttling(),
        Failure::internal(),
        Failure::conflict(),
    ];
    for failure in failures {
        let code = failure.code.clone();
        plan(&test, "PutItem", 2, Action::Fail(failure));
        let client = bare(&test);
        let put = |sk: &str| {
            client
                .put_item()
                .table_name("desk")
                .item("PK", s("a"))
                .item("SK", s(sk))
                .send()
        };
        put("first").await.unwrap();
        let refused = put(&code).await.unwrap_err();
        assert_eq!(refused.code(), Some(code.as_str()));
        assert!(!there(&test, &code).await);
        put("third").await.unwrap();
    }
    assert_eq!(test.faults.struck(), 4);
    assert_eq!(test.faults.count("PutItem"), 12);
    assert_eq!(test.faults.count("GetItem"), 4);
}

#[tokio::test]
async fn a_conflict_cancels_a_transaction_with_a_reason_for_each_item() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    plan(
        &test,
        "TransactWriteItems",
        1,
        Action::Fail(Failure::conflict()),
    );
    let put = |sk: &str| {
        let put = Put::builder()
            .table_name("desk")
            .item("PK", s("a"))
            .item("SK", s(sk));
        TransactWriteItem::builder()
            .put(put.build().unwrap())
            .build()
    };
    let send = bare(&test)
        .transact_write_items()
        .transact_items(put("1"))
        .transact_items(put("2"));
    let refused = send.send().await.unwrap_err().into_service_error();
    let TransactWriteItemsError::TransactionCanceledException(cancelled) = refused else {
        panic!("{refused:?}")
    };
    let codes: Vec<_> = cancelled
        .cancellation_reasons()
        .iter()
        .map(|why| why.code())
        .collect();
    assert_eq!(codes, [Some("TransactionConflict"), Some("None")]);
}

#[tokio::test]
async fn a_lost_answer_leaves_the_work_done_and_a_lost_call_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    let client = bare(&test);
    let put = |sk: &str| {
        client
            .put_item()
            .table_name("desk")
            .item("PK", s("a"))
            .item("SK", s(sk))
            .send()
    };
    plan(&test, "PutItem", 1, Action::ApplyThenDrop);
    assert!(matches!(
        put("kept").await.unwrap_err(),
        SdkError::DispatchFailure(_)
    ));
    plan(&test, "PutItem", 1, Action::DropBefore);
    assert!(matches!(
        put("lost").await.unwrap_err(),
        SdkError::DispatchFailure(_)
    ));
    assert!(there(&test, "kept").await);
    assert!(!there(&test, "lost").await);
}

#[tokio::test]
async fn a_delay_delays_and_the_sdk_rides_out_a_throttle() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    let delay = Duration::from_millis(300);
    plan(&test, "PutItem", 1, Action::Delay(delay));
    let start = Instant::now();
    test.put("a", "slow", None).await;
    assert!(start.elapsed() >= delay);
    plan(&test, "PutItem", 1, Action::Fail(Failure::throughput()));
    test.put("a", "retried", None).await;
    assert_eq!(test.faults.count("PutItem"), 3);
}
