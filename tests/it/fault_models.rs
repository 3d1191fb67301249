//! A model that fails, on the whole stack: every failure leaves a ticket that works, says why, and has the right bill.

use lambdesk_cloud::config::Role as Function;
use lambdesk_domain::secret::SecretName;
use serde_json::{Value, json};

use crate::api_support::{home, neighbour};
use crate::crash_support::{at_every_call, ground, settle, take};
use crate::desk::{Desk, mail};
use crate::flow_models::{
    DRAFT, KEY, REFUND, configure, costs, desk, judged, key, nowhere, settings,
};
use crate::flow_support::ANN;
use crate::model_server::{Act, ModelServer, judgement, says};

fn outcomes(costs: &Value) -> Vec<&str> {
    let items = costs["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["outcome"].as_str().unwrap())
        .collect()
}

/// The ticket works, was decided by the rules, and says why.
async fn decided_by_rules(desk: &Desk, ticket: &Value, reason: &str) -> Value {
    assert_eq!(ticket["category"], "refund-request", "{reason}");
    assert!(ticket["confidence"].as_f64().unwrap() >= 0.8, "{reason}");
    assert!(
        !ticket["suggested_reply"].as_str().unwrap().is_empty(),
        "{reason}"
    );
    let one = judged(desk, ticket).await.remove(0);
    assert_eq!(one["decided_by"], "rules", "{reason}");
    assert_eq!(one["model"], Value::Null, "{reason}");
    assert_eq!(one["fallback_reason"], reason, "{one:#}");
    assert!(one["fallback"].as_str().unwrap().ends_with('.'), "{one:#}");
    costs(desk, ticket).await
}

#[tokio::test]
async fn every_failure_of_a_model_leaves_a_ticket_that_works_and_says_why() {
    let mut server = ModelServer::start(Act::Refuse).await;
    let desk = desk(&server, json!({})).await;
    let busy = Act::Status(429, "retry-after: 0\r\n");
    let wrong = says(&judgement("no-such-category", &[DRAFT]));
    let prose = Act::Words("Dear agent, I think it is a refund.".to_owned());
    // What the server does, the reason on the ticket, how each call ended, what is known of its cost.
    let cases: [(Vec<Act>, &str, Vec<&str>, u64); 7] = [
        (vec![Act::Refuse], "refused", vec!["refused"], 210),
        (
            vec![busy.clone(), busy.clone(), busy],
            "busy",
            vec!["busy"; 3],
            0,
        ),
        (
            vec![prose, wrong],
            "invalid_answer_twice",
            vec!["invalid"; 2],
            420,
        ),
        (
            vec![Act::Status(401, "")],
            "key_refused",
            vec!["rejected"],
            0,
        ),
        (
            vec![Act::Cut, Act::Cut, Act::Cut],
            "unreachable",
            vec!["lost"; 3],
            0,
        ),
        (vec![Act::Wait], "timed_out", vec!["timed_out"], 0),
        (
            vec![Act::Status(404, "")],
            "model_not_found",
            vec!["rejected"],
            0,
        ),
    ];
    for (n, (acts, reason, calls, cost)) in cases.into_iter().enumerate() {
        server.next(acts);
        desk.receive(mail(
            &format!("{n}@example.com"),
            ANN,
            &format!("Frage {n}"),
            "",
            REFUND,
        ))
        .await;
        let ticket = desk.tickets().await.remove(0);
        let bill = decided_by_rules(&desk, &ticket, reason).await;
        assert_eq!(outcomes(&bill), calls, "{reason}");
        assert_eq!(bill["total"]["microusd"], cost, "{reason}");
    }
    server.kill().await;
    desk.receive(mail("x@example.com", ANN, "Noch eine", "", REFUND))
        .await;
    let ticket = desk.tickets().await.remove(0);
    let bill = decided_by_rules(&desk, &ticket, "unreachable").await;
    assert_eq!(
        bill["total"]["unknown"], 0,
        "nothing was billed without a connection"
    );
    nowhere(&desk).await;
}

#[tokio::test]
async fn a_spent_budget_asks_nothing_and_says_so() {
    let server = ModelServer::start(says(&judgement("refund-request", &[DRAFT]))).await;
    let desk = desk(&server, json!({ "daily_budget_microusd": 100 })).await;
    desk.receive(mail("1@example.com", ANN, "Rückerstattung", "", REFUND))
        .await;
    let ticket = desk.the_ticket().await;
    let bill = decided_by_rules(&desk, &ticket, "over_budget").await;
    assert_eq!(bill["total"]["calls"], 0);
    assert!(server.seen().is_empty(), "nothing left this machine");
    let today = desk.get("/api/v1/organisation/ai").await["today"].clone();
    assert_eq!(
        (&today["spent_microusd"], &today["limit_microusd"]),
        (&json!(0), &json!(100))
    );
}

#[tokio::test]
async fn the_budget_holds_when_many_mails_come_at_once() {
    let server = ModelServer::start(says(&judgement("refund-request", &[DRAFT]))).await;
    // A question of this size sets aside about 5,000 for itself and its repair, and costs 210.
    let desk = desk(&server, json!({ "daily_budget_microusd": 12_000 })).await;
    for n in 0..8 {
        desk.take_in(
            mail(
                &format!("{n}@example.com"),
                ANN,
                &format!("Frage {n}"),
                "",
                REFUND,
            ),
            "support@demo.test",
        )
        .await;
    }
    desk.idle().await;
    let mut total = 0;
    for ticket in desk.tickets().await {
        total += costs(&desk, &ticket).await["total"]["microusd"]
            .as_u64()
            .unwrap();
        assert_eq!(ticket["category"], "refund-request");
    }
    assert!(total > 0 && total <= 12_000, "{total}");
    let today = desk.get("/api/v1/organisation/ai").await["today"].clone();
    assert_eq!(
        (&today["spent_microusd"], &today["reserved_microusd"]),
        (&json!(total), &json!(0))
    );
}

#[tokio::test]
async fn a_failing_provider_is_left_alone_after_five_failures() {
    let server = ModelServer::start(Act::Status(500, "retry-after: 0\r\n")).await;
    let desk = desk(&server, json!({})).await;
    for n in 0..5 {
        desk.take_in(
            mail(
                &format!("{n}@example.com"),
                ANN,
                &format!("Frage {n}"),
                "",
                REFUND,
            ),
            "support@demo.test",
        )
        .await;
    }
    desk.idle().await;
    let asked = server.seen().len();
    assert!(asked >= 5, "{asked}");
    desk.receive(mail("x@example.com", ANN, "Die sechste", "", REFUND))
        .await;
    let ticket = desk.tickets().await.remove(0);
    let bill = decided_by_rules(&desk, &ticket, "breaker_open").await;
    assert_eq!(bill["total"]["calls"], 0);
    assert_eq!(server.seen().len(), asked, "it was asked although it fails");
}

#[tokio::test]
async fn without_a_key_or_with_one_that_does_not_open_the_rules_decide() {
    let server = ModelServer::start(says(&judgement("refund-request", &[DRAFT]))).await;
    let desk = Desk::start().await;
    configure(
        &desk,
        settings(&server.url, "openai", "gpt-4o-mini", json!({})),
    )
    .await;
    let status = desk.get("/api/v1/organisation/ai").await;
    assert_eq!(status["key"], "missing");
    assert!(
        status["problem"].as_str().unwrap().contains("secret"),
        "{status}"
    );
    desk.receive(mail("1@example.com", ANN, "Rückerstattung", "", REFUND))
        .await;
    let ticket = desk.the_ticket().await;
    decided_by_rules(&desk, &ticket, "no_key").await;

    let desk = crate::flow_models::desk(&server, json!({})).await;
    let (home, other) = (home(&desk).await, neighbour(&desk).await);
    let world = desk.stack.world(Function::Api).unwrap();
    let mut stored = world
        .store
        .secret(&home, SecretName::Model)
        .await
        .unwrap()
        .unwrap();
    // Sealed for somebody else: as good as tampered with.
    let clear = lambdesk_cloud::config::Secret::new(KEY);
    stored.sealed = world
        .vault
        .seal(&other, SecretName::Model, &clear)
        .await
        .unwrap();
    world.store.put_secret(&stored).await.unwrap();
    desk.receive(mail("1@example.com", ANN, "Rückerstattung", "", REFUND))
        .await;
    let ticket = desk.the_ticket().await;
    decided_by_rules(&desk, &ticket, "key_unavailable").await;
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn triage_may_end_at_any_call_and_pays_twice_only_between_answer_and_storing() {
    let server = ModelServer::start(says(&judgement("other", &[DRAFT]))).await;
    let ground = ground().await;
    key(&ground.desk).await;
    configure(
        &ground.desk,
        settings(&server.url, "openai", "gpt-4o-mini", json!({})),
    )
    .await;
    let twice = std::sync::Mutex::new(Vec::new());
    let steps = at_every_call(&ground, "triage", async |ground, round| {
        let before = server.seen().len();
        let ticket = take(ground, round).await;
        settle(ground).await;
        let asked = server.seen().len() - before;
        let bill = costs(&ground.desk, &ticket).await["total"]["calls"]
            .as_u64()
            .unwrap();
        let bill = usize::try_from(bill).unwrap();
        assert!(
            (1..=2).contains(&asked) && (1..=asked).contains(&bill),
            "{}: {asked} {bill}",
            round.name
        );
        assert_eq!(
            judged(&ground.desk, &ticket).await[0]["decided_by"],
            "model"
        );
        if asked == 2 {
            twice.lock().unwrap().push(round.name.clone());
        }
    })
    .await;
    assert!(steps >= 12, "{steps}");
    let twice = twice.into_inner().unwrap();
    assert_eq!(
        twice.len(),
        1,
        "only when it ends before its answer is stored: {twice:?}"
    );
}
