//! Who may call what: the permission is part of a handler's signature.
//!
//! Invariant: a handler without [`Allowed`] or [`Anyone`] as its first argument cannot be registered, and the action that is
//! checked is read from that very type.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::Extensions;
use http::request::Parts;
use jiff::Timestamp;
use lambdesk_domain::access::{Action, Principal};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::people::Agent;

use super::limits;
use super::problem::{Answer, Code, Problem};
use crate::world::World;

/// What a route asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// No login.
    Open,
    /// Any login.
    SignedIn,
    /// A login that may do this.
    May(Action),
}

/// A permission as a type.
pub(crate) trait Permission: Send + Sync + 'static {
    /// What it stands for.
    const ACCESS: Access;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $access:expr;)+) => {
        $($(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name;
        impl Permission for $name {
            const ACCESS: Access = $access;
        })+
    };
}

permissions! {
    /// Any login.
    SignedIn = Access::SignedIn;
    /// Read tickets, messages, events and files.
    ReadTickets = Access::May(Action::ReadTickets);
    /// Create and change tickets.
    ChangeTickets = Access::May(Action::ChangeTickets);
    /// Send mail to customers.
    Reply = Access::May(Action::Reply);
    /// Read and search articles.
    ReadArticles = Access::May(Action::ReadArticles);
    /// Write and remove articles.
    ChangeArticles = Access::May(Action::ChangeArticles);
    /// Write notes.
    WriteNote = Access::May(Action::WriteNote);
    /// See contacts.
    ReadContacts = Access::May(Action::ReadContacts);
    /// Change contacts.
    ChangeContacts = Access::May(Action::ChangeContacts);
    /// See agents, teams and mailboxes.
    ReadPeople = Access::May(Action::ReadPeople);
    /// Change people, mailboxes and settings.
    ManageOrganisation = Access::May(Action::ManageOrganisation);
    /// Create and revoke API keys.
    ManageKeys = Access::May(Action::ManageKeys);
    /// See parked work and outgoing mail.
    ReadOperations = Access::May(Action::ReadOperations);
    /// Replay and discard parked work, release quarantine.
    ChangeOperations = Access::May(Action::ChangeOperations);
}

/// Who calls, as found out for this request.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    /// What decisions look at.
    pub(crate) principal: Principal,
    /// The agent, when a person calls.
    pub(crate) agent: Option<Agent>,
    /// Hash of the session, when a cookie was used.
    pub(crate) session: Option<String>,
}

/// Left by the guard in the request: the caller and what was checked.
#[derive(Debug, Clone)]
pub(crate) struct Granted {
    /// Who calls.
    pub(crate) identity: Arc<Identity>,
    /// What was checked.
    pub(crate) access: Access,
}

/// A caller who may do `P`.
pub(crate) struct Allowed<P> {
    /// The capabilities.
    pub(crate) world: Arc<World>,
    /// Who calls.
    pub(crate) identity: Arc<Identity>,
    permission: PhantomData<P>,
}

impl<P> Allowed<P> {
    /// The organisation every key is built from.
    pub(crate) fn organisation(&self) -> &OrganisationId {
        &self.identity.principal.organisation
    }

    /// Who calls, for decisions and the audit trail.
    pub(crate) fn principal(&self) -> &Principal {
        &self.identity.principal
    }

    /// The moment of this request.
    pub(crate) fn now(&self) -> Timestamp {
        self.world.clock.now()
    }
}

impl<S: Send + Sync, P: Permission> FromRequestParts<S> for Allowed<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let world = world_of(&parts.extensions)?;
        let granted = parts
            .extensions
            .get::<Granted>()
            .filter(|g| g.access == P::ACCESS);
        let Some(granted) = granted else {
            return Err(Problem::new(Code::NotSignedIn, "this needs a login"));
        };
        Ok(Self {
            world,
            identity: granted.identity.clone(),
            permission: PhantomData,
        })
    }
}

/// A caller nobody looked at: for routes that need no login.
pub(crate) struct Anyone {
    /// The capabilities.
    pub(crate) world: Arc<World>,
    /// Where the request came from, for rate limits.
    pub(crate) from: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Anyone {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let world = world_of(&parts.extensions)?;
        let from = limits::client_of(&world, &parts.extensions);
        Ok(Self { world, from })
    }
}

/// The capabilities that came with the request.
pub(crate) fn world_of(extensions: &Extensions) -> Answer<Arc<World>> {
    let world = extensions.get::<Arc<World>>().cloned();
    world.ok_or_else(|| Problem::new(Code::Broken, "the request did not pass the outer layer"))
}

/// A handler whose first argument says who may call it.
pub(crate) trait Guarded<Arguments> {
    /// What it asks of its caller.
    const ACCESS: Access;
}

macro_rules! guarded {
    ($($argument:ident),*) => {
        impl<F, R, P: Permission, $($argument),*> Guarded<(Allowed<P>, $($argument,)*)> for F
        where F: Fn(Allowed<P>, $($argument),*) -> R {
            const ACCESS: Access = P::ACCESS;
        }
        impl<F, R, $($argument),*> Guarded<(Anyone, $($argument,)*)> for F
        where F: Fn(Anyone, $($argument),*) -> R {
            const ACCESS: Access = Access::Open;
        }
    };
}

guarded!();
guarded!(A);
guarded!(A, B);
guarded!(A, B, C);
guarded!(A, B, C, D);

/// What a handler asks of its caller, read from its signature.
pub(crate) fn access_of<Arguments, F: Guarded<Arguments>>(_: &F) -> Access {
    F::ACCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn list(_: Allowed<ReadTickets>, _: String) {}
    async fn health(_: Anyone) {}

    #[test]
    fn access_is_read_from_the_signature() {
        assert_eq!(access_of(&list), Access::May(Action::ReadTickets));
        assert_eq!(access_of(&health), Access::Open);
    }
}
