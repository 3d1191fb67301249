//! The wall clock of the local stack's event machinery. Invariant: functions take their own time from their own
//! clock; what is read here only dates events and deadlines.

use jiff::Timestamp;

/// Milliseconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "the machinery around functions has no Clock to ask"
)]
pub(crate) fn now_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// A moment as AWS writes it in JSON, such as `2026-11-20T09:48:00.123Z`.
pub(crate) fn timestamp(ms: i64) -> String {
    format!("{:.3}", Timestamp::from_millisecond(ms).unwrap_or_default())
}
