//! Past tickets like a new one are shown with their answer, and drafts say again only what is nobody's own.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, key, neighbour, refused};
use crate::desk::{Desk, mail};
use crate::flow_drafts::drafts;
use crate::flow_support::{place, with_clock};

pub const COMMON: &str = "Please open the deck and choose the entry for printing in its menu.";
const ASKED: &str = "How can I print my flashcards on paper with my printer?";

/// A ticket of a customer; its answer resolves it.
pub async fn settled(desk: &Desk, n: usize, email: &str, answer: &str) -> Value {
    let id = format!("past{n}@example.com");
    let from = format!("Person {n} <{email}>");
    desk.receive(mail(&id, &from, "Printing cards", "", ASKED))
        .await;
    let ticket = desk.tickets().await.remove(0);
    let body = json!({ "text": answer, "status": "resolved" });
    desk.post(&format!("{}/replies", place(&ticket)), body)
        .await;
    desk.idle().await;
    desk.get(&place(&ticket)).await
}

pub async fn asked(desk: &Desk) -> Value {
    let from = "Nora New <nora@newcomer.test>";
    let text = "Can I print my flashcards on paper? I have a printer.";
    desk.receive(mail("new@example.com", from, "Print flashcards", "", text))
        .await;
    desk.tickets().await.remove(0)
}

pub async fn switch_on(desk: &Desk) {
    let body = json!({ "settings": { "past_answers": true } });
    let answer = desk
        .call(Method::PATCH, "/api/v1/organisation", Some(body), &[])
        .await;
    assert_eq!(
        answer.body["settings"]["past_answers"], true,
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn past_tickets_are_shown_with_their_answer_while_they_are_settled() {
    let (desk, clock) = with_clock().await;
    let first = settled(&desk, 1, "one@first.test", &format!("Hello,\n\n{COMMON}")).await;
    settled(&desk, 2, "two@second.test", "Thanks, bye.").await;
    let note = json!({ "text": "internal secret" });
    desk.post(&format!("{}/notes", place(&first)), note).await;
    let ticket = asked(&desk).await;
    let path = format!("{}/similar", place(&ticket));
    let found = desk.get(&path).await;
    let items = found["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{found:#}");
    let one = items
        .iter()
        .find(|one| one["ticket"] == first["id"])
        .unwrap();
    let told = ["number", "subject", "status", "same_customer", "reply"].map(|f| one[f].clone());
    let reply = format!("Hello, {COMMON}");
    let subject = json!("Printing cards");
    assert_eq!(
        told,
        [
            first["number"].clone(),
            subject,
            json!("resolved"),
            json!(false),
            json!(reply)
        ]
    );
    assert!(one["score"].as_f64().unwrap() >= 0.25);
    assert!(
        !found.to_string().contains("secret"),
        "a note never comes out"
    );
    assert!(items.iter().all(|one| one["ticket"] != ticket["id"]));
    // What is taken up again is not settled, however fresh the list is.
    desk.post(&format!("{}/reopen", place(&first)), json!({}))
        .await;
    let found = desk.get(&path).await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found:#}");
    settled(&desk, 3, "three@third.test", "It is in the menu.").await;
    clock.advance(SignedDuration::from_mins(2));
    let found = desk.get(&path).await;
    assert_eq!(found["items"].as_array().unwrap().len(), 2, "{found:#}");
    let theirs = key(
        &desk,
        &neighbour(&desk).await,
        lambdesk_domain::access::Scope::ALL,
    )
    .await;
    let auth = [("authorization", theirs.as_str())];
    refused(
        &desk.call(Method::GET, &path, None, &auth).await,
        404,
        "not_found",
    );
    assert_ne!(home(&desk).await.as_str(), "");
}

#[tokio::test]
async fn a_draft_says_again_what_three_circles_were_told_and_nothing_of_one_customer() {
    let (desk, clock) = with_clock().await;
    switch_on(&desk).await;
    let own = "Your invoice RE-4711 went to person@second.test last week.";
    for (n, answer) in [
        format!("Hello Person 1,\n\n{COMMON}\n\nRegards\nMara"),
        format!("Hello Person 2,\n\n{COMMON} {own}\n\nRegards\nMara"),
        format!("Hi,\n\n{COMMON} See https://private.test/person3 for the picture of it."),
    ]
    .iter()
    .enumerate()
    {
        settled(&desk, n, &format!("person@company{n}.test"), answer).await;
    }
    // Triage brings the list up to date four times an hour.
    clock.advance(SignedDuration::from_mins(20));
    let ticket = asked(&desk).await;
    let draft = drafts(&desk, &ticket).await.remove(0);
    assert_eq!(draft["engine"], "past", "{draft:#}");
    let text = draft["text"].as_str().unwrap();
    assert!(
        text.starts_with("Hello Nora New,") && text.contains(COMMON),
        "{text}"
    );
    for theirs in ["Person", "RE-4711", "second.test", "private.test", "Mara"] {
        assert!(!text.contains(theirs), "{theirs}: {text}");
    }
    let said = draft["sentences"].as_array().unwrap();
    let said = said.iter().find(|s| s["text"] == COMMON).unwrap();
    assert_eq!(said["sources"][0]["kind"], "past");
    assert!(said["sources"][0]["ticket"].is_string());
}

#[tokio::test]
async fn past_answers_stay_out_of_drafts_unless_they_are_switched_on_and_common() {
    let (desk, clock) = with_clock().await;
    for n in 0..3 {
        settled(&desk, n, &format!("person@company{n}.test"), COMMON).await;
    }
    clock.advance(SignedDuration::from_mins(20));
    let ticket = asked(&desk).await;
    let off = drafts(&desk, &ticket).await.remove(0);
    assert_ne!(off["engine"], "past", "off unless switched on");
    let (desk, clock) = with_clock().await;
    switch_on(&desk).await;
    for n in 0..3 {
        // Colleagues of one company: what they were told may be theirs.
        settled(&desk, n, &format!("person{n}@company.test"), COMMON).await;
    }
    clock.advance(SignedDuration::from_mins(20));
    let ticket = asked(&desk).await;
    let one_circle = drafts(&desk, &ticket).await.remove(0);
    assert_ne!(one_circle["engine"], "past", "{one_circle:#}");
}
