//! Values that tests of several modules start from.

use jiff::Timestamp;

use crate::address::Address;
use crate::ids::{ContactId, MessageId, OrganisationId, TicketId};
use crate::message::{Author, MatchedBy, Message, Pipeline, Provenance, Stored, Visibility};
use crate::status::{Priority, Status};
use crate::ticket::{Source, Ticket};

/// A moment in November 2026, some days on.
pub(crate) fn day(days: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + days * 86_400).unwrap()
}

pub(crate) fn organisation_id() -> OrganisationId {
    OrganisationId::new(1, [1; 10])
}

pub(crate) fn ticket_id(n: u8) -> TicketId {
    TicketId::new(2, [n; 10])
}

pub(crate) fn message_id(n: u8) -> MessageId {
    MessageId::new(3, [n; 10])
}

/// An open ticket of `ann@example.com`, opened on day 0.
pub(crate) fn ticket(n: u8) -> Ticket {
    Ticket {
        id: ticket_id(n),
        organisation: organisation_id(),
        number: u64::from(n),
        subject: "Printer is on fire".into(),
        status: Status::Open,
        priority: Priority::Medium,
        priority_score: None,
        category: None,
        sentiment: None,
        language: None,
        next_action: None,
        suggested_reply: None,
        confidence: None,
        contact: ContactId::new(4, [4; 10]),
        contact_email: "ann@example.com".into(),
        contact_name: Some("Ann".into()),
        customer_tier: None,
        mailbox: None,
        mailbox_address: None,
        team: None,
        assignee: None,
        tags: [].into(),
        source: Source::Email,
        preview: String::new(),
        participants: ["ann@example.com".to_owned()].into(),
        message_count: 1,
        public_count: 1,
        follows: None,
        automatic: false,
        sender_trust: None,
        quarantine: None,
        ai_resolved: false,
        created_at: day(0),
        updated_at: day(0),
        customer_wrote_at: Some(day(0)),
        agent_wrote_at: None,
        first_response_at: None,
        resolved_at: None,
        closed_at: None,
        version: 1,
    }
}

/// A message of ticket 1 from `ann@example.com`, written on day 0.
pub(crate) fn message(n: u8, author: Author, visibility: Visibility, text: &str) -> Message {
    Message {
        id: message_id(n),
        organisation: organisation_id(),
        ticket: ticket_id(1),
        author,
        visibility,
        agent: None,
        contact: None,
        from: Some(Address::new(Some("Ann"), "ann@example.com")),
        to: vec![Address::new(None, "support@demo.test")],
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: "Printer is on fire".into(),
        rfc_id: Some(format!("mail-{n}@example.com")),
        references: Vec::new(),
        text: Stored::Inline(text.into()),
        html: None,
        attachments: Vec::new(),
        provenance: Provenance::default(),
        matched_by: MatchedBy::NewTicket,
        created_at: day(0),
        delivery: None,
        quote_history: true,
        pipeline: Pipeline::Done,
        version: 1,
    }
}
