//! What a cloud may do to messages and a laptop never does by itself: deliver twice, late, out of order, or to
//! two workers at once. Invariant: chaos strikes a message only on its first receive, so it alone never brings
//! one to the dead letters.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How much of it, each share in percent of batches or messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chaos {
    /// The same seed makes the same sequence of throws.
    pub seed: u64,
    /// A finished message is delivered once more.
    pub redeliver: u8,
    /// The messages of a standard queue's batch are mixed.
    pub shuffle: u8,
    /// A message of a standard queue goes back for up to [`LATEST`].
    pub delay: u8,
    /// A message becomes visible to others while it is worked on.
    pub expire: u8,
    /// A batch is given to two invocations at once.
    pub twice: u8,
}

/// The longest delay chaos gives a message.
pub const LATEST: Duration = Duration::from_millis(500);

impl Chaos {
    /// A tenth of everything.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self {
            seed,
            redeliver: 10,
            shuffle: 50,
            delay: 10,
            expire: 10,
            twice: 10,
        }
    }
}

/// Throws for one chaos setting; shared by all pollers.
#[derive(Debug)]
pub(crate) struct Dice {
    pub(crate) chaos: Chaos,
    state: AtomicU64,
}

impl Dice {
    pub(crate) fn new(chaos: Chaos) -> Self {
        Self {
            chaos,
            state: AtomicU64::new(chaos.seed),
        }
    }

    /// `SplitMix64`: a counter through a mixing function, so throws need no lock.
    fn throw(&self) -> u64 {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        let mut mixed = self
            .state
            .fetch_add(STEP, Ordering::Relaxed)
            .wrapping_add(STEP);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// True in `percent` of throws.
    pub(crate) fn strikes(&self, percent: u8) -> bool {
        self.throw() % 100 < u64::from(percent)
    }

    /// A delay up to [`LATEST`].
    pub(crate) fn delay(&self) -> Duration {
        let most = u64::try_from(LATEST.as_millis()).unwrap_or(u64::MAX).max(1);
        Duration::from_millis(self.throw() % most)
    }

    /// Mixes a list.
    pub(crate) fn shuffle<T>(&self, items: &mut [T]) {
        for upper in (1..items.len()).rev() {
            let choices = u64::try_from(upper + 1).unwrap_or(1);
            let other = usize::try_from(self.throw() % choices).unwrap_or(upper);
            items.swap(upper, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same() {
        let throws = |seed| {
            let dice = Dice::new(Chaos::seeded(seed));
            (0..50).map(|_| dice.throw()).collect::<Vec<_>>()
        };
        assert_eq!(throws(7), throws(7));
        assert_ne!(throws(7), throws(8));
    }

    #[test]
    fn shares_are_kept() {
        let dice = Dice::new(Chaos::seeded(1));
        let hits = (0..10_000).filter(|_| dice.strikes(10)).count();
        assert!((800..1_200).contains(&hits), "{hits}");
        assert!((0..100).all(|_| !dice.strikes(0) && dice.strikes(100)));
        assert!((0..100).all(|_| dice.delay() < LATEST));
    }

    #[test]
    fn shuffling_keeps_every_item() {
        let dice = Dice::new(Chaos::seeded(1));
        let mut items: Vec<u32> = (0..20).collect();
        dice.shuffle(&mut items);
        assert_ne!(items, (0..20).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..20).collect::<Vec<_>>());
    }
}
