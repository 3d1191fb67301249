//! The knowledge base by meaning too, on the whole stack: what is found, what is paid, and whose it is.

use lambdesk_cloud::config::Role as Function;
use lambdesk_domain::access::Scope;
use lambdesk_domain::task::{Stage, Task};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, key, neighbour};
use crate::desk::{Desk, mail};
use crate::flow_drafts::drafts;
use crate::flow_models::{configure, costs, nowhere};
use crate::flow_support::{ANN, place};
use crate::meaning;
use crate::model_server::{Act, ModelServer, judgement};

/// "How high is the roof of a giraffe": not a word of it is in the articles.
pub const FINNISH: &str = "Kuinka korkea katto kirahvin?";
const KEY: &str = "sk-model-private-4711";

/// Three articles.
pub async fn stocked(desk: &Desk) -> Vec<Value> {
    let mut written = Vec::new();
    for (title, body) in [
        ("Zebras", "A zebra wants green grass every morning."),
        ("Giraffes", "The giraffe house has a high roof."),
        ("Printing", "Choose the entry for printing in the menu."),
    ] {
        let body = json!({"title": title, "body": body, "language": "en"});
        written.push(desk.post("/api/v1/articles", body).await);
    }
    written
}

/// Settings of embeddings at a server, with more on top.
pub fn settings(url: &str, more: Value) -> Value {
    let mut embeddings = json!({"enabled": true, "provider": "openai", "base_url": url, "model": "text-embedding-3-small"});
    for (name, value) in more.as_object().unwrap() {
        embeddings[name] = value.clone();
    }
    json!({ "settings": { "ai": { "embeddings": embeddings } } })
}

/// A server that makes vectors, and a desk with articles that asks it.
pub async fn desk() -> (Desk, ModelServer) {
    let server = ModelServer::start(Act::By(meaning::answer)).await;
    let desk = Desk::start().await;
    stocked(&desk).await;
    secret(&desk).await;
    configure(&desk, settings(&server.url, json!({}))).await;
    desk.idle().await;
    (desk, server)
}

async fn secret(desk: &Desk) {
    let path = "/api/v1/organisation/secrets/embeddings";
    let value = Some(json!({ "value": KEY }));
    let set = desk.call(Method::PUT, path, value, &[]).await;
    assert_eq!(set.status, 200, "{}", set.body);
}

/// What a search finds.
pub async fn search(desk: &Desk, q: &str) -> Value {
    let q = q.replace(' ', "+").replace('?', "");
    desk.get(&format!("/api/v1/knowledge/search?q={q}")).await
}

pub fn titles(found: &Value) -> Vec<&str> {
    let items = found["items"].as_array().unwrap();
    items.iter().map(|i| i["title"].as_str().unwrap()).collect()
}

/// How a search was ranked, and why.
pub fn ranked(found: &Value) -> (&str, &str) {
    let text = |name: &str| found[name].as_str().unwrap_or_default();
    (text("ranking"), text("ranking_note"))
}

/// The texts that became vectors, questions left out.
fn paid(server: &ModelServer) -> Vec<String> {
    let seen = server.seen();
    let texts = seen.iter().flat_map(|seen| {
        let texts = seen.body["input"].as_array().cloned().unwrap_or_default();
        texts
            .into_iter()
            .map(|text| text.as_str().unwrap().to_owned())
    });
    texts.filter(|text| text.contains('\n')).collect()
}

