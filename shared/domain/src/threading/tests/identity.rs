//! Which mail is the same mail, and what is known of it.

use super::*;

#[test]
fn forwarded_attachment_is_known_by_its_own_id() {
    let forwarded = Forwarded {
        message_id: Some("old-1@example.com".into()),
        ..Forwarded::default()
    };
    let mail = Mail {
        forwarded: Some(forwarded),
        colleague: true,
        ..reply(&[], &[])
    };
    assert_eq!(
        clues(&mail, &[], &signer()).inner_id.as_deref(),
        Some("old-1@example.com")
    );
    assert_eq!(
        World::new().place_mail(&mail, &colleague()),
        join(1, MatchedBy::References)
    );
    let stranger = Mail {
        colleague: false,
        ..mail
    };
    assert_eq!(clues(&stranger, &[], &signer()).inner_id, None);
}

#[test]
fn the_same_mail_again_is_a_duplicate_and_other_content_never_is() {
    let mut world = World::new();
    let mail = Mail {
        message_id: Some("old-1@example.com".into()),
        ..Mail::default()
    };
    assert_eq!(world.place_mail(&mail, &who(EVE)), Placement::New);
    let duplicate = Placement::Duplicate {
        ticket: ticket_id(1),
        message: message_id(1),
    };
    let same = IdRecord {
        content_hash: Some("hash-of-new".into()),
        ..record(IdKind::Seen, 1)
    };
    world
        .found
        .ids
        .insert("old-1@example.com".into(), same.clone());
    assert_eq!(world.place_mail(&mail, &who(EVE)), duplicate);
    let awaited = IdRecord {
        content_hash: same.content_hash.clone(),
        ..record(IdKind::Awaited, 1)
    };
    world.found.ids.insert("old-1@example.com".into(), awaited);
    assert_eq!(
        world.place_mail(&mail, &who(ANN)),
        join(1, MatchedBy::AwaitedParent)
    );
    world.found.ids.insert(content_key("hash-of-new"), same);
    let nameless = Mail::default();
    assert!(
        clues(&nameless, &[], &signer())
            .keys("hash-of-new")
            .contains(&content_key("hash-of-new"))
    );
    assert_eq!(world.place_mail(&nameless, &who(EVE)), duplicate);
}

#[test]
fn our_own_mail_sent_back_is_a_duplicate() {
    let mut world = World::new();
    let sent = IdRecord {
        content_hash: None,
        ..record(IdKind::Sent, 1)
    };
    world.found.ids.insert("ses:0102".into(), sent);
    let mail = Mail {
        message_id: Some("0102@eu-west-1.amazonses.com".into()),
        ..Mail::default()
    };
    let duplicate = Placement::Duplicate {
        ticket: ticket_id(1),
        message: message_id(1),
    };
    assert_eq!(world.place_mail(&mail, &colleague()), duplicate);
    assert_eq!(world.place_mail(&mail, &who(ANN)), Placement::New);
}

#[test]
fn id_records_round_trip() {
    for kind in [IdKind::Seen, IdKind::Sent, IdKind::Awaited] {
        let record = record(kind, 1);
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<IdRecord>(&json).unwrap(), record);
    }
}
