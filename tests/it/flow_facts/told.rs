//! What other systems know reaches the model as data, and a draft that repeats it is marked.

use serde_json::json;

use super::Scene;
use crate::flow_models::{configure, key, settings};
use crate::flow_support::{ANN, place};
use crate::model_server::{ModelServer, judgement, says};

#[tokio::test]
async fn a_model_is_told_what_other_systems_know_and_what_it_repeats_is_not_taken_for_a_source() {
    let repeated = "Your account has the plan team-2024.";
    let server = ModelServer::start(says(&judgement("bug-report", &[repeated]))).await;
    let scene = Scene::set().await;
    let desk = &scene.desk;
    key(desk).await;
    configure(
        desk,
        settings(&server.url, "openai", "gpt-4o-mini", json!({})),
    )
    .await;
    scene.receive(1, ANN).await;
    let ticket = desk.the_ticket().await;
    let seen = server.seen();
    let [question] = seen.as_slice() else {
        panic!("one question, not {}", seen.len())
    };
    let question = question.body.to_string();
    for told in ["fact F1", "Sentry", "PostHog", "team-2024"] {
        assert!(question.contains(told), "{told} is not in {question}");
    }
    for hidden in [&scene.sentry.url, &scene.posthog.url] {
        assert!(!question.contains(hidden.as_str()), "{hidden} is a link");
    }
    let drafts = desk.get(&format!("{}/drafts", place(&ticket))).await;
    let sentence = &drafts["items"][0]["sentences"][0];
    assert_eq!(
        (&sentence["text"], &sentence["support"]),
        (&json!(repeated), &json!("unsupported")),
        "{drafts:#}"
    );
}