#[tokio::test]
async fn a_question_without_a_shared_word_finds_its_article_by_its_meaning() {
    let server = ModelServer::start(Act::By(meaning::answer)).await;
    let desk = Desk::start().await;
    stocked(&desk).await;
    let before = search(&desk, FINNISH).await;
    assert_eq!((titles(&before).len(), ranked(&before)), (0, ("words", "")));
    assert!(server.seen().is_empty(), "off unless switched on");
    secret(&desk).await;
    configure(&desk, settings(&server.url, json!({}))).await;
    desk.idle().await;
    let found = search(&desk, FINNISH).await;
    assert_eq!(titles(&found), ["Giraffes"], "{found:#}");
    assert_eq!(ranked(&found), ("words-and-meaning", ""));
    let hit = &found["items"][0];
    assert!(hit["meaning"].as_f64() > Some(0.4), "{hit:#}");
    assert_eq!(hit["matched"], json!([]));
    // What the words find is still found, and first where the meaning agrees.
    let found = search(&desk, "green grass").await;
    assert_eq!(titles(&found)[0], "Zebras");
    assert_eq!(found["items"][0]["matched"][0]["via"], "word");
    let seen = server.seen();
    assert_eq!(seen[0].path, "/v1/embeddings");
    let bearer = format!("authorization: bearer {KEY}");
    assert!(seen[0].head.to_lowercase().contains(&bearer));
    // A question that was asked before is not paid again.
    let asked = seen.len();
    search(&desk, FINNISH).await;
    assert_eq!(server.seen().len(), asked);
    let status = desk.get("/api/v1/organisation/ai").await;
    let told = &status["embeddings"];
    assert_eq!(
        ["enabled", "problem", "passages", "vectors", "priced", "key"].map(|f| told[f].clone()),
        [
            json!(true),
            Value::Null,
            json!(3),
            json!(3),
            json!(true),
            json!("organisation")
        ]
    );
    // Three passages and two questions of five tokens each.
    assert_eq!(status["today"]["spent_tokens"], 25);
    assert_eq!(status["today"]["reserved_tokens"], 0);
    assert!(status["today"]["spent_microusd"].as_u64() > Some(0));
}

#[tokio::test]
async fn a_changed_article_gets_a_new_vector_and_nothing_is_paid_twice() {
    let (desk, server) = desk().await;
    assert_eq!(paid(&server).len(), 3);
    // The same task once more, twice at once.
    let world = desk.stack.world(Function::Sweep).unwrap();
    let organisation = home(&desk).await;
    let stamp = world
        .store
        .shelf(&organisation)
        .await
        .unwrap()
        .unwrap()
        .stamp;
    let task = Task::Vectors {
        organisation,
        stamp,
    };
    let twice = [task.clone(), task];
    world.queues.send(Stage::Triage, &twice).await.unwrap();
    desk.idle().await;
    assert_eq!(paid(&server).len(), 3);
    let listed = desk.get("/api/v1/articles").await;
    let items = listed["items"].as_array().unwrap();
    let zebras = items.iter().find(|i| i["title"] == "Zebras").unwrap();
    let path = format!("/api/v1/articles/{}", zebras["id"].as_str().unwrap());
    let body = json!({"title": "Zebras", "body": "A zebra sleeps on straw.", "language": "en"});
    let changed = desk
        .call(Method::PUT, &path, Some(body), &[("if-match", "*")])
        .await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    desk.idle().await;
    let texts = paid(&server);
    assert_eq!(texts.len(), 4, "{texts:#?}");
    assert!(texts[3].contains("straw"));
    let found = search(&desk, "seepran straw").await;
    assert_eq!(
        (titles(&found)[0], ranked(&found).0),
        ("Zebras", "words-and-meaning")
    );
    let page = json!({"path": "en/fish.md", "text": "# Fish\n\nA fish needs water."});
    for _ in 0..2 {
        desk.post("/api/v1/articles/import", page.clone()).await;
        desk.idle().await;
    }
    assert_eq!(paid(&server).len(), 5, "the same file again is nothing new");
    let removed = desk.call(Method::DELETE, &path, None, &[]).await;
    assert_eq!(removed.status, 204);
    desk.idle().await;
    let status = desk.get("/api/v1/organisation/ai").await;
    assert_eq!(status["embeddings"]["vectors"], 3);
    assert_eq!(paid(&server).len(), 5);
    // Another length means other vectors, all of them.
    configure(&desk, settings(&server.url, json!({"dimensions": 96}))).await;
    desk.idle().await;
    assert_eq!(paid(&server).len(), 8);
    assert_eq!(ranked(&search(&desk, FINNISH).await).0, "words-and-meaning");
}

