//! A customer's mail gets a draft with its sources; what an agent sends settles it; a ticket never waits for it.

use lambdesk_local::faults::{Action, Failure, Fault, Service};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::refused;
use crate::desk::{Answer, Desk, mail};
use crate::flow_support::{ANN, place, sent_for};

pub const CANCEL: &str = "How do I cancel my subscription on the website?";

/// Takes the demo's English help pages in.
pub async fn stocked(desk: &Desk) {
    for page in lambdesk_local::demo::pages() {
        if !page.path.starts_with("en/") {
            continue;
        }
        let text = String::from_utf8(page.bytes).unwrap();
        let body = json!({ "path": page.path, "text": text });
        desk.post("/api/v1/articles/import", body).await;
    }
}

/// A ticket about cancelling, on a desk with help pages.
async fn asked(desk: &Desk) -> Value {
    stocked(desk).await;
    desk.receive(mail(
        "1@example.com",
        ANN,
        "Cancel my subscription",
        "",
        CANCEL,
    ))
    .await;
    desk.the_ticket().await
}

/// The drafts of a ticket, newest first.
pub async fn drafts(desk: &Desk, ticket: &Value) -> Vec<Value> {
    let found = desk.get(&format!("{}/drafts", place(ticket))).await;
    found["items"].as_array().unwrap().clone()
}

fn states(drafts: &[Value]) -> Vec<&str> {
    drafts
        .iter()
        .map(|d| d["state"].as_str().unwrap())
        .collect()
}

async fn act(desk: &Desk, ticket: &Value, draft: &Value, verb: &str, body: Value) -> Answer {
    let id = draft["id"].as_str().unwrap();
    let path = format!("{}/drafts/{id}/{verb}", place(ticket));
    desk.call(Method::POST, &path, Some(body), &[]).await
}

#[tokio::test]
async fn a_mail_gets_a_draft_from_the_help_pages_with_its_sources() {
    let desk = Desk::start().await;
    let ticket = asked(&desk).await;
    let drafts = drafts(&desk, &ticket).await;
    assert_eq!(states(&drafts), ["suggested"]);
    let draft = &drafts[0];
    let told = ["engine", "language", "unsupported"].map(|field| draft[field].clone());
    assert_eq!(
        told,
        [json!("knowledge"), json!("en"), json!(0)],
        "{draft:#}"
    );
    let text = draft["text"].as_str().unwrap();
    assert!(text.starts_with("Hello Ann Lee,"), "{text}");
    assert!(text.contains("https://help.demo.test/en/"), "{text}");
    let passages = draft["passages"].as_array().unwrap();
    assert!(!passages.is_empty());
    let sentences = draft["sentences"].as_array().unwrap();
    let cited = sentences.iter().filter(|s| s["support"] == "supported");
    for sentence in cited {
        let source = &sentence["sources"][0];
        assert_eq!(source["kind"], "passage", "{sentence}");
        let passage = passages
            .iter()
            .find(|p| p["passage"] == source["passage"])
            .unwrap();
        let words = sentence["text"].as_str().unwrap();
        assert!(passage["text"].as_str().unwrap().contains(words), "{words}");
    }
    let id = draft["id"].as_str().unwrap();
    assert_eq!(
        *draft,
        desk.get(&format!("{}/drafts/{id}", place(&ticket))).await
    );
    let judged = desk.get(&format!("{}/triage", place(&ticket))).await;
    assert_eq!(judged["items"][0]["draft"], draft["id"]);
    assert_eq!(
        judged["items"][0]["automatic"],
        Value::Null,
        "off unless switched on"
    );
    desk.idle().await;
    assert!(desk.sent().is_empty(), "a draft is never sent by itself");
}

#[tokio::test]
async fn an_accepted_draft_is_the_reply_once() {
    let desk = Desk::start().await;
    let ticket = asked(&desk).await;
    let draft = drafts(&desk, &ticket).await.remove(0);
    let id = draft["id"].as_str().unwrap();
    let path = format!("{}/drafts/{id}/accept", place(&ticket));
    let body = json!({ "seen_messages": 1, "status": "resolved" });
    let key = [("idempotency-key", "accept-1")];
    let sent = desk
        .call(Method::POST, &path, Some(body.clone()), &key)
        .await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let again = desk.call(Method::POST, &path, Some(body), &key).await;
    assert_eq!(again.body["id"], sent.body["id"], "the first answer again");
    desk.idle().await;
    let mails = sent_for(&desk, &sent.body);
    assert_eq!(mails.len(), 1);
    assert!(!mails[0].contains("Auto-Submitted"), "an agent sent it");
    let after = drafts(&desk, &ticket).await.remove(0);
    assert_eq!(after["state"], "accepted");
    let told = ["message", "taken", "distance"].map(|field| after["sent"][field].clone());
    assert_eq!(
        told,
        [sent.body["id"].clone(), json!("accepted"), json!(0.0)]
    );
    assert_eq!(after["history"].as_array().unwrap().len(), 2);
    refused(
        &act(&desk, &ticket, &draft, "accept", json!({})).await,
        409,
        "not_possible",
    );
    let now = desk.get(&place(&ticket)).await;
    assert_eq!(
        (&now["status"], &now["ai_resolved"]),
        (&json!("resolved"), &json!(false))
    );
}

