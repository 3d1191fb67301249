//! Repair, ways of holding a model to JSON, budget, breaker and addresses.

use super::super::question::Sealed;
use super::super::settings::Target;
use super::super::transport::Transport;
use super::*;
use crate::outbound::Line;

fn wrong() -> String {
    let mut wrong = answer();
    wrong["category"] = json!("Billing Problem");
    wrong.to_string()
}

#[tokio::test]
async fn answer_that_cannot_be_used_is_mended_once() {
    for provider in FORMATS {
        for bad in [wrong(), "I think it is a bug.".to_owned(), String::new()] {
            let server = Server::play([says(&body(provider, &bad)), good(provider)]).await;
            let outcome = Desk::at(&server.url, provider).ask().await;
            assert_eq!(
                ended(&outcome),
                (None, vec![CallOutcome::Invalid, CallOutcome::Answered]),
                "{provider}"
            );
            assert_eq!(
                outcome
                    .calls
                    .iter()
                    .map(|call| call.repair)
                    .collect::<Vec<_>>(),
                [false, true]
            );
            let messages = server.seen()[1].body["messages"].clone();
            let turns: Vec<&Value> = messages.as_array().unwrap().iter().rev().take(2).collect();
            assert_eq!(
                (&turns[0]["role"], &turns[1]["role"]),
                (&json!("user"), &json!("assistant"))
            );
            let shown = if bad.is_empty() {
                "(nothing)"
            } else {
                bad.as_str()
            };
            let said = &turns[1]["content"];
            assert_eq!(
                said.as_str().or(said[0]["text"].as_str()),
                Some(shown),
                "{provider}"
            );
            let asked = turns[0]["content"].to_string();
            let fault = if bad == wrong() {
                "must be one of: bug-report, other"
            } else {
                "it holds none"
            };
            assert!(asked.contains(fault), "{asked}");
        }
    }
}

#[tokio::test]
async fn two_answers_that_cannot_be_used_end_it_and_both_are_billed() {
    for provider in FORMATS {
        let server =
            Server::play([says(&body(provider, &wrong())), says(&body(provider, "{"))]).await;
        let outcome = Desk::at(&server.url, provider).ask().await;
        assert_eq!(
            ended(&outcome),
            (
                Some(Fallback::InvalidAnswerTwice),
                vec![CallOutcome::Invalid; 2]
            )
        );
        assert_eq!(outcome.bill().tokens, 2_200);
        assert!(outcome.bill().microusd > 0);
    }
}

#[tokio::test]
async fn server_that_refuses_a_way_is_asked_in_looser_ones_and_that_is_remembered() {
    let refuses = |word: &str| {
        status(
            400,
            &json!({"error": {"message": format!("{word} is not supported")}}).to_string(),
        )
    };
    let cases = [
        (
            Provider::Compatible,
            ["json_schema", "response_format"],
            "/response_format/type",
            [json!("json_schema"), json!("json_object"), Value::Null],
        ),
        (
            Provider::Anthropic,
            ["output_config", "tools"],
            "/tool_choice/type",
            [Value::Null, json!("tool"), Value::Null],
        ),
        (
            Provider::Bedrock,
            ["outputConfig", "toolConfig"],
            "/toolConfig/toolChoice/tool/name",
            [Value::Null, json!("triage_answer"), Value::Null],
        ),
    ];
    for (provider, words, pointer, expected) in cases {
        let acts = [
            refuses(words[0]),
            refuses(words[1]),
            good(provider),
            good(provider),
        ];
        let server = Server::play(acts).await;
        let desk = Desk::at(&server.url, provider);
        let outcome = desk.ask().await;
        let calls = vec![
            CallOutcome::Rejected,
            CallOutcome::Rejected,
            CallOutcome::Answered,
        ];
        assert_eq!(ended(&outcome), (None, calls), "{provider}");
        assert!(desk.ask().await.answer.is_ok());
        let seen = server.seen();
        let ways: Vec<Value> = seen
            .iter()
            .map(|seen| seen.body.pointer(pointer).cloned().unwrap_or_default())
            .collect();
        assert_eq!(ways[..3], expected, "{provider}");
        assert_eq!(
            seen.len(),
            4,
            "the second question begins with the way that worked"
        );
        assert!(
            seen[3]
                .body
                .to_string()
                .contains("must fit this JSON Schema"),
            "{provider}"
        );
    }
}

