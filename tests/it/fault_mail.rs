//! Mail that is broken, huge or hostile becomes a ticket with what can be read, in bounded time.

use std::time::Instant;

use mail_parser::{MessageParser, MimeHeaders as _};
use reqwest::Method;
use serde_json::Value;

use crate::desk::{Desk, PATIENCE, header, mail};
use crate::flow_support::{answer, message, nothing_left, parked, place, put_raw};

/// Takes a mail in as it is and gives the ticket it became, with its one message.
async fn taken(desk: &Desk, name: &str, raw: Vec<u8>) -> (Value, Value) {
    let begun = Instant::now();
    put_raw(desk, name, raw).await;
    desk.idle().await;
    assert!(begun.elapsed() < PATIENCE);
    assert!(parked(desk).await.is_empty(), "{name} was parked");
    let tickets = desk.tickets().await;
    let ticket = tickets
        .first()
        .unwrap_or_else(|| panic!("{name} is no ticket"))
        .clone();
    let messages = desk.messages(&ticket).await;
    assert_eq!(messages.len(), 1, "{name}");
    (ticket, messages[0].clone())
}

/// The bytes of a message's raw mail, by the address the API gives.
async fn raw_of(desk: &Desk, ticket: &Value, message: &Value) -> Vec<u8> {
    let path = format!(
        "{}/messages/{}/raw",
        place(ticket),
        message["id"].as_str().unwrap()
    );
    let answer = desk.call(Method::GET, &path, None, &[]).await;
    let url = answer.headers["location"].to_str().unwrap();
    reqwest::get(url)
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap()
        .to_vec()
}

