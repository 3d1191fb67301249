//! What people keep of a model's judgements decides how far its word counts, and past tickets say how right it was.

use jiff::SignedDuration;
use lambdesk_cloud::clock::Clock;
use lambdesk_cloud::config::Role as Function;
use lambdesk_functions::backtest::{self, Wanted};
use lambdesk_functions::sweep;
use reqwest::Method;
use serde_json::{Value, json};

use crate::desk::{Desk, mail};
use crate::flow_models::{DRAFT, configure, costs, judged, key, settings};
use crate::flow_support::{ANN, close};
use crate::model_server::{Act, ModelServer, judgement, says};

/// Says nothing that a rule knows.
const UNKNOWN: &str = "Guten Tag, es geht um die Sache von letzter Woche. Gruss, Ann";
const CALIBRATION: &str = "/api/v1/triage/calibration";

async fn receive(desk: &Desk, n: usize) -> Value {
    let id = format!("{n}@example.com");
    desk.receive(mail(&id, ANN, &format!("Sache {n}"), "", UNKNOWN))
        .await;
    let newest = desk.get("/api/v1/tickets?order=created&limit=1").await;
    newest["items"][0].clone()
}

fn is_sure(ticket: &Value) -> bool {
    let tags = ticket["tags"].as_array().unwrap();
    !tags.contains(&json!("needs-triage"))
}

#[tokio::test]
async fn a_model_whose_word_people_kept_fifty_times_is_believed_alone() {
    let server = ModelServer::start(says(&judgement("refund-request", &[DRAFT]))).await;
    let clock = Clock::movable();
    let desk = Desk::start_with(|options| options.clock = clock.clone()).await;
    key(&desk).await;
    configure(
        &desk,
        settings(&server.url, "openai", "gpt-4o-mini", json!({})),
    )
    .await;
    let first = receive(&desk, 0).await;
    let judgements = judged(&desk, &first).await;
    assert_eq!(judgements[0]["disagrees"], true);
    assert!(!is_sure(&first), "{first:#}");
    close(&desk, &first).await;
    for n in 1..50 {
        let ticket = receive(&desk, n).await;
        close(&desk, &ticket).await;
    }
    clock.advance(SignedDuration::from_hours(25));
    let world = desk.stack.world(Function::Sweep).unwrap();
    sweep::handle(&world, &json!({})).await.unwrap();

    let measured = desk.get(CALIBRATION).await;
    let model = &measured["models"][0];
    assert_eq!(
        (&measured["tickets"], &model["model"]),
        (&json!(50), &json!("gpt-4o-mini"))
    );
    assert_eq!(
        (&model["outcomes"], &model["right"], &model["trusted_alone"]),
        (&json!(50), &json!(50), &json!(true))
    );
    let counts = |at: usize| model["curve"][at]["counts_as"].as_f64().unwrap();
    assert!(counts(4) > 0.78, "0.9 counts for more than before: {model}");
    let believed = receive(&desk, 50).await;
    assert_eq!(judged(&desk, &believed).await[0]["disagrees"], true);
    assert!(is_sure(&believed), "{believed:#}");
}

#[tokio::test]
async fn a_model_that_people_corrected_counts_for_less() {
    let server = ModelServer::start(says(&judgement("refund-request", &[DRAFT]))).await;
    let desk = crate::flow_models::desk(&server, json!({})).await;
    for n in 0..12 {
        let ticket = receive(&desk, n).await;
        if n < 10 {
            let set = json!({ "category": "other" });
            let version = format!("\"v{}\"", ticket["version"]);
            let path = crate::flow_support::place(&ticket);
            let match_it = [("if-match", version.as_str())];
            let set = desk.call(Method::PATCH, &path, Some(set), &match_it).await;
            assert_eq!(set.status, 200, "{}", set.body);
            close(&desk, &set.body).await;
        }
    }
    let body = Some(json!({}));
    let measured = desk.call(Method::POST, CALIBRATION, body, &[]).await;
    assert_eq!(measured.status, 200, "{}", measured.body);
    let model = &measured.body["models"][0];
    assert_eq!(
        (&model["outcomes"], &model["right"]),
        (&json!(10), &json!(0))
    );
    assert_eq!(model["trusted_alone"], false);
    assert!(model["stated_off_by"].as_f64().unwrap() > 0.9, "{model}");
    let counts = model["curve"][6]["counts_as"].as_f64().unwrap();
    assert!(
        counts < 0.9,
        "a stated 1 counts for less than before: {model}"
    );

    let report = desk.get("/api/v1/triage/backtest").await;
    let then = &report["models"][0];
    assert_eq!(
        (&then["report"]["cases"], &then["report"]["accuracy"]),
        (&json!(10), &json!(0.0))
    );
    assert_eq!(then["cost_microusd"], 10 * 210);
    assert_eq!(report["learned"], Value::Null);
}

#[tokio::test]
async fn a_model_asked_anew_about_past_tickets_is_paid_from_the_budget_and_changes_nothing() {
    let server = ModelServer::start(says(&judgement("refund-request", &[DRAFT]))).await;
    let desk = crate::flow_models::desk(&server, json!({})).await;
    for n in 0..3 {
        let ticket = receive(&desk, n).await;
        close(&desk, &ticket).await;
    }
    let before = desk.tickets().await;
    let bills = costs(&desk, &before[0]).await;
    let spent = desk.get("/api/v1/organisation/ai").await["today"]["spent_microusd"].clone();
    assert_eq!(spent, 3 * 210);
    server.always(says(&judgement("bug-report", &[DRAFT])));
    server.next([Act::Status(401, "")]);
    let world = desk.stack.world(Function::Api).unwrap();
    let organisation = world.default_organisation().await.unwrap();
    let wanted = Wanted {
        most: 100,
        taxonomy: organisation.settings.triage.taxonomy(),
        ask: 3,
    };
    let found = backtest::run(&world, &organisation, &wanted).await.unwrap();
    let asked = found.asked.unwrap();
    let right = asked.right.unwrap();
    assert_eq!((right.report.cases, right.cost_microusd), (2, 2 * 210));
    assert!(right.report.accuracy < 0.1, "it says something else today");
    let failures: Vec<_> = asked.failures.iter().map(|(r, n)| (r.word(), *n)).collect();
    assert_eq!(failures, [("key_refused", 1)]);
    assert!((found.models[0].report.accuracy - 1.0).abs() < 1e-9);
    assert_eq!(desk.tickets().await, before);
    assert_eq!(costs(&desk, &before[0]).await, bills);
    let spent = desk.get("/api/v1/organisation/ai").await["today"]["spent_microusd"].clone();
    assert_eq!(spent, 5 * 210);
}
