//! Mails arrive in any order, several at a time, and still end in one ticket.

use std::time::Duration;

use jiff::SignedDuration;
use lambdesk_local::events::Chaos;
use serde_json::json;

use crate::desk::{Desk, mail};
use crate::flow_support::{ANN, nothing_left, place, put_raw, state, texts, until, with_clock};

/// A mail that answers another.
fn child(id: &str, of: &str, text: &str) -> String {
    let more = format!("In-Reply-To: <{of}>\r\nReferences: <{of}>\r\n");
    mail(id, ANN, "Re: Chain", &more, text)
}

/// Three mails, each answering the one before.
fn chain() -> [String; 3] {
    let root = mail("root@example.com", ANN, "Chain", "", "one");
    let more = "In-Reply-To: <b@example.com>\r\nReferences: <root@example.com> <b@example.com>\r\n";
    [
        root,
        child("b@example.com", "root@example.com", "two"),
        mail("c@example.com", ANN, "Re: Chain", more, "three"),
    ]
}

#[tokio::test]
async fn an_answer_that_overtakes_its_parent_gets_it_into_its_ticket() {
    let desk = Desk::start().await;
    let [root, answer, _] = chain();
    desk.receive(&answer).await;
    desk.receive(&root).await;
    let ticket = desk.the_ticket().await;
    let messages = desk.messages(&ticket).await;
    assert_eq!(messages.len(), 2);
    let parent = messages.iter().find(|m| m["subject"] == "Chain").unwrap();
    assert_eq!(parent["matched_by"], "awaited_parent");
}

#[tokio::test]
async fn a_chain_in_reverse_is_one_ticket() {
    let desk = Desk::start().await;
    let [first, second, third] = chain();
    for raw in [third, second, first] {
        desk.receive(raw).await;
    }
    let mut all = texts(&desk).await;
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].sort();
    assert_eq!(all[0], ["one", "three", "two"]);
}

#[tokio::test]
async fn a_chain_that_arrives_at_once_is_one_ticket() {
    for round in 0..4 {
        let desk = Desk::start().await;
        desk.stack.pump.pause().await;
        for (at, raw) in chain().iter().enumerate() {
            put_raw(
                &desk,
                &format!("{round}-{}", (at + round) % 3),
                raw.as_bytes(),
            )
            .await;
        }
        desk.stack.pump.resume();
        desk.idle().await;
        let all = texts(&desk).await;
        assert_eq!(all.len(), 1, "round {round}: {all:?}");
        assert_eq!(all[0].len(), 3);
        nothing_left(&desk).await;
    }
}

#[tokio::test]
async fn many_answers_at_once_all_join() {
    let desk = Desk::start().await;
    desk.receive(&chain()[0]).await;
    desk.stack.pump.pause().await;
    for at in 0..12 {
        let id = format!("answer-{at}@example.com");
        put_raw(
            &desk,
            &id.clone(),
            child(&id, "root@example.com", &format!("answer {at}")),
        )
        .await;
    }
    desk.stack.pump.resume();
    // Whoever loses a race six times is taken up again after a pause.
    until("all have joined", async || {
        desk.idle().await;
        texts(&desk).await[0].len() == 13
    })
    .await;
    let ticket = desk.the_ticket().await;
    assert_eq!(ticket["message_count"], 13);
    assert_eq!(ticket["public_count"], 13);
}

#[tokio::test]
async fn the_clock_may_jump_back_and_forth() {
    let (desk, clock) = with_clock().await;
    let [first, second, third] = chain();
    desk.receive(first).await;
    clock.advance(SignedDuration::from_hours(-48));
    desk.receive(second).await;
    desk.sweep().await;
    clock.advance(SignedDuration::from_hours(24 * 400));
    desk.receive(third).await;
    desk.sweep().await;
    clock.advance(SignedDuration::from_hours(-24 * 399));
    let ticket = desk.the_ticket().await;
    assert_eq!(desk.messages(&ticket).await.len(), 3);
    let path = format!("/api/v1/tickets/{}/replies", ticket["id"].as_str().unwrap());
    desk.post(&path, serde_json::json!({ "text": "All here." }))
        .await;
    desk.idle().await;
    desk.sweep().await;
    assert_eq!(desk.sent().len(), 1);
    nothing_left(&desk).await;
}

/// Deliveries come twice, late, out of order and at the same time as others.
#[tokio::test]
async fn disturbed_delivery_changes_nothing_about_the_outcome() {
    for seed in [1, 2, 3] {
        let desk = Desk::start_with(|options| {
            options.events.chaos = Some(Chaos::seeded(seed));
            options.events.retry_after = Some(Duration::ZERO);
        })
        .await;
        for thread in 0..4 {
            let root = format!("root-{thread}@example.com");
            let subject = format!("Thread {thread}");
            desk.take_in(mail(&root, ANN, &subject, "", "first"), "support@demo.test")
                .await;
            for text in ["second", "third"] {
                let more = format!("In-Reply-To: <{root}>\r\n");
                let id = format!("{text}-{thread}@example.com");
                let raw = mail(&id, ANN, &format!("Re: {subject}"), &more, text);
                desk.take_in(raw, "support@demo.test").await;
            }
        }
        until("all mails are messages", async || {
            desk.idle().await;
            texts(&desk).await.concat().len() == 12
        })
        .await;
        let mut replies = Vec::new();
        for ticket in desk.tickets().await {
            let path = format!("{}/replies", place(&ticket));
            replies.push((
                ticket.clone(),
                desk.post(&path, json!({ "text": "reply" })).await,
            ));
        }
        assert_eq!(replies.len(), 4, "seed {seed}");
        until("all replies arrived", async || {
            desk.idle().await;
            let mut arrived = 0;
            for (ticket, reply) in &replies {
                arrived += usize::from(state(&desk, ticket, reply).await == "delivered");
            }
            arrived == 4
        })
        .await;
        assert_eq!(desk.sent().len(), 4, "seed {seed}");
        for mut texts in texts(&desk).await {
            texts.sort();
            assert_eq!(texts, ["first", "reply", "second", "third"], "seed {seed}");
        }
    }
}

#[tokio::test]
async fn mails_that_come_at_once_are_numbered_without_a_gap() {
    let desk = Desk::start().await;
    let mails: Vec<_> = (0..30)
        .map(|n| {
            mail(
                &format!("{n}@example.com"),
                ANN,
                &format!("Question {n}"),
                "",
                "Hello.",
            )
        })
        .collect();
    desk.stack.pump.pause().await;
    for mail in &mails {
        desk.take_in(mail, "support@demo.test").await;
    }
    desk.stack.pump.resume();
    desk.idle().await;
    let tickets = desk.tickets().await;
    let mut numbers: Vec<_> = tickets
        .iter()
        .map(|t| t["number"].as_u64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=30).collect::<Vec<_>>());
}
