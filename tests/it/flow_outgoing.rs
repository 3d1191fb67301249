//! What leaves: nothing internal, nothing too early, nothing taken back, files whole.

use jiff::SignedDuration;
use mail_parser::{MessageParser, MimeHeaders as _};
use serde_json::{Value, json};

use crate::desk::{Desk, mail};
use crate::flow_support::{
    ANN, answer, begun, later, message, must, nothing_left, now, place, sent_for, state, until,
    with_clock,
};

/// Every word of a mail, decoded: headers, bodies, names and contents of files.
fn everything(raw: &str) -> String {
    let mail = MessageParser::default().parse(raw.as_bytes()).unwrap();
    let mut all = raw.to_owned();
    for part in &mail.parts {
        all.push_str(&String::from_utf8_lossy(part.contents()));
        all.push_str(part.attachment_name().unwrap_or_default());
    }
    all
}

#[tokio::test]
async fn the_words_of_a_note_never_leave() {
    let desk = Desk::start().await;
    let (ticket, _, _) = begun(&desk).await;
    let path = place(&ticket);
    desk.post(
        &format!("{path}/notes"),
        json!({ "text": "Zirkonwort: this one is difficult" }),
    )
    .await;
    let (_, raw) = answer(&desk, &ticket, "We are looking into it.").await;
    desk.post(
        &format!("{path}/notes"),
        json!({ "text": "Zirkonwort again" }),
    )
    .await;
    // A colleague forwards a mail with words of their own above it: those are a note as well.
    let forwarded = "Zirkonwort, please take this one\r\n\r\nVon: Ann Lee <ann@example.com>\r\n\
        Gesendet: Freitag, 20. November 2026 08:00\r\nAn: support@demo.test\r\nBetreff: Rechnung\r\n\r\n\
        Wo ist meine Rechnung?";
    desk.receive(mail(
        "fwd@demo.test",
        "support@demo.test",
        "WG: Rechnung",
        "",
        forwarded,
    ))
    .await;
    let tickets = desk.tickets().await;
    let second = tickets.iter().find(|t| t["id"] != ticket["id"]).unwrap();
    assert_eq!(second["customer_email"], "ann@example.com");
    let notes = desk.messages(second).await;
    assert!(
        notes.iter().any(
            |m| m["visibility"] == "note" && m["text"].as_str().unwrap().contains("Zirkonwort")
        )
    );
    answer(&desk, second, "Here it is.").await;
    assert!(everything(&raw).contains("looking into it"));
    for raw in desk.sent() {
        assert!(!everything(&raw).contains("Zirkonwort"), "{raw}");
    }
    assert_eq!(desk.sent().len(), 3);
}

#[tokio::test]
async fn what_was_taken_back_never_leaves() {
    let (desk, clock) = with_clock().await;
    let (ticket, _, _) = begun(&desk).await;
    let path = place(&ticket);
    let held = desk
        .post(
            &format!("{path}/replies"),
            json!({ "text": "Oops", "undo_seconds": 60 }),
        )
        .await;
    desk.idle().await;
    let id = held["id"].as_str().unwrap();
    desk.post(&format!("{path}/messages/{id}/cancel"), json!({}))
        .await;
    for _ in 0..3 {
        later(&desk, &clock, SignedDuration::from_mins(11)).await;
    }
    assert!(sent_for(&desk, &held).is_empty());
    assert_eq!(state(&desk, &ticket, &held).await, "cancelled");
}

#[tokio::test]
async fn a_reply_leaves_when_its_undo_window_ends() {
    let desk = Desk::start().await;
    let (ticket, _, _) = begun(&desk).await;
    let body = json!({ "text": "Soon", "undo_seconds": 1 });
    let held = desk
        .post(&format!("{}/replies", place(&ticket)), body)
        .await;
    assert_eq!(held["delivery"]["state"], "queued");
    until("the mail left", async || !sent_for(&desk, &held).is_empty()).await;
    desk.idle().await;
    assert_eq!(state(&desk, &ticket, &held).await, "delivered");
    assert_eq!(sent_for(&desk, &held).len(), 1);
}

#[tokio::test]
async fn a_reply_for_later_leaves_at_its_time_by_the_sweep() {
    let (desk, clock) = with_clock().await;
    let (ticket, _, _) = begun(&desk).await;
    let at = clock.now() + SignedDuration::from_hours(5);
    let body = json!({ "text": "Good morning", "send_at": at });
    let held = desk
        .post(&format!("{}/replies", place(&ticket)), body)
        .await;
    desk.idle().await;
    later(&desk, &clock, SignedDuration::from_hours(4)).await;
    assert!(sent_for(&desk, &held).is_empty(), "an hour too early");
    assert_eq!(state(&desk, &ticket, &held).await, "queued");
    later(&desk, &clock, SignedDuration::from_hours(2)).await;
    later(&desk, &clock, SignedDuration::from_hours(2)).await;
    assert_eq!(sent_for(&desk, &held).len(), 1);
    assert_eq!(state(&desk, &ticket, &held).await, "delivered");
    nothing_left(&desk).await;
}

