//! Canned responses over the API: written, found, filled in, counted.

use lambdesk_domain::people::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, key, mailed, person, place, refused, reply, together};
use crate::desk::{Answer, Desk};

const PATH: &str = "/api/v1/canned-responses";

fn canned(shortcut: &str, body: &str) -> Value {
    json!({ "name": format!("About {shortcut}"), "shortcut": shortcut, "body": body, "language": "en" })
}

async fn change(desk: &Desk, method: Method, id: &str, body: Option<Value>, tag: &str) -> Answer {
    let path = format!("{PATH}/{id}");
    desk.call(method, &path, body, &[("if-match", tag)]).await
}

async fn found(desk: &Desk, query: &str) -> Vec<String> {
    let answer = desk.get(&format!("{PATH}?{query}")).await;
    let items = answer["items"].as_array().unwrap();
    let shortcut = |one: &Value| one["shortcut"].as_str().unwrap().to_owned();
    items.iter().map(shortcut).collect()
}

#[tokio::test]
async fn a_canned_response_is_written_changed_and_removed_from_the_version_that_was_read() {
    let desk = Desk::start().await;
    let new = canned("refund", "We refund it.");
    let created = desk.call(Method::POST, PATH, Some(new), &[]).await;
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(created.headers["etag"], "\"v1\"");
    let id = created.body["id"].as_str().unwrap();
    assert_eq!(desk.get(&format!("{PATH}/{id}")).await, created.body);
    let mut other = canned("refund", "We do not.");
    other["enabled"] = json!(false);
    let replaced = change(&desk, Method::PUT, id, Some(other.clone()), "\"v1\"").await;
    assert_eq!(replaced.status, 200, "{}", replaced.body);
    let told = ["version", "body", "enabled"].map(|field| replaced.body[field].clone());
    assert_eq!(told, [json!(2), json!("We do not."), json!(false)]);
    let late = change(&desk, Method::PUT, id, Some(other.clone()), "\"v1\"").await;
    refused(&late, 412, "version_mismatch");
    let blind = change(&desk, Method::PUT, id, Some(other), "").await;
    refused(&blind, 428, "if_match_missing");
    let late = change(&desk, Method::DELETE, id, None, "\"v1\"").await;
    refused(&late, 412, "version_mismatch");
    let removed = change(&desk, Method::DELETE, id, None, "\"v2\"").await;
    assert_eq!(removed.status, 204, "{}", removed.body);
    let gone = change(&desk, Method::DELETE, id, None, "*").await;
    refused(&gone, 404, "not_found");
    assert!(found(&desk, "").await.is_empty());
}

