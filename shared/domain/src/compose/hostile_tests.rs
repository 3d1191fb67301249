//! What hostile names, subjects, texts and files cannot do to outgoing mail.

use mail_parser::MessageParser;
use proptest::prelude::*;

use super::tests::{address, assert_well_formed, outgoing, quote, raw};
use super::*;
use crate::mail::{Context, read};
use crate::message::{Author, Message, Visibility};
use crate::reply_address::Signer;
use crate::samples;

#[test]
fn line_breaks_in_headers_are_refused_by_name() {
    for broken in ["a\r\nBcc: eve@example.org", "a\nb", "a\rb", "a\0b"] {
        let text = || broken.to_owned();
        let named = || Address {
            name: Some(text()),
            email: "ann@example.com".into(),
        };
        let to = |to| Recipients {
            to: vec![to],
            ..Recipients::default()
        };
        let cases = [
            (
                "subject",
                Outgoing {
                    subject: text(),
                    ..outgoing()
                },
            ),
            (
                "From",
                Outgoing {
                    from: named(),
                    ..outgoing()
                },
            ),
            (
                "Reply-To",
                Outgoing {
                    reply_to: Some(named()),
                    ..outgoing()
                },
            ),
            (
                "recipient's name",
                Outgoing {
                    recipients: to(named()),
                    ..outgoing()
                },
            ),
            (
                "thread topic",
                Outgoing {
                    thread_topic: Some(text()),
                    ..outgoing()
                },
            ),
            (
                "instance",
                Outgoing {
                    instance: text(),
                    ..outgoing()
                },
            ),
            (
                "references",
                Outgoing {
                    references: vec![text()],
                    ..outgoing()
                },
            ),
            (
                "references",
                Outgoing {
                    in_reply_to: Some(text()),
                    ..outgoing()
                },
            ),
        ];
        for (field, mail) in cases {
            assert_eq!(
                compose(&mail),
                Err(ComposeError::LineBreak { field }),
                "{broken:?}"
            );
        }
        assert_eq!(
            compose(&Outgoing {
                anchor: text(),
                ..outgoing()
            }),
            Err(ComposeError::Anchor)
        );
        let bad = Recipients {
            to: vec![address("", broken)],
            ..Recipients::default()
        };
        assert!(matches!(
            compose(&Outgoing {
                recipients: bad,
                ..outgoing()
            }),
            Err(ComposeError::Recipient(_))
        ));
        let from = address("", &format!("{broken}@example.com"));
        assert!(matches!(
            compose(&Outgoing { from, ..outgoing() }),
            Err(ComposeError::Sender { .. })
        ));
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\r\n",
        "\n",
        "\r",
        "\0",
        "Bcc: eve@example.org",
        "\r\n\r\n<html>",
        "=?utf-8?B?",
        "?=",
        "\"",
        "\\",
        "<",
        ">",
        ",",
        ";",
        "ü",
        "日本",
        "\u{1f600}",
        "\u{202e}",
        "  ",
        " ",
        "a",
        ".",
        "From ",
        "=",
        "--",
        "\t",
        "\u{85}",
        "\u{2028}",
        "@",
        "(",
        ")",
    ]);
    prop_oneof![
        prop::collection::vec(piece, 0..30).prop_map(|p| p.concat()),
        "\\PC{0,300}",
        "[a-z]{900,1200}"
    ]
}

