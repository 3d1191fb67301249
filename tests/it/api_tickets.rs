//! Tickets over the API: create, list, filter, walk, read.

mod queues;

use std::collections::BTreeSet;

use lambdesk_domain::people::Role;
use reqwest::Method;
use serde_json::json;

use crate::api_support::{home, new_ticket, person, place, refused, ticket, together};
use crate::desk::Desk;

#[tokio::test]
async fn a_ticket_is_created_with_the_field_names_of_a_triage_api() {
    let desk = Desk::start().await;
    let answer = desk
        .call(
            Method::POST,
            "/api/v1/tickets",
            Some(new_ticket("Cannot login")),
            &[],
        )
        .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.headers["location"], place(&answer.body).as_str());
    assert_eq!(answer.headers["etag"], "\"v1\"");
    let view = &answer.body;
    for (field, value) in new_ticket("Cannot login").as_object().unwrap() {
        assert_eq!(&view[field], value, "{field}");
    }
    for field in [
        "category",
        "priority",
        "priority_score",
        "sentiment",
        "assigned_team",
        "suggested_reply",
        "next_action",
    ] {
        assert!(view.as_object().unwrap().contains_key(field), "{field}");
    }
    assert_eq!(
        (&view["status"], &view["number"]),
        (&json!("open"), &json!(1))
    );
    desk.idle().await;
    let by_number = desk.get("/api/v1/tickets/1").await;
    assert_eq!(by_number["id"], view["id"]);
    let messages = desk.messages(view).await;
    assert_eq!(messages[0]["text"], new_ticket("x")["message"]);
    assert_eq!(
        (&messages[0]["author"], &messages[0]["from"]["email"]),
        (&json!("customer"), &json!("ava@example.com"))
    );
    let events = desk.get(&format!("{}/events", place(view))).await;
    assert_eq!(events["items"][0]["kind"], "ticket.created");
    assert_eq!(events["items"][0]["actor"]["kind"], "machine");
}

#[tokio::test]
async fn the_second_ticket_of_a_customer_joins_their_contact() {
    let desk = Desk::start().await;
    let first = ticket(&desk, "One").await;
    let mut body = new_ticket("Two");
    body["customer_email"] = json!("AVA@Example.com");
    body["customer_tier"] = json!("vip");
    let second = desk.post("/api/v1/tickets", body).await;
    assert_eq!(first["contact"], second["contact"]);
    let found = desk.get("/api/v1/contacts?email=Ava@example.com").await;
    assert_eq!(
        (&found["items"][0]["tier"], &found["items"][0]["email"]),
        (&json!("vip"), &json!("ava@example.com"))
    );
}

#[tokio::test]
async fn tickets_created_at_once_get_one_contact_and_their_own_numbers() {
    let desk = Desk::start().await;
    let subjects = ["a", "b", "c", "d", "e", "f"];
    let created = together(subjects.iter().map(|subject| ticket(&desk, subject))).await;
    let contacts: BTreeSet<_> = created
        .iter()
        .map(|t| t["contact"].as_str().unwrap())
        .collect();
    let numbers: BTreeSet<_> = created
        .iter()
        .map(|t| t["number"].as_u64().unwrap())
        .collect();
    assert_eq!((contacts.len(), numbers.len()), (1, subjects.len()));
}

#[tokio::test]
async fn what_is_not_a_ticket_is_refused_by_field() {
    let desk = Desk::start().await;
    let cases = [
        ("customer_email", json!("nobody")),
        ("customer_email", json!("support@demo.test")),
        ("customer_name", json!("A\r\nBcc: b@example.com")),
        ("customer_name", json!("")),
        ("subject", json!("x".repeat(501))),
        ("subject", json!("a\nb")),
        ("message", json!("  ")),
        ("mailbox", json!("mbx_00000000000000000000000000")),
    ];
    for (field, value) in cases {
        let mut body = new_ticket("x");
        body[field] = value.clone();
        let answer = desk
            .call(Method::POST, "/api/v1/tickets", Some(body), &[])
            .await;
        refused(&answer, 422, "invalid");
        assert_eq!(answer.body["field"], field, "{value}");
    }
    let mut body = new_ticket("x");
    body["colour"] = json!("red");
    let answer = desk
        .call(Method::POST, "/api/v1/tickets", Some(body), &[])
        .await;
    refused(&answer, 422, "invalid");
    assert!(
        answer.body["detail"]
            .as_str()
            .unwrap()
            .contains("unknown field `colour`"),
        "{}",
        answer.body
    );
    assert!(desk.tickets().await.is_empty());
}

