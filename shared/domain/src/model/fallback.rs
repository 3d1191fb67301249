//! Why the rules decide although a model is configured.
//!
//! Invariant: the words speak to an agent or an admin and hold nothing a customer or a provider wrote.

use crate::status::words;

words! {
    /// Why there is no answer of a model.
    Fallback {
        /// No model is configured for this step.
        NotConfigured = "not_configured",
        /// The provider wants a key, and none is set.
        NoKey = "no_key",
        /// The stored key could not be opened.
        KeyUnavailable = "key_unavailable",
        /// The message seems to instruct the model, so the model does not decide.
        Suspicious = "suspicious",
        /// The address of the server may not be called.
        AddressRefused = "address_refused",
        /// The organisation's budget of the day is spent.
        OverBudget = "over_budget",
        /// The provider failed often in the last minute and is left alone for a moment.
        BreakerOpen = "breaker_open",
        /// No answer within the time limit.
        TimedOut = "timed_out",
        /// No connection, or it broke.
        Unreachable = "unreachable",
        /// Too many requests, overloaded or out of order, also after retries.
        Busy = "busy",
        /// The key is wrong or may not use this.
        KeyRefused = "key_refused",
        /// The account has no credit or met its limit of spending.
        OutOfCredit = "out_of_credit",
        /// The provider does not know the model.
        ModelNotFound = "model_not_found",
        /// The question is larger than the model takes.
        TooLarge = "too_large",
        /// The provider cannot read our request.
        RequestRefused = "request_refused",
        /// The model declined to answer.
        Refused = "refused",
        /// The provider's content filter stopped the answer.
        GuardrailStopped = "guardrail_stopped",
        /// The answer did not fit into its limit.
        Truncated = "truncated",
        /// The answer could not be used, and neither could the second try.
        InvalidAnswerTwice = "invalid_answer_twice",
        /// What came back is not an answer of this wire format, or far too large.
        Unreadable = "unreadable",
    }
}

impl Fallback {
    /// The reason as a sentence for the ticket, with what can be done about it.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Fallback::NotConfigured => "No model is configured for this step; the rules decided.",
            Fallback::NoKey => {
                "No key of the model's provider is set; an admin can set it under Settings, Models. The rules decided."
            }
            Fallback::KeyUnavailable => {
                "The key of the model's provider could not be opened; if this stays, an admin sets it again. The rules decided."
            }
            Fallback::Suspicious => {
                "The message seems to talk to the model rather than to you, so the rules decided; read it with care."
            }
            Fallback::AddressRefused => {
                "The address of the model server may not be called; an admin can correct it under Settings, Models."
            }
            Fallback::OverBudget => {
                "The model budget of the day is spent; the rules decide until tomorrow or until an admin raises it."
            }
            Fallback::BreakerOpen => {
                "The model failed several times in a row and is not asked for a moment; the rules decided."
            }
            Fallback::TimedOut => "The model did not answer in time; the rules decided.",
            Fallback::Unreachable => {
                "The model server could not be reached; check its address and whether it runs. The rules decided."
            }
            Fallback::Busy => "The model is overloaded or out of order; the rules decided.",
            Fallback::KeyRefused => {
                "The provider refused the key or the role; an admin must enter a valid one or allow the model there."
            }
            Fallback::OutOfCredit => {
                "The account at the model provider is out of credit or at its spending limit; raise it there."
            }
            Fallback::ModelNotFound => {
                "The provider does not know the model, or the account may not use it; check its name and the server's address."
            }
            Fallback::TooLarge => {
                "The conversation is larger than the model takes; set a smaller limit or another model."
            }
            Fallback::RequestRefused => {
                "The provider did not accept the request; check the model's settings, first how it is held to JSON."
            }
            Fallback::Refused => "The model declined to answer; a person should read this message.",
            Fallback::GuardrailStopped => {
                "The provider's content filter stopped the answer; a person should read this message."
            }
            Fallback::Truncated => "The model's answer was cut off; allow it a longer answer.",
            Fallback::InvalidAnswerTwice => {
                "The model answered twice in a form that cannot be used; the rules decided."
            }
            Fallback::Unreadable => {
                "The model server sent something that is not an answer; check its address and kind."
            }
        }
    }

    /// Whether it speaks against the provider, so that the breaker counts it.
    #[must_use]
    pub fn counts_against_provider(self) -> bool {
        matches!(
            self,
            Fallback::TimedOut | Fallback::Unreachable | Fallback::Busy | Fallback::Unreadable
        )
    }

    /// Whether an admin has to change something before it can get better.
    #[must_use]
    pub fn needs_admin(self) -> bool {
        match self {
            Fallback::NoKey
            | Fallback::AddressRefused
            | Fallback::KeyRefused
            | Fallback::OutOfCredit
            | Fallback::ModelNotFound
            | Fallback::TooLarge
            | Fallback::RequestRefused => true,
            Fallback::NotConfigured
            | Fallback::KeyUnavailable
            | Fallback::Suspicious
            | Fallback::OverBudget
            | Fallback::BreakerOpen
            | Fallback::TimedOut
            | Fallback::Unreachable
            | Fallback::Busy
            | Fallback::Refused
            | Fallback::GuardrailStopped
            | Fallback::Truncated
            | Fallback::InvalidAnswerTwice
            | Fallback::Unreadable => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_a_sentence() {
        for reason in Fallback::ALL {
            let sentence = reason.sentence();
            assert!(sentence.ends_with('.') && sentence.len() > 30, "{reason}");
            assert!(
                !(reason.needs_admin() && reason.counts_against_provider()),
                "{reason}"
            );
        }
    }
}
