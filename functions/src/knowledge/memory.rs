//! What a warm function remembers of the indexes and vectors it has read, and of questions that became vectors.
//!
//! Invariant: a few organisations and questions at most; what is forgotten is read or asked again, nothing else.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::knowledge::vectors::{Direction, Vectors};

use super::Indexed;

/// Most organisations whose index is remembered: an index takes megabytes.
const MOST: usize = 8;
/// Most organisations whose vectors are remembered: a set takes up to 24 MB.
const MOST_SETS: usize = 2;
/// Most questions whose vectors are remembered.
const MOST_QUESTIONS: usize = 200;
/// How often one function asks for missing vectors to be made.
const WISH: SignedDuration = SignedDuration::from_secs(30);

/// The place of one organisation's index.
type Slot = Arc<tokio::sync::Mutex<Option<Arc<Indexed>>>>;
/// The place of one organisation's vectors, with the revision they are of.
type SetSlot = Arc<tokio::sync::Mutex<Option<(String, Arc<Vectors>)>>>;

/// The indexes at hand.
#[derive(Debug, Default)]
pub struct Memory {
    slots: Mutex<HashMap<OrganisationId, Slot>>,
    sets: Mutex<HashMap<OrganisationId, SetSlot>>,
    questions: Mutex<HashMap<String, Arc<Direction>>>,
    wishes: Mutex<HashMap<OrganisationId, Timestamp>>,
}

impl Memory {
    /// The place of an organisation's index, empty when it is new.
    pub(super) fn slot(&self, organisation: &OrganisationId) -> Slot {
        let mut slots = roomy(&self.slots, organisation, MOST);
        Arc::clone(slots.entry(organisation.clone()).or_default())
    }

    /// The place of an organisation's vectors, empty when it is new.
    pub(super) fn set(&self, organisation: &OrganisationId) -> SetSlot {
        let mut sets = roomy(&self.sets, organisation, MOST_SETS);
        Arc::clone(sets.entry(organisation.clone()).or_default())
    }

    /// The vector of a question, by the hash of question and model.
    pub(super) fn question(&self, hash: &str) -> Option<Arc<Direction>> {
        let questions = self.questions.lock();
        let questions = questions.unwrap_or_else(PoisonError::into_inner);
        questions.get(hash).cloned()
    }

    /// Remembers the vector of a question.
    pub(super) fn remember(&self, hash: String, direction: Arc<Direction>) {
        roomy(&self.questions, &hash, MOST_QUESTIONS).insert(hash, direction);
    }

    /// Whether it is time to ask for missing vectors; the answer counts as having asked.
    pub(super) fn may_wish(&self, organisation: &OrganisationId, now: Timestamp) -> bool {
        let mut wishes = roomy(&self.wishes, organisation, 1_000);
        let last = wishes.get(organisation).copied();
        let due = last.is_none_or(|last| now.duration_since(last).abs() >= WISH);
        if due {
            wishes.insert(organisation.clone(), now);
        }
        due
    }
}

/// A map with room for one more under a key.
fn roomy<'m, K: Eq + Hash, V>(
    map: &'m Mutex<HashMap<K, V>>,
    key: &K,
    most: usize,
) -> MutexGuard<'m, HashMap<K, V>> {
    let mut map = map.lock().unwrap_or_else(PoisonError::into_inner);
    if map.len() >= most && !map.contains_key(key) {
        map.clear();
    }
    map
}
