//! Counts of the queues, and following changes.

use lambdesk_cloud::config::Role as Function;
use lambdesk_domain::access::Scope;
use lambdesk_domain::message::Pipeline;
use lambdesk_domain::people::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, key, neighbour, person, place, refused, reply, ticket};
use crate::desk::{Desk, mail};

/// A count that is exact.
fn exactly(count: u64) -> Value {
    json!({ "count": count, "capped": false })
}

async fn edit(desk: &Desk, ticket: &Value, body: Value) -> Value {
    let path = place(ticket);
    let answer = desk
        .call(Method::PATCH, &path, Some(body), &[("if-match", "*")])
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

#[tokio::test]
async fn counts_say_how_many_tickets_each_queue_shows() {
    let desk = Desk::start().await;
    let home = home(&desk).await;
    let me = person(&desk, &home, Role::Agent).await;
    let mut tickets = Vec::new();
    for n in 0..5 {
        tickets.push(ticket(&desk, &format!("Ticket {n}")).await);
    }
    desk.idle().await;
    let tags = |tags: Value| json!({ "tags": tags });
    for ticket in &tickets {
        edit(&desk, ticket, json!({ "tags": [], "assignee": null })).await;
    }
    edit(
        &desk,
        &tickets[0],
        tags(json!(["needs-triage", "disagreed"])),
    )
    .await;
    edit(&desk, &tickets[1], json!({ "assignee": me.agent.id })).await;
    edit(
        &desk,
        &tickets[2],
        json!({ "status": "waiting_on_customer" }),
    )
    .await;
    edit(&desk, &tickets[3], json!({ "status": "resolved" })).await;
    edit(&desk, &tickets[4], json!({ "assignee": null })).await;
    let held = "X-Local-Spam: FAIL\r\n";
    desk.receive(mail("spam@x.test", "a@example.com", "Buy", held, "Now!"))
        .await;
    let unassigned = {
        let list = desk
            .get("/api/v1/tickets?assignee=none&status=open,pending,in_progress")
            .await;
        list["items"].as_array().unwrap().len() as u64
    };
    let call = async |who: &crate::api_support::Person| {
        who.call(&desk, Method::GET, "/api/v1/tickets/counts", None)
            .await
            .body
    };
    let mut wanted = json!({
        "active": exactly(4), "open": exactly(3), "mine": exactly(1), "unassigned": exactly(unassigned),
        "needs_triage": exactly(1), "disagreed": exactly(1), "waiting": exactly(1),
        "quarantine": exactly(1), "undelivered": exactly(0),
    });
    assert_eq!(call(&me).await, wanted);
    wanted["mine"] = Value::Null;
    assert_eq!(desk.get("/api/v1/tickets/counts").await, wanted);
    let reader = person(&desk, &home, Role::Readonly).await;
    let seen = call(&reader).await;
    assert_eq!(
        (&seen["undelivered"], &seen["mine"], &seen["active"]),
        (&Value::Null, &exactly(0), &exactly(4)),
        "outgoing mail is not for everybody"
    );
    let foreign = neighbour(&desk).await;
    let theirs = key(&desk, &foreign, Scope::ALL).await;
    let counted = desk
        .call(
            Method::GET,
            "/api/v1/tickets/counts",
            None,
            &[("authorization", &theirs)],
        )
        .await;
    assert_eq!(counted.body["active"], exactly(0));
    assert_eq!(counted.body["quarantine"], exactly(0));
}

#[tokio::test]
async fn a_mail_that_bounced_is_counted_as_undelivered() {
    let desk = Desk::start().await;
    let mut body = crate::api_support::new_ticket("Gone");
    body["customer_email"] = json!("bounce@simulator.amazonses.com");
    let ticket = desk.post("/api/v1/tickets", body).await;
    let sent = reply(&desk, &ticket, json!({ "text": "Hello" })).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    desk.idle().await;
    let listed = desk
        .get("/api/v1/outgoing?state=bounced,failed,uncertain")
        .await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let counts = desk.get("/api/v1/tickets/counts").await;
    assert_eq!(counts["undelivered"], exactly(1));
}

#[tokio::test]
async fn a_client_follows_changes_from_where_it_was() {
    let desk = Desk::start().await;
    let mut tickets = Vec::new();
    for n in 0..3 {
        tickets.push(ticket(&desk, &format!("Ticket {n}")).await);
    }
    desk.idle().await;
    let newest = desk.get("/api/v1/tickets?limit=1").await["items"][0]["updated_at"].clone();
    let newest: jiff::Timestamp = newest.as_str().unwrap().parse().unwrap();
    let after = newest + jiff::SignedDuration::from_micros(1);
    let since =
        |at: jiff::Timestamp, more: &str| format!("/api/v1/tickets?updated_since={at}{more}");
    let ids = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items
            .iter()
            .map(|t| t["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        ids(&desk.get(&since(newest, "")).await).len(),
        1,
        "at that moment counts"
    );
    assert!(ids(&desk.get(&since(after, "")).await).is_empty());
    for ticket in &tickets[..2] {
        edit(
            &desk,
            ticket,
            json!({ "priority": "urgent", "category": "billing" }),
        )
        .await;
    }
    let changed = ids(&desk.get(&since(after, "")).await);
    let wanted = [&tickets[1], &tickets[0]].map(|t| t["id"].as_str().unwrap().to_owned());
    assert_eq!(changed, wanted, "newest change first");
    assert_eq!(
        ids(&desk.get(&since(after, "&priority=urgent")).await),
        wanted
    );
    let first = desk.get(&since(after, "&limit=1")).await;
    let cursor = first["next"].as_str().unwrap();
    let second = desk
        .get(&since(after, &format!("&limit=1&cursor={cursor}")))
        .await;
    assert_eq!([ids(&first), ids(&second)].concat(), wanted);
    let other = since(newest, &format!("&limit=1&cursor={cursor}"));
    let offset = after.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(2)));
    let offset = offset.strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string();
    assert_eq!(
        ids(&desk
            .get(&format!("/api/v1/tickets?updated_since={offset}"))
            .await),
        wanted
    );
    for path in [
        other,
        since(after, "&order=created"),
        "/api/v1/tickets?updated_since=yesterday".to_owned(),
        "/api/v1/tickets?updated_since=2026-11-21".to_owned(),
    ] {
        let answer = desk.call(Method::GET, &path, None, &[]).await;
        refused(&answer, 422, "invalid");
    }
}

