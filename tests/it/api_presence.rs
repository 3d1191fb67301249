//! Who is at which ticket, as those see it who share the work.

use jiff::SignedDuration;
use lambdesk_domain::people::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{Person, home, key, neighbour, person, refused, ticket};
use crate::desk::Desk;
use crate::flow_support::with_clock;

const PATH: &str = "/api/v1/presence";

/// What a person sees after telling where they are.
async fn tell(desk: &Desk, person: &Person, body: Value) -> Vec<Value> {
    let answer = person.call(desk, Method::POST, PATH, Some(body)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.body["every_seconds"], 20);
    answer.body["present"].as_array().unwrap().clone()
}

#[tokio::test]
async fn two_people_at_a_ticket_see_each_other_until_one_leaves_or_goes_silent() {
    let (desk, clock) = with_clock().await;
    let home = home(&desk).await;
    let ticket = ticket(&desk, "Who answers?").await;
    let one = person(&desk, &home, Role::Agent).await;
    let other = person(&desk, &home, Role::Light).await;
    let at = json!({ "ticket": ticket["number"].to_string(), "doing": "writing" });
    assert_eq!(tell(&desk, &one, at.clone()).await, Vec::<Value>::new());
    let seen = tell(&desk, &other, json!({ "ticket": ticket["id"] })).await;
    let [seen] = seen.as_slice() else {
        panic!("{seen:?}");
    };
    assert_eq!(seen["agent"], one.agent.id.as_str());
    assert_eq!(seen["name"], one.agent.name);
    assert_eq!(seen["ticket"], ticket["id"]);
    assert_eq!(seen["doing"], "writing");
    let seen = tell(&desk, &one, at.clone()).await;
    assert_eq!(seen[0]["doing"], "viewing");
    // The page was closed.
    tell(&desk, &other, json!({ "ticket": null })).await;
    assert_eq!(tell(&desk, &one, at).await, Vec::<Value>::new());
    // The laptop was shut.
    let nowhere = json!({});
    assert_eq!(tell(&desk, &other, nowhere.clone()).await.len(), 1);
    clock.advance(SignedDuration::from_secs(61));
    assert_eq!(tell(&desk, &other, nowhere).await, Vec::<Value>::new());
}

#[tokio::test]
async fn nobody_sees_or_enters_another_organisation() {
    let desk = Desk::start().await;
    let (home, neighbour) = (home(&desk).await, neighbour(&desk).await);
    let ticket = ticket(&desk, "Ours").await;
    let here = json!({ "ticket": ticket["id"] });
    let ours = person(&desk, &home, Role::Agent).await;
    let theirs = person(&desk, &neighbour, Role::Agent).await;
    tell(&desk, &ours, here.clone()).await;
    assert_eq!(tell(&desk, &theirs, json!({})).await, Vec::<Value>::new());
    let answer = theirs
        .call(&desk, Method::POST, PATH, Some(here.clone()))
        .await;
    refused(&answer, 404, "not_found");
    assert_eq!(tell(&desk, &ours, json!({})).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_key_sees_who_is_there_and_is_nowhere_itself() {
    use lambdesk_domain::access::Scope;
    let desk = Desk::start().await;
    let home = home(&desk).await;
    let ticket = ticket(&desk, "Seen by a program").await;
    let here = json!({ "ticket": ticket["id"] });
    let agent = person(&desk, &home, Role::Agent).await;
    tell(&desk, &agent, here.clone()).await;
    let key = key(&desk, &home, &[Scope::TicketsRead]).await;
    let auth = [("authorization", key.as_str())];
    let answer = desk.call(Method::POST, PATH, Some(json!({})), &auth).await;
    assert_eq!(answer.body["present"][0]["agent"], agent.agent.id.as_str());
    let answer = desk.call(Method::POST, PATH, Some(here), &auth).await;
    refused(&answer, 409, "not_possible");
    for wrong in [json!({ "ticket": "x" }), json!({ "doing": "sleeping" })] {
        let answer = agent.call(&desk, Method::POST, PATH, Some(wrong)).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
    }
}
