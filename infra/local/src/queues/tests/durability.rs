//! Checks what survives: kills, full disks, wrong files, many callers at once.

use super::*;

#[tokio::test]
async fn wrong_specs_are_refused_before_anything_is_stored() {
    let dir = tempfile::tempdir().unwrap();
    let open = |spec| Queues::open(&dir.path().join("q"), vec![spec]);
    assert!(open(QueueSpec::named("bad name")).is_err());
    assert!(
        open(QueueSpec {
            fifo: true,
            ..QueueSpec::named("q")
        })
        .is_err()
    );
    assert!(
        open(QueueSpec {
            max_receive_count: Some(3),
            ..QueueSpec::named("q")
        })
        .is_err()
    );
    assert!(open(with_dead_letters("q", 3).remove(0)).is_err());
    assert!(open(QueueSpec::named("q")).is_ok());
}

#[tokio::test]
async fn everything_answered_is_there_after_the_handle_is_dropped_without_a_close() {
    let specs = with_dead_letters("q", 3);
    let bench = Bench::new(specs.clone());
    bench
        .queues
        .send_all("q", ["a", "b", "c"].map(Send::text).to_vec())
        .await
        .unwrap();
    let taken = bench.take("q", 2).await;
    bench
        .queues
        .delete("q", &[taken[0].receipt.clone()])
        .await
        .unwrap();
    // A copy of the files at this moment is what a killed process leaves behind.
    let copy = tempfile::tempdir().unwrap();
    for ending in ["", "-wal"] {
        let name = format!("queues.sqlite{ending}");
        std::fs::copy(bench.file.with_file_name(&name), copy.path().join(&name)).unwrap();
    }
    let reopened = open(&copy.path().join("queues.sqlite"), specs, &bench.time);
    let counts = reopened.counts("q").await.unwrap();
    assert_eq!(
        counts,
        Counts {
            visible: 1,
            in_flight: 1,
            delayed: 0
        }
    );
    assert_eq!(reopened.release_in_flight().await.unwrap(), 1);
    let back = reopened.receive("q", 10, None, NOW).await.unwrap();
    assert_eq!(back.iter().map(|one| one.receive_count).sum::<u32>(), 3);
}

#[tokio::test]
async fn settings_follow_the_specs_at_the_next_open() {
    let bench = Bench::new(vec![QueueSpec::named("q")]);
    bench.queues.send("q", Send::text("kept")).await.unwrap();
    let spec = QueueSpec {
        visibility: Duration::from_secs(7),
        ..QueueSpec::named("q")
    };
    let reopened = open(&bench.file, vec![spec], &bench.time);
    assert_eq!(reopened.receive("q", 1, None, NOW).await.unwrap().len(), 1);
    assert_eq!(
        reopened.next_visible_in("q").await.unwrap(),
        Some(Duration::from_secs(7))
    );
}

#[tokio::test]
async fn concurrent_receivers_share_the_messages_and_never_one_message() {
    let bench = Bench::new(vec![QueueSpec::named("q")]);
    let sends = (0..200).map(|n| Send::text(n.to_string())).collect();
    bench.queues.send_all("q", sends).await.unwrap();
    let takers: Vec<_> = (0..8)
        .map(|_| {
            let queues = bench.queues.clone();
            tokio::spawn(async move {
                let mut bodies = Vec::new();
                loop {
                    let got = queues.receive("q", 7, None, NOW).await.unwrap();
                    if got.is_empty() {
                        return bodies;
                    }
                    bodies.extend(got.into_iter().map(|one| one.body.parse::<u32>().unwrap()));
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for taker in takers {
        all.extend(taker.await.unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (0..200).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_full_disk_is_told_and_leaves_the_file_whole() {
    let bench = Bench::new(vec![QueueSpec::named("q")]);
    bench.queues.send("q", Send::text("before")).await.unwrap();
    let limit = |pages: &'static str| {
        bench.queues.worker.call(Durability::Disk, move |work| {
            // The pragma answers with the limit it set.
            work.conn
                .query_row(pages, [], |row| row.get::<_, i64>(0))
                .map_err(QueueError::from)
        })
    };
    // SQLite raises the limit to the present size of the file, which is what is wanted here.
    limit("PRAGMA max_page_count = 1").await.unwrap();
    let big = Send::text("x".repeat(500_000));
    let full = bench.queues.send("q", big.clone()).await;
    assert_eq!(full, Err(QueueError::Full));
    assert!(full.unwrap_err().to_string().contains("disk space"));
    limit("PRAGMA max_page_count = 1000000").await.unwrap();
    bench.queues.send("q", big).await.unwrap();
    let check = bench.queues.worker.call(Durability::Disk, |work| {
        let sql = "PRAGMA integrity_check";
        work.conn
            .query_row(sql, [], |row| row.get::<_, String>(0))
            .map_err(QueueError::from)
    });
    assert_eq!(check.await.unwrap(), "ok");
    assert_eq!(bench.bodies("q", 1).await, ["before"]);
}

#[tokio::test]
async fn a_file_that_is_no_queue_file_is_refused_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("notes.txt");
    let text = "not a database, ".repeat(100);
    std::fs::write(&file, &text).unwrap();
    let refused = Queues::open(&file, vec![QueueSpec::named("q")]).unwrap_err();
    assert!(matches!(refused, QueueError::Storage { .. }), "{refused}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[tokio::test]
async fn a_file_locked_by_another_program_is_told_and_works_again_later() {
    let bench = Bench::new(vec![QueueSpec::named("q")]);
    let patience = bench.queues.worker.call(Durability::Disk, |work| {
        work.conn
            .busy_timeout(Duration::from_millis(10))
            .map_err(QueueError::from)
    });
    patience.await.unwrap();
    let other = rusqlite::Connection::open(&bench.file).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = bench.queues.send("q", Send::text("x")).await;
    assert_eq!(refused, Err(QueueError::Busy));
    other.execute_batch("ROLLBACK").unwrap();
    bench.queues.send("q", Send::text("y")).await.unwrap();
    assert_eq!(bench.bodies("q", 10).await, ["y"]);
}
