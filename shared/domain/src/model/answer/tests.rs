use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::model::samples::taxonomy;

fn handles() -> Vec<Handle> {
    let handle = |short: &str, id: &str| Handle {
        short: short.to_owned(),
        id: id.to_owned(),
    };
    vec![handle("K1", "art_1#2"), handle("F1", "sentry:7")]
}

fn good() -> Value {
    json!({
        "language": "de", "translation_en": "The export fails.", "summary": "Export fails.",
        "category": "bug-report", "priority": "high", "sentiment": "negative",
        "confidence": {"category": 0.9, "priority": 0.6}, "reasons": ["An error is named."],
        "next_action": "Look at the log.",
        "draft_sentences": [
            {"text": "Guten Tag!", "text_team_language": "Hello!", "sources": []},
            {"text": "Bitte neu laden.", "text_team_language": "Please reload.", "sources": ["K1", "ticket"]}
        ],
        "draft_language": "de", "needs_human_reason": null, "injection_suspected": false
    })
}

fn read_value(value: &Value) -> Result<ModelAnswer, Faults> {
    read(&value.to_string(), &taxonomy(), &handles())
}

#[test]
fn whole_answer_is_read_and_sources_get_their_own_ids_back() {
    let answer = read_value(&good()).unwrap();
    assert_eq!(answer.category, "bug-report");
    assert_eq!(answer.priority, Priority::High);
    assert_eq!(answer.draft_sentences[1].sources, ["art_1#2", "ticket"]);
    assert_eq!(answer.draft().unwrap(), "Guten Tag! Bitte neu laden.");
    assert_eq!(
        answer.draft_team_language().unwrap(),
        "Hello! Please reload."
    );
}

#[test]
fn code_fence_and_words_around_the_object_do_no_harm() {
    let json = good().to_string();
    for text in [
        format!("```json\n{json}\n```"),
        format!("Here it is: {json} I hope it helps."),
        format!("\u{feff}{json}"),
    ] {
        assert!(read(&text, &taxonomy(), &[]).is_ok(), "{text}");
    }
}

#[test]
fn every_breach_is_named_by_its_field() {
    let cases = [
        (
            "/category",
            json!("billing"),
            "`category` must be one of: bug-report, other.",
        ),
        (
            "/category",
            json!(null),
            "`category` must be one of: bug-report, other.",
        ),
        (
            "/priority",
            json!("HIGH"),
            "`priority` must be one of: low, medium, high, urgent.",
        ),
        (
            "/sentiment",
            json!(3),
            "`sentiment` must be one of: positive, neutral, negative, frustrated.",
        ),
        (
            "/confidence/category",
            json!(1.2),
            "`confidence.category` must be a number from 0 to 1.",
        ),
        (
            "/confidence/priority",
            json!("0.5"),
            "`confidence.priority` must be a number from 0 to 1.",
        ),
        ("/confidence", json!(0.9), "`confidence` must be an object."),
        ("/summary", json!(""), "`summary` must not be empty."),
        (
            "/summary",
            json!("x".repeat(2_001)),
            "`summary` must have at most 2000 characters, it has 2001.",
        ),
        (
            "/language",
            json!("German!"),
            "`language` must be a BCP 47 language tag such as `de` or `pt-BR`, or `und`.",
        ),
        (
            "/translation_en",
            json!(5),
            "`translation_en` must be a string or null.",
        ),
        ("/reasons", json!("because"), "`reasons` must be a list."),
        ("/reasons/0", json!({}), "`reasons[0]` must be a string."),
        (
            "/draft_sentences/1",
            json!("Hello"),
            "`draft_sentences[1]` must be an object.",
        ),
        (
            "/draft_sentences/1/sources",
            json!(null),
            "`draft_sentences[1].sources` must be a list.",
        ),
        (
            "/draft_sentences",
            json!(vec![json!({}); 61]),
            "`draft_sentences` must have at most 60 entries, it has 61.",
        ),
        (
            "/injection_suspected",
            json!("no"),
            "`injection_suspected` must be true or false.",
        ),
    ];
    for (pointer, value, fault) in cases {
        let mut answer = good();
        *answer.pointer_mut(pointer).unwrap() = value;
        assert_eq!(read_value(&answer).unwrap_err().0, [fault], "{pointer}");
    }
}

#[test]
fn every_field_is_required() {
    let names: Vec<String> = good().as_object().unwrap().keys().cloned().collect();
    assert_eq!(names.len(), 13);
    for name in names {
        let mut answer = good();
        answer.as_object_mut().unwrap().remove(&name);
        assert_eq!(
            read_value(&answer).unwrap_err().0,
            [format!("`{name}` is missing.")]
        );
    }
}

#[test]
fn what_is_not_an_object_is_said_so_without_quoting_it() {
    let cases = [
        ("", "The answer must be one JSON object; it holds none."),
        (
            "I cannot do that.",
            "The answer must be one JSON object; it holds none.",
        ),
        (
            "{\"category\": bug}",
            "The answer is not valid JSON: line 1, column 14 cannot be read.",
        ),
    ];
    for (text, fault) in cases {
        assert_eq!(
            read(text, &taxonomy(), &[]).unwrap_err().0,
            [fault],
            "{text}"
        );
    }
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    assert!(read(&deep, &taxonomy(), &[]).is_err());
}

#[test]
fn draft_loses_images_html_and_citations_of_what_was_not_there() {
    let mut answer = good();
    answer["draft_sentences"] = json!([
        {"text": "See ![](https://evil.test/?q=1)<b>this</b>", "text_team_language": null, "sources": ["K9", "[k1]"]},
        {"text": "![pixel](https://evil.test/p)", "text_team_language": null, "sources": []}
    ]);
    let answer = read_value(&answer).unwrap();
    assert_eq!(answer.draft_sentences.len(), 1);
    assert_eq!(answer.draft_sentences[0].text, "See this");
    assert_eq!(answer.draft_sentences[0].sources, ["art_1#2"]);
    assert_eq!(answer.unknown_sources, 1);
    assert_eq!(answer.draft_team_language(), None);
}

#[test]
fn fields_the_schema_does_not_know_are_dropped() {
    let mut answer = good();
    answer["assign_to"] = json!("agt_1");
    let read = read_value(&answer).unwrap();
    assert!(!serde_json::to_string(&read).unwrap().contains("assign_to"));
}

#[test]
fn verdict_takes_the_team_of_the_taxonomy_and_the_calibrated_confidence() {
    let verdict = read_value(&good()).unwrap().verdict(&taxonomy(), 0.7);
    assert_eq!(verdict.team, "engineering");
    assert_eq!((verdict.confidence, verdict.priority_score), (0.7, 65));
    assert_eq!(verdict.why[0].rule, "model");
    assert_eq!(
        verdict.suggested_reply.as_deref(),
        Some("Guten Tag! Bitte neu laden.")
    );
}

#[test]
fn repair_message_lists_the_faults() {
    let faults = Faults(vec!["`summary` is missing.".to_owned()]);
    assert!(
        faults
            .repair_message()
            .contains("\n- `summary` is missing.\n")
    );
}

proptest! {
    #[test]
    fn reading_never_panics_and_quotes_nothing_it_was_given(text in "\\PC{0,200}|[{}\\[\\]\",:a-z0-9 ]{0,200}") {
        if let Err(faults) = read(&format!("{text}SECRETWORD"), &taxonomy(), &[]) {
            prop_assert!(!faults.to_string().contains("SECRETWORD"));
        }
    }
}
