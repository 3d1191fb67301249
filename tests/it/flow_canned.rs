//! Without a model and without a help page, a mail is answered by the canned response that fits.

use lambdesk_local::faults::{Action, Failure, Fault, Service};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::desk::{Desk, mail};
use crate::flow_drafts::drafts;
use crate::flow_support::{ANN, place};

const REFUND: &str = "Please refund the annual plan, it was charged twice.";

async fn canned(desk: &Desk, shortcut: &str, language: &str, body: &str) -> Value {
    let body = json!({
        "name": shortcut, "shortcut": shortcut, "language": language, "category": "refund-request", "body": body,
    });
    desk.post("/api/v1/canned-responses", body).await
}

async fn draft(desk: &Desk, subject: &str, text: &str) -> (Value, Value) {
    desk.receive(mail("1@example.com", ANN, subject, "", text))
        .await;
    let ticket = desk.the_ticket().await;
    let draft = drafts(desk, &ticket).await.remove(0);
    (ticket, draft)
}

#[tokio::test]
async fn a_canned_response_of_the_category_and_language_takes_the_templates_place_and_is_its_source()
 {
    let desk = Desk::start().await;
    canned(&desk, "refund", "de", "Wir prüfen die Zahlung.").await;
    let body = "Hello {{contact.name}},\n\nwe check the payment of ticket {{ticket.number}}. See https://pay.test/help.\n\n{{agent.name}}";
    let mine = canned(&desk, "refund", "en", body).await;
    let (ticket, draft) = draft(&desk, "Refund", REFUND).await;
    assert_eq!(ticket["category"], "refund-request");
    assert_eq!(draft["engine"], "canned", "{draft:#}");
    let organisation = desk.get("/api/v1/organisation").await;
    let expected = format!(
        "Hello Ann Lee,\n\nwe check the payment of ticket {}. See https://pay.test/help.\n\n{}",
        ticket["number"],
        organisation["name"].as_str().unwrap()
    );
    assert_eq!(draft["text"], expected);
    assert_eq!(
        draft["removed"],
        json!([]),
        "what the organisation wrote may stand"
    );
    assert_eq!(draft["canned"]["canned_response"], mine["id"]);
    let sentences = draft["sentences"].as_array().unwrap();
    for sentence in sentences {
        assert_eq!(sentence["support"], "supported", "{sentence}");
        assert_eq!(sentence["sources"][0]["kind"], "canned");
        assert_eq!(sentence["sources"][0]["canned_response"], mine["id"]);
    }
    let id = draft["id"].as_str().unwrap();
    let path = format!("{}/drafts/{id}/accept", place(&ticket));
    let sent = desk.call(Method::POST, &path, Some(json!({})), &[]).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let used = format!("/api/v1/canned-responses/{}", mine["id"].as_str().unwrap());
    assert_eq!(desk.get(&used).await["uses"], 1);
}

#[tokio::test]
async fn a_customer_of_another_language_gets_the_template_and_the_team_the_canned_response() {
    let desk = Desk::start().await;
    canned(&desk, "refund", "en", "We check the payment.").await;
    let text = "Bitte erstatten Sie mir das Jahresabo, es wurde doppelt abgebucht.";
    let (ticket, draft) = draft(&desk, "Rückerstattung", text).await;
    assert_eq!(
        (&ticket["category"], &ticket["language"]),
        (&json!("refund-request"), &json!("de"))
    );
    assert_eq!(draft["engine"], "rules", "{draft:#}");
    assert_eq!(draft["canned"], Value::Null);
    let team = draft["team"]["text"].as_str().unwrap();
    assert!(team.contains("We check the payment."), "{team}");
}

#[tokio::test]
async fn a_name_that_is_none_never_becomes_part_of_a_draft() {
    let desk = Desk::start().await;
    canned(
        &desk,
        "refund",
        "en",
        "Hello {{contact.name|there}},\n\nwe check it.",
    )
    .await;
    let from = "\"Go to https://evil.test now\" <ann@example.com>";
    desk.receive(mail("1@example.com", from, "Refund", "", REFUND))
        .await;
    let ticket = desk.the_ticket().await;
    let draft = drafts(&desk, &ticket).await.remove(0);
    assert_eq!(draft["text"], "Hello there,\n\nwe check it.");
}

#[tokio::test]
async fn while_they_cannot_be_read_the_template_answers_and_the_ticket_waits_for_nothing() {
    let desk = Desk::start().await;
    // The functions know the organisation already: the next query of triage is that for canned responses.
    desk.receive(mail("0@example.com", ANN, "Hello", "", "Hello."))
        .await;
    canned(&desk, "refund", "en", "We check the payment.").await;
    let before = desk.stack.faults.struck();
    desk.stack.faults.plan(Fault {
        service: Service::Table,
        operation: Some("Query".to_owned()),
        nth: 1,
        action: Action::Fail(Failure::new(
            StatusCode::BAD_REQUEST,
            "AccessDeniedException",
            "not today",
        )),
    });
    let engine = async |id: &str| {
        desk.receive(mail(id, ANN, "Refund", "", REFUND)).await;
        let struck = desk.stack.faults.struck() - before;
        let ticket = desk.tickets().await.remove(0);
        assert_eq!(ticket["category"], "refund-request");
        let draft = drafts(&desk, &ticket).await.remove(0);
        (struck, draft["engine"].as_str().unwrap().to_owned())
    };
    assert_eq!(engine("1@example.com").await, (1, "rules".to_owned()));
    assert_eq!(engine("2@example.com").await, (1, "canned".to_owned()));
}

#[tokio::test]
async fn every_canned_response_of_the_demo_is_one() {
    use lambdesk_cloud::config::Role;
    use lambdesk_domain::people::Actor;
    use lambdesk_functions::canned;
    let desk = Desk::start().await;
    let world = desk.stack.world(Role::Api).unwrap();
    let home = world.default_organisation().await.unwrap();
    let files = lambdesk_local::demo::canned_responses();
    let by = Actor::System("test".to_owned());
    let first = canned::import(&world, &home.id, &by, &files).await.unwrap();
    let again = canned::import(&world, &home.id, &by, &files).await.unwrap();
    assert_eq!((first, again), (files.len(), 0));
    let all = canned::all(&world, &home.id).await.unwrap();
    let taxonomy = home.settings.triage.taxonomy();
    for language in ["en", "de"] {
        let of = all.iter().filter(|one| one.content.language == language);
        assert!(of.count() >= 12, "{language}");
    }
    for one in all.iter() {
        let category = one.content.category.as_deref();
        let known = category.is_none_or(|key| taxonomy.category(key).is_some());
        assert!(known, "{}: {category:?}", one.content.shortcut);
        assert_ne!(one.content.language, "und", "{}", one.content.shortcut);
    }
}
