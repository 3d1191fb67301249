//! Checks the semantics of the queues in this process; `wire_tests` checks them through the SDK.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use super::*;

mod durability;
mod fifo;

const NOW: Duration = Duration::ZERO;
const START: i64 = 1_767_225_600_000;

struct Bench {
    _dir: TempDir,
    file: PathBuf,
    time: Arc<AtomicI64>,
    queues: Queues,
}

impl Bench {
    fn new(specs: Vec<QueueSpec>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("queues.sqlite");
        let time = Arc::new(AtomicI64::new(START));
        let queues = open(&file, specs, &time);
        Self {
            _dir: dir,
            file,
            time,
            queues,
        }
    }

    fn pass(&self, time: Duration) {
        self.time.fetch_add(schema::millis(time), Ordering::SeqCst);
    }

    async fn take(&self, queue: &str, max: usize) -> Vec<Received> {
        self.queues.receive(queue, max, None, NOW).await.unwrap()
    }

    async fn bodies(&self, queue: &str, max: usize) -> Vec<String> {
        self.take(queue, max)
            .await
            .into_iter()
            .map(|message| message.body)
            .collect()
    }
}

fn open(file: &Path, specs: Vec<QueueSpec>, time: &Arc<AtomicI64>) -> Queues {
    let time = Arc::clone(time);
    Queues::open_with_clock(file, specs, Arc::new(move || time.load(Ordering::SeqCst))).unwrap()
}

fn with_dead_letters(name: &str, max: u32) -> Vec<QueueSpec> {
    let dead = match name.strip_suffix(".fifo") {
        Some(stem) => format!("{stem}-dead.fifo"),
        None => format!("{name}-dead"),
    };
    let spec = QueueSpec {
        max_receive_count: Some(max),
        dead_letters: Some(dead.clone()),
        ..QueueSpec::named(name)
    };
    vec![
        spec,
        QueueSpec {
            retention: Duration::from_secs(1_209_600),
            ..QueueSpec::named(dead)
        },
    ]
}

fn in_group(body: &str, group: &str, deduplication: &str) -> Send {
    Send {
        group: Some(group.to_owned()),
        deduplication: Some(deduplication.to_owned()),
        ..Send::text(body)
    }
}

#[tokio::test]
async fn a_received_message_is_hidden_until_its_visibility_ends() {
    let bench = Bench::new(vec![QueueSpec::named("q")]);
    bench.queues.send("q", Send::text("one")).await.unwrap();
    let first = bench.take("q", 10).await;
    assert_eq!((first.len(), first[0].receive_count), (1, 1));
    assert_eq!(bench.take("q", 10).await, []);
    bench.pass(Duration::from_millis(29_999));
    assert_eq!(bench.take("q", 10).await, []);
    bench.pass(Duration::from_millis(1));
    let second = bench.take("q", 10).await;
    assert_eq!(second[0].message_id, first[0].message_id);
    assert_eq!(
        (second[0].receive_count, second[0].first_received_at_ms),
        (2, START)
    );
    assert_ne!(second[0].receipt, first[0].receipt);
}

#[tokio::test]
async fn a_stale_receipt_deletes_nothing_and_a_current_one_does() {
    let bench = Bench::new(vec![QueueSpec::named("q")]);
    bench.queues.send("q", Send::text("one")).await.unwrap();
    let old = bench.take("q", 1).await.remove(0).receipt;
    bench.pass(Duration::from_secs(31));
    let new = bench.take("q", 1).await.remove(0).receipt;
    bench.queues.delete("q", &[old]).await.unwrap();
    assert_eq!(bench.queues.counts("q").await.unwrap().in_flight, 1);
    for _again in 0..2 {
        bench
            .queues
            .delete("q", std::slice::from_ref(&new))
            .await
            .unwrap();
    }
    assert_eq!(bench.queues.counts("q").await.unwrap(), Counts::default());
    let refused = bench.queues.delete("q", &["nonsense".to_owned()]).await;
    assert_eq!(refused, Err(QueueError::ReceiptInvalid));
}

#[tokio::test]
async fn deleting_part_of_a_batch_leaves_the_rest_to_come_back() {
    let bench = Bench::new(vec![QueueSpec::named("q")]);
    let all = ["a", "b", "c"].map(Send::text).to_vec();
    bench.queues.send_all("q", all).await.unwrap();
    let taken = bench.take("q", 10).await;
    let done: Vec<String> = taken
        .iter()
        .filter(|one| one.body != "b")
        .map(|one| one.receipt.clone())
        .collect();
    bench.queues.delete("q", &done).await.unwrap();
    bench.pass(Duration::from_secs(30));
    assert_eq!(bench.bodies("q", 10).await, ["b"]);
}

#[tokio::test]
async fn a_message_received_too_often_moves_to_the_dead_letters_with_its_age() {
    let bench = Bench::new(with_dead_letters("q", 2));
    let id = bench.queues.send("q", Send::text("poison")).await.unwrap();
    for expected in [1, 2] {
        assert_eq!(bench.take("q", 1).await[0].receive_count, expected);
        bench.pass(Duration::from_secs(30));
    }
    assert_eq!(bench.take("q", 1).await, []);
    let dead = bench.take("q-dead", 1).await.remove(0);
    assert_eq!(
        (dead.message_id.as_str(), dead.sent_at_ms),
        (id.as_str(), START)
    );
    assert_eq!(dead.dead_letter_source.as_deref(), Some("q"));
}