#[tokio::test]
async fn a_released_ticket_goes_through_the_stages_like_any_other() {
    let desk = Desk::start().await;
    let held = "X-Local-Spam: FAIL\r\n";
    desk.receive(mail(
        "spam@x.test",
        "a@example.com",
        "Invoice",
        held,
        "I was billed twice.",
    ))
    .await;
    let page = desk.get("/api/v1/tickets?quarantined=true").await;
    let path = place(&page["items"][0]);
    let world = desk.stack.world(Function::Api).unwrap();
    let (home, id) = (
        home(&desk).await,
        page["items"][0]["id"].as_str().unwrap().parse().unwrap(),
    );
    let message = async || {
        let messages = world.store.all_messages(&home, &id).await.unwrap();
        assert_eq!(messages.len(), 1);
        messages[0].clone()
    };
    let before = message().await;
    assert_eq!(
        (before.pipeline, before.version, before.was_held()),
        (Pipeline::Done, 1, true)
    );
    desk.post(&format!("{path}/release"), json!({})).await;
    desk.idle().await;
    let after = message().await;
    assert_eq!(after.pipeline, Pipeline::Done);
    // Once to wait for the first stage, once by each of the two stages.
    assert!(after.version >= 4, "{}", after.version);
    let due = world
        .store
        .due(world.clock.now() + jiff::SignedDuration::from_hours(1), 10)
        .await;
    assert!(due.unwrap().is_empty(), "nobody waits for it any more");
    let again = desk
        .call(Method::POST, &format!("{path}/release"), None, &[])
        .await;
    refused(&again, 409, "not_possible");
    assert_eq!(message().await.version, after.version);
}