#[tokio::test]
async fn filters_find_what_they_name() {
    let desk = Desk::start().await;
    let team = desk
        .post(
            "/api/v1/teams",
            json!({ "key": "invoices", "name": "Invoices" }),
        )
        .await;
    let invoice = ticket(&desk, "Invoice wrong").await;
    let mut other = new_ticket("Login broken");
    other["customer_email"] = json!("bob@example.com");
    other["customer_name"] = json!("Bob Ross");
    other["message"] = json!("Which plans do you have?");
    let login = desk.post("/api/v1/tickets", other).await;
    desk.idle().await;
    let home = home(&desk).await;
    let me = person(&desk, &home, Role::Agent).await;
    let change = json!({ "assigned_team": "invoices", "category": "billing", "priority": "urgent", "tags": ["vip", "a b"], "assignee": me.agent.id });
    let tag = desk
        .call(Method::GET, &place(&invoice), None, &[])
        .await
        .headers["etag"]
        .to_str()
        .unwrap()
        .to_owned();
    let changed = desk
        .call(
            Method::PATCH,
            &place(&invoice),
            Some(change),
            &[("if-match", &tag)],
        )
        .await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(
        (&changed.body["assigned_team"], &changed.body["team"]),
        (&json!("invoices"), &team["id"])
    );
    desk.post(
        &format!("{}/assign", place(&login)),
        json!({ "assignee": null, "assigned_team": null }),
    )
    .await;
    desk.call(
        Method::PATCH,
        &format!("{}/status", place(&login)),
        Some(json!({ "status": "pending" })),
        &[],
    )
    .await;
    let (invoice, login) = (
        invoice["id"].as_str().unwrap(),
        login["id"].as_str().unwrap(),
    );
    let contact = desk.get("/api/v1/contacts?email=bob@example.com").await["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for (query, expected) in [
        ("q=INVOICE".to_owned(), vec![invoice]),
        ("q=bob".to_owned(), vec![login]),
        ("q=nothing-like-it".to_owned(), vec![]),
        ("status=pending".to_owned(), vec![login]),
        ("status=open,pending".to_owned(), vec![login, invoice]),
        ("category=billing".to_owned(), vec![invoice]),
        ("priority=urgent".to_owned(), vec![invoice]),
        ("assigned_team=invoices".to_owned(), vec![invoice]),
        ("tag=a%20b".to_owned(), vec![invoice]),
        ("assignee=none".to_owned(), vec![login]),
        (format!("assignee={}", me.agent.id), vec![invoice]),
        (format!("contact={contact}"), vec![login]),
        ("priority=urgent&status=pending".to_owned(), vec![]),
        ("quarantined=true".to_owned(), vec![]),
    ] {
        let page = desk.get(&format!("/api/v1/tickets?{query}")).await;
        let found: BTreeSet<_> = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|t| t["id"].as_str().unwrap())
            .collect();
        assert_eq!(found, expected.into_iter().collect(), "{query}");
    }
    let mine = me
        .call(&desk, Method::GET, "/api/v1/tickets?assignee=me", None)
        .await;
    assert_eq!(mine.body["items"].as_array().unwrap().len(), 1);
    refused(
        &desk
            .call(Method::GET, "/api/v1/tickets?assignee=me", None, &[])
            .await,
        422,
        "invalid",
    );
    refused(
        &desk
            .call(
                Method::GET,
                "/api/v1/tickets?assigned_team=nobody",
                None,
                &[],
            )
            .await,
        422,
        "invalid",
    );
}

#[tokio::test]
async fn cursors_walk_through_everything_once_and_belong_to_their_list() {
    let desk = Desk::start().await;
    for n in 0..7 {
        ticket(&desk, &format!("Ticket {n}")).await;
    }
    for order in ["created", "updated"] {
        let (mut seen, mut path) = (Vec::new(), format!("/api/v1/tickets?limit=3&order={order}"));
        let mut pages = 0;
        loop {
            let page = desk.get(&path).await;
            pages += 1;
            seen.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|t| t["number"].as_u64().unwrap()),
            );
            let Some(cursor) = page["next"].as_str() else {
                break;
            };
            assert!(pages < 10, "the walk does not end");
            path = format!("/api/v1/tickets?limit=3&order={order}&cursor={cursor}");
        }
        seen.sort_unstable();
        assert_eq!(seen, (1..=7).collect::<Vec<_>>(), "{order}");
    }
    let cursor = desk.get("/api/v1/tickets?limit=3").await["next"]
        .as_str()
        .unwrap()
        .to_owned();
    for path in [
        format!("/api/v1/tickets?limit=3&status=open&cursor={cursor}"),
        format!("/api/v1/contacts?cursor={cursor}"),
        format!("/api/v1/tickets?limit=3&cursor={cursor}x"),
    ] {
        refused(
            &desk.call(Method::GET, &path, None, &[]).await,
            422,
            "invalid",
        );
    }
}

#[tokio::test]
async fn reading_again_costs_nothing_when_nothing_changed() {
    let desk = Desk::start().await;
    let ticket = ticket(&desk, "Same").await;
    desk.idle().await;
    let first = desk.call(Method::GET, &place(&ticket), None, &[]).await;
    let tag = first.headers["etag"].to_str().unwrap().to_owned();
    let second = desk
        .call(
            Method::GET,
            &place(&ticket),
            None,
            &[("if-none-match", &tag)],
        )
        .await;
    assert_eq!((second.status.as_u16(), &second.body), (304, &json!("")));
    assert_eq!(second.headers["etag"], tag.as_str());
    desk.post(&format!("{}/notes", place(&ticket)), json!({ "text": "x" }))
        .await;
    let third = desk
        .call(
            Method::GET,
            &place(&ticket),
            None,
            &[("if-none-match", &tag)],
        )
        .await;
    assert_eq!(third.status, 200);
}
