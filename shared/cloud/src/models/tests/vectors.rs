//! Vectors over the wire: what is sent, what may come back, and what each failure becomes.

use lambdesk_domain::model::embeddings::EmbeddingChoice;

use super::*;

/// Both wire formats.
const MAKERS: [Provider; 2] = [Provider::OpenAi, Provider::Bedrock];

struct Maker {
    embedder: Embedder,
    clock: Clock,
    settings: EmbedderSettings,
    prices: PriceTable,
    allowance: Option<Amount>,
}

impl Maker {
    fn at(url: &str, provider: Provider) -> Self {
        Self::with(url, provider, limits())
    }

    fn with(url: &str, provider: Provider, limits: Limits) -> Self {
        let clock = Clock::fixed("2026-11-21T12:00:00Z".parse::<Timestamp>().unwrap());
        let aws = AwsSettings {
            region: "eu-central-1".to_owned(),
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret_access_key: Secret::new("aws-private"),
            ..AwsSettings::default()
        };
        let model = match provider {
            Provider::Bedrock => "amazon.titan-embed-text-v2:0",
            Provider::Compatible => "nomic-embed-text",
            Provider::OpenAi | Provider::Anthropic => "text-embedding-3-small",
        };
        Self {
            embedder: Embedder::new(&aws, clock.clone(), Entropy::seeded(1), limits),
            clock,
            settings: EmbedderSettings {
                choice: EmbeddingChoice {
                    provider,
                    model: model.to_owned(),
                    base_url: Some(url.to_owned()),
                    dimensions: None,
                    machine_key: false,
                },
                key: Secret::new(KEY),
            },
            prices: PriceTable::built_in(),
            allowance: None,
        }
    }

    async fn embed(&self, texts: &[&str]) -> Embedded {
        let organisation = OrganisationId::new(1, [1; 10]);
        let texts = Texts {
            organisation: &organisation,
            model: &self.settings,
            texts,
            prices: &self.prices,
            allowance: self.allowance,
            time: Duration::from_secs(30),
        };
        self.embedder.embed(&texts).await
    }
}

/// An answer of a format to one text; seven tokens read.
fn one(provider: Provider, vector: &Value) -> Act {
    match provider {
        Provider::Bedrock => says(&json!({
            "embedding": vector, "inputTextTokenCount": 7, "embeddingsByType": {"float": vector}
        })),
        Provider::OpenAi | Provider::Compatible | Provider::Anthropic => listed(&[(0, vector)]),
    }
}

/// An answer of OpenAI's format.
fn listed(vectors: &[(usize, &Value)]) -> Act {
    let data = vectors
        .iter()
        .map(|(index, vector)| json!({"object": "embedding", "index": index, "embedding": vector}));
    says(&json!({
        "object": "list", "data": data.collect::<Vec<_>>(), "model": "text-embedding-3-small",
        "usage": {"prompt_tokens": 7, "total_tokens": 7}
    }))
}

/// A server that answers once, then well: the reason, how many vectors came, and how many requests.
async fn after(provider: Provider, act: Act) -> (Option<Fallback>, usize, usize) {
    let server = Server::play([act, one(provider, &json!([0.6, 0.8]))]).await;
    let embedded = Maker::at(&server.url, provider).embed(&["Words."]).await;
    (embedded.failed, embedded.vectors.len(), server.seen().len())
}

#[tokio::test]
async fn openai_is_sent_all_texts_at_once_and_its_order_is_that_of_the_index() {
    let answer = listed(&[
        (2, &json!([0, 1])),
        (0, &json!([1.5, -2])),
        (1, &json!([1e-3, 4])),
    ]);
    let server = Server::play([answer]).await;
    let mut maker = Maker::at(&server.url, Provider::OpenAi);
    maker.settings.choice.dimensions = Some(2);
    let embedded = maker.embed(&["a", "b", "c"]).await;
    assert_eq!(embedded.failed, None);
    let expected = [vec![1.5, -2.0], vec![0.001, 4.0], vec![0.0, 1.0]];
    assert_eq!(embedded.vectors, expected);
    let seen = server.seen();
    assert!(seen[0].line.starts_with("POST /v1/embeddings "));
    let bearer = format!("Bearer {KEY}");
    assert_eq!(seen[0].header("authorization"), Some(bearer.as_str()));
    let body =
        json!({"model": "text-embedding-3-small", "input": ["a", "b", "c"], "dimensions": 2});
    assert_eq!(seen[0].body, body);
    // Seven tokens at 0.02 dollars a million are less than a micro-dollar, which is rounded up.
    let bill = embedded.bill();
    assert_eq!((bill.microusd, bill.tokens, bill.unknown), (1, 7, 0));
    let (ticket, message) = (TicketId::new(1, [2; 10]), MessageId::new(1, [3; 10]));
    let calls = embedded.calls(&ticket, &message, &maker.settings, &maker.prices);
    assert_eq!(calls.len(), 1);
    assert_eq!(
        (calls[0].step, calls[0].outcome, calls[0].status),
        (Step::Search, CallOutcome::Answered, Some(200))
    );
}

