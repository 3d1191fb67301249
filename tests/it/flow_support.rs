//! What the flows share: replies, answers as mail programs write them, and looking behind the API.

use jiff::SignedDuration;
use lambdesk_cloud::clock::Clock;
use lambdesk_cloud::config::Role;
use lambdesk_domain::message::{Message, Pipeline};
use lambdesk_domain::ticket::Ticket;
use reqwest::Method;
use serde_json::{Value, json};

use crate::desk::{Desk, PATIENCE, header, mail};

/// The customer of most flows.
pub const ANN: &str = "Ann Lee <ann@example.com>";

/// A deployment whose clock can be moved.
pub async fn with_clock() -> (Desk, Clock) {
    let clock = Clock::movable();
    let given = clock.clone();
    let desk = Desk::start_with(|options| options.clock = given).await;
    (desk, clock)
}

/// Moves the clock and lets the sweep find what became due.
pub async fn later(desk: &Desk, clock: &Clock, by: SignedDuration) {
    clock.advance(by);
    desk.sweep().await;
}

/// Where the API keeps a ticket.
pub fn place(ticket: &Value) -> String {
    format!("/api/v1/tickets/{}", ticket["id"].as_str().unwrap())
}

/// Sends a reply and waits until it left; answers the message and the mail as it went out.
pub async fn answer(desk: &Desk, ticket: &Value, text: &str) -> (Value, String) {
    let path = format!("{}/replies", place(ticket));
    let message = desk.post(&path, json!({ "text": text })).await;
    desk.idle().await;
    let raw = sent_for(desk, &message).pop().unwrap();
    (message, raw)
}

/// The mails that left for one message, as they went out.
pub fn sent_for(desk: &Desk, message: &Value) -> Vec<String> {
    let id = message["id"].as_str().unwrap();
    let outbox = &desk.stack.outbox;
    let listed = outbox.list(10_000).unwrap();
    let mine = listed.iter().filter(|mail| {
        mail.tags
            .iter()
            .any(|(name, value)| name == "message" && value == id)
    });
    mine.map(|mail| String::from_utf8(outbox.raw(&mail.id).unwrap()).unwrap())
        .collect()
}

/// A customer's ticket and the first answer to it.
pub async fn begun(desk: &Desk) -> (Value, Value, String) {
    desk.receive(mail(
        "first@example.com",
        ANN,
        "Cannot log in",
        "",
        "I cannot log in.",
    ))
    .await;
    let ticket = desk.the_ticket().await;
    let (message, raw) = answer(desk, &ticket, "Please try again.").await;
    (ticket, message, raw)
}

/// A header of a mail that must be there.
pub fn must(raw: &str, name: &str) -> String {
    header(raw, name).unwrap_or_else(|| panic!("no {name} in {raw}"))
}

/// Reads one message again.
pub async fn message(desk: &Desk, ticket: &Value, message: &Value) -> Value {
    let id = message["id"].as_str().unwrap();
    desk.get(&format!("{}/messages/{id}", place(ticket))).await
}

/// Where a message stands on its way out.
pub async fn state(desk: &Desk, ticket: &Value, one: &Value) -> String {
    let state = &message(desk, ticket, one).await["delivery"]["state"];
    state.as_str().unwrap().to_owned()
}

/// The ticket as it is now.
pub async fn now(desk: &Desk, ticket: &Value) -> Value {
    desk.get(&place(ticket)).await
}

/// Closes a ticket.
pub async fn close(desk: &Desk, ticket: &Value) {
    let path = place(ticket);
    let resolved = json!({ "status": "resolved" });
    let answer = desk
        .call(
            Method::PATCH,
            &format!("{path}/status"),
            Some(resolved),
            &[],
        )
        .await;
    assert!(answer.status.is_success(), "{}", answer.body);
    desk.post(&format!("{path}/close"), json!({})).await;
}

/// All tickets with all their messages as the store keeps them, held ones included.
pub async fn stored(desk: &Desk) -> Vec<(Ticket, Vec<Message>)> {
    let world = desk.stack.world(Role::Api).unwrap();
    let organisation = world.default_organisation().await.unwrap().id;
    let mut ids: Vec<Value> = desk.tickets().await;
    let held = desk.get("/api/v1/tickets?quarantined=true&limit=100").await;
    ids.extend(held["items"].as_array().unwrap().clone());
    let mut all = Vec::new();
    for ticket in ids {
        let id = ticket["id"].as_str().unwrap().parse().unwrap();
        let ticket = world
            .store
            .ticket(&organisation, &id)
            .await
            .unwrap()
            .unwrap();
        let messages = world.store.all_messages(&organisation, &id).await.unwrap();
        all.push((ticket, messages));
    }
    all
}

/// The text of every message, tickets oldest first.
pub async fn texts(desk: &Desk) -> Vec<Vec<String>> {
    let mut tickets = desk.tickets().await;
    tickets.reverse();
    let mut all = Vec::new();
    for ticket in &tickets {
        let messages = desk.messages(ticket).await;
        let text = |m: &Value| m["text"].as_str().unwrap_or_default().trim().to_owned();
        all.push(messages.iter().map(text).collect());
    }
    all
}

/// Nothing is left to do anywhere: no outbox rows, no queue messages, no dead letters.
pub async fn nothing_left(desk: &Desk) {
    queues_are_empty(desk, |_| true).await;
    no_outbox_rows(desk).await;
}

/// As [`nothing_left`], after processes were killed again and again: a task that five of them had in hand lies with the dead
/// letters, as poison would, and the sweep has brought its work to an end.
pub async fn nothing_left_undone(desk: &Desk) {
    queues_are_empty(desk, |name| !name.ends_with("DeadLetters")).await;
    no_outbox_rows(desk).await;
    for (ticket, messages) in stored(desk).await {
        for message in messages {
            let (number, stage) = (ticket.number, message.pipeline);
            assert_eq!(stage, Pipeline::Done, "a message of ticket {number}");
        }
    }
}

async fn queues_are_empty(desk: &Desk, which: impl Fn(&str) -> bool) {
    for name in desk.stack.queues.names().await.unwrap() {
        let counts = desk.stack.queues.counts(&name).await.unwrap();
        assert!(
            !which(&name) || counts == Default::default(),
            "{name}: {counts:?}"
        );
    }
}

async fn no_outbox_rows(desk: &Desk) {
    let world = desk.stack.world(Role::Sweep).unwrap();
    let far = world.clock.now() + SignedDuration::from_hours(24 * 365);
    let rows = world.store.stale_outbox(far, 10).await.unwrap();
    assert!(rows.is_empty(), "{rows:?}");
}

/// Waits until a condition holds; the deadline is for machines, not for luck.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let begun = tokio::time::Instant::now();
    while !holds().await {
        assert!(begun.elapsed() < PATIENCE, "waited in vain until {what}");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

/// Puts an object where SES writes, as it is.
pub async fn put_raw(desk: &Desk, name: &str, bytes: impl Into<Vec<u8>>) -> String {
    let key = format!("raw/{name}");
    let bucket = desk.stack.environment.bucket().unwrap();
    let bytes: Vec<u8> = bytes.into();
    desk.stack
        .objects
        .put(&bucket, &key, &bytes, "message/rfc822")
        .await
        .unwrap();
    key
}

/// Parked work, newest first.
pub async fn parked(desk: &Desk) -> Vec<Value> {
    desk.get("/api/v1/parked?limit=100").await["items"]
        .as_array()
        .unwrap()
        .clone()
}
