//! Every function is ended before and after each of its calls, and nothing is lost or done twice.
//!
//! Invariant: each test walks over the calls until a crash no longer strikes, and fails when that were fewer
//! than the function makes today, so that it cannot silently test nothing.

use lambdesk_local::mail::ses::behaviour::Behaviour;
use serde_json::json;

use crate::crash_support::{at_every_call, ground, only, sent_once_or_uncertain, settle, take};
use crate::desk::mail;
use crate::flow_support::place;

async fn mails_in(function: &str, least: u64) {
    let ground = ground().await;
    let steps = at_every_call(&ground, function, async |ground, round| {
        let ticket = take(ground, round).await;
        settle(ground).await;
        assert_eq!(
            (&ticket["message_count"], &ticket["status"]),
            (&json!(1), &json!("open"))
        );
    })
    .await;
    assert!(
        steps >= least,
        "{function} was struck at {steps} calls only"
    );
    let tickets = ground.desk.tickets().await;
    let mut numbers: Vec<i64> = tickets
        .iter()
        .map(|t| t["number"].as_i64().unwrap())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), tickets.len(), "numbers are unique");
}

#[tokio::test]
async fn ingest_may_end_at_any_call() {
    mails_in("ingest", 5).await;
}

#[tokio::test]
async fn relay_may_end_at_any_call() {
    mails_in("relay", 3).await;
}

#[tokio::test]
async fn triage_may_end_at_any_call() {
    mails_in("triage", 1).await;
}

#[tokio::test]
async fn an_answer_joins_once_wherever_ingest_ends() {
    let ground = ground().await;
    let desk = &ground.desk;
    desk.receive(mail(
        "root@example.com",
        "ann@example.com",
        "root",
        "",
        "Please help.",
    ))
    .await;
    let steps = at_every_call(&ground, "ingest", async |ground, round| {
        let (_, before) = only(&ground.desk, "root").await;
        let id = format!("{}@example.com", round.name);
        let more = "In-Reply-To: <root@example.com>\r\n";
        ground
            .desk
            .receive(mail(&id, "ann@example.com", "Re: root", more, &round.name))
            .await;
        settle(ground).await;
        let (ticket, after) = only(&ground.desk, "root").await;
        assert_eq!(after.len(), before.len() + 1, "{}", round.name);
        assert_eq!(ticket["message_count"], json!(after.len()));
    })
    .await;
    assert!(steps >= 5, "{steps}");
}

async fn mails_out(function: &str, least: u64) -> Vec<String> {
    let ground = ground().await;
    let states = std::sync::Mutex::new(Vec::new());
    let steps = at_every_call(&ground, function, async |ground, round| {
        let ticket = take(ground, round).await;
        let path = format!("{}/replies", place(&ticket));
        let reply = ground
            .desk
            .post(&path, json!({ "text": "Here you are." }))
            .await;
        ground.desk.idle().await;
        let state = sent_once_or_uncertain(ground, &ticket, &reply, round).await;
        states
            .lock()
            .unwrap()
            .push(format!("{} {:?} {state}", round.nth, round.moment));
    })
    .await;
    assert!(
        steps >= least,
        "{function} was struck at {steps} calls only"
    );
    states.into_inner().unwrap()
}

#[tokio::test]
async fn deliver_may_end_at_any_call() {
    let states = mails_out("deliver", 6).await;
    // Claimed and never sent, nobody can tell from outside: exactly that is shown to the agent.
    let uncertain = states
        .iter()
        .filter(|state| state.ends_with("uncertain"))
        .count();
    assert!((1..=2).contains(&uncertain), "{states:#?}");
}

#[tokio::test]
async fn feedback_may_end_at_any_call() {
    let states = mails_out("feedback", 3).await;
    assert!(
        states.iter().all(|state| state.ends_with("delivered")),
        "{states:#?}"
    );
}

/// What did not arrive gives its ticket back exactly once, wherever the function ends that learns of it.
async fn given_back(function: &str, behaviour: Behaviour, least: u64) {
    let ground = ground().await;
    let steps = at_every_call(&ground, function, async |ground, round| {
        let ticket = take(ground, round).await;
        ground.desk.stack.ses.set_behaviour(behaviour, Some(1));
        let path = format!("{}/replies", place(&ticket));
        let reply = ground.desk.post(&path, json!({ "text": "Here." })).await;
        settle(ground).await;
        let id = reply["id"].as_str().unwrap();
        let after = ground
            .desk
            .get(&format!("{}/messages/{id}", place(&ticket)))
            .await;
        let state = after["delivery"]["state"].as_str().unwrap();
        let events = ground.desk.get(&format!("{}/events", place(&ticket))).await;
        let events = events["items"].as_array().unwrap().iter();
        let told = events
            .filter(|e| e["kind"] == "message.undelivered")
            .count();
        let status = ground.desk.get(&place(&ticket)).await["status"].clone();
        if state == "uncertain" {
            assert_eq!(told, 0, "{}: nobody knows", round.name);
        } else {
            assert!(
                matches!(state, "bounced" | "failed"),
                "{}: {state}",
                round.name
            );
            assert_eq!((told, status), (1, json!("open")), "{}", round.name);
        }
        ground
            .desk
            .stack
            .ses
            .set_behaviour(Behaviour::Deliver, None);
    })
    .await;
    assert!(steps >= least, "{steps}");
}

#[tokio::test]
async fn feedback_may_end_while_it_takes_in_a_bounce() {
    given_back("feedback", Behaviour::HardBounce, 3).await;
}

#[tokio::test]
async fn deliver_may_end_while_a_mail_is_refused() {
    given_back("deliver", Behaviour::Refuse, 6).await;
}

#[tokio::test]
async fn relay_may_end_while_it_passes_a_reply_on() {
    let states = mails_out("relay", 6).await;
    assert!(
        states.iter().all(|state| state.ends_with("delivered")),
        "{states:#?}"
    );
}
