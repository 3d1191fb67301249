//! The store against an embedded table on loopback.
//!
//! Invariant: every test has its own server and shares nothing.

mod access;
mod commits;
mod conversations;
mod counters;
mod counts;
mod faults;
mod lists;
mod models;
mod organisations;
mod outbox;
mod vectors;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::delivery::Delivery;
use lambdesk_domain::ids::{AgentId, ContactId, MailboxId, MessageId, OrganisationId, TicketId};
use lambdesk_domain::message::{
    Author, MatchedBy, Message, Pipeline, Provenance, Stored, Visibility,
};
use lambdesk_domain::people::{Agent, Contact, Mailbox, Organisation, Role, Settings};
use lambdesk_domain::status::{Priority, Status};
use lambdesk_domain::ticket::{Source, Ticket};

use super::{Commit, NewOrganisation, Store, table};
use crate::aws::Aws;
use crate::clock::Clock;
use crate::config::Secret;
use crate::wire::settings;

/// A store of its own, and the clock of its cursors.
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) org: OrganisationId,
}

pub(super) async fn desk() -> Desk {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let database = dynoxide::Database::memory().unwrap();
    // Ends with the runtime of the test.
    tokio::spawn(dynoxide::server::serve_with_shutdown(
        listener,
        database,
        std::future::pending(),
    ));
    let client = Aws::new(&settings(&endpoint)).dynamodb();
    table::create_table("desk")
        .unwrap()
        .send_with(&client)
        .await
        .unwrap();
    let clock = Clock::fixed(at(1_000_000));
    let secret = Secret::new("0123456789abcdef0123456789abcdef");
    let store = Store::new(client, "desk", &secret).with_clock(clock.clone());
    Desk {
        store,
        clock,
        org: OrganisationId::new(1, [1; 10]),
    }
}

impl Desk {
    pub(super) fn commit(&self) -> Commit {
        Commit::new(&self.org, self.clock.now())
    }

    /// Stores tickets 1 to `n`, each one second after the one before.
    pub(super) async fn tickets(&self, n: u64, shape: impl Fn(&mut Ticket)) -> Vec<Ticket> {
        let mut tickets = Vec::new();
        for number in 1..=n {
            let mut ticket = ticket(&self.org, number);
            shape(&mut ticket);
            let mut commit = self.commit();
            commit.create_ticket(&ticket);
            self.store.commit(commit).await.unwrap();
            tickets.push(ticket);
        }
        tickets
    }
}

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub(super) fn entropy(n: u64) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&n.to_be_bytes());
    bytes
}

pub(super) fn contact(org: &OrganisationId, n: u64) -> Contact {
    Contact {
        id: ContactId::new(1_000, entropy(n)),
        organisation: org.clone(),
        email: format!("customer{n}@example.com"),
        name: Some(format!("Customer {n}")),
        tier: None,
        notes: String::new(),
        undeliverable: None,
        created_at: at(1),
        version: 1,
    }
}

/// Ticket `n`, created and last changed at second `n`.
pub(super) fn ticket(org: &OrganisationId, n: u64) -> Ticket {
    let created = at(i64::try_from(n).unwrap());
    let contact = contact(org, n);
    Ticket {
        id: TicketId::new(created.as_millisecond(), entropy(n)),
        organisation: org.clone(),
        number: n,
        subject: format!("Question {n}"),
        status: Status::Open,
        priority: Priority::Medium,
        priority_score: None,
        category: None,
        sentiment: None,
        language: None,
        next_action: None,
        suggested_reply: None,
        confidence: None,
        contact: contact.id,
        contact_email: contact.email,
        contact_name: contact.name,
        customer_tier: None,
        mailbox: None,
        mailbox_address: None,
        team: None,
        assignee: None,
        tags: BTreeSet::new(),
        source: Source::Email,
        preview: String::new(),
        participants: BTreeSet::new(),
        message_count: 1,
        public_count: 1,
        follows: None,
        automatic: false,
        sender_trust: None,
        quarantine: None,
        ai_resolved: false,
        created_at: created,
        updated_at: created,
        customer_wrote_at: None,
        agent_wrote_at: None,
        first_response_at: None,
        resolved_at: None,
        closed_at: None,
        version: 1,
    }
}

/// Message `n` of a ticket.
pub(super) fn message(ticket: &Ticket, n: u64) -> Message {
    let created = at(i64::try_from(n).unwrap());
    Message {
        id: MessageId::new(created.as_millisecond(), entropy(n)),
        organisation: ticket.organisation.clone(),
        ticket: ticket.id.clone(),
        author: Author::Customer,
        visibility: Visibility::Public,
        agent: None,
        contact: Some(ticket.contact.clone()),
        from: None,
        to: Vec::new(),
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: ticket.subject.clone(),
        rfc_id: None,
        references: Vec::new(),
        text: Stored::Inline(format!("Text {n}")),
        html: None,
        attachments: Vec::new(),
        provenance: Provenance::default(),
        matched_by: MatchedBy::NewTicket,
        created_at: created,
        delivery: None,
        quote_history: false,
        pipeline: Pipeline::Done,
        version: 1,
    }
}

/// Message `n` of a ticket on its way out.
pub(super) fn outgoing(ticket: &Ticket, n: u64) -> Message {
    let mut message = message(ticket, n);
    message.author = Author::Agent;
    message.delivery = Some(Delivery::queued(message.created_at, message.created_at));
    message
}

pub(super) fn new_organisation(n: u8) -> NewOrganisation {
    let id = OrganisationId::new(1, [n; 10]);
    NewOrganisation {
        organisation: Organisation {
            id: id.clone(),
            name: format!("Organisation {n}"),
            slug: format!("abcde{n}"),
            settings: Settings::default(),
            created_at: at(1),
            version: 1,
        },
        mailbox: Mailbox {
            id: MailboxId::new(1, [n; 10]),
            organisation: id.clone(),
            address: format!("help{n}@example.com"),
            name: "Help".to_owned(),
            team: None,
        },
        owner: Agent {
            id: AgentId::new(1, [n; 10]),
            organisation: id,
            email: "owner@example.com".to_owned(),
            name: "Owner".to_owned(),
            role: Role::Owner,
            teams: BTreeSet::new(),
            active: true,
            created_at: at(1),
        },
    }
}

pub(super) const MINUTE: SignedDuration = SignedDuration::from_mins(1);