#[tokio::test]
async fn what_an_agent_made_of_a_draft_is_measured() {
    let desk = Desk::start().await;
    let ticket = asked(&desk).await;
    let draft = drafts(&desk, &ticket).await.remove(0);
    let words = format!(
        "{}\n\nP.S. Have a nice day.",
        draft["text"].as_str().unwrap()
    );
    let sent = act(&desk, &ticket, &draft, "accept", json!({ "text": words })).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let after = drafts(&desk, &ticket).await.remove(0);
    assert_eq!(after["state"], "edited");
    let distance = after["sent"]["distance"].as_f64().unwrap();
    assert!(distance > 0.0 && distance < 0.3, "{distance}");
}

#[tokio::test]
async fn a_reply_in_other_words_replaces_the_draft() {
    let desk = Desk::start().await;
    let ticket = asked(&desk).await;
    let body = json!({ "text": "Zut alors." });
    desk.post(&format!("{}/replies", place(&ticket)), body)
        .await;
    let after = drafts(&desk, &ticket).await.remove(0);
    assert_eq!(
        (&after["state"], &after["sent"]["taken"]),
        (&json!("replaced"), &json!("replaced"))
    );
    assert!(after["sent"]["distance"].as_f64().unwrap() > 0.9);
}

#[tokio::test]
async fn a_reply_that_names_its_draft_counts_as_accepted() {
    let desk = Desk::start().await;
    let ticket = asked(&desk).await;
    let draft = drafts(&desk, &ticket).await.remove(0);
    let path = format!("{}/replies", place(&ticket));
    let body = json!({ "text": draft["text"], "draft": draft["id"] });
    desk.post(&path, body.clone()).await;
    assert_eq!(drafts(&desk, &ticket).await[0]["state"], "accepted");
    let again = desk.call(Method::POST, &path, Some(body), &[]).await;
    refused(&again, 409, "not_possible");
    let nothing = json!({ "text": "x", "draft": "drf_00000000000000000000000000" });
    let missing = desk.call(Method::POST, &path, Some(nothing), &[]).await;
    refused(&missing, 404, "not_found");
}

#[tokio::test]
async fn a_dismissed_draft_keeps_its_reason() {
    let desk = Desk::start().await;
    let ticket = asked(&desk).await;
    let draft = drafts(&desk, &ticket).await.remove(0);
    let body = json!({ "reason": "off_topic", "comment": "They ask for something else." });
    let after = act(&desk, &ticket, &draft, "dismiss", body).await;
    assert_eq!(after.status, 200, "{}", after.body);
    assert_eq!(after.body["state"], "dismissed");
    assert_eq!(after.body["dismissed"]["reason"], "off_topic");
    let again = act(
        &desk,
        &ticket,
        &draft,
        "dismiss",
        json!({ "reason": "wrong" }),
    )
    .await;
    refused(&again, 409, "not_possible");
    let events = desk.get(&format!("{}/events", place(&ticket))).await;
    let kinds = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["kind"]);
    assert_eq!(kinds.filter(|kind| **kind == "draft.dismissed").count(), 1);
    let body = json!({ "text": "Hello." });
    desk.post(&format!("{}/replies", place(&ticket)), body)
        .await;
    assert_eq!(drafts(&desk, &ticket).await[0]["state"], "dismissed");
}

#[tokio::test]
async fn a_newer_message_overtakes_the_draft_and_gets_its_own() {
    let desk = Desk::start().await;
    let ticket = asked(&desk).await;
    let more = "In-Reply-To: <1@example.com>\r\n";
    let text = "Sorry, I meant: how do I export my cards?";
    desk.receive(mail(
        "2@example.com",
        ANN,
        "Re: Cancel my subscription",
        more,
        text,
    ))
    .await;
    let drafts = drafts(&desk, &ticket).await;
    assert_eq!(states(&drafts), ["suggested", "stale"], "newest first");
    refused(
        &act(&desk, &ticket, &drafts[1], "accept", json!({})).await,
        409,
        "not_possible",
    );
}

#[tokio::test]
async fn a_draft_is_open_again_when_its_reply_is_taken_back() {
    let desk = Desk::start().await;
    let ticket = asked(&desk).await;
    let draft = drafts(&desk, &ticket).await.remove(0);
    let sent = act(
        &desk,
        &ticket,
        &draft,
        "accept",
        json!({ "undo_seconds": 60 }),
    )
    .await;
    let message = sent.body["id"].as_str().unwrap();
    let path = format!("{}/messages/{message}/cancel", place(&ticket));
    desk.post(&path, json!({})).await;
    let after = drafts(&desk, &ticket).await.remove(0);
    assert_eq!(after["state"], "suggested");
    assert_eq!(after["history"].as_array().unwrap().len(), 3);
    let sent = act(&desk, &ticket, &draft, "accept", json!({})).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
}

#[tokio::test]
async fn without_the_knowledge_base_a_ticket_has_the_rules_draft() {
    let desk = Desk::start().await;
    stocked(&desk).await;
    // The first read is that of the mail itself, then the index is asked for, with retries.
    for nth in 2..8 {
        desk.stack.faults.plan(Fault {
            service: Service::Objects,
            operation: Some("GetObject".to_owned()),
            nth,
            action: Action::Fail(Failure::internal()),
        });
    }
    desk.receive(mail(
        "1@example.com",
        ANN,
        "Refund",
        "",
        "Please refund my annual plan.",
    ))
    .await;
    let ticket = desk.the_ticket().await;
    assert_eq!(ticket["category"], "refund-request");
    let drafts = drafts(&desk, &ticket).await;
    assert_eq!(drafts[0]["engine"], "rules", "{drafts:#?}");
    assert_eq!(drafts[0]["sentences"][1]["sources"][0]["kind"], "own");
}
