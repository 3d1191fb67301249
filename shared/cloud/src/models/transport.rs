//! Posts one question and says what became of it, in the words of this module.
//!
//! Invariant: what may have been billed is never taken for free.

use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::ledger::CallOutcome;

use super::failure::Failure;
use super::question::Sealed;
use super::settings::{Limits, Target};
use crate::outbound::{self, Answer, Lost, Outbound};

/// The connections, with the limits of questions.
#[derive(Debug)]
pub(super) struct Transport {
    answer_bytes: usize,
    outbound: Outbound,
}

impl Transport {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            answer_bytes: limits.answer_bytes,
            outbound: Outbound::new(limits.connect, limits.reach),
        }
    }

    /// Posts JSON and reads the answer whole.
    ///
    /// # Errors
    /// When there is none, it breaks off or it is too large.
    pub(super) async fn post(&self, target: &Target, sealed: Sealed) -> Result<Answer, Failure> {
        let json = ("content-type", "application/json".to_owned());
        let headers = std::iter::once(json).chain(sealed.headers);
        let request = outbound::request("POST", &target.url, headers, sealed.body)
            .ok_or_else(|| Failure::of(Fallback::KeyRefused, CallOutcome::Rejected))?;
        self.outbound
            .call(target.line, request, self.answer_bytes)
            .await
            .map_err(failure)
    }
}

/// Nothing was billed when no connection was made.
fn failure(lost: Lost) -> Failure {
    let unreachable = Failure::of(Fallback::Unreachable, CallOutcome::Lost);
    match lost {
        Lost::Forbidden => Failure {
            reason: Fallback::AddressRefused,
            ..unreachable
        },
        Lost::NoAnswer {
            passing,
            maybe_done,
        } => Failure {
            passing,
            maybe_billed: maybe_done,
            ..unreachable
        },
        Lost::Broken(status) => Failure {
            passing: true,
            maybe_billed: true,
            status: Some(status),
            ..unreachable
        },
        Lost::TooLarge(status) => Failure {
            maybe_billed: true,
            status: Some(status),
            ..Failure::of(Fallback::Unreadable, CallOutcome::Invalid)
        },
    }
}
