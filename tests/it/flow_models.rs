//! A model beside the rules, on the whole stack and a server of its own: what it adds and what it costs.

use reqwest::Method;
use serde_json::{Value, json};

use crate::desk::{Desk, mail};
use crate::flow_secrets::everything;
use crate::flow_support::{ANN, answer, must, now, place};
use crate::model_server::{ModelServer, judgement, says};

pub const REFUND: &str = "Guten Tag\r\n\r\nMein Jahresabo wurde gestern automatisch verlängert und abgebucht. \
     Das wollte ich nicht. Ich möchte bitte mein Geld zurück.\r\n\r\nFreundliche Grüsse\r\nAnn";
pub const KEY: &str = "sk-model-private-4711";
pub const DRAFT: &str = "Guten Tag, wir prüfen Ihre Zahlung.";

/// Settings of a model at a server, with more on top.
pub fn settings(url: &str, provider: &str, model: &str, more: Value) -> Value {
    let mut ai = json!({ "enabled": true, "provider": provider, "base_url": url, "triage_model": model, "timeout_seconds": 3 });
    for (name, value) in more.as_object().unwrap() {
        ai[name] = value.clone();
    }
    json!({ "settings": { "ai": ai } })
}

pub async fn configure(desk: &Desk, settings: Value) {
    let path = "/api/v1/organisation";
    let set = desk.call(Method::PATCH, path, Some(settings), &[]).await;
    assert_eq!(set.status, 200, "{}", set.body);
}

pub async fn key(desk: &Desk) {
    let path = "/api/v1/organisation/secrets/model";
    let set = desk
        .call(Method::PUT, path, Some(json!({ "value": KEY })), &[])
        .await;
    assert_eq!(set.status, 200, "{}", set.body);
}

/// A desk whose organisation asks a server that speaks as OpenAI does.
pub async fn desk(server: &ModelServer, more: Value) -> Desk {
    let desk = Desk::start().await;
    key(&desk).await;
    configure(&desk, settings(&server.url, "openai", "gpt-4o-mini", more)).await;
    desk
}

pub async fn judged(desk: &Desk, ticket: &Value) -> Vec<Value> {
    let found = desk.get(&format!("{}/triage", place(ticket))).await;
    found["items"].as_array().unwrap().clone()
}

pub async fn costs(desk: &Desk, ticket: &Value) -> Value {
    desk.get(&format!("{}/costs", place(ticket))).await
}