#[tokio::test]
async fn a_draft_says_how_its_sources_were_found_and_its_ticket_pays_for_the_question() {
    let (desk, _server) = desk().await;
    let text = "Which roof does the giraffe house have? Is it a high roof?";
    desk.receive(mail("1@example.com", ANN, "Giraffe house", "", text))
        .await;
    let ticket = desk.the_ticket().await;
    let draft = drafts(&desk, &ticket).await.remove(0);
    assert_eq!(draft["engine"], "knowledge", "{draft:#}");
    assert_eq!(
        (&draft["ranking"], &draft["ranking_note"]),
        (&json!("words-and-meaning"), &Value::Null)
    );
    let costs = costs(&desk, &ticket).await;
    assert_eq!(costs["total"]["calls"], 1, "{costs:#}");
    let call = &costs["items"][0];
    assert_eq!(
        [
            &call["step"],
            &call["outcome"],
            &call["input_tokens"],
            &call["cost_microusd"]
        ],
        [&json!("search"), &json!("answered"), &json!(5), &json!(1)]
    );
    let judged = desk.get(&format!("{}/triage", place(&ticket))).await;
    assert_eq!(judged["items"][0]["decided_by"], "rules");
    nowhere(&desk).await;
}

#[tokio::test]
async fn a_model_is_shown_the_passage_that_only_the_meaning_finds() {
    let server = ModelServer::start(Act::By(both)).await;
    let desk = Desk::start().await;
    stocked(&desk).await;
    let mut patch = settings(&server.url, json!({"provider": "compatible"}));
    let ai = &mut patch["settings"]["ai"];
    ai["enabled"] = json!(true);
    ai["provider"] = json!("compatible");
    ai["base_url"] = json!(server.url);
    ai["triage_model"] = json!("llama3.2");
    configure(&desk, patch).await;
    desk.idle().await;
    desk.receive(mail("1@example.com", ANN, "Kirahvi", "", FINNISH))
        .await;
    let seen = server.seen();
    let question = seen
        .iter()
        .find(|seen| seen.path.ends_with("/chat/completions"));
    let question = question.unwrap().body.to_string();
    assert!(question.contains("has a high roof"), "{question}");
    assert!(
        !question.contains("green grass"),
        "what is not near stays out"
    );
    let ticket = desk.the_ticket().await;
    let draft = drafts(&desk, &ticket).await.remove(0);
    assert_eq!(
        (&draft["engine"], &draft["ranking"]),
        (&json!("model"), &json!("words-and-meaning")),
        "{draft:#}"
    );
    let sentence = &draft["sentences"][0];
    assert_eq!(sentence["support"], "supported", "{draft:#}");
    assert_eq!(sentence["sources"][0]["kind"], "passage");
    let costs = costs(&desk, &ticket).await;
    let steps = costs["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| &call["step"]);
    assert_eq!(steps.collect::<Vec<_>>(), ["search", "triage"]);
}

/// Makes vectors, and judges.
fn both(request: &Value) -> Value {
    if request.get("input").is_some() {
        return meaning::answer(request);
    }
    let mut judged = judgement("product-question", &["The giraffe house has a high roof."]);
    judged["draft_language"] = json!("en");
    judged["draft_sentences"][0]["text_team_language"] = Value::Null;
    judged
}

#[tokio::test]
async fn a_neighbour_sees_neither_articles_nor_vectors_nor_pays() {
    let (desk, server) = desk().await;
    let theirs = key(&desk, &neighbour(&desk).await, Scope::ALL).await;
    let auth = [("authorization", theirs.as_str())];
    let path = "/api/v1/knowledge/search?q=kirahvin+katto";
    let found = desk.call(Method::GET, path, None, &auth).await;
    assert_eq!(
        (titles(&found.body).len(), ranked(&found.body).0),
        (0, "words")
    );
    let body =
        json!({"title": "Theirs", "body": "The roof of the shed is high.", "language": "en"});
    let written = desk
        .call(Method::POST, "/api/v1/articles", Some(body), &auth)
        .await;
    assert_eq!(written.status, 201, "{}", written.body);
    // The address of a model is theirs to set, and so is the key: the neighbour's is not lent.
    let mut embeddings = settings(&server.url, json!({}));
    let ours = embeddings.clone();
    let patch = |body: Value| desk.call(Method::PATCH, "/api/v1/organisation", Some(body), &auth);
    assert_eq!(patch(ours).await.status, 200);
    desk.idle().await;
    let found = desk.call(Method::GET, path, None, &auth).await;
    assert_eq!(ranked(&found.body).0, "words");
    assert!(
        ranked(&found.body).1.contains("the secret `embeddings`"),
        "{}",
        found.body
    );
    embeddings["settings"]["ai"]["embeddings"]["provider"] = json!("compatible");
    assert_eq!(patch(embeddings).await.status, 200);
    desk.idle().await;
    let found = desk.call(Method::GET, path, None, &auth).await;
    assert_eq!(ranked(&found.body).0, "words-and-meaning", "{}", found.body);
    assert_eq!(titles(&found.body), ["Theirs"]);
    assert_eq!(titles(&search(&desk, FINNISH).await), ["Giraffes"]);
    let last = server.seen().pop().unwrap();
    assert!(
        last.head.to_lowercase().contains("authorization"),
        "ours, with our key"
    );
    let theirs = server
        .seen()
        .into_iter()
        .filter(|s| !s.head.to_lowercase().contains("authorization"));
    assert_eq!(
        theirs.count(),
        2,
        "their article and their question, without our key"
    );
}

#[tokio::test]
async fn titan_makes_vectors_with_the_functions_own_credentials() {
    let server = ModelServer::start(Act::By(meaning::answer)).await;
    let desk = Desk::start().await;
    stocked(&desk).await;
    let titan = json!({"provider": "bedrock", "model": null});
    configure(&desk, settings(&server.url, titan)).await;
    desk.idle().await;
    let found = search(&desk, FINNISH).await;
    assert_eq!(titles(&found), ["Giraffes"], "{found:#}");
    let seen = server.seen();
    assert_eq!(seen.len(), 4, "one text a call");
    for seen in seen {
        assert_eq!(seen.path, "/model/amazon.titan-embed-text-v2%3A0/invoke");
        assert!(seen.head.to_lowercase().contains("/bedrock/aws4_request"));
    }
    let status = desk.get("/api/v1/organisation/ai").await;
    assert_eq!(status["embeddings"]["key"], "not_needed");
}

#[tokio::test]
async fn the_environment_of_the_machine_switches_embeddings_on() {
    let server = ModelServer::start(Act::By(meaning::answer)).await;
    let url = format!("{}/v1", server.url);
    let desk = Desk::start_with(|options| {
        options.defaults = [
            ("HELPDESK_EMBEDDINGS_URL", url.as_str()),
            ("HELPDESK_EMBEDDINGS_MODEL", "nomic-embed-text"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    })
    .await;
    stocked(&desk).await;
    desk.idle().await;
    assert_eq!(titles(&search(&desk, FINNISH).await), ["Giraffes"]);
    assert_eq!(server.seen()[0].body["model"], "nomic-embed-text");
    let status = desk.get("/api/v1/organisation/ai").await;
    assert_eq!(
        status["enabled"], false,
        "embeddings alone switch no language model on"
    );
    assert_eq!(status["embeddings"]["key"], "not_needed");
    let off = json!({"settings": {"ai": {"embeddings": {"enabled": false}}}});
    configure(&desk, off).await;
    assert_eq!(ranked(&search(&desk, FINNISH).await), ("words", ""));
}