#[tokio::test]
async fn a_server_of_ones_own_needs_no_key_and_may_leave_the_index_out() {
    let answer = says(&json!({"data": [{"embedding": [1, 0]}, {"embedding": [0, 1]}]}));
    let server = Server::play([answer]).await;
    let mut maker = Maker::at(&format!("{}/api", server.url), Provider::Compatible);
    maker.settings.key = Secret::default();
    let embedded = maker.embed(&["a", "b"]).await;
    assert_eq!(embedded.vectors, [vec![1.0, 0.0], vec![0.0, 1.0]]);
    let seen = server.seen();
    assert!(seen[0].line.starts_with("POST /api/embeddings "));
    assert_eq!(seen[0].header("authorization"), None);
    assert_eq!(seen[0].body.get("dimensions"), None);
    assert_eq!(
        embedded.bill().unknown,
        1,
        "neither tokens nor price are known"
    );
}

#[tokio::test]
async fn titan_is_asked_text_by_text_with_the_functions_own_credentials() {
    let vector = |x: f32| one(Provider::Bedrock, &json!([x, 1]));
    let server = Server::play([vector(1.0), vector(2.0), vector(3.0)]).await;
    let mut maker = Maker::at(&server.url, Provider::Bedrock);
    maker.settings.choice.dimensions = Some(256);
    let texts = ["a", "b", "c"];
    let short = maker.embed(&texts).await;
    assert_eq!(
        (short.failed, short.vectors.len()),
        (Some(Fallback::Unreadable), 0),
        "two numbers are not 256"
    );
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    let path = "POST /model/amazon.titan-embed-text-v2%3A0/invoke ";
    let mut asked: Vec<Value> = seen.iter().map(|seen| seen.body.clone()).collect();
    asked.sort_by_key(ToString::to_string);
    for (seen, text) in seen.iter().zip(texts) {
        assert!(seen.line.starts_with(path), "{}", seen.line);
        let signed = seen.header("authorization").unwrap();
        assert!(
            signed.contains("/eu-central-1/bedrock/aws4_request"),
            "{signed}"
        );
        assert!(asked.contains(&json!({"inputText": text, "dimensions": 256, "normalize": true})));
    }
    let server = Server::play([vector(5.0)]).await;
    let maker = Maker::at(&server.url, Provider::Bedrock);
    let embedded = maker.embed(&["a"]).await;
    assert_eq!(embedded.vectors, [vec![5.0, 1.0]]);
    assert_eq!((embedded.bill().microusd, embedded.bill().tokens), (1, 7));
    assert_eq!(
        server.seen()[0].body,
        json!({"inputText": "a", "normalize": true})
    );
}

