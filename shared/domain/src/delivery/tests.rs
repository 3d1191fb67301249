//! The states of an outgoing message, and what moves them.

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn run(steps: &[Happened]) -> Delivery {
    steps
        .iter()
        .fold(Delivery::queued(at(0), at(0)), |d, step| {
            d.after(step, at(1)).unwrap()
        })
}

#[test]
fn ordinary_life() {
    let delivery = run(&[
        Happened::Claimed,
        Happened::Accepted("id-1".into()),
        Happened::SendEvent("id-1".into()),
        Happened::DeliveryEvent,
    ]);
    assert_eq!(delivery.state, DeliveryState::Delivered);
    assert_eq!(delivery.ses_id.as_deref(), Some("id-1"));
    assert_eq!(delivery.attempt, 1);
}

#[test]
fn second_claim_loses() {
    let claimed = run(&[Happened::Claimed]);
    assert_eq!(
        claimed.after(&Happened::Claimed, at(2)),
        Err(DeliveryRefusal::NotQueued(DeliveryState::Sending))
    );
}

#[test]
fn undo_window_holds_the_claim() {
    let waiting = Delivery::queued(at(0), at(10));
    assert_eq!(
        waiting.after(&Happened::Claimed, at(9)),
        Err(DeliveryRefusal::TooEarly(at(10)))
    );
    assert!(waiting.after(&Happened::Claimed, at(10)).is_ok());
    let cancelled = waiting.after(&Happened::Cancelled, at(9)).unwrap();
    assert!(cancelled.after(&Happened::Claimed, at(11)).is_err());
}

#[test]
fn lost_answer_is_settled_by_the_event() {
    let lost = run(&[Happened::Claimed, Happened::Lost("time-out".into())]);
    assert_eq!(lost.state, DeliveryState::Uncertain);
    let settled = lost
        .after(&Happened::SendEvent("id-2".into()), at(5))
        .unwrap();
    assert_eq!(
        (settled.state, settled.ses_id.as_deref()),
        (DeliveryState::Sent, Some("id-2"))
    );
}

#[test]
fn event_before_our_own_record_wins() {
    let sent = run(&[
        Happened::Claimed,
        Happened::DeliveryEvent,
        Happened::Lost("time-out".into()),
    ]);
    assert_eq!(sent.state, DeliveryState::Delivered);
}

#[test]
fn throttled_message_can_be_claimed_again() {
    let again = run(&[Happened::Claimed, Happened::Throttled, Happened::Claimed]);
    assert_eq!((again.state, again.attempt), (DeliveryState::Sending, 2));
}

#[test]
fn late_events_do_not_go_back() {
    let bounced = run(&[
        Happened::Claimed,
        Happened::Accepted("x".into()),
        Happened::BounceEvent {
            permanent: true,
            reason: "5.1.1".into(),
        },
        Happened::DeliveryEvent,
        Happened::DelayEvent("later".into()),
    ]);
    assert_eq!(
        (bounced.state, bounced.reason.as_deref()),
        (DeliveryState::Bounced, Some("5.1.1"))
    );
}

#[test]
fn planned_mail_gives_way_to_a_customer_who_writes_first() {
    let planned = Delivery::queued(at(0), at(3_600));
    assert!(planned.is_overtaken(at(0), Some(at(60))));
    assert!(!planned.is_overtaken(at(0), None));
    assert!(
        !planned.is_overtaken(at(10), Some(at(5))),
        "they wrote before"
    );
    let undo = Delivery::queued(at(0), at(10));
    assert!(
        !undo.is_overtaken(at(0), Some(at(5))),
        "an undo window is not later"
    );
    let given_up = planned.after(&Happened::Overtaken, at(70)).unwrap();
    assert_eq!(given_up.state, DeliveryState::Cancelled);
    assert!(given_up.reason.is_some());
}

#[test]
fn only_a_person_sends_again() {
    let lost = run(&[Happened::Claimed, Happened::Lost("time-out".into())]);
    assert!(lost.after(&Happened::Claimed, at(9)).is_err());
    assert_eq!(
        lost.after(&Happened::Resent, at(9)).unwrap().state,
        DeliveryState::Queued
    );
    let sent = run(&[Happened::Claimed, Happened::Accepted("x".into())]);
    assert!(sent.after(&Happened::Resent, at(9)).is_err());
}
