//! Correcting who wrote a mail.
//!
//! Invariant: mail, ticket, contact, the contact's list and the audit line change in one transaction, or nothing does.

use crate::api::routes::Routes;
use axum::response::Response;
use http::HeaderMap;
use lambdesk_cloud::store::{Commit, CommitError};
use lambdesk_domain::address::Address;
use lambdesk_domain::correction::{self, Corrected, CorrectionRefusal};
use lambdesk_domain::ids::{ContactId, MessageId};
use lambdesk_domain::message::Message;
use lambdesk_domain::people::Contact;
use lambdesk_domain::reply_address::looks_like_reply_address;
use lambdesk_domain::ticket::Event;
use serde_json::{Value, json};

use crate::api::access::{Allowed, ChangeTickets};
use crate::api::add;
use crate::api::problem::{Answer, Code, Problem};
use crate::api::read::{Body, Segments, TicketRef, email, if_match, line};
use crate::api::ticket_changes::{contended, older};
use crate::api::tickets::{answer, load};
use crate::api::views::{CorrectSender, TicketView};
use crate::replying::{TRIES, event};

pub(super) fn register(router: Routes) -> Routes {
    add!(router, sender_correct)
}

/// Correct who wrote a mail
///
/// For a mail whose sender was read wrongly, such as one that a colleague passed on. The mail belongs to the contact with
/// this address from then on; one is created when there is none. The mail that opened a ticket takes the whole ticket
/// with it, a later one only itself. A mail that counted as a colleague's is judged as a customer's. `If-Match` takes the
/// `ETag` of the ticket.
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/messages/{message}/sender", operation_id = "sender_correct", tag = "messages",
    params(("ticket" = String, Path, description = "Id or number."), ("message" = String, Path, description = "Id of the message.")),
    request_body = CorrectSender, responses((status = 200, body = TicketView, headers(("ETag" = String)))))]
async fn sender_correct(
    caller: Allowed<ChangeTickets>,
    Segments((named, id)): Segments<(TicketRef, MessageId)>,
    headers: HeaderMap,
    Body(body): Body<CorrectSender>,
) -> Answer<Response> {
    let expected = if_match(&headers)?;
    let (world, organisation) = (&caller.world, caller.organisation());
    let first = load(world, organisation, &named).await?;
    let sender = wanted(&caller, &body).await?;
    let new = world.entropy.contact(caller.now());
    let mut read = Some(first);
    for _ in 0..TRIES {
        let ticket = match read.take() {
            Some(ticket) => ticket,
            None => load(world, organisation, &named).await?,
        };
        if expected.is_some_and(|version| version != ticket.version) {
            return Err(older(&ticket));
        }
        let now = caller.now();
        let contact = contact(&caller, &sender, &new).await?;
        let messages = world.store.all_messages(organisation, &ticket.id).await?;
        let corrected = correction::correct(&ticket, &messages, &id, &sender, contact.get(), now)
            .map_err(refusal)?;
        let Some(corrected) = corrected else {
            return answer(world, organisation, ticket).await;
        };
        let before = messages.iter().find(|message| message.id == id);
        let event = audit_line(&caller, &corrected, before);
        let mut commit = Commit::new(organisation, now);
        contact.store(&mut commit);
        store(&mut commit, &corrected);
        commit.event(&event);
        match world.store.commit(commit).await {
            Ok(()) => return answer(world, organisation, corrected.applied.ticket).await,
            Err(CommitError::Refused(_)) => {}
            Err(CommitError::Other(error)) => return Err(error.into()),
        }
    }
    Err(contended())
}

async fn wanted(caller: &Allowed<ChangeTickets>, body: &CorrectSender) -> Answer<Address> {
    let name = body.name.as_deref().map(|name| line("name", name, 200));
    let address = email("email", &body.email)?;
    let directory = caller.world.directory(caller.organisation()).await?;
    if directory.is_own(&address) || looks_like_reply_address(&address) {
        return Err(Problem::invalid(
            "email",
            "is an address of this organisation, not of a customer",
        ));
    }
    Ok(Address::new(name.transpose()?.as_deref(), &address))
}

/// The contact of an address, and what has to be stored of them.
enum Known {
    As(Contact),
    Named(Contact),
    New(Contact),
}

impl Known {
    fn get(&self) -> &Contact {
        let (Known::As(contact) | Known::Named(contact) | Known::New(contact)) = self;
        contact
    }

    fn store(&self, commit: &mut Commit) {
        match self {
            Known::As(_) => {}
            Known::Named(contact) => {
                commit.update_contact(contact);
            }
            Known::New(contact) => {
                commit.create_contact(contact);
            }
        }
    }
}

async fn contact(
    caller: &Allowed<ChangeTickets>,
    sender: &Address,
    new: &ContactId,
) -> Answer<Known> {
    let (store, organisation) = (&caller.world.store, caller.organisation());
    let known = store.contact_by_email(organisation, &sender.email).await?;
    Ok(match known {
        // A name that stands there was somebody's word before.
        Some(known) if known.name.is_some() || sender.name.is_none() => Known::As(known),
        Some(known) => Known::Named(Contact {
            name: sender.name.clone(),
            version: known.version.saturating_add(1),
            ..known
        }),
        None => Known::New(Contact {
            id: new.clone(),
            organisation: organisation.clone(),
            email: sender.email.clone(),
            name: sender.name.clone(),
            tier: None,
            notes: String::new(),
            undeliverable: None,
            created_at: caller.now(),
            version: 1,
        }),
    })
}

fn store(commit: &mut Commit, corrected: &Corrected) {
    let (ticket, message) = (&corrected.applied.ticket, &corrected.message);
    commit.update_ticket(ticket).update_message(message);
    if corrected.moved {
        commit.move_to_contact(ticket);
    }
    // A task too many finds nothing to do.
    commit.next_stage(message);
}

/// One line with the sender of the mail, and what changed on the ticket.
fn audit_line(
    caller: &Allowed<ChangeTickets>,
    corrected: &Corrected,
    before: Option<&Message>,
) -> Event {
    let actor = &caller.principal().actor;
    let at = corrected.applied.ticket.updated_at;
    let mut event = event(&caller.world, actor, &corrected.applied, at);
    let sender = |message: Option<&Message>| -> Value {
        json!(message.and_then(|message| message.from.as_ref()))
    };
    event.before.insert("sender".to_owned(), sender(before));
    let after = sender(Some(&corrected.message));
    event.after.insert("sender".to_owned(), after);
    let message = json!(corrected.message.id);
    event.after.insert("message".to_owned(), message);
    event
}

fn refusal(why: CorrectionRefusal) -> Problem {
    match why {
        CorrectionRefusal::Missing => Problem::not_found("message"),
        CorrectionRefusal::NotIncoming => Problem::new(Code::NotPossible, why.to_string())
            .next("choose a mail that a customer or a colleague sent in"),
        CorrectionRefusal::Ticket(refusal) => refusal.into(),
    }
}
