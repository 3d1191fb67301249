//! Facts in all their notations.
//!
//! Invariant: what is equal for a reader is equal here, and nothing else is.

use super::*;

fn known(text: &str) -> Known {
    Known::of([text])
}

#[test]
fn the_same_fact_in_another_notation_is_known() {
    let cases = [
        ("1'000 cards", "1,000 Karten"),
        ("1.000 cards", "1000 cartes"),
        ("47,88 €", "€47.88"),
        ("6.99 € a month", "EUR 6,99"),
        ("within 14 days", "innerhalb von 14 Tagen"),
        ("vierzehn Tage", "14 days"),
        ("5 to 10 working days", "5 bis 10 Werktage"),
        ("40 % off", "40% korting"),
        ("on 12 November 2026", "12.11.2026"),
        ("2026-11-12", "November 12, 2026"),
        ("12 novembre", "12/11/2026"),
        ("error SYNC-409", "Fehler sync-409"),
        ("+49 30 1234567", "+49 (30) 123-4567"),
        ("write to A@Demo.test", "a@demo.test"),
        ("see https://demo.test/a/", "demo.test/a"),
        ("10 GB", "10GB"),
    ];
    for (draft, source) in cases {
        let known = known(source);
        for fact in facts(draft) {
            assert!(
                known.has(&fact.value),
                "{draft} / {source}: {fact:?} {known:?}"
            );
        }
        assert!(!facts(draft).is_empty(), "{draft}");
    }
}

#[test]
fn another_fact_is_not_known() {
    let cases = [
        ("15 days", "14 days"),
        ("14 months", "14 days"),
        ("50 %", "50 cards"),
        ("100 $", "100 €"),
        ("1.5 GB", "15 GB"),
        ("13 November", "12 November 2026"),
        ("SYNC-410", "SYNC-409"),
        ("https://demo.test/b", "https://demo.test/a"),
        ("a@evil.test", "a@demo.test"),
        ("+1 900 555 0199", "call us"),
        ("two weeks", "three weeks"),
    ];
    for (draft, source) in cases {
        let known = known(source);
        assert!(
            facts(draft).iter().any(|f| !known.has(&f.value)),
            "{draft} / {source}: {:?}",
            facts(draft)
        );
    }
}

#[test]
fn numbers_of_lists_and_small_words_are_no_facts() {
    for text in [
        "1. Open the settings.",
        "2) Close them.",
        "one card",
        "two ways to share",
    ] {
        assert_eq!(facts(text), [], "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(text in "(.|\n|[0-9]|[.,'/+€%-]| )*") {
        let _ = facts(&text);
    }
}
