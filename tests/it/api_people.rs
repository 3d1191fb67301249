//! Roles, agents, keys, mailboxes, settings and contacts over the API.

use lambdesk_domain::access::Scope;
use lambdesk_domain::people::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{
    Person, home, key, neighbour, new_ticket, person, refused, ticket, together,
};
use crate::desk::Desk;

#[tokio::test]
async fn taking_a_role_away_works_at_once() {
    let desk = Desk::start().await;
    let home = home(&desk).await;
    let (admin, agent) = (
        person(&desk, &home, Role::Admin).await,
        person(&desk, &home, Role::Agent).await,
    );
    let ticket = ticket(&desk, "Roles").await;
    let path = format!("/api/v1/tickets/{}/replies", ticket["id"].as_str().unwrap());
    let send = async || {
        agent
            .call(&desk, Method::POST, &path, Some(json!({ "text": "x" })))
            .await
    };
    assert_eq!(send().await.status, 201);
    let of_agent = format!("/api/v1/agents/{}", agent.agent.id);
    let change = async |body: Value| {
        admin
            .call(&desk, Method::PATCH, &of_agent, Some(body))
            .await
    };
    assert_eq!(
        change(json!({ "role": "readonly" })).await.body["role"],
        "readonly"
    );
    refused(&send().await, 403, "forbidden");
    assert_eq!(change(json!({ "active": false })).await.status, 200);
    refused(&send().await, 401, "not_signed_in");
}

#[tokio::test]
async fn owners_are_made_by_owners_and_one_always_stays() {
    let desk = Desk::start().await;
    let home = home(&desk).await;
    let (owner, admin) = (
        person(&desk, &home, Role::Owner).await,
        person(&desk, &home, Role::Admin).await,
    );
    let new =
        |role: &str| json!({ "email": format!("{role}@new.test"), "name": role, "role": role });
    let create = async |who: &Person, body: Value| {
        who.call(&desk, Method::POST, "/api/v1/agents", Some(body))
            .await
    };
    refused(&create(&admin, new("owner")).await, 403, "forbidden");
    refused(&create(&owner, new("machine")).await, 422, "invalid");
    assert_eq!(create(&owner, new("owner")).await.status, 201);
    assert_eq!(create(&admin, new("agent")).await.status, 201);
    refused(&create(&admin, new("agent")).await, 409, "exists");
    let demote = json!({ "role": "agent" });
    let of_owner = format!("/api/v1/agents/{}", owner.agent.id);
    refused(
        &admin
            .call(&desk, Method::PATCH, &of_owner, Some(demote.clone()))
            .await,
        403,
        "forbidden",
    );
    let agents = desk.get("/api/v1/agents").await["items"]
        .as_array()
        .unwrap()
        .clone();
    for other in agents
        .iter()
        .filter(|a| a["role"] == "owner" && a["id"] != owner.agent.id.as_str())
    {
        let path = format!("/api/v1/agents/{}", other["id"].as_str().unwrap());
        assert_eq!(
            owner
                .call(&desk, Method::PATCH, &path, Some(demote.clone()))
                .await
                .status,
            200
        );
    }
    refused(
        &owner
            .call(&desk, Method::PATCH, &of_owner, Some(demote))
            .await,
        409,
        "not_possible",
    );
}

