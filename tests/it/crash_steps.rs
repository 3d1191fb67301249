//! Every function is ended before and after each of its calls, and nothing is lost or done twice.
//!
//! Invariant: each test walks over the calls until a crash no longer strikes, and fails when that were fewer
//! than the function makes today, so that it cannot silently test nothing.

use std::time::Duration;

use jiff::SignedDuration;
use lambdesk_cloud::clock::Clock;
use lambdesk_local::faults::{Crash, Moment};
use reqwest::Method;
use serde_json::{Value, json};

use crate::desk::{Desk, header, mail};
use crate::flow_support::{nothing_left, parked, place, sent_for, until};

/// A deployment that delivers what a crashed function held at once again.
struct Ground {
    desk: Desk,
    clock: Clock,
}

/// One round of one test.
struct Round {
    name: String,
    nth: u64,
    moment: Moment,
}

async fn ground() -> Ground {
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
async fn at_every_call(
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
async fn settle(ground: &Ground) {
    for _ in 0..2 {
        ground.clock.advance(SignedDuration::from_mins(11));
        ground.desk.sweep().await;
    }
    nothing_left(&ground.desk).await;
    assert!(parked(&ground.desk).await.is_empty());
}

/// The one ticket with this subject and its messages.
async fn only(desk: &Desk, subject: &str) -> (Value, Vec<Value>) {
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

async fn take(ground: &Ground, round: &Round) -> Value {
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
    mails_in("relay", 6).await;
}

#[tokio::test]
async fn enrich_may_end_at_any_call() {
    mails_in("enrich", 2).await;
}

#[tokio::test]
async fn triage_may_end_at_any_call() {
    mails_in("triage", 2).await;
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

/// What must be true of a reply once everything settled: sent once, or nobody can say and it is shown.
async fn sent_once_or_uncertain(
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

#[tokio::test]
async fn relay_may_end_while_it_passes_a_reply_on() {
    let states = mails_out("relay", 6).await;
    assert!(
        states.iter().all(|state| state.ends_with("delivered")),
        "{states:#?}"
    );
}

/// Asks again as a careful client does, until the API answers.
async fn insist(ground: &Ground, path: &str, body: &Value, key: &str) -> Value {
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

#[tokio::test]
async fn the_api_may_end_at_any_call_of_a_reply() {
    let ground = ground().await;
    let steps = at_every_call(&ground, "api", async |ground, round| {
        let planned = ground.desk.stack.faults.forget_crash().unwrap();
        let ticket = take(ground, round).await;
        ground.desk.stack.faults.plan_crash(planned);
        let path = format!("{}/replies", place(&ticket));
        let body = json!({ "text": round.name });
        let reply = insist(ground, &path, &body, &round.name).await;
        ground.desk.stack.faults.forget_crash();
        ground.desk.idle().await;
        let messages = ground.desk.messages(&ticket).await;
        assert_eq!(messages.len(), 2, "{}: {messages:#?}", round.name);
        let state = sent_once_or_uncertain(ground, &ticket, &reply, round).await;
        assert_eq!(state, "delivered", "{}", round.name);
    })
    .await;
    assert!(steps >= 6, "{steps}");
}

#[tokio::test]
async fn the_sweep_may_end_at_any_call() {
    let ground = ground().await;
    let steps = at_every_call(&ground, "sweep", async |ground, round| {
        let planned = ground.desk.stack.faults.forget_crash().unwrap();
        let ticket = take(ground, round).await;
        let at = ground.clock.now() + SignedDuration::from_mins(30);
        let body = json!({ "text": "Later.", "send_at": at });
        let reply = ground
            .desk
            .post(&format!("{}/replies", place(&ticket)), body)
            .await;
        ground.desk.idle().await;
        ground.clock.advance(SignedDuration::from_mins(31));
        ground.desk.stack.faults.plan_crash(planned);
        // The schedule does not try again: the next minute does.
        for _ in 0..2 {
            let _crashed = ground
                .desk
                .stack
                .invoke(lambdesk_cloud::config::Role::Sweep, json!({}))
                .await;
            ground.desk.idle().await;
        }
        ground.desk.stack.faults.forget_crash();
        until("the mail left", async || {
            ground.desk.sweep().await;
            !sent_for(&ground.desk, &reply).is_empty()
        })
        .await;
        let raw = &sent_for(&ground.desk, &reply)[0];
        assert!(header(raw, "To").is_some());
        assert_eq!(
            sent_once_or_uncertain(ground, &ticket, &reply, round).await,
            "delivered"
        );
    })
    .await;
    assert!(steps >= 4, "{steps}");
}
