//! Embeddings that fail, on the whole stack: searches and drafts go on by words, say why, and come back by themselves.

use std::time::{Duration, Instant};

use lambdesk_cloud::config::Role as Function;
use serde_json::{Value, json};

use crate::api_support::home;
use crate::crash_support::{at_every_call, ground, settle};
use crate::desk::{Desk, mail};
use crate::flow_drafts::drafts;
use crate::flow_models::configure;
use crate::flow_support::{ANN, with_clock};
use crate::flow_vectors::{FINNISH, desk, ranked, search, settings, stocked, titles};
use crate::meaning;
use crate::model_server::{Act, ModelServer};

const COMPATIBLE: &str = "compatible";

async fn status(desk: &Desk) -> Value {
    desk.get("/api/v1/organisation/ai").await["embeddings"].clone()
}

#[tokio::test]
async fn a_killed_server_leaves_searches_and_drafts_by_words() {
    let (desk, mut server) = desk().await;
    let before = search(&desk, FINNISH).await;
    assert_eq!(ranked(&before).0, "words-and-meaning");
    server.kill().await;
    let found = search(&desk, "green grass").await;
    assert_eq!(titles(&found), ["Zebras"]);
    let (by, note) = ranked(&found);
    assert_eq!(by, "words");
    assert!(note.contains("could not be reached"), "{note}");
    let text = "Which roof does the giraffe house have? Is it a high roof?";
    desk.receive(mail("1@example.com", ANN, "Giraffe house", "", text))
        .await;
    let ticket = desk.the_ticket().await;
    let draft = drafts(&desk, &ticket).await.remove(0);
    assert_eq!(
        (&draft["engine"], &draft["ranking"]),
        (&json!("knowledge"), &json!("words"))
    );
    let note = draft["ranking_note"].as_str().unwrap();
    assert!(note.ends_with("ranked by words."), "{note}");
    // What was asked before is still known.
    assert_eq!(ranked(&search(&desk, FINNISH).await).0, "words-and-meaning");
}

#[tokio::test]
async fn every_failure_of_a_question_is_told_and_none_fails_the_search() {
    let (desk, server) = desk().await;
    let cases = [
        (Act::Status(401, ""), "refused the key"),
        (Act::Status(404, ""), "does not know the model"),
        (Act::Status(400, ""), "did not accept the request"),
        (Act::Status(429, "retry-after: 60\r\n"), "overloaded"),
        (
            Act::Words("{\"data\": []}".to_owned()),
            "is no set of vectors",
        ),
        (Act::Wait, "did not answer in time"),
    ];
    for (n, (act, expected)) in cases.into_iter().enumerate() {
        server.always(act);
        let begun = Instant::now();
        let found = search(&desk, &format!("green grass {n}")).await;
        assert!(begun.elapsed() < Duration::from_secs(20), "{expected}");
        assert_eq!(titles(&found), ["Zebras"], "{expected}");
        let (by, note) = ranked(&found);
        assert_eq!(by, "words");
        assert!(note.contains(expected), "{note}");
    }
    server.always(Act::By(meaning::answer));
    let found = search(&desk, "green grass again").await;
    assert_eq!(ranked(&found), ("words-and-meaning", ""));
}

#[tokio::test]
async fn a_spent_budget_leaves_the_words_and_says_so_until_an_admin_raises_it() {
    let server = ModelServer::start(Act::By(meaning::answer)).await;
    let desk = Desk::start().await;
    stocked(&desk).await;
    let at = |tokens: Option<u64>| {
        let mut patch = settings(&server.url, json!({"provider": COMPATIBLE}));
        patch["settings"]["ai"]["daily_budget_tokens"] = json!(tokens);
        patch
    };
    configure(&desk, at(Some(10))).await;
    desk.idle().await;
    let found = search(&desk, "green grass").await;
    assert_eq!(titles(&found), ["Zebras"]);
    let (by, note) = ranked(&found);
    assert_eq!(by, "words");
    assert!(note.starts_with("0 of 3 passages"), "{note}");
    assert!(
        note.contains("the model budget of the day is spent"),
        "{note}"
    );
    assert_eq!(
        status(&desk).await["problem"],
        "the model budget of the day is spent"
    );
    assert!(
        server.seen().is_empty(),
        "what is not covered does not leave"
    );
    configure(&desk, at(None)).await;
    desk.idle().await;
    assert_eq!(titles(&search(&desk, FINNISH).await), ["Giraffes"]);
    assert_eq!(status(&desk).await["problem"], Value::Null);
}