#[tokio::test]
async fn owners_who_demote_each_other_at_once_leave_one() {
    let desk = Desk::start().await;
    let home = home(&desk).await;
    let (one, two) = (
        person(&desk, &home, Role::Owner).await,
        person(&desk, &home, Role::Owner).await,
    );
    let demote = async |who: &Person, whom: &str| {
        let path = format!("/api/v1/agents/{whom}");
        let body = json!({ "role": "agent" });
        who.call(&desk, Method::PATCH, &path, Some(body)).await
    };
    let owners = async || {
        let agents = desk.get("/api/v1/agents").await["items"].clone();
        let owners = agents.as_array().unwrap().clone().into_iter();
        let owners = owners.filter(|a| a["role"] == "owner" && a["active"] == true);
        let ids = owners.map(|a| a["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    for other in owners().await {
        if other != one.agent.id.as_str() && other != two.agent.id.as_str() {
            assert_eq!(demote(&one, &other).await.status, 200);
        }
    }
    let pairs = [(&one, &two), (&two, &one)];
    let answers = together(
        pairs
            .iter()
            .map(|(who, whom)| demote(who, whom.agent.id.as_str())),
    )
    .await;
    let done = answers.iter().filter(|a| a.status == 200).count();
    assert_eq!((done, owners().await.len()), (1, 1), "{answers:?}");
    // Whoever came second was refused: as no owner any more, or because nobody would be left.
    let second = answers.iter().find(|a| a.status != 200).unwrap();
    assert!(
        [401, 403, 409].contains(&second.status.as_u16()),
        "{second:?}"
    );
}

#[tokio::test]
async fn a_key_is_shown_once_and_ends_when_it_is_revoked() {
    let desk = Desk::start().await;
    let body = json!({ "name": "import", "scopes": ["tickets:read"] });
    let create = async || {
        desk.call(
            Method::POST,
            "/api/v1/api-keys",
            Some(body.clone()),
            &[("idempotency-key", "k")],
        )
        .await
    };
    let (first, second) = (create().await, create().await);
    let secret = first.body["secret"].as_str().unwrap();
    assert!(
        secret.starts_with("ldk_") && secret.len() == 4 + 26 + 1 + 43,
        "{secret}"
    );
    assert_eq!(
        (&second.body["id"], &second.body["secret"]),
        (&first.body["id"], &Value::Null)
    );
    let bearer = format!("Bearer {secret}");
    let read = async || {
        desk.call(
            Method::GET,
            "/api/v1/tickets",
            None,
            &[("authorization", &bearer)],
        )
        .await
    };
    assert_eq!(read().await.status, 200);
    let me = desk
        .call(
            Method::GET,
            "/api/v1/me",
            None,
            &[("authorization", &bearer)],
        )
        .await;
    assert_eq!(
        (&me.body["kind"], &me.body["scopes"]),
        (&json!("machine"), &json!(["tickets:read"]))
    );
    let listed = desk.get("/api/v1/api-keys").await;
    assert!(
        !listed
            .to_string()
            .contains(secret.rsplit_once('_').unwrap().1)
    );
    let revoke = format!(
        "/api/v1/api-keys/{}/revoke",
        first.body["id"].as_str().unwrap()
    );
    let revoked = desk.post(&revoke, json!({})).await;
    assert!(revoked["revoked"].is_string());
    assert_eq!(
        desk.post(&revoke, json!({})).await["revoked"],
        revoked["revoked"],
        "revoking twice is once"
    );
    refused(&read().await, 401, "not_signed_in");
    for bad in [
        json!({ "name": "x", "scopes": [] }),
        json!({ "name": "x", "scopes": ["everything"] }),
        json!({ "name": "x", "scopes": ["admin"], "expires": "2001-01-01T00:00:00Z" }),
    ] {
        refused(
            &desk
                .call(Method::POST, "/api/v1/api-keys", Some(bad), &[])
                .await,
            422,
            "invalid",
        );
    }
}

#[tokio::test]
async fn settings_change_by_field_and_work() {
    let desk = Desk::start().await;
    let before = desk.get("/api/v1/organisation").await;
    let patch = async |body: Value, tag: &str| {
        desk.call(
            Method::PATCH,
            "/api/v1/organisation",
            Some(body),
            &[("if-match", tag)],
        )
        .await
    };
    refused(
        &patch(json!({ "settings": { "colour": 1 } }), "").await,
        422,
        "invalid",
    );
    refused(
        &patch(json!({ "name": "x" }), "\"v999\"").await,
        412,
        "version_mismatch",
    );
    let done = patch(
        json!({ "settings": { "reply_waits_on_customer": false, "signature": "The team" } }),
        "",
    )
    .await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(done.body["name"], before["name"]);
    assert_eq!(
        done.body["settings"]["quote_history"],
        before["settings"]["quote_history"]
    );
    let ticket = ticket(&desk, "Settings").await;
    let path = format!("/api/v1/tickets/{}", ticket["id"].as_str().unwrap());
    desk.post(&format!("{path}/replies"), json!({ "text": "x" }))
        .await;
    assert_eq!(
        desk.get(&path).await["status"],
        "open",
        "the reply does not wait on the customer any more"
    );
}

#[tokio::test]
async fn mailboxes_and_teams_are_unique() {
    let desk = Desk::start().await;
    let team = desk
        .post("/api/v1/teams", json!({ "key": "sales", "name": "Sales" }))
        .await;
    let post = async |path: &str, body: Value| desk.call(Method::POST, path, Some(body), &[]).await;
    refused(
        &post("/api/v1/teams", json!({ "key": "sales", "name": "Again" })).await,
        409,
        "exists",
    );
    refused(
        &post("/api/v1/teams", json!({ "key": "Big Sales", "name": "x" })).await,
        422,
        "invalid",
    );
    let mailbox = json!({ "address": "sales@demo.test", "name": "Sales", "team": team["id"] });
    assert_eq!(post("/api/v1/mailboxes", mailbox.clone()).await.status, 201);
    refused(&post("/api/v1/mailboxes", mailbox).await, 409, "exists");
    neighbour(&desk).await;
    refused(
        &post(
            "/api/v1/mailboxes",
            json!({ "address": "help@neighbour.test", "name": "x" }),
        )
        .await,
        409,
        "exists",
    );
    let created = desk.get("/api/v1/mailboxes").await["items"]
        .as_array()
        .unwrap()
        .clone();
    let sales = created
        .iter()
        .find(|m| m["address"] == "sales@demo.test")
        .unwrap();
    let mut body = new_ticket("To sales");
    body["mailbox"] = sales["id"].clone();
    let ticket = desk.post("/api/v1/tickets", body).await;
    assert_eq!(
        (&ticket["assigned_team"], &ticket["mailbox_address"]),
        (&json!("sales"), &json!("sales@demo.test"))
    );
}

#[tokio::test]
async fn contacts_change_by_field_and_keep_their_address() {
    let desk = Desk::start().await;
    let ticket = ticket(&desk, "Contact").await;
    let path = format!("/api/v1/contacts/{}", ticket["contact"].as_str().unwrap());
    let patch = async |body: Value, tag: &str| {
        desk.call(Method::PATCH, &path, Some(body), &[("if-match", tag)])
            .await
    };
    let read = desk.call(Method::GET, &path, None, &[]).await;
    let tag = read.headers["etag"].to_str().unwrap();
    let done = patch(json!({ "notes": "Calls at night", "tier": null }), tag).await;
    assert_eq!(
        (&done.body["notes"], &done.body["tier"], &done.body["name"]),
        (&json!("Calls at night"), &Value::Null, &json!("Ava Stone"))
    );
    refused(
        &patch(json!({ "notes": "x" }), tag).await,
        412,
        "version_mismatch",
    );
    refused(
        &patch(json!({ "email": "b@example.com" }), "").await,
        422,
        "invalid",
    );
    refused(
        &patch(json!({ "undeliverable": "because" }), "").await,
        422,
        "invalid",
    );
    let reader = key(&desk, &home(&desk).await, &[Scope::ContactsRead]).await;
    let answer = desk
        .call(
            Method::PATCH,
            &path,
            Some(json!({ "notes": "x" })),
            &[("authorization", &reader)],
        )
        .await;
    refused(&answer, 403, "forbidden");
}