/// Uploads bytes and gives what a reply needs to name them.
async fn upload(desk: &Desk, name: &str, bytes: Vec<u8>) -> Value {
    let asked = json!({ "name": name, "media_type": "application/pdf", "size": bytes.len() });
    let upload = desk.post("/api/v1/uploads", asked).await;
    let put = reqwest::Client::new().put(upload["url"].as_str().unwrap());
    let put = put
        .header("content-type", "application/pdf")
        .body(bytes)
        .send()
        .await
        .unwrap();
    assert!(put.status().is_success());
    json!({ "upload": upload["upload"], "name": name })
}

/// Bytes that no encoding leaves alone and no compression shrinks.
fn noise(length: usize, seed: u8) -> Vec<u8> {
    let mut state = u32::from(seed) + 1;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[tokio::test]
async fn small_files_travel_in_the_mail_and_large_ones_as_links() {
    let desk = Desk::start().await;
    let (ticket, _, _) = begun(&desk).await;
    let (small, large) = (noise(100_000, 1), noise(8 * 1024 * 1024, 2));
    let files = [
        upload(&desk, "Übersicht \"klein\".pdf", small.clone()).await,
        upload(&desk, "large.pdf", large.clone()).await,
    ];
    let body = json!({ "text": "Both files.", "attachments": files });
    let sent = desk
        .post(&format!("{}/replies", place(&ticket)), body)
        .await;
    desk.idle().await;
    let raw = sent_for(&desk, &sent).pop().unwrap();
    assert!(raw.len() < 1_000_000, "{}", raw.len());
    let mail = MessageParser::default().parse(raw.as_bytes()).unwrap();
    let files: Vec<_> = mail.attachments().collect();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].attachment_name(), Some("Übersicht \"klein\".pdf"));
    assert!(files[0].contents() == small.as_slice());
    let text = mail.body_text(0).unwrap();
    let link = text
        .split_whitespace()
        .find(|word| word.starts_with("http"))
        .unwrap();
    assert!(text.contains("large.pdf"), "{text}");
    let got = reqwest::get(link).await.unwrap().bytes().await.unwrap();
    assert!(got == large.as_slice());
    assert_eq!(
        message(&desk, &ticket, &sent).await["delivery"]["state"],
        "delivered"
    );
}

#[tokio::test]
async fn files_that_fit_one_by_one_but_not_together_still_arrive() {
    let desk = Desk::start().await;
    let (ticket, _, _) = begun(&desk).await;
    let mut files = Vec::new();
    for at in 0..3 {
        files.push(upload(&desk, &format!("part-{at}.pdf"), noise(4 * 1024 * 1024, at)).await);
    }
    let body = json!({ "text": "All parts.", "attachments": files });
    let sent = desk
        .post(&format!("{}/replies", place(&ticket)), body)
        .await;
    desk.idle().await;
    assert_eq!(state(&desk, &ticket, &sent).await, "delivered");
    let raw = sent_for(&desk, &sent).pop().unwrap();
    let mail = MessageParser::default().parse(raw.as_bytes()).unwrap();
    let text = mail.body_text(0).unwrap().into_owned();
    let links = text
        .split_whitespace()
        .filter(|word| word.starts_with("http"))
        .count();
    assert_eq!(mail.attachment_count() + links, 3);
}

#[tokio::test]
async fn a_long_exchange_keeps_its_thread_and_bounded_references() {
    let desk = Desk::start().await;
    desk.receive(mail("start@example.com", ANN, "Long", "", "round 0"))
        .await;
    let ticket = desk.the_ticket().await;
    let mut references = String::from("<start@example.com>");
    for round in 1..=12 {
        let (_, raw) = answer(&desk, &ticket, &format!("answer {round}")).await;
        let sent = must(&raw, "References");
        assert!(sent.split_whitespace().count() <= 22, "{sent}");
        assert!(
            sent.starts_with("<start@example.com>"),
            "the first id is kept: {sent}"
        );
        assert!(raw.lines().all(|line| line.len() <= 998));
        references = format!("{references}\r\n {}", must(&raw, "Message-ID"));
        let more = format!(
            "References: {references}\r\nIn-Reply-To: {}\r\n",
            must(&raw, "Message-ID")
        );
        let id = format!("round-{round}@example.com");
        desk.receive(mail(&id, ANN, "Re: Long", &more, &format!("round {round}")))
            .await;
        references = format!("{references}\r\n <{id}>");
    }
    let after = now(&desk, &desk.the_ticket().await).await;
    assert_eq!(after["public_count"], 25);
}
