//! Items of the table from values and back.
//!
//! Invariant: keys of the indexes are computed here, from the value itself, whenever it is written, so an index
//! never disagrees with its item. An item written by a newer version is never read half.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::delivery::{Delivery, DeliveryState};
use lambdesk_domain::message::{Message, Pipeline};
use lambdesk_domain::people::Contact;
use lambdesk_domain::ticket::{Event, Ticket};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::due::DueKind;
use super::keys::{self, Key, Place};
use super::table::{Index, TTL};
use crate::error::{Error, Kind, Result};

/// An item as the SDK takes it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// Version of the items this build writes and the newest it reads.
pub(super) const SCHEMA: u64 = 1;
/// How long a claim or a stage may take before somebody looks after it.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

const ENTITY: &str = "et";
const VERSION: &str = "v";

/// The item of a value under a key.
pub(super) fn item<T: Serialize>(entity: &str, key: &Key, value: &T) -> Result<Item> {
    let mut item: Item = serde_dynamo::aws_sdk_dynamodb_1::to_item(value)
        .map_err(|error| Error::new(Kind::Broken, "turn a value into an item").because(error))?;
    // What is absent takes no room, and conditions need not tell absent from empty.
    item.retain(|_, value| !matches!(value, AttributeValue::Null(_)));
    item.extend(key.attributes());
    item.insert(ENTITY.to_owned(), AttributeValue::S(entity.to_owned()));
    item.insert(VERSION.to_owned(), AttributeValue::N(SCHEMA.to_string()));
    Ok(item)
}

/// The same item, removed by the table some time after a moment.
pub(super) fn until(mut item: Item, end: Timestamp) -> Item {
    item.insert(
        TTL.to_owned(),
        AttributeValue::N(end.as_second().to_string()),
    );
    item
}

/// The same item with places in indexes.
pub(super) fn placed(mut item: Item, places: impl IntoIterator<Item = Place>) -> Item {
    for place in places {
        let (pk, sk) = place.index.keys();
        item.insert(pk.to_owned(), AttributeValue::S(place.pk));
        item.insert(sk.to_owned(), AttributeValue::S(place.sk));
    }
    item
}

/// The value of an item.
pub(super) fn read<T: DeserializeOwned>(item: Item) -> Result<T> {
    if number(&item, VERSION).is_some_and(|version| version > SCHEMA) {
        let text = "a newer version wrote this record; deploy that version again";
        return Err(Error::told(Kind::Broken, "read an item", text));
    }
    // The reader's error may quote what it read, so only its type goes on.
    serde_dynamo::aws_sdk_dynamodb_1::from_item(item).map_err(|_| {
        let text = "a record in the table cannot be read; restore it from a backup";
        Error::told(Kind::Broken, "read an item", text)
    })
}

/// A text attribute.
pub(super) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)
        .and_then(|value| value.as_s().ok())
        .map(String::as_str)
}

/// A whole number attribute.
pub(super) fn number(item: &Item, name: &str) -> Option<u64> {
    item.get(name)
        .and_then(|value| value.as_n().ok())
        .and_then(|n| n.parse().ok())
}

/// The primary key of an item.
pub(super) fn key(item: &Item) -> Key {
    Key::new(
        text(item, keys::PK).unwrap_or_default(),
        text(item, keys::SK).unwrap_or_default(),
    )
}

pub(super) fn ticket(ticket: &Ticket) -> Result<Item> {
    let key = keys::ticket(&ticket.organisation, &ticket.id);
    Ok(placed(item("ticket", &key, ticket)?, ticket_places(ticket)))
}

