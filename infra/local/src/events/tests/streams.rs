use super::super::filter::Pattern;
use super::super::ledger::Ledger;
use super::super::queue_poller::{Shared, Target};
use super::super::stream_poller::{Backoff, StreamPoller};
use super::super::time::now_ms;
use super::*;
use crate::table::StreamRecord;
use crate::template::Source;

fn settings() -> Settings {
    Settings {
        schedules: false,
        ..Settings::default()
    }
}

#[tokio::test]
async fn only_what_passes_the_filter_arrives_and_in_order() {
    let stack = Stack::new().await;
    let script = Script::of(|_, _| Ok(Value::Null));
    let pump = stack.pump(script.clone(), &settings()).await;
    for number in 0..25 {
        stack.put(&format!("TICKET#{number}")).await;
        stack.put(&format!("OUTBOX#{number:02}")).await;
    }
    assert_eq!(pump.until_idle(PATIENCE).await.unwrap(), Waiting::new());
    let wanted: Vec<_> = (0..25)
        .map(|number| format!("OUTBOX#{number:02}"))
        .collect();
    assert_eq!(script.batches().concat(), wanted);
    assert!(script.batches().iter().all(|batch| batch.len() <= 10));
    let (function, event) = script.calls().remove(0);
    assert_eq!(function, "Relay");
    assert_eq!(event["Records"][0]["eventName"], "INSERT");
    assert_eq!(event["Records"][0]["eventSource"], "aws:dynamodb");
}

#[tokio::test]
async fn a_restart_goes_on_where_it_stopped() {
    let stack = Stack::new().await;
    let script = Script::of(|_, _| Ok(Value::Null));
    stack.put("OUTBOX#1").await;
    let pump = stack.pump(script.clone(), &settings()).await;
    pump.until_idle(PATIENCE).await.unwrap();
    pump.stop(PATIENCE).await;
    stack.put("OUTBOX#2").await;
    let pump = stack.pump(script.clone(), &settings()).await;
    pump.until_idle(PATIENCE).await.unwrap();
    assert_eq!(script.batches(), [["OUTBOX#1"], ["OUTBOX#2"]]);
    assert!(stack.folder.path().join("table.db").exists());
}

#[tokio::test]
async fn idle_means_the_whole_chain_has_ended() {
    // Each queue message writes an outbox row, which the relay turns into the next message: 20 times.
    let stack = Stack::new().await;
    let (queues, table) = (stack.queues.clone(), stack.table.clone());
    let script = Script::later(move |function, event| {
        let (queues, table) = (queues.clone(), table.clone());
        Box::pin(async move {
            for body in bodies(&event) {
                if function == "Worker" {
                    put(&table, &format!("OUTBOX#{body}")).await;
                } else {
                    let hop: u32 = body.trim_start_matches("OUTBOX#").parse().unwrap();
                    if hop < 20 {
                        let next = crate::queues::Send::text((hop + 1).to_string());
                        queues.send(WORK, next).await.unwrap();
                    }
                }
            }
            Ok(Value::Null)
        })
    });
    let pump = stack.pump(script.clone(), &settings()).await;
    stack.put("OUTBOX#0").await;
    pump.until_idle(PATIENCE).await.unwrap();
    assert_eq!(script.calls().len(), 41);
}

/// A poller over made-up records, driven without its loop.
fn poller(
    stack: &Stack,
    script: Arc<Script>,
    change: impl FnOnce(&mut StreamPoller),
) -> StreamPoller {
    let function = &stack.template.functions["Relay"];
    let Some(Source::Stream(source)) = function.sources.first() else {
        panic!("a stream")
    };
    let mut poller = StreamPoller {
        name: "Relay.Outbox".to_owned(),
        source: source.clone(),
        target: Target {
            function: function.id.clone(),
            arn: function.arn.clone(),
            timeout: function.timeout,
        },
        patterns: source
            .filters
            .iter()
            .map(|filter| Pattern::read(filter).unwrap())
            .collect(),
        stream_arn: stack.template.tables["Table"].stream_arn.clone(),
        on_failure: Some(GIVEN_UP.to_owned()),
        backoff: Backoff {
            first: Duration::from_millis(1),
            most: Duration::from_millis(2),
        },
        shared: Shared {
            queues: stack.queues.clone(),
            invoker: script,
            ledger: Arc::new(Ledger::new()),
            dice: None,
            retry_after: None,
        },
    };
    change(&mut poller);
    poller
}

