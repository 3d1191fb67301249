//! Tickets over the API: create, list, read, change; preconditions, repeats, cursors.

use std::collections::BTreeSet;

use lambdesk_domain::access::Scope;
use lambdesk_domain::people::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, key, new_ticket, person, refused, ticket};
use crate::desk::Desk;

fn place(ticket: &Value) -> String {
    format!("/api/v1/tickets/{}", ticket["id"].as_str().unwrap())
}

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
    let created = futures_join(subjects.iter().map(|subject| ticket(&desk, subject))).await;
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

async fn futures_join<T>(list: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = list.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, slot) in waiting
            .iter_mut()
            .zip(done.iter_mut())
            .filter(|(_, slot)| slot.is_none())
        {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(context) {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
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
            json!({ "key": "finance", "name": "Finance" }),
        )
        .await;
    let invoice = ticket(&desk, "Invoice wrong").await;
    let mut other = new_ticket("Login broken");
    other["customer_email"] = json!("bob@example.com");
    other["customer_name"] = json!("Bob Ross");
    let login = desk.post("/api/v1/tickets", other).await;
    let home = home(&desk).await;
    let me = person(&desk, &home, Role::Agent).await;
    let change = json!({ "assigned_team": "finance", "category": "billing", "priority": "urgent", "tags": ["vip", "a b"], "assignee": me.agent.id });
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
        (&json!("finance"), &team["id"])
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
        ("assigned_team=finance".to_owned(), vec![invoice]),
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

#[tokio::test]
async fn a_change_needs_the_version_it_was_made_from() {
    let desk = Desk::start().await;
    let ticket = ticket(&desk, "Change").await;
    desk.idle().await;
    let path = place(&ticket);
    let patch =
        |body: Value, tag: &'static str| desk.call_owned(Method::PATCH, path.clone(), body, tag);
    refused(
        &patch(json!({ "priority": "high" }), "").await,
        428,
        "if_match_missing",
    );
    refused(
        &patch(json!({ "priority": "high" }), "\"v99\"").await,
        412,
        "version_mismatch",
    );
    refused(
        &patch(json!({ "priority": "high" }), "yesterday").await,
        412,
        "version_mismatch",
    );
    refused(
        &patch(json!({ "prioritty": "high" }), "*").await,
        422,
        "invalid",
    );
    refused(
        &patch(json!({ "assignee": "agt_00000000000000000000000000" }), "*").await,
        422,
        "invalid",
    );
    refused(
        &patch(json!({ "assigned_team": "nobody" }), "*").await,
        422,
        "invalid",
    );
    refused(
        &patch(json!({ "subject": "a\nb" }), "*").await,
        422,
        "invalid",
    );
    let version = desk.get(&path).await["version"].as_u64().unwrap();
    let done = patch(
        json!({ "priority": "high", "category": "billing", "subject": "New" }),
        "*",
    )
    .await;
    assert_eq!(
        (done.status.as_u16(), &done.body["priority"]),
        (200, &json!("high"))
    );
    assert_eq!(done.body["version"], version + 1);
    let cleared = patch(json!({ "category": null }), "*").await;
    assert_eq!(
        (&cleared.body["category"], &cleared.body["subject"]),
        (&Value::Null, &json!("New"))
    );
    let same = patch(json!({ "priority": "high" }), "*").await;
    assert_eq!(
        same.body["version"],
        version + 2,
        "a change that changes nothing leaves no trace"
    );
    let events = desk.get(&format!("{path}/events")).await;
    let edits: Vec<_> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["kind"] == "ticket.edited")
        .collect();
    assert_eq!(edits.len(), 2);
    assert_eq!(
        (
            &edits[0]["before"]["priority"],
            &edits[0]["after"]["priority"]
        ),
        (&json!("medium"), &json!("high"))
    );
}

impl Desk {
    async fn call_owned(
        &self,
        method: Method,
        path: String,
        body: Value,
        tag: &str,
    ) -> crate::desk::Answer {
        self.call(method, &path, Some(body), &[("if-match", tag)])
            .await
    }
}

#[tokio::test]
async fn only_one_of_two_changes_of_the_same_version_wins() {
    let desk = Desk::start().await;
    let ticket = ticket(&desk, "Race").await;
    desk.idle().await;
    let tag = format!("\"v{}\"", desk.get(&place(&ticket)).await["version"]);
    let answers = futures_join((0..4).map(|n| {
        let body = json!({ "subject": format!("Subject {n}") });
        desk.call_owned(Method::PATCH, place(&ticket), body, &tag)
    }))
    .await;
    let won = answers.iter().filter(|a| a.status == 200).count();
    let lost = answers.iter().filter(|a| a.status == 412).count();
    assert_eq!((won, lost), (1, 3), "{answers:?}");
}

