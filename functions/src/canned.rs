//! Canned responses: at hand for drafts and agents, written by those who write articles.
//!
//! Invariant: what is at hand has the stamp that the table has now; whoever changes one sees all others of its language.

mod write;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use lambdesk_cloud::error::{Error, chain};
use lambdesk_domain::canned::CannedResponse;
use lambdesk_domain::ids::OrganisationId;

use crate::world::World;

pub use write::{CannedFault, create, import, remove, replace};

/// Most organisations whose canned responses a warm function remembers.
const MOST: usize = 20;

/// All canned responses of one organisation, with the stamp they had.
type Known = (String, Arc<Vec<CannedResponse>>);

/// Canned responses that were read.
#[derive(Debug, Default)]
pub struct Memory(Mutex<HashMap<OrganisationId, Known>>);

impl Memory {
    fn of(&self, organisation: &OrganisationId, stamp: &str) -> Option<Arc<Vec<CannedResponse>>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, responses) = known.get(organisation)?;
        (at == stamp).then(|| Arc::clone(responses))
    }

    fn remember(&self, organisation: &OrganisationId, known: Known) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST && !all.contains_key(organisation) {
            all.clear();
        }
        all.insert(organisation.clone(), known);
    }
}

/// All canned responses of an organisation as they are now.
///
/// # Errors
/// When the table cannot be read.
pub async fn all(
    world: &World,
    organisation: &OrganisationId,
) -> Result<Arc<Vec<CannedResponse>>, Error> {
    let Some(stamp) = world.store.canned_stamp(organisation).await? else {
        return Ok(Arc::default());
    };
    if let Some(known) = world.canned.of(organisation, &stamp.stamp) {
        return Ok(known);
    }
    // The stamp was read first, so these are at least as new as it says.
    let responses = Arc::new(world.store.canned_responses(organisation).await?);
    let known = (stamp.stamp, Arc::clone(&responses));
    world.canned.remember(organisation, known);
    Ok(responses)
}

/// As [`all`]; none when the table does not answer, and the log says so.
pub(crate) async fn all_or_none(
    world: &World,
    organisation: &OrganisationId,
) -> Arc<Vec<CannedResponse>> {
    match all(world, organisation).await {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(error = chain(&error), "canned responses cannot be read now");
            Arc::default()
        }
    }
}
