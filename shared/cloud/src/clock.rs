//! The only place that asks what time it is.
//!
//! Invariant: all parts of one process share one clock handle, so a test that moves it moves all of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// Where the time comes from.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// The machine's clock moved by some milliseconds; clones share the handle.
    Offset(Arc<AtomicI64>),
    /// A clock that stands still at some Unix milliseconds; clones share the handle.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still until it is moved.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.as_millisecond())))
    }

    /// The machine's clock, ready to be moved.
    #[must_use]
    pub fn movable() -> Self {
        Self::Offset(Arc::default())
    }

    /// Moves the clock; the machine's own clock does not move.
    pub fn advance(&self, by: SignedDuration) {
        let ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        match self {
            Self::System => {}
            Self::Offset(shared) | Self::Fixed(shared) => {
                shared.fetch_add(ms, Ordering::SeqCst);
            }
        }
    }

    /// The time now, in whole milliseconds: what the store keeps.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let ms = match self {
            Self::System => system_ms(),
            Self::Offset(by) => system_ms().saturating_add(by.load(Ordering::SeqCst)),
            Self::Fixed(at) => at.load(Ordering::SeqCst),
        };
        Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one clock of the program"
)]
fn system_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_fixed_clock_move_together() {
        let clock = Clock::fixed(Timestamp::from_second(100).unwrap());
        let other = clock.clone();
        clock.advance(SignedDuration::from_secs(5));
        assert_eq!(other.now(), Timestamp::from_second(105).unwrap());
    }

    #[test]
    fn movable_clock_runs_ahead_of_the_machine() {
        let clock = Clock::movable();
        clock.advance(SignedDuration::from_hours(1));
        let ahead = clock.now().duration_since(Clock::System.now());
        assert!(ahead > SignedDuration::from_mins(59), "{ahead}");
    }
}
