//! Answers to closed tickets.

use super::*;

#[test]
fn reply_to_closed_ticket_opens_a_follow_up_after_the_window() {
    let mut world = World::new();
    world.close(1);
    let mail = reply(&["old-1@example.com"], &[]);
    let follow_up = Placement::FollowUp {
        of: ticket_id(1),
        rule: MatchedBy::InReplyTo,
    };
    world.now = day(30);
    assert_eq!(
        world.place_mail(&mail, &who(ANN)),
        join(1, MatchedBy::InReplyTo)
    );
    world.now = day(31);
    assert_eq!(world.place_mail(&mail, &who(ANN)), follow_up);
    world.settings.reopen_window_days = 90;
    assert_eq!(
        world.place_mail(&mail, &who(ANN)),
        join(1, MatchedBy::InReplyTo)
    );
    world.settings.reopen_window_days = 30;
    world.ticket(1).status = Status::Resolved;
    assert_eq!(
        world.place_mail(&mail, &who(ANN)),
        join(1, MatchedBy::InReplyTo)
    );
}

#[test]
fn second_answer_to_a_closed_ticket_joins_its_follow_up() {
    let mut world = World::new();
    world.close(1);
    world.now = day(40);
    let mail = reply(&["old-1@example.com"], &["old-2@example.com"]);
    let follow_up = Placement::FollowUp {
        of: ticket_id(1),
        rule: MatchedBy::InReplyTo,
    };
    assert_eq!(world.place_mail(&mail, &who(ANN)), follow_up);
    world.ticket(2).follows = Some(ticket_id(1));
    assert_eq!(
        world.place_mail(&mail, &who(ANN)),
        join(2, MatchedBy::References)
    );
}

#[test]
fn reports_join_by_ids_and_open_no_follow_up() {
    let mut world = World::new();
    let bounce = Bounce {
        original_message_id: Some("old-1@example.com".into()),
        ..Bounce::default()
    };
    let report = Mail {
        bounce: Some(bounce),
        message_id: Some("report@example.net".into()),
        ..Mail::default()
    };
    assert_eq!(
        world.place_mail(&report, &daemon()),
        join(1, MatchedBy::InReplyTo)
    );
    world.close(1);
    world.now = day(400);
    assert_eq!(
        world.place_mail(&report, &daemon()),
        join(1, MatchedBy::InReplyTo)
    );
    world.found.ids.clear();
    assert_eq!(world.place_mail(&report, &daemon()), Placement::New);
}
