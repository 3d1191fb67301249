//! Leaves a failing provider alone for a while.
//!
//! Invariant: at most one probe is under way while the breaker is half open, and a probe that never reports does
//! not keep it there.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Failures that open the breaker.
pub const FAILURES: usize = 5;
/// The time within which they must happen.
pub const WINDOW: SignedDuration = SignedDuration::from_secs(60);
/// How long it stays open before a probe is let through.
pub const REST: SignedDuration = SignedDuration::from_secs(30);
/// How long a probe may take before another is let through.
const PROBE: SignedDuration = SignedDuration::from_secs(60);

/// What the breaker says about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Go on.
    Open,
    /// Go on: the outcome decides whether others may follow.
    Probe,
    /// Do not call before this time.
    Refused {
        /// When to ask again.
        until: Timestamp,
    },
}

/// The state for one organisation and provider.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breaker {
    failures: Vec<Timestamp>,
    tripped: Option<Trip>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Trip {
    /// No call before this.
    until: Timestamp,
    probing: bool,
}

impl Breaker {
    /// Asks whether a call may be made; a probe that is let through counts as under way.
    pub fn admit(&mut self, now: Timestamp) -> Admission {
        let Some(trip) = &mut self.tripped else {
            return Admission::Open;
        };
        if now < trip.until {
            return Admission::Refused { until: trip.until };
        }
        *trip = Trip {
            until: later(now, PROBE),
            probing: true,
        };
        Admission::Probe
    }

    /// Takes in how a call ended.
    pub fn record(&mut self, succeeded: bool, now: Timestamp) {
        if succeeded {
            *self = Self::default();
            return;
        }
        if self.tripped.is_some_and(|trip| trip.probing) {
            self.trip(now);
            return;
        }
        self.failures.retain(|at| now.duration_since(*at) < WINDOW);
        self.failures.push(now);
        if self.failures.len() >= FAILURES {
            self.trip(now);
        }
    }

    fn trip(&mut self, now: Timestamp) {
        self.failures.clear();
        self.tripped = Some(Trip {
            until: later(now, REST),
            probing: false,
        });
    }
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn tripped(second: i64) -> Breaker {
        let mut breaker = Breaker::default();
        for _ in 0..FAILURES {
            breaker.record(false, at(second));
        }
        breaker
    }

    #[test]
    fn five_failures_within_a_minute_open_it() {
        let mut breaker = Breaker::default();
        for second in [0, 10, 20, 30] {
            breaker.record(false, at(second));
            assert_eq!(breaker.admit(at(second)), Admission::Open);
        }
        breaker.record(false, at(40));
        assert_eq!(breaker.admit(at(41)), Admission::Refused { until: at(70) });
    }

    #[test]
    fn failures_over_a_longer_time_do_not() {
        let mut breaker = Breaker::default();
        for second in (0..200).step_by(16) {
            breaker.record(false, at(second));
        }
        assert_eq!(breaker.admit(at(200)), Admission::Open);
    }

    #[test]
    fn one_success_forgets_the_failures() {
        let mut breaker = Breaker::default();
        for second in 0..4 {
            breaker.record(false, at(second));
        }
        breaker.record(true, at(4));
        breaker.record(false, at(5));
        assert_eq!(breaker.admit(at(5)), Admission::Open);
    }

    #[test]
    fn after_the_rest_one_probe_decides() {
        let mut breaker = tripped(0);
        assert_eq!(breaker.admit(at(30)), Admission::Probe);
        assert!(matches!(breaker.admit(at(31)), Admission::Refused { .. }));
        let mut failed = breaker.clone();
        failed.record(false, at(35));
        assert_eq!(failed.admit(at(36)), Admission::Refused { until: at(65) });
        breaker.record(true, at(35));
        assert_eq!(breaker.admit(at(36)), Admission::Open);
    }

    #[test]
    fn probe_that_never_reports_is_followed_by_another() {
        let mut breaker = tripped(0);
        assert_eq!(breaker.admit(at(30)), Admission::Probe);
        assert!(matches!(breaker.admit(at(89)), Admission::Refused { .. }));
        assert_eq!(breaker.admit(at(90)), Admission::Probe);
    }
}
