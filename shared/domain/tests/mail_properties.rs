//! Properties of mail reading that hold for any input.
//!
//! Invariant: total, lossless, deterministic.

use lambdesk_domain::mail::html::{sanitise, to_text};
use lambdesk_domain::mail::{Context, base_subject, content_hash, message_id_key, read};
use proptest::prelude::*;

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("From: Ann <ann@example.com>\n".to_owned()),
        Just("Sent: Monday\n".to_owned()),
        Just("Subject: x\n".to_owned()),
        Just("On Mon, 1 Jan 2024 at 10:00, Ann <ann@example.com> wrote:\n".to_owned()),
        Just("> quoted\n".to_owned()),
        Just("-----Original Message-----\n".to_owned()),
        Just("---------- Forwarded message ---------\n".to_owned()),
        Just("________________________________\n".to_owned()),
        Just("-- \n".to_owned()),
        Just("Mit freundlichen Grüßen\n".to_owned()),
        Just("Sent from my telephone\n".to_owned()),
        Just("```\n".to_owned()),
        Just("\n".to_owned()),
        "[a-zäß0-9@:.<>| \u{feff}]{0,30}\n",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|p| p.concat())
}

fn html() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<div>".to_owned()),
        Just("</div>".to_owned()),
        Just("<blockquote type=\"cite\">".to_owned()),
        Just("</blockquote>".to_owned()),
        Just("<p style='display:none'>".to_owned()),
        Just("<img src=\"https://t.test/x.png\" alt='>\"'>".to_owned()),
        Just("<img src=cid:a@b onerror=alert(1)>".to_owned()),
        Just("<script>alert(1)</script>".to_owned()),
        Just("<style>".to_owned()),
        Just("<!--".to_owned()),
        Just("<svg><img src=https://t.test/y></svg>".to_owned()),
        Just("<a title='<img src=https://t.test/z>' href=javascript:x>".to_owned()),
        "[a-z<>&;\"'= ]{0,20}",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_a_mail(raw in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let first = read(&raw, &Context::stranger());
        prop_assert_eq!(&first, &read(&raw, &Context::stranger()));
        prop_assert_eq!(first.segments.last().map_or(0, |s| s.end), first.text.len());
    }

    #[test]
    fn text_is_cut_without_loss(body in pieces(), subject in "(FW: |RE: |)[a-z]{0,8}") {
        let raw = format!("From: a@example.com\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}");
        let mail = read(raw.as_bytes(), &Context::stranger());
        let joined: String = mail.segments.iter().map(|s| mail.segment_text(s)).collect();
        prop_assert_eq!(joined, mail.text);
    }

    #[test]
    fn html_mail_is_cut_without_loss(body in html()) {
        let raw = format!("From: a@example.com\nContent-Type: text/html; charset=utf-8\n\n{body}");
        let mail = read(raw.as_bytes(), &Context::stranger());
        let joined: String = mail.segments.iter().map(|s| mail.segment_text(s)).collect();
        prop_assert_eq!(joined, mail.text);
    }

    #[test]
    fn sanitised_html_cannot_act(body in html()) {
        let safe = sanitise(&body, &|id| (id == "a@b").then(|| "/file".to_owned())).html;
        let lower = safe.to_lowercase();
        for bad in ["<script", "<svg", "<style", " onerror", "javascript:", " src=\"http", "url("] {
            prop_assert!(!lower.replace("data-remote-src=\"http", "").contains(bad), "{} in {}", bad, safe);
        }
        let again = sanitise(&safe, &|_| None);
        prop_assert!(!again.html.contains("<script"));
        let _ = to_text(&safe);
    }

    #[test]
    fn base_subjects_are_stable(subject in "((RE|AW|Fwd|WG|[a-z]{1,4}): ?|\\[[a-z]{1,5}\\] ?|[a-z ]{0,6}){0,6}( \\(fwd\\))?") {
        let base = base_subject(&subject);
        prop_assert_eq!(base_subject(&base), base);
    }

    #[test]
    fn hashes_ignore_line_ends(body in "[a-z\n]{0,80}") {
        let unix = format!("From: a@example.com\n\n{body}");
        prop_assert_eq!(content_hash(unix.as_bytes()), content_hash(unix.replace('\n', "\r\n").as_bytes()));
    }

    #[test]
    fn id_keys_are_stable(id in "<?[ A-Za-z0-9.@]{0,30}>?") {
        let key = message_id_key(&id);
        prop_assert_eq!(message_id_key(&key), key);
    }
}
