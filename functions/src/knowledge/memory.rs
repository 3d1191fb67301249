//! What a warm function remembers of the indexes it has read.
//!
//! Invariant: a few organisations at most; one that is forgotten is read again, nothing else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use lambdesk_domain::ids::OrganisationId;

use super::Indexed;

/// Most organisations whose index is remembered: an index takes megabytes.
const MOST: usize = 8;

/// The place of one organisation's index.
type Slot = Arc<tokio::sync::Mutex<Option<Arc<Indexed>>>>;

/// The indexes at hand.
#[derive(Debug, Default)]
pub struct Memory {
    slots: Mutex<HashMap<OrganisationId, Slot>>,
}

impl Memory {
    /// The place of an organisation's index, empty when it is new.
    pub(super) fn slot(&self, organisation: &OrganisationId) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MOST && !slots.contains_key(organisation) {
            slots.clear();
        }
        Arc::clone(slots.entry(organisation.clone()).or_default())
    }
}
