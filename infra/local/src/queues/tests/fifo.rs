//! Checks order, groups and deduplication.

use super::*;

#[tokio::test]
async fn a_group_waits_for_its_message_in_flight_and_others_do_not() {
    let bench = Bench::new(vec![QueueSpec::named("q.fifo")]);
    let sends = [("1a", "A"), ("2a", "A"), ("1b", "B"), ("3a", "A")];
    for (body, group) in sends {
        bench
            .queues
            .send("q.fifo", in_group(body, group, body))
            .await
            .unwrap();
    }
    let first = bench.take("q.fifo", 1).await.remove(0);
    assert_eq!(first.body, "1a");
    assert_eq!(bench.bodies("q.fifo", 10).await, ["1b"]);
    assert_eq!(bench.take("q.fifo", 10).await, []);
    bench
        .queues
        .delete("q.fifo", &[first.receipt])
        .await
        .unwrap();
    assert_eq!(bench.bodies("q.fifo", 10).await, ["2a", "3a"]);
}

#[tokio::test]
async fn order_survives_a_partial_delete_of_a_fifo_batch() {
    let bench = Bench::new(vec![QueueSpec::named("q.fifo")]);
    for body in ["1", "2", "3"] {
        bench
            .queues
            .send("q.fifo", in_group(body, "g", body))
            .await
            .unwrap();
    }
    let batch = bench.take("q.fifo", 2).await;
    bench
        .queues
        .delete("q.fifo", &[batch[0].receipt.clone()])
        .await
        .unwrap();
    assert_eq!(bench.take("q.fifo", 10).await, []);
    bench
        .queues
        .change_visibility("q.fifo", &batch[1].receipt, NOW)
        .await
        .unwrap();
    assert_eq!(bench.bodies("q.fifo", 10).await, ["2", "3"]);
}

#[tokio::test]
async fn a_timed_out_fifo_receipt_no_longer_deletes() {
    let bench = Bench::new(vec![QueueSpec::named("q.fifo")]);
    bench
        .queues
        .send("q.fifo", in_group("1", "g", "1"))
        .await
        .unwrap();
    let receipt = bench.take("q.fifo", 1).await.remove(0).receipt;
    bench.pass(Duration::from_secs(30));
    bench.queues.delete("q.fifo", &[receipt]).await.unwrap();
    assert_eq!(bench.bodies("q.fifo", 1).await, ["1"]);
}

#[tokio::test]
async fn redrive_frees_the_group_and_keeps_the_order() {
    let bench = Bench::new(with_dead_letters("q.fifo", 1));
    for body in ["1", "2"] {
        bench
            .queues
            .send("q.fifo", in_group(body, "g", body))
            .await
            .unwrap();
    }
    assert_eq!(bench.bodies("q.fifo", 1).await, ["1"]);
    bench.pass(Duration::from_secs(30));
    assert_eq!(bench.bodies("q.fifo", 1).await, ["2"]);
    assert_eq!(bench.bodies("q-dead.fifo", 1).await, ["1"]);
}

#[tokio::test]
async fn a_repeated_deduplication_id_is_answered_but_not_stored() {
    let bench = Bench::new(vec![QueueSpec::named("q.fifo")]);
    let first = bench
        .queues
        .send("q.fifo", in_group("x", "g", "same"))
        .await
        .unwrap();
    let receipt = bench.take("q.fifo", 1).await.remove(0).receipt;
    bench.queues.delete("q.fifo", &[receipt]).await.unwrap();
    let again = bench
        .queues
        .send("q.fifo", in_group("y", "g", "same"))
        .await
        .unwrap();
    assert_eq!(first, again);
    assert_eq!(bench.queues.counts("q.fifo").await.unwrap().visible, 0);
    bench.pass(Duration::from_secs(300));
    let late = bench
        .queues
        .send("q.fifo", in_group("z", "g", "same"))
        .await
        .unwrap();
    assert_ne!(first, late);
    assert_eq!(bench.bodies("q.fifo", 1).await, ["z"]);
}

#[tokio::test]
async fn content_based_deduplication_goes_by_the_body() {
    let spec = QueueSpec {
        content_based_deduplication: true,
        ..QueueSpec::named("q.fifo")
    };
    let bench = Bench::new(vec![spec]);
    let message = Send {
        group: Some("g".to_owned()),
        ..Send::text("same")
    };
    let first = bench.queues.send("q.fifo", message.clone()).await.unwrap();
    assert_eq!(bench.queues.send("q.fifo", message).await.unwrap(), first);
    let other = Send {
        group: Some("g".to_owned()),
        ..Send::text("other")
    };
    assert_ne!(bench.queues.send("q.fifo", other).await.unwrap(), first);
}
