//! What files of outgoing mail promise.

use mail_parser::{MessageParser, MimeHeaders};

use super::tests::{assert_well_formed, outgoing, raw};
use super::*;
use crate::mail::{Context, read};
use crate::samples;

#[test]
fn files_are_attached_or_shown() {
    let file = |name: &str, media_type: &str, id: Option<&str>| File {
        name: name.into(),
        media_type: media_type.into(),
        bytes: (0..=255).cycle().take(5_000).collect(),
        content_id: id.map(str::to_owned),
    };
    let attachments = vec![
        file("Rechnung für März.pdf", "application/pdf", None),
        file("logo.png", "image/png", Some("logo@demo.test")),
        file("unused.png", "image/png", Some("other@demo.test")),
        file("mail.eml", "message/rfc822", None),
        file(&"日".repeat(100), "application/zip", None),
    ];
    let html = Some("<p>Hi <img src=\"cid:logo@demo.test\"></p>".into());
    let text = raw(&Outgoing {
        attachments: attachments.clone(),
        html,
        ..outgoing()
    });
    assert_well_formed(&text);
    let parsed = MessageParser::default().parse(text.as_bytes()).unwrap();
    assert_eq!(
        parsed.content_type().unwrap().c_subtype.as_deref(),
        Some("mixed")
    );
    let names: Vec<&str> = parsed
        .attachments()
        .filter_map(|p| p.attachment_name())
        .collect();
    let long = "日".repeat(100);
    assert_eq!(
        names,
        [
            "logo.png",
            "Rechnung für März.pdf",
            "unused.png",
            "mail.eml",
            &long
        ]
    );
    assert!(
        parsed
            .attachments()
            .all(|p| p.contents() == attachments[0].bytes)
    );
    let back = read(text.as_bytes(), &Context::stranger());
    assert_eq!(back.attachments.iter().filter(|a| a.inline).count(), 1);
    assert!(
        back.attachments
            .iter()
            .all(|a| a.sha256 == back.attachments[0].sha256)
    );
}

#[test]
fn large_files_go_as_links() {
    let file = |size: usize| File {
        name: "x".into(),
        media_type: "a/b".into(),
        bytes: vec![0; size],
        content_id: None,
    };
    let attachments = vec![file(4_000_000), file(4_000_000)];
    let size = 2 * encoded_size(4_000_000);
    let error = compose(&Outgoing {
        attachments,
        ..outgoing()
    })
    .unwrap_err();
    assert_eq!(
        error,
        ComposeError::TooLarge {
            size,
            limit: MAX_MAIL_BYTES
        }
    );
    let fits = Outgoing {
        attachments: vec![file(7_000_000)],
        ..outgoing()
    };
    assert!(compose(&fits).unwrap().raw.len() as u64 <= MAX_MAIL_BYTES);
    let text = "x".repeat(11_000_000);
    assert!(matches!(
        compose(&Outgoing { text, ..outgoing() }),
        Err(ComposeError::TooLarge { .. })
    ));
}

#[test]
fn links_name_file_address_and_end() {
    let link = |url: &str| Link {
        name: "big \"file\".zip".into(),
        url: url.into(),
        expires: samples::day(7),
    };
    let links = vec![link("https://files.example.com/a?b=1&c=2")];
    let back = read(
        raw(&Outgoing {
            links,
            ..outgoing()
        })
        .as_bytes(),
        &Context::stranger(),
    );
    assert!(back.text.contains(
        "big \"file\".zip (until 25 November 2026)\nhttps://files.example.com/a?b=1&c=2"
    ));
    assert!(
        back.html
            .unwrap()
            .contains("href=\"https://files.example.com/a?b=1&amp;c=2\"")
    );
    for bad in [
        "javascript:alert(1)",
        "https://x\r\ny",
        "https://x y",
        "https://x\"onclick",
        "",
    ] {
        let links = vec![link(bad)];
        assert!(
            matches!(
                compose(&Outgoing {
                    links,
                    ..outgoing()
                }),
                Err(ComposeError::Link(_))
            ),
            "{bad}"
        );
    }
}
