//! Answers that are none, and what each becomes.

use super::*;

/// A server that answers once, then well; the reason, the calls and how many requests came.
async fn after(provider: Provider, act: Act) -> (Option<Fallback>, Vec<CallOutcome>, usize) {
    let server = Server::play([act, good(provider)]).await;
    let desk = Desk::at(&server.url, provider);
    let outcome = desk.ask().await;
    let (reason, calls) = ended(&outcome);
    (reason, calls, server.seen().len())
}

#[tokio::test]
async fn refusal_truncation_and_filters_are_told_apart_by_type_and_not_repeated() {
    use Provider::{Anthropic, Bedrock, OpenAi};
    let cases = [
        (
            Anthropic,
            "/stop_reason",
            "refusal",
            Fallback::Refused,
            CallOutcome::Refused,
        ),
        (
            Anthropic,
            "/stop_reason",
            "max_tokens",
            Fallback::Truncated,
            CallOutcome::Truncated,
        ),
        (
            Anthropic,
            "/stop_reason",
            "model_context_window_exceeded",
            Fallback::Truncated,
            CallOutcome::Truncated,
        ),
        (
            OpenAi,
            "/choices/0/message/refusal",
            "I can't",
            Fallback::Refused,
            CallOutcome::Refused,
        ),
        (
            OpenAi,
            "/choices/0/finish_reason",
            "length",
            Fallback::Truncated,
            CallOutcome::Truncated,
        ),
        (
            OpenAi,
            "/choices/0/finish_reason",
            "content_filter",
            Fallback::GuardrailStopped,
            CallOutcome::Guardrail,
        ),
        (
            Bedrock,
            "/stopReason",
            "max_tokens",
            Fallback::Truncated,
            CallOutcome::Truncated,
        ),
        (
            Bedrock,
            "/stopReason",
            "guardrail_intervened",
            Fallback::GuardrailStopped,
            CallOutcome::Guardrail,
        ),
        (
            Bedrock,
            "/stopReason",
            "content_filtered",
            Fallback::GuardrailStopped,
            CallOutcome::Guardrail,
        ),
    ];
    for (provider, pointer, word, reason, outcome) in cases {
        // Even a whole answer does not count when it ended this way.
        let mut reply = body(provider, &answer().to_string());
        *reply.pointer_mut(pointer).unwrap() = json!(word);
        assert_eq!(
            after(provider, says(&reply)).await,
            (Some(reason), vec![outcome], 1),
            "{word}"
        );
    }
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    for provider in FORMATS {
        for code in [408, 409, 429, 500, 503, 504, 529] {
            let expected = (None, vec![CallOutcome::Busy, CallOutcome::Answered], 2);
            assert_eq!(
                after(provider, status(code, "{}")).await,
                expected,
                "{provider} {code}"
            );
        }
    }
}

#[tokio::test]
async fn what_cannot_pass_is_not_tried_again() {
    let cases = [
        (
            400,
            r#"{"error":{"type":"invalid_request_error","message":"no"}}"#,
            Fallback::RequestRefused,
        ),
        (
            401,
            r#"{"error":{"type":"authentication_error"}}"#,
            Fallback::KeyRefused,
        ),
        (
            402,
            r#"{"error":{"type":"billing_error"}}"#,
            Fallback::OutOfCredit,
        ),
        (
            403,
            r#"{"error":{"type":"permission_error"}}"#,
            Fallback::KeyRefused,
        ),
        (
            404,
            r#"{"error":{"type":"not_found_error"}}"#,
            Fallback::ModelNotFound,
        ),
        (
            413,
            r#"{"error":{"type":"request_too_large"}}"#,
            Fallback::TooLarge,
        ),
        (
            429,
            r#"{"error":{"type":"insufficient_quota","code":"insufficient_quota"}}"#,
            Fallback::OutOfCredit,
        ),
        (
            429,
            r#"{"error":{"type":"rate_limit_error","details":{"error_code":"enforced_spend_limit_reached"}}}"#,
            Fallback::OutOfCredit,
        ),
    ];
    for provider in FORMATS {
        for (code, text, reason) in cases {
            let expected = (Some(reason), vec![CallOutcome::Rejected], 1);
            assert_eq!(
                after(provider, status(code, text)).await,
                expected,
                "{provider} {code}"
            );
        }
    }
}

