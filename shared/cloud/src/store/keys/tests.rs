//! Every key begins with its organisation.

use super::*;

fn org() -> OrganisationId {
    OrganisationId::new(1, [7; 10])
}

#[test]
fn every_key_of_an_organisation_begins_with_it() {
    let (o, t) = (org(), TicketId::new(1, [1; 10]));
    let contact = ContactId::new(1, [2; 10]);
    let keys = [
        organisation(&o),
        agent(&o, &AgentId::new(1, [1; 10])),
        team(&o, &TeamId::new(1, [1; 10])),
        presence(&o, &AgentId::new(1, [1; 10])),
        mailbox(&o, &MailboxId::new(1, [1; 10])),
        ticket_counter(&o),
        secret(&o, SecretName::Model),
        ticket(&o, &t),
        contact_view(&o, &t),
        message(&o, &t, &MessageId::new(1, [1; 10])),
        event(&o, &t, &EventId::new(1, [1; 10])),
        triage(&o, &t, &MessageId::new(1, [1; 10])),
        draft(&o, &t, &DraftId::new(1, [1; 10])),
        article(&o, &ArticleId::new(1, [1; 10])),
        shelf(&o),
        vectors(&o),
        canned(&o, &CannedResponseId::new(1, [1; 10])),
        canned_use(&o, &CannedResponseId::new(1, [1; 10])),
        canned_stamp(&o),
        automatic_answers(&o, &contact),
        facts(&o, &t),
        known(&o, "00ff"),
        asked(&o, Source::Posthog, 5),
        model_answer(&o, &t, &MessageId::new(1, [1; 10])),
        budget(&o, Date::constant(2026, 11, 21)),
        rfc_id(&o, "a@example.com"),
        mark(&o, "request:a@example.com"),
        thread(&o, "00ff"),
        number(&o, 7),
        super::contact(&o, &contact),
        contact_email(&o, "a@example.com"),
        outbox(&o, &OutboxId::new(1, [1; 10])),
        parked(&o, &ParkedId::new(1, [1; 10])),
        automatic(&o, "a@example.com", 5),
    ];
    let lists = [
        status_list(&o, Status::Open),
        quarantine_list(&o),
        assignee_list(&o, None),
        contact_tickets(&o, &contact),
        outgoing_list(&o, DeliveryState::Queued),
        created_list(&o),
        contact_list(&o),
        api_key_list(&o),
    ];
    for pk in keys.iter().map(|key| &key.pk).chain(&lists) {
        assert!(
            pk == &format!("O#{o}") || pk.starts_with(&format!("O#{o}#")),
            "{pk}"
        );
    }
    assert!(
        request(&o, "agt_1", "key")
            .pk
            .starts_with(&format!("IDEMP#{o}#"))
    );
    assert!(
        !keys.iter().any(|key| key.pk.contains('@')),
        "no address stands in a key"
    );
}

#[test]
fn addresses_are_folded_before_they_become_keys() {
    assert_eq!(
        contact_email(&org(), " Ann@Example.com"),
        contact_email(&org(), "ann@example.com")
    );
    assert_eq!(
        login("Ann@Example.com", &org()),
        login("ann@example.com", &org())
    );
    assert_eq!(
        mailbox_address("Help@Example.com").pk,
        "MAILBOX#help@example.com"
    );
}

#[test]
fn time_order_is_text_order() {
    let at = |ms| millis(Timestamp::from_millisecond(ms).unwrap());
    assert!(at(999) < at(1_000) && at(999_999_999_999) < at(1_800_000_000_000));
    assert_eq!(at(-5), at(0));
}
