//! Answering over the API: reply, undo, send again, send later, notes.

use lambdesk_domain::people::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, mailed, person, place, refused, reply, together};
use crate::desk::{Desk, header, mail};

#[tokio::test]
async fn a_reply_is_stored_queued_and_sent() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let answer = reply(
        &desk,
        &ticket,
        json!({ "text": "Hello Ann", "seen_messages": 1 }),
    )
    .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.body["delivery"]["state"], "queued");
    assert_eq!(
        answer.body["to"],
        json!([{ "name": "Ann", "email": "ann@example.com" }])
    );
    desk.idle().await;
    assert_eq!(desk.sent().len(), 1);
    let now = desk.get(&place(&ticket)).await;
    assert_eq!(
        (&now["status"], &now["public_count"]),
        (&json!("waiting_on_customer"), &json!(2))
    );
    assert!(now["first_response_at"].is_string());
    let events = desk.get(&format!("{}/events", place(&ticket))).await;
    let sent = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["kind"] == "message.sent")
        .unwrap();
    assert_eq!(sent["after"]["message"], answer.body["id"]);
}

#[tokio::test]
async fn recipients_are_previewed_as_they_will_be() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let one = desk.get(&format!("{}/recipients", place(&ticket))).await;
    assert_eq!(
        (&one["to"][0]["email"], &one["cc"]),
        (&json!("ann@example.com"), &json!([]))
    );
    let all = desk
        .get(&format!("{}/recipients?all=true", place(&ticket)))
        .await;
    assert_eq!(
        all["cc"],
        json!([{ "name": null, "email": "bob@example.com" }]),
        "our own address is left out"
    );
    assert_eq!(all["problem"], Value::Null);
    let answer = reply(
        &desk,
        &ticket,
        json!({ "text": "Hello all", "reply_all": true, "bcc": [{ "email": "boss@example.com" }] }),
    )
    .await;
    assert_eq!(
        (&answer.body["to"], &answer.body["cc"]),
        (&all["to"], &all["cc"])
    );
    desk.idle().await;
    let sent = &desk.sent()[0];
    assert!(header(sent, "Cc").unwrap().contains("bob@example.com"));
    assert!(
        !sent.contains("boss@example.com"),
        "a blind copy is in no header"
    );
}

#[tokio::test]
async fn recipients_that_cannot_be_written_to_are_refused() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    for to in [
        json!([]),
        json!([{ "email": "nobody" }]),
        json!([{ "email": "support@demo.test" }]),
        json!([{ "email": "a@example.com\r\nBcc: b@example.com" }]),
        json!([{ "email": "a@example.com", "name": "x\r\nBcc: b@example.com" }]),
    ] {
        refused(
            &reply(&desk, &ticket, json!({ "text": "x", "to": to })).await,
            422,
            "invalid",
        );
    }
    let many: Vec<_> = (0..51)
        .map(|n| json!({ "email": format!("a{n}@example.com") }))
        .collect();
    refused(
        &reply(&desk, &ticket, json!({ "text": "x", "to": many })).await,
        422,
        "invalid",
    );
    desk.idle().await;
    assert!(desk.sent().is_empty());
    assert_eq!(desk.messages(&ticket).await.len(), 1);
}

#[tokio::test]
async fn a_newer_message_stops_the_reply_and_is_named() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let more = "In-Reply-To: <one@example.com>\r\n";
    desk.receive(mail(
        "two@example.com",
        "ann@example.com",
        "Re: Help",
        more,
        "Never mind!",
    ))
    .await;
    let messages = desk.messages(&ticket).await;
    assert_eq!(messages.len(), 2, "{messages:#?}");
    let late = reply(
        &desk,
        &ticket,
        json!({ "text": "Working on it", "seen_messages": 1 }),
    )
    .await;
    refused(&late, 409, "newer_message");
    assert_eq!(late.body["messages"], json!([messages[1]["id"]]));
    desk.post(
        &format!("{}/notes", place(&ticket)),
        json!({ "text": "A note is nothing new to the customer" }),
    )
    .await;
    let fresh = reply(
        &desk,
        &ticket,
        json!({ "text": "Fine", "seen_messages": 2 }),
    )
    .await;
    assert_eq!(fresh.status, 201, "{}", fresh.body);
}

#[tokio::test]
async fn a_reply_is_taken_back_within_its_window_and_not_after() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let held = reply(
        &desk,
        &ticket,
        json!({ "text": "Oops", "undo_seconds": 120 }),
    )
    .await
    .body;
    let message = format!(
        "{}/messages/{}",
        place(&ticket),
        held["id"].as_str().unwrap()
    );
    assert_eq!(held["delivery"]["can_cancel"], true);
    assert_eq!(
        desk.get(&place(&ticket)).await["status"],
        "waiting_on_customer"
    );
    let cancelled = desk.post(&format!("{message}/cancel"), json!({})).await;
    assert_eq!(
        (
            &cancelled["delivery"]["state"],
            &cancelled["delivery"]["can_resend"]
        ),
        (&json!("cancelled"), &json!(true))
    );
    assert_eq!(
        desk.get(&place(&ticket)).await["status"],
        "open",
        "the customer has not been answered after all"
    );
    let again = desk.post(&format!("{message}/cancel"), json!({})).await;
    assert_eq!(
        again["version"], cancelled["version"],
        "taking back twice is once"
    );
    assert!(desk.sent().is_empty());

    let resent = desk.post(&format!("{message}/resend"), json!({})).await;
    assert_eq!(resent["delivery"]["state"], "queued");
}

