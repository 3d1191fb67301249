//! Reads of contacts.
//!
//! Invariant: an address belongs to one contact of an organisation; the record by address guards it and holds
//! a copy that changes in the same transaction.

use lambdesk_domain::ids::{ContactId, OrganisationId};
use lambdesk_domain::people::Contact;

use super::{Page, Store};
use crate::error::Result;

impl Store {
    /// The contact.
    ///
    /// # Errors
    /// As the service says.
    pub async fn contact(
        &self,
        organisation: &OrganisationId,
        id: &ContactId,
    ) -> Result<Option<Contact>> {
        let _ = (organisation, id);
        self.unbuilt()
    }

    /// The contact with this address, whatever its case.
    ///
    /// # Errors
    /// As the service says.
    pub async fn contact_by_email(
        &self,
        organisation: &OrganisationId,
        email: &str,
    ) -> Result<Option<Contact>> {
        let _ = (organisation, email);
        self.unbuilt()
    }

    /// The contacts of an organisation, newest first.
    ///
    /// # Errors
    /// `Invalid` for a cursor of another list.
    pub async fn list_contacts(
        &self,
        organisation: &OrganisationId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Contact>> {
        let _ = (organisation, cursor, limit);
        self.unbuilt()
    }
}
