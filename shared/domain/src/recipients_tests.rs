//! What the rules about recipients promise.

use proptest::prelude::*;

use super::*;
use crate::message::{Author, Message, Visibility};
use crate::samples;

fn own(email: &str) -> bool {
    ["support@demo.test", "mira@demo.test"].contains(&email)
}

fn list(emails: &[&str]) -> Vec<Address> {
    emails.iter().map(|e| Address::new(None, e)).collect()
}

fn emails(list: &[Address]) -> Vec<&str> {
    list.iter().map(|a| a.email.as_str()).collect()
}

fn message(from: Option<&str>, to: &[&str], cc: &[&str], bcc: &[&str]) -> Message {
    let mut message = samples::message(1, Author::Customer, Visibility::Public, "hello");
    message.from = from.map(|e| Address::new(None, e));
    (message.to, message.cc, message.bcc) = (list(to), list(cc), list(bcc));
    message
}

fn answer(message: &Message, all: bool) -> Recipients {
    reply(PublicMessage::of(message).unwrap(), &own, all)
}

#[test]
fn recipients_come_from_the_message_being_answered() {
    let ann = Some("ann@example.com");
    let mira = Some("mira@demo.test");
    // from, to, cc, bcc, all -> to, cc, bcc
    #[rustfmt::skip]
    #[expect(clippy::type_complexity, reason = "a table reads best as one")]
    let cases: &[(Option<&str>, &[&str], &[&str], &[&str], bool, &[&str], &[&str], &[&str])] = &[
        (ann, &["support@demo.test"], &[], &[], false, &["ann@example.com"], &[], &[]),
        (ann, &["support@demo.test", "bob@example.com"], &["cy@example.com"], &[], false, &["ann@example.com"], &[], &[]),
        (ann, &["Support@demo.test", "bob@example.com"], &["cy@example.com", "mira@demo.test"], &[], true,
            &["ann@example.com", "bob@example.com"], &["cy@example.com"], &[]),
        (ann, &["ann@example.com", "bob@example.com"], &["BOB@example.com"], &[], true,
            &["ann@example.com", "bob@example.com"], &[], &[]),
        (ann, &["support@demo.test"], &[], &["dan@example.com"], true, &["ann@example.com"], &[], &[]),
        (mira, &["ann@example.com"], &["cy@example.com"], &["dan@example.com"], false, &["ann@example.com"], &[], &[]),
        (mira, &["ann@example.com"], &["cy@example.com"], &["dan@example.com"], true,
            &["ann@example.com"], &["cy@example.com"], &["dan@example.com"]),
        (None, &["support@demo.test"], &[], &[], true, &[], &[], &[]),
    ];
    for (n, (from, to, cc, bcc, all, want_to, want_cc, want_bcc)) in cases.iter().enumerate() {
        let got = answer(&message(*from, to, cc, bcc), *all);
        assert_eq!(emails(&got.to), *want_to, "case {n}");
        assert_eq!(emails(&got.cc), *want_cc, "case {n}");
        assert_eq!(emails(&got.bcc), *want_bcc, "case {n}");
    }
}

#[test]
fn reply_addresses_are_never_answered() {
    let signer = crate::reply_address::Signer::new(b"secret", "in.example.com");
    let token = signer.reply_address("demo01", &samples::ticket_id(1));
    let got = answer(&message(Some("ann@example.com"), &[&token], &[], &[]), true);
    assert_eq!(emails(&got.to), ["ann@example.com"]);
}

#[test]
fn line_breaks_in_names_are_taken_out() {
    let mut message = message(Some("ann@example.com"), &[], &[], &[]);
    message.from = Some(Address {
        name: Some("Ann\r\nBcc: eve@example.com".into()),
        email: "ann@example.com".into(),
    });
    assert_eq!(
        answer(&message, false).to[0].name.as_deref(),
        Some("Ann  Bcc: eve@example.com")
    );
}

#[test]
fn impossible_recipients_are_named() {
    let check_to = |emails: &[&str]| {
        check(
            &Recipients {
                to: list(emails),
                ..Recipients::default()
            },
            &own,
        )
    };
    let many: Vec<String> = (0..51).map(|i| format!("a{i}@example.com")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(check_to(&[]), Err(RecipientError::Nobody));
    assert_eq!(check_to(&many), Err(RecipientError::TooMany(51)));
    assert_eq!(check_to(&many[..50]), Ok(()));
    assert_eq!(
        check_to(&["a@b"]),
        Err(RecipientError::Undeliverable("a@b".into()))
    );
    assert_eq!(
        check_to(&["ü@example.com"]),
        Err(RecipientError::NotAscii("ü@example.com".into()))
    );
    assert_eq!(
        check_to(&["Support@demo.test"]),
        Err(RecipientError::Own("support@demo.test".into()))
    );
    let token = format!("reply+{}@other.example.com", "a".repeat(48));
    assert_eq!(check_to(&[&token]), Err(RecipientError::Own(token)));
}

#[test]
fn strangers_to_the_ticket_are_pointed_out_once() {
    let recipients = Recipients {
        to: list(&["ann@example.com", "new@example.com"]),
        cc: list(&["new@example.com"]),
        bcc: list(&["dan@example.com"]),
    };
    let participants = BTreeSet::from(["ann@example.com".to_owned()]);
    assert_eq!(
        emails(&first_time(&recipients, &participants)),
        ["new@example.com", "dan@example.com"]
    );
}

proptest! {
    #[test]
    fn nobody_is_added_doubled_or_answered_to_ourselves(
        from in "[a-c]@(example|demo)[.]test",
        to in prop::collection::vec("[a-e]@example[.]test|support@demo[.]test", 0..8),
        cc in prop::collection::vec("[a-e]@example[.]test|mira@demo[.]test", 0..8),
        all: bool,
    ) {
        let to: Vec<&str> = to.iter().map(String::as_str).collect();
        let cc: Vec<&str> = cc.iter().map(String::as_str).collect();
        let message = message(Some(&from), &to, &cc, &[]);
        let got = answer(&message, all);
        let everybody: Vec<&str> = got.everybody().map(|a| a.email.as_str()).collect();
        prop_assert_eq!(everybody.len(), got.emails().len());
        for email in &everybody {
            prop_assert!(!own(email));
            prop_assert!(*email == from || to.contains(email) || cc.contains(email));
        }
        if !own(&from) {
            prop_assert_eq!(everybody.first(), Some(&from.as_str()));
        }
    }
}