#[tokio::test]
async fn dead_letters_move_back_as_new_messages() {
    let bench = Bench::new(with_dead_letters("q", 1));
    let old = bench
        .queues
        .send("q-dead", Send::text("again"))
        .await
        .unwrap();
    bench.pass(Duration::from_secs(60));
    assert_eq!(bench.queues.move_all("q-dead", "q").await.unwrap(), 1);
    let back = bench.take("q", 1).await.remove(0);
    assert_eq!((back.receive_count, back.sent_at_ms), (1, START + 60_000));
    assert_ne!(back.message_id, old);
    assert_eq!(back.message_id.len(), 36);
}

#[tokio::test]
async fn a_delay_hides_a_new_message_and_only_delays() {
    let bench = Bench::new(vec![QueueSpec::named("q")]);
    let late = Send {
        delay: Some(Duration::from_secs(5)),
        ..Send::text("late")
    };
    bench.queues.send("q", late).await.unwrap();
    let counts = bench.queues.counts("q").await.unwrap();
    assert_eq!(
        counts,
        Counts {
            delayed: 1,
            ..Counts::default()
        }
    );
    let next = bench.queues.next_visible_in("q").await.unwrap();
    assert_eq!(next, Some(Duration::from_secs(5)));
    bench.pass(Duration::from_secs(5));
    assert_eq!(bench.queues.next_visible_in("q").await.unwrap(), Some(NOW));
    assert_eq!(bench.bodies("q", 1).await, ["late"]);
}

#[tokio::test]
async fn a_message_older_than_the_retention_is_gone() {
    let spec = QueueSpec {
        retention: Duration::from_secs(60),
        ..QueueSpec::named("q")
    };
    let bench = Bench::new(vec![spec]);
    bench.queues.send("q", Send::text("old")).await.unwrap();
    bench.pass(Duration::from_secs(60));
    assert_eq!(bench.queues.counts("q").await.unwrap(), Counts::default());
    assert_eq!(bench.take("q", 1).await, []);
    assert_eq!(bench.queues.next_visible_in("q").await.unwrap(), None);
}

#[tokio::test]
async fn changing_visibility_hands_back_or_holds_longer() {
    let bench = Bench::new(vec![QueueSpec::named("q")]);
    bench.queues.send("q", Send::text("one")).await.unwrap();
    let receipt = bench.take("q", 1).await.remove(0).receipt;
    let held = Duration::from_secs(100);
    bench
        .queues
        .change_visibility("q", &receipt, held)
        .await
        .unwrap();
    bench.pass(Duration::from_secs(99));
    assert_eq!(bench.take("q", 1).await, []);
    bench
        .queues
        .change_visibility("q", &receipt, NOW)
        .await
        .unwrap();
    assert_eq!(bench.take("q", 1).await[0].receive_count, 2);
    let stale = bench.queues.change_visibility("q", &receipt, held).await;
    assert_eq!(stale, Err(QueueError::NotInFlight));
}

#[tokio::test]
async fn what_the_service_refuses_is_refused_and_leaves_nothing() {
    let bench = Bench::new(vec![QueueSpec::named("q"), QueueSpec::named("q.fifo")]);
    let refused = [
        ("q", Send::text("")),
        ("q", Send::text("nul \u{0} byte")),
        ("q", Send::text("\u{FFFE}")),
        ("q", Send::text("x".repeat(limits::MAX_BYTES + 1))),
        (
            "q",
            Send {
                deduplication: Some("d".to_owned()),
                ..Send::text("x")
            },
        ),
        (
            "q",
            Send {
                delay: Some(Duration::from_secs(901)),
                ..Send::text("x")
            },
        ),
        ("q.fifo", Send::text("no group")),
        (
            "q.fifo",
            Send {
                group: Some("g".to_owned()),
                ..Send::text("no deduplication")
            },
        ),
        (
            "q.fifo",
            Send {
                delay: Some(Duration::from_secs(1)),
                ..in_group("x", "g", "d")
            },
        ),
        ("absent", Send::text("x")),
    ];
    for (queue, message) in refused {
        let outcome = bench.queues.send(queue, message.clone()).await;
        assert!(
            outcome.is_err_and(|error| !error.is_storage()),
            "{queue} {:.20}",
            message.body
        );
    }
    let mixed = vec![Send::text("good"), Send::text("bad \u{1}")];
    let outcome = bench.queues.send_all("q", mixed).await;
    assert_eq!(outcome, Err(QueueError::InvalidContents));
    assert_eq!(bench.queues.counts("q").await.unwrap(), Counts::default());
    let whole = Send::text("x".repeat(limits::MAX_BYTES));
    assert!(bench.queues.send("q", whole).await.is_ok());
}

#[tokio::test]
async fn a_send_wakes_a_waiting_receive() {
    let bench = Bench::new(vec![QueueSpec::named("q")]);
    let queues = bench.queues.clone();
    let waiting = tokio::spawn(async move {
        let began = Instant::now();
        let got = queues
            .receive("q", 1, None, Duration::from_secs(20))
            .await
            .unwrap();
        (got, began.elapsed())
    });
    // The first look of the receive happens before this send, or the send before the look: both must do.
    tokio::task::yield_now().await;
    bench.queues.send("q", Send::text("awake")).await.unwrap();
    let (got, took) = waiting.await.unwrap();
    assert_eq!(got[0].body, "awake");
    assert!(took < Duration::from_secs(10));
}

#[tokio::test]
async fn a_waiting_receive_ends_empty_at_its_deadline() {
    let bench = Bench::new(vec![QueueSpec::named("q")]);
    let wait = Duration::from_millis(30);
    let got = bench.queues.receive("q", 1, None, wait).await.unwrap();
    assert_eq!(got, []);
}