fn record(position: i64, created: i64) -> StreamRecord {
    let event = json!({ "eventName": "INSERT", "dynamodb": {
        "ApproximateCreationDateTime": created,
        "Keys": { "SK": { "S": format!("OUTBOX#{position}") } },
        "SequenceNumber": format!("{:021}", position),
    }});
    StreamRecord { position, event }
}

fn records() -> Vec<StreamRecord> {
    let now = now_ms() / 1_000;
    (1..=8).map(|position| record(position, now)).collect()
}

async fn given_up(stack: &Stack) -> Vec<Value> {
    let messages = stack
        .queues
        .receive(GIVEN_UP, 10, None, Duration::ZERO)
        .await
        .unwrap();
    messages
        .iter()
        .map(|message| serde_json::from_str(&message.body).unwrap())
        .collect()
}

#[tokio::test]
async fn a_poison_record_is_isolated_by_halves_and_given_up_alone() {
    let stack = Stack::new().await;
    let script = Script::of(|_, event| {
        if bodies(&event).contains(&"OUTBOX#6".to_owned()) {
            Err(Failed::Function)
        } else {
            Ok(Value::Null)
        }
    });
    assert!(
        poller(&stack, script.clone(), |_| {})
            .settle(records())
            .await
    );
    let sizes: Vec<_> = script.batches().iter().map(Vec::len).collect();
    // 8 fail, 4 pass, 4 fail, 2 fail (5 6), 5 passes, 6 fails twice (one retry), 7 8 pass.
    assert_eq!(sizes, [8, 4, 4, 2, 1, 1, 1, 2]);
    let given_up = given_up(&stack).await;
    assert_eq!(given_up.len(), 1);
    let batch = &given_up[0]["DDBStreamBatchInfo"];
    assert_eq!(
        (&batch["batchSize"], &batch["startSequenceNumber"]),
        (&json!(1), &json!("000000000000000000006"))
    );
    assert_eq!(
        given_up[0]["requestContext"]["condition"],
        "RetryAttemptsExhausted"
    );
    assert_eq!(given_up[0]["requestContext"]["approximateInvokeCount"], 2);
}

#[tokio::test]
async fn a_reported_record_is_tried_again_with_all_that_follow() {
    let stack = Stack::new().await;
    let first = Mutex::new(true);
    let script = Script::of(move |_, event| {
        let fails = std::mem::take(&mut *first.lock().unwrap());
        // Two are reported; the lowest is the checkpoint.
        Ok(report(&event, |body| {
            fails && ["OUTBOX#7", "OUTBOX#4"].contains(&body)
        }))
    });
    assert!(
        poller(&stack, script.clone(), |_| {})
            .settle(records())
            .await
    );
    let firsts: Vec<_> = script
        .batches()
        .iter()
        .map(|batch| (batch[0].clone(), batch.len()))
        .collect();
    assert_eq!(
        firsts,
        [("OUTBOX#1".to_owned(), 8), ("OUTBOX#4".to_owned(), 5)]
    );
    assert!(given_up(&stack).await.is_empty());
}

#[tokio::test]
async fn without_bisecting_the_whole_batch_is_retried_and_given_up() {
    let stack = Stack::new().await;
    let script = Script::of(|_, _| Err(Failed::Crash));
    let poller = poller(&stack, script.clone(), |poller| {
        poller.source.bisect = false;
        poller.source.retry_attempts = Some(2);
    });
    assert!(poller.settle(records()).await);
    assert_eq!(script.calls().len(), 3);
    assert_eq!(
        given_up(&stack).await[0]["DDBStreamBatchInfo"]["batchSize"],
        8
    );
}

#[tokio::test]
async fn an_unknown_sequence_number_fails_the_batch() {
    let stack = Stack::new().await;
    let script = Script::of(|_, _| Ok(json!({ "batchItemFailures": [{ "itemIdentifier": "9" }] })));
    let poller = poller(&stack, script.clone(), |poller| {
        poller.source.retry_attempts = Some(0)
    });
    assert!(poller.settle(records().split_off(7)).await);
    assert_eq!((script.calls().len(), given_up(&stack).await.len()), (1, 1));
}

#[tokio::test]
async fn old_records_are_given_up_without_a_call() {
    let stack = Stack::new().await;
    let script = Script::of(|_, _| Ok(Value::Null));
    let poller = poller(&stack, script.clone(), |_| {});
    assert!(poller.settle(vec![record(1, 1_600_000_000)]).await);
    assert!(script.calls().is_empty());
    assert_eq!(
        given_up(&stack).await[0]["requestContext"]["condition"],
        "RecordAgeExceeded"
    );
}
