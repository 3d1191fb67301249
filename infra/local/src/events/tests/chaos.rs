use std::collections::HashMap;

use super::*;
use crate::queues::{Counts, Send};

fn storm(seed: u64) -> Settings {
    let chaos = Chaos {
        redeliver: 40,
        shuffle: 100,
        delay: 30,
        expire: 30,
        twice: 40,
        ..Chaos::seeded(seed)
    };
    Settings {
        schedules: false,
        chaos: Some(chaos),
        ..Settings::default()
    }
}

#[tokio::test]
async fn every_message_is_handled_some_twice_and_none_is_lost() {
    let stack = Stack::new().await;
    let all: Vec<String> = (0..100).map(|number| format!("{number:03}")).collect();
    stack
        .queues
        .send_all(WORK, all.iter().map(Send::text).collect())
        .await
        .unwrap();
    let script = Script::of(|_, _| Ok(Value::Null));
    let pump = stack.pump(script.clone(), &storm(11)).await;
    assert_eq!(pump.until_idle(PATIENCE).await.unwrap(), Waiting::new());
    assert_eq!(stack.queues.counts(DEAD).await.unwrap(), Counts::default());
    let mut times: HashMap<String, usize> = HashMap::new();
    for body in script.batches().concat() {
        *times.entry(body).or_default() += 1;
    }
    assert!(
        all.iter().all(|body| times.contains_key(body)),
        "a message was lost"
    );
    assert!(times.values().any(|times| *times > 1), "nothing came twice");
    assert_ne!(
        script.batches().concat()[..100],
        all[..],
        "nothing was out of order"
    );
}

#[tokio::test]
async fn fifo_messages_are_first_seen_in_order() {
    let stack = Stack::new().await;
    let all: Vec<String> = (0..40).map(|number| format!("{number:03}")).collect();
    for body in &all {
        let message = Send {
            group: Some("g".into()),
            deduplication: Some(body.clone()),
            ..Send::text(body)
        };
        stack.queues.send(ORDERED, message).await.unwrap();
    }
    let script = Script::of(|_, _| Ok(Value::Null));
    let pump = stack.pump(script.clone(), &storm(5)).await;
    assert_eq!(pump.until_idle(PATIENCE).await.unwrap(), Waiting::new());
    let mut first_seen = Vec::new();
    for body in script.batches().concat() {
        if !first_seen.contains(&body) {
            first_seen.push(body);
        }
    }
    assert_eq!(first_seen, all);
    assert!(script.batches().concat().len() > 40, "nothing came twice");
}

#[tokio::test]
async fn stream_batches_come_twice_and_none_is_lost() {
    let stack = Stack::new().await;
    for number in 0..30 {
        stack.put(&format!("OUTBOX#{number:02}")).await;
    }
    let script = Script::of(|_, _| Ok(Value::Null));
    let settings = Settings {
        chaos: Some(Chaos {
            twice: 100,
            ..Chaos::seeded(3)
        }),
        ..storm(3)
    };
    let pump = stack.pump(script.clone(), &settings).await;
    pump.until_idle(PATIENCE).await.unwrap();
    let batches = script.batches();
    assert_eq!(batches.concat().len(), 60);
    assert!(batches.chunks(2).all(|pair| pair[0] == pair[1]));
}
