//! Tickets that come in by the API.
//!
//! Invariant: contact, ticket, first message, audit line and the task for the next stage are one transaction.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use lambdesk_cloud::store::{Commit, CommitError};
use lambdesk_domain::address::Address;
use lambdesk_domain::directory::Directory;
use lambdesk_domain::ids::{ContactId, MessageId, OrganisationId, TicketId};
use lambdesk_domain::intake::INLINE_TEXT;
use lambdesk_domain::message::{
    Author, MatchedBy, Message, Pipeline, Provenance, Stored, Visibility,
};
use lambdesk_domain::people::{Actor, Contact, Mailbox};
use lambdesk_domain::preview::preview;
use lambdesk_domain::status::{Priority, Status};
use lambdesk_domain::ticket::{Applied, Change, Edit, Source, Ticket};
use serde_json::json;

use super::access::{Allowed, ChangeTickets};
use super::add;
use super::idempotency::mark_of;
use super::problem::{Answer, Code, Problem};
use super::read::{Body, email, etag, line, text};
use super::tickets::{tagged, teams_of};
use super::views::{CreateTicket, CreatedTicket, TicketView};
use crate::replying::{TRIES, event, once};
use crate::world::World;

pub(super) fn register(router: Routes) -> Routes {
    add!(router, ticket_create)
}

/// Create a ticket
///
/// From a customer's words, as if they had written a mail. Category, priority, sentiment, team and a suggested reply are
/// filled in moments later by triage; read the ticket again to see them.
#[utoipa::path(post, path = "/api/v1/tickets", operation_id = "ticket_create", tag = "tickets", request_body = CreateTicket,
    responses((status = 201, body = CreatedTicket, headers(("ETag" = String), ("Location" = String)))))]
async fn ticket_create(
    caller: Allowed<ChangeTickets>,
    headers: HeaderMap,
    Body(body): Body<CreateTicket>,
) -> Answer<Response> {
    let directory = caller.world.directory(caller.organisation()).await?;
    let wanted = Wanted::read(body, &directory)?;
    let mark = mark_of(&caller.principal().actor, &headers, &wanted.text);
    let before = once::written_before(&caller.world, caller.organisation(), mark.as_deref());
    let (ticket, message) = match before.await? {
        Some(written) => (written.ticket, written.message.id),
        None => store(&caller, &wanted, mark.as_deref()).await?,
    };
    let teams = teams_of(
        &caller.world,
        caller.organisation(),
        std::slice::from_ref(&ticket),
        Vec::new(),
    )
    .await?;
    let location = format!("/api/v1/tickets/{}", ticket.id);
    let tag = etag(ticket.version);
    let view = CreatedTicket {
        ticket: TicketView::of(ticket, &teams),
        message: wanted.text,
        message_id: message.to_string(),
    };
    let mut response = (StatusCode::CREATED, Json(view)).into_response();
    tagged(&mut response, &tag);
    if let Ok(value) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    Ok(response)
}

/// A request that was found acceptable.
struct Wanted {
    customer: Address,
    tier: Option<String>,
    subject: String,
    text: String,
    source: Source,
    mailbox: Option<Mailbox>,
    tags: BTreeSet<String>,
}

impl Wanted {
    fn read(body: CreateTicket, directory: &Directory) -> Answer<Self> {
        let name = line("customer_name", &body.customer_name, 200)?;
        let address = email("customer_email", &body.customer_email)?;
        if directory.is_own(&address) {
            return Err(Problem::invalid(
                "customer_email",
                "is an address of this organisation, not of a customer",
            ));
        }
        let mailbox = match &body.mailbox {
            Some(id) => Some(
                directory
                    .mailbox(id)
                    .ok_or_else(|| Problem::invalid("mailbox", "there is no such mailbox"))?,
            ),
            None => directory.mailboxes.first(),
        };
        Ok(Self {
            customer: Address::new(Some(&name), &address),
            tier: body
                .customer_tier
                .as_deref()
                .map(|tier| line("customer_tier", tier, 60))
                .transpose()?,
            subject: line("subject", &body.subject, 500)?,
            text: text("message", &body.message, 200_000)?,
            source: body.source.map_or(Source::Api, |word| word.0),
            mailbox: mailbox.cloned(),
            tags: body.tags,
        })
    }

    /// The contact as it will be, and whether it is new.
    fn contact(
        &self,
        known: Option<Contact>,
        id: ContactId,
        organisation: &OrganisationId,
        now: Timestamp,
    ) -> (Contact, Step) {
        let Some(known) = known else {
            let contact = Contact {
                id,
                organisation: organisation.clone(),
                email: self.customer.email.clone(),
                name: self.customer.name.clone(),
                tier: self.tier.clone(),
                notes: String::new(),
                undeliverable: None,
                created_at: now,
                version: 1,
            };
            return (contact, Step::Create);
        };
        let tier = self.tier.clone().or_else(|| known.tier.clone());
        let name = self.customer.name.clone().or_else(|| known.name.clone());
        if tier == known.tier && name == known.name {
            return (known, Step::Keep);
        }
        let version = known.version.saturating_add(1);
        (
            Contact {
                tier,
                name,
                version,
                ..known
            },
            Step::Update,
        )
    }
}

/// What the transaction does with the contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Create,
    Update,
    Keep,
}

