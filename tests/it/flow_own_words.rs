//! A model is given what the organisation answers to such questions, and its draft may rest on that and on nothing else.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::desk::{Desk, mail};
use crate::flow_drafts::drafts;
use crate::flow_models::{REFUND, configure, desk, key, settings};
use crate::flow_past::{COMMON, asked, settled, switch_on};
use crate::flow_support::{ANN, with_clock};
use crate::model_server::{ModelServer, judgement, says};

const TOLD: &str = "Guten Tag {{contact.name}},\n\nwir prüfen die Zahlung innerhalb von zwei Tagen. Mehr unter https://pay.test/help.";

async fn canned(desk: &Desk, language: &str, body: &str) -> Value {
    let body = json!({ "name": "Zahlung", "shortcut": "refund", "language": language, "category": "refund-request", "body": body });
    desk.post("/api/v1/canned-responses", body).await
}

/// What the model was asked, as one text.
fn question(server: &ModelServer) -> String {
    let seen = server.seen();
    seen.iter().map(|seen| seen.body.to_string()).collect()
}

#[tokio::test]
async fn a_sentence_that_a_canned_response_says_is_supported_by_it_and_no_other_is() {
    let sentences = [
        "Guten Tag Ann",
        "Wir prüfen die Zahlung innerhalb von zwei Tagen.",
        "Mehr unter https://pay.test/help.",
        "Wir schenken Ihnen einen Monat.",
    ];
    let server = ModelServer::start(says(&judgement("refund-request", &sentences))).await;
    let desk = desk(&server, json!({})).await;
    let told = canned(&desk, "de", TOLD).await;
    canned(&desk, "nl", "Wij kijken de betaling na.").await;
    desk.receive(mail("1@example.com", ANN, "Rückerstattung", "", REFUND))
        .await;
    let ticket = desk.the_ticket().await;
    let draft = drafts(&desk, &ticket).await.remove(0);
    assert_eq!(draft["engine"], "model", "{draft:#}");
    let of = |start: &str| {
        let all = draft["sentences"].as_array().unwrap();
        let text = |s: &&Value| s["text"].as_str().unwrap().starts_with(start);
        all.iter().find(text).unwrap().clone()
    };
    let said = of("Wir prüfen");
    assert_eq!(said["support"], "supported", "{said:#}");
    assert_eq!(said["sources"][0]["kind"], "canned");
    assert_eq!(said["sources"][0]["canned_response"], told["id"]);
    assert_eq!(of("Wir schenken")["support"], "unsupported");
    assert!(
        of("Mehr unter")["text"]
            .as_str()
            .unwrap()
            .contains("https://pay.test/help")
    );
    assert_eq!(draft["removed"], json!([]));
    let question = question(&server);
    assert!(question.contains("answer A1"), "{question}");
    assert!(question.contains("Guten Tag Ann Lee"), "{question}");
    assert!(!question.contains("betaling"), "no language of this ticket");
}

#[tokio::test]
async fn of_past_answers_a_model_sees_only_what_several_circles_were_told_and_only_when_switched_on()
 {
    for on in [false, true] {
        let (desk, clock) = with_clock().await;
        if on {
            switch_on(&desk).await;
        }
        for n in 0..3 {
            let own = format!("Hello Person {n},\n\n{COMMON} Your invoice RE-471{n} is paid.");
            settled(&desk, n, &format!("person@company{n}.test"), &own).await;
        }
        clock.advance(SignedDuration::from_mins(20));
        let mut answer = judgement("product-question", &[COMMON]);
        answer["draft_language"] = json!("en");
        answer["language"] = json!("en");
        let server = ModelServer::start(says(&answer)).await;
        key(&desk).await;
        configure(
            &desk,
            settings(&server.url, "openai", "gpt-4o-mini", json!({})),
        )
        .await;
        let ticket = asked(&desk).await;
        let question = question(&server);
        assert_eq!(question.contains(COMMON), on, "{question}");
        assert!(!question.contains("RE-471"), "{question}");
        let draft = drafts(&desk, &ticket).await.remove(0);
        let sentences = draft["sentences"].as_array().unwrap();
        let said = sentences.iter().find(|s| s["text"] == COMMON).unwrap();
        let (support, kind) = if on {
            ("supported", json!("past"))
        } else {
            ("unsupported", Value::Null)
        };
        assert_eq!(
            (&said["support"], &said["sources"][0]["kind"]),
            (&json!(support), &kind),
            "{said:#}"
        );
    }
}
