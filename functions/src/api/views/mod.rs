//! The shapes of the API: what clients send and see.
//!
//! Invariant: no type of the domain is serialised to a client by itself; renaming a field inside cannot change the API.

mod ai;
mod article;
mod backtest;
mod canned;
mod contact;
mod draft;
mod embeddings;
mod enrichment;
mod facts;
mod message;
mod operations;
mod organisation;
mod people;
mod presence;
mod secret;
mod sign_in;
mod similar;
mod ticket;
mod triage;
mod words;

pub(crate) use ai::*;
pub(crate) use article::*;
pub(crate) use backtest::*;
pub(crate) use canned::*;
pub(crate) use contact::*;
pub(crate) use draft::*;
pub(crate) use embeddings::*;
pub(crate) use enrichment::*;
pub(crate) use facts::*;
pub(crate) use message::*;
pub(crate) use operations::*;
pub(crate) use organisation::*;
pub(crate) use people::*;
pub(crate) use presence::*;
pub(crate) use secret::*;
pub(crate) use sign_in::*;
pub(crate) use similar::*;
pub(crate) use ticket::*;
pub(crate) use triage::*;
pub(crate) use words::*;

use lambdesk_cloud::store::Page;
use lambdesk_domain::address::Address;
use lambdesk_domain::people::Actor;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Why a request was refused (RFC 9457). Further members depend on the code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemView {
    /// Where the code is explained.
    #[serde(rename = "type")]
    #[schema(example = "/docs#problem-not_found")]
    r#type: String,
    /// The same for every refusal of this code.
    title: String,
    /// The HTTP status.
    status: u16,
    /// Stable; programs may rely on it.
    #[schema(example = "not_found")]
    code: String,
    /// About this very request.
    detail: String,
    /// What to do next.
    next: String,
    /// The id under which the operator finds the request in the log.
    request_id: String,
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageView<T> {
    /// What was found.
    pub(crate) items: Vec<T>,
    /// Send it as `cursor` for the next page; null at the end. Good for 24 hours and for the same filter only.
    pub(crate) next: Option<String>,
    /// The search stopped early: more may be found on the next page even if this one is short.
    pub(crate) truncated: bool,
}

impl<T> PageView<T> {
    /// Turns a page of the store into a page of views.
    pub(crate) fn of<S>(page: Page<S>, view: impl FnMut(S) -> T) -> Self {
        Self {
            items: page.items.into_iter().map(view).collect(),
            next: page.next,
            truncated: page.truncated,
        }
    }
}

/// A list that is never long.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListView<T> {
    /// All of it.
    pub(crate) items: Vec<T>,
}

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageParams {
    /// `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// Most items, 1 to 100; 25 when absent.
    #[param(minimum = 1, maximum = 100)]
    pub(crate) limit: Option<usize>,
}

/// Items of a page when the client does not say.
pub(crate) const PAGE: usize = 25;

impl PageParams {
    /// The number of items, within its bounds.
    pub(crate) fn size(&self) -> usize {
        self.limit.unwrap_or(PAGE).clamp(1, 100)
    }
}

/// A mail address with its name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddressView {
    /// Name shown with it.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// `local@domain`.
    #[schema(example = "ann@example.com")]
    pub(crate) email: String,
}

impl From<&Address> for AddressView {
    fn from(address: &Address) -> Self {
        Self {
            name: address.name.clone(),
            email: address.email.clone(),
        }
    }
}

impl AddressView {
    /// All addresses of a list.
    pub(crate) fn all(list: &[Address]) -> Vec<Self> {
        list.iter().map(Self::from).collect()
    }

    /// The address as the domain compares it.
    pub(crate) fn address(&self) -> Address {
        Address::new(self.name.as_deref(), &self.email)
    }
}

/// Who did something.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ActorView {
    /// `customer`, `agent`, `machine` (an API key) or `system`.
    #[schema(example = "agent")]
    kind: &'static str,
    /// Id of the contact, agent or key; for `system`, which part.
    id: String,
}

impl From<&Actor> for ActorView {
    fn from(actor: &Actor) -> Self {
        match actor {
            Actor::Customer(id) => Self {
                kind: "customer",
                id: id.to_string(),
            },
            Actor::Agent(id) => Self {
                kind: "agent",
                id: id.to_string(),
            },
            Actor::Machine(id) => Self {
                kind: "machine",
                id: id.to_string(),
            },
            Actor::System(part) => Self {
                kind: "system",
                id: part.clone(),
            },
        }
    }
}
