use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Barrier;

use super::*;
use crate::queues::{Counts, Send};
use crate::template::Source;

fn quick() -> Settings {
    Settings {
        schedules: false,
        retry_after: Some(Duration::ZERO),
        ..Settings::default()
    }
}

async fn fill(stack: &Stack, queue: &str, bodies: &[&str]) {
    let messages = bodies.iter().map(|body| Send::text(*body)).collect();
    stack.queues.send_all(queue, messages).await.unwrap();
}

#[tokio::test]
async fn finished_messages_are_deleted_and_the_event_is_lambdas() {
    let stack = Stack::new().await;
    fill(&stack, WORK, &["a", "b", "c"]).await;
    let script = Script::of(|_, _| Ok(json!({ "batchItemFailures": [] })));
    let pump = stack.pump(script.clone(), &Settings::default()).await;
    assert_eq!(pump.until_idle(PATIENCE).await.unwrap(), Waiting::new());
    let calls = script.calls();
    let [(function, event)] = calls.as_slice() else {
        panic!("one batch, not {calls:?}")
    };
    assert_eq!(
        (function.as_str(), bodies(event)),
        ("Worker", vec!["a".into(), "b".into(), "c".into()])
    );
    let record = &event["Records"][0];
    assert_eq!(
        record["eventSourceARN"],
        format!("arn:aws:sqs:eu-central-1:000000000000:{WORK}")
    );
    assert_eq!(record["attributes"]["ApproximateReceiveCount"], "1");
    assert_eq!(stack.queues.counts(WORK).await.unwrap(), Counts::default());
}

#[tokio::test]
async fn only_reported_messages_stay_and_they_are_not_waited_for() {
    let stack = Stack::new().await;
    fill(&stack, WORK, &["good", "bad", "fine"]).await;
    let script = Script::of(|_, event| Ok(report(&event, |body| body == "bad")));
    let pump = stack.pump(script.clone(), &Settings::default()).await;
    let waiting = pump.until_idle(PATIENCE).await.unwrap();
    assert_eq!(
        waiting,
        Waiting::from([(
            WORK.to_owned(),
            Counts {
                in_flight: 1,
                ..Counts::default()
            }
        )])
    );
    assert_eq!(script.calls().len(), 1);
}

