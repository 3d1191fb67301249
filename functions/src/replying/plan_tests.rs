//! Tests of what a reply or note will be.

use lambdesk_domain::ids::{ContactId, MailboxId, OrganisationId, TicketId};
use lambdesk_domain::people::{Organisation, Role, Settings};
use lambdesk_domain::recipients::RecipientError;
use lambdesk_domain::status::{Priority, Status};
use lambdesk_domain::ticket::{Refusal, Source};

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn organisation() -> OrganisationId {
    OrganisationId::new(1, [1; 10])
}

fn directory() -> Directory {
    let id = organisation();
    let mailbox = Mailbox {
        id: MailboxId::new(1, [1; 10]),
        organisation: id.clone(),
        address: "support@demo.test".into(),
        name: "Demo Support".into(),
        team: None,
    };
    let organisation = Organisation {
        id,
        name: "Demo".into(),
        slug: "abc123".into(),
        settings: Settings::default(),
        created_at: at(0),
        version: 1,
    };
    Directory::new(organisation, vec![mailbox], &[])
}

fn principal() -> Principal {
    Principal {
        organisation: organisation(),
        actor: Actor::Agent(AgentId::new(1, [7; 10])),
        role: Role::Agent,
        scopes: None,
    }
}

fn ticket() -> Ticket {
    Ticket {
        id: TicketId::new(1, [2; 10]),
        organisation: organisation(),
        number: 1,
        subject: "Cannot login".into(),
        status: Status::Open,
        priority: Priority::Medium,
        priority_score: None,
        category: None,
        sentiment: None,
        language: None,
        next_action: None,
        suggested_reply: None,
        confidence: None,
        contact: ContactId::new(1, [3; 10]),
        contact_email: "ann@example.com".into(),
        contact_name: Some("Ann".into()),
        customer_tier: None,
        mailbox: None,
        mailbox_address: None,
        team: None,
        assignee: None,
        tags: BTreeSet::new(),
        source: Source::Email,
        preview: String::new(),
        participants: BTreeSet::from(["ann@example.com".to_owned()]),
        message_count: 1,
        public_count: 1,
        follows: None,
        automatic: false,
        sender_trust: None,
        quarantine: None,
        ai_resolved: false,
        created_at: at(1),
        updated_at: at(1),
        customer_wrote_at: Some(at(1)),
        agent_wrote_at: None,
        first_response_at: None,
        resolved_at: None,
        closed_at: None,
        version: 4,
    }
}

fn customers(n: u8) -> Message {
    Message {
        author: Author::Customer,
        agent: None,
        from: Some(Address::new(Some("Ann"), "ann@example.com")),
        to: vec![
            Address::new(None, "support@demo.test"),
            Address::new(None, "bob@example.com"),
        ],
        rfc_id: Some(format!("m{n}@example.com")),
        references: vec!["root@example.com".into()],
        ..blank(
            &principal(),
            &ticket(),
            Visibility::Public,
            &MessageId::new(i64::from(n), [n; 10]),
            at(i64::from(n)),
        )
    }
}

fn decide(ticket: &Ticket, messages: &[Message], draft: &ReplyDraft) -> Result<Plan, ReplyError> {
    let (directory, principal) = (directory(), principal());
    let scene = Scene {
        directory: &directory,
        principal: &principal,
        ticket,
        messages,
    };
    reply(&scene, draft, &MessageId::new(99, [9; 10]), at(50))
}

fn draft(text: &str) -> ReplyDraft {
    ReplyDraft {
        text: text.into(),
        ..ReplyDraft::default()
    }
}

#[test]
fn answer_goes_to_the_customer_in_their_thread() {
    let plan = decide(&ticket(), &[customers(1)], &draft("Hello")).unwrap();
    assert_eq!(
        plan.message.to,
        [Address::new(Some("Ann"), "ann@example.com")]
    );
    assert!(plan.message.cc.is_empty());
    assert_eq!(
        plan.message.references,
        ["root@example.com", "m1@example.com"]
    );
    assert_eq!(plan.message.subject, "Re: Cannot login");
    assert_eq!(plan.message.from.unwrap().email, "support@demo.test");
    assert_eq!(plan.ticket.status, Status::WaitingOnCustomer);
    assert_eq!(plan.ticket.version, 5);
}

#[test]
fn answer_to_all_reaches_the_others_and_never_our_own_address() {
    let plan = decide(
        &ticket(),
        &[customers(1)],
        &ReplyDraft {
            all: true,
            ..draft("Hello")
        },
    )
    .unwrap();
    let emails: Vec<_> = plan.message.to.iter().map(|a| a.email.as_str()).collect();
    assert_eq!(emails, ["ann@example.com", "bob@example.com"]);
}

