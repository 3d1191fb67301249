//! Keys of other services: kept sealed, never shown, and nobody else's.

use lambdesk_cloud::config::Role as Function;
use lambdesk_domain::access::Scope;
use lambdesk_domain::people::Role;
use lambdesk_domain::secret::SecretName;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, key, neighbour, person, refused};
use crate::desk::{Answer, Desk};

const LIST: &str = "/api/v1/organisation/secrets";
const TEXT: &str = "sk-very-private-7f3a";

async fn put(desk: &Desk, name: &str, value: &str) -> Answer {
    let body = json!({ "value": value });
    desk.call(Method::PUT, &format!("{LIST}/{name}"), Some(body), &[])
        .await
}

/// Every file of the data folder as bytes.
pub fn everything(folder: &std::path::Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(everything(&path));
        } else {
            all.extend(std::fs::read(&path).unwrap());
        }
    }
    all
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[tokio::test]
async fn a_secret_is_kept_sealed_and_never_shown_again() {
    let desk = Desk::start().await;
    let set = put(&desk, "model", &format!(" {TEXT}\n")).await;
    assert_eq!(set.status, 200, "{}", set.body);
    assert_eq!(
        (&set.body["set"], &set.body["last4"]),
        (&json!(true), &json!("7f3a"))
    );
    let listed = desk.get(LIST).await;
    let items = listed["items"].as_array().unwrap();
    let names: Vec<_> = items
        .iter()
        .map(|item| item["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["model", "embeddings", "sentry", "posthog", "postgres"]
    );
    assert_eq!(items[0]["updated_by"]["kind"], "machine");
    assert_eq!(items[1]["set"], false);
    assert!(!listed.to_string().contains(TEXT));
    assert!(
        !holds(&everything(desk.folder()), TEXT),
        "it lies in the data folder in clear"
    );
    let world = desk.stack.world(Function::Triage).unwrap();
    let organisation = home(&desk).await;
    let found = world
        .secret(&organisation, SecretName::Model)
        .await
        .unwrap();
    assert_eq!(found.unwrap().reveal(), TEXT);
    assert!(
        world
            .secret(&organisation, SecretName::Sentry)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn secrets_are_replaced_removed_and_survive_a_restart() {
    let desk = Desk::start().await;
    put(
        &desk,
        "postgres",
        "postgres://reader:old@db.example.com/shop",
    )
    .await;
    let new = "postgres://reader:new@db.example.com/shop";
    put(&desk, "postgres", new).await;
    let desk = desk.restart().await;
    let organisation = home(&desk).await;
    let world = desk.stack.world(Function::Enrich).unwrap();
    let found = world
        .secret(&organisation, SecretName::Postgres)
        .await
        .unwrap();
    assert_eq!(found.unwrap().reveal(), new);
    let path = format!("{LIST}/postgres");
    let gone = desk.call(Method::DELETE, &path, None, &[]).await;
    assert_eq!(gone.status, 204);
    refused(
        &desk.call(Method::DELETE, &path, None, &[]).await,
        404,
        "not_found",
    );
    let world = desk.stack.world(Function::Enrich).unwrap();
    assert!(
        world
            .secret(&organisation, SecretName::Postgres)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn what_is_no_secret_is_refused_without_quoting_it() {
    let desk = Desk::start().await;
    for bad in ["", "  ", "sk-evil\r\nx-header: 1"] {
        let answer = put(&desk, "model", bad).await;
        refused(&answer, 422, "invalid");
        assert!(!answer.body.to_string().contains("evil"), "{}", answer.body);
    }
    refused(&put(&desk, "github", TEXT).await, 404, "not_found");
    let no_body = desk
        .call(Method::PUT, &format!("{LIST}/model"), None, &[])
        .await;
    assert!(no_body.status.is_client_error());
}

#[tokio::test]
async fn only_owners_and_admins_set_secrets_and_only_their_own() {
    let desk = Desk::start().await;
    let (home, other) = (home(&desk).await, neighbour(&desk).await);
    put(&desk, "model", TEXT).await;
    for role in [Role::Owner, Role::Admin] {
        let person = person(&desk, &home, role).await;
        let seen = person.call(&desk, Method::GET, LIST, None).await;
        assert_eq!(seen.status, 200);
    }
    for role in [Role::Supervisor, Role::Agent, Role::Light, Role::Readonly] {
        let person = person(&desk, &home, role).await;
        refused(
            &person.call(&desk, Method::GET, LIST, None).await,
            403,
            "forbidden",
        );
        let body = Some(json!({ "value": "sk-stolen-0123456789" }));
        let path = format!("{LIST}/model");
        refused(
            &person.call(&desk, Method::PUT, &path, body).await,
            403,
            "forbidden",
        );
    }
    let theirs = key(&desk, &other, Scope::ALL).await;
    let bearer = [("authorization", theirs.as_str())];
    let seen = desk.call(Method::GET, LIST, None, &bearer).await;
    assert_eq!(seen.body["items"][0]["set"], json!(false), "{}", seen.body);
    let body = Some(json!({ "value": "sk-neighbour-0123456789" }));
    let path = format!("{LIST}/model");
    assert_eq!(
        desk.call(Method::PUT, &path, body, &bearer).await.status,
        200
    );
    let world = desk.stack.world(Function::Triage).unwrap();
    let ours = world
        .secret(&home, SecretName::Model)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ours.reveal(), TEXT);
    // What another organisation sealed does not open here, even if it lay in our place.
    let mut moved = world
        .store
        .secret(&other, SecretName::Model)
        .await
        .unwrap()
        .unwrap();
    moved.organisation = home.clone();
    world.store.put_secret(&moved).await.unwrap();
    let fresh = desk.stack.world(Function::Triage).unwrap();
    let error = fresh.secret(&home, SecretName::Model).await.unwrap_err();
    assert!(error.to_string().contains("set it again"), "{error}");
}

#[tokio::test]
async fn the_environment_of_the_machine_counts_until_an_organisation_sets_its_own() {
    let desk = Desk::start_with(|options| {
        options.defaults = [(
            "ANTHROPIC_API_KEY".to_owned(),
            "sk-of-the-machine".to_owned(),
        )]
        .into();
    })
    .await;
    let organisation = home(&desk).await;
    let item = |listed: &Value| listed["items"][0].clone();
    let before = item(&desk.get(LIST).await);
    assert_eq!(
        (&before["set"], &before["from_environment"]),
        (&json!(false), &json!(true))
    );
    let read = async || {
        let world = desk.stack.world(Function::Triage).unwrap();
        let found = world
            .secret(&organisation, SecretName::Model)
            .await
            .unwrap();
        found.unwrap().reveal().to_owned()
    };
    assert_eq!(read().await, "sk-of-the-machine");
    put(&desk, "model", TEXT).await;
    assert_eq!(read().await, TEXT);
}
