//! Messages and events of a ticket.

use std::collections::BTreeMap;

use lambdesk_domain::delivery::{DeliveryState, Happened};
use lambdesk_domain::ids::EventId;
use lambdesk_domain::message::Pipeline;
use lambdesk_domain::people::Actor;
use lambdesk_domain::ticket::Event;
use serde_json::json;

use super::super::DueKind;
use super::{MINUTE, at, desk, entropy, message, outgoing};

#[tokio::test]
async fn conversation_is_read_oldest_first_page_by_page() {
    let desk = desk().await;
    let tickets = desk.tickets(2, |_| {}).await;
    let (ticket, other) = (&tickets[0], &tickets[1]);
    let mut commit = desk.commit();
    for n in 1..=25 {
        commit.create_message(&message(ticket, n));
    }
    commit.create_message(&message(other, 30));
    desk.store.commit(commit).await.unwrap();

    let all = desk
        .store
        .all_messages(&desk.org, &ticket.id)
        .await
        .unwrap();
    assert_eq!(
        all,
        (1..=25).map(|n| message(ticket, n)).collect::<Vec<_>>()
    );

    let (mut walked, mut cursor, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = desk
            .store
            .messages(&desk.org, &ticket.id, cursor.as_deref(), 10)
            .await
            .unwrap();
        assert!(page.items.len() <= 10 && !page.truncated);
        walked.extend(page.items);
        pages += 1;
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!((walked, pages), (all, 3));

    let first = desk
        .store
        .messages(&desk.org, &ticket.id, None, 10)
        .await
        .unwrap();
    let wrong = desk
        .store
        .messages(&desk.org, &other.id, first.next.as_deref(), 10)
        .await;
    assert_eq!(wrong.unwrap_err().kind, crate::Kind::Invalid);
}

#[tokio::test]
async fn events_keep_what_was_before_and_after() {
    let desk = desk().await;
    let ticket = desk.tickets(1, |_| {}).await.remove(0);
    let event = Event {
        id: EventId::new(1_000, entropy(1)),
        organisation: desk.org.clone(),
        ticket: ticket.id.clone(),
        kind: "ticket.edited".to_owned(),
        actor: Actor::System("test".to_owned()),
        before: BTreeMap::from([
            ("category".to_owned(), json!(null)),
            ("tags".to_owned(), json!(["a", "b"])),
        ]),
        after: BTreeMap::from([
            ("category".to_owned(), json!("billing")),
            ("priority_score".to_owned(), json!(70)),
        ]),
        at: at(5),
    };
    let mut commit = desk.commit();
    commit.event(&event);
    desk.store.commit(commit).await.unwrap();
    let page = desk
        .store
        .events(&desk.org, &ticket.id, None, 10)
        .await
        .unwrap();
    assert_eq!((page.items, page.next), (vec![event], None));
}

#[tokio::test]
async fn outgoing_mail_is_listed_by_state_last_changed_first() {
    let desk = desk().await;
    let ticket = desk.tickets(1, |_| {}).await.remove(0);
    let mut commit = desk.commit();
    for n in 1..=5 {
        commit.create_message(&outgoing(&ticket, n));
    }
    commit.create_message(&message(&ticket, 6));
    desk.store.commit(commit).await.unwrap();

    let mut third = outgoing(&ticket, 3);
    for step in [Happened::Claimed, Happened::Lost("no answer".to_owned())] {
        let delivery = third
            .delivery
            .take()
            .unwrap()
            .after(&step, at(100))
            .unwrap();
        third.delivery = Some(delivery);
    }
    third.version = 2;
    let mut commit = desk.commit();
    commit.update_message(&third);
    desk.store.commit(commit).await.unwrap();

    let states = [DeliveryState::Uncertain, DeliveryState::Failed];
    let page = desk
        .store
        .outgoing(&desk.org, &states, None, 10)
        .await
        .unwrap();
    assert_eq!(page.items, [third.clone()]);
    let page = desk
        .store
        .outgoing(&desk.org, &[DeliveryState::Queued], None, 3)
        .await
        .unwrap();
    let found: Vec<_> = page.items.iter().map(|m| m.id.clone()).collect();
    assert_eq!(found, [5, 4, 2].map(|n| outgoing(&ticket, n).id));
    let rest = desk
        .store
        .outgoing(&desk.org, &[DeliveryState::Queued], page.next.as_deref(), 3);
    assert_eq!(rest.await.unwrap().items.len(), 1);
    let all = desk.store.outgoing(&desk.org, &[], None, 10).await.unwrap();
    assert_eq!((all.items.len(), all.items[0].id.clone()), (5, third.id));
}

#[tokio::test]
async fn messages_are_due_until_their_own_record_says_otherwise() {
    let desk = desk().await;
    let ticket = desk.tickets(1, |_| {}).await.remove(0);
    let mut waits = outgoing(&ticket, 1);
    waits.delivery.as_mut().unwrap().send_at = at(500);
    let mut stuck = message(&ticket, 2);
    stuck.pipeline = Pipeline::Triage;
    let done = message(&ticket, 3);
    let mut commit = desk.commit();
    commit
        .create_message(&waits)
        .create_message(&stuck)
        .create_message(&done);
    desk.store.commit(commit).await.unwrap();

    assert!(desk.store.due(at(500), 10).await.unwrap().is_empty());
    let due = desk.store.due(at(501), 10).await.unwrap();
    assert_eq!(
        (due.len(), due[0].kind, &due[0].message),
        (1, DueKind::Send, &waits.id)
    );
    assert_eq!(
        (&due[0].organisation, &due[0].ticket, due[0].since),
        (&desk.org, &ticket.id, at(500))
    );
    let due = desk.store.due(at(700), 10).await.unwrap();
    let kinds: Vec<_> = due.iter().map(|due| due.kind).collect();
    assert_eq!(kinds, [DueKind::Send, DueKind::Stuck]);
    assert_eq!(desk.store.due(at(700), 1).await.unwrap().len(), 1);

    waits.delivery = Some(
        waits
            .delivery
            .unwrap()
            .after(&Happened::Claimed, at(700))
            .unwrap(),
    );
    waits.version = 2;
    stuck.pipeline = Pipeline::Done;
    stuck.version = 2;
    let mut commit = desk.commit();
    commit.update_message(&waits).update_message(&stuck);
    desk.store.commit(commit).await.unwrap();
    assert!(desk.store.due(at(1_300), 10).await.unwrap().is_empty());
    let due = desk.store.due(at(700) + MINUTE * 11, 10).await.unwrap();
    assert_eq!((due.len(), due[0].kind), (1, DueKind::Unconfirmed));
}
