//! What terms find, shown by examples.
//!
//! Invariant: every way to write a term is here with a text that it finds and one that it does not.

use super::*;
use crate::triage::text::read;

fn finds(terms: &str, text: &str) -> bool {
    let index = Index::new(&[], &[(Topic::Refund, terms)]);
    !index
        .find(&read("", text), &|word| word == "common")
        .is_empty()
}

#[test]
fn a_term_is_found_as_it_is_meant() {
    for (terms, text, expected) in [
        ("refund*", "please refunds", true),
        ("refund", "refunds", true),
        ("money back", "my money now back", false),
        ("money .. back", "my money now back", true),
        ("money .. back", "my money. Come back", false),
        ("*abo", "mein Jahresabo", true),
        ("rückerstattung", "ruckerstatung bitte", true),
        ("remboursement", "remboursment svp", true),
        ("abonnement", "abonememt künden", true),
        ("abonnement", "abonememk künden", false),
        ("abonement", "abonememt künden", true),
        ("geld|kohle zurück", "die kohle zurück", true),
        ("l'argent", "rendez l’argent", true),
        ("commons", "common", false),
        ("cat", "cut", false),
        ("abonnement", "abbonnemant stop", true),
        ("zurück", "geld zurueck", true),
        ("^is it", "hello, is it free", true),
        ("^is it", "here is it", false),
        ("how _ i", "how would i", true),
        ("how _ i", "how. Would i", false),
        ("how _ i", "how on earth would i", false),
    ] {
        assert_eq!(finds(terms, text), expected, "{terms} in {text}");
    }
}

#[test]
fn a_compound_is_what_its_last_part_is() {
    for (terms, text, expected) in [
        ("versicherung*", "Haftpflichtversicherungen", true),
        ("rechnung", "Monatsrechnung", true),
        ("rechnung", "Rechnungswesen", false),
        ("karte", "Abokarte", true),
        ("art", "Eintragsart", false),
    ] {
        let index = Index::new(&[], &[(Topic::Invoice, terms)]).with_compounds();
        let hits = index.find(&read("", text), &|_| false);
        assert_eq!(!hits.is_empty(), expected, "{terms} in {text}");
    }
}

#[test]
fn learned_words_are_not_found_with_a_letter_wrong() {
    let rows = [(Topic::Homework, "physics*"), (Topic::Refund, "refunds")];
    let index = Index::new(&[], &rows);
    let topics = |text: &str| -> Vec<Topic> {
        let hits = index.find(&read("", text), &|_| false);
        hits.into_iter().map(|hit| hit.topic).collect()
    };
    assert!(topics("my physocs").is_empty());
    assert_eq!(topics("two refnuds"), [Topic::Refund]);
}
