//! Numbers, loop counters, heartbeats, parked work.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use lambdesk_domain::ids::{OrganisationId, ParkedId};

use super::super::marks::MARKED;
use super::super::requests::KEPT;
use super::super::{Parked, ParkedSource, ParkedState, Part};
use super::{MINUTE, at, desk, entropy, message, ticket};
use crate::Kind;
use crate::config::Role;

#[tokio::test]
async fn ticket_numbers_have_no_gaps_and_no_doubles() {
    let desk = desk().await;
    let drawn: Vec<_> = (0..20)
        .map(|_| {
            let (store, org) = (desk.store.clone(), desk.org.clone());
            tokio::spawn(async move { store.next_number(&org).await.unwrap() })
        })
        .collect();
    let mut numbers = BTreeSet::new();
    for one in drawn {
        numbers.insert(one.await.unwrap());
    }
    assert_eq!(numbers, (1..=20).collect());
    assert_eq!(desk.store.next_numbers(&desk.org, 5).await.unwrap(), 21);
    assert_eq!(desk.store.next_number(&desk.org).await.unwrap(), 26);
}

#[tokio::test]
async fn automatic_mail_to_one_address_stops_at_the_limit() {
    let desk = desk().await;
    let count = async |email: &str, now, limit| {
        desk.store
            .count_automatic(&desk.org, email, now, limit)
            .await
            .unwrap()
    };
    for _ in 0..3 {
        assert!(count("Ann@example.com", at(7_200), 3).await);
    }
    assert!(!count("ann@example.com", at(7_300), 3).await);
    assert!(count("bob@example.com", at(7_300), 3).await);
    assert!(
        count("ann@example.com", at(7_200) + MINUTE * 60, 3).await,
        "the next hour"
    );
    assert!(!count("eve@example.com", at(7_200), 0).await);
}

#[tokio::test]
async fn heartbeats_are_remembered() {
    let desk = desk().await;
    assert_eq!(desk.store.last_beat("sweep").await.unwrap(), None);
    desk.store.beat("sweep", at(5)).await.unwrap();
    desk.store.beat("sweep", at(65)).await.unwrap();
    assert_eq!(desk.store.last_beat("sweep").await.unwrap(), Some(at(65)));
    assert_eq!(desk.store.last_beat("other").await.unwrap(), None);
}

#[tokio::test]
async fn parked_work_is_settled_once() {
    let desk = desk().await;
    let parked = |n: u8| Parked {
        id: ParkedId::new(i64::from(n), entropy(1)),
        organisation: desk.org.clone(),
        stage: Role::Ingest,
        reason: "the mail cannot be read".to_owned(),
        source: ParkedSource::Raw("raw/a".to_owned()),
        at: at(5),
        attempts: 3,
        state: ParkedState::Open,
    };
    for n in 1..=3 {
        desk.store.park(&parked(n)).await.unwrap();
    }
    let one = parked(1);
    desk.store
        .settle_parked(&desk.org, &one.id, ParkedState::Replayed)
        .await
        .unwrap();
    let again = desk
        .store
        .settle_parked(&desk.org, &one.id, ParkedState::Discarded)
        .await;
    assert_eq!(again.unwrap_err().kind, Kind::Conflict);
    let unknown = desk
        .store
        .settle_parked(&desk.org, &parked(9).id, ParkedState::Replayed)
        .await;
    assert_eq!(unknown.unwrap_err().kind, Kind::Conflict);
    desk.store.park(&one).await.unwrap();
    let stored = desk
        .store
        .parked_one(&desk.org, &one.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        stored,
        Parked {
            state: ParkedState::Replayed,
            ..one
        }
    );

    let mut commit = desk.commit();
    commit.settle_parked(&parked(2).id, ParkedState::Discarded);
    desk.store.commit(commit).await.unwrap();
    let page = desk.store.parked(&desk.org, None, 2).await.unwrap();
    let rest = desk
        .store
        .parked(&desk.org, page.next.as_deref(), 2)
        .await
        .unwrap();
    let states: Vec<_> = page
        .items
        .iter()
        .chain(&rest.items)
        .map(|parked| parked.state)
        .collect();
    assert_eq!(
        states,
        [
            ParkedState::Open,
            ParkedState::Discarded,
            ParkedState::Replayed
        ]
    );
}

#[tokio::test]
async fn a_mark_holds_for_two_days_and_is_free_from_that_second_on() {
    let desk = desk().await;
    let begun = desk.clock.now();
    let ticket = ticket(&desk.org, 1);
    let leave = async |n: u64, seconds: i64| {
        let now = begun + SignedDuration::from_secs(seconds);
        let message = message(&ticket, n);
        let mut commit = desk.commit();
        commit
            .create_message(&message)
            .mark("request:1", &message, now);
        match desk.store.commit(commit).await {
            Ok(()) => true,
            Err(refusal) => {
                assert!(refusal.refused(Part::Mark), "{refusal}");
                false
            }
        }
    };
    let found = async |seconds: i64| {
        let now = begun + SignedDuration::from_secs(seconds);
        let marked = desk.store.marked(&desk.org, "request:1", now);
        marked.await.unwrap().map(|marked| marked.message)
    };
    let two_days = MARKED.as_secs();
    assert!(two_days >= 2 * KEPT.as_secs() && found(0).await.is_none());
    assert!(leave(1, 0).await);
    for seconds in [0, 1, KEPT.as_secs(), two_days - 1] {
        assert_eq!(found(seconds).await, Some(message(&ticket, 1).id));
        assert!(!leave(2, seconds).await, "{seconds}");
    }
    // The table removes what has ended when it likes; nobody waits for that.
    assert_eq!(found(two_days).await, None);
    assert!(leave(2, two_days).await);
    assert_eq!(found(two_days).await, Some(message(&ticket, 2).id));
    let other = OrganisationId::new(1, [9; 10]);
    let foreign = desk.store.marked(&other, "request:1", begun).await;
    assert_eq!(foreign.unwrap(), None);
}