#[tokio::test]
async fn broken_mails_are_tickets_with_their_raw_bytes() {
    let desk = Desk::start().await;
    let cases: [(&str, &[u8]); 9] = [
        ("no-header-end", b"From: ann@example.com\r\nSubject: Cut off"),
        ("no-from", b"To: support@demo.test\r\nSubject: Nobody\r\n\r\nWho am I?\r\n"),
        ("only-a-body", b"\r\nno headers at all\r\n"),
        ("not-a-mail", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
        ("bare-newlines", b"From: ann@example.com\nTo: support@demo.test\nSubject: Unix\n\nLines of Unix.\n"),
        ("unclosed", b"From: ann@example.com\r\nContent-Type: multipart/mixed; boundary=\"never\r\n\r\n--never\r\n\r\nText.\r\n"),
        ("bad-base64", b"From: ann@example.com\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!====SGVsbG8\r\n"),
        ("nul-bytes", b"From: ann@example.com\r\nSubject: N\0U\0L\r\n\r\nbefore\0after\0\0\r\n"),
        ("odd-from", b"From: \"unclosed <@@,;:\r\nSubject: Odd\r\n\r\nHello\r\n"),
    ];
    for (name, raw) in cases {
        let (ticket, message) = taken(&desk, name, raw.to_vec()).await;
        assert_eq!(raw_of(&desk, &ticket, &message).await, raw, "{name}");
        let text = message["text"].as_str().unwrap();
        assert!(!text.contains('\0'), "{name}");
    }
    let all = desk.tickets().await;
    assert_eq!(all.len(), 9);
    let unix = all.iter().find(|t| t["subject"] == "Unix").unwrap();
    assert_eq!(unix["customer_email"], "ann@example.com");
    nothing_left(&desk).await;
}

#[tokio::test]
async fn a_wrong_charset_still_shows_the_words() {
    let desk = Desk::start().await;
    for (name, charset, body) in [
        ("unknown", "x-klingon", b"Hello caf\xc3\xa9".as_slice()),
        ("lying", "us-ascii", b"Hello caf\xe9".as_slice()),
        ("broken", "utf-8", b"Hello \xff\xfe caf\xc3".as_slice()),
        ("empty", "", b"Hello there".as_slice()),
    ] {
        let mut raw = format!(
            "From: ann@example.com\r\nSubject: {name}\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=\"{charset}\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        )
        .into_bytes();
        raw.extend_from_slice(body);
        let (_, message) = taken(&desk, name, raw).await;
        assert!(
            message["text"].as_str().unwrap().starts_with("Hello"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn a_mail_of_forty_megabytes_is_kept_whole() {
    let desk = Desk::start().await;
    let line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n";
    let mut raw = String::from(
        "From: ann@example.com\r\nTo: support@demo.test\r\nSubject: Large\r\nMessage-ID: <large@example.com>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"cut\"\r\n\r\n--cut\r\n\
         Content-Type: text/plain\r\n\r\nSee the film.\r\n--cut\r\nContent-Type: video/mp4; name=\"film.mp4\"\r\n\
         Content-Disposition: attachment; filename=\"film.mp4\"\r\nContent-Transfer-Encoding: base64\r\n\r\n",
    );
    let lines = (40 * 1024 * 1024 - raw.len() - 20) / line.len();
    raw.push_str(&line.repeat(lines));
    raw.push_str("--cut--\r\n");
    let (ticket, message) = taken(&desk, "large", raw.into_bytes()).await;
    let file = &message["attachments"][0];
    assert_eq!(
        (&file["name"], &file["available"]),
        (&"film.mp4".into(), &true.into())
    );
    assert_eq!(file["size"].as_u64().unwrap(), lines as u64 * 57);
    let path = format!(
        "{}/messages/{}/attachments/0",
        place(&ticket),
        message["id"].as_str().unwrap()
    );
    let answer = desk.call(Method::GET, &path, None, &[]).await;
    let url = answer.headers["location"].to_str().unwrap();
    assert_eq!(
        reqwest::get(url)
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap()
            .len(),
        lines * 57
    );
}

#[tokio::test]
async fn a_mail_larger_than_any_mail_is_parked() {
    let desk = Desk::start().await;
    let mut raw = mail("huge@example.com", "ann@example.com", "Huge", "", "");
    raw.push_str(&"x".repeat(78).add_line().repeat(550_000));
    put_raw(&desk, "huge", raw).await;
    desk.idle().await;
    let parked = parked(&desk).await;
    assert_eq!(parked.len(), 1);
    assert!(
        parked[0]["reason"]
            .as_str()
            .unwrap()
            .contains("larger than"),
        "{parked:?}"
    );
    assert!(desk.tickets().await.is_empty());
}

trait AddLine {
    fn add_line(self) -> String;
}

impl AddLine for String {
    fn add_line(mut self) -> String {
        self.push_str("\r\n");
        self
    }
}

#[tokio::test]
async fn ten_thousand_recipients_are_one_ticket() {
    let desk = Desk::start().await;
    let list: Vec<String> = (0..10_000)
        .map(|at| format!("\"Person, {at}\" <p{at}@example.com>"))
        .collect();
    let more = format!("Cc: {}\r\n", list.join(",\r\n "));
    let raw = mail(
        "many@example.com",
        "ann@example.com",
        "Everybody",
        &more,
        "Hello all.",
    );
    let (ticket, _) = taken(&desk, "many", raw.into_bytes()).await;
    assert_eq!(ticket["customer_email"], "ann@example.com");
    let (_, raw) = answer(&desk, &ticket, "Hello Ann.").await;
    assert!(header(&raw, "To").unwrap().contains("ann@example.com"));
    let all = desk
        .call(
            Method::GET,
            &format!("{}/recipients?all=true", place(&ticket)),
            None,
            &[],
        )
        .await;
    assert!(all.status.is_success(), "{}", all.body);
    assert!(
        !all.body["problem"].is_null(),
        "fifty is the most: {}",
        all.body["problem"]
    );
}

#[tokio::test]
async fn five_thousand_nested_parts_are_one_ticket() {
    let desk = Desk::start().await;
    let mut raw = String::from(
        "From: ann@example.com\r\nTo: support@demo.test\r\nSubject: Nested\r\nMIME-Version: 1.0\r\n",
    );
    for depth in 0..5_000 {
        raw.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=\"b{depth}\"\r\n\r\n--b{depth}\r\n"
        ));
    }
    raw.push_str("Content-Type: text/plain\r\n\r\ndeep down\r\n");
    let (ticket, message) = taken(&desk, "nested", raw.clone().into_bytes()).await;
    assert_eq!(ticket["subject"], "Nested");
    assert!(!message["warnings"].as_array().unwrap().is_empty());
    assert_eq!(raw_of(&desk, &ticket, &message).await, raw.as_bytes());

    let wide = "--w\r\nContent-Type: text/plain; name=\"a.txt\"\r\nContent-Disposition: attachment\r\n\r\nx\r\n";
    let mut raw = String::from(
        "From: ann@example.com\r\nSubject: Wide\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"w\"\r\n\r\n--w\r\n\r\nHello.\r\n",
    );
    raw.push_str(&wide.repeat(5_000));
    raw.push_str("--w--\r\n");
    let (_, message) = taken(&desk, "wide", raw.into_bytes()).await;
    assert!(message["attachments"].as_array().unwrap().len() < 5_000);
    assert!(!message["warnings"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn line_breaks_in_subject_and_names_stay_out_of_our_headers() {
    let desk = Desk::start().await;
    let subject = "=?utf-8?Q?Hi=0D=0ABcc:_victim@example.com=0D=0A=0D=0AInjected_body?=";
    let from = "=?utf-8?Q?Ann=0D=0AX-Evil:_yes?= <ann@example.com>";
    let more = "Reply-To: =?utf-8?Q?Eve=0ABcc:_other@example.com?= <ann@example.com>\r\n\
        Message-ID: <a\u{7f}b@example.com>\r\nReferences: <x@example.com>\tBcc:<y@example.com>\r\n";
    let raw = mail("inject@example.com", from, subject, more, "Hello.");
    let (ticket, one) = taken(&desk, "inject", raw.into_bytes()).await;
    let clean = |text: &Value| !text.as_str().unwrap().contains(['\r', '\n']);
    assert!(
        clean(&ticket["subject"]) && clean(&ticket["customer_name"]),
        "{ticket}"
    );
    let file = upload_named(&desk, "evil\r\nX-Evil: yes\r\n.pdf").await;
    assert_eq!(file, 422, "a name with line breaks is refused at the door");

    let (reply, raw) = answer(&desk, &ticket, "Hello Ann.").await;
    assert_eq!(
        message(&desk, &ticket, &reply).await["delivery"]["state"],
        "delivered"
    );
    let head = raw.split("\r\n\r\n").next().unwrap();
    let names: Vec<String> = head
        .split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| line.split(':').next().unwrap().to_lowercase())
        .collect();
    assert!(
        !names.iter().any(|name| name == "bcc" || name == "x-evil"),
        "{head}"
    );
    for name in [
        "from",
        "to",
        "subject",
        "message-id",
        "in-reply-to",
        "references",
        "reply-to",
        "date",
    ] {
        assert_eq!(
            names.iter().filter(|n| *n == name).count(),
            1,
            "{name} in {head}"
        );
    }
    let listed = desk.stack.outbox.list(10).unwrap();
    assert_eq!(listed[0].destinations, ["ann@example.com"]);
    let parsed = MessageParser::default().parse(raw.as_bytes()).unwrap();
    assert!(
        parsed
            .attachments()
            .all(|part| part.attachment_name().is_none())
    );
    assert!(parsed.body_text(0).unwrap().starts_with("Hello Ann."));
    assert_eq!(one["author"], "customer");
}

async fn upload_named(desk: &Desk, name: &str) -> u16 {
    let asked = serde_json::json!({ "name": name, "media_type": "application/pdf", "size": 10 });
    desk.call(Method::POST, "/api/v1/uploads", Some(asked), &[])
        .await
        .status
        .as_u16()
}
