//! What an answer that is not 200 means.
//!
//! Invariant: only what may pass is tried again: 408, 409, 429 and 5xx (529 among them), unless it speaks of credit.
//! Nothing of a provider's message leaves this file: it may quote the customer.

use std::time::Duration;

use lambdesk_domain::model::capability::Structured;
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::ledger::{CallOutcome, safe_code};
use serde_json::Value;

/// One request that did not end with an answer that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) reason: Fallback,
    pub(super) outcome: CallOutcome,
    /// Whether trying again may help.
    pub(super) passing: bool,
    /// How long the provider asked to wait.
    pub(super) asked: Option<Duration>,
    /// Whether the provider may have billed it although we do not know.
    pub(super) maybe_billed: bool,
    /// Whether the server refused the way the model is held to JSON.
    pub(super) refuses_way: bool,
    pub(super) status: Option<u16>,
    pub(super) code: Option<String>,
}

impl Failure {
    /// A failure for good without an answer of the provider.
    pub(super) fn of(reason: Fallback, outcome: CallOutcome) -> Self {
        Self {
            reason,
            outcome,
            passing: false,
            asked: None,
            maybe_billed: false,
            refuses_way: false,
            status: None,
            code: None,
        }
    }

    /// Reads a status other than 200 with the body and, on Bedrock, the header that names the error.
    pub(super) fn read(
        status: u16,
        body: &[u8],
        error_type: Option<&str>,
        way: Structured,
    ) -> Self {
        let said = Said::read(body, error_type);
        let passing = matches!(status, 408 | 409 | 429 | 500..);
        let mut failure = Self::of(
            Fallback::Busy,
            if passing {
                CallOutcome::Busy
            } else {
                CallOutcome::Rejected
            },
        );
        failure.passing = passing;
        failure.status = Some(status);
        failure.code = said.codes.first().and_then(|code| safe_code(code));
        if said.speaks_of_credit(status) {
            failure.passing = false;
            failure.outcome = CallOutcome::Rejected;
            failure.reason = Fallback::OutOfCredit;
        } else if matches!(status, 400 | 422 | 500 | 501) && said.refuses(way) {
            // Some versions of llama-server answer 500 to a response format they do not know.
            failure.refuses_way = true;
            failure.passing = false;
            failure.outcome = CallOutcome::Rejected;
            failure.reason = Fallback::RequestRefused;
        } else if !passing {
            failure.reason = said.reason(status);
        }
        failure
    }
}

/// What an error body says, whichever provider wrote it.
#[derive(Default)]
struct Said {
    /// Codes, the most telling first.
    codes: Vec<String>,
    /// The message in lower case.
    message: String,
}

