//! Which addresses are the organisation's own.
//!
//! Invariant: mail is believed about third parties only when its outer sender is in here.

use std::collections::BTreeSet;

use crate::address::{Address, normalise};
use crate::ids::MailboxId;
use crate::people::{Agent, Mailbox, Organisation, Team};

/// An organisation with its mailboxes and people, as decisions need them.
#[derive(Debug, Clone, PartialEq)]
pub struct Directory {
    /// The organisation.
    pub organisation: Organisation,
    /// Its mailboxes.
    pub mailboxes: Vec<Mailbox>,
    /// Its people.
    pub agents: Vec<Agent>,
    /// Its teams.
    pub teams: Vec<Team>,
    addresses: BTreeSet<String>,
    domains: BTreeSet<String>,
}

impl Directory {
    /// Gathers what belongs to an organisation.
    #[must_use]
    pub fn new(organisation: Organisation, mailboxes: Vec<Mailbox>, agents: &[Agent]) -> Self {
        let people = agents.iter().map(|a| normalise(&a.email));
        let addresses = mailboxes
            .iter()
            .map(|m| normalise(&m.address))
            .chain(people)
            .collect();
        let domains = organisation
            .settings
            .own_domains
            .iter()
            .map(|d| d.trim().to_lowercase())
            .collect();
        Self {
            organisation,
            mailboxes,
            agents: agents.to_vec(),
            teams: Vec::new(),
            addresses,
            domains,
        }
    }

    /// The same with its teams.
    #[must_use]
    pub fn with_teams(mut self, teams: Vec<Team>) -> Self {
        self.teams = teams;
        self
    }

    /// Whether an address is a mailbox, an agent or within an own domain; a `+tag` does not matter.
    #[must_use]
    pub fn is_own(&self, email: &str) -> bool {
        let address = Address::new(None, email);
        self.addresses.contains(&address.email)
            || self.addresses.contains(&address.without_tag())
            || self.domains.contains(address.domain())
    }

    /// The mailbox with this id.
    #[must_use]
    pub fn mailbox(&self, id: &MailboxId) -> Option<&Mailbox> {
        self.mailboxes.iter().find(|m| m.id == *id)
    }

    /// The mailbox that one of these addresses names, tags ignored.
    #[must_use]
    pub fn mailbox_for(&self, recipients: &[String]) -> Option<&Mailbox> {
        recipients.iter().find_map(|recipient| {
            let address = Address::new(None, recipient);
            let plain = address.without_tag();
            self.mailboxes
                .iter()
                .find(|m| m.address == address.email || m.address == plain)
        })
    }
}
