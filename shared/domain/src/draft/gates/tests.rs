//! The gates, one by one.
//!
//! Invariant: every gate closes alone.

use super::*;
use crate::draft::suspicion::Kind;

fn policy() -> Policy {
    Policy {
        enabled: true,
        threshold: 0.9,
        categories: ["product-question".to_owned()].into(),
        per_contact_per_day: 2,
    }
}

#[test]
fn a_find_is_the_surer_the_further_it_is_ahead() {
    let sure = [0.0, 0.9, 1.0, 1.25, 1.5, 1.7, 2.0, 9.0].map(find_confidence);
    assert!(sure.is_sorted(), "{sure:?}");
    assert_eq!((sure[0], sure[2], sure[4], sure[7]), (0.0, 0.5, 0.95, 0.99));
    assert_eq!(find_confidence(f32::NAN), 0.0);
    assert_eq!(find_confidence(f32::INFINITY), 0.99);
}

fn sentence(support: Support, source: &str) -> Sentence {
    Sentence {
        support,
        sources: vec![source.parse().unwrap()],
        close: true,
        ..Sentence::plain("Text.")
    }
}

const PASSAGE: &str = "art_00000000010101010101010101#1";

fn situation(sentences: &[Sentence]) -> Situation<'_> {
    Situation {
        confidence: Some(0.95),
        category: "product-question",
        authenticated: true,
        sentences,
        cleaned: false,
        findings: &[],
        automatic_mail: false,
        answered_today: 0,
        human: false,
    }
}

#[test]
fn every_gate_closes_alone() {
    let good = [
        sentence(Support::Courtesy, "own"),
        sentence(Support::Supported, PASSAGE),
    ];
    assert_eq!(decide(&policy(), &situation(&good)), Decision::Allowed);
    let own = [sentence(Support::Supported, "own")];
    let open = [good[1].clone(), sentence(Support::Unsupported, "own")];
    let word = [
        good[1].clone(),
        Sentence {
            on_customers_word: true,
            ..good[1].clone()
        },
    ];
    let more = [Sentence {
        close: false,
        ..good[1].clone()
    }];
    let findings = [Finding {
        kind: Kind::Persona,
        place: "text".to_owned(),
        excerpt: String::new(),
    }];
    let base = situation(&good);
    let cases = [
        (
            Situation {
                confidence: Some(0.89),
                ..base
            },
            Gate::NotSure,
        ),
        (
            Situation {
                confidence: None,
                ..base
            },
            Gate::NotSure,
        ),
        (
            Situation {
                confidence: Some(f32::NAN),
                ..base
            },
            Gate::NotSure,
        ),
        (
            Situation {
                confidence: Some(7.0),
                ..base
            },
            Gate::NotSure,
        ),
        (
            Situation {
                category: "refund-request",
                ..base
            },
            Gate::Category,
        ),
        (
            Situation {
                authenticated: false,
                ..base
            },
            Gate::Sender,
        ),
        (
            Situation {
                sentences: &own,
                ..base
            },
            Gate::NoSource,
        ),
        (
            Situation {
                sentences: &[],
                ..base
            },
            Gate::NoSource,
        ),
        (
            Situation {
                sentences: &open,
                ..base
            },
            Gate::Unsupported,
        ),
        (
            Situation {
                sentences: &more,
                ..base
            },
            Gate::SaysMore,
        ),
        (
            Situation {
                sentences: &word,
                ..base
            },
            Gate::CustomersWord,
        ),
        (
            Situation {
                cleaned: true,
                ..base
            },
            Gate::Cleaned,
        ),
        (
            Situation {
                findings: &findings,
                ..base
            },
            Gate::Suspicious,
        ),
        (
            Situation {
                automatic_mail: true,
                ..base
            },
            Gate::AutomaticMail,
        ),
        (
            Situation {
                answered_today: 2,
                ..base
            },
            Gate::Cap,
        ),
        (
            Situation {
                human: true,
                ..base
            },
            Gate::Human,
        ),
    ];
    for (situation, gate) in cases {
        assert_eq!(
            decide(&policy(), &situation),
            Decision::Closed(vec![gate]),
            "{gate}"
        );
    }
    let off = Policy {
        enabled: false,
        ..policy()
    };
    assert_eq!(
        decide(&off, &base),
        Decision::Closed(vec![Gate::SwitchedOff])
    );
}

#[test]
fn by_default_nothing_is_sent_and_every_closed_gate_is_named() {
    let Decision::Closed(gates) = decide(&Policy::default(), &situation(&[])) else {
        panic!("allowed")
    };
    assert_eq!(gates, [Gate::SwitchedOff, Gate::Category, Gate::NoSource]);
    assert!(Gate::ALL.iter().all(|gate| !gate.reason().is_empty()));
}

#[test]
fn what_was_written_for_others_never_leaves_by_itself() {
    for source in [
        "own",
        "ticket",
        "can_00000000010101010101010101",
        "tkt_00000000010101010101010101",
    ] {
        let alone = [sentence(Support::Supported, source)];
        let beside = [
            sentence(Support::Supported, PASSAGE),
            sentence(Support::Supported, source),
        ];
        for sentences in [alone.as_slice(), &beside] {
            let decision = decide(&policy(), &situation(sentences));
            assert_eq!(decision, Decision::Closed(vec![Gate::NoSource]), "{source}");
        }
    }
}
