//! What outgoing mail promises.

use std::collections::BTreeMap;

use super::*;
use crate::mail::{Context, read};
use crate::message::Author;
use crate::message::{Message, PublicMessage, Stored, Visibility};
use crate::reply_address::Signer;
use crate::samples;

const HEADERS: [&str; 18] = [
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Thread-Topic",
    "Thread-Index",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Lambdesk-Message",
    "X-Lambdesk-Instance",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

pub(super) fn address(name: &str, email: &str) -> Address {
    Address {
        name: (!name.is_empty()).then(|| name.to_owned()),
        email: email.to_owned(),
    }
}

pub(super) fn outgoing<'a>() -> Outgoing<'a> {
    let signer = Signer::new(b"secret", "in.example.com");
    let anchor = signer.anchor("demo01", &samples::ticket_id(1), &samples::message_id(9));
    let recipients = Recipients {
        to: vec![address("Ann", "ann@example.com")],
        cc: vec![address("", "bob@example.com")],
        bcc: vec![address("", "secret@example.com")],
    };
    let reply_to = signer.reply_address("demo01", &samples::ticket_id(1));
    Outgoing {
        reply_to: Some(address("Demo Support", &reply_to)),
        subject: "Re: Printer is on fire".into(),
        text: "Hello Ann,\n\nplease pour water on it.\n".into(),
        in_reply_to: Some("ask@example.com".into()),
        references: vec!["root@example.com".into(), "ask@example.com".into()],
        signature: "Mira\nDemo".into(),
        instance: "demo".into(),
        ..Outgoing::new(
            address("Mira at Demo", "support@demo.test"),
            recipients,
            anchor,
            samples::day(0),
        )
    }
}

pub(super) fn raw(mail: &Outgoing<'_>) -> String {
    String::from_utf8(compose(mail).unwrap().raw).unwrap()
}

pub(super) fn quote(messages: &[Message]) -> Vec<Quoted<'_>> {
    messages
        .iter()
        .filter_map(PublicMessage::of)
        .filter_map(|m| Quoted::new(m, &BTreeMap::new()))
        .collect()
}

/// What a server or mail program could stumble over.
pub(super) fn assert_well_formed(raw: &str) {
    assert!(raw.is_ascii());
    for line in raw.split("\r\n") {
        assert!(
            line.len() <= 998 && !line.contains(['\r', '\n', '\0']),
            "{line:?}"
        );
    }
    let head = raw.split("\r\n\r\n").next().unwrap();
    let names: Vec<&str> = head
        .split("\r\n")
        .filter(|l| !l.starts_with(' '))
        .map(|l| l.split_once(':').unwrap().0)
        .collect();
    for (n, name) in names.iter().enumerate() {
        assert!(HEADERS.contains(name), "{name}");
        assert!(!names[..n].contains(name), "twice {name}");
    }
}

#[test]
fn reply_carries_everything_that_leads_the_answer_back() {
    let mail = outgoing();
    let composed = compose(&mail).unwrap();
    assert_eq!(
        composed.destinations,
        ["ann@example.com", "bob@example.com", "secret@example.com"]
    );
    let text = String::from_utf8(composed.raw.clone()).unwrap();
    assert_well_formed(&text);
    assert!(
        !text.contains("secret@"),
        "blind copies stay out of the mail"
    );
    assert!(!text.contains("Auto-Submitted") && !text.contains("Precedence"));
    assert!(text.contains("\r\nX-Lambdesk-Instance: demo\r\n"));
    assert!(
        text.contains("\r\nDate: Wed, 18 Nov 2026 11:06:40 +0000\r\n"),
        "{text}"
    );
    let back = read(&composed.raw, &Context::stranger());
    assert_eq!(back.subject.as_deref(), Some("Re: Printer is on fire"));
    assert_eq!(
        back.from,
        Some(address("Mira at Demo", "support@demo.test"))
    );
    assert_eq!(
        (back.to, back.cc),
        (mail.recipients.to.clone(), mail.recipients.cc.clone())
    );
    assert_eq!(back.reply_to, [mail.reply_to.clone().unwrap()]);
    assert_eq!(back.in_reply_to, ["ask@example.com"]);
    assert_eq!(
        back.references,
        ["root@example.com", "ask@example.com", &mail.anchor]
    );
    assert_eq!(back.message_id.as_deref(), Some(mail.anchor.as_str()));
    assert_eq!(
        back.text.trim(),
        "Hello Ann,\n\nplease pour water on it.\n\n-- \nMira\nDemo"
    );
    assert!(back.html.unwrap().contains("please pour water on it."));
}

#[test]
fn the_same_mail_gives_the_same_bytes() {
    assert_eq!(compose(&outgoing()), compose(&outgoing()));
}