#[test]
fn sending_and_resolving_is_one_version_and_two_audit_lines() {
    let plan = decide(
        &ticket(),
        &[customers(1)],
        &ReplyDraft {
            status: Some(Status::Resolved),
            ..draft("Done")
        },
    )
    .unwrap();
    assert_eq!(
        (plan.ticket.status, plan.ticket.version),
        (Status::Resolved, 5)
    );
    assert_eq!(plan.changes.len(), 2);
}

#[test]
fn impossible_status_refuses_the_whole_reply() {
    let closed = Ticket {
        status: Status::Closed,
        ..ticket()
    };
    let outcome = decide(
        &closed,
        &[customers(1)],
        &ReplyDraft {
            status: Some(Status::Pending),
            ..draft("x")
        },
    );
    assert!(matches!(
        outcome.err(),
        Some(ReplyError::Refused(Refusal::Move { .. }))
    ));
}

#[test]
fn newer_public_message_stops_the_reply_and_a_note_does_not() {
    let two = Ticket {
        public_count: 2,
        ..ticket()
    };
    let note = Message {
        visibility: Visibility::Note,
        ..customers(2)
    };
    let messages = [customers(1), note, customers(3)];
    let stale = ReplyDraft {
        seen: Some(1),
        ..draft("x")
    };
    match decide(&two, &messages, &stale).err() {
        Some(ReplyError::Newer(ids)) => assert_eq!(ids, [customers(3).id]),
        other => panic!("{other:?}"),
    }
    assert!(
        decide(
            &two,
            &messages,
            &ReplyDraft {
                seen: Some(2),
                ..draft("x")
            }
        )
        .is_ok()
    );
}

#[test]
fn unfit_replies_are_refused() {
    let held = Ticket {
        quarantine: Some("spam".into()),
        ..ticket()
    };
    assert!(matches!(
        decide(&held, &[customers(1)], &draft("x")).err(),
        Some(ReplyError::Held)
    ));
    assert!(matches!(
        decide(&ticket(), &[customers(1)], &draft(" \n ")).err(),
        Some(ReplyError::Empty)
    ));
    let own = Recipients {
        to: vec![Address::new(None, "support@demo.test")],
        ..Recipients::default()
    };
    let outcome = decide(
        &ticket(),
        &[customers(1)],
        &ReplyDraft {
            recipients: Some(own),
            ..draft("x")
        },
    );
    assert!(matches!(
        outcome.err(),
        Some(ReplyError::Recipients(RecipientError::Own(_)))
    ));
    let nobody = ReplyDraft {
        recipients: Some(Recipients::default()),
        ..draft("x")
    };
    assert!(matches!(
        decide(&ticket(), &[customers(1)], &nobody).err(),
        Some(ReplyError::Recipients(RecipientError::Nobody))
    ));
}

#[test]
fn ticket_without_messages_is_answered_to_its_contact() {
    let plan = decide(&ticket(), &[], &draft("Hello")).unwrap();
    assert_eq!(
        plan.message.to,
        [Address::new(Some("Ann"), "ann@example.com")]
    );
    assert!(plan.message.references.is_empty());
}

#[test]
fn automatic_mail_is_not_what_is_answered() {
    let mut robot = customers(2);
    robot.from = Some(Address::new(None, "mailer-daemon@example.com"));
    robot.provenance.automatic = Some("bounce".into());
    let plan = decide(
        &Ticket {
            public_count: 2,
            ..ticket()
        },
        &[customers(1), robot],
        &draft("x"),
    )
    .unwrap();
    assert_eq!(plan.message.to[0].email, "ann@example.com");
}

#[test]
fn note_changes_no_status_and_is_never_sent() {
    let plan = note(
        &principal(),
        &ticket(),
        &Note {
            text: "look here".into(),
            once: None,
        },
        &MessageId::new(5, [5; 10]),
        at(9),
    )
    .unwrap();
    assert_eq!(plan.message.visibility, Visibility::Note);
    assert!(plan.message.delivery.is_none() && plan.message.to.is_empty());
    assert_eq!(
        (
            plan.ticket.status,
            plan.ticket.public_count,
            plan.ticket.message_count
        ),
        (Status::Open, 1, 2)
    );
}

#[test]
fn subject_gets_one_re() {
    for (subject, expected) in [
        ("Hi", "Re: Hi"),
        ("RE: Hi", "RE: Hi"),
        ("", "Re: "),
        ("é", "Re: é"),
    ] {
        assert_eq!(reply_subject(subject), expected);
    }
}
