//! The daily budget of an organisation for its models, in micro-dollars and in tokens.
//!
//! Invariant: what was spent and what is reserved never exceed the limit together, as far as costs are known. The
//! day is that of UTC. Tokens bound what the money limit cannot see: models without a known price.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::ledger::Bill;

/// An amount of both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Micro-dollars; 0 when the price is not known.
    pub microusd: u64,
    /// Tokens read and written.
    pub tokens: u64,
}

/// What an organisation allows for a day; `None` is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Micro-dollars.
    pub microusd: Option<u64>,
    /// Tokens.
    pub tokens: Option<u64>,
}

/// The day's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// The day it counts.
    pub day: Date,
    /// What was spent.
    pub spent: Amount,
    /// What calls under way may still cost.
    pub reserved: Amount,
}

/// What was set aside for a call; give it back with [`Budget::settle`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// The day it was made.
    pub day: Date,
    /// How much.
    pub amount: Amount,
}

/// The day's budget does not cover the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the model budget of {day} is spent; it begins anew at midnight UTC, or an admin raises it"
)]
pub struct OverBudget {
    /// The day.
    pub day: Date,
}

/// The day of UTC that a budget counts.
#[must_use]
pub fn day(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

impl Budget {
    /// An account without expenses.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self {
            day: day(now),
            spent: Amount::default(),
            reserved: Amount::default(),
        }
    }

    /// Sets aside what a call may cost at most.
    ///
    /// # Errors
    /// When the day's limit does not cover it.
    pub fn reserve(
        &mut self,
        most: Amount,
        limits: &Limits,
        now: Timestamp,
    ) -> Result<Reservation, OverBudget> {
        self.begin(now);
        let after = sum(sum(self.spent, self.reserved), most);
        let over = |used: u64, limit: Option<u64>| limit.is_some_and(|limit| used > limit);
        if over(after.microusd, limits.microusd) || over(after.tokens, limits.tokens) {
            return Err(OverBudget { day: self.day });
        }
        self.reserved = sum(self.reserved, most);
        Ok(Reservation {
            day: self.day,
            amount: most,
        })
    }

    /// Gives a reservation back and writes down what was spent; see [`spent`]. What was reserved on another day
    /// only adds its cost.
    pub fn settle(&mut self, reservation: &Reservation, spent: Amount, now: Timestamp) {
        self.begin(now);
        if reservation.day == self.day {
            self.reserved = Amount {
                microusd: self
                    .reserved
                    .microusd
                    .saturating_sub(reservation.amount.microusd),
                tokens: self
                    .reserved
                    .tokens
                    .saturating_sub(reservation.amount.tokens),
            };
        }
        self.spent = sum(self.spent, spent);
    }

    fn begin(&mut self, now: Timestamp) {
        if day(now) > self.day {
            *self = Self::new(now);
        }
    }
}

/// What calls have used of a budget. A call whose cost is not known may have cost all that was set aside for it.
#[must_use]
pub fn spent(bill: &Bill, reserved: Amount) -> Amount {
    if bill.unknown == 0 {
        return Amount {
            microusd: bill.microusd,
            tokens: bill.tokens,
        };
    }
    Amount {
        microusd: bill.microusd.max(reserved.microusd),
        tokens: bill.tokens.max(reserved.tokens),
    }
}

fn sum(one: Amount, other: Amount) -> Amount {
    Amount {
        microusd: one.microusd.saturating_add(other.microusd),
        tokens: one.tokens.saturating_add(other.tokens),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3_600).unwrap()
    }

    fn amount(microusd: u64, tokens: u64) -> Amount {
        Amount { microusd, tokens }
    }

    const LIMITS: Limits = Limits {
        microusd: Some(100),
        tokens: Some(1_000),
    };

    #[test]
    fn what_is_reserved_counts_until_it_is_settled() {
        let mut budget = Budget::new(at(1));
        let first = budget.reserve(amount(60, 10), &LIMITS, at(1)).unwrap();
        assert!(budget.reserve(amount(60, 10), &LIMITS, at(1)).is_err());
        budget.settle(&first, amount(20, 5), at(2));
        assert!(budget.reserve(amount(80, 10), &LIMITS, at(2)).is_ok());
        let error = budget.reserve(amount(1, 1), &LIMITS, at(2)).unwrap_err();
        assert!(error.to_string().contains("1970-01-01"), "{error}");
    }

    #[test]
    fn tokens_bound_models_without_a_price() {
        let mut budget = Budget::new(at(1));
        assert!(budget.reserve(amount(0, 1_000), &LIMITS, at(1)).is_ok());
        assert!(budget.reserve(amount(0, 1), &LIMITS, at(1)).is_err());
        assert!(
            budget
                .reserve(amount(u64::MAX, u64::MAX), &Limits::default(), at(1))
                .is_ok()
        );
    }

    #[test]
    fn new_day_begins_with_nothing_spent_and_takes_late_costs() {
        let mut budget = Budget::new(at(23));
        let late = budget.reserve(amount(100, 10), &LIMITS, at(23)).unwrap();
        let next = budget.reserve(amount(50, 10), &LIMITS, at(24)).unwrap();
        budget.settle(&late, amount(30, 5), at(25));
        assert_eq!(
            (budget.spent, budget.reserved),
            (amount(30, 5), next.amount)
        );
    }

    #[test]
    fn unknown_cost_is_taken_for_all_that_was_set_aside() {
        let bill = |unknown| Bill {
            microusd: 10,
            tokens: 20,
            unknown,
        };
        assert_eq!(spent(&bill(0), amount(50, 60)), amount(10, 20));
        assert_eq!(spent(&bill(1), amount(50, 60)), amount(50, 60));
    }

    proptest! {
        #[test]
        fn limit_is_never_exceeded(calls in prop::collection::vec((0u64..60, 0u64..60), 0..40)) {
            let mut budget = Budget::new(at(1));
            let mut open = Vec::new();
            for (most, real) in calls {
                if let Ok(reservation) = budget.reserve(amount(most, 0), &LIMITS, at(1)) {
                    open.push((reservation, real.min(most)));
                }
                if open.len() > 2 {
                    let (reservation, real) = open.remove(0);
                    budget.settle(&reservation, amount(real, 0), at(1));
                }
                prop_assert!(budget.spent.microusd + budget.reserved.microusd <= 100);
            }
        }
    }
}
