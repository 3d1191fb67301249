//! Canned responses: at hand for drafts and agents, written by those who write articles.
//!
//! Invariant: what is at hand has the stamp that the table has now; whoever changes one sees all others of its language.

mod write;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use lambdesk_cloud::error::{Error, chain};
use lambdesk_cloud::store::CannedStamp;
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
    let stamp = world.store.canned_stamp(organisation).await?;
    all_of(world, organisation, stamp).await
}

/// As [`all`], for a stamp that was read a moment ago.
///
/// # Errors
/// When the table cannot be read.
pub(crate) async fn all_of(
    world: &World,
    organisation: &OrganisationId,
    stamp: Option<CannedStamp>,
) -> Result<Arc<Vec<CannedResponse>>, Error> {
    let Some(stamp) = stamp else {
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

/// Those that were read; none when the table did not answer, and the log says so.
pub(crate) fn or_none(read: Result<Arc<Vec<CannedResponse>>, Error>) -> Arc<Vec<CannedResponse>> {
    read.unwrap_or_else(|error| {
        tracing::warn!(error = chain(&error), "canned responses cannot be read now");
        Arc::default()
    })
}
