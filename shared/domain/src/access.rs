//! Who may do what.
//!
//! Invariant: one function decides, and a resource of another organisation does not exist for the caller.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::OrganisationId;
use crate::people::{Actor, Role};
use crate::status::words;

words! {
    /// What an API key may be used for.
    Scope {
        /// Read tickets, messages and attachments.
        TicketsRead = "tickets:read",
        /// Create and change tickets.
        TicketsWrite = "tickets:write",
        /// Send replies to customers.
        RepliesWrite = "replies:write",
        /// Write internal notes.
        NotesWrite = "notes:write",
        /// Read and search articles.
        KnowledgeRead = "knowledge:read",
        /// Write and remove articles.
        KnowledgeWrite = "knowledge:write",
        /// Read contacts.
        ContactsRead = "contacts:read",
        /// Create and change contacts.
        ContactsWrite = "contacts:write",
        /// Read outgoing mail and parked work.
        OperationsRead = "operations:read",
        /// Replay and discard parked work, resend mail.
        OperationsWrite = "operations:write",
        /// People, teams, mailboxes, keys and settings.
        Admin = "admin",
    }
}

/// A caller whose identity was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// The organisation every key is built from.
    pub organisation: OrganisationId,
    /// Who it is.
    pub actor: Actor,
    /// Their role now, not at sign-in.
    pub role: Role,
    /// Limits of an API key; `None` for a person.
    pub scopes: Option<BTreeSet<Scope>>,
}

/// What a route does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// List and open tickets, messages, events, attachments, raw mail.
    ReadTickets,
    /// Create tickets; change status, assignment, tags, subject.
    ChangeTickets,
    /// Send mail to a customer, cancel or resend it.
    Reply,
    /// Write an internal note.
    WriteNote,
    /// Read and search the knowledge base.
    ReadArticles,
    /// Write, import and remove articles: what replies may quote.
    ChangeArticles,
    /// See contacts.
    ReadContacts,
    /// Change contacts.
    ChangeContacts,
    /// See agents and teams.
    ReadPeople,
    /// Change agents, teams, mailboxes, settings.
    ManageOrganisation,
    /// Create and revoke API keys.
    ManageKeys,
    /// See parked work and outgoing mail.
    ReadOperations,
    /// Replay or discard parked work, release quarantine.
    ChangeOperations,
}

/// Why a caller may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The thing belongs to another organisation: answered as if it did not exist.
    #[error("there is no such thing in this organisation")]
    Foreign,
    /// The role is not enough.
    #[error("the role {role} may not do this; ask an admin of the organisation")]
    Role {
        /// The caller's role.
        role: Role,
    },
    /// The API key lacks a scope.
    #[error("the API key lacks the scope {scope}; create a key that has it")]
    Scope {
        /// What is missing.
        scope: Scope,
    },
}

/// Decides whether `principal` may do `action` on something of `owner`.
///
/// # Errors
/// [`Denied::Foreign`] before anything else, so that a foreign id tells nothing; then role, then scope.
pub fn authorize(
    principal: &Principal,
    action: Action,
    owner: &OrganisationId,
) -> Result<(), Denied> {
    if principal.organisation != *owner {
        return Err(Denied::Foreign);
    }
    if let Some(scopes) = &principal.scopes {
        let scope = scope_of(action);
        return if scopes.contains(&scope) || scopes.contains(&Scope::Admin) {
            Ok(())
        } else {
            Err(Denied::Scope { scope })
        };
    }
    if role_allows(principal.role, action) {
        Ok(())
    } else {
        Err(Denied::Role {
            role: principal.role,
        })
    }
}

fn role_allows(role: Role, action: Action) -> bool {
    match action {
        Action::ReadTickets | Action::ReadContacts | Action::ReadPeople | Action::ReadArticles => {
            role != Role::Machine
        }
        Action::WriteNote => !matches!(role, Role::Readonly | Role::Machine),
        Action::ChangeTickets | Action::Reply | Action::ChangeContacts | Action::ReadOperations => {
            matches!(
                role,
                Role::Owner | Role::Admin | Role::Supervisor | Role::Agent
            )
        }
        Action::ChangeOperations | Action::ChangeArticles => {
            matches!(role, Role::Owner | Role::Admin | Role::Supervisor)
        }
        Action::ManageOrganisation | Action::ManageKeys => {
            matches!(role, Role::Owner | Role::Admin)
        }
    }
}

fn scope_of(action: Action) -> Scope {
    match action {
        Action::ReadTickets | Action::ReadPeople => Scope::TicketsRead,
        Action::ChangeTickets => Scope::TicketsWrite,
        Action::Reply => Scope::RepliesWrite,
        Action::WriteNote => Scope::NotesWrite,
        Action::ReadArticles => Scope::KnowledgeRead,
        Action::ChangeArticles => Scope::KnowledgeWrite,
        Action::ReadContacts => Scope::ContactsRead,
        Action::ChangeContacts => Scope::ContactsWrite,
        Action::ReadOperations => Scope::OperationsRead,
        Action::ChangeOperations => Scope::OperationsWrite,
        Action::ManageOrganisation | Action::ManageKeys => Scope::Admin,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::AgentId;

    fn principal(role: Role, scopes: Option<&[Scope]>) -> Principal {
        Principal {
            organisation: OrganisationId::new(1, [1; 10]),
            actor: Actor::Agent(AgentId::new(1, [2; 10])),
            role,
            scopes: scopes.map(|s| s.iter().copied().collect()),
        }
    }

    #[test]
    fn foreign_comes_before_everything() {
        let foreign = OrganisationId::new(1, [9; 10]);
        assert_eq!(
            authorize(&principal(Role::Owner, None), Action::ReadTickets, &foreign),
            Err(Denied::Foreign)
        );
    }

    #[test]
    fn roles_and_scopes() {
        let own = OrganisationId::new(1, [1; 10]);
        assert!(authorize(&principal(Role::Agent, None), Action::Reply, &own).is_ok());
        assert!(authorize(&principal(Role::Light, None), Action::WriteNote, &own).is_ok());
        assert_eq!(
            authorize(&principal(Role::Light, None), Action::Reply, &own),
            Err(Denied::Role { role: Role::Light })
        );
        assert!(authorize(&principal(Role::Readonly, None), Action::WriteNote, &own).is_err());
        let key = principal(Role::Machine, Some(&[Scope::TicketsRead]));
        assert!(authorize(&key, Action::ReadTickets, &own).is_ok());
        assert_eq!(
            authorize(&key, Action::Reply, &own),
            Err(Denied::Scope {
                scope: Scope::RepliesWrite
            })
        );
    }
}
