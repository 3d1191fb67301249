//! Changes: all or nothing, refused by part.

use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::message::Stored;
use lambdesk_domain::threading::{IdKind, IdRecord};
use lambdesk_domain::ticket::Ticket;

use super::super::{CommitError, IdGuard, LookUp, Part};
use super::{Desk, contact, desk, message, ticket};
use crate::Kind;

fn seen(ticket: &Ticket, hash: &str) -> IdRecord {
    let message = message(ticket, ticket.number).id;
    IdRecord {
        kind: IdKind::Seen,
        ticket: ticket.id.clone(),
        message: Some(message),
        content_hash: Some(hash.to_owned()),
    }
}

fn awaited(ticket: &Ticket) -> IdRecord {
    IdRecord {
        kind: IdKind::Awaited,
        ticket: ticket.id.clone(),
        message: None,
        content_hash: None,
    }
}

/// Does for one mail what ingest does.
async fn take_in(desk: &Desk, n: u64, id: &str, guard: IdGuard) -> Result<(), CommitError> {
    let ticket = ticket(&desk.org, n);
    let mut commit = desk.commit();
    commit
        .create_ticket(&ticket)
        .create_message(&message(&ticket, n))
        .index_id(id, &seen(&ticket, "hash"), guard)
        .create_contact(&contact(&desk.org, n))
        .thread_root("00ff", &ticket.id);
    desk.store.commit(commit).await
}

#[tokio::test]
async fn everything_about_a_mail_is_stored_at_once_and_found_in_one_look_up() {
    let desk = desk().await;
    take_in(&desk, 7, "a@example.com", IdGuard::Unseen)
        .await
        .unwrap();
    let ticket = ticket(&desk.org, 7);
    assert_eq!(
        desk.store.ticket(&desk.org, &ticket.id).await.unwrap(),
        Some(ticket.clone())
    );
    let message = message(&ticket, 7);
    let stored = desk
        .store
        .message(&desk.org, &ticket.id, &message.id)
        .await
        .unwrap();
    assert_eq!(stored, Some(message));
    let what = LookUp {
        ids: vec!["a@example.com".to_owned(), "unknown@example.com".to_owned()],
        thread_root: Some("00ff".to_owned()),
        number: Some(7),
        email: Some("Customer7@Example.com".to_owned()),
    };
    let found = desk.store.look_up(&desk.org, &what).await.unwrap();
    assert_eq!(found.ids.len(), 1);
    assert_eq!(found.ids["a@example.com"], seen(&ticket, "hash"));
    assert_eq!(found.thread.as_ref(), Some(&ticket.id));
    assert_eq!(found.number.as_ref(), Some(&ticket.id));
    assert_eq!(found.contact, Some(contact(&desk.org, 7)));
    let by_number = desk.store.ticket_by_number(&desk.org, 7).await.unwrap();
    assert_eq!(by_number.map(|t| t.id), Some(ticket.id));
    let nothing = desk
        .store
        .look_up(&desk.org, &LookUp::default())
        .await
        .unwrap();
    assert!(nothing.ids.is_empty() && nothing.contact.is_none());
}

