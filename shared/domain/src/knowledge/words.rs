//! Text as the words a search compares: folded, without stop words, reduced to their stem.
//!
//! Invariant: index and question go through the same steps, so that they meet.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;
use rust_stemmers::Stemmer;

use super::language::Language;
use super::stop_words;

/// Longest word that is kept, in bytes; longer runs are keys and tokens, not words.
const MAX_WORD: usize = 48;

/// Lower case without accents and compatibility forms: `Ｒéfund` becomes `refund`, `ß` becomes `ss`.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars()) {
        match c {
            '\u{300}'..='\u{36f}' => {}
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ł' | 'Ł' => out.push('l'),
            'ı' => out.push('i'),
            '’' | '‘' | 'ʼ' => out.push('\''),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// The beginning of a text, at most so many bytes, never half a character.
#[must_use]
pub fn clip(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The words of a folded text, each with its first byte. Codes such as `sync-409` also come whole.
pub fn split(folded: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    let mut joined: Option<(usize, bool)> = None;
    for (at, c) in folded.char_indices().chain([(folded.len(), ' ')]) {
        if c.is_alphanumeric() {
            start = start.or(Some(at));
            let digit = c.is_ascii_digit();
            joined = Some(joined.map_or((at, digit), |(from, any)| (from, any || digit)));
            continue;
        }
        if let Some(from) = start.take() {
            push(&mut found, folded, from, at);
        }
        let goes_on = c == '-'
            && folded
                .get(at + 1..)
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        if goes_on {
            continue;
        }
        if let Some((from, digit)) = joined.take() {
            let whole = folded.get(from..at).unwrap_or_default();
            if digit && whole.contains('-') && whole.starts_with(|c: char| c.is_alphabetic()) {
                push(&mut found, folded, from, at);
            }
        }
    }
    found
}

fn push<'a>(found: &mut Vec<(usize, &'a str)>, text: &'a str, from: usize, to: usize) {
    if let Some(word) = text.get(from..to).filter(|w| w.len() <= MAX_WORD) {
        found.push((from, word));
    }
}

/// A word of a text and what it is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word, folded.
    pub word: String,
    /// Its stem.
    pub stem: String,
}

/// Reads words in one language.
pub struct Analyser {
    language: Option<Language>,
    stemmer: Option<Stemmer>,
}

impl Analyser {
    /// For a language, or for any other when it is not one of the known.
    #[must_use]
    pub fn new(language: Option<Language>) -> Self {
        Self {
            language,
            stemmer: language.map(Language::stemmer),
        }
    }

    /// The terms of a text in order, without stop words.
    #[must_use]
    pub fn terms(&self, text: &str) -> Vec<Term> {
        let folded = fold(text);
        split(&folded)
            .into_iter()
            .filter(|(_, word)| !self.is_noise(word))
            .map(|(_, word)| Term {
                word: word.to_owned(),
                stem: self.stem(word),
            })
            .collect()
    }

    /// The stem of a folded word.
    #[must_use]
    pub fn stem(&self, word: &str) -> String {
        let word = self.respell(word);
        if word.bytes().any(|b| b.is_ascii_digit()) {
            return word.into_owned();
        }
        match &self.stemmer {
            Some(stemmer) => stemmer.stem(&word).into_owned(),
            None => word.into_owned(),
        }
    }

    /// German without umlauts writes `ue`: both spellings meet in `u`.
    fn respell<'a>(&self, word: &'a str) -> Cow<'a, str> {
        if self.language != Some(Language::De) {
            return Cow::Borrowed(word);
        }
        Cow::Owned(
            word.replace("ue", "u")
                .replace("ae", "a")
                .replace("oe", "o"),
        )
    }

    fn is_noise(&self, word: &str) -> bool {
        let short =
            word.chars().nth(1).is_none() && !word.starts_with(|c: char| c.is_ascii_digit());
        short || self.language.is_some_and(|l| stop_words::contains(l, word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(language: Language, text: &str) -> Vec<String> {
        let terms = Analyser::new(Some(language)).terms(text);
        terms.into_iter().map(|t| t.stem).collect()
    }

    #[test]
    fn accents_width_and_case_do_not_matter() {
        let cases = [
            ("Résilié", "resilie"),
            ("STRAẞE", "strasse"),
            ("Ｆｕｌｌ", "full"),
            ("Œuvre", "oeuvre"),
            ("ångström", "angstrom"),
            ("plain", "plain"),
        ];
        for (text, expected) in cases {
            assert_eq!(fold(text), expected);
        }
    }

    #[test]
    fn codes_are_found_in_parts_and_whole() {
        let words: Vec<_> = split("error sync-409, e-mail x")
            .into_iter()
            .map(|(_, w)| w)
            .collect();
        assert_eq!(
            words,
            ["error", "sync", "409", "sync-409", "e", "mail", "x"]
        );
    }

    #[test]
    fn word_forms_meet() {
        assert_eq!(
            stems(Language::De, "kündigen gekündigt kuendigen")[0],
            stems(Language::De, "kuendigen")[0]
        );
        assert_eq!(
            stems(Language::En, "refunded"),
            stems(Language::En, "the refunds")
        );
        assert_eq!(
            stems(Language::Fr, "l'abonnement"),
            stems(Language::Fr, "abonnements")
        );
    }

    #[test]
    fn an_unknown_language_keeps_its_words() {
        let terms = Analyser::new(None).terms("Не могу войти");
        assert_eq!(terms[1].stem, "могу");
    }
}
