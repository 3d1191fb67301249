//! The languages whose word forms are known.
//!
//! Invariant: a language that is not in the list is searched all the same, without stemming.

use rust_stemmers::{Algorithm, Stemmer};

use crate::status::words;

words! {
    /// A language with stemming, stop words and set phrases.
    Language {
        /// English.
        En = "en",
        /// German.
        De = "de",
        /// Dutch.
        Nl = "nl",
        /// French.
        Fr = "fr",
        /// Italian.
        It = "it",
        /// Spanish.
        Es = "es",
        /// Portuguese.
        Pt = "pt",
        /// Swedish.
        Sv = "sv",
    }
}

impl Language {
    /// The language of a BCP 47 tag such as `de-CH`; `None` when its word forms are not known.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        primary.to_ascii_lowercase().parse().ok()
    }

    /// Whether it glues nouns together (`Schullizenz`).
    #[must_use]
    pub fn has_compounds(self) -> bool {
        matches!(self, Language::De | Language::Nl | Language::Sv)
    }

    /// Its stemmer (Snowball).
    pub(crate) fn stemmer(self) -> Stemmer {
        Stemmer::create(match self {
            Language::En => Algorithm::English,
            Language::De => Algorithm::German,
            Language::Nl => Algorithm::Dutch,
            Language::Fr => Algorithm::French,
            Language::It => Algorithm::Italian,
            Language::Es => Algorithm::Spanish,
            Language::Pt => Algorithm::Portuguese,
            Language::Sv => Algorithm::Swedish,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_by_their_first_part() {
        let cases = [
            ("de", Some(Language::De)),
            ("pt-BR", Some(Language::Pt)),
            ("EN_us", Some(Language::En)),
            ("ja", None),
            ("und", None),
            ("", None),
        ];
        for (tag, expected) in cases {
            assert_eq!(Language::of(tag), expected, "{tag}");
        }
    }
}