proptest! {
    #[test]
    fn hostile_headers_are_refused_or_stay_what_they_are(
        subject in hostile(), name in hostile(), topic in hostile(), id in hostile(),
    ) {
        let mail = Outgoing {
            subject: subject.clone(),
            from: Address { name: Some(name.clone()), email: "support@demo.test".into() },
            recipients: Recipients { to: vec![Address { name: Some(name.clone()), email: "ann@example.com".into() }], ..Recipients::default() },
            thread_topic: Some(topic.clone()),
            references: vec![id.clone()],
            ..outgoing()
        };
        let broken = [&subject, &name, &topic, &id].iter().any(|v| v.contains(['\r', '\n', '\0']));
        match compose(&mail) {
            Err(error) => prop_assert!(broken, "{error}"),
            Ok(composed) => {
                prop_assert!(!broken);
                let text = String::from_utf8(composed.raw).unwrap();
                assert_well_formed(&text);
                let parsed = MessageParser::default().parse(text.as_bytes()).unwrap();
                let plain = |s: &str| s.replace(char::is_control, " ").trim().to_owned();
                prop_assert_eq!(parsed.subject().unwrap_or_default(), plain(&subject));
                let to = parsed.to().unwrap().first().unwrap();
                prop_assert_eq!(to.name().unwrap_or_default(), plain(&name));
                prop_assert_eq!(to.address(), Some("ann@example.com"));
                prop_assert!(parsed.bcc().is_none());
            }
        }
    }

    #[test]
    fn hostile_content_stays_within_its_part(
        text in hostile(), signature in hostile(), file in hostile(), media_type in hostile(), id in hostile(),
        link in hostile(), bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let attachments = vec![File { name: file, media_type, bytes: bytes.clone(), content_id: Some(id) }];
        let links = vec![Link { name: link, url: "https://files.example.com/x".into(), expires: samples::day(1) }];
        let mail = Outgoing { text: text.clone(), signature, attachments, links, ..outgoing() };
        let raw = raw(&mail);
        assert_well_formed(&raw);
        let parsed = MessageParser::default().parse(raw.as_bytes()).unwrap();
        prop_assert_eq!(parsed.attachments().count(), 1);
        prop_assert_eq!(parsed.attachments().next().unwrap().contents(), bytes.as_slice());
        let clean: String = text.replace("\r\n", "\n").replace('\r', "\n").trim_end().chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        prop_assert!(parsed.body_text(0).unwrap().replace("\r\n", "\n").starts_with(clean.trim_end()));
        let part_headers = parsed.attachments().next().unwrap().headers();
        prop_assert!(part_headers.len() <= 4, "{part_headers:?}");
    }

    #[test]
    fn no_note_is_ever_in_a_mail(kinds in prop::collection::vec((any::<bool>(), any::<bool>()), 0..12), text in "\\PC{0,40}") {
        let messages: Vec<Message> = kinds.iter().zip(0_u8..).map(|((note, agent), n)| {
            let (visibility, word) = if *note { (Visibility::Note, "NOTE") } else { (Visibility::Public, "PUBLIC") };
            let author = if *agent { Author::Agent } else { Author::Customer };
            let mut message = samples::message(n, author, visibility, &format!("{word}-{n}-MARK {text}"));
            if *agent {
                message.provenance.reply_text = Some(format!("{word}-{n}-MARK short"));
            }
            message
        }).collect();
        let raw = raw(&Outgoing { history: quote(&messages), ..outgoing() });
        let parsed = MessageParser::default().parse(raw.as_bytes()).unwrap();
        prop_assert!(!raw.contains("NOTE-"));
        for body in [parsed.body_text(0).unwrap(), parsed.body_html(0).unwrap()] {
            prop_assert!(!body.contains("NOTE-"));
        }
        for (n, (note, _)) in kinds.iter().enumerate() {
            let shown = parsed.body_text(0).unwrap().contains(&format!("PUBLIC-{n}-MARK"));
            prop_assert_eq!(shown, !note);
        }
    }

    #[test]
    fn answers_to_what_we_send_lead_back(subject in "[a-zA-Zü ]{0,80}", text in "\\PC{0,200}") {
        let signer = Signer::new(b"secret", "in.example.com");
        let sent = read(raw(&Outgoing { subject, text, ..outgoing() }).as_bytes(), &Context::stranger());
        let clue = signer.read_reply_address(&sent.reply_to[0].email).unwrap();
        prop_assert_eq!(clue.ticket, samples::ticket_id(1));
        let anchors: Vec<_> = sent.references.iter().filter_map(|id| signer.read_anchor(id)).collect();
        prop_assert_eq!(anchors.len(), 1);
    }
}