fn ticket_places(ticket: &Ticket) -> Vec<Place> {
    let o = &ticket.organisation;
    let by_time = format!("{}#{}", keys::millis(ticket.updated_at), ticket.id);
    let created = Place {
        index: Index::Gsi4,
        pk: keys::created_list(o),
        sk: ticket.id.to_string(),
    };
    if ticket.quarantine.is_some() {
        let held = Place {
            index: Index::Gsi1,
            pk: keys::quarantine_list(o),
            sk: by_time,
        };
        return vec![held, created];
    }
    let half = if ticket.status.is_active() {
        keys::OPEN
    } else {
        keys::FINISHED
    };
    let owner = keys::assignee_list(o, ticket.assignee.as_ref());
    vec![
        Place {
            index: Index::Gsi1,
            pk: keys::status_list(o, ticket.status),
            sk: by_time.clone(),
        },
        Place {
            index: Index::Gsi2,
            pk: owner,
            sk: format!("{half}{by_time}"),
        },
        created,
    ]
}

/// The ticket's place in the list of its contact; written with the ticket, and again when its contact is corrected.
pub(super) fn contact_view(ticket: &Ticket) -> Result<Item> {
    #[derive(Serialize)]
    struct View<'a> {
        ticket: &'a str,
    }
    let o = &ticket.organisation;
    let view = View {
        ticket: ticket.id.as_str(),
    };
    let place = Place {
        index: Index::Gsi2,
        pk: keys::contact_tickets(o, &ticket.contact),
        sk: ticket.id.to_string(),
    };
    Ok(placed(
        item("contact_view", &keys::contact_view(o, &ticket.id), &view)?,
        [place],
    ))
}

pub(super) fn message(message: &Message) -> Result<Item> {
    let key = keys::message(&message.organisation, &message.ticket, &message.id);
    Ok(placed(
        item("message", &key, message)?,
        message_places(message),
    ))
}

fn message_places(message: &Message) -> Vec<Place> {
    let mut places = Vec::new();
    if let Some(delivery) = &message.delivery {
        places.push(Place {
            index: Index::Gsi2,
            pk: keys::outgoing_list(&message.organisation, delivery.state),
            sk: format!("{}#{}", keys::millis(delivery.updated_at), message.id),
        });
    }
    if let Some((at, kind)) = message_due(message) {
        let (o, t, m) = (&message.organisation, &message.ticket, &message.id);
        let sk = format!("{}#{o}#{t}#{m}#{}", keys::millis(at), kind.word());
        places.push(Place {
            index: Index::Gsi3,
            pk: keys::due_list(),
            sk,
        });
    }
    places
}

/// When somebody has to look after a message, and why.
fn message_due(message: &Message) -> Option<(Timestamp, DueKind)> {
    if let Some(due) = message.delivery.as_ref().and_then(delivery_due) {
        return Some(due);
    }
    let waits = message.pipeline != Pipeline::Done;
    waits.then(|| (later(message.created_at, PATIENCE), DueKind::Stuck))
}

fn delivery_due(delivery: &Delivery) -> Option<(Timestamp, DueKind)> {
    match delivery.state {
        DeliveryState::Queued => Some((delivery.send_at, DueKind::Send)),
        DeliveryState::Sending => {
            let claimed = delivery.claimed_at.unwrap_or(delivery.updated_at);
            Some((later(claimed, PATIENCE), DueKind::Unconfirmed))
        }
        DeliveryState::Sent
        | DeliveryState::Delivered
        | DeliveryState::Delayed
        | DeliveryState::Bounced
        | DeliveryState::Complained
        | DeliveryState::Failed
        | DeliveryState::Uncertain
        | DeliveryState::Cancelled => None,
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

pub(super) fn event(event: &Event) -> Result<Item> {
    item(
        "event",
        &keys::event(&event.organisation, &event.ticket, &event.id),
        event,
    )
}

pub(super) fn contact(contact: &Contact) -> Result<Item> {
    let key = keys::contact(&contact.organisation, &contact.id);
    let place = Place {
        index: Index::Gsi4,
        pk: keys::contact_list(&contact.organisation),
        sk: contact.id.to_string(),
    };
    Ok(placed(item("contact", &key, contact)?, [place]))
}

/// The record that guards an address; it holds a copy, so that one read finds the contact.
pub(super) fn contact_email(contact: &Contact) -> Result<Item> {
    let key = keys::contact_email(&contact.organisation, &contact.email);
    item("contact_email", &key, contact)
}

#[cfg(test)]
#[path = "items_tests.rs"]
mod tests;
