//! Checks what the outbox keeps, from one process and from two.

use super::*;

fn accepted(id: &str) -> Accepted {
    Accepted {
        id: id.to_owned(),
        accepted_at_ms: 1,
        source: "desk@desk.test".to_owned(),
        destinations: vec!["kim@example.com".to_owned()],
        tags: vec![("message".to_owned(), "msg_1".to_owned())],
        configuration_set: Some("events".to_owned()),
        subject: "Hi".to_owned(),
        state: MailState::Accepted,
        raw: b"Subject: Hi\r\n\r\n\xff\0body".to_vec(),
        events: vec!["{}".to_owned()],
    }
}

#[test]
fn another_process_sees_what_was_added_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("outbox");
    let writer = Outbox::open(&file).unwrap();
    let reader = Outbox::open(&file).unwrap();
    writer.add(&accepted("one")).unwrap();
    writer.add(&accepted("two")).unwrap();
    let ids: Vec<String> = reader
        .list(10)
        .unwrap()
        .into_iter()
        .map(|mail| mail.id)
        .collect();
    assert_eq!(ids, ["two", "one"]);
    assert_eq!(reader.raw("one").unwrap(), accepted("one").raw);
    let saved = reader.save("one", dir.path()).unwrap();
    assert_eq!(saved, dir.path().join("one.eml"));
    assert_eq!(fs::read(saved).unwrap(), accepted("one").raw);
    assert_eq!(reader.count().unwrap(), 2);
}

#[test]
fn events_wait_until_they_are_reported() {
    let dir = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(&dir.path().join("outbox")).unwrap();
    outbox.add(&accepted("one")).unwrap();
    outbox
        .add(&Accepted {
            events: Vec::new(),
            ..accepted("two")
        })
        .unwrap();
    assert_eq!(
        outbox.unreported().unwrap(),
        [("one".to_owned(), vec!["{}".to_owned()])]
    );
    outbox.reported("one").unwrap();
    assert_eq!(outbox.unreported().unwrap(), []);
}

#[test]
fn a_state_is_recorded_and_an_unknown_id_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(&dir.path().join("outbox")).unwrap();
    outbox.add(&accepted("one")).unwrap();
    outbox.set_state("one", MailState::Bounced).unwrap();
    let shown = outbox.show("one").unwrap();
    assert_eq!(shown.state, MailState::Bounced);
    assert_eq!(shown.tags, [("message".to_owned(), "msg_1".to_owned())]);
    for error in [
        outbox.show("x").unwrap_err(),
        outbox.set_state("x", MailState::Bounced).unwrap_err(),
    ] {
        assert!(matches!(error, OutboxError::NoSuchMail { .. }));
    }
    assert!(outbox.add(&accepted("one")).is_err(), "an id is used once");
}
