//! Takes glued nouns apart: `Schullizenz` into `Schul` and `Lizenz`.
//!
//! Invariant: both parts are words that the texts themselves use; nothing is split on a guess.

use std::collections::BTreeSet;

use super::words::Analyser;

/// Shortest part.
const MIN_PART: usize = 4;
/// Shortest word that is looked at.
const MIN_WORD: usize = 9;
/// Letters that may stand between the parts.
const LINKS: &[&str] = &["", "s", "es", "n", "en", "er", "e"];

/// The stems of the parts of a folded word, empty when it is not glued from known words.
pub(super) fn parts(word: &str, stems: &BTreeSet<String>, analyser: &Analyser) -> Vec<String> {
    if word.len() < MIN_WORD || !word.is_ascii() {
        return Vec::new();
    }
    let mut best: Option<(usize, Vec<String>)> = None;
    for at in MIN_PART..=word.len().saturating_sub(MIN_PART) {
        let (Some(head), Some(tail)) = (word.get(..at), word.get(at..)) else {
            continue;
        };
        let tail = analyser.stem(tail);
        if tail.len() < MIN_PART || !stems.contains(&tail) {
            continue;
        }
        let head = LINKS.iter().find_map(|link| {
            let stem = analyser.stem(head.strip_suffix(link)?);
            (stem.len() >= MIN_PART && stems.contains(&stem)).then_some(stem)
        });
        let found = match head {
            Some(head) => (2, vec![head, tail]),
            // The head of a glued noun is its last part; alone it is worth knowing too.
            None if tail.len() > MIN_PART => (1, vec![tail]),
            None => continue,
        };
        if best.as_ref().is_none_or(|(known, _)| *known < found.0) {
            best = Some(found);
        }
    }
    best.map(|(_, parts)| parts).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::language::Language;

    #[test]
    fn glued_nouns_come_apart_when_their_parts_are_known() {
        let analyser = Analyser::new(Some(Language::De));
        let stems: BTreeSet<String> = ["schule", "lizenz", "rechnung", "adresse", "lizenzen"]
            .iter()
            .map(|w| analyser.stem(w))
            .collect();
        let cases: [(&str, &[&str]); 4] = [
            ("schullizenz", &["schul", "lizenz"]),
            ("rechnungsadresse", &["rechnung", "adress"]),
            ("lizenz", &[]),
            ("regenschirm", &[]),
        ];
        for (word, expected) in cases {
            assert_eq!(parts(word, &stems, &analyser), expected, "{word}");
        }
    }
}
