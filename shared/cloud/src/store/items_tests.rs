use lambdesk_domain::ids::{AgentId, OrganisationId};
use lambdesk_domain::status::Status;

use super::super::tests::{at, message, outgoing, ticket as sample};
use super::*;

fn org() -> OrganisationId {
    OrganisationId::new(1, [1; 10])
}

#[test]
fn open_ticket_stands_in_three_lists() {
    let sample = sample(&org(), 7);
    let item = ticket(&sample).unwrap();
    let (o, id) = (org(), &sample.id);
    assert_eq!(
        text(&item, "GSI1PK"),
        Some(format!("O#{o}#ST#open").as_str())
    );
    assert_eq!(
        text(&item, "GSI1SK"),
        Some(format!("0000000007000#{id}").as_str())
    );
    assert_eq!(
        text(&item, "GSI2PK"),
        Some(format!("O#{o}#AS#UNASSIGNED").as_str())
    );
    assert_eq!(
        text(&item, "GSI2SK"),
        Some(format!("O#0000000007000#{id}").as_str())
    );
    assert_eq!(text(&item, "GSI4SK"), Some(id.as_str()));
    assert_eq!(
        (text(&item, "et"), number(&item, "v")),
        (Some("ticket"), Some(SCHEMA))
    );
    assert!(
        !item.contains_key("category"),
        "what is absent takes no room"
    );
    assert_eq!(read::<Ticket>(item).unwrap(), sample);
}

#[test]
fn finished_ticket_sorts_apart_and_held_ticket_leaves_the_queues() {
    let mut sample = sample(&org(), 7);
    sample.status = Status::Closed;
    sample.assignee = Some(AgentId::new(1, [1; 10]));
    let item = ticket(&sample).unwrap();
    assert!(text(&item, "GSI2SK").is_some_and(|sk| sk.starts_with("Z#")));
    sample.quarantine = Some("spam".to_owned());
    let item = ticket(&sample).unwrap();
    assert_eq!(
        text(&item, "GSI1PK"),
        Some(format!("O#{}#ST#quarantine", org()).as_str())
    );
    assert!(!item.contains_key("GSI2PK") && item.contains_key("GSI4PK"));
}

#[test]
fn only_messages_that_need_looking_after_are_due() {
    let ticket = sample(&org(), 7);
    let done = super::message(&message(&ticket, 1)).unwrap();
    assert!(!done.contains_key("GSI3PK") && !done.contains_key("GSI2PK"));
    let mut sent = outgoing(&ticket, 1);
    if let Some(delivery) = sent.delivery.as_mut() {
        delivery.state = DeliveryState::Sent;
    }
    let item = super::message(&sent).unwrap();
    assert!(!item.contains_key("GSI3PK"));
    assert_eq!(
        text(&item, "GSI2PK"),
        Some(format!("O#{}#OUT#sent", org()).as_str())
    );
}

#[test]
fn record_of_a_newer_version_is_not_read_half() {
    let mut item = ticket(&sample(&org(), 7)).unwrap();
    item.insert(
        VERSION.to_owned(),
        AttributeValue::N((SCHEMA + 1).to_string()),
    );
    let error = read::<Ticket>(item).unwrap_err();
    assert_eq!(error.kind, Kind::Broken);
    assert!(error.to_string().contains("newer version"));
}

#[test]
fn unreadable_record_is_named_without_its_content() {
    let mut item = ticket(&sample(&org(), 7)).unwrap();
    item.insert(
        "status".to_owned(),
        AttributeValue::S("private words".to_owned()),
    );
    let error = read::<Ticket>(item).unwrap_err();
    assert!(std::error::Error::source(&error).is_none());
    assert!(!format!("{error:?}").contains("private words"));
}

#[test]
fn expiring_items_carry_their_end_in_seconds() {
    let item = until(ticket(&sample(&org(), 7)).unwrap(), at(1_234));
    assert_eq!(number(&item, TTL), Some(1_234));
}
