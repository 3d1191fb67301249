//! Articles over the API: written, read, imported, removed, and found by the next search.

use lambdesk_domain::people::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, person, refused, together};
use crate::desk::{Answer, Desk};

const PATH: &str = "/api/v1/articles";

fn article(title: &str, body: &str) -> Value {
    json!({ "title": title, "body": body, "language": "en", "url": "https://help.demo.test/en/x", "tags": ["a"] })
}

async fn change(desk: &Desk, method: Method, id: &str, body: Option<Value>, tag: &str) -> Answer {
    let path = format!("{PATH}/{id}");
    desk.call(method, &path, body, &[("if-match", tag)]).await
}

/// The titles of what a search finds.
async fn found(desk: &Desk, q: &str) -> Vec<String> {
    let answer = desk.get(&format!("/api/v1/knowledge/search?q={q}")).await;
    let items = answer["items"].as_array().unwrap();
    let title = |hit: &Value| hit["title"].as_str().unwrap().to_owned();
    items.iter().map(title).collect()
}

async fn import(desk: &Desk, path: &str, text: &str) -> Answer {
    let body = json!({ "path": path, "text": text });
    desk.call(Method::POST, "/api/v1/articles/import", Some(body), &[])
        .await
}

#[tokio::test]
async fn an_article_is_found_as_soon_as_it_is_written_and_no_longer_than_it_is_there() {
    let desk = Desk::start().await;
    assert!(found(&desk, "giraffe").await.is_empty());
    let new = article("Giraffes", "A giraffe needs a high roof.");
    let created = desk.call(Method::POST, PATH, Some(new), &[]).await;
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(created.headers["etag"], "\"v1\"");
    let id = created.body["id"].as_str().unwrap();
    assert_eq!(found(&desk, "giraffe").await, ["Giraffes"]);
    let read = desk.get(&format!("{PATH}/{id}")).await;
    assert_eq!(read, created.body);
    let other = article("Zebras", "A zebra needs grass.");
    let replaced = change(&desk, Method::PUT, id, Some(other.clone()), "\"v1\"").await;
    assert_eq!(replaced.status, 200, "{}", replaced.body);
    assert_eq!(replaced.body["version"], 2);
    assert!(found(&desk, "giraffe").await.is_empty());
    assert_eq!(found(&desk, "zebra").await, ["Zebras"]);
    let late = change(&desk, Method::PUT, id, Some(other.clone()), "\"v1\"").await;
    refused(&late, 412, "version_mismatch");
    let blind = change(&desk, Method::PUT, id, Some(other), "").await;
    refused(&blind, 428, "if_match_missing");
    let late = change(&desk, Method::DELETE, id, None, "\"v1\"").await;
    refused(&late, 412, "version_mismatch");
    let removed = change(&desk, Method::DELETE, id, None, "\"v2\"").await;
    assert_eq!(removed.status, 204, "{}", removed.body);
    assert!(found(&desk, "zebra").await.is_empty());
    refused(
        &change(&desk, Method::DELETE, id, None, "*").await,
        404,
        "not_found",
    );
}

#[tokio::test]
async fn of_many_who_write_at_once_nobody_loses_an_article() {
    let desk = Desk::start().await;
    let names = ["apple", "banana", "cherry", "damson", "elderberry", "fig"];
    let writes = names.map(|name| {
        let body = article(name, &format!("All about the {name}."));
        desk.call(Method::POST, PATH, Some(body), &[])
    });
    for answer in together(writes.into_iter()).await {
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    for name in names {
        assert_eq!(found(&desk, name).await, [name]);
    }
    let listed = desk.get(&format!("{PATH}?limit=4")).await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 4);
    assert!(listed["next"].is_string(), "{listed}");
}

#[tokio::test]
async fn the_same_file_again_is_the_same_article() {
    let desk = Desk::start().await;
    let text = "---\ntitle: Konto\n---\n\nSo ändern Sie Ihr Konto.\n";
    let first = import(&desk, "de/konto.md", text).await;
    assert_eq!(
        (first.status.as_u16(), &first.body["outcome"]),
        (200, &json!("created"))
    );
    let again = import(&desk, "./de/konto.md", text).await;
    assert_eq!(again.body["outcome"], "unchanged");
    let changed = import(&desk, "de/konto.md", &text.replace("ändern", "löschen")).await;
    assert_eq!(changed.body["outcome"], "updated");
    assert_eq!(changed.body["article"], first.body["article"]);
    let listed = desk.get(PATH).await;
    let items = listed["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{listed}");
    let told = ["language", "path", "version"].map(|field| items[0][field].clone());
    assert_eq!(told, [json!("de"), json!("de/konto.md"), json!(2)]);
    assert_eq!(found(&desk, "l%C3%B6schen").await, ["Konto"]);
    for (path, text) in [
        ("a.md", "no title"),
        ("../a.md", "# T\n\nText."),
        ("b.md", "---\ntitle: T\n"),
    ] {
        refused(&import(&desk, path, text).await, 422, "invalid");
    }
}

#[tokio::test]
async fn a_long_article_lies_beside_its_record_and_reads_the_same() {
    let desk = Desk::start().await;
    let body = format!(
        "{}\n\nThe word is quetzal.\n",
        "Many words here. ".repeat(4_000)
    );
    let created = desk.post(PATH, article("Long", &body)).await;
    let id = created["id"].as_str().unwrap();
    let read = desk.get(&format!("{PATH}/{id}")).await;
    assert_eq!(read["body"].as_str().unwrap().trim(), body.trim());
    assert_eq!(
        read["size"].as_u64().unwrap(),
        read["body"].as_str().unwrap().len() as u64
    );
    assert_eq!(found(&desk, "quetzal").await[0], "Long");
    let short = article("Short", "Nothing of that kind.");
    let replaced = change(&desk, Method::PUT, id, Some(short), "*").await;
    assert_eq!(replaced.status, 200, "{}", replaced.body);
    assert!(found(&desk, "quetzal").await.is_empty());
    let huge = article("Huge", &"x".repeat(300_000));
    let answer = desk.call(Method::POST, PATH, Some(huge), &[]).await;
    refused(&answer, 422, "invalid");
}

#[tokio::test]
async fn agents_read_articles_and_supervisors_write_them() {
    let desk = Desk::start().await;
    let home = home(&desk).await;
    for (role, status) in [
        (Role::Agent, 403),
        (Role::Light, 403),
        (Role::Supervisor, 201),
    ] {
        let person = person(&desk, &home, role).await;
        let new = Some(article(role.word(), "Text."));
        let written = person.call(&desk, Method::POST, PATH, new).await;
        assert_eq!(written.status, status, "{role}: {}", written.body);
        let read = person.call(&desk, Method::GET, PATH, None).await;
        assert_eq!(read.status, 200, "{role}: {}", read.body);
    }
}
