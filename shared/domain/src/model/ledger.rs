//! The bill of a ticket: one line for each call of a model.
//!
//! Invariant: a line is written for every request that left us, also for those that failed; a cost that is not
//! known is absent, never zero.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::prices::Usage;
use super::{Provider, Step};
use crate::ids::{MessageId, TicketId};
use crate::status::words;

words! {
    /// How a call ended.
    CallOutcome {
        /// With an answer that is used.
        Answered = "answered",
        /// With an answer that cannot be used.
        Invalid = "invalid",
        /// The model declined.
        Refused = "refused",
        /// The answer was cut off.
        Truncated = "truncated",
        /// A content filter stopped it.
        Guardrail = "guardrail",
        /// The provider did not accept the request.
        Rejected = "rejected",
        /// The provider was overloaded or out of order.
        Busy = "busy",
        /// No answer in time; it may have been billed.
        TimedOut = "timed_out",
        /// The connection failed or broke; it may have been billed.
        Lost = "lost",
    }
}

/// One call of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The ticket that pays.
    pub ticket: TicketId,
    /// The message it was about.
    pub message: MessageId,
    /// What it was for.
    pub step: Step,
    /// When it began.
    pub at: Timestamp,
    /// Who ran the model.
    pub provider: Provider,
    /// The model as configured.
    pub model: String,
    /// Whether it was the second try after an answer that could not be used.
    pub repair: bool,
    /// Tokens; `None` when the provider did not say.
    pub usage: Option<Usage>,
    /// Micro-dollars, rounded up; `None` when it is not known.
    pub cost_microusd: Option<u64>,
    /// The price table the cost was computed from.
    pub price_version: String,
    /// The wording of the prompt.
    pub prompt_version: String,
    /// Names the question; see `Prompt::hash`.
    pub request_hash: String,
    /// From sending to the end of the answer, in milliseconds.
    pub latency_ms: u64,
    /// How it ended.
    pub outcome: CallOutcome,
    /// The HTTP status, when there was one.
    #[serde(default)]
    pub status: Option<u16>,
    /// The provider's code of the error, when it looks like a code.
    #[serde(default)]
    pub code: Option<String>,
}

/// The sum of some calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// Micro-dollars of the calls whose cost is known.
    pub microusd: u64,
    /// Tokens read and written, as far as known.
    pub tokens: u64,
    /// Calls whose cost is not known.
    pub unknown: u32,
}

/// Adds calls up.
#[must_use]
pub fn bill<'a>(calls: impl IntoIterator<Item = &'a Call>) -> Bill {
    let mut bill = Bill::default();
    for call in calls {
        bill.tokens = bill
            .tokens
            .saturating_add(call.usage.map_or(0, |usage| usage.total()));
        match call.cost_microusd {
            Some(cost) => bill.microusd = bill.microusd.saturating_add(cost),
            None => bill.unknown += 1,
        }
    }
    bill
}

/// A provider's error code as it may be kept: short and made of letters, digits and a few signs. Whatever else a
/// provider says may quote the customer.
#[must_use]
pub fn safe_code(code: &str) -> Option<String> {
    let fits = (1..=64).contains(&code.len())
        && code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    fits.then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(cost: Option<u64>, usage: Option<Usage>) -> Call {
        Call {
            ticket: TicketId::new(1, [1; 10]),
            message: MessageId::new(1, [2; 10]),
            step: Step::Triage,
            at: Timestamp::UNIX_EPOCH,
            provider: Provider::OpenAi,
            model: "gpt-5-mini".to_owned(),
            repair: false,
            usage,
            cost_microusd: cost,
            price_version: "p".to_owned(),
            prompt_version: "t".to_owned(),
            request_hash: "h".to_owned(),
            latency_ms: 5,
            outcome: CallOutcome::Answered,
            status: Some(200),
            code: None,
        }
    }

    #[test]
    fn bill_adds_what_is_known_and_counts_what_is_not() {
        let usage = Usage {
            input: 7,
            output: 2,
            cache_read: 1,
            cache_write: 0,
        };
        let calls = [
            call(Some(3), Some(usage)),
            call(None, None),
            call(Some(4), Some(usage)),
        ];
        assert_eq!(
            bill(&calls),
            Bill {
                microusd: 7,
                tokens: 20,
                unknown: 1
            }
        );
    }

    #[test]
    fn call_is_stored_and_read_back() {
        let call = call(Some(3), Some(Usage::default()));
        let json = serde_json::to_string(&call).unwrap();
        assert_eq!(serde_json::from_str::<Call>(&json).unwrap(), call);
        assert!(json.contains(r#""provider":"openai""#) && json.contains(r#""step":"triage""#));
    }

    #[test]
    fn only_codes_are_kept_of_what_a_provider_says() {
        assert_eq!(
            safe_code("rate_limit_error").as_deref(),
            Some("rate_limit_error")
        );
        for text in [
            "",
            "Dear Ann, your mail",
            "ann@example.com",
            &"x".repeat(65),
        ] {
            assert_eq!(safe_code(text), None, "{text}");
        }
    }
}
