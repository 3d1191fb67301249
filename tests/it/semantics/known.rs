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
pub(super) const DIFFERENCES: &[Difference] = &[
    Difference {
        peer: Peer::Embedded,
        case: "a_missing_bucket_is_told_by_its_code",
        reason: "answers NoSuchKey for an object of a bucket that is not there; AWS answers NoSuchBucket",
    },
    Difference {
        peer: Peer::Ministack,
        case: "an_object_is_closed_to_whoever_is_not_signed",
        reason: "lets anybody read who asks without a signature; AWS refuses unless the bucket is public",
    },
    Difference {
        peer: Peer::Ministack,
        case: "a_message_may_be_deleted_twice",
        reason: "refuses a second delete by one receipt; AWS lets it succeed, as the message is gone",
    },
    Difference {
        peer: Peer::Ministack,
        case: "an_id_is_bare",
        reason: "answers the id with a domain; SES answers it bare and adds the domain in the header",
    },
    Difference {
        peer: Peer::Ministack,
        case: "a_mail_goes_out_as_it_was_sent",
        reason: "shows what it read in a mail, not the bytes; SES passes the body on as it came",
    },
    Difference {
        peer: Peer::Ministack,
        case: "recipients_are_those_of_the_call",
        reason: "shows the To of the header, not the envelope; SES sends to the Destinations of the call",
    },
    Difference {
        peer: Peer::Ministack,
        case: "a_message_id_of_ours_is_replaced",
        reason: "does not show the headers that go out; SES overrides any Message-ID it is given",
    },
    Difference {
        peer: Peer::Ministack,
        case: "a_blind_copy_is_not_shown",
        reason: "does not show the headers that go out; SES removes Bcc before it sends",
    },
    Difference {
        peer: Peer::Ministack,
        case: "a_mail_without_a_sender_is_refused",
        reason: "accepts a raw mail without a From header; SES refuses it with InvalidParameterValue",
    },
    Difference {
        peer: Peer::Ministack,
        case: "a_mail_to_fifty_one_recipients_is_refused",
        reason: "accepts any number of recipients; SES refuses more than 50 in one call",
    },
    Difference {
        peer: Peer::Ministack,
        case: "a_tag_with_other_characters_is_refused",
        reason: "accepts any tag; SES allows letters, digits, underscores and dashes only",
    },
];

/// The difference of a case at a peer, if there is one.
pub(super) fn difference(peer: Peer, case: &str) -> Option<&'static Difference> {
    let mut known = DIFFERENCES.iter();
    known.find(|known| known.peer == peer && known.case == case)
}

#[test]
fn every_known_difference_names_a_case_and_a_reason() {
    let mut names = [objects::NAMES, queues::NAMES, mail::NAMES].concat();
    names.extend(table::names());
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