#[tokio::test]
async fn what_failed_is_tried_again_when_somebody_asks() {
    let server = ModelServer::start(Act::Status(401, "")).await;
    let (desk, clock) = with_clock().await;
    stocked(&desk).await;
    configure(
        &desk,
        settings(&server.url, json!({"provider": COMPATIBLE})),
    )
    .await;
    desk.idle().await;
    assert_eq!(server.seen().len(), 1, "a refusal is not repeated");
    server.always(Act::By(meaning::answer));
    let found = search(&desk, FINNISH).await;
    desk.idle().await;
    assert!(ranked(&found).1.contains("refused the key"), "{found:#}");
    assert_eq!(server.seen().len(), 1, "not at once");
    clock.advance(jiff::SignedDuration::from_mins(11));
    search(&desk, FINNISH).await;
    desk.idle().await;
    assert_eq!(titles(&search(&desk, FINNISH).await), ["Giraffes"]);
}

#[tokio::test]
async fn damaged_vectors_are_told_and_made_anew() {
    let (desk, server) = desk().await;
    let key = format!("knowledge/{}/vectors", home(&desk).await);
    let blobs = &desk.stack.world(Function::Api).unwrap().blobs;
    let mut bytes = blobs.get(&key, 1 << 20).await.unwrap().to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    blobs
        .put(&key, bytes, "application/octet-stream")
        .await
        .unwrap();
    // A new process remembers nothing.
    let desk = desk.restart().await;
    let found = search(&desk, "green grass").await;
    assert_eq!(titles(&found), ["Zebras"]);
    assert!(ranked(&found).1.contains("are made anew"), "{found:#}");
    desk.idle().await;
    assert_eq!(titles(&search(&desk, FINNISH).await), ["Giraffes"]);
    drop(server);
}

#[tokio::test]
async fn a_text_that_is_too_long_for_the_model_costs_the_others_nothing() {
    let server = ModelServer::start(Act::By(only_short)).await;
    let desk = Desk::start().await;
    stocked(&desk).await;
    let code = format!("```\n{}\n```", "a line of code ".repeat(300));
    let body = json!({"title": "Elephants", "body": code, "language": "en"});
    desk.post("/api/v1/articles", body).await;
    configure(
        &desk,
        settings(&server.url, json!({"provider": COMPATIBLE})),
    )
    .await;
    desk.idle().await;
    let status = status(&desk).await;
    assert_eq!(
        (&status["vectors"], &status["problem"]),
        (&json!(4), &Value::Null)
    );
    assert_eq!(titles(&search(&desk, FINNISH).await), ["Giraffes"]);
}

#[tokio::test]
async fn who_dies_at_any_step_of_making_is_followed_and_little_is_paid_twice() {
    let server = ModelServer::start(Act::By(meaning::answer)).await;
    let ground = ground().await;
    let desk = &ground.desk;
    let on = settings(&server.url, json!({"provider": COMPATIBLE}));
    configure(desk, on).await;
    let steps = at_every_call(&ground, "triage", async |ground, round| {
        let desk = &ground.desk;
        let body = format!("The {} has a high roof.", round.name);
        let article = json!({"title": round.name, "body": body, "language": "en"});
        desk.post("/api/v1/articles", article).await;
        desk.idle().await;
        settle(ground).await;
        // Whoever asks finds what is missing and has it made.
        search(desk, FINNISH).await;
        desk.idle().await;
        let found = search(desk, FINNISH).await;
        assert_eq!(ranked(&found), ("words-and-meaning", ""), "{}", round.name);
        let status = status(desk).await;
        assert_eq!(status["vectors"], status["passages"], "{}", round.name);
        let seen = server.seen();
        let texts = seen
            .iter()
            .flat_map(|seen| seen.body["input"].as_array().unwrap());
        let paid = texts.filter(|text| text.as_str().unwrap().contains(&body));
        assert!((1..=2).contains(&paid.count()), "{}", round.name);
    })
    .await;
    assert!(steps > 8, "{steps}");
}

/// Refuses every request with a text of more than 1,000 bytes.
fn only_short(request: &Value) -> Value {
    let texts = request["input"].as_array().unwrap();
    let long = texts.iter().any(|t| t.as_str().unwrap().len() > 1_000);
    if long {
        return json!({"$status": 413});
    }
    meaning::answer(request)
}
