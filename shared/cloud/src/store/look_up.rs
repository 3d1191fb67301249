//! What a new mail needs to know, in one round trip.
//!
//! Invariant: all reads here are strongly consistent, so a redelivery sees what the first delivery wrote.

use std::collections::HashMap;

use lambdesk_domain::ids::{OrganisationId, TicketId};
use lambdesk_domain::people::Contact;
use lambdesk_domain::threading::IdRecord;

use super::Store;
use crate::error::Result;

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
        let _ = (organisation, what);
        self.unbuilt()
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
        let _ = (organisation, ids);
        self.unbuilt()
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
        let _ = (organisation, root);
        self.unbuilt()
    }
}
