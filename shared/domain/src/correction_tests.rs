use super::*;
use crate::ids::{ContactId, TicketId};
use crate::message::{MatchedBy, Provenance, Stored};
use crate::status::Status;
use crate::ticket::tests::sample;
use crate::trust::Trust;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn message(n: u8, author: Author, from: &str) -> Message {
    Message {
        id: MessageId::new(i64::from(n), [n; 10]),
        organisation: sample(Status::Open).organisation,
        ticket: TicketId::new(1, [1; 10]),
        author,
        visibility: Visibility::Public,
        agent: None,
        contact: None,
        from: Some(Address::new(None, from)),
        to: vec![Address::new(None, "help@example.com")],
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: String::new(),
        rfc_id: None,
        references: Vec::new(),
        text: Stored::Inline(String::new()),
        html: None,
        attachments: Vec::new(),
        provenance: Provenance::default(),
        matched_by: MatchedBy::NewTicket,
        created_at: at(i64::from(n)),
        delivery: None,
        quote_history: false,
        pipeline: Pipeline::Done,
        version: 1,
    }
}

fn contact(email: &str) -> Contact {
    Contact {
        id: ContactId::new(9, [9; 10]),
        organisation: sample(Status::Open).organisation,
        email: email.into(),
        name: Some("Known Name".into()),
        tier: Some("vip".into()),
        notes: String::new(),
        undeliverable: None,
        created_at: at(1),
        version: 1,
    }
}

fn conversation() -> (Ticket, Vec<Message>) {
    let messages = vec![
        message(1, Author::Customer, "wrong@example.com"),
        message(2, Author::Agent, "colleague@example.com"),
        message(3, Author::Customer, "wrong@example.com"),
    ];
    let mut ticket = sample(Status::WaitingOnCustomer);
    ticket.message_count = 3;
    ticket.participants = ["wrong@example.com", "colleague@example.com"]
        .map(str::to_owned)
        .into();
    (ticket, messages)
}

fn right(ticket: &Ticket, messages: &[Message], n: usize) -> Corrected {
    let sender = Address::new(None, "right@example.com");
    let contact = contact("right@example.com");
    let id = &messages[n].id;
    let corrected = correct(ticket, messages, id, &sender, &contact, at(50));
    corrected.unwrap().unwrap()
}

#[test]
fn first_mail_moves_the_ticket_and_a_later_one_only_itself() {
    let (ticket, messages) = conversation();
    let first = right(&ticket, &messages, 0);
    let moved = &first.applied.ticket;
    assert!(first.moved);
    assert_eq!(
        (
            moved.contact_email.as_str(),
            moved.contact_name.as_deref(),
            moved.customer_tier.as_deref()
        ),
        ("right@example.com", Some("Known Name"), Some("vip"))
    );
    // What an agent says is no proof of who wrote it.
    assert_eq!(moved.sender_trust, Some(Trust::Unverified));
    let later = right(&ticket, &messages, 2);
    assert!(!later.moved);
    assert_eq!(later.applied.ticket.sender_trust, ticket.sender_trust);
    assert_eq!(later.applied.ticket.contact, ticket.contact);
    for one in [first, later] {
        assert_eq!(one.message.from.unwrap().email, "right@example.com");
        assert_eq!(
            one.message.provenance.sender_evidence.as_deref(),
            Some("agent")
        );
        assert!(
            one.applied
                .ticket
                .participants
                .contains("right@example.com")
        );
        assert!(
            one.applied
                .ticket
                .participants
                .contains("wrong@example.com"),
            "another mail is still from there"
        );
    }
}

#[test]
fn wrong_address_leaves_the_conversation_when_nothing_else_names_it() {
    let (ticket, mut messages) = conversation();
    messages[2].from = Some(Address::new(None, "third@example.com"));
    let participants = right(&ticket, &messages, 0).applied.ticket.participants;
    assert!(
        !participants.contains("wrong@example.com"),
        "{participants:?}"
    );
    messages[2].cc = vec![Address::new(None, "wrong@example.com")];
    let participants = right(&ticket, &messages, 0).applied.ticket.participants;
    assert!(
        participants.contains("wrong@example.com"),
        "{participants:?}"
    );
}

#[test]
fn of_a_conversation_that_is_not_known_whole_no_mail_is_the_first() {
    let (mut ticket, messages) = conversation();
    ticket.message_count = 4_000;
    let one = right(&ticket, &messages, 0);
    assert!(
        !one.moved
            && one
                .applied
                .ticket
                .participants
                .contains("wrong@example.com")
    );
}

#[test]
fn mail_taken_for_a_colleagues_answer_becomes_a_question() {
    let (mut ticket, mut messages) = conversation();
    messages.truncate(1);
    messages[0].author = Author::Agent;
    ticket.message_count = 1;
    ticket.agent_wrote_at = Some(at(1));
    let one = right(&ticket, &messages, 0);
    let after = one.applied.ticket;
    assert_eq!(
        (after.status, after.customer_wrote_at, after.agent_wrote_at),
        (Status::Open, Some(at(1)), None)
    );
    assert_eq!(
        (one.message.author, one.message.pipeline),
        (Author::Customer, Pipeline::Enrich)
    );
}

#[test]
fn what_is_known_already_changes_nothing() {
    let (ticket, mut messages) = conversation();
    let one = right(&ticket, &messages, 0);
    messages[0] = one.message;
    let sender = Address::new(None, "right@example.com");
    let again = correct(
        &one.applied.ticket,
        &messages,
        &messages[0].id,
        &sender,
        &contact("right@example.com"),
        at(60),
    );
    assert_eq!(again, Ok(None));
}

#[test]
fn notes_and_our_own_mail_have_no_sender_to_correct() {
    let (ticket, mut messages) = conversation();
    messages[0].visibility = Visibility::Note;
    messages[1].delivery = Some(crate::delivery::Delivery::queued(at(2), at(2)));
    messages[2].author = Author::System;
    let sender = Address::new(None, "right@example.com");
    for message in &messages {
        let refused = correct(
            &ticket,
            &messages,
            &message.id,
            &sender,
            &contact("x"),
            at(9),
        );
        assert_eq!(refused, Err(CorrectionRefusal::NotIncoming));
    }
    let nothing = MessageId::new(77, [7; 10]);
    let refused = correct(&ticket, &messages, &nothing, &sender, &contact("x"), at(9));
    assert_eq!(refused, Err(CorrectionRefusal::Missing));
}
