//! Characters and encodings that hide words.
//!
//! Invariant: emoji, flags, soft hyphens of word processors and right-to-left languages are nothing of the kind.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::Kind;
use crate::draft::unicode::{is_invisible, is_mixed, plain};

/// Invisible characters between letters that are still taken for an accident.
const STRAY: usize = 2;
/// Words of mixed scripts that are still taken for an accident.
const MIXED: usize = 1;
/// Shortest encoded run that is decoded.
const MIN_ENCODED: usize = 48;

/// Disguises in a text.
pub(super) fn find(text: &str) -> Vec<(Kind, String)> {
    if text.is_ascii() {
        // Every one of them needs a character that ASCII has not.
        return Vec::new();
    }
    let found = [
        tags(text),
        overridden(text),
        between_letters(text),
        mixed(text),
        styled(text),
    ];
    found
        .into_iter()
        .flatten()
        .map(|excerpt| (Kind::Disguise, excerpt))
        .collect()
}

/// Tag characters spell words that no screen shows; a flag is a black flag with a handful of them.
fn tags(text: &str) -> Option<String> {
    let hidden: String = text
        .chars()
        .filter(|c| matches!(c, '\u{e0020}'..='\u{e007e}'))
        .filter_map(|c| char::from_u32(u32::from(c) - 0xe0000))
        .collect();
    let flags = text.matches('\u{1f3f4}').count() * 6;
    (hidden.len() > flags).then_some(hidden)
}

/// Overrides of the direction; no keyboard types them. Marks and isolates are common in Arabic and Hebrew.
fn overridden(text: &str) -> Option<String> {
    let found = text.contains(['\u{202d}', '\u{202e}']);
    found.then(|| text.to_owned())
}

fn between_letters(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let hits = chars.windows(3).filter(|w| {
        let [a, b, c] = w else { return false };
        // Latin only: Persian and Indic scripts write with joiners.
        let letters = a.is_ascii_alphabetic() && c.is_ascii_alphabetic();
        letters && is_invisible(*b) && *b != '\u{ad}'
    });
    (hits.count() > STRAY).then(|| text.to_owned())
}

fn mixed(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| is_mixed(w))
        .collect();
    let address = text
        .split_whitespace()
        .find(|w| w.contains("://") && w.split(|c: char| !c.is_alphanumeric()).any(is_mixed));
    address
        .map(str::to_owned)
        .or_else(|| (words.len() > MIXED).then(|| words.join(" ")))
}

/// Runs of full-width or mathematical letters in place of plain ones.
fn styled(text: &str) -> Option<String> {
    let disguised = |c: &char| matches!(c, '\u{ff21}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}');
    let count = text.chars().filter(disguised).count();
    (count >= 8).then(|| plain(text))
}

/// What encoded runs of a text say, when it is words.
pub(super) fn encoded(text: &str) -> Vec<String> {
    let runs = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_' | '=')));
    let runs = runs
        .map(|r| r.trim_matches('='))
        .filter(|r| r.len() >= MIN_ENCODED);
    runs.take(20)
        .filter_map(decode)
        .filter(|decoded| is_prose(decoded))
        .collect()
}

fn decode(run: &str) -> Option<String> {
    let hex: Option<Vec<u8>> = run
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let bytes = hex
        .or_else(|| STANDARD_NO_PAD.decode(run).ok())
        .or_else(|| URL_SAFE_NO_PAD.decode(run).ok())?;
    String::from_utf8(bytes).ok()
}

/// Words with blanks between them; a picture or a key decodes to anything else.
fn is_prose(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.split_whitespace().count() >= 4 && letters * 10 >= text.chars().count() * 7
}