#[test]
fn history_is_quoted_below_the_reply() {
    let mut asked = samples::message(
        1,
        Author::Customer,
        Visibility::Public,
        "It burns.\n> what does?\nAll <b>of</b> it.",
    );
    asked.provenance.reply_text = None;
    let messages = [asked];
    let mail = Outgoing {
        history: quote(&messages),
        ..outgoing()
    };
    let back = read(raw(&mail).as_bytes(), &Context::stranger());
    let quoted = "On Wed, 18 Nov 2026 at 11:06 UTC, Ann wrote:\n> It burns.\n>> what does?\n> All <b>of</b> it.";
    assert!(back.text.contains(quoted), "{}", back.text);
    let html = back.html.unwrap();
    assert!(
        html.contains("<blockquote type=\"cite\"")
            && html.contains("All &lt;b&gt;of&lt;/b&gt; it."),
        "{html}"
    );
}

#[test]
fn only_the_new_part_of_a_message_is_quoted_and_history_is_bounded() {
    let mut long = samples::message(1, Author::Customer, Visibility::Public, "new\n> old");
    long.provenance.reply_text = Some("only new".into());
    let huge = samples::message(2, Author::Agent, Visibility::Public, &"y".repeat(70_000));
    let messages = [long, huge];
    let text = read(
        raw(&Outgoing {
            history: quote(&messages),
            ..outgoing()
        })
        .as_bytes(),
        &Context::stranger(),
    )
    .text;
    assert!(text.contains("> only new") && !text.contains("old") && !text.contains("yyy"));
}

#[test]
fn text_kept_beside_a_message_must_be_handed_in() {
    let mut message = samples::message(1, Author::Customer, Visibility::Public, "");
    message.text = Stored::Blob("parts/x/text".into());
    let public = PublicMessage::of(&message).unwrap();
    assert!(Quoted::new(public, &BTreeMap::new()).is_none());
    assert!(
        Quoted::new(
            public,
            &BTreeMap::from([("parts/x/text".to_owned(), "hi".to_owned())])
        )
        .is_some()
    );
}

#[test]
fn references_keep_the_root_and_the_newest() {
    let references = (0..50).map(|i| format!("{i}@example.com")).collect();
    let back = read(
        raw(&Outgoing {
            references,
            ..outgoing()
        })
        .as_bytes(),
        &Context::stranger(),
    );
    assert_eq!(back.references.len(), MAX_REFERENCES);
    assert_eq!(back.references[0], "0@example.com");
    assert_eq!(
        back.references[17..19],
        ["49@example.com", "ask@example.com"]
    );
    assert_eq!(back.references[19], outgoing().anchor);
}

#[test]
fn ids_that_cannot_be_written_are_left_out() {
    let references = vec![
        "".into(),
        "a b@x.test".into(),
        "ü@x.test".into(),
        "x".repeat(600),
        "<ok@x.test>".into(),
    ];
    let mail = Outgoing {
        references,
        in_reply_to: Some("a>b@x.test".into()),
        ..outgoing()
    };
    let back = read(raw(&mail).as_bytes(), &Context::stranger());
    assert_eq!(back.references, ["ok@x.test", &mail.anchor]);
    assert!(back.in_reply_to.is_empty());
}

#[test]
fn machine_mail_says_so() {
    for (automatic, word) in [
        (AutoSubmitted::AutoReplied, "auto-replied"),
        (AutoSubmitted::AutoGenerated, "auto-generated"),
    ] {
        let text = raw(&Outgoing {
            automatic: Some(automatic),
            ..outgoing()
        });
        assert!(text.contains(&format!(
            "\r\nAuto-Submitted: {word}\r\nX-Auto-Response-Suppress: All\r\n"
        )));
    }
}

#[test]
fn exchange_conversation_is_continued() {
    let mut index = vec![1; 22];
    let mail = Outgoing {
        thread_topic: Some("Drucker brennt ü".into()),
        thread_index: Some(index.clone()),
        ..outgoing()
    };
    let back = read(raw(&mail).as_bytes(), &Context::stranger());
    assert_eq!(back.thread_topic.as_deref(), Some("Drucker brennt ü"));
    assert_eq!(
        (
            back.thread_index.as_ref().unwrap().len(),
            &back.thread_index.unwrap()[..22]
        ),
        (27, &index[..])
    );
    index.resize(600, 7);
    assert_well_formed(&raw(&Outgoing {
        thread_index: Some(index),
        ..outgoing()
    }));
}

#[test]
fn subjects_of_answers_keep_their_prefix() {
    let cases = [
        ("Printer", "Re: Printer"),
        ("Re: Printer", "Re: Printer"),
        ("AW: Drucker", "AW: Drucker"),
        ("WG: Drucker", "Re: WG: Drucker"),
        ("", "Re:"),
        ("a\r\nBcc: x", "Re: a  Bcc: x"),
    ];
    for (subject, reply) in cases {
        assert_eq!(reply_subject(subject), reply);
    }
}
