//! Tasks on their way to the queues.

use lambdesk_domain::task::{MessageRef, Task};

use super::{Desk, MINUTE, at, desk, message, ticket};

fn task(desk: &Desk, n: u64) -> Task {
    let ticket = ticket(&desk.org, n);
    let message = message(&ticket, n).id;
    Task::Enrich(MessageRef {
        organisation: desk.org.clone(),
        ticket: ticket.id,
        message,
    })
}

#[tokio::test]
async fn tasks_wait_in_the_outbox_until_they_are_deleted() {
    let desk = desk().await;
    let now = desk.clock.now();
    for n in 1..=30 {
        let mut commit = desk.commit();
        commit.outbox(task(&desk, n), now);
        desk.store.commit(commit).await.unwrap();
    }
    assert!(desk.store.stale_outbox(now, 100).await.unwrap().is_empty());
    let rows = desk.store.stale_outbox(now + MINUTE, 100).await.unwrap();
    assert_eq!(rows.len(), 30);
    assert_eq!(
        desk.store
            .stale_outbox(now + MINUTE, 7)
            .await
            .unwrap()
            .len(),
        7
    );
    for n in 1..=30 {
        assert!(
            rows.iter().any(|row| row.task == task(&desk, n)),
            "task {n}"
        );
    }
    let keys: Vec<_> = rows
        .iter()
        .map(|row| (row.pk.clone(), row.sk.clone()))
        .collect();
    assert!(
        keys.iter()
            .all(|(_, sk)| sk.starts_with(super::super::OUTBOX_PREFIX))
    );
    let twice: Vec<_> = keys.iter().chain(&keys).cloned().collect();
    assert_eq!(desk.store.outbox_rows(&twice).await.unwrap(), rows);

    desk.store.delete_outbox(&rows).await.unwrap();
    desk.store.delete_outbox(&rows).await.unwrap();
    assert!(desk.store.outbox_rows(&keys).await.unwrap().is_empty());
    assert!(
        desk.store
            .stale_outbox(now + MINUTE, 100)
            .await
            .unwrap()
            .is_empty()
    );
    desk.store.delete_outbox(&[]).await.unwrap();
}

#[tokio::test]
async fn same_task_at_the_same_moment_is_one_entry() {
    let desk = desk().await;
    let now = desk.clock.now();
    for due in [now, now, at(2_000_000)] {
        let mut commit = desk.commit();
        commit.outbox(task(&desk, 1), due);
        desk.store.commit(commit).await.unwrap();
    }
    assert_eq!(
        desk.store
            .stale_outbox(at(3_000_000), 10)
            .await
            .unwrap()
            .len(),
        2
    );
}
