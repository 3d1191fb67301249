//! An answer that no person wrote.
//!
//! Invariant: it is planned as every reply is, goes to the customer's own address alone, quotes nothing, and is a message of
//! the machine.

use jiff::Timestamp;
use lambdesk_cloud::store::Commit;
use lambdesk_domain::access::Principal;
use lambdesk_domain::address::Address;
use lambdesk_domain::directory::Directory;
use lambdesk_domain::ids::MessageId;
use lambdesk_domain::message::{Author, Message, Stored};
use lambdesk_domain::people::{Actor, Role};
use lambdesk_domain::recipients::Recipients;
use lambdesk_domain::ticket::Ticket;

use super::{ReplyDraft, ReplyError, add, plan};
use crate::world::World;

/// What is answered without being asked to.
pub(crate) struct Unasked<'a> {
    /// The organisation's addresses and settings.
    pub(crate) directory: &'a Directory,
    /// Which part of the program answers.
    pub(crate) actor: Actor,
    /// The ticket as it is before the answer.
    pub(crate) ticket: &'a Ticket,
    /// The message that is answered.
    pub(crate) message: &'a Message,
    /// The answer.
    pub(crate) text: &'a str,
    /// Its id.
    pub(crate) id: &'a MessageId,
    /// The moment.
    pub(crate) now: Timestamp,
}

/// An answer, planned.
pub(crate) struct Automatic(plan::Plan);

impl std::fmt::Debug for Automatic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Automatic")
            .field(&self.0.message.id)
            .finish()
    }
}

/// Plans an answer that settles its ticket.
///
/// # Errors
/// When there is nobody to send from or to, or the ticket does not allow it.
pub(crate) fn automatic(asked: &Unasked<'_>) -> Result<Automatic, ReplyError> {
    let principal = Principal {
        organisation: asked.ticket.organisation.clone(),
        actor: asked.actor.clone(),
        role: Role::Machine,
        scopes: None,
    };
    let scene = plan::Scene {
        directory: asked.directory,
        principal: &principal,
        ticket: asked.ticket,
        messages: std::slice::from_ref(asked.message),
    };
    let (name, email) = (&asked.ticket.contact_name, &asked.ticket.contact_email);
    let draft = ReplyDraft {
        text: asked.text.to_owned(),
        recipients: Some(Recipients {
            to: vec![Address::new(name.as_deref(), email)],
            ..Recipients::default()
        }),
        quote_history: Some(false),
        ..ReplyDraft::default()
    };
    let mut plan = plan::settling(&scene, &draft, asked.id, asked.now)?;
    plan.message.author = Author::Ai;
    plan.message.text = Stored::Inline(asked.text.to_owned());
    Ok(Automatic(plan))
}

impl Automatic {
    /// Adds the answer to a change and gives the ticket as it is afterwards.
    pub(crate) fn join(
        self,
        world: &World,
        commit: &mut Commit,
        actor: &Actor,
        now: Timestamp,
    ) -> Ticket {
        add(world, commit, actor, &self.0, now);
        self.0.ticket
    }
}
