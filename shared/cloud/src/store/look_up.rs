//! What a new mail needs to know, in one round trip.
//!
//! Invariant: all reads here are strongly consistent, so a redelivery sees what the first delivery wrote.

use std::collections::HashMap;

use lambdesk_domain::ids::{OrganisationId, TicketId};
use lambdesk_domain::people::Contact;
use lambdesk_domain::threading::IdRecord;

use super::commit::TicketPointer;
use super::items::Item;
use super::keys::Key;
use super::{Store, items, keys};
use crate::error::Result;

/// Most ids of one look-up, so that everything fits one call.
pub const MOST_IDS: usize = 90;

/// What to look up.
#[derive(Debug, Clone, Default)]
pub struct LookUp {
    /// Canonical ids of mails (at most 90 are looked up).
    pub ids: Vec<String>,
    /// Root of an Exchange conversation, hex.
    pub thread_root: Option<String>,
    /// Ticket number of the subject.
    pub number: Option<u64>,
    /// Address of the sender.
    pub email: Option<String>,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct LookedUp {
    /// Records of the ids that are known.
    pub ids: HashMap<String, IdRecord>,
    /// Ticket of the conversation.
    pub thread: Option<TicketId>,
    /// Ticket with the number.
    pub number: Option<TicketId>,
    /// The contact with the address.
    pub contact: Option<Contact>,
}

impl Store {
    /// Looks everything up at once.
    ///
    /// # Errors
    /// As the service says.
    pub async fn look_up(&self, organisation: &OrganisationId, what: &LookUp) -> Result<LookedUp> {
        let o = organisation;
        let ids: HashMap<Key, &String> = what
            .ids
            .iter()
            .take(MOST_IDS)
            .map(|id| (keys::rfc_id(o, id), id))
            .collect();
        let thread = what
            .thread_root
            .as_deref()
            .map(|root| keys::thread(o, root));
        let number = what.number.map(|n| keys::number(o, n));
        let contact = what
            .email
            .as_deref()
            .map(|email| keys::contact_email(o, email));
        let others = [&thread, &number, &contact].into_iter().flatten().cloned();
        let keys: Vec<Key> = ids.keys().cloned().chain(others).collect();
        let mut found = Box::pin(self.get_all("look up what is known about a mail", keys)).await?;
        let mut take = |key: Option<Key>| key.and_then(|key| found.remove(&key));
        let thread = take(thread).map(items::read::<TicketPointer>).transpose()?;
        let number = take(number).map(items::read::<TicketPointer>).transpose()?;
        let contact = take(contact).map(items::read).transpose()?;
        Ok(LookedUp {
            ids: records(&ids, found)?,
            thread: thread.map(|pointer| pointer.ticket),
            number: number.map(|pointer| pointer.ticket),
            contact,
        })
    }

    /// The records of the ids that are known.
    ///
    /// # Errors
    /// As the service says.
    pub async fn known_ids(
        &self,
        organisation: &OrganisationId,
        ids: &[String],
    ) -> Result<HashMap<String, IdRecord>> {
        let ids: HashMap<Key, &String> = ids
            .iter()
            .map(|id| (keys::rfc_id(organisation, id), id))
            .collect();
        let keys: Vec<Key> = ids.keys().cloned().collect();
        let found = Box::pin(self.get_all("look up ids of mails", keys)).await?;
        records(&ids, found)
    }

    /// The ticket of an Exchange conversation.
    ///
    /// # Errors
    /// As the service says.
    pub async fn thread_ticket(
        &self,
        organisation: &OrganisationId,
        root: &str,
    ) -> Result<Option<TicketId>> {
        let item = self
            .get(
                "look up the conversation",
                &keys::thread(organisation, root),
            )
            .await?;
        let pointer = item.map(items::read::<TicketPointer>).transpose()?;
        Ok(pointer.map(|pointer| pointer.ticket))
    }
}

fn records(
    ids: &HashMap<Key, &String>,
    found: HashMap<Key, Item>,
) -> Result<HashMap<String, IdRecord>> {
    let named = found
        .into_iter()
        .filter_map(|(key, item)| ids.get(&key).map(|id| (id, item)));
    named
        .map(|(id, item)| Ok(((*id).clone(), items::read(item)?)))
        .collect()
}
