//! Undoes the tricks that make one text look like another.
//!
//! Invariant: nothing invisible survives [`plain`]; [`skeleton`] of two texts that look alike is the same.

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::knowledge::words::fold;

/// Characters that cannot be seen, or that turn the reading direction.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// A text without invisible characters and with full-width, mathematical and circled letters as plain ones.
/// Emoji joined by a zero-width joiner come apart: in a reply that is a small price.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        out.extend(
            text.chars()
                .filter(|c| !c.is_control() || matches!(c, '\n' | '\t')),
        );
        return out;
    }
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        let styled = matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}' | '\u{2460}'..='\u{24ff}' | '\u{1f130}'..='\u{1f189}' | '\u{2100}'..='\u{214f}');
        match c {
            '\u{2024}' | '\u{ff61}' => out.push('.'),
            '\u{2215}' | '\u{2044}' | '\u{29f8}' => out.push('/'),
            _ if styled => out
                .extend(ComposingNormalizerBorrowed::new_nfkc().normalize_iter(std::iter::once(c))),
            _ if c.is_control() && !matches!(c, '\n' | '\t') => {}
            _ => out.push(c),
        }
    }
    out
}

/// Letters of other scripts and the Latin letter they look like, after folding.
const LOOKALIKES: &[(char, char)] = &[
    ('а', 'a'),
    ('в', 'b'),
    ('с', 'c'),
    ('ԁ', 'd'),
    ('е', 'e'),
    ('ҽ', 'e'),
    ('ɡ', 'g'),
    ('һ', 'h'),
    ('н', 'h'),
    ('і', 'i'),
    ('ј', 'j'),
    ('к', 'k'),
    ('ӏ', 'l'),
    ('м', 'm'),
    ('о', 'o'),
    ('р', 'p'),
    ('ԛ', 'q'),
    ('г', 'r'),
    ('ѕ', 's'),
    ('т', 't'),
    ('у', 'y'),
    ('ѵ', 'v'),
    ('ԝ', 'w'),
    ('х', 'x'),
    ('α', 'a'),
    ('β', 'b'),
    ('ε', 'e'),
    ('η', 'n'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('ν', 'v'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('τ', 't'),
    ('υ', 'u'),
    ('χ', 'x'),
    ('γ', 'y'),
];

/// Lower case, no accents, no invisible characters, look-alike letters as Latin, digits inside words as letters.
pub(super) fn skeleton(text: &str) -> String {
    let folded = fold(&plain(text));
    let mut out = String::with_capacity(folded.len());
    for word in folded.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let leet = digits > 0 && letters > digits;
        let strike = |c: &char| !matches!(c, '\u{335}'..='\u{338}');
        out.extend(word.chars().filter(strike).map(|c| latin(c, leet)));
    }
    out
}

fn latin(c: char, leet: bool) -> char {
    match c {
        '0' if leet => 'o',
        '1' if leet => 'i',
        '3' if leet => 'e',
        '4' if leet => 'a',
        '5' if leet => 's',
        '7' if leet => 't',
        _ if c.is_ascii() => c,
        _ => LOOKALIKES
            .iter()
            .find(|(other, _)| *other == c)
            .map_or(c, |(_, latin)| *latin),
    }
}

/// Whether a word mixes Latin letters with ones of another script that look like them.
pub(super) fn is_mixed(word: &str) -> bool {
    let latin = word.chars().filter(char::is_ascii_alphabetic).count();
    let others = word
        .chars()
        .filter(|c| c.is_alphabetic() && !c.is_ascii() && latin_like(*c))
        .count();
    latin > 0 && others > 0
}

fn latin_like(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}')
        && LOOKALIKES
            .iter()
            .any(|(other, _)| Some(*other) == c.to_lowercase().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_becomes_alike() {
        for text in [
            "ig\u{200b}nore",
            "ｉｇｎｏｒｅ",
            "𝐢𝐠𝐧𝐨𝐫𝐞",
            "ignоrе",
            "1gn0re",
            "IGN\u{ad}ORE",
            "i\u{335}gnore",
        ] {
            assert_eq!(skeleton(text), "ignore", "{text}");
        }
        assert_eq!(skeleton("409 cards 4.12"), "409 cards 4.12");
        assert_eq!(plain("a\u{202e}b…ü"), "ab…ü");
    }

    #[test]
    fn mixed_words_are_seen_and_foreign_ones_are_not() {
        assert!(is_mixed("dеmo"));
        for word in ["demo", "привет", "λόγος", "été"] {
            assert!(!is_mixed(word), "{word}");
        }
    }
}
