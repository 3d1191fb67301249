//! Organisations, mailboxes, agents and teams.
//!
//! Invariant: a mailbox address belongs to one organisation, and a sign-in address to one agent of it.

use lambdesk_domain::ids::{AgentId, MailboxId, OrganisationId};
use lambdesk_domain::people::{Agent, Mailbox, Organisation, Team};

use super::Store;
use crate::error::Result;

/// A new organisation with what it needs to work.
#[derive(Debug, Clone)]
pub struct NewOrganisation {
    /// The organisation.
    pub organisation: Organisation,
    /// Its first mailbox.
    pub mailbox: Mailbox,
    /// Its owner.
    pub owner: Agent,
}

impl Store {
    /// Creates an organisation; creating the same one again changes nothing. The first one becomes the default.
    ///
    /// # Errors
    /// `Conflict` when its slug or an address is taken, or another one became the default meanwhile.
    pub async fn create_organisation(&self, new: &NewOrganisation) -> Result<()> {
        let _ = new;
        self.unbuilt()
    }

    /// The organisation.
    ///
    /// # Errors
    /// As the service says.
    pub async fn organisation(&self, id: &OrganisationId) -> Result<Option<Organisation>> {
        let _ = id;
        self.unbuilt()
    }

    /// Stores a changed organisation, one version on; the slug never changes.
    ///
    /// # Errors
    /// `Conflict` when it was changed meanwhile.
    pub async fn save_organisation(&self, organisation: &Organisation) -> Result<()> {
        let _ = organisation;
        self.unbuilt()
    }

    /// The organisation that was created first.
    ///
    /// # Errors
    /// As the service says.
    pub async fn default_organisation(&self) -> Result<Option<Organisation>> {
        self.unbuilt()
    }

    /// The organisation with this slug.
    ///
    /// # Errors
    /// As the service says.
    pub async fn organisation_by_slug(&self, slug: &str) -> Result<Option<Organisation>> {
        let _ = slug;
        self.unbuilt()
    }

    /// The mailbox of the first of some addresses that has one.
    ///
    /// # Errors
    /// As the service says.
    pub async fn mailbox_by_address(&self, addresses: &[String]) -> Result<Option<Mailbox>> {
        let _ = addresses;
        self.unbuilt()
    }

    /// The mailboxes of an organisation.
    ///
    /// # Errors
    /// As the service says.
    pub async fn mailboxes(&self, organisation: &OrganisationId) -> Result<Vec<Mailbox>> {
        let _ = organisation;
        self.unbuilt()
    }

    /// Stores a new or changed mailbox.
    ///
    /// # Errors
    /// `Conflict` when its address belongs to another one.
    pub async fn put_mailbox(&self, mailbox: &Mailbox) -> Result<()> {
        let _ = mailbox;
        self.unbuilt()
    }

    /// Removes a mailbox; its address is free again.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn delete_mailbox(&self, organisation: &OrganisationId, id: &MailboxId) -> Result<()> {
        let _ = (organisation, id);
        self.unbuilt()
    }

    /// The agents of an organisation.
    ///
    /// # Errors
    /// As the service says.
    pub async fn agents(&self, organisation: &OrganisationId) -> Result<Vec<Agent>> {
        let _ = organisation;
        self.unbuilt()
    }

    /// One agent.
    ///
    /// # Errors
    /// As the service says.
    pub async fn agent(&self, organisation: &OrganisationId, id: &AgentId) -> Result<Option<Agent>> {
        let _ = (organisation, id);
        self.unbuilt()
    }

    /// Stores a new or changed agent.
    ///
    /// # Errors
    /// `Conflict` when another agent of the organisation signs in with the address.
    pub async fn put_agent(&self, agent: &Agent) -> Result<()> {
        let _ = agent;
        self.unbuilt()
    }

    /// Everybody who signs in with an address, in all organisations.
    ///
    /// # Errors
    /// As the service says.
    pub async fn agents_by_email(&self, email: &str) -> Result<Vec<(OrganisationId, AgentId)>> {
        let _ = email;
        self.unbuilt()
    }

    /// The teams of an organisation.
    ///
    /// # Errors
    /// As the service says.
    pub async fn teams(&self, organisation: &OrganisationId) -> Result<Vec<Team>> {
        let _ = organisation;
        self.unbuilt()
    }

    /// Stores a new or changed team.
    ///
    /// # Errors
    /// As the service says.
    pub async fn put_team(&self, team: &Team) -> Result<()> {
        let _ = team;
        self.unbuilt()
    }
}
