//! What calls cost.

use super::*;

fn usage(input: u64, output: u64, cache_read: u64, cache_write: u64) -> Usage {
    Usage {
        input,
        output,
        cache_read,
        cache_write,
    }
}

#[test]
fn built_in_table_can_be_read() {
    let table = PriceTable::built_in();
    assert_eq!(table.version, "2026-11-21");
    assert!(table.prices.len() > 10);
    let again = serde_json::to_string(&table).unwrap();
    assert_eq!(PriceTable::parse(&again), Ok(table));
}

#[test]
fn cost_is_exact_and_rounded_up_once() {
    let table = PriceTable::built_in();
    let cases = [
        (
            Provider::Anthropic,
            "claude-haiku-4-5-20251001",
            usage(1_000, 100, 0, 0),
            Some(1_500),
        ),
        // 1000*1 + 200*5 + 4000*0.1 + 3000*1.25 = 1000 + 1000 + 400 + 3750
        (
            Provider::Anthropic,
            "claude-haiku-4-5",
            usage(1_000, 200, 4_000, 3_000),
            Some(6_150),
        ),
        // One token at 0.1 micro-dollars is not free.
        (
            Provider::Anthropic,
            "claude-haiku-5-5",
            usage(1, 0, 0, 0),
            Some(1),
        ),
        (
            Provider::Anthropic,
            "claude-haiku-5-5",
            usage(11, 0, 0, 0),
            Some(2),
        ),
        (
            Provider::Anthropic,
            "claude-haiku-5-5",
            usage(0, 0, 0, 0),
            Some(0),
        ),
        // The long tariff counts cached tokens too.
        (
            Provider::Anthropic,
            "claude-haiku-5-5",
            usage(100_000, 0, 0, 0),
            Some(10_000),
        ),
        (
            Provider::Anthropic,
            "claude-haiku-5-5",
            usage(100_000, 0, 10, 0),
            Some(50_001),
        ),
        (
            Provider::OpenAi,
            "gpt-6-luna",
            usage(272_001, 1, 0, 0),
            None,
        ),
        (
            Provider::Bedrock,
            "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
            usage(10, 0, 0, 0),
            Some(10),
        ),
        (
            Provider::Bedrock,
            "amazon.nova-2-lite-v1:0",
            usage(10, 0, 1, 0),
            None,
        ),
        (
            Provider::Compatible,
            "llama3.2:3b",
            usage(10, 10, 0, 0),
            None,
        ),
        (
            Provider::OpenAi,
            "claude-haiku-4-5",
            usage(10, 10, 0, 0),
            None,
        ),
    ];
    for (provider, model, usage, cost) in cases {
        assert_eq!(
            table.cost(provider, model, &usage),
            cost,
            "{model} {usage:?}"
        );
    }
}

#[test]
fn table_of_an_organisation_may_price_its_own_server() {
    let table = PriceTable::parse(
        r#"{"version":"own","as_of":"2026-01-31","prices":[{"provider":"compatible","model":"*","input":0,"output":0}]}"#,
    )
    .unwrap();
    assert_eq!(
        table.cost(Provider::Compatible, "any", &usage(9, 9, 0, 0)),
        Some(0)
    );
}

#[test]
fn table_that_cannot_be_used_says_why() {
    for (json, part) in [
        ("{}", "missing field"),
        (r#"{"version":"1","as_of":"May","prices":[]}"#, "as_of date"),
        (
            r#"{"version":"1","as_of":"2026-01-31","prices":[{"provider":"openai","model":"x","input":0.5,"output":1}]}"#,
            "whole micro-dollars",
        ),
    ] {
        let error = PriceTable::parse(json).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn names_lose_region_date_and_version() {
    for (model, plain) in [
        ("claude-haiku-5-5", "claude-haiku-5-5"),
        ("claude-haiku-4-5-20251001", "claude-haiku-4-5"),
        ("gpt-5-mini-2025-08-07", "gpt-5-mini"),
        (
            "global.anthropic.claude-haiku-4-5-20251001-v1:0",
            "anthropic.claude-haiku-4-5",
        ),
        ("amazon.nova-micro-v1:0", "amazon.nova-micro"),
        ("amazon.titan-embed-text-v2:0", "amazon.titan-embed-text-v2"),
        ("openai.gpt-oss-20b-1:0", "openai.gpt-oss-20b-1"),
        (
            "arn:aws:bedrock:eu-central-1:1:inference-profile/eu.amazon.nova-lite-v1:0",
            "amazon.nova-lite",
        ),
        ("東京-二〇二五〇八", "東京-二〇二五〇八"),
    ] {
        assert_eq!(plain_name(model), plain, "{model}");
    }
}

#[test]
fn most_covers_a_question_that_is_written_to_the_cache() {
    let table = PriceTable::built_in();
    assert_eq!(
        table.most(Provider::Anthropic, "claude-haiku-4-5", 1_000, 100),
        Some(1_750)
    );
    assert_eq!(
        table.most(Provider::OpenAi, "gpt-4o-mini", 1_000, 100),
        Some(210)
    );
    assert_eq!(table.most(Provider::OpenAi, "unheard-of", 1_000, 100), None);
}
