//! What reading must get right beyond the header: files, charsets, limits, containers.
//!
//! Invariant: sizes and hashes are of the bytes as sent.

use lambdesk_domain::mail::{AutomaticKind, Context, Evidence, Limits, Mail, Warning, read};

fn stranger(raw: &[u8]) -> Mail {
    read(raw, &Context::stranger())
}

fn joined(pieces: &[&[u8]]) -> Vec<u8> {
    pieces.concat()
}

#[test]
fn text_files_keep_their_bytes() {
    let raw = joined(&[
        b"From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee file\n--b\nContent-Type: text/plain; charset=iso-8859-1; name=a.txt\nContent-Transfer-Encoding: quoted-printable\n\ngr=FC=DFe\n--b--\n",
    ]);
    let mail = stranger(&raw);
    let file = mail.attachments.first().unwrap();
    assert_eq!(
        (file.name.as_str(), file.size, file.content.as_slice()),
        ("a.txt", 5, b"gr\xfc\xdfe".as_slice())
    );
    assert_eq!(mail.text, "see file");
}

#[test]
fn raw_names_and_split_names_are_read() {
    let raw = joined(&[
        b"From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pdf; name=\"Stra\xdfe.pdf\"\n\nx\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''gr%C3; filename*1*=%BCn.pdf\n\nx\n--b--\n",
    ]);
    let names: Vec<String> = stranger(&raw)
        .attachments
        .into_iter()
        .map(|a| a.name)
        .collect();
    assert_eq!(names, ["Straße.pdf", "grün.pdf"]);
}

#[test]
fn nameless_parts_get_a_name() {
    let raw = b"From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: Lost: a \"key\"\n\nhi\n--b\nContent-Type: image/png\nContent-ID: <logo@x>\n\nx\n--b\nContent-Type: application/x-thing\n\nx\n--b--\n";
    let mail = stranger(raw);
    let names: Vec<&str> = mail.attachments.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["Lost_ a _key_.eml", "logo.png", "file.bin"]);
    assert!(mail.attachments.iter().all(|a| !a.named));
}

#[test]
fn blanks_and_lost_lines_do_not_hide_the_header() {
    let mail = stranger(b"\n \n  From: Ann <ann@example.com>\nwrapped rubbish\nSubject: Hi\nTo: desk@example.org\n\nbody\n");
    assert_eq!(
        (mail.subject.as_deref(), mail.text.as_str()),
        (Some("Hi"), "body")
    );
    assert_eq!(mail.from.unwrap().email, "ann@example.com");
}

#[test]
fn a_stub_for_old_programs_gives_way_to_the_html() {
    let raw = b"From: a@example.com\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nThis mail needs a program that shows HTML.\n--b\nContent-Type: text/html\n\n<p>My printer smokes since this morning, and it also smells. Please send somebody who knows printers, because the whole floor waits for its documents and the fire brigade will not come twice.</p>\n--b--\n";
    assert!(stranger(raw).text.starts_with("My printer smokes"));
}

#[test]
fn large_parts_are_left_out_with_a_line() {
    let raw = b"From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/zip; name=big.zip\n\n0123456789\n--b--\n";
    let limits = Limits {
        part_bytes: 4,
        ..Limits::default()
    };
    let mail = read(
        raw,
        &Context {
            own: &|_| false,
            limits,
        },
    );
    let file = mail.attachments.first().unwrap();
    assert!(file.content.is_empty() && file.size == 10 && file.note.is_some());
    assert!(mail.warnings.contains(&Warning::PartTooLarge(0)));
}

#[test]
fn only_the_beginning_of_a_huge_mail_is_read() {
    let limits = Limits {
        mail_bytes: 30,
        ..Limits::default()
    };
    let mail = read(
        b"From: a@example.com\n\n0123456789 and more",
        &Context {
            own: &|_| false,
            limits,
        },
    );
    assert_eq!(mail.text, "012345678");
    assert!(mail.warnings.contains(&Warning::MailTooLarge(0)));
}

#[test]
fn nothing_readable_is_said() {
    let mail = stranger(b"\xff\xfe\x00 just bytes");
    assert!(
        mail.unreadable
            && mail.warnings.contains(&Warning::NoHeader)
            && mail.warnings.contains(&Warning::NoSender)
    );
    assert!(mail.text.contains("just bytes"));
}

#[test]
fn files_of_a_forwarded_mail_come_along() {
    let raw = b"From: agent@team.test\nSubject: FW: broken\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nplease\n--b\nContent-Type: message/rfc822\n\nFrom: Ann <ann@example.com>\nMessage-ID: <1@example.com>\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nsee\n--c\nContent-Type: image/png; name=shot.png\n\nx\n--c--\n--b--\n";
    let own = |a: &str| a.ends_with("@team.test");
    let mail = read(
        raw,
        &Context {
            own: &own,
            limits: Limits::default(),
        },
    );
    assert!(mail.attachments.iter().any(|a| a.name == "shot.png"));
    let forwarded = mail.forwarded.unwrap();
    assert_eq!(
        (forwarded.message_id.as_deref(), forwarded.note.as_deref()),
        (Some("1@example.com"), Some("please"))
    );
    assert_eq!(mail.customer.unwrap().evidence, Evidence::AttachedMessage);
}

#[test]
fn a_returned_mail_is_no_forward() {
    let raw = b"From: MAILER-DAEMON@example.com\nSubject: FW: failure\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nno\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; x@example.com\nStatus: 5.1.1\n--b\nContent-Type: message/rfc822\n\nFrom: desk@example.org\nMessage-ID: <sent@example.org>\n\nhi\n--b--\n";
    let mail = stranger(raw);
    assert!(mail.forwarded.is_none());
    assert_eq!(mail.automatic.unwrap().kind, AutomaticKind::Bounce);
    assert_eq!(
        mail.bounce.unwrap().original_message_id.as_deref(),
        Some("sent@example.org")
    );
}
