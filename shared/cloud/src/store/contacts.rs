//! Reads of contacts.
//!
//! Invariant: an address belongs to one contact of an organisation; the record by address guards it and holds
//! a copy that changes in the same transaction.

use lambdesk_domain::ids::{ContactId, OrganisationId};
use lambdesk_domain::people::Contact;

use super::rows::{Range, Walk};
use super::table::Index;
use super::{Page, Store, items, keys};
use crate::cursor::Scope;
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
        let key = keys::contact(organisation, id);
        self.get("read the contact", &key)
            .await?
            .map(items::read)
            .transpose()
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
        let key = keys::contact_email(organisation, email);
        self.get("look up the contact", &key)
            .await?
            .map(items::read)
            .transpose()
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
        let walk = Walk {
            doing: "list contacts",
            scope: Scope::new(organisation, "contacts", &""),
            cursor,
            limit,
            sparse: false,
        };
        let range = Range::at(Index::Gsi4, keys::contact_list(organisation), "").backward();
        Box::pin(self.walk(walk, vec![range], |item| items::read(item).map(Some))).await
    }
}
