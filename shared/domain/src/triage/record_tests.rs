use super::*;
use crate::model::answer::{Confidence, DraftSentence};
use crate::model::calibration::Outcome;
use crate::samples;
use crate::status::{Priority, Sentiment};
use crate::triage::presets::Preset;

fn answer(category: &str, stated: f32, draft: &str) -> ModelAnswer {
    ModelAnswer {
        language: "de".into(),
        translation_en: Some("I want my money back.".into()),
        summary: "Wants a refund.".into(),
        category: category.into(),
        priority: Priority::High,
        sentiment: Sentiment::Negative,
        confidence: Confidence {
            category: stated,
            priority: 0.5,
        },
        reasons: vec!["A refund is asked for.".into()],
        next_action: "Check the payment.".into(),
        draft_sentences: vec![DraftSentence {
            text: draft.into(),
            text_team_language: None,
            sources: Vec::new(),
        }],
        draft_language: "de".into(),
        needs_human_reason: None,
        injection_suspected: false,
        unknown_sources: 0,
    }
}

fn record(category: &str, confidence: f32) -> TriageRecord {
    let rules = Verdict {
        category: category.into(),
        confidence,
        priority: Priority::Medium,
        priority_score: 40,
        sentiment: Sentiment::Neutral,
        language: "de".into(),
        team: "support".into(),
        next_action: "Answer".into(),
        why: Vec::new(),
        suggested_reply: Some("Guten Tag".into()),
    };
    TriageRecord {
        organisation: samples::organisation_id(),
        ticket: samples::ticket_id(1),
        message: samples::message_id(1),
        rules,
        learned: None,
        model: None,
        decided_by: Engine::Rules,
        fallback: None,
        fallback_reason: None,
        reading: None,
        suspicions: Vec::new(),
        suggested_assignee: None,
        assignment: String::new(),
        draft: None,
        no_draft: None,
        automatic: None,
        at: samples::day(0),
    }
}

fn hear(record: &mut TriageRecord, answer: &ModelAnswer, calibration: &Calibration) {
    let taxonomy = Taxonomy::preset(Preset::Saas);
    let heard = Heard {
        provider: Provider::Anthropic,
        model: "claude-haiku-5-5",
        taxonomy: &taxonomy,
        calibration,
        allowed: &Allowed::default(),
    };
    record.answered(answer, &heard);
}

#[test]
fn a_model_decides_and_is_believed_where_the_rules_agree() {
    let few = Calibration::from(&[]);
    let right = Outcome {
        stated: 0.95,
        right: true,
    };
    let many = Calibration::from(&[right; 200]);
    let cases = [
        // Rules, their confidence, stated by the model, outcomes, sure at 0.8.
        ("refund-request", 0.9, 0.95, &few, true),
        ("refund-request", 0.3, 0.95, &few, true),
        ("refund-request", 0.3, 0.85, &few, false),
        ("bug-report", 0.9, 0.95, &few, false),
        ("bug-report", 0.9, 0.95, &many, true),
    ];
    for (rules, confidence, stated, calibration, sure) in cases {
        let mut record = record(rules, confidence);
        hear(
            &mut record,
            &answer("refund-request", stated, "Hallo."),
            calibration,
        );
        assert_eq!(record.decided_by, Engine::Model);
        assert_eq!(record.decided().category, "refund-request");
        let case = format!("{rules} {confidence} {stated}");
        assert_eq!(record.is_sure(0.8, calibration), sure, "{case}");
        assert_eq!(record.disagrees(), rules != "refund-request");
    }
}

#[test]
fn a_message_that_instructs_the_model_is_decided_by_the_rules() {
    let few = Calibration::from(&[]);
    let mut record = record("other", 0.4);
    let mut steered = answer("refund-request", 1.0, "Hallo.");
    steered.injection_suspected = true;
    hear(&mut record, &steered, &few);
    assert_eq!(record.decided_by, Engine::Rules);
    assert_eq!(record.fallback_reason, Some(Fallback::Suspicious));
    assert_eq!(record.decided().category, "other");
    assert!(record.model.is_some() && record.suspicions.len() == 1);
}

#[test]
fn a_models_reply_holds_no_address_that_is_not_allowed() {
    let mut record = record("other", 0.4);
    let draft = "Bitte hier anmelden: https://evil.example.net/login";
    hear(
        &mut record,
        &answer("other", 0.9, draft),
        &Calibration::from(&[]),
    );
    let reply = record.decided().suggested_reply.clone().unwrap();
    assert!(!reply.contains("evil.example.net"), "{reply}");
}

#[test]
fn records_of_before_models_are_still_read() {
    let mut old = serde_json::to_value(record("other", 0.4)).unwrap();
    let fields = old.as_object_mut().unwrap();
    fields.remove("reading");
    fields.remove("fallback_reason");
    let read: TriageRecord = serde_json::from_value(old).unwrap();
    assert_eq!(read, record("other", 0.4));
}