#[tokio::test]
async fn only_what_did_not_arrive_is_sent_again() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let bad = json!({ "text": "Hello", "to": [{ "email": "bounce@simulator.test" }] });
    let bounced = reply(&desk, &ticket, bad).await.body;
    let good = reply(&desk, &ticket, json!({ "text": "Hello" })).await.body;
    desk.idle().await;
    let path = |message: &Value| {
        format!(
            "{}/messages/{}",
            place(&ticket),
            message["id"].as_str().unwrap()
        )
    };
    assert_eq!(
        desk.get(&path(&bounced)).await["delivery"]["state"],
        "bounced"
    );
    assert_eq!(desk.sent().len(), 2);
    desk.post(&format!("{}/resend", path(&bounced)), json!({}))
        .await;
    desk.idle().await;
    assert_eq!(desk.sent().len(), 3);
    for action in ["cancel", "resend"] {
        let answer = desk
            .call(
                Method::POST,
                &format!("{}/{action}", path(&good)),
                None,
                &[],
            )
            .await;
        refused(&answer, 409, "not_possible");
    }
    assert_eq!(desk.sent().len(), 3);
}

#[tokio::test]
async fn a_reply_for_later_waits() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let later = reply(
        &desk,
        &ticket,
        json!({ "text": "Later", "send_at": "2099-01-01T00:00:00Z" }),
    )
    .await;
    refused(&later, 422, "invalid");
    let at = desk
        .stack
        .world(lambdesk_cloud::config::Role::Api)
        .unwrap()
        .clock
        .now()
        + jiff::SignedDuration::from_hours(24);
    let later = reply(
        &desk,
        &ticket,
        json!({ "text": "Later", "send_at": at.to_string() }),
    )
    .await;
    assert_eq!(later.status, 201, "{}", later.body);
    let listed = desk.get("/api/v1/outgoing?state=queued").await;
    assert_eq!(listed["items"][0]["message"], later.body["id"]);
    assert!(desk.sent().is_empty());
}

#[tokio::test]
async fn sending_and_resolving_is_one_step() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let before = desk.get(&place(&ticket)).await["version"].as_u64().unwrap();
    let answer = reply(
        &desk,
        &ticket,
        json!({ "text": "Done", "status": "resolved" }),
    )
    .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let now = desk.get(&place(&ticket)).await;
    assert_eq!(
        (&now["status"], now["version"].as_u64()),
        (&json!("resolved"), Some(before + 1))
    );
    let refusal = reply(&desk, &ticket, json!({ "text": "x", "status": "pending" })).await;
    refused(&refusal, 409, "not_possible");
    assert_eq!(
        desk.messages(&ticket).await.len(),
        2,
        "nothing of a refused reply is stored"
    );
}

#[tokio::test]
async fn html_is_sanitised_before_it_is_stored_or_sent() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let html = "<p onclick=\"x()\">Hello <b>Ann</b><script>steal()</script></p>";
    let answer = reply(&desk, &ticket, json!({ "text": "", "html": html })).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let stored = answer.body["html"].as_str().unwrap();
    assert!(
        stored.contains("<b>Ann</b>") && !stored.contains("script") && !stored.contains("onclick"),
        "{stored}"
    );
    assert!(answer.body["text"].as_str().unwrap().contains("Hello Ann"));
    desk.idle().await;
    assert!(!desk.sent()[0].contains("steal"));
}

#[tokio::test]
async fn a_note_is_for_agents_only() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let light = person(&desk, &home(&desk).await, Role::Light).await;
    let path = format!("{}/notes", place(&ticket));
    let note = light
        .call(
            &desk,
            Method::POST,
            &path,
            Some(json!({ "text": "He is a VIP: secret-word" })),
        )
        .await;
    assert_eq!(note.status, 201, "{}", note.body);
    assert_eq!(
        (&note.body["visibility"], &note.body["delivery"]),
        (&json!("note"), &Value::Null)
    );
    assert_eq!(note.body["agent"], light.agent.id.as_str());
    reply(
        &desk,
        &ticket,
        json!({ "text": "Hello", "quote_history": true }),
    )
    .await;
    desk.idle().await;
    assert!(!desk.sent()[0].contains("secret-word"));
    let message = format!(
        "{}/messages/{}",
        place(&ticket),
        note.body["id"].as_str().unwrap()
    );
    refused(
        &desk
            .call(Method::POST, &format!("{message}/resend"), None, &[])
            .await,
        404,
        "not_found",
    );
    refused(
        &desk
            .call(Method::POST, &path, Some(json!({ "text": " " })), &[])
            .await,
        422,
        "invalid",
    );
}

#[tokio::test]
async fn replies_at_the_same_time_are_all_sent() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let texts = ["one", "two", "three"];
    let sending = texts.map(|text| reply(&desk, &ticket, json!({ "text": text })));
    let answers = together(sending.into_iter()).await;
    assert!(answers.iter().all(|a| a.status == 201), "{answers:?}");
    desk.idle().await;
    assert_eq!(desk.sent().len(), 3);
    assert_eq!(desk.get(&place(&ticket)).await["public_count"], 4);
}

#[tokio::test]
async fn of_two_agents_who_saw_the_same_only_the_first_is_sent() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let body = || json!({ "text": "Mine", "seen_messages": 1 });
    let answers = together((0..3).map(|_| reply(&desk, &ticket, body()))).await;
    let sent = answers.iter().filter(|a| a.status == 201).count();
    let told = answers
        .iter()
        .filter(|a| a.body["code"] == "newer_message")
        .count();
    assert_eq!((sent, told), (1, 2), "{answers:?}");
    desk.idle().await;
    assert_eq!(desk.sent().len(), 1);
}