impl Said {
    fn read(body: &[u8], error_type: Option<&str>) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
        // Anthropic, OpenAI, Bedrock's header and older AWS bodies, vLLM's flat body.
        let aws = error_type.and_then(|name| name.split(':').next());
        let older = text("/__type").and_then(|name| name.rsplit('#').next());
        let codes = [
            text("/error/details/error_code"),
            text("/error/code"),
            text("/error/type"),
            aws,
            older,
            text("/type"),
        ];
        let message = text("/error/message")
            .or_else(|| text("/message"))
            .or_else(|| text("/error"));
        Self {
            codes: codes.into_iter().flatten().map(str::to_owned).collect(),
            message: message.unwrap_or_default().to_lowercase(),
        }
    }

    fn has(&self, codes: &[&str]) -> bool {
        self.codes.iter().any(|code| codes.contains(&code.as_str()))
    }

    fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.message.contains(word))
    }

    /// Anthropic's 402 and its spend cap, which comes as 429 without `retry-after`; OpenAI's `insufficient_quota`, a
    /// 429 too (pages "Errors" and "Error codes").
    fn speaks_of_credit(&self, status: u16) -> bool {
        status == 402
            || self.has(&[
                "insufficient_quota",
                "enforced_spend_limit_reached",
                "billing_hard_limit_reached",
                "billing_not_active",
                "billing_error",
                "insufficient_credits",
            ])
            || (status == 400 && self.says(&["credit balance is too low"]))
    }

    fn refuses(&self, way: Structured) -> bool {
        match way {
            Structured::Strict => self.says(&[
                "response_format",
                "json_schema",
                "output_config",
                "outputconfig",
                "output_format",
                "textformat",
                "structured output",
                "grammar",
            ]),
            Structured::JsonObject => {
                self.says(&["response_format", "json_object", "json mode", "grammar"])
            }
            Structured::Tool => self.says(&["tool"]),
            Structured::Prompt => false,
        }
    }

    fn reason(&self, status: u16) -> Fallback {
        let too_long = [
            "context_length",
            "context length",
            "context window",
            "prompt is too long",
            "too many input tokens",
            "input is too long",
        ];
        match status {
            401 | 403 => Fallback::KeyRefused,
            413 => Fallback::TooLarge,
            404 => Fallback::ModelNotFound,
            400 | 422 if self.has(&["context_length_exceeded"]) || self.says(&too_long) => {
                Fallback::TooLarge
            }
            // Bedrock: the id of a model where that of an inference profile is needed.
            400 if self.has(&["model_not_found"])
                || self.says(&["on-demand throughput isn", "model identifier is invalid"]) =>
            {
                Fallback::ModelNotFound
            }
            // Bedrock: the model itself failed.
            424 => Fallback::Busy,
            400..=499 => Fallback::RequestRefused,
            // A redirect or another success: not this kind of server.
            _ => Fallback::Unreadable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(status: u16, body: &str) -> (Fallback, bool) {
        let failure = Failure::read(status, body.as_bytes(), None, Structured::Prompt);
        (failure.reason, failure.passing)
    }

    #[test]
    fn status_and_code_decide_what_it_means_and_whether_it_passes() {
        let cases = [
            (
                400,
                r#"{"type":"error","error":{"type":"invalid_request_error","message":"bad"}}"#,
                Fallback::RequestRefused,
                false,
            ),
            (
                400,
                r#"{"error":{"message":"Your credit balance is too low","type":"invalid_request_error"}}"#,
                Fallback::OutOfCredit,
                false,
            ),
            (
                400,
                r#"{"error":{"code":"context_length_exceeded","message":"x"}}"#,
                Fallback::TooLarge,
                false,
            ),
            (
                400,
                r#"{"error":{"type":"invalid_request_error","message":"prompt is too long: 9 > 8"}}"#,
                Fallback::TooLarge,
                false,
            ),
            (
                400,
                r#"{"message":"Invocation of model ID x with on-demand throughput isn’t supported."}"#,
                Fallback::ModelNotFound,
                false,
            ),
            (401, "", Fallback::KeyRefused, false),
            (402, "", Fallback::OutOfCredit, false),
            (
                403,
                r#"{"message":"not authorized"}"#,
                Fallback::KeyRefused,
                false,
            ),
            (404, "not found", Fallback::ModelNotFound, false),
            (413, "", Fallback::TooLarge, false),
            (418, "", Fallback::RequestRefused, false),
            (301, "", Fallback::Unreadable, false),
            (408, "", Fallback::Busy, true),
            (409, "", Fallback::Busy, true),
            (
                429,
                r#"{"error":{"type":"rate_limit_error"}}"#,
                Fallback::Busy,
                true,
            ),
            (
                429,
                r#"{"error":{"code":"insufficient_quota","type":"insufficient_quota"}}"#,
                Fallback::OutOfCredit,
                false,
            ),
            (
                429,
                r#"{"error":{"type":"rate_limit_error","details":{"error_code":"enforced_spend_limit_reached"}}}"#,
                Fallback::OutOfCredit,
                false,
            ),
            (500, "[]", Fallback::Busy, true),
            (503, "", Fallback::Busy, true),
            (504, "", Fallback::Busy, true),
            (
                529,
                r#"{"error":{"type":"overloaded_error"}}"#,
                Fallback::Busy,
                true,
            ),
        ];
        for (status, body, expected, passing) in cases {
            assert_eq!(reason(status, body), (expected, passing), "{status} {body}");
        }
    }

    #[test]
    fn server_that_names_the_response_format_is_asked_in_a_looser_way() {
        let cases = [
            (
                400,
                r#"{"error":{"message":"'json_schema' is not supported"}}"#,
                Structured::Strict,
                true,
            ),
            (
                500,
                r#"{"error":{"message":"response_format type must be one of \"text\"","type":"server_error"}}"#,
                Structured::Strict,
                true,
            ),
            (
                400,
                r#"{"message":"The model does not support outputConfig"}"#,
                Structured::Strict,
                true,
            ),
            (
                422,
                r#"{"message":"unknown field response_format"}"#,
                Structured::JsonObject,
                true,
            ),
            (
                400,
                r#"{"message":"This model doesn't support tool use."}"#,
                Structured::Tool,
                true,
            ),
            (
                400,
                r#"{"error":{"message":"response_format"}}"#,
                Structured::Prompt,
                false,
            ),
            (
                429,
                r#"{"error":{"message":"json_schema"}}"#,
                Structured::Strict,
                false,
            ),
            (
                400,
                r#"{"error":{"message":"max_tokens is too large"}}"#,
                Structured::Strict,
                false,
            ),
        ];
        for (status, body, way, expected) in cases {
            let failure = Failure::read(status, body.as_bytes(), None, way);
            assert_eq!(failure.refuses_way, expected, "{status} {body}");
        }
    }

    #[test]
    fn code_of_the_error_is_kept_and_its_message_is_not() {
        let body =
            br#"{"error":{"type":"invalid_request_error","code":null,"message":"Dear Ann"}}"#;
        let failure = Failure::read(400, body, None, Structured::Strict);
        assert_eq!(failure.code.as_deref(), Some("invalid_request_error"));
        assert!(!format!("{failure:?}").contains("Ann"));
        let aws = Failure::read(
            429,
            b"{}",
            Some("ThrottlingException:http://x/"),
            Structured::Strict,
        );
        assert_eq!(aws.code.as_deref(), Some("ThrottlingException"));
    }
}
