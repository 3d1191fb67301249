//! SES fails in every way it can, and a mail is never sent twice without a person's word.

use std::time::Duration;

use jiff::SignedDuration;
use lambdesk_cloud::clock::Clock;
use lambdesk_local::faults::{Action, Fault, Service};
use lambdesk_local::mail::ses::behaviour::Behaviour;
use serde_json::{Value, json};

use crate::desk::{Desk, mail};
use crate::flow_support::{ANN, later, message, nothing_left, now, place, sent_for, state};

struct Scene {
    desk: Desk,
    clock: Clock,
    ticket: Value,
}

impl Scene {
    async fn new() -> Self {
        let clock = Clock::movable();
        let given = clock.clone();
        let desk = Desk::start_with(|options| {
            options.clock = given;
            options.events.retry_after = Some(Duration::ZERO);
        })
        .await;
        desk.receive(mail("first@example.com", ANN, "Cannot log in", "", "Help."))
            .await;
        let ticket = desk.the_ticket().await;
        Self {
            desk,
            clock,
            ticket,
        }
    }

    async fn reply(&self) -> Value {
        let path = format!("{}/replies", place(&self.ticket));
        let reply = self
            .desk
            .post(&path, json!({ "text": "Please try again." }))
            .await;
        self.desk.idle().await;
        reply
    }

    async fn state(&self, reply: &Value) -> String {
        state(&self.desk, &self.ticket, reply).await
    }

    async fn time_goes_by(&self) {
        for _ in 0..3 {
            later(&self.desk, &self.clock, SignedDuration::from_mins(11)).await;
        }
    }

    fn sent(&self, reply: &Value) -> usize {
        sent_for(&self.desk, reply).len()
    }

    /// The mails an agent is asked about.
    async fn asked(&self) -> Vec<Value> {
        let page = self.desk.get("/api/v1/outgoing?state=uncertain").await;
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["message"].clone()).collect()
    }

    async fn resend(&self, reply: &Value) {
        let id = reply["id"].as_str().unwrap();
        let path = format!("{}/messages/{id}/resend", place(&self.ticket));
        self.desk.post(&path, json!({})).await;
        self.desk.idle().await;
    }

    fn at_the_call(&self, action: Action) {
        self.desk.stack.faults.plan(Fault {
            service: Service::Mail,
            operation: Some("SendRawEmail".into()),
            nth: 1,
            action,
        });
    }
}

#[tokio::test]
async fn a_throttled_mail_is_sent_later_and_once() {
    let scene = Scene::new().await;
    scene
        .desk
        .stack
        .ses
        .set_behaviour(Behaviour::Throttle, Some(2));
    let reply = scene.reply().await;
    assert_eq!(scene.state(&reply).await, "delivered");
    assert_eq!(
        message(&scene.desk, &scene.ticket, &reply).await["delivery"]["attempt"],
        3
    );
    scene.time_goes_by().await;
    assert_eq!(scene.sent(&reply), 1);
    nothing_left(&scene.desk).await;
}

#[tokio::test]
async fn a_refused_mail_says_why_and_gives_the_ticket_back() {
    for behaviour in [Behaviour::Refuse, Behaviour::Unverified, Behaviour::Paused] {
        let scene = Scene::new().await;
        scene.desk.stack.ses.set_behaviour(behaviour, Some(1));
        let reply = scene.reply().await;
        let after = message(&scene.desk, &scene.ticket, &reply).await;
        assert_eq!(after["delivery"]["state"], "failed", "{behaviour:?}");
        assert!(
            after["delivery"]["reason"]
                .as_str()
                .is_some_and(|why| !why.is_empty())
        );
        assert_eq!(now(&scene.desk, &scene.ticket).await["status"], "open");
        scene.time_goes_by().await;
        assert_eq!(scene.sent(&reply), 0);
        scene.resend(&reply).await;
        assert_eq!(
            (scene.state(&reply).await.as_str(), scene.sent(&reply)),
            ("delivered", 1)
        );
    }
}

/// Nothing was taken, and the answer does not tell: the agent is asked, and a word of theirs sends it.
async fn lost_before(scene: &Scene) {
    let reply = scene.reply().await;
    scene.time_goes_by().await;
    assert_eq!(
        (scene.state(&reply).await.as_str(), scene.sent(&reply)),
        ("uncertain", 0)
    );
    assert_eq!(scene.asked().await, [reply["id"].clone()]);
    scene.resend(&reply).await;
    assert_eq!(
        (scene.state(&reply).await.as_str(), scene.sent(&reply)),
        ("delivered", 1)
    );
    assert!(scene.asked().await.is_empty());
}