#[tokio::test]
async fn a_poison_message_ends_in_the_dead_letters_and_the_others_do_not() {
    let stack = Stack::new().await;
    fill(&stack, WORK, &["good", "bad", "fine"]).await;
    let script = Script::of(|_, event| Ok(report(&event, |body| body == "bad")));
    let pump = stack.pump(script.clone(), &quick()).await;
    assert_eq!(pump.until_idle(PATIENCE).await.unwrap(), Waiting::new());
    let dead = stack
        .queues
        .receive(DEAD, 10, None, Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(
        dead.iter()
            .map(|message| message.body.as_str())
            .collect::<Vec<_>>(),
        ["bad"]
    );
    let tries = script
        .batches()
        .iter()
        .filter(|batch| batch.contains(&"bad".to_owned()))
        .count();
    assert_eq!(tries, 3);
}

#[tokio::test]
async fn every_kind_of_failure_keeps_the_whole_batch() {
    for answer in [
        Err(Failed::Function),
        Err(Failed::Crash),
        Ok(json!({ "batchItemFailures": [{ "itemIdentifier": "unknown" }] })),
        Ok(json!("nonsense")),
    ] {
        let stack = Stack::new().await;
        fill(&stack, WORK, &["a", "b"]).await;
        let given = answer.clone();
        let pump = stack
            .pump(Script::of(move |_, _| given.clone()), &Settings::default())
            .await;
        let waiting = pump.until_idle(PATIENCE).await.unwrap();
        assert_eq!(waiting[WORK].in_flight, 2, "{answer:?}");
    }
}

#[tokio::test]
async fn a_panic_and_a_late_answer_are_failures() {
    let text = TEMPLATE.replace("Timeout: 2", "Timeout: 1");
    let stack = Stack::with(&text).await;
    fill(&stack, WORK, &["panic"]).await;
    fill(&stack, "lambdesk-GivenUp", &["not polled"]).await;
    let ordered = Send {
        group: Some("g".into()),
        deduplication: Some("d".into()),
        ..Send::text("late")
    };
    stack.queues.send(ORDERED, ordered).await.unwrap();
    let script = Script::later(|_, event| {
        Box::pin(async move {
            assert_ne!(bodies(&event), ["panic"], "a scripted panic");
            std::future::pending().await
        })
    });
    let pump = stack.pump(script, &Settings::default()).await;
    let waiting = pump.until_idle(PATIENCE).await.unwrap();
    assert_eq!(
        (waiting[WORK].in_flight, waiting[ORDERED].in_flight),
        (1, 1)
    );
    assert!(
        !waiting.contains_key(GIVEN_UP),
        "a queue without a poller is not waited for"
    );
}

#[tokio::test]
async fn fifo_groups_run_side_by_side_and_each_in_order() {
    let stack = Stack::new().await;
    for number in 0..12 {
        for group in ["red", "blue"] {
            let message = Send {
                group: Some(group.to_owned()),
                deduplication: Some(format!("{group}{number}")),
                ..Send::text(format!("{group} {number:02}"))
            };
            stack.queues.send(ORDERED, message).await.unwrap();
        }
    }
    let (met, busy) = (
        Arc::new(Barrier::new(2)),
        Arc::new(Mutex::new(Vec::<String>::new())),
    );
    let script = Script::later(move |_, event| {
        let (met, busy) = (met.clone(), busy.clone());
        Box::pin(async move {
            let all = bodies(&event);
            let group = all[0].split(' ').next().unwrap_or_default().to_owned();
            assert!(
                all.iter().all(|body| body.starts_with(&group)),
                "one group, not {all:?}"
            );
            assert!(
                !busy.lock().unwrap().contains(&group),
                "{group} runs twice at once"
            );
            busy.lock().unwrap().push(group.clone());
            // The first batches of both groups must be under way together.
            if all.contains(&format!("{group} 00")) {
                met.wait().await;
            }
            tokio::task::yield_now().await;
            busy.lock().unwrap().retain(|name| *name != group);
            Ok(Value::Null)
        })
    });
    let pump = stack.pump(script.clone(), &Settings::default()).await;
    assert_eq!(pump.until_idle(PATIENCE).await.unwrap(), Waiting::new());
    for group in ["red", "blue"] {
        let seen: Vec<_> = script
            .batches()
            .concat()
            .into_iter()
            .filter(|b| b.starts_with(group))
            .collect();
        let wanted: Vec<_> = (0..12)
            .map(|number| format!("{group} {number:02}"))
            .collect();
        assert_eq!(seen, wanted);
    }
}

#[tokio::test]
async fn a_failed_message_holds_its_group_back_and_idle_says_so() {
    let stack = Stack::new().await;
    let script = Script::of(|_, event| Ok(report(&event, |body| body == "bad")));
    let pump = stack.pump(script, &Settings::default()).await;
    for (group, body) in [("red", "bad"), ("red", "behind"), ("blue", "free")] {
        let message = Send {
            group: Some(group.to_owned()),
            deduplication: Some(body.to_owned()),
            ..Send::text(body)
        };
        stack.queues.send(ORDERED, message).await.unwrap();
        let waiting = pump.until_idle(PATIENCE).await.unwrap();
        let visible = usize::from(body != "bad");
        let wanted = Counts {
            in_flight: 1,
            visible,
            delayed: 0,
        };
        assert_eq!(
            waiting,
            Waiting::from([(ORDERED.to_owned(), wanted)]),
            "after {body}"
        );
    }
}

#[tokio::test]
async fn no_more_invocations_at_once_than_allowed() {
    let text = TEMPLATE.replace(
        "BatchSize: 10\n            MaximumBatchingWindowInSeconds: 0",
        "BatchSize: 1\n            ScalingConfig: { MaximumConcurrency: 2 }",
    );
    let stack = Stack::with(&text).await;
    fill(&stack, WORK, &["1", "2", "3", "4", "5", "6", "7", "8"]).await;
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (running, highest) = (now.clone(), most.clone());
    let script = Script::later(move |_, _| {
        let (running, highest) = (running.clone(), highest.clone());
        Box::pin(async move {
            highest.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            running.fetch_sub(1, Ordering::SeqCst);
            Ok(Value::Null)
        })
    });
    let pump = stack
        .pump(
            script.clone(),
            &Settings {
                workers: 8,
                ..Settings::default()
            },
        )
        .await;
    pump.until_idle(PATIENCE).await.unwrap();
    assert_eq!((script.calls().len(), most.load(Ordering::SeqCst)), (8, 2));
}

#[tokio::test]
async fn a_window_lets_a_batch_fill() {
    let text = TEMPLATE.replace(
        "BatchSize: 10\n            MaximumBatchingWindowInSeconds: 0",
        "BatchSize: 3\n            MaximumBatchingWindowInSeconds: 20",
    );
    let stack = Stack::with(&text).await;
    let script = Script::of(|_, _| Ok(Value::Null));
    let pump = stack.pump(script.clone(), &Settings::default()).await;
    for body in ["1", "2", "3"] {
        fill(&stack, WORK, &[body]).await;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    pump.until_idle(PATIENCE).await.unwrap();
    assert_eq!(script.batches(), [["1", "2", "3"]]);
}

#[tokio::test]
async fn a_batch_stays_under_six_megabytes() {
    let stack = Stack::new().await;
    let large = "x".repeat(1_000_000);
    for _ in 0..9 {
        fill(&stack, WORK, &[&large]).await;
    }
    let script = Script::of(|_, event| {
        assert!(event.to_string().len() <= 6 * 1024 * 1024 + 1_024);
        Ok(Value::Null)
    });
    let pump = stack
        .pump(
            script.clone(),
            &Settings {
                workers: 1,
                ..Settings::default()
            },
        )
        .await;
    assert_eq!(pump.until_idle(PATIENCE).await.unwrap(), Waiting::new());
    assert_eq!(script.batches().concat().len(), 9);
}

#[tokio::test]
async fn nothing_is_taken_while_paused() {
    let stack = Stack::new().await;
    let script = Script::of(|_, _| Ok(Value::Null));
    let pump = stack.pump(script.clone(), &Settings::default()).await;
    pump.pause().await;
    fill(&stack, WORK, &["a"]).await;
    stack.put("OUTBOX#1").await;
    let error = pump
        .until_idle(Duration::from_millis(300))
        .await
        .unwrap_err();
    assert!(matches!(error, PumpError::StillBusy { .. }), "{error}");
    assert!(script.calls().is_empty());
    assert_eq!(stack.queues.counts(WORK).await.unwrap().visible, 1);
    pump.resume();
    pump.until_idle(PATIENCE).await.unwrap();
    assert_eq!(script.calls().len(), 2);
}

#[tokio::test]
async fn stopping_lets_an_invocation_finish() {
    let stack = Stack::new().await;
    fill(&stack, WORK, &["a"]).await;
    let (started, wait) = (
        Arc::new(tokio::sync::Notify::new()),
        Arc::new(tokio::sync::Notify::new()),
    );
    let (begun, release) = (started.clone(), wait.clone());
    let script = Script::later(move |_, _| {
        let (begun, release) = (begun.clone(), release.clone());
        Box::pin(async move {
            begun.notify_one();
            release.notified().await;
            Ok(Value::Null)
        })
    });
    let pump = stack.pump(script, &Settings::default()).await;
    started.notified().await;
    wait.notify_one();
    pump.stop(PATIENCE).await;
    assert_eq!(stack.queues.counts(WORK).await.unwrap(), Counts::default());
}

#[tokio::test]
async fn schedules_tick_when_told() {
    let stack = Stack::new().await;
    let script = Script::of(|function, _| {
        if function == "Sweep" {
            Ok(json!("swept"))
        } else {
            Ok(Value::Null)
        }
    });
    let pump = stack.pump(script.clone(), &quick()).await;
    assert_eq!(pump.tick_now("Sweep").await.unwrap(), json!("swept"));
    let (_, event) = script.calls().remove(0);
    assert_eq!(
        (&event["source"], &event["detail"]),
        (&json!("aws.scheduler"), &json!("{}"))
    );
    assert!(
        event["time"]
            .as_str()
            .is_some_and(|time| time.len() == 20 && time.ends_with('Z')),
        "{event}"
    );
    let error = pump.tick_now("Worker").await.unwrap_err();
    assert!(error.to_string().contains("Worker"), "{error}");
}

#[tokio::test]
async fn schedules_tick_by_the_clock() {
    let mut stack = Stack::new().await;
    for source in &mut stack.template.functions.get_mut("Sweep").unwrap().sources {
        let Source::Schedule(schedule) = source else {
            panic!("sweep has a schedule")
        };
        schedule.every = Duration::from_millis(10);
    }
    // A failing tick does not end the schedule.
    let script = Script::of(|_, _| Err(Failed::Function));
    let pump = stack.pump(script.clone(), &Settings::default()).await;
    let begun = Instant::now();
    while script.calls().len() < 3 {
        assert!(begun.elapsed() < PATIENCE, "no ticks");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(
        begun.elapsed() >= Duration::from_millis(25),
        "the clock is too fast"
    );
    pump.stop(PATIENCE).await;
    let stopped = script.calls().len();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(script.calls().len(), stopped);
}
