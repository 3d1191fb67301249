//! Decides whether and when a request is made again.
//!
//! Invariant: it never waits beyond the time of the question, nor shorter than the provider asked.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::settings::Limits;

/// What the provider asked for in its headers: milliseconds in `retry-after-ms` before seconds or a date in
/// `retry-after`, as the SDKs of both vendors read them.
pub(super) fn asked(ms: Option<&str>, after: Option<&str>, now: Timestamp) -> Option<Duration> {
    let number = |text: &str| {
        text.trim()
            .parse::<f64>()
            .ok()
            .filter(|n| n.is_finite() && *n >= 0.0)
    };
    if let Some(ms) = ms.and_then(number) {
        return Duration::try_from_secs_f64(ms / 1_000.0).ok();
    }
    let after = after?;
    if let Some(seconds) = number(after) {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = rfc2822::parse(after.trim()).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// The wait before attempt `done + 1`; `None` when there is none. `noise` is random, 0 to 255.
pub(super) fn wait(
    done: u32,
    asked: Option<Duration>,
    left: Duration,
    noise: u8,
    limits: &Limits,
) -> Option<Duration> {
    if done >= limits.attempts {
        return None;
    }
    let doubled = limits
        .backoff
        .saturating_mul(1 << done.saturating_sub(1).min(10));
    // Between half and the whole, so that many functions do not come back at once.
    let own = doubled.mul_f64(0.5 + f64::from(noise) / 510.0);
    let wait = match asked {
        Some(asked) if asked > limits.longest_wait => return None,
        Some(asked) => asked + own.mul_f64(0.1),
        None => own,
    };
    (wait < left).then_some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn headers_are_read_as_the_vendors_write_them() {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let cases = [
            (None, None, None),
            (Some("250"), Some("9"), Some(Duration::from_millis(250))),
            (None, Some("2"), Some(2 * SECOND)),
            (None, Some("0.5"), Some(SECOND / 2)),
            (
                None,
                Some("Sat, 21 Nov 2026 12:00:03 GMT"),
                Some(3 * SECOND),
            ),
            (
                None,
                Some("Sat, 21 Nov 2026 11:59:00 GMT"),
                Some(Duration::ZERO),
            ),
            (Some("-1"), Some("soon"), None),
            (Some("1e300"), None, None),
        ];
        for (ms, after, expected) in cases {
            assert_eq!(asked(ms, after, now), expected, "{ms:?} {after:?}");
        }
    }

    #[test]
    fn waits_double_with_jitter_and_end_with_attempts_or_time() {
        let limits = Limits::default();
        let left = Duration::from_secs(30);
        assert_eq!(wait(1, None, left, 0, &limits), Some(SECOND / 4));
        assert_eq!(wait(1, None, left, 255, &limits), Some(SECOND / 2));
        assert_eq!(wait(2, None, left, 255, &limits), Some(SECOND));
        assert_eq!(wait(3, None, left, 0, &limits), None);
        assert_eq!(
            wait(1, Some(2 * SECOND), left, 0, &limits),
            Some(Duration::from_millis(2_025))
        );
        assert_eq!(wait(1, Some(2 * SECOND), SECOND, 0, &limits), None);
        assert_eq!(wait(1, Some(21 * SECOND), left, 0, &limits), None);
    }
}
