//! An answer finds its ticket by any one of the clues it may carry, and strangers do not get in by them.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::desk::{Desk, mail};
use crate::flow_support::{ANN, answer, begun, close, must, now, with_clock};

/// The rule by which one more mail joined the only ticket.
async fn joined(desk: &Desk) -> String {
    let ticket = desk.the_ticket().await;
    let messages = desk.messages(&ticket).await;
    assert_eq!(messages.len(), 3, "{messages:#?}");
    assert_eq!(now(desk, &ticket).await["status"], "open");
    messages[2]["matched_by"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn in_reply_to_alone_is_enough() {
    let desk = Desk::start().await;
    let (_, _, raw) = begun(&desk).await;
    let more = format!("In-Reply-To: {}\r\n", must(&raw, "Message-ID"));
    desk.receive(mail(
        "b@example.com",
        ANN,
        "Another subject",
        &more,
        "Done.",
    ))
    .await;
    assert_eq!(joined(&desk).await, "in_reply_to");
}

#[tokio::test]
async fn references_alone_are_enough() {
    let desk = Desk::start().await;
    let (_, _, raw) = begun(&desk).await;
    let more = format!(
        "References: <first@example.com>\r\n {}\r\n <unknown@example.com>\r\n",
        must(&raw, "Message-ID")
    );
    desk.receive(mail(
        "b@example.com",
        ANN,
        "Another subject",
        &more,
        "Done.",
    ))
    .await;
    assert_eq!(joined(&desk).await, "references");
}

#[tokio::test]
async fn the_reply_address_alone_is_enough_whoever_writes() {
    let desk = Desk::start().await;
    let (_, _, raw) = begun(&desk).await;
    let reply_to = must(&raw, "Reply-To");
    let address = reply_to.split(['<', '>']).nth(1).unwrap().to_uppercase();
    let other = mail(
        "b@example.com",
        "ann.private@example.org",
        "From home",
        "",
        "Done.",
    );
    let other = other.replace("support@demo.test", &address);
    desk.take_in(other, &address).await;
    desk.idle().await;
    assert_eq!(joined(&desk).await, "reply_address");
}

#[tokio::test]
async fn our_own_anchor_alone_is_enough() {
    let desk = Desk::start().await;
    let (_, _, raw) = begun(&desk).await;
    let references = must(&raw, "References");
    let mut ids = references.split_whitespace();
    let anchor = ids.find(|id| id.ends_with("@in.demo.test>")).unwrap();
    let more = format!("References: {anchor}\r\n");
    desk.receive(mail(
        "b@example.com",
        ANN,
        "Another subject",
        &more,
        "Done.",
    ))
    .await;
    assert_eq!(joined(&desk).await, "own_anchor");
}

#[tokio::test]
async fn a_forged_anchor_or_reply_address_leads_nowhere() {
    let desk = Desk::start().await;
    let (_, _, raw) = begun(&desk).await;
    let references = must(&raw, "References");
    let anchor = references
        .split_whitespace()
        .find(|id| id.ends_with("@in.demo.test>"))
        .unwrap();
    let (local, domain) = anchor.trim_matches(['<', '>']).rsplit_once('@').unwrap();
    let turned = if local.ends_with('0') { '1' } else { '0' };
    let forged = format!("{}{turned}@{domain}", &local[..local.len() - 1]);
    let more = format!("References: <{forged}>\r\nIn-Reply-To: <{forged}>\r\n");
    desk.receive(mail(
        "b@example.com",
        "eve@example.org",
        "Hi",
        &more,
        "Let me in.",
    ))
    .await;
    assert_eq!(desk.tickets().await.len(), 2);
}

#[tokio::test]
async fn the_root_of_an_exchange_conversation_is_a_hint() {
    let desk = Desk::start().await;
    // 22 bytes name the conversation, five more each answer in it.
    let root = "AdpGPvfGaVTGcN9fTxqfqwHPgO2Kfw==";
    let child = "AdpGPvfGaVTGcN9fTxqfqwHPgO2KfwAAAZ4D";
    let first = format!("Thread-Topic: Printer\r\nThread-Index: {root}\r\n");
    desk.receive(mail("a@example.com", ANN, "Printer", &first, "It jams."))
        .await;
    let second = format!("Thread-Topic: Printer\r\nThread-Index: {child}\r\n");
    desk.receive(mail("b@example.com", ANN, "AW: Printer", &second, "Still."))
        .await;
    let ticket = desk.the_ticket().await;
    assert_eq!(
        desk.messages(&ticket).await[1]["matched_by"],
        "thread_index"
    );

    desk.receive(mail(
        "c@example.com",
        "eve@example.org",
        "AW: Printer",
        &second,
        "Me too.",
    ))
    .await;
    desk.receive(mail(
        "d@example.com",
        ANN,
        "Something else",
        &second,
        "New matter.",
    ))
    .await;
    assert_eq!(
        desk.tickets().await.len(),
        3,
        "a hint counts for who took part and for the same matter"
    );
}

#[tokio::test]
async fn the_number_in_the_subject_counts_for_who_took_part() {
    let desk = Desk::start().await;
    desk.receive(mail("a@example.com", ANN, "Printer", "", "It jams."))
        .await;
    let ticket = desk.the_ticket().await;
    let subject = format!("Question about [#{}]", ticket["number"]);
    desk.receive(mail("b@example.com", ANN, &subject, "", "Any news?"))
        .await;
    let messages = desk.messages(&desk.the_ticket().await).await;
    assert_eq!(messages[1]["matched_by"], "subject_number");
    desk.receive(mail(
        "c@example.com",
        "eve@example.org",
        &subject,
        "",
        "Any news?",
    ))
    .await;
    assert_eq!(desk.tickets().await.len(), 2);
}

#[tokio::test]
async fn a_stranger_with_a_leaked_id_opens_a_linked_ticket() {
    let desk = Desk::start().await;
    let (ticket, _, raw) = begun(&desk).await;
    let leaked = must(&raw, "Message-ID");
    let more = format!("In-Reply-To: {leaked}\r\nReferences: <first@example.com> {leaked}\r\n");
    desk.receive(mail(
        "x@example.org",
        "eve@example.org",
        "Re: Cannot log in",
        &more,
        "Send me the password.",
    ))
    .await;
    let tickets = desk.tickets().await;
    assert_eq!(tickets.len(), 2);
    assert_eq!(tickets[0]["follows"], ticket["id"]);
    assert_eq!(desk.messages(&ticket).await.len(), 2);
    // What the customer writes next still goes to the customer's ticket, and the stranger's to the stranger's.
    let more = format!("In-Reply-To: {leaked}\r\n");
    desk.receive(mail(
        "y@example.com",
        ANN,
        "Re: Cannot log in",
        &more,
        "Works.",
    ))
    .await;
    let more = "In-Reply-To: <x@example.org>\r\n";
    desk.receive(mail(
        "z@example.org",
        "eve@example.org",
        "Re: Cannot log in",
        more,
        "Hello?",
    ))
    .await;
    assert_eq!(desk.messages(&ticket).await.len(), 3);
    assert_eq!(desk.messages(&tickets[0]).await.len(), 2);
}

#[tokio::test]
async fn an_answer_long_after_closing_opens_one_follow_up() {
    let (desk, clock) = with_clock().await;
    let (ticket, _, raw) = begun(&desk).await;
    close(&desk, &ticket).await;
    let more = format!("In-Reply-To: {}\r\n", must(&raw, "Message-ID"));

    clock.advance(SignedDuration::from_hours(24 * 29));
    desk.receive(mail(
        "soon@example.com",
        ANN,
        "Re: Cannot log in",
        &more,
        "Not yet.",
    ))
    .await;
    assert_eq!(
        now(&desk, &ticket).await["status"],
        "open",
        "within the window"
    );

    close(&desk, &ticket).await;
    clock.advance(SignedDuration::from_hours(24 * 31));
    desk.receive(mail(
        "late@example.com",
        ANN,
        "Re: Cannot log in",
        &more,
        "Again.",
    ))
    .await;
    assert_eq!(now(&desk, &ticket).await["status"], "closed");
    let tickets = desk.tickets().await;
    let follow_up = tickets.iter().find(|t| t["follows"] == ticket["id"]);
    let follow_up: Value = follow_up.cloned().unwrap();
    assert_eq!(follow_up["status"], "open");

    // A second answer to the old mail goes to the follow-up, by the follow-up's own mail in its references.
    let (_, raw) = answer(&desk, &follow_up, "Sorry to hear.").await;
    let both = format!("{more}References: {}\r\n", must(&raw, "Message-ID"));
    desk.receive(mail(
        "later@example.com",
        ANN,
        "Re: Cannot log in",
        &both,
        "Thanks.",
    ))
    .await;
    assert_eq!(desk.tickets().await.len(), 2);
    assert_eq!(desk.messages(&follow_up).await.len(), 3);
}

#[tokio::test]
async fn an_answer_to_a_resolved_ticket_opens_it_again() {
    let desk = Desk::start().await;
    let (ticket, _, raw) = begun(&desk).await;
    let path = format!("/api/v1/tickets/{}/status", ticket["id"].as_str().unwrap());
    let resolved = Some(json!({ "status": "resolved" }));
    desk.call(reqwest::Method::PATCH, &path, resolved, &[])
        .await;
    assert_eq!(now(&desk, &ticket).await["status"], "resolved");
    let more = format!("In-Reply-To: {}\r\n", must(&raw, "Message-ID"));
    desk.receive(mail(
        "b@example.com",
        ANN,
        "Re: Cannot log in",
        &more,
        "No.",
    ))
    .await;
    assert_eq!(joined(&desk).await, "in_reply_to");
    let events = desk
        .get(&format!(
            "/api/v1/tickets/{}/events",
            ticket["id"].as_str().unwrap()
        ))
        .await;
    let events = events["items"].as_array().unwrap();
    let reopened = events.iter().find(|e| e["kind"] == "ticket.reopened");
    let reopened = reopened.unwrap();
    assert_eq!(
        (&reopened["before"]["status"], &reopened["after"]["status"]),
        (&json!("resolved"), &json!("open"))
    );
}
