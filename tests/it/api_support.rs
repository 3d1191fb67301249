//! What the tests of the API share: callers of every kind, and a second organisation.

use lambdesk_cloud::config::Role as Function;
use lambdesk_cloud::store::{NewOrganisation, Session};
use lambdesk_domain::access::Scope;
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::people::{Agent, Mailbox, Organisation, Role, Settings};
use lambdesk_functions::api::tokens;
use reqwest::Method;
use serde_json::{Value, json};

use crate::desk::{Answer, Desk, mail};

/// The organisation the deployment begins with.
pub async fn home(desk: &Desk) -> OrganisationId {
    desk.stack
        .world(Function::Api)
        .unwrap()
        .default_organisation()
        .await
        .unwrap()
        .id
}

/// A second organisation with a mailbox and an owner.
pub async fn neighbour(desk: &Desk) -> OrganisationId {
    let world = desk.stack.world(Function::Api).unwrap();
    let now = world.clock.now();
    let id = world.entropy.organisation(now);
    let organisation = Organisation {
        id: id.clone(),
        name: "Neighbour".into(),
        slug: world.entropy.slug(),
        settings: Settings::default(),
        created_at: now,
        version: 1,
    };
    let mailbox = Mailbox {
        id: world.entropy.mailbox(now),
        organisation: id.clone(),
        address: "help@neighbour.test".into(),
        name: "Neighbour".into(),
        team: None,
    };
    let owner = agent(desk, &id, Role::Owner, "owner@neighbour.test");
    let new = NewOrganisation {
        organisation,
        mailbox,
        owner,
    };
    world.store.create_organisation(&new).await.unwrap();
    id
}

fn agent(desk: &Desk, organisation: &OrganisationId, role: Role, email: &str) -> Agent {
    let world = desk.stack.world(Function::Api).unwrap();
    let now = world.clock.now();
    Agent {
        id: world.entropy.agent(now),
        organisation: organisation.clone(),
        email: email.into(),
        name: role.word().into(),
        role,
        teams: [].into(),
        active: true,
        created_at: now,
    }
}

/// A signed-in agent.
pub struct Person {
    pub agent: Agent,
    pub cookie: String,
}

/// Adds an agent with a role and signs them in.
pub async fn person(desk: &Desk, organisation: &OrganisationId, role: Role) -> Person {
    let world = desk.stack.world(Function::Api).unwrap();
    let now = world.clock.now();
    let email = format!("{}-{}@people.test", role.word(), world.entropy.slug());
    let agent = agent(desk, organisation, role, &email);
    world.store.put_agent(&agent).await.unwrap();
    let secret = tokens::secret(&world.entropy);
    let session = Session {
        hash: tokens::hash(&secret),
        organisation: organisation.clone(),
        agent: agent.id.clone(),
        created_at: now,
        expires: now + jiff::SignedDuration::from_hours(1),
    };
    world.store.put_session(&session).await.unwrap();
    Person {
        agent,
        cookie: format!("lambdesk={secret}"),
    }
}

impl Person {
    /// Calls the API as this person's browser would from our own pages.
    pub async fn call(
        &self,
        desk: &Desk,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        self.call_with(desk, method, path, body, &[("x-lambdesk-request", "1")])
            .await
    }

    /// Calls the API with the person's cookie and these headers only.
    pub async fn call_with(
        &self,
        desk: &Desk,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut all = vec![("authorization", ""), ("cookie", self.cookie.as_str())];
        all.extend_from_slice(headers);
        desk.call(method, path, body, &all).await
    }
}

/// The `Authorization` of a new API key.
pub async fn key(desk: &Desk, organisation: &OrganisationId, scopes: &[Scope]) -> String {
    let world = desk.stack.world(Function::Api).unwrap();
    let scopes = scopes.iter().copied().collect();
    let (key, text) = tokens::mint(
        &world.entropy,
        organisation,
        "test",
        scopes,
        None,
        world.clock.now(),
    );
    world.store.put_api_key(&key).await.unwrap();
    format!("Bearer {text}")
}

/// A ticket as a program creates it.
pub fn new_ticket(subject: &str) -> Value {
    json!({
        "customer_name": "Ava Stone",
        "customer_email": "ava@example.com",
        "subject": subject,
        "message": "This is urgent. I cannot login and my team is blocked today.",
        "source": "email",
        "customer_tier": "standard",
    })
}

/// Creates a ticket and gives its view once all stages are done with it.
pub async fn ticket(desk: &Desk, subject: &str) -> Value {
    let created = desk.post("/api/v1/tickets", new_ticket(subject)).await;
    desk.idle().await;
    let mut ticket = desk.get(&place(&created)).await;
    ticket["message_id"] = created["message_id"].clone();
    ticket
}

/// The path of a ticket.
pub fn place(ticket: &Value) -> String {
    format!("/api/v1/tickets/{}", ticket["id"].as_str().unwrap())
}

/// Waits for futures that run at the same time.
pub async fn together<T>(list: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
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

/// Replies to a ticket.
pub async fn reply(desk: &Desk, ticket: &Value, body: Value) -> Answer {
    desk.call(
        Method::POST,
        &format!("{}/replies", place(ticket)),
        Some(body),
        &[],
    )
    .await
}

/// A ticket from a mail that went to somebody else too.
pub async fn mailed(desk: &Desk) -> Value {
    let more = "Cc: bob@example.com, support@demo.test\r\n";
    desk.receive(mail(
        "one@example.com",
        "Ann <ann@example.com>",
        "Help",
        more,
        "Please help.",
    ))
    .await;
    desk.the_ticket().await
}

/// Checks that an answer is a refusal with this status and code, in the one shape refusals have.
#[track_caller]
pub fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status.as_u16(), &answer.body["code"]),
        (status, &json!(code)),
        "{}",
        answer.body
    );
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    for member in ["type", "title", "detail", "next", "request_id"] {
        assert!(
            answer.body[member]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{member}: {}",
            answer.body
        );
    }
    assert_eq!(answer.body["status"], status);
    assert_eq!(
        answer.headers["x-request-id"].to_str().unwrap(),
        answer.body["request_id"].as_str().unwrap()
    );
}