#[tokio::test]
async fn budget_that_does_not_cover_the_question_keeps_it_from_leaving() {
    let server = Server::play([good(Provider::OpenAi)]).await;
    let mut desk = Desk::at(&server.url, Provider::OpenAi);
    let most = Engine::estimate(&desk.model, &desk.prompt, &desk.prices);
    assert!(most.microusd > 0 && most.tokens > 4_000);
    desk.allowance = Some(Amount {
        microusd: most.microusd - 1,
        ..most
    });
    assert_eq!(desk.ask().await, Outcome::fallback(Fallback::OverBudget));
    desk.allowance = Some(most);
    let outcome = desk.ask().await;
    assert!(outcome.answer.is_ok() && outcome.bill().microusd <= most.microusd);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn breaker_opens_after_five_failed_questions_and_lets_one_probe_through() {
    let mut acts = vec![status(503, ""); 15];
    acts.push(good(Provider::Anthropic));
    acts.push(good(Provider::Anthropic));
    let server = Server::play(acts).await;
    let desk = Desk::at(&server.url, Provider::Anthropic);
    for _ in 0..5 {
        assert_eq!(desk.ask().await.answer, Err(Fallback::Busy));
    }
    assert_eq!(desk.ask().await, Outcome::fallback(Fallback::BreakerOpen));
    assert_eq!(server.seen().len(), 15);
    desk.clock.advance(jiff::SignedDuration::from_secs(31));
    assert!(desk.ask().await.answer.is_ok());
    assert!(desk.ask().await.answer.is_ok());
}

#[tokio::test]
async fn wrong_key_does_not_open_the_breaker() {
    let server = Server::play(vec![status(401, ""); 8]).await;
    let desk = Desk::at(&server.url, Provider::OpenAi);
    for _ in 0..8 {
        assert_eq!(desk.ask().await.answer, Err(Fallback::KeyRefused));
    }
}

#[tokio::test]
async fn address_on_this_machine_is_refused_outside_local_mode() {
    let server = Server::play([good(Provider::Compatible)]).await;
    let away = Limits {
        reach: Reach::default(),
        ..limits()
    };
    let plain = Desk::with(&server.url, Provider::Compatible, away);
    assert_eq!(
        plain.ask().await,
        Outcome::fallback(Fallback::AddressRefused)
    );
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn name_that_turns_out_to_be_this_machine_is_refused_when_it_is_resolved() {
    let away = Limits {
        reach: Reach::default(),
        ..limits()
    };
    let target = Target {
        url: "https://localhost:9/v1/chat/completions".to_owned(),
        line: Line::Set,
    };
    let sealed = Sealed {
        headers: Vec::new(),
        body: Vec::new(),
    };
    let failure = Transport::new(away)
        .post(&target, sealed)
        .await
        .unwrap_err();
    assert_eq!(failure.reason, Fallback::AddressRefused);
    assert!(!failure.passing && !failure.maybe_billed);
}

#[tokio::test]
async fn key_that_cannot_be_a_header_is_refused_before_anything_leaves() {
    let server = Server::play([good(Provider::Anthropic)]).await;
    let mut desk = Desk::at(&server.url, Provider::Anthropic);
    desk.model.key = Secret::new("two\nlines");
    assert_eq!(desk.ask().await.answer, Err(Fallback::KeyRefused));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn neither_key_nor_mail_is_in_what_is_kept_of_a_failure() {
    let echo =
        json!({"error": {"type": "invalid_request_error", "message": format!("{MAIL} {KEY}")}});
    let server = Server::play([status(400, &echo.to_string())]).await;
    let desk = Desk::at(&server.url, Provider::Anthropic);
    let outcome = desk.ask().await;
    let kept = format!("{outcome:?} {:?}", desk.engine);
    for private in [MAIL, KEY, "aws-private", "aws-session"] {
        assert!(!kept.contains(private), "{private}");
    }
    assert_eq!(
        outcome.calls[0].code.as_deref(),
        Some("invalid_request_error")
    );
}
