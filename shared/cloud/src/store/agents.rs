//! Writes of agents.
//!
//! Invariant: an organisation that has an active owner keeps one, however many changes are made at once.

use aws_sdk_dynamodb::types::AttributeValue;
use lambdesk_domain::people::{Agent, Role};

use super::organisations::agent_items;
use super::transact::{Action, Condition, Refused};
use super::{Store, keys};
use crate::error::Error;

const STORE: &str = "store the agent";

/// Why an agent was not stored.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// Another agent of the organisation signs in with the address.
    #[error("another agent signs in with this address; choose another address")]
    Taken,
    /// Somebody changed the agent meanwhile, or took away the role of the owner who would have been left.
    #[error("the agents were changed meanwhile; read them again and decide again")]
    Changed,
    /// Nobody would be left to own the organisation.
    #[error("the organisation would have no active owner; make somebody else an owner first")]
    LastOwner,
    /// Anything else.
    #[error(transparent)]
    Other(#[from] Error),
}

impl Store {
    /// Stores a new agent.
    ///
    /// # Errors
    /// See [`AgentError`]; `Changed` when there is an agent with this id.
    pub async fn put_agent(&self, agent: &Agent) -> Result<(), AgentError> {
        let absent = || Some(Condition::absent());
        let [itself, login] = agent_items(agent, absent(), absent())?;
        let parts = vec![(AgentError::Changed, itself), (AgentError::Taken, login)];
        self.store_agent(parts).await
    }

    /// Stores a changed agent, if it is still as `before`.
    ///
    /// Whoever stops being an active owner leaves another one behind: that one is written in the same transaction, under
    /// the condition that they own the organisation, so of two owners who demote each other one is refused. This needs no
    /// counter that could go wrong, and costs a write only when an owner goes.
    ///
    /// # Errors
    /// See [`AgentError`].
    pub async fn change_agent(&self, before: &Agent, after: &Agent) -> Result<(), AgentError> {
        let o = &before.organisation;
        let mine = Condition::equals("agent", Some(AttributeValue::S(before.id.to_string())));
        let [itself, login] = agent_items(
            after,
            Some(mine.clone().or_absent()),
            Some(unchanged(before)),
        )?;
        let mut parts = vec![(AgentError::Changed, itself), (AgentError::Taken, login)];
        let old = keys::login(&before.email, o);
        if old != keys::login(&after.email, o) {
            parts.push((AgentError::Changed, Action::Delete(old, Some(mine))));
        }
        if owns(before) && !owns(after) {
            let agents = self.agents(o).await?;
            let other = agents.iter().find(|a| a.id != before.id && owns(a));
            let other = other.ok_or(AgentError::LastOwner)?;
            let still = Action::Set(
                keys::agent(o, &other.id),
                "role",
                Role::Owner.word().to_owned(),
                owning(),
            );
            parts.push((AgentError::Changed, still));
        }
        self.store_agent(parts).await
    }

    async fn store_agent(&self, parts: Vec<(AgentError, Action)>) -> Result<(), AgentError> {
        let (told, actions): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        match Box::pin(self.transact(STORE, actions)).await {
            Ok(()) => Ok(()),
            Err(Refused::At(positions)) => {
                let mut refused = told.into_iter().enumerate();
                let first = refused.find(|(at, _)| positions.contains(at));
                Err(first.map_or(AgentError::Changed, |(_, why)| why))
            }
            Err(Refused::Other(error)) => Err(error.into()),
        }
    }
}

fn owns(agent: &Agent) -> bool {
    agent.active && agent.role == Role::Owner
}

/// What decides over the organisation is still as it was read.
fn unchanged(agent: &Agent) -> Condition {
    let text = |text: &str| Some(AttributeValue::S(text.to_owned()));
    Condition::equals("role", text(agent.role.word()))
        .and_equals("active", Some(AttributeValue::Bool(agent.active)))
        .and_equals("email", text(&agent.email))
}

fn owning() -> Condition {
    let role = AttributeValue::S(Role::Owner.word().to_owned());
    Condition::equals("role", Some(role)).and_equals("active", Some(AttributeValue::Bool(true)))
}
