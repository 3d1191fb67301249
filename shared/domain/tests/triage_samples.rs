//! Our own labelled messages in eight languages, and any text at all.
//!
//! Invariant: the floors below hold; a change of a table that falls below them is a change for the worse.

use lambdesk_domain::triage::presets::Preset;
use lambdesk_domain::triage::rules::{Facts, Input, judge};
use lambdesk_domain::triage::taxonomy::Taxonomy;
use lambdesk_domain::triage::verdict::Verdict;
use proptest::prelude::*;

fn verdict(taxonomy: &Taxonomy, subject: &str, text: &str) -> Verdict {
    judge(&Input {
        subject,
        text,
        customer_tier: None,
        customer_name: None,
        taxonomy,
        facts: Facts::default(),
    })
}

#[cfg(test)]
mod samples {
    use super::*;

    struct Tally {
        all: usize,
        right: usize,
        language: usize,
        sure: usize,
        sure_and_right: usize,
    }

    fn tally() -> Tally {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/triage");
        let taxonomy = Taxonomy::preset(Preset::Saas);
        let mut tally = Tally {
            all: 0,
            right: 0,
            language: 0,
            sure: 0,
            sure_and_right: 0,
        };
        for code in ["de", "en", "es", "fr", "it", "nl", "pt", "sv"] {
            let lines = std::fs::read_to_string(format!("{folder}/{code}.jsonl")).unwrap();
            for line in lines.lines() {
                let sample: serde_json::Value = serde_json::from_str(line).unwrap();
                let subject = sample["subject"].as_str().unwrap_or_default();
                let verdict = verdict(&taxonomy, subject, sample["text"].as_str().unwrap());
                let accepted = sample["categories"].as_array().unwrap();
                let right = accepted.iter().any(|key| *key == verdict.category);
                let sure = verdict.confidence >= 0.8;
                tally.all += 1;
                tally.right += usize::from(right);
                tally.language += usize::from(sample["language"] == verdict.language);
                tally.sure += usize::from(sure);
                tally.sure_and_right += usize::from(sure && right);
            }
        }
        tally
    }

    #[test]
    fn our_own_messages_are_sorted_right() {
        let tally = tally();
        assert!(tally.all >= 200, "{}", tally.all);
        assert!(
            tally.right * 100 >= tally.all * 95,
            "category {} of {}",
            tally.right,
            tally.all
        );
        assert!(
            tally.language * 100 >= tally.all * 98,
            "language {} of {}",
            tally.language,
            tally.all
        );
        assert!(
            tally.sure * 100 >= tally.all * 50,
            "sure {} of {}",
            tally.sure,
            tally.all
        );
        assert!(
            tally.sure_and_right * 100 >= tally.sure * 98,
            "right {} of {}",
            tally.sure_and_right,
            tally.sure
        );
    }
}

#[test]
fn a_huge_text_is_judged_by_its_beginning() {
    let taxonomy = Taxonomy::preset(Preset::Saas);
    for text in [
        "refund ".repeat(200_000),
        "<".repeat(300_000),
        "a".repeat(1_000_000),
        "\u{200b}".repeat(300_000),
    ] {
        let verdict = verdict(&taxonomy, &text, &text);
        assert!(verdict.why.len() <= 12);
        assert!(verdict.why.iter().all(|reason| reason.text.len() < 1_000));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_has_a_bounded_answer(subject in ".{0,60}", text in "(?s).{0,400}") {
        for preset in Preset::ALL {
            let taxonomy = Taxonomy::preset(*preset);
            let first = verdict(&taxonomy, &subject, &text);
            prop_assert!((0.0..=1.0).contains(&first.confidence));
            prop_assert!(first.priority_score <= 100);
            prop_assert!(!first.why.is_empty() && first.why.len() <= 12);
            prop_assert!(taxonomy.category(&first.category).is_some());
            prop_assert_eq!(first, verdict(&taxonomy, &subject, &text));
        }
    }

    #[test]
    fn unseen_characters_never_change_the_answer(at in 0_usize..30, mark in prop::sample::select(vec!['\u{200b}', '\u{ad}', '\u{202e}', '\u{feff}', '\u{2066}'])) {
        let taxonomy = Taxonomy::preset(Preset::Saas);
        let plain = "please refund the yearly plan, thanks";
        let mut marked = plain.to_owned();
        marked.insert(at, mark);
        prop_assert_eq!(verdict(&taxonomy, "", &marked), verdict(&taxonomy, "", plain));
    }
}
