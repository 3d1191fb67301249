//! Tells the language of a message, from its own small words and a kept crate.
//!
//! Invariant: deterministic; `und` when there is nothing to tell, such as no words, codes or one word of many languages.
//!
//! The crate is `whichlang`: right on all 55 of the measured real tickets and 216 of our 217 own ones, for 264 kB of
//! binary, no start-up work and 3 µs a ticket. Measured beside it: `lingua` 54 and 216 (39.7 MB), its low-accuracy mode 53 and
//! 213, `whatlang` 52 and 201 (258 kB; 54 and 210 when told the eight languages).

use super::lexicon;
use super::pattern::Index;
use super::text::{self, STOP, Words};
use crate::status::words;

mod small_words;
pub(crate) use small_words::is_small;

words! {
    /// A language that has tables of its own.
    Known {
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

/// The language code of a text that tells none.
pub const UNDETERMINED: &str = "und";

/// Words that are enough to trust the crate alone.
const ENOUGH_WORDS: usize = 3;
/// Texts up to this many words also ask the tables of terms.
const SHORT: usize = 12;
/// What the crate's word weighs against the words of a text.
const CRATE_VOTE: f32 = 1.0;
/// Points of a language that stand against the crate when none of its own language's words occurs.
const AGAINST_CRATE: f32 = 0.7;
/// Words of a short text without any known word that are looked up with a letter wrong.
const GUESSED_WORDS: usize = 4;
/// Points of the best language up to which words are guessed.
const GUESS_BELOW: f32 = 0.5;

/// The language of a message as a BCP 47 code, and how sure it is, 0 to 1.
#[must_use]
pub fn detect(subject: &str, text: &str) -> (&'static str, f32) {
    detect_in(
        &text::read(subject, text),
        &format!("{} {}", text::clean(subject), text::clean(text)),
    )
}

/// The same, for a text that has been read already.
pub(crate) fn detect_in(words: &Words, clean: &str) -> (&'static str, f32) {
    let real: Vec<&str> = words
        .list
        .iter()
        .map(String::as_str)
        .filter(|word| is_word(word))
        .collect();
    if real.is_empty() {
        return (UNDETERMINED, 0.0);
    }
    if let Some(code) = by_script(clean) {
        return (code, 0.9);
    }
    let crate_says = code(whichlang::detect_language(clean));
    let mut votes = small_words::scores(&real);
    if real.len() <= SHORT {
        add_terms(&mut votes, &real);
    }
    votes.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (best, points) = votes.first().copied().unwrap_or((UNDETERMINED, 0.0));
    let second = votes.get(1).map_or(0.0, |(_, points)| *points);
    let rivals = votes
        .iter()
        .filter(|(_, vote)| *vote > points - 0.2)
        .count();
    if real.len() < ENOUGH_WORDS && rivals > real.len() {
        return (UNDETERMINED, 0.1);
    }
    let of_crate = votes
        .iter()
        .find(|(code, _)| *code == crate_says)
        .map_or(0.0, |(_, points)| *points);
    let unheard = of_crate == 0.0 && points >= AGAINST_CRATE && points > second;
    let trusted = of_crate > 0.0 || real.len() >= ENOUGH_WORDS;
    if of_crate + CRATE_VOTE >= points && trusted && !unheard {
        let share = of_crate / real.len().clamp(1, 60) as f32;
        let doubt = if best == crate_says { 0.0 } else { 0.25 };
        return (crate_says, (0.7 + share - doubt).clamp(0.3, 0.99));
    }
    if points > second && points >= 0.5 {
        return (best, (0.5 + (points - second) / 10.0).min(0.9));
    }
    (UNDETERMINED, 0.1)
}

/// Whether a word can tell a language: letters only and more than one.
fn is_word(word: &str) -> bool {
    word != STOP && word.chars().count() > 1 && word.chars().all(char::is_alphabetic)
}

/// Lets the tables of terms vote on a short text: a word that one language alone knows counts most.
fn add_terms(votes: &mut Vec<(&'static str, f32)>, real: &[&str]) {
    for word in real.iter().filter(|word| word.len() > 2) {
        add_votes(votes, 0.8, &|index| index.knows_own(word));
    }
    if votes.iter().all(|(_, points)| *points < GUESS_BELOW) {
        let long = real.iter().filter(|word| word.len() > 5);
        for word in long.take(GUESSED_WORDS) {
            add_votes(votes, 0.8, &|index| index.guesses_own(word));
        }
    }
}

/// Shares a vote among the languages whose table knows a word.
fn add_votes(votes: &mut Vec<(&'static str, f32)>, vote: f32, knows: &dyn Fn(&Index) -> bool) {
    let knowing: Vec<&Known> = Known::ALL
        .iter()
        .filter(|language| knows(lexicon::index(**language)))
        .collect();
    for language in &knowing {
        let vote = vote / knowing.len() as f32;
        match votes.iter_mut().find(|(code, _)| *code == language.word()) {
            Some((_, points)) => *points += vote,
            None => votes.push((language.word(), vote)),
        }
    }
}

/// Scripts that one language owns.
fn by_script(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(2_000);
    let (mut all, mut counts) = (0_usize, [0_usize; 4]);
    for c in letters {
        all += 1;
        let at = match c {
            '\u{370}'..='\u{3ff}' => 0,
            '\u{590}'..='\u{5ff}' => 1,
            '\u{e00}'..='\u{e7f}' => 2,
            'і' | 'ї' | 'є' | 'ґ' => 3,
            _ => continue,
        };
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
    }
    let [greek, hebrew, thai, ukrainian] = counts;
    let most = |count: usize| count * 2 > all;
    match () {
        () if most(greek) => Some("el"),
        () if most(hebrew) => Some("he"),
        () if most(thai) => Some("th"),
        () if ukrainian * 20 > all => Some("uk"),
        () => None,
    }
}

fn code(language: whichlang::Lang) -> &'static str {
    match language.three_letter_code() {
        "eng" => "en",
        "deu" => "de",
        "nld" => "nl",
        "fra" => "fr",
        "ita" => "it",
        "spa" => "es",
        "por" => "pt",
        "swe" => "sv",
        "ara" => "ar",
        "cmn" => "zh",
        "hin" => "hi",
        "jpn" => "ja",
        "kor" => "ko",
        "rus" => "ru",
        "tur" => "tr",
        "vie" => "vi",
        _ => UNDETERMINED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_tell_their_language_or_nothing() {
        for (text, expected) in [
            ("Wie kündige ich mein Abo?", "de"),
            ("hoe stop ik dit", "nl"),
            ("abonement opzegge aub", "nl"),
            ("je veux résilier", "fr"),
            ("kündigung", "de"),
            ("kündigugn abonnemnet", "de"),
            ("Der Zähler läuft rückwärts", "de"),
            ("resiliaton abonemant", "fr"),
            ("leuke app haha", "nl"),
            ("säga upp", "sv"),
            ("voglio disdire", "it"),
            ("darme de baja", "es"),
            ("quero cancelar", "pt"),
            ("please help me", "en"),
            (
                "Hej, jeg vil gerne opsige mit abonnement, hvordan gør jeg det?",
                "da",
            ),
            (
                "Dzień dobry, chciałbym anulować subskrypcję, jak to zrobić?",
                "pl",
            ),
            ("Здравствуйте, как отменить подписку?", "ru"),
            ("Πώς μπορώ να ακυρώσω;", "el"),
            ("", "und"),
            ("??", "und"),
            ("ok", "und"),
            ("test", "und"),
            ("INV-20391 / 4471-AB", "und"),
            ("12345", "und"),
        ] {
            assert_eq!(detect("", text).0, expected, "{text}");
        }
    }
}
