//! What we send, and the answers that are answers.

use super::*;

#[tokio::test]
async fn anthropic_is_asked_for_a_schema_and_its_answer_is_on_the_bill() {
    let server = Server::play([good(Provider::Anthropic)]).await;
    let desk = Desk::at(&server.url, Provider::Anthropic);
    let outcome = desk.ask().await;
    let answer = outcome.answer.as_ref().unwrap();
    assert_eq!(answer.draft_sentences[0].sources, ["art_1#2"]);
    let seen = &server.seen()[0];
    assert_eq!(seen.line, "POST /v1/messages HTTP/1.1");
    assert_eq!(seen.header("x-api-key"), Some(KEY));
    assert_eq!(seen.header("anthropic-version"), Some("2023-06-01"));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(seen.header("authorization"), None);
    let schema: Value = serde_json::from_str(&schema_text(&desk)).unwrap();
    let expected = json!({
        "model": "claude-haiku-4-5", "max_tokens": 2000,
        "system": [{"type": "text", "text": desk.prompt.system}],
        "messages": [{"role": "user", "content": [{"type": "text", "text": desk.prompt.user}]}],
        "output_config": {"format": {"type": "json_schema", "schema": schema}}
    });
    assert_eq!(seen.body, expected);
    let call = &outcome.calls[0];
    assert_eq!(
        (call.cost_microusd, call.status, call.outcome),
        (Some(1_500), Some(200), CallOutcome::Answered)
    );
    assert_eq!(
        (&call.request_hash, call.price_version.as_str()),
        (&desk.prompt.hash, "2026-11-21")
    );
    assert_eq!(outcome.bill().tokens, 1_100);
}

#[tokio::test]
async fn model_that_thinks_is_asked_for_little_of_it_and_given_room() {
    let mut thinking = body(Provider::Anthropic, &answer().to_string());
    thinking["content"] = json!([
        {"type": "thinking", "thinking": "{\"category\": \"other\"}", "signature": "x"},
        {"type": "redacted_thinking", "data": "x"},
        {"type": "text", "text": answer().to_string()}
    ]);
    let server = Server::play([says(&thinking)]).await;
    let mut desk = Desk::at(&server.url, Provider::Anthropic);
    desk.model.model = "claude-haiku-5-5".to_owned();
    assert_eq!(desk.ask().await.answer.unwrap().category, "bug-report");
    let sent = &server.seen()[0].body;
    assert_eq!(sent["max_tokens"], 5_000);
    assert_eq!(sent["output_config"]["effort"], "low");
    for name in ["temperature", "top_p", "top_k", "thinking"] {
        assert!(sent.get(name).is_none(), "{name}");
    }
}

#[tokio::test]
async fn openai_is_asked_strictly_and_told_to_keep_nothing() {
    let mut cached = body(Provider::OpenAi, &answer().to_string());
    cached["usage"]["prompt_tokens_details"]["cached_tokens"] = json!(600);
    let server = Server::play([says(&cached)]).await;
    let desk = Desk::at(&server.url, Provider::OpenAi);
    let outcome = desk.ask().await;
    assert!(outcome.answer.is_ok());
    let seen = &server.seen()[0];
    assert_eq!(seen.line, "POST /v1/chat/completions HTTP/1.1");
    assert_eq!(
        seen.header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
    let schema: Value = serde_json::from_str(&schema_text(&desk)).unwrap();
    let expected = json!({
        "model": "gpt-4o-mini", "max_completion_tokens": 2000, "store": false,
        "messages": [{"role": "system", "content": desk.prompt.system}, {"role": "user", "content": desk.prompt.user}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "triage_answer", "strict": true, "schema": schema}}
    });
    assert_eq!(seen.body, expected);
    // 400 at 0.15, 600 at 0.075 and 100 at 0.6 dollars per million.
    assert_eq!(outcome.calls[0].cost_microusd, Some(165));
    assert_eq!(outcome.calls[0].usage.unwrap().cache_read, 600);
}

#[tokio::test]
async fn compatible_server_gets_the_schema_in_the_prompt_too_and_no_key_when_there_is_none() {
    let think = format!(
        "<think>\nmaybe {{\"category\":1}}\n</think>\n```json\n{}\n```",
        answer()
    );
    let mut reply = body(Provider::Compatible, &think);
    reply.as_object_mut().unwrap().remove("usage");
    let server = Server::play([says(&reply)]).await;
    let mut desk = Desk::at(&format!("{}/v1/", server.url), Provider::Compatible);
    desk.model.key = Secret::default();
    let outcome = desk.ask().await;
    assert!(outcome.answer.is_ok());
    let seen = &server.seen()[0];
    assert_eq!(seen.line, "POST /v1/chat/completions HTTP/1.1");
    assert_eq!(seen.header("authorization"), None);
    assert_eq!(seen.body["max_tokens"], 2_000);
    assert!(seen.body.get("store").is_none() && seen.body.get("max_completion_tokens").is_none());
    assert!(
        seen.body["messages"][0]["content"]
            .as_str()
            .unwrap()
            .contains(&schema_text(&desk))
    );
    let call = &outcome.calls[0];
    assert_eq!((call.usage, call.cost_microusd), (None, None));
    assert_eq!(outcome.bill().unknown, 1);
}

