//! The API and the sweep are ended before and after each of their calls, as the other functions are.

use jiff::SignedDuration;
use lambdesk_cloud::config::Role;
use serde_json::json;

use crate::crash_support::{
    at_every_call, ground, insist, only, sent_once_or_uncertain, settle, take,
};
use crate::desk::header;
use crate::flow_support::{place, sent_for};

#[tokio::test]
async fn the_api_may_end_at_any_call_of_a_reply() {
    let ground = ground().await;
    let steps = at_every_call(&ground, "api", async |ground, round| {
        let planned = ground.desk.stack.faults.forget_crash().unwrap();
        let ticket = take(ground, round).await;
        ground.desk.stack.faults.plan_crash(planned);
        let path = format!("{}/replies", place(&ticket));
        let body = json!({ "text": round.name });
        let reply = insist(ground, &path, &body, &round.name).await;
        ground.desk.stack.faults.forget_crash();
        ground.desk.idle().await;
        let messages = ground.desk.messages(&ticket).await;
        assert_eq!(messages.len(), 2, "{}: {messages:#?}", round.name);
        let state = sent_once_or_uncertain(ground, &ticket, &reply, round).await;
        assert_eq!(state, "delivered", "{}", round.name);
    })
    .await;
    assert!(steps >= 6, "{steps}");
}

#[tokio::test]
async fn the_api_may_end_at_any_call_of_a_new_ticket_and_a_note() {
    let ground = ground().await;
    let steps = at_every_call(&ground, "api", async |ground, round| {
        let body = json!({ "customer_name": "Ann", "customer_email": "ann@example.com",
            "subject": round.name, "message": "Please help." });
        insist(ground, "/api/v1/tickets", &body, &round.name).await;
        let planned = ground.desk.stack.faults.forget_crash();
        settle(ground).await;
        let (ticket, messages) = only(&ground.desk, &round.name).await;
        assert_eq!(messages.len(), 1, "{}", round.name);
        if let Some(planned) = planned {
            // The ticket needed fewer calls than that: the note may need them.
            ground.desk.stack.faults.plan_crash(planned);
        }
        let note = json!({ "text": "Remember." });
        let path = format!("{}/notes", place(&ticket));
        insist(ground, &path, &note, &format!("note-{}", round.name)).await;
        ground.desk.stack.faults.forget_crash();
        let (_, messages) = only(&ground.desk, &round.name).await;
        assert_eq!(messages.len(), 2, "{}: {messages:#?}", round.name);
    })
    .await;
    assert!(steps >= 6, "{steps}");
}

#[tokio::test]
async fn the_sweep_may_end_at_any_call() {
    let ground = ground().await;
    let steps = at_every_call(&ground, "sweep", async |ground, round| {
        let planned = ground.desk.stack.faults.forget_crash().unwrap();
        let ticket = take(ground, round).await;
        let at = ground.clock.now() + SignedDuration::from_mins(30);
        let body = json!({ "text": "Later.", "send_at": at });
        let reply = ground
            .desk
            .post(&format!("{}/replies", place(&ticket)), body)
            .await;
        ground.desk.idle().await;
        ground.clock.advance(SignedDuration::from_mins(31));
        ground.desk.stack.faults.plan_crash(planned);
        // The schedule does not try again: the next minute does.
        for _ in 0..2 {
            let _crashed = ground.desk.stack.invoke(Role::Sweep, json!({})).await;
            ground.desk.idle().await;
        }
        ground.desk.stack.faults.forget_crash();
        assert_eq!(
            sent_once_or_uncertain(ground, &ticket, &reply, round).await,
            "delivered"
        );
        let raw = &sent_for(&ground.desk, &reply)[0];
        assert!(header(raw, "To").is_some());
    })
    .await;
    assert!(steps >= 4, "{steps}");
}