#[tokio::test]
async fn of_two_who_take_one_shortcut_at_once_one_is_told() {
    let desk = Desk::start().await;
    let writes = [1, 2].map(|n| {
        let body = canned("hello", &format!("Hello {n}."));
        desk.call(Method::POST, PATH, Some(body), &[])
    });
    let answers = together(writes.into_iter()).await;
    let mut statuses: Vec<u16> = answers.iter().map(|a| a.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let refusal = answers.iter().find(|a| a.status == 409).unwrap();
    refused(refusal, 409, "exists");
    let mut german = canned("hello", "Guten Tag.");
    german["language"] = json!("de");
    desk.post(PATH, german).await;
    assert_eq!(found(&desk, "q=hello").await, ["hello", "hello"]);
}

#[tokio::test]
async fn a_list_finds_words_and_puts_what_was_typed_first() {
    let desk = Desk::start().await;
    for (shortcut, body) in [
        ("apple", "Pay by card."),
        ("card", "By post."),
        ("banana", "Nothing."),
    ] {
        desk.post(PATH, canned(shortcut, body)).await;
    }
    assert_eq!(found(&desk, "").await, ["apple", "banana", "card"]);
    assert_eq!(found(&desk, "q=card").await, ["card", "apple"]);
    assert_eq!(found(&desk, "q=about+NOTHING").await, ["banana"]);
    assert!(found(&desk, "language=de").await.is_empty());
    assert!(found(&desk, "enabled=false").await.is_empty());
    let page = desk.get(&format!("{PATH}?limit=2")).await;
    let next = page["next"].as_str().unwrap();
    assert_eq!(
        found(&desk, &format!("limit=2&cursor={next}")).await,
        ["card"]
    );
    let path = format!("{PATH}?q=apple&cursor={next}");
    let odd = desk.call(Method::GET, &path, None, &[]).await;
    refused(&odd, 422, "invalid");
}

#[tokio::test]
async fn what_cannot_be_filled_or_sorted_in_is_refused_with_what_can() {
    let desk = Desk::start().await;
    let mut wrong = canned("x", "Yes.");
    wrong["category"] = json!("nonsense");
    for (body, word) in [
        (canned("x", "{{contact.iban}}"), "contact.first_name"),
        (canned("x", "{{contact.name"), "}}"),
        (canned("a b", "Yes."), "lower-case"),
        (canned("x", ""), "empty"),
        (wrong, "refund-request"),
    ] {
        let answer = desk.call(Method::POST, PATH, Some(body), &[]).await;
        refused(&answer, 422, "invalid");
        let detail = answer.body["detail"].as_str().unwrap();
        assert!(detail.contains(word), "{detail}");
    }
}

#[tokio::test]
async fn a_canned_response_is_filled_in_for_a_ticket_and_its_use_counted() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let body = "Hello {{contact.first_name|there}}, this is #{{ticket.number}}.\n{{agent.name}}";
    let created = desk.post(PATH, canned("hello", body)).await;
    let id = created["id"].as_str().unwrap();
    let path = format!("{}/canned-responses/{id}/render", place(&ticket));
    let by_key = desk.post(&path, json!({})).await;
    let number = &ticket["number"];
    let expected = format!("Hello Ann, this is #{number}.\n");
    assert_eq!(
        by_key,
        json!({ "text": expected, "missing": ["agent.name"] })
    );
    let agent = person(&desk, &home(&desk).await, Role::Agent).await;
    let by_agent = agent.call(&desk, Method::POST, &path, None).await;
    let expected = format!("Hello Ann, this is #{number}.\n{}", agent.agent.name);
    assert_eq!(by_agent.body, json!({ "text": expected, "missing": [] }));
    assert_eq!(desk.get(&format!("{PATH}/{id}")).await["uses"], 0);
    let nobody = "can_00000000000000000000000000";
    let sent = json!({ "text": expected, "canned_responses": [id, id, nobody] });
    let sent = reply(&desk, &ticket, sent).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let used = desk.get(&format!("{PATH}/{id}")).await;
    assert_eq!(used["uses"], 1);
    assert!(used["used_at"].is_string(), "{used}");
    assert_eq!(used["version"], 1, "use is no change");
    let many = json!({ "text": "x", "canned_responses": vec![id; 11] });
    refused(&reply(&desk, &ticket, many).await, 422, "invalid");
}

#[tokio::test]
async fn agents_use_canned_responses_and_supervisors_write_them() {
    let desk = Desk::start().await;
    let home = home(&desk).await;
    for (role, status) in [
        (Role::Agent, 403),
        (Role::Light, 403),
        (Role::Supervisor, 201),
    ] {
        let person = person(&desk, &home, role).await;
        let new = Some(canned(role.word(), "Text."));
        let written = person.call(&desk, Method::POST, PATH, new).await;
        assert_eq!(written.status, status, "{role}: {}", written.body);
        let read = person.call(&desk, Method::GET, PATH, None).await;
        assert_eq!(read.status, 200, "{role}: {}", read.body);
    }
}

#[tokio::test]
async fn a_key_for_tickets_alone_does_not_read_canned_responses_through_them() {
    use lambdesk_domain::access::Scope;
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let created = desk.post(PATH, canned("hello", "Hello.")).await;
    let id = created["id"].as_str().unwrap();
    let path = format!("{}/canned-responses/{id}/render", place(&ticket));
    let home = home(&desk).await;
    let tickets = key(&desk, &home, &[Scope::TicketsRead]).await;
    let auth = [("authorization", tickets.as_str())];
    let answer = desk.call(Method::POST, &path, None, &auth).await;
    refused(&answer, 403, "forbidden");
    assert_eq!(answer.body["scope"], "knowledge:read");
}
