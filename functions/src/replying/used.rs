//! Which canned responses a reply used.
//!
//! Invariant: each counts once for a reply, in the transaction of the reply; a reply never waits for or fails by it.

use std::collections::BTreeSet;

use lambdesk_domain::draft::state::{Draft, State, Taken};
use lambdesk_domain::ids::{CannedResponseId, OrganisationId};

use crate::canned;
use crate::world::World;

/// Those that the agent names and those behind drafts that were sent, as far as they exist.
pub(super) async fn by(
    world: &World,
    organisation: &OrganisationId,
    named: &[CannedResponseId],
    drafts: &[Draft],
) -> Vec<CannedResponseId> {
    let taken = drafts.iter().filter(|draft| {
        let taken = |taken| matches!(taken, Taken::Accepted | Taken::Edited);
        matches!(&draft.state, State::Sent { taken: how, .. } if taken(*how))
    });
    let behind = taken.filter_map(|draft| draft.canned.as_ref().map(|from| &from.id));
    let wanted: BTreeSet<&CannedResponseId> = named.iter().chain(behind).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let all = canned::or_none(canned::all(world, organisation).await);
    let known = all.iter().map(|response| &response.id);
    known.filter(|id| wanted.contains(id)).cloned().collect()
}