#[tokio::test]
async fn the_status_machine_is_enforced_and_says_what_is_allowed() {
    let desk = Desk::start().await;
    let ticket = ticket(&desk, "Status").await;
    let (status, path) = (format!("{}/status", place(&ticket)), place(&ticket));
    let to = async |word: &str| {
        desk.call(Method::PATCH, &status, Some(json!({ "status": word })), &[])
            .await
    };
    refused(&to("done").await, 422, "invalid");
    let refusal = to("closed").await;
    refused(&refusal, 409, "not_possible");
    assert_eq!(
        refusal.body["allowed"],
        json!(["pending", "in_progress", "waiting_on_customer", "resolved"])
    );
    assert_eq!(to("in_progress").await.body["status"], "in_progress");
    let close = async |action: &str| {
        desk.call(Method::POST, &format!("{path}/{action}"), None, &[])
            .await
    };
    refused(&close("close").await, 409, "not_possible");
    refused(&close("reopen").await, 409, "not_possible");
    assert_eq!(
        to("resolved").await.body["allowed_statuses"],
        json!(["open", "closed"])
    );
    let closed = close("close").await;
    assert_eq!(
        (&closed.body["status"], closed.body["closed_at"].is_string()),
        (&json!("closed"), true)
    );
    assert_eq!(close("reopen").await.body["status"], "open");
    refused(&close("release").await, 409, "not_possible");
}

#[tokio::test]
async fn a_held_ticket_waits_until_it_is_released() {
    let desk = Desk::start().await;
    let held = "X-Local-Spam: FAIL\r\n";
    desk.receive(crate::desk::mail(
        "spam@example.com",
        "a@example.com",
        "Buy",
        held,
        "Now!",
    ))
    .await;
    let page = desk.get("/api/v1/tickets?quarantined=true").await;
    let path = place(&page["items"][0]);
    assert!(desk.tickets().await.is_empty());
    let reply = desk
        .call(
            Method::POST,
            &format!("{path}/replies"),
            Some(json!({ "text": "x" })),
            &[],
        )
        .await;
    refused(&reply, 409, "not_possible");
    desk.post(&format!("{path}/release"), json!({})).await;
    assert_eq!(desk.tickets().await.len(), 1);
}

#[tokio::test]
async fn the_same_key_and_body_is_one_ticket_and_one_answer() {
    let desk = Desk::start().await;
    let post = async |body: Value, key: &str| {
        desk.call(
            Method::POST,
            "/api/v1/tickets",
            Some(body),
            &[("idempotency-key", key)],
        )
        .await
    };
    let first = post(new_ticket("Once"), "k1").await;
    let second = post(new_ticket("Once"), "k1").await;
    assert_eq!(
        (first.status, second.status),
        (201.try_into().unwrap(), 201.try_into().unwrap())
    );
    assert_eq!(first.body, second.body);
    assert_eq!(second.headers["idempotent-replayed"], "true");
    refused(&post(new_ticket("Other"), "k1").await, 422, "key_reused");
    refused(&post(new_ticket("Once"), "a b").await, 400, "bad_request");
    let mut wrong = new_ticket("Wrong");
    wrong["customer_email"] = json!("nobody");
    refused(&post(wrong, "k2").await, 422, "invalid");
    assert_eq!(
        post(new_ticket("Right"), "k2").await.status,
        201,
        "a refused request may be corrected"
    );
    assert_eq!(desk.tickets().await.len(), 2);
    let other = key(&desk, &home(&desk).await, &[Scope::TicketsWrite]).await;
    let headers = [("idempotency-key", "k1"), ("authorization", other.as_str())];
    let theirs = desk
        .call(
            Method::POST,
            "/api/v1/tickets",
            Some(new_ticket("Once")),
            &headers,
        )
        .await;
    assert_ne!(
        theirs.body["id"], first.body["id"],
        "another caller has keys of their own"
    );
}

#[tokio::test]
async fn the_same_request_at_the_same_time_is_one_ticket() {
    let desk = Desk::start().await;
    let answers = futures_join((0..5).map(|_| {
        desk.call(
            Method::POST,
            "/api/v1/tickets",
            Some(new_ticket("Once")),
            &[("idempotency-key", "same")],
        )
    }))
    .await;
    for answer in &answers {
        assert!(
            matches!(answer.status.as_u16(), 201 | 409),
            "{}",
            answer.body
        );
    }
    assert!(answers.iter().any(|a| a.status == 201));
    assert_eq!(desk.tickets().await.len(), 1);
}

#[tokio::test]
async fn limits_are_told_and_kept() {
    let desk = Desk::start().await;
    let answer = desk.call(Method::GET, "/api/v1/tickets", None, &[]).await;
    let number = |name: &str| {
        answer.headers[name]
            .to_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
    };
    assert_eq!(number("ratelimit-limit"), 6_000);
    assert!(number("ratelimit-remaining") < 6_000);
    assert!(number("ratelimit-reset") <= 60);
    let ask = async || {
        desk.call(
            Method::POST,
            "/auth/link",
            Some(json!({ "email": "stranger@example.com" })),
            &[("authorization", "")],
        )
        .await
    };
    let mut last = ask().await;
    for _ in 0..40 {
        if last.status == 429 {
            break;
        }
        assert_eq!(last.status, 202);
        last = ask().await;
    }
    refused(&last, 429, "rate_limited");
    assert!(
        last.headers["retry-after"]
            .to_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
            >= 1
    );
}