async fn store(
    caller: &Allowed<ChangeTickets>,
    wanted: &Wanted,
    mark: Option<&str>,
) -> Answer<(Ticket, MessageId)> {
    let (world, organisation) = (&caller.world, caller.organisation());
    let number = world.store.next_number(organisation).await?;
    let now = caller.now();
    let message_id = world.entropy.message(now);
    let ticket_id = world.entropy.ticket(now);
    let contact_id = world.entropy.contact(now);
    for _ in 0..TRIES {
        let known = world
            .store
            .contact_by_email(organisation, &wanted.customer.email)
            .await?;
        let (contact, step) = wanted.contact(known, contact_id.clone(), organisation, now);
        let ticket = ticket(wanted, &contact, ticket_id.clone(), number, now)?;
        let message = message(caller, wanted, &ticket, message_id.clone(), now).await?;
        let mut commit = Commit::new(organisation, now);
        once::leave(&mut commit, mark, &message, now);
        match step {
            Step::Create => commit.create_contact(&contact),
            Step::Update => commit.update_contact(&contact),
            Step::Keep => &mut commit,
        };
        let created = event(world, &caller.principal().actor, &created(&ticket), now);
        commit
            .create_ticket(&ticket)
            .create_message(&message)
            .event(&created)
            .next_stage(&message);
        match world.store.commit(commit).await {
            Ok(()) => return Ok((ticket, message_id)),
            Err(CommitError::Refused(_)) => {}
            Err(CommitError::Other(error)) => return Err(error.into()),
        }
    }
    Err(Problem::new(
        Code::Conflict,
        "the customer's record was changed by others at the same time",
    ))
}

fn created(ticket: &Ticket) -> Applied {
    let after = BTreeMap::from([
        ("status".to_owned(), json!(ticket.status)),
        ("source".to_owned(), json!(ticket.source)),
    ]);
    Applied {
        ticket: ticket.clone(),
        kind: "ticket.created",
        before: BTreeMap::new(),
        after,
    }
}

fn ticket(
    wanted: &Wanted,
    contact: &Contact,
    id: TicketId,
    number: u64,
    now: Timestamp,
) -> Answer<Ticket> {
    let blank = Ticket {
        id,
        organisation: contact.organisation.clone(),
        number,
        subject: wanted.subject.clone(),
        status: Status::Open,
        priority: Priority::Medium,
        priority_score: None,
        category: None,
        sentiment: None,
        language: None,
        next_action: None,
        suggested_reply: None,
        confidence: None,
        contact: contact.id.clone(),
        contact_email: contact.email.clone(),
        contact_name: contact.name.clone(),
        customer_tier: contact.tier.clone(),
        mailbox: wanted.mailbox.as_ref().map(|m| m.id.clone()),
        mailbox_address: wanted.mailbox.as_ref().map(|m| m.address.clone()),
        team: wanted.mailbox.as_ref().and_then(|m| m.team.clone()),
        assignee: None,
        tags: BTreeSet::new(),
        source: wanted.source,
        preview: preview(&wanted.text),
        participants: BTreeSet::from([contact.email.clone()]),
        message_count: 1,
        public_count: 1,
        follows: None,
        automatic: false,
        sender_trust: None,
        quarantine: None,
        ai_resolved: false,
        created_at: now,
        updated_at: now,
        customer_wrote_at: Some(now),
        agent_wrote_at: None,
        first_response_at: None,
        resolved_at: None,
        closed_at: None,
        version: 1,
    };
    // The ticket itself judges subject and tags; a new one begins at version 1 all the same.
    let edit = Edit {
        subject: Some(wanted.subject.clone()),
        tags: Some(wanted.tags.clone()),
        ..Edit::default()
    };
    let checked = blank.apply(&Change::Edit(edit), now)?.ticket;
    Ok(Ticket {
        version: 1,
        ..checked
    })
}

async fn message(
    caller: &Allowed<ChangeTickets>,
    wanted: &Wanted,
    ticket: &Ticket,
    id: MessageId,
    now: Timestamp,
) -> Answer<Message> {
    let to = wanted
        .mailbox
        .as_ref()
        .map(|m| Address::new(Some(&m.name), &m.address));
    Ok(Message {
        id: id.clone(),
        organisation: ticket.organisation.clone(),
        ticket: ticket.id.clone(),
        author: Author::Customer,
        visibility: Visibility::Public,
        agent: None,
        contact: Some(ticket.contact.clone()),
        from: Some(wanted.customer.clone()),
        to: to.into_iter().collect(),
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: ticket.subject.clone(),
        rfc_id: None,
        references: Vec::new(),
        text: placed(&caller.world, &ticket.organisation, &id, &wanted.text).await?,
        html: None,
        attachments: Vec::new(),
        provenance: Provenance {
            sender_evidence: Some(evidence(&caller.principal().actor)),
            ..Provenance::default()
        },
        matched_by: MatchedBy::NewTicket,
        created_at: now,
        delivery: None,
        quote_history: false,
        pipeline: Pipeline::Enrich,
        version: 1,
    })
}

/// A long text lies beside the message.
async fn placed(
    world: &World,
    organisation: &OrganisationId,
    id: &MessageId,
    text: &str,
) -> Answer<Stored> {
    if text.len() <= INLINE_TEXT {
        return Ok(Stored::Inline(text.to_owned()));
    }
    let key = format!("parts/{organisation}/{id}/text");
    let bytes = text.as_bytes().to_vec();
    let media_type = "text/plain; charset=utf-8";
    world.blobs.put(&key, bytes, media_type).await?;
    Ok(Stored::Blob(key))
}

/// Who vouches for the customer's address.
fn evidence(actor: &Actor) -> String {
    match actor {
        Actor::Machine(_) => "api_key".to_owned(),
        Actor::Agent(_) => "agent".to_owned(),
        Actor::Customer(_) | Actor::System(_) => "api".to_owned(),
    }
}
