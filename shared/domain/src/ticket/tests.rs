use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub(crate) fn sample(status: Status) -> Ticket {
    Ticket {
        id: TicketId::new(1, [1; 10]),
        organisation: OrganisationId::new(1, [2; 10]),
        number: 7,
        subject: "Cannot log in".into(),
        status,
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
        contact_name: None,
        customer_tier: None,
        mailbox: None,
        mailbox_address: None,
        team: None,
        assignee: None,
        tags: BTreeSet::new(),
        source: Source::Email,
        preview: String::new(),
        participants: BTreeSet::new(),
        message_count: 1,
        public_count: 1,
        follows: None,
        automatic: false,
        sender_trust: None,
        quarantine: None,
        ai_resolved: false,
        created_at: at(0),
        updated_at: at(0),
        customer_wrote_at: None,
        agent_wrote_at: None,
        first_response_at: None,
        resolved_at: None,
        closed_at: None,
        version: 1,
    }
}

fn wrote(automatic: bool) -> Change {
    Change::CustomerWrote {
        participants: BTreeSet::from(["ann@example.com".to_owned()]),
        preview: "again".into(),
        automatic,
    }
}

#[test]
fn a_tier_that_was_told_stays_and_one_that_was_found_fills_the_gap() {
    let found = Change::Enriched {
        tier: Some("pro".to_owned()),
        note: true,
    };
    let filled = sample(Status::Open).apply(&found, at(5)).unwrap();
    assert_eq!(filled.ticket.customer_tier.as_deref(), Some("pro"));
    assert_eq!(
        (filled.ticket.message_count, filled.kind),
        (2, "ticket.enriched")
    );
    let told = Ticket {
        customer_tier: Some("vip".to_owned()),
        ..sample(Status::Open)
    };
    let kept = told.apply(&found, at(5)).unwrap();
    assert_eq!(kept.ticket.customer_tier.as_deref(), Some("vip"));
}

fn set(status: Status) -> Change {
    Change::Edit(Edit {
        status: Some(status),
        ..Edit::default()
    })
}

#[test]
fn every_move_outside_the_table_is_refused_with_the_allowed_ones() {
    for from in Status::ALL {
        for to in Status::ALL.iter().filter(|to| *to != from) {
            let result = sample(*from).apply(&set(*to), at(5));
            if from.allowed_moves().contains(to) {
                assert_eq!(result.unwrap().ticket.status, *to);
            } else {
                let refusal = result.unwrap_err();
                assert_eq!(
                    refusal,
                    Refusal::Move {
                        from: *from,
                        to: *to,
                        allowed: from.allowed_moves()
                    }
                );
                assert!(refusal.to_string().contains(from.allowed_moves()[0].word()));
            }
        }
    }
}

#[test]
fn customer_reply_opens_waiting_resolved_and_closed_tickets() {
    for (from, to) in [
        (Status::WaitingOnCustomer, Status::Open),
        (Status::Resolved, Status::Open),
        (Status::Closed, Status::Open),
        (Status::Pending, Status::Pending),
        (Status::InProgress, Status::InProgress),
    ] {
        assert_eq!(
            sample(from)
                .apply(&wrote(false), at(9))
                .unwrap()
                .ticket
                .status,
            to,
            "{from}"
        );
    }
}

#[test]
fn automatic_mail_never_reopens() {
    for status in Status::ALL {
        let applied = sample(*status).apply(&wrote(true), at(9)).unwrap();
        assert_eq!(applied.ticket.status, *status);
        assert_eq!(applied.ticket.message_count, 2);
    }
}

#[test]
fn agent_reply_waits_on_customer_when_the_switch_is_on() {
    let reply = |waits| Change::AgentReplied {
        participants: BTreeSet::new(),
        preview: "x".into(),
        waits,
    };
    assert_eq!(
        sample(Status::Open)
            .apply(&reply(true), at(1))
            .unwrap()
            .ticket
            .status,
        Status::WaitingOnCustomer
    );
    assert_eq!(
        sample(Status::Open)
            .apply(&reply(false), at(1))
            .unwrap()
            .ticket
            .status,
        Status::Open
    );
    assert_eq!(
        sample(Status::InProgress)
            .apply(&reply(true), at(1))
            .unwrap()
            .ticket
            .status,
        Status::InProgress
    );
}

#[test]
fn each_change_moves_the_version_by_one_and_tells_before_and_after() {
    let applied = sample(Status::Open)
        .apply(&set(Status::Pending), at(3))
        .unwrap();
    assert_eq!(applied.ticket.version, 2);
    assert_eq!(applied.before["status"], "open");
    assert_eq!(applied.after["status"], "pending");
    assert_eq!(applied.before.len(), 1);
}

#[test]
fn a_clock_that_goes_back_does_not_move_the_ticket_back() {
    let ticket = Ticket {
        updated_at: at(100),
        ..sample(Status::Open)
    };
    assert_eq!(
        ticket
            .apply(&Change::NoteWritten, at(50))
            .unwrap()
            .ticket
            .updated_at,
        at(100)
    );
}

#[test]
fn words_that_cannot_be_stored_are_refused() {
    let edit = |edit: Edit| sample(Status::Open).apply(&Change::Edit(edit), at(1));
    let tags = (0..=MAX_TAGS).map(|i| format!("t{i}")).collect();
    assert_eq!(
        edit(Edit {
            tags: Some(tags),
            ..Edit::default()
        }),
        Err(Refusal::TooManyTags)
    );
    let broken = BTreeSet::from(["a\r\nb".to_owned()]);
    assert_eq!(
        edit(Edit {
            tags: Some(broken),
            ..Edit::default()
        }),
        Err(Refusal::BadWord)
    );
    let subject = Some("x\r\nBcc: y".to_owned());
    assert_eq!(
        edit(Edit {
            subject,
            ..Edit::default()
        }),
        Err(Refusal::BadSubject)
    );
}

#[test]
fn triage_does_not_overrule_an_agent() {
    let ticket = Ticket {
        category: Some("refund-request".into()),
        ..sample(Status::Open)
    };
    let found = Triaged {
        category: Some("other".into()),
        language: Some("de".into()),
        ..Triaged::default()
    };
    let triaged = ticket
        .apply(&Change::Triaged(Box::new(found)), at(1))
        .unwrap()
        .ticket;
    assert_eq!(triaged.category.as_deref(), Some("refund-request"));
    assert_eq!(triaged.language.as_deref(), Some("de"));
}