#[tokio::test]
async fn bedrock_is_signed_and_gets_the_schema_as_a_text() {
    let mut reply = body(Provider::Bedrock, &answer().to_string());
    reply["output"]["message"]["content"] = json!([
        {"reasoningContent": {"reasoningText": {"text": "{}"}}},
        {"text": answer().to_string()}
    ]);
    let server = Server::play([says(&reply)]).await;
    let desk = Desk::at(&server.url, Provider::Bedrock);
    let outcome = desk.ask().await;
    assert!(outcome.answer.is_ok());
    assert_eq!(outcome.calls[0].cost_microusd, Some(1_500));
    let seen = &server.seen()[0];
    assert_eq!(
        seen.line,
        "POST /model/eu.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse HTTP/1.1"
    );
    let authorization = seen.header("authorization").unwrap();
    let credential =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-central-1/bedrock/aws4_request, ";
    assert!(authorization.starts_with(credential), "{authorization}");
    assert!(
        authorization.contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, ")
    );
    assert_eq!(seen.header("x-amz-date"), Some("20261121T120000Z"));
    assert_eq!(seen.header("x-amz-security-token"), Some("aws-session"));
    assert_eq!(seen.header("x-api-key"), None);
    let expected = json!({
        "system": [{"text": desk.prompt.system}],
        "messages": [{"role": "user", "content": [{"text": desk.prompt.user}]}],
        "inferenceConfig": {"maxTokens": 2000},
        "outputConfig": {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {
            "name": "triage_answer", "schema": schema_text(&desk)}}}}
    });
    assert_eq!(seen.body, expected);
}

#[tokio::test]
async fn schema_as_a_tool_is_sent_and_read_in_every_format() {
    for provider in FORMATS {
        let mut reply = body(provider, "");
        match provider {
            Provider::Anthropic => {
                let call = json!({"type": "tool_use", "id": "t", "name": "triage_answer", "input": answer()});
                reply["content"] = json!([{"type": "text", "text": "Here."}, call]);
                reply["stop_reason"] = json!("tool_use");
            }
            Provider::Bedrock => {
                let call = json!({"toolUse": {"toolUseId": "t", "name": "triage_answer", "input": answer()}});
                reply["output"]["message"]["content"] = json!([{"text": "Here."}, call]);
                reply["stopReason"] = json!("tool_use");
            }
            Provider::OpenAi | Provider::Compatible => {
                let call = json!({"name": "triage_answer", "arguments": answer().to_string()});
                reply["choices"][0]["message"] =
                    json!({"content": null, "tool_calls": [{"id": "t", "function": call}]});
            }
        }
        let server = Server::play([says(&reply)]).await;
        let mut desk = Desk::at(&server.url, provider);
        desk.model.overrides = serde_json::from_value(json!({"structured": "tool"})).unwrap();
        assert_eq!(
            desk.ask().await.answer.unwrap().category,
            "bug-report",
            "{provider}"
        );
        let sent = &server.seen()[0].body;
        let (schema, choice) = match provider {
            Provider::Anthropic => ("/tools/0/input_schema", "/tool_choice/name"),
            Provider::Bedrock => (
                "/toolConfig/tools/0/toolSpec/inputSchema/json",
                "/toolConfig/toolChoice/tool/name",
            ),
            Provider::OpenAi | Provider::Compatible => {
                ("/tools/0/function/parameters", "/tool_choice/function/name")
            }
        };
        assert_eq!(
            sent.pointer(schema).unwrap()["type"],
            "object",
            "{provider}"
        );
        assert_eq!(sent.pointer(choice).unwrap(), "triage_answer", "{provider}");
    }
}

#[tokio::test]
async fn pictures_go_to_models_that_can_see_and_to_no_others() {
    let picture = Image {
        media_type: "image/png".to_owned(),
        base64: "aGVsbG8=".to_owned(),
    };
    let cases = [
        (
            Provider::Anthropic,
            "/messages/0/content/0/source/data",
            "aGVsbG8=",
        ),
        (
            Provider::OpenAi,
            "/messages/1/content/1/image_url/url",
            "data:image/png;base64,aGVsbG8=",
        ),
        (
            Provider::Bedrock,
            "/messages/0/content/1/image/source/bytes",
            "aGVsbG8=",
        ),
    ];
    for (provider, pointer, data) in cases {
        let server = Server::play([good(provider), good(provider)]).await;
        let mut desk = Desk::at(&server.url, provider);
        desk.prompt = question(&desk.taxonomy, std::slice::from_ref(&picture));
        assert!(desk.ask().await.answer.is_ok());
        assert_eq!(
            server.seen()[0].body.pointer(pointer).unwrap(),
            data,
            "{provider}"
        );
        desk.model.overrides.vision = Some(false);
        assert!(desk.ask().await.answer.is_ok());
        assert!(
            !server.seen()[1].body.to_string().contains("aGVsbG8="),
            "{provider}"
        );
    }
}

#[tokio::test]
async fn long_standing_part_is_kept_by_anthropic_and_its_tokens_are_billed_apart() {
    let mut reply = body(Provider::Anthropic, &answer().to_string());
    reply["usage"]["cache_read_input_tokens"] = json!(4_000);
    reply["usage"]["cache_creation_input_tokens"] = json!(3_000);
    let server = Server::play([says(&reply)]).await;
    let mut desk = Desk::at(&server.url, Provider::Anthropic);
    desk.prompt.system = "word ".repeat(3_000);
    let outcome = desk.ask().await;
    assert_eq!(
        server.seen()[0].body["system"][0]["cache_control"],
        json!({"type": "ephemeral"})
    );
    // 1000 at 1, 100 at 5, 4000 at 0.1 and 3000 at 1.25 dollars per million.
    assert_eq!(
        outcome.calls[0].cost_microusd,
        Some(1_000 + 500 + 400 + 3_750)
    );
}