#[tokio::test]
async fn provider_is_given_the_time_it_asks_for_and_no_more_than_there_is() {
    for (header, value, least) in [("retry-after-ms", "120", 120), ("retry-after", "0.15", 150)] {
        let busy = Act::Say(429, vec![(header, value.to_owned())], "{}".to_owned());
        let server = Server::play([busy, good(Provider::Anthropic)]).await;
        let desk = Desk::at(&server.url, Provider::Anthropic);
        let begun = tokio::time::Instant::now();
        assert!(desk.ask().await.answer.is_ok(), "{header}");
        assert!(begun.elapsed() >= Duration::from_millis(least), "{header}");
    }
    // Three seconds are more than the limits of these tests allow.
    let busy = Act::Say(429, vec![("retry-after", "3".to_owned())], "{}".to_owned());
    assert_eq!(
        after(Provider::OpenAi, busy).await,
        (Some(Fallback::Busy), vec![CallOutcome::Busy], 1)
    );
}

#[tokio::test]
async fn retries_end() {
    let server = Server::play(vec![status(503, ""); 9]).await;
    let outcome = Desk::at(&server.url, Provider::OpenAi).ask().await;
    assert_eq!(
        ended(&outcome),
        (Some(Fallback::Busy), vec![CallOutcome::Busy; 3])
    );
    // An answer that is an error costs nothing, and that is known.
    assert_eq!(outcome.bill().unknown, 0);
}

#[tokio::test]
async fn slow_server_is_left_when_the_time_is_up() {
    let short = Limits {
        total: Duration::from_millis(150),
        ..limits()
    };
    for provider in FORMATS {
        let server = Server::play([Act::Wait]).await;
        let outcome = Desk::with(&server.url, provider, short).ask().await;
        assert_eq!(
            ended(&outcome),
            (Some(Fallback::TimedOut), vec![CallOutcome::TimedOut]),
            "{provider}"
        );
        assert_eq!(
            outcome.calls[0].cost_microusd, None,
            "it may have been billed"
        );
    }
}

#[tokio::test]
async fn broken_connections_are_tried_again() {
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{\"content\": [".to_owned();
    for provider in FORMATS {
        for bytes in [String::new(), "HTTP/1.1 200".to_owned(), half.clone()] {
            let expected = (None, vec![CallOutcome::Lost, CallOutcome::Answered], 2);
            assert_eq!(
                after(provider, Act::Cut(bytes.clone())).await,
                expected,
                "{provider} {bytes:?}"
            );
        }
    }
}

#[tokio::test]
async fn server_that_does_not_run_is_unreachable_and_costs_nothing() {
    // Bound and dropped: nothing listens there.
    let url = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let outcome = Desk::at(&url, Provider::Compatible).ask().await;
    assert_eq!(
        ended(&outcome),
        (Some(Fallback::Unreachable), vec![CallOutcome::Lost; 3])
    );
    assert_eq!(outcome.bill().unknown, 0);
}

#[tokio::test]
async fn huge_answer_is_not_read_to_its_end() {
    for provider in FORMATS {
        let (reason, calls, requests) = after(provider, Act::Flood).await;
        assert_eq!(
            (reason, calls, requests),
            (Some(Fallback::Unreadable), vec![CallOutcome::Invalid], 1)
        );
    }
}

#[tokio::test]
async fn what_is_not_this_wire_format_is_unreadable() {
    for provider in FORMATS {
        for text in [
            "",
            "<html>hello</html>",
            "{}",
            "[1]",
            r#"{"choices":[],"content":7}"#,
        ] {
            let (reason, calls, _) = after(provider, status(200, text)).await;
            assert_eq!(
                (reason, calls),
                (Some(Fallback::Unreadable), vec![CallOutcome::Invalid]),
                "{provider} {text}"
            );
        }
        let moved = Act::Say(
            302,
            vec![("location", "http://127.0.0.1:1/".to_owned())],
            String::new(),
        );
        assert_eq!(
            after(provider, moved).await.0,
            Some(Fallback::Unreadable),
            "{provider}"
        );
    }
}
