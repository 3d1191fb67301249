//! Rate limits: a token bucket per caller, in memory.
//!
//! Invariant: a bucket never holds more than its burst. Each running instance counts for itself, so the true limit is a
//! multiple of the stated one when several run; the gateway's throttle bounds the whole.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use http::{Extensions, HeaderName, HeaderValue, header};
use jiff::Timestamp;
use lambda_http::request::RequestContext;

use super::problem::{Code, Problem};
use crate::world::World;

/// How much one caller may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Requests at once, and in a minute.
    pub(crate) burst: u32,
    /// Milliseconds until one more is allowed.
    pub(crate) refill_ms: u32,
}

/// A signed-in caller: 6,000 a minute.
pub(crate) const CALLER: Rule = Rule {
    burst: 6_000,
    refill_ms: 10,
};
/// An address that shows no valid login: 600 a minute.
pub(crate) const STRANGER: Rule = Rule {
    burst: 600,
    refill_ms: 100,
};
/// Sign-in attempts of an address: 30 at once, then one in five seconds.
pub(crate) const SIGN_IN: Rule = Rule {
    burst: 30,
    refill_ms: 5_000,
};

/// The buckets of this process.
pub(crate) static LIMITS: LazyLock<Limits> = LazyLock::new(Limits::default);

/// Most callers remembered; full buckets are forgotten first.
const MOST_BUCKETS: usize = 10_000;

#[derive(Debug, Clone, Copy)]
struct Bucket {
    rule: Rule,
    /// Tokens in thousandths.
    level: u64,
    at_ms: i64,
}

/// What is left after a request was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Budget {
    /// The burst.
    pub(crate) limit: u32,
    /// Requests left now.
    pub(crate) remaining: u32,
    /// Seconds until the bucket is full again.
    pub(crate) reset_seconds: u64,
}

/// The buckets of this instance.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    buckets: Mutex<HashMap<String, Bucket>>,
}

impl Bucket {
    fn full(rule: Rule, now_ms: i64) -> Self {
        Self {
            rule,
            level: u64::from(rule.burst) * 1_000,
            at_ms: now_ms,
        }
    }

    fn refilled(self, now_ms: i64) -> Self {
        let passed = u64::try_from(now_ms.saturating_sub(self.at_ms)).unwrap_or(0);
        let gained = passed.saturating_mul(1_000) / u64::from(self.rule.refill_ms.max(1));
        let level = self
            .level
            .saturating_add(gained)
            .min(u64::from(self.rule.burst) * 1_000);
        Self {
            level,
            at_ms: self.at_ms.max(now_ms),
            ..self
        }
    }

    fn budget(self) -> Budget {
        let missing = (u64::from(self.rule.burst) * 1_000).saturating_sub(self.level);
        Budget {
            limit: self.rule.burst,
            remaining: u32::try_from(self.level / 1_000).unwrap_or(u32::MAX),
            reset_seconds: missing
                .saturating_mul(u64::from(self.rule.refill_ms))
                .div_ceil(1_000_000),
        }
    }
}

impl Limits {
    /// Counts one request of `caller`.
    ///
    /// # Errors
    /// The refusal with `Retry-After` when the bucket is empty.
    pub(crate) fn take(&self, caller: &str, rule: Rule, now: Timestamp) -> Result<Budget, Problem> {
        let now_ms = now.as_millisecond();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_BUCKETS {
            buckets.retain(|_, b| b.refilled(now_ms).level < u64::from(b.rule.burst) * 1_000);
        }
        let bucket = buckets
            .entry(caller.to_owned())
            .or_insert_with(|| Bucket::full(rule, now_ms));
        *bucket = bucket.refilled(now_ms);
        if bucket.level < 1_000 {
            let wait_ms = (1_000 - bucket.level).saturating_mul(u64::from(rule.refill_ms)) / 1_000;
            return Err(too_many(bucket.budget(), wait_ms.div_ceil(1_000).max(1)));
        }
        bucket.level -= 1_000;
        Ok(bucket.budget())
    }
}

fn too_many(budget: Budget, wait_seconds: u64) -> Problem {
    let mut problem = Problem::new(
        Code::RateLimited,
        format!("no request is left; one more in {wait_seconds} s"),
    )
    .header(header::RETRY_AFTER, &wait_seconds.to_string());
    for (name, value) in budget.headers() {
        problem = problem.header(name, value.to_str().unwrap_or_default());
    }
    problem
}

impl Budget {
    /// The headers that tell a client how much is left.
    pub(crate) fn headers(self) -> [(HeaderName, HeaderValue); 3] {
        [
            (
                HeaderName::from_static("ratelimit-limit"),
                HeaderValue::from(self.limit),
            ),
            (
                HeaderName::from_static("ratelimit-remaining"),
                HeaderValue::from(self.remaining),
            ),
            (
                HeaderName::from_static("ratelimit-reset"),
                HeaderValue::from(self.reset_seconds),
            ),
        ]
    }
}

/// Where a request came from: what the gateway says, never what a client can write into a header of its own.
/// Several deployments may live in one process, so the name says which one is meant.
pub(crate) fn client_of(world: &World, extensions: &Extensions) -> String {
    let address = match extensions.get::<RequestContext>() {
        Some(RequestContext::ApiGatewayV2(context)) => context.http.source_ip.as_deref(),
        _ => None,
    };
    format!(
        "{} {}",
        world.config.public_url,
        address.unwrap_or("unknown")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).unwrap()
    }

    #[test]
    fn burst_then_one_per_refill() {
        let limits = Limits::default();
        let rule = Rule {
            burst: 2,
            refill_ms: 1_000,
        };
        assert_eq!(limits.take("a", rule, at(0)).unwrap().remaining, 1);
        assert_eq!(limits.take("a", rule, at(0)).unwrap().remaining, 0);
        assert_eq!(
            limits.take("a", rule, at(999)).unwrap_err().code(),
            Code::RateLimited
        );
        assert!(limits.take("a", rule, at(1_000)).is_ok());
        assert!(
            limits.take("b", rule, at(0)).is_ok(),
            "another caller has a bucket of their own"
        );
    }

    #[test]
    fn clock_that_goes_back_gives_nothing_and_breaks_nothing() {
        let limits = Limits::default();
        let rule = Rule {
            burst: 1,
            refill_ms: 1_000,
        };
        assert!(limits.take("a", rule, at(10_000)).is_ok());
        assert!(limits.take("a", rule, at(0)).is_err());
        assert!(limits.take("a", rule, at(11_000)).is_ok());
    }

    #[test]
    fn bucket_never_exceeds_its_burst() {
        let limits = Limits::default();
        let rule = Rule {
            burst: 3,
            refill_ms: 1,
        };
        assert!(limits.take("a", rule, at(0)).is_ok());
        assert_eq!(limits.take("a", rule, at(1_000_000)).unwrap().remaining, 2);
    }
}
