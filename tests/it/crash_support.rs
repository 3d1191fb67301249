//! Ends functions at each of their calls and says what must be true after.

use std::time::Duration;

use jiff::SignedDuration;
use lambdesk_cloud::clock::Clock;
use lambdesk_local::faults::{Crash, Moment};
use reqwest::Method;
use serde_json::Value;

use crate::desk::{Desk, mail};
use crate::flow_support::{nothing_left, parked, place, sent_for};

/// A deployment that delivers what a crashed function held at once again.
pub struct Ground {
    pub desk: Desk,
    pub clock: Clock,
}

/// One round of one test.
pub struct Round {
    pub name: String,
    pub nth: u64,
    pub moment: Moment,
}

pub async fn ground() -> Ground {
    let clock = Clock::movable();
    let given = clock.clone();
    let desk = Desk::start_with(|options| {
        options.clock = given;
        options.events.retry_after = Some(Duration::ZERO);
    })
    .await;
    Ground { desk, clock }
}

/// Runs the flow with a crash at call 1, 2, 3 … of a function, before and after it; answers how many struck.
pub async fn at_every_call(
    ground: &Ground,
    function: &str,
    flow: impl AsyncFn(&Ground, &Round),
) -> u64 {
    let mut steps = 0;
    for nth in 1.. {
        let mut struck = false;
        for moment in [Moment::Before, Moment::After] {
            let name = format!("{function}-{nth}-{moment:?}").to_lowercase();
            let crashes = ground.desk.stack.faults.crashed();
            ground.desk.stack.faults.plan_crash(Crash {
                function: function.to_owned(),
                nth,
                moment,
            });
            flow(ground, &Round { name, nth, moment }).await;
            ground.desk.stack.faults.forget_crash();
            struck |= ground.desk.stack.faults.crashed() > crashes;
        }
        if !struck {
            break;
        }
        steps = nth;
    }
    steps
}

/// Lets the sweep find what was left behind, as time goes by.
pub async fn settle(ground: &Ground) {
    for _ in 0..2 {
        ground.clock.advance(SignedDuration::from_mins(11));
        ground.desk.sweep().await;
    }
    nothing_left(&ground.desk).await;
    assert!(parked(&ground.desk).await.is_empty());
}

/// The one ticket with this subject and its messages.
pub async fn only(desk: &Desk, subject: &str) -> (Value, Vec<Value>) {
    let tickets = desk.get(&format!("/api/v1/tickets?q={subject}")).await["items"].clone();
    let mine: Vec<&Value> = tickets
        .as_array()
        .unwrap()
        .iter()
        .filter(|t| t["subject"] == subject)
        .collect();
    assert_eq!(mine.len(), 1, "{subject}: {tickets:#}");
    let messages = desk.messages(mine[0]).await;
    (mine[0].clone(), messages)
}

pub async fn take(ground: &Ground, round: &Round) -> Value {
    let id = format!("{}@example.com", round.name);
    let raw = mail(
        &id,
        "Ann <ann@example.com>",
        &round.name,
        "",
        "Please help.",
    );
    ground.desk.receive(raw).await;
    let (ticket, messages) = only(&ground.desk, &round.name).await;
    assert_eq!(messages.len(), 1, "{}", round.name);
    ticket
}

/// What must be true of a reply once everything settled: sent once, or nobody can say and it is shown.
pub async fn sent_once_or_uncertain(
    ground: &Ground,
    ticket: &Value,
    reply: &Value,
    round: &Round,
) -> String {
    settle(ground).await;
    let id = reply["id"].as_str().unwrap();
    let after = ground
        .desk
        .get(&format!("{}/messages/{id}", place(ticket)))
        .await;
    let state = after["delivery"]["state"].as_str().unwrap().to_owned();
    let left = sent_for(&ground.desk, reply).len();
    match state.as_str() {
        "delivered" | "sent" => assert_eq!(left, 1, "{}", round.name),
        "uncertain" => assert!(left <= 1, "{}", round.name),
        other => panic!("{}: {other} with {left} mails", round.name),
    }
    let shown = ground
        .desk
        .get("/api/v1/outgoing?state=uncertain&limit=100")
        .await["items"]
        .clone();
    let shown = shown
        .as_array()
        .unwrap()
        .iter()
        .any(|m| m["message"] == reply["id"]);
    assert_eq!(shown, state == "uncertain", "{}", round.name);
    state
}

/// Asks again as a careful client does, until the API answers.
pub async fn insist(ground: &Ground, path: &str, body: &Value, key: &str) -> Value {
    for _ in 0..5 {
        let answer = ground
            .desk
            .call(
                Method::POST,
                path,
                Some(body.clone()),
                &[("idempotency-key", key)],
            )
            .await;
        if answer.status.is_success() {
            return answer.body;
        }
        assert!(
            answer.status.is_server_error() || answer.status == 409,
            "{}",
            answer.body
        );
        ground.desk.idle().await;
        ground.clock.advance(SignedDuration::from_secs(61));
    }
    panic!("the API never answered")
}