#[tokio::test]
async fn second_delivery_is_refused_by_its_id_and_leaves_nothing() {
    let desk = desk().await;
    take_in(&desk, 1, "a@example.com", IdGuard::Unseen)
        .await
        .unwrap();
    let error = take_in(&desk, 2, "a@example.com", IdGuard::Unseen)
        .await
        .unwrap_err();
    assert!(
        matches!(&error, CommitError::Refused(parts) if *parts == [Part::MessageId]),
        "{error}"
    );
    let second = ticket(&desk.org, 2);
    assert_eq!(
        desk.store.ticket(&desk.org, &second.id).await.unwrap(),
        None
    );
    assert_eq!(
        desk.store
            .contact_by_email(&desk.org, &second.contact_email)
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn all_refused_parts_are_named_in_order() {
    let desk = desk().await;
    take_in(&desk, 1, "a@example.com", IdGuard::Unseen)
        .await
        .unwrap();
    let error = take_in(&desk, 1, "a@example.com", IdGuard::Unseen)
        .await
        .unwrap_err();
    let CommitError::Refused(parts) = error else {
        panic!("{error}")
    };
    assert_eq!(
        parts,
        [
            Part::TicketExists,
            Part::TicketNumber,
            Part::MessageExists,
            Part::MessageId,
            Part::Contact,
            Part::ContactEmail,
        ]
    );
}

#[tokio::test]
async fn awaited_id_gives_way_to_the_mail_that_has_it_and_to_nothing_else() {
    let desk = desk().await;
    let waiting = desk.tickets(1, |_| {}).await.remove(0);
    let mut commit = desk.commit();
    commit.await_id("parent@example.com", &awaited(&waiting));
    desk.store.commit(commit).await.unwrap();

    let mut again = desk.commit();
    again.await_id("parent@example.com", &awaited(&waiting));
    let error = desk.store.commit(again).await.unwrap_err();
    assert!(error.refused(Part::AwaitedId));

    let unseen = take_in(&desk, 2, "parent@example.com", IdGuard::Unseen)
        .await
        .unwrap_err();
    assert!(unseen.refused(Part::MessageId));
    let other = IdGuard::Replaces(awaited(&ticket(&desk.org, 9)));
    assert!(
        take_in(&desk, 2, "parent@example.com", other)
            .await
            .unwrap_err()
            .refused(Part::MessageId)
    );
    let right = IdGuard::Replaces(awaited(&waiting));
    take_in(&desk, 2, "parent@example.com", right.clone())
        .await
        .unwrap();

    let known = desk
        .store
        .known_ids(&desk.org, &["parent@example.com".to_owned()])
        .await
        .unwrap();
    assert_eq!(known["parent@example.com"].kind, IdKind::Seen);
    let late = take_in(&desk, 3, "parent@example.com", right)
        .await
        .unwrap_err();
    assert!(late.refused(Part::MessageId));
}

#[tokio::test]
async fn replacing_what_is_not_there_is_refused() {
    let desk = desk().await;
    let guard = IdGuard::Replaces(awaited(&ticket(&desk.org, 1)));
    let error = take_in(&desk, 1, "a@example.com", guard).await.unwrap_err();
    assert!(error.refused(Part::MessageId));
}

#[tokio::test]
async fn full_record_is_replaced_only_as_it_was_read() {
    let desk = desk().await;
    take_in(&desk, 1, "a@example.com", IdGuard::Unseen)
        .await
        .unwrap();
    let first = ticket(&desk.org, 1);
    let other = IdGuard::Replaces(seen(&first, "another hash"));
    assert!(
        take_in(&desk, 2, "a@example.com", other)
            .await
            .unwrap_err()
            .refused(Part::MessageId)
    );
    let same = IdGuard::Replaces(seen(&first, "hash"));
    take_in(&desk, 2, "a@example.com", same).await.unwrap();
}

#[tokio::test]
async fn stale_versions_are_refused() {
    let desk = desk().await;
    let mut ticket = desk.tickets(1, |_| {}).await.remove(0);
    let mut message = message(&ticket, 1);
    let mut commit = desk.commit();
    commit.create_message(&message);
    desk.store.commit(commit).await.unwrap();

    ticket.version = 2;
    ticket.subject = "Changed".to_owned();
    message.version = 2;
    message.text = Stored::Blob("parts/x".to_owned());
    let mut commit = desk.commit();
    commit.update_ticket(&ticket).update_message(&message);
    desk.store.commit(commit).await.unwrap();

    let mut stale = desk.commit();
    stale.update_ticket(&ticket).update_message(&message);
    let error = desk.store.commit(stale).await.unwrap_err();
    let CommitError::Refused(parts) = error else {
        panic!("{error}")
    };
    assert_eq!(parts, [Part::TicketVersion, Part::MessageVersion]);

    let stored = desk
        .store
        .ticket(&desk.org, &ticket.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stored.subject, "Changed");
    let unknown = super::ticket(&desk.org, 99);
    let mut absent = desk.commit();
    absent.update_ticket(&unknown);
    assert!(
        desk.store
            .commit(absent)
            .await
            .unwrap_err()
            .refused(Part::TicketVersion)
    );
}

#[tokio::test]
async fn one_address_is_one_contact_however_many_write_at_once() {
    let desk = desk().await;
    let mut tries = Vec::new();
    for n in 1..=8 {
        let mut contact = contact(&desk.org, n);
        contact.email = "same@example.com".to_owned();
        let mut commit = desk.commit();
        commit.create_contact(&contact);
        let store = desk.store.clone();
        tries.push(tokio::spawn(async move { store.commit(commit).await }));
    }
    let mut made = 0;
    for outcome in tries {
        match outcome.await.unwrap() {
            Ok(()) => made += 1,
            Err(error) => assert!(error.refused(Part::ContactEmail), "{error}"),
        }
    }
    assert_eq!(made, 1);
    assert_eq!(
        desk.store
            .list_contacts(&desk.org, None, 100)
            .await
            .unwrap()
            .items
            .len(),
        1
    );
}

#[tokio::test]
async fn changed_contact_is_found_by_id_and_by_address() {
    let desk = desk().await;
    let mut contact = contact(&desk.org, 1);
    let mut commit = desk.commit();
    commit.create_contact(&contact);
    desk.store.commit(commit).await.unwrap();
    contact.version = 2;
    contact.tier = Some("vip".to_owned());
    let mut commit = desk.commit();
    commit.update_contact(&contact);
    desk.store.commit(commit).await.unwrap();
    let by_id = desk.store.contact(&desk.org, &contact.id).await.unwrap();
    let by_email = desk
        .store
        .contact_by_email(&desk.org, &contact.email)
        .await
        .unwrap();
    assert_eq!(
        (by_id.as_ref(), by_email.as_ref()),
        (Some(&contact), Some(&contact))
    );

    contact.version = 3;
    contact.email = "moved@example.com".to_owned();
    let mut commit = desk.commit();
    commit.update_contact(&contact);
    assert!(
        desk.store
            .commit(commit)
            .await
            .unwrap_err()
            .refused(Part::ContactVersion)
    );
}

#[tokio::test]
async fn a_change_stays_in_its_organisation_and_within_its_limits() {
    let desk = desk().await;
    let foreign = ticket(&OrganisationId::new(1, [9; 10]), 1);
    let mut commit = desk.commit();
    commit.create_ticket(&foreign);
    let Err(CommitError::Other(error)) = desk.store.commit(commit).await else {
        panic!()
    };
    assert_eq!(error.kind, Kind::Invalid);

    let Err(CommitError::Other(error)) = desk.store.commit(desk.commit()).await else {
        panic!()
    };
    assert_eq!(error.kind, Kind::Invalid);

    let own = ticket(&desk.org, 1);
    let mut many = desk.commit();
    for n in 0..101 {
        many.create_message(&message(&own, n));
    }
    let Err(CommitError::Other(error)) = desk.store.commit(many).await else {
        panic!()
    };
    assert_eq!(error.kind, Kind::Full);

    let mut large = message(&own, 1);
    large.text = Stored::Inline("x".repeat(410_000));
    let mut commit = desk.commit();
    commit.create_message(&large);
    let Err(CommitError::Other(error)) = desk.store.commit(commit).await else {
        panic!()
    };
    assert_eq!(error.kind, Kind::Full, "{error:?}");
}
