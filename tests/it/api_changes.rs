//! Changing tickets over the API: preconditions, the status machine, quarantine.

mod senders;

use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{place, refused, ticket, together};
use crate::desk::{Answer, Desk, mail};

#[tokio::test]
async fn a_change_needs_the_version_it_was_made_from() {
    let desk = Desk::start().await;
    let ticket = ticket(&desk, "Change").await;
    desk.idle().await;
    let path = place(&ticket);
    let patch =
        |body: Value, tag: &'static str| desk.call_owned(Method::PATCH, path.clone(), body, tag);
    refused(
        &patch(json!({ "priority": "high" }), "").await,
        428,
        "if_match_missing",
    );
    refused(
        &patch(json!({ "priority": "high" }), "\"v99\"").await,
        412,
        "version_mismatch",
    );
    refused(
        &patch(json!({ "priority": "high" }), "yesterday").await,
        412,
        "version_mismatch",
    );
    refused(
        &patch(json!({ "prioritty": "high" }), "*").await,
        422,
        "invalid",
    );
    refused(
        &patch(json!({ "assignee": "agt_00000000000000000000000000" }), "*").await,
        422,
        "invalid",
    );
    refused(
        &patch(json!({ "assigned_team": "nobody" }), "*").await,
        422,
        "invalid",
    );
    refused(
        &patch(json!({ "subject": "a\nb" }), "*").await,
        422,
        "invalid",
    );
    // Triage has judged it: what it says is not the matter here.
    let judged = desk.get(&path).await;
    assert_ne!(judged["priority"], "high");
    let version = judged["version"].as_u64().unwrap();
    let done = patch(
        json!({ "priority": "high", "category": "billing", "subject": "New" }),
        "*",
    )
    .await;
    assert_eq!(
        (done.status.as_u16(), &done.body["priority"]),
        (200, &json!("high"))
    );
    assert_eq!(done.body["version"], version + 1);
    let cleared = patch(json!({ "category": null }), "*").await;
    assert_eq!(
        (&cleared.body["category"], &cleared.body["subject"]),
        (&Value::Null, &json!("New"))
    );
    let same = patch(json!({ "priority": "high" }), "*").await;
    assert_eq!(
        same.body["version"],
        version + 2,
        "a change that changes nothing leaves no trace"
    );
    let events = desk.get(&format!("{path}/events")).await;
    let edits: Vec<_> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["kind"] == "ticket.edited")
        .collect();
    assert_eq!(edits.len(), 2);
    assert_eq!(
        (
            &edits[0]["before"]["priority"],
            &edits[0]["after"]["priority"]
        ),
        (&judged["priority"], &json!("high"))
    );
}

#[tokio::test]
async fn only_one_of_two_changes_of_the_same_version_wins() {
    let desk = Desk::start().await;
    let ticket = ticket(&desk, "Race").await;
    desk.idle().await;
    let tag = format!("\"v{}\"", desk.get(&place(&ticket)).await["version"]);
    let answers = together((0..4).map(|n| {
        let body = json!({ "subject": format!("Subject {n}") });
        desk.call_owned(Method::PATCH, place(&ticket), body, &tag)
    }))
    .await;
    let won = answers.iter().filter(|a| a.status == 200).count();
    let lost = answers.iter().filter(|a| a.status == 412).count();
    assert_eq!((won, lost), (1, 3), "{answers:?}");
}

#[tokio::test]
async fn the_status_machine_is_enforced_and_says_what_is_allowed() {
    let desk = Desk::start().await;
    let ticket = ticket(&desk, "Status").await;
    let (status, path) = (format!("{}/status", place(&ticket)), place(&ticket));
    let to = async |word: &str| {
        desk.call(Method::PATCH, &status, Some(json!({ "status": word })), &[])
            .await
    };
    refused(&to("done").await, 422, "invalid");
    let refusal = to("closed").await;
    refused(&refusal, 409, "not_possible");
    assert_eq!(
        refusal.body["allowed"],
        json!(["pending", "in_progress", "waiting_on_customer", "resolved"])
    );
    assert_eq!(to("in_progress").await.body["status"], "in_progress");
    let close = async |action: &str| {
        desk.call(Method::POST, &format!("{path}/{action}"), None, &[])
            .await
    };
    refused(&close("close").await, 409, "not_possible");
    refused(&close("reopen").await, 409, "not_possible");
    assert_eq!(
        to("resolved").await.body["allowed_statuses"],
        json!(["open", "closed"])
    );
    let closed = close("close").await;
    assert_eq!(
        (&closed.body["status"], closed.body["closed_at"].is_string()),
        (&json!("closed"), true)
    );
    assert_eq!(close("reopen").await.body["status"], "open");
    refused(&close("release").await, 409, "not_possible");
}

#[tokio::test]
async fn a_held_ticket_waits_until_it_is_released() {
    let desk = Desk::start().await;
    let held = "X-Local-Spam: FAIL\r\n";
    desk.receive(mail(
        "spam@example.com",
        "a@example.com",
        "Buy",
        held,
        "Now!",
    ))
    .await;
    let page = desk.get("/api/v1/tickets?quarantined=true").await;
    let path = place(&page["items"][0]);
    assert!(desk.tickets().await.is_empty());
    let reply = desk
        .call(
            Method::POST,
            &format!("{path}/replies"),
            Some(json!({ "text": "x" })),
            &[],
        )
        .await;
    refused(&reply, 409, "not_possible");
    desk.post(&format!("{path}/release"), json!({})).await;
    assert_eq!(desk.tickets().await.len(), 1);
}

impl Desk {
    async fn call_owned(&self, method: Method, path: String, body: Value, tag: &str) -> Answer {
        self.call(method, &path, Some(body), &[("if-match", tag)])
            .await
    }
}
