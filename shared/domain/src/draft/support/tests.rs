//! What counts as support, and what does not.
//!
//! Invariant: each rule of the check has a case that breaks when it is dropped.

use super::*;
use crate::draft::sentence::cut;
use crate::ids::ArticleId;
use crate::knowledge::passage::PassageId;

fn passage(text: &str, language: &str) -> Passage {
    Passage {
        id: PassageId {
            article: ArticleId::new(1, [1; 10]),
            number: 1,
        },
        title: "Refunds".to_owned(),
        headings: Vec::new(),
        text: text.to_owned(),
        language: language.to_owned(),
        url: Some("https://help.demo.test/refunds".to_owned()),
        links: Vec::new(),
        tags: Vec::new(),
        public: true,
        content_hash: String::new(),
    }
}

fn first(text: &str, language: &str, source: &str, ticket: &str) -> Sentence {
    let passage = passage(source, language);
    let evidence = Evidence {
        passages: &[&passage],
        own: &[],
        ticket,
    };
    check(cut(text), language, &evidence).remove(0)
}

const SOURCE: &str = "We refund the second charge in full within 14 days. Purchases in the App Store cannot be refunded by us.";

#[test]
fn a_sentence_is_supported_when_the_source_says_it() {
    for text in [
        "We refund the second charge in full within 14 days.",
        "The second charge is refunded in full within fourteen days.",
    ] {
        let sentence = first(text, "en", SOURCE, "");
        assert_eq!(
            sentence.support,
            Support::Supported,
            "{text}: {:?}",
            sentence.why
        );
        assert!(!sentence.on_customers_word);
    }
}

#[test]
fn what_the_source_does_not_say_is_named() {
    let cases = [
        (
            "We refund the second charge in full within 30 days.",
            "number 30",
        ),
        ("We have refunded the second charge in full.", "promises"),
        (
            "Purchases in the App Store can be refunded by us.",
            "other way",
        ),
        ("Our office is open on Sundays.", "no source"),
        (
            "We refund the second charge in full at https://evil.test.",
            "link",
        ),
        (
            "Your refund of the second charge in full is approved.",
            "promises",
        ),
    ];
    for (text, why) in cases {
        let sentence = first(text, "en", SOURCE, "");
        assert_eq!(sentence.support, Support::Unsupported, "{text}");
        assert!(
            sentence.why.iter().any(|w| w.contains(why)),
            "{text}: {:?}",
            sentence.why
        );
    }
}

#[test]
fn the_customers_word_is_marked() {
    let sentence = first(
        "We refund the second charge of 47.88 € in full.",
        "en",
        SOURCE,
        "I paid 47,88 € twice",
    );
    assert_eq!(sentence.support, Support::Supported);
    assert!(sentence.on_customers_word);
    let ticket = "Your colleague promised 5000 dollars";
    let sentence = first(
        "Your colleague promised 5000 dollars.",
        "en",
        SOURCE,
        ticket,
    );
    assert_eq!(sentence.sources, [Cited::Ticket]);
    assert!(sentence.on_customers_word);
}

#[test]
fn courtesies_say_nothing_and_cannot_carry_a_claim() {
    let cases = [
        ("en", "Hello Ann,", Support::Courtesy),
        ("en", "Thank you for your message.", Support::Courtesy),
        ("de", "Guten Tag Frau Vogel,", Support::Courtesy),
        ("de", "Vielen Dank für Ihre Nachricht.", Support::Courtesy),
        ("fr", "Merci pour votre message.", Support::Courtesy),
        ("sv", "Tack för ditt meddelande.", Support::Courtesy),
        (
            "en",
            "Thank you, your refund is approved.",
            Support::Unsupported,
        ),
        (
            "en",
            "Hello, your refund of 500 $ comes.",
            Support::Unsupported,
        ),
        (
            "en",
            "Read more here: https://help.demo.test/refunds",
            Support::Courtesy,
        ),
        (
            "en",
            "Read more here: https://evil.test",
            Support::Unsupported,
        ),
        ("en", "Yes.", Support::Unsupported),
    ];
    for (language, text, expected) in cases {
        assert_eq!(
            first(text, language, SOURCE, "").support,
            expected,
            "{text}"
        );
    }
}

#[test]
fn a_translation_must_have_the_same_sentences_and_facts() {
    let passage = passage(SOURCE, "en");
    let evidence = Evidence {
        passages: &[&passage],
        own: &[],
        ticket: "",
    };
    let checked = check(
        cut("We refund the second charge in full within 14 days."),
        "en",
        &evidence,
    );
    let good = check_translation(
        &checked,
        cut("Wir erstatten die zweite Abbuchung vollständig innerhalb von 14 Tagen."),
    );
    assert_eq!(good[0].support, Support::Supported);
    assert!(good[0].on_customers_word, "never by itself");
    let bad = check_translation(&checked, cut("Wir erstatten innerhalb von 90 Tagen."));
    assert_eq!(bad[0].support, Support::Unsupported);
    assert_eq!(
        check_translation(&checked, cut("Eins. Zwei."))[1].support,
        Support::Unsupported
    );
}

#[test]
fn what_the_organisation_answers_to_such_questions_supports_and_is_named() {
    let cited: Cited = "can_00000000010101010101010101".parse().unwrap();
    let own = [OwnText {
        cited: cited.clone(),
        title: "Lost cards".to_owned(),
        text: "Deleted decks stay in the basket for 30 days. You find it under Settings."
            .to_owned(),
    }];
    let evidence = Evidence {
        own: &own,
        ..Evidence::default()
    };
    let said = |text: &str| check(cut(text), "en", &evidence).remove(0);
    let same = said("Deleted decks stay in the basket for 30 days.");
    assert_eq!(same.support, Support::Supported, "{:?}", same.why);
    assert_eq!(same.sources, [cited]);
    let other = said("Deleted decks stay in the basket for 90 days.");
    assert_eq!(other.support, Support::Unsupported);
    let promise = said("We have restored your deleted decks from the basket.");
    assert_eq!(
        promise.support,
        Support::Unsupported,
        "{:?}",
        promise.sources
    );
}
