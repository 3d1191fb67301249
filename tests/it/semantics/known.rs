//! Where a peer is known to behave otherwise than AWS documents.
//!
//! Invariant: every line names a case that exists and says what the peer does and what AWS says.

use super::{mail, objects, queues, table};

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Peer {
    /// The endpoints of `infra/local`.
    Embedded,
    /// The emulator that `make fidelity` deploys to.
    Ministack,
}

/// One case that fails at a peer.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) peer: Peer,
    pub(super) case: &'static str,
    /// What the peer does, and what AWS documents.
    pub(super) reason: &'static str,
}

/// Every known difference.
pub(super) const DIFFERENCES: &[Difference] = &[];

/// The difference of a case at a peer, if there is one.
pub(super) fn difference(peer: Peer, case: &str) -> Option<&'static Difference> {
    let mut known = DIFFERENCES.iter();
    known.find(|known| known.peer == peer && known.case == case)
}

#[test]
fn every_known_difference_names_a_case_and_a_reason() {
    let names = [table::NAMES, objects::NAMES, queues::NAMES, mail::NAMES].concat();
    for known in DIFFERENCES {
        let Difference { peer, case, reason } = known;
        assert!(
            names.contains(case),
            "{case}: no such case; correct the name or remove the line of {peer:?}"
        );
        assert!(
            reason.split(' ').count() > 5,
            "{case}: say what {peer:?} does and what AWS documents"
        );
    }
    assert!(names.len() >= 40, "only {} cases are asked", names.len());
}