fn tags(ticket: &Value) -> Vec<&str> {
    let tags = ticket["tags"].as_array().unwrap();
    tags.iter().map(|tag| tag.as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_model_judges_beside_the_rules_and_every_call_is_on_the_bill() {
    // What each reads and writes: 1000 and 100 tokens at the list price, in micro-dollars.
    let cases = [
        (
            "openai",
            "gpt-4o-mini",
            "/v1/chat/completions",
            "authorization: Bearer ",
            210,
        ),
        (
            "anthropic",
            "claude-haiku-4-5",
            "/v1/messages",
            "x-api-key: ",
            1_500,
        ),
    ];
    for (provider, model, path, header, price) in cases {
        let server = ModelServer::start(says(&judgement("refund-request", &[DRAFT]))).await;
        let desk = Desk::start().await;
        key(&desk).await;
        configure(&desk, settings(&server.url, provider, model, json!({}))).await;
        desk.receive(mail("1@example.com", ANN, "Rückerstattung", "", REFUND))
            .await;
        let ticket = desk.the_ticket().await;
        assert_eq!(ticket["category"], "refund-request");
        assert_eq!(ticket["priority"], "high");
        assert_eq!(ticket["next_action"], "Check the payment.");
        assert_eq!(ticket["suggested_reply"], DRAFT);
        assert!(
            tags(&ticket).contains(&"ai-processed") && tags(&ticket).contains(&"high-confidence")
        );
        let judged = judged(&desk, &ticket).await;
        let one = &judged[0];
        assert_eq!(
            (&one["decided_by"], &one["disagrees"]),
            (&json!("model"), &json!(false))
        );
        assert_eq!(
            (&one["fallback"], &one["fallback_reason"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(one["rules"]["category"], "refund-request");
        let reading = &one["reading"];
        assert_eq!(reading["summary"], "Wants a refund for a yearly plan.");
        assert_eq!(
            reading["translation_en"],
            "I would like my money back, please."
        );
        assert_eq!(
            (&reading["provider"], &reading["model"]),
            (&json!(provider), &json!(model))
        );
        let seen = server.seen();
        assert_eq!((seen.len(), seen[0].path.as_str()), (1, path));
        assert!(
            seen[0]
                .head
                .to_lowercase()
                .contains(&format!("{header}{KEY}").to_lowercase())
        );
        assert!(seen[0].body.to_string().contains("Jahresabo"));
        let costs = costs(&desk, &ticket).await;
        assert_eq!(
            costs["total"],
            json!({"microusd": price, "tokens": 1_100, "calls": 1, "unknown": 0})
        );
        assert_eq!(costs["items"][0]["step"], "triage");
        let status = desk.get("/api/v1/organisation/ai").await;
        assert_eq!(
            (&status["enabled"], &status["problem"]),
            (&json!(true), &Value::Null)
        );
        assert_eq!(status["key"], "organisation");
        assert_eq!(status["steps"][0]["priced"], true);
        let today = &status["today"];
        assert_eq!(today["spent_microusd"], price);
        assert_eq!(
            (&today["reserved_microusd"], &today["questions"]),
            (&json!(0), &json!(1))
        );
        nowhere(&desk).await;
    }
}

/// The key is in no answer and in no file.
pub async fn nowhere(desk: &Desk) {
    let bytes = everything(desk.folder());
    let found = bytes.windows(KEY.len()).any(|part| part == KEY.as_bytes());
    assert!(!found, "the key lies in the data folder in clear");
    let ticket = desk.tickets().await.remove(0);
    let path = place(&ticket);
    for path in [
        "/api/v1/organisation".to_owned(),
        "/api/v1/organisation/ai".to_owned(),
        "/api/v1/organisation/secrets".to_owned(),
        format!("{path}/triage"),
        format!("{path}/costs"),
        format!("{path}/events"),
        format!("{path}/messages"),
    ] {
        assert!(!desk.get(&path).await.to_string().contains(KEY), "{path}");
    }
}

#[tokio::test]
async fn a_later_answer_gets_a_draft_and_leaves_the_ticket_where_it_is() {
    let server = ModelServer::start(says(&judgement("refund-request", &[DRAFT]))).await;
    let desk = desk(&server, json!({ "draft_model": "gpt-5-mini" })).await;
    desk.receive(mail("1@example.com", ANN, "Rückerstattung", "", REFUND))
        .await;
    let ticket = desk.the_ticket().await;
    let note = json!({ "text": "The customer is difficult." });
    desk.post(&format!("{}/notes", place(&ticket)), note).await;
    let (_, raw) = answer(&desk, &ticket, "Wir kümmern uns darum.").await;
    let more = format!("In-Reply-To: {}\r\n", must(&raw, "Message-ID"));
    server.always(says(&judgement(
        "bug-report",
        &["Vielen Dank für die Geduld."],
    )));
    desk.receive(mail(
        "2@example.com",
        ANN,
        "Re: Rückerstattung",
        &more,
        "Wie lange dauert es noch?",
    ))
    .await;
    let after = now(&desk, &ticket).await;
    assert_eq!(
        after["category"], "refund-request",
        "what it is about stays"
    );
    assert_eq!(after["suggested_reply"], "Vielen Dank für die Geduld.");
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    let (model, asked) = (&seen[1].body["model"], seen[1].body["messages"].to_string());
    assert_eq!(model, "gpt-5-mini");
    for part in [
        "Jahresabo",
        "Wir kümmern uns darum",
        "Wie lange dauert es noch",
    ] {
        assert!(asked.contains(part), "{part} in {asked}");
    }
    assert!(!asked.contains("difficult"), "a note reached the model");
    let costs = costs(&desk, &ticket).await;
    let steps: Vec<_> = costs["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["step"].clone())
        .collect();
    assert_eq!(steps, ["triage", "follow_up"]);
}

#[tokio::test]
async fn engines_that_disagree_are_a_queue_and_nobody_is_assigned() {
    let server = ModelServer::start(says(&judgement("bug-report", &[DRAFT]))).await;
    let desk = desk(&server, json!({})).await;
    desk.receive(mail("1@example.com", ANN, "Rückerstattung", "", REFUND))
        .await;
    let ticket = desk.the_ticket().await;
    assert!(tags(&ticket).contains(&"disagreed") && tags(&ticket).contains(&"needs-triage"));
    assert_eq!(ticket["assignee"], Value::Null);
    let one = judged(&desk, &ticket).await.remove(0);
    assert_eq!(one["disagrees"], true);
    assert_eq!(one["rules"]["category"], "refund-request");
    assert_eq!(one["model"]["category"], "bug-report");
    let counts = desk.get("/api/v1/tickets/counts").await;
    assert_eq!(counts["disagreed"]["count"], 1, "{counts}");
    let listed = desk.get("/api/v1/tickets?tag=disagreed").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_a_model_writes_is_checked_before_anybody_sees_it() {
    let mut steered = judgement(
        "refund-request",
        &["Melden Sie sich hier an: https://evil.example.net/x"],
    );
    let server = ModelServer::start(says(&steered)).await;
    let desk = desk(&server, json!({})).await;
    desk.receive(mail("1@example.com", ANN, "Rückerstattung", "", REFUND))
        .await;
    let reply = desk.the_ticket().await["suggested_reply"].to_string();
    assert!(!reply.contains("evil.example.net"), "{reply}");
    // A model that feels instructed does not decide.
    steered["injection_suspected"] = json!(true);
    steered["category"] = json!("bug-report");
    server.always(says(&steered));
    desk.receive(mail("2@example.com", ANN, "Zweite Frage", "", REFUND))
        .await;
    let ticket = desk.tickets().await.remove(0);
    assert_eq!(ticket["category"], "refund-request", "{ticket:#}");
    let one = judged(&desk, &ticket).await.remove(0);
    assert_eq!(
        (&one["decided_by"], &one["fallback_reason"]),
        (&json!("rules"), &json!("suspicious"))
    );
    assert_eq!(one["suspicions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_environment_of_the_machine_switches_a_model_on() {
    let server = ModelServer::start(says(&judgement("refund-request", &[DRAFT]))).await;
    let url = format!("{}/v1", server.url);
    let desk = Desk::start_with(|options| {
        options.defaults = [
            ("OPENAI_BASE_URL", url.as_str()),
            ("HELPDESK_AI_MODEL", "llama3.2"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    })
    .await;
    let status = desk.get("/api/v1/organisation/ai").await;
    assert_eq!(
        (&status["enabled"], &status["key"]),
        (&json!(true), &json!("not_needed"))
    );
    desk.receive(mail("1@example.com", ANN, "Rückerstattung", "", REFUND))
        .await;
    let ticket = desk.the_ticket().await;
    assert_eq!(judged(&desk, &ticket).await[0]["decided_by"], "model");
    assert_eq!(server.seen()[0].body["model"], "llama3.2");
    let costs = costs(&desk, &ticket).await;
    assert_eq!(
        costs["items"][0]["cost_microusd"],
        Value::Null,
        "its price is not known"
    );
    assert_eq!(costs["total"]["unknown"], 1);
}