#[tokio::test]
async fn what_is_no_set_of_vectors_is_unreadable_and_may_have_been_billed() {
    let cases = [
        ("", "nothing"),
        ("<html>hello</html>", "a page"),
        ("{}", "no list"),
        (r#"{"data":[]}"#, "too few"),
        (
            r#"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1]}]}"#,
            "too many",
        ),
        (r#"{"data":[{"index":4,"embedding":[1]}]}"#, "a wrong index"),
        (r#"{"data":[{"index":0,"embedding":[]}]}"#, "an empty one"),
        (r#"{"data":[{"index":0,"embedding":[1,null]}]}"#, "null"),
        (
            r#"{"data":[{"index":0,"embedding":[1,NaN]}]}"#,
            "not a number",
        ),
        (r#"{"data":[{"index":0,"embedding":[1e300]}]}"#, "infinite"),
        (r#"{"data":[{"index":0,"embedding":"AACAPw=="}]}"#, "base64"),
    ];
    for (body, what) in cases {
        let server = Server::play([status(200, body)]).await;
        let maker = Maker::at(&server.url, Provider::OpenAi);
        let embedded = maker.embed(&["Words."]).await;
        assert_eq!(embedded.failed, Some(Fallback::Unreadable), "{what}");
        assert!(embedded.vectors.is_empty(), "{what}");
        assert_eq!(embedded.bill().unknown, 1, "{what}");
        assert_eq!(server.seen().len(), 1, "{what}");
    }
    let twice = listed(&[(0, &json!([1])), (0, &json!([2]))]);
    let server = Server::play([twice]).await;
    let embedded = Maker::at(&server.url, Provider::OpenAi)
        .embed(&["a", "b"])
        .await;
    assert_eq!(embedded.failed, Some(Fallback::Unreadable));
    let uneven = listed(&[(0, &json!([1, 2])), (1, &json!([2]))]);
    let server = Server::play([uneven]).await;
    let embedded = Maker::at(&server.url, Provider::OpenAi)
        .embed(&["a", "b"])
        .await;
    assert_eq!(
        (embedded.failed, embedded.vectors.len()),
        (Some(Fallback::Unreadable), 0)
    );
    for body in ["{}", r#"{"embedding":[]}"#, r#"{"embedding":[null]}"#] {
        let read = after(Provider::Bedrock, status(200, body)).await;
        assert_eq!(read, (Some(Fallback::Unreadable), 0, 1), "{body}");
    }
}

#[tokio::test]
async fn a_vector_of_another_length_than_was_asked_for_is_refused() {
    let server = Server::play([one(Provider::OpenAi, &json!([1, 2, 3]))]).await;
    let mut maker = Maker::at(&server.url, Provider::OpenAi);
    maker.settings.choice.dimensions = Some(2);
    let embedded = maker.embed(&["a"]).await;
    assert_eq!(
        (embedded.failed, embedded.vectors.len()),
        (Some(Fallback::Unreadable), 0)
    );
}

#[tokio::test]
async fn refusals_are_not_repeated_and_what_may_pass_is() {
    let too_long = r#"{"error":{"message":"This model's maximum context length is 8192 tokens","type":"invalid_request_error"}}"#;
    let quota = r#"{"error":{"code":"insufficient_quota","type":"insufficient_quota"}}"#;
    let cases = [
        (400, "{}", Some(Fallback::RequestRefused)),
        (400, too_long, Some(Fallback::TooLarge)),
        (401, "{}", Some(Fallback::KeyRefused)),
        (403, "{}", Some(Fallback::KeyRefused)),
        (404, "{}", Some(Fallback::ModelNotFound)),
        (413, "{}", Some(Fallback::TooLarge)),
        (429, quota, Some(Fallback::OutOfCredit)),
        (429, "{}", None),
        (500, "{}", None),
        (503, "{}", None),
        (529, "{}", None),
    ];
    for provider in MAKERS {
        for (code, body, reason) in cases {
            let expected = match reason {
                Some(_) => (reason, 0, 1),
                None => (None, 1, 2),
            };
            let met = after(provider, status(code, body)).await;
            assert_eq!(met, expected, "{provider} {code} {body}");
        }
    }
}

#[tokio::test]
async fn a_provider_is_given_the_time_it_asks_for_and_no_more_than_there_is() {
    let busy = |seconds: &str| {
        Act::Say(
            429,
            vec![("retry-after", seconds.to_owned())],
            "{}".to_owned(),
        )
    };
    let server = Server::play([busy("0.15"), one(Provider::OpenAi, &json!([1]))]).await;
    let begun = tokio::time::Instant::now();
    let embedded = Maker::at(&server.url, Provider::OpenAi).embed(&["a"]).await;
    assert_eq!(embedded.failed, None);
    assert!(begun.elapsed() >= Duration::from_millis(150));
    // Three seconds are more than the limits of these tests allow.
    let met = after(Provider::OpenAi, busy("3")).await;
    assert_eq!(met, (Some(Fallback::Busy), 0, 1));
    let server = Server::play(vec![status(503, ""); 9]).await;
    let embedded = Maker::at(&server.url, Provider::OpenAi).embed(&["a"]).await;
    assert_eq!(embedded.failed, Some(Fallback::Busy));
    assert_eq!((server.seen().len(), embedded.requests()), (3, 3));
    assert_eq!(embedded.bill().unknown, 0, "an error costs nothing");
}

#[tokio::test]
async fn slow_broken_and_huge_answers_end_in_time() {
    let short = Limits {
        total: Duration::from_millis(150),
        ..limits()
    };
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{\"data\": [";
    for provider in MAKERS {
        let server = Server::play([Act::Wait]).await;
        let maker = Maker::with(&server.url, provider, short);
        let embedded = maker.embed(&["a"]).await;
        assert_eq!(embedded.failed, Some(Fallback::TimedOut), "{provider}");
        assert_eq!(embedded.bill().unknown, 1, "it may have been billed");
        for bytes in ["", "HTTP/1.1 200", half] {
            let met = after(provider, Act::Cut(bytes.to_owned())).await;
            assert_eq!(met, (None, 1, 2), "{provider} {bytes:?}");
        }
        let met = after(provider, Act::Flood).await;
        assert_eq!(met, (Some(Fallback::Unreadable), 0, 1), "{provider}");
    }
    let url = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let gone = Maker::at(&url, Provider::Compatible).embed(&["a"]).await;
    assert_eq!(gone.failed, Some(Fallback::Unreachable));
    assert_eq!(gone.bill().unknown, 0, "nothing listens there");
}

#[tokio::test]
async fn budget_key_and_address_are_looked_at_before_anything_leaves() {
    let server = Server::play([one(Provider::OpenAi, &json!([1]))]).await;
    let mut maker = Maker::at(&server.url, Provider::OpenAi);
    let most = Embedder::estimate(&maker.settings, &["some words"], &maker.prices);
    assert_eq!((most.microusd, most.tokens), (1, 4));
    maker.allowance = Some(Amount { tokens: 3, ..most });
    assert_eq!(
        maker.embed(&["some words"]).await.failed,
        Some(Fallback::OverBudget)
    );
    maker.settings.key = Secret::default();
    assert_eq!(maker.embed(&["a"]).await.failed, Some(Fallback::NoKey));
    maker.settings.key = Secret::new("two\nlines");
    maker.allowance = Some(most);
    assert_eq!(maker.embed(&["a"]).await.failed, Some(Fallback::KeyRefused));
    let away = Limits {
        reach: Reach::default(),
        ..limits()
    };
    let plain = Maker::with(&server.url, Provider::Compatible, away);
    assert_eq!(
        plain.embed(&["a"]).await.failed,
        Some(Fallback::AddressRefused)
    );
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_failing_provider_rests_and_a_wrong_key_does_not_count() {
    let mut acts = vec![status(503, ""); 15];
    acts.push(one(Provider::OpenAi, &json!([1])));
    let server = Server::play(acts).await;
    let maker = Maker::at(&server.url, Provider::OpenAi);
    for _ in 0..5 {
        assert_eq!(maker.embed(&["a"]).await.failed, Some(Fallback::Busy));
    }
    assert_eq!(
        maker.embed(&["a"]).await.failed,
        Some(Fallback::BreakerOpen)
    );
    assert_eq!(server.seen().len(), 15);
    maker.clock.advance(jiff::SignedDuration::from_secs(31));
    assert_eq!(maker.embed(&["a"]).await.failed, None);
    let server = Server::play(vec![status(401, ""); 7]).await;
    let maker = Maker::at(&server.url, Provider::OpenAi);
    for _ in 0..7 {
        assert_eq!(maker.embed(&["a"]).await.failed, Some(Fallback::KeyRefused));
    }
}

#[tokio::test]
async fn neither_key_nor_words_are_in_what_is_kept_of_a_failure() {
    let echo =
        json!({"error": {"type": "invalid_request_error", "message": format!("{MAIL} {KEY}")}});
    let server = Server::play([status(400, &echo.to_string())]).await;
    let maker = Maker::at(&server.url, Provider::OpenAi);
    let embedded = maker.embed(&[MAIL]).await;
    let kept = format!("{embedded:?} {:?} {:?}", maker.embedder, maker.settings);
    for private in [MAIL, KEY, "aws-private"] {
        assert!(!kept.contains(private), "{private}");
    }
}