/// It was taken and only the answer was lost: the events settle it.
async fn lost_after(scene: &Scene) {
    let reply = scene.reply().await;
    assert_eq!(
        (scene.state(&reply).await.as_str(), scene.sent(&reply)),
        ("delivered", 1)
    );
    scene.time_goes_by().await;
    assert_eq!(scene.sent(&reply), 1);
    assert!(scene.asked().await.is_empty());
    let id = reply["id"].as_str().unwrap();
    let path = format!("{}/messages/{id}/resend", place(&scene.ticket));
    let again = scene
        .desk
        .call(reqwest::Method::POST, &path, None, &[])
        .await;
    assert_eq!(again.status, 409, "what arrived is not sent again");
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_mail_is_taken_asks_the_agent() {
    let scene = Scene::new().await;
    scene.at_the_call(Action::DropBefore);
    lost_before(&scene).await;
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_mail_was_taken_is_settled_by_events() {
    let scene = Scene::new().await;
    scene.at_the_call(Action::ApplyThenDrop);
    lost_after(&scene).await;
}

#[tokio::test]
async fn an_error_before_the_mail_is_taken_asks_the_agent() {
    let scene = Scene::new().await;
    scene
        .desk
        .stack
        .ses
        .set_behaviour(Behaviour::ErrorBefore, Some(1));
    lost_before(&scene).await;
}

#[tokio::test]
async fn an_error_after_the_mail_was_taken_is_settled_by_events() {
    let scene = Scene::new().await;
    scene
        .desk
        .stack
        .ses
        .set_behaviour(Behaviour::ErrorAfter, Some(1));
    lost_after(&scene).await;
}

#[tokio::test]
async fn a_time_out_before_the_mail_is_taken_asks_the_agent() {
    let scene = Scene::new().await;
    scene
        .desk
        .stack
        .ses
        .set_behaviour(Behaviour::TimeoutBefore, Some(1));
    lost_before(&scene).await;
}

#[tokio::test]
async fn a_time_out_after_the_mail_was_taken_is_settled_by_events() {
    let scene = Scene::new().await;
    scene
        .desk
        .stack
        .ses
        .set_behaviour(Behaviour::TimeoutAfter, Some(1));
    lost_after(&scene).await;
}

#[tokio::test]
async fn without_events_a_lost_answer_stays_a_question_and_nothing_is_sent_twice() {
    let scene = Scene::new().await;
    scene
        .desk
        .stack
        .ses
        .set_behaviour(Behaviour::DropEvents, Some(1));
    scene.at_the_call(Action::ApplyThenDrop);
    let reply = scene.reply().await;
    assert_eq!(scene.state(&reply).await, "uncertain");
    scene.time_goes_by().await;
    assert_eq!(scene.sent(&reply), 1, "it had left");
    assert_eq!(scene.asked().await, [reply["id"].clone()]);
    scene.resend(&reply).await;
    assert_eq!(scene.sent(&reply), 2, "the second one is the agent's word");
}

#[tokio::test]
async fn without_events_an_accepted_mail_counts_as_sent() {
    let scene = Scene::new().await;
    scene
        .desk
        .stack
        .ses
        .set_behaviour(Behaviour::DropEvents, None);
    let reply = scene.reply().await;
    scene.time_goes_by().await;
    assert_eq!(
        (scene.state(&reply).await.as_str(), scene.sent(&reply)),
        ("sent", 1)
    );
    assert!(scene.asked().await.is_empty());
}

#[tokio::test]
async fn what_the_customers_server_says_is_on_the_message() {
    let scene = Scene::new().await;
    for (behaviour, expected, status) in [
        (Behaviour::HardBounce, "bounced", "open"),
        (Behaviour::SoftBounce, "delayed", "waiting_on_customer"),
        (Behaviour::Delay, "delayed", "waiting_on_customer"),
        (Behaviour::Complain, "complained", "waiting_on_customer"),
        (Behaviour::Reject, "failed", "open"),
    ] {
        scene.desk.stack.ses.set_behaviour(behaviour, Some(1));
        let reply = scene.reply().await;
        assert_eq!(scene.state(&reply).await, expected, "{behaviour:?}");
        assert_eq!(
            now(&scene.desk, &scene.ticket).await["status"],
            status,
            "{behaviour:?}"
        );
        scene.time_goes_by().await;
        assert_eq!(
            (scene.state(&reply).await.as_str(), scene.sent(&reply)),
            (expected, 1)
        );
    }
}

/// An event of SES about a message, as EventBridge passes it on.
fn event(ticket: &Value, organisation: &str, reply: &Value, kind: &str, more: Value) -> String {
    let mut detail = json!({
        "eventType": kind,
        "mail": { "messageId": "0102-test", "tags": {
            "organisation": [organisation], "ticket": [ticket["id"]], "message": [reply["id"]] } },
    });
    detail
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    json!({ "source": "aws.ses", "detail-type": format!("Email {kind}"), "detail": detail })
        .to_string()
}

#[tokio::test]
async fn events_may_come_twice_late_and_out_of_order() {
    let scene = Scene::new().await;
    scene
        .desk
        .stack
        .ses
        .set_behaviour(Behaviour::DropEvents, None);
    let reply = scene.reply().await;
    let organisation = crate::api_support::home(&scene.desk).await.to_string();
    let bounce = json!({ "bounce": { "bounceType": "Permanent", "bounceSubType": "General",
        "bouncedRecipients": [{ "emailAddress": "ann@example.com", "status": "5.1.1" }] } });
    let queue = scene.desk.stack.environment.queue("FeedbackQueue").unwrap();
    for (kind, more) in [
        ("Bounce", &bounce),
        ("Delivery", &json!({})),
        ("Send", &json!({})),
        ("Bounce", &bounce),
        ("Open", &json!({})),
        ("Bounce", &bounce),
    ] {
        let body = event(&scene.ticket, &organisation, &reply, kind, more.clone());
        scene
            .desk
            .stack
            .queues
            .send(&queue, lambdesk_local::queues::Send::text(body))
            .await
            .unwrap();
    }
    scene.desk.idle().await;
    assert_eq!(scene.state(&reply).await, "bounced");
    let events = scene
        .desk
        .get(&format!("{}/events", place(&scene.ticket)))
        .await;
    let told = events["items"].as_array().unwrap().iter();
    assert_eq!(
        told.filter(|e| e["kind"] == "message.undelivered").count(),
        1
    );
    nothing_left(&scene.desk).await;
}
