//! Guesses the character set of bytes that declare none.
//!
//! Invariant: valid UTF-8 is UTF-8; everything else is judged by how its high bytes stand together.

use std::borrow::Cow;

use encoding_rs::{
    EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, ISO_8859_15, KOI8_R, WINDOWS_1251, WINDOWS_1252,
};

use super::{decode, decode_as, named};
use crate::mail::slice::{from, sub};

/// No usable declaration: UTF-8 when valid, else the likeliest of four families.
pub(crate) fn guess(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if [b"\x1b$B", b"\x1b$@"]
        .iter()
        .any(|mark| memchr::memmem::find(bytes, *mark).is_some())
    {
        return (ISO_2022_JP.decode(bytes).0, false);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), false);
    }
    (decode_as(bytes, likeliest(bytes)).0, true)
}

/// Undeclared bytes of a mail whose parts declare `hint`.
pub(crate) fn guess_in<'a>(bytes: &'a [u8], hint: Option<&[u8]>) -> Cow<'a, str> {
    if std::str::from_utf8(bytes).is_ok() {
        return guess(bytes).0;
    }
    // A Western declaration says nothing about bytes that look like something else.
    let western = |e: &'static Encoding| e == WINDOWS_1252 || e == ISO_8859_15;
    let hint =
        hint.filter(|label| likeliest(bytes) == WINDOWS_1252 || !named(label).is_some_and(western));
    match hint.map(|label| decode(bytes, Some(label))) {
        Some((text, false)) => text,
        _ => guess(bytes).0,
    }
}

fn likeliest(bytes: &[u8]) -> &'static Encoding {
    let shape = Shape::of(bytes);
    if shape.pairs >= 2 && shape.lone * 8 <= shape.pairs {
        return GB18030;
    }
    // Cyrillic words are high bytes throughout; Western words have one or two of them.
    if shape.high >= 6 && shape.high > 2 * shape.letters {
        return if shape.upper_half > shape.lower_half {
            WINDOWS_1251
        } else {
            KOI8_R
        };
    }
    WINDOWS_1252
}

/// How the high bytes of a text stand together.
#[derive(Default)]
struct Shape {
    /// Runs of high bytes cut into pairs, as GBK has them.
    pairs: usize,
    /// High bytes left over at the end of a run.
    lone: usize,
    /// High bytes.
    high: usize,
    /// ASCII letters.
    letters: usize,
    /// Bytes where windows-1251 has its small letters.
    upper_half: usize,
    /// Bytes where KOI8-R has its small letters.
    lower_half: usize,
}

impl Shape {
    fn of(bytes: &[u8]) -> Self {
        let mut shape = Self::default();
        for run in bytes.chunk_by(|a, b| a.is_ascii() == b.is_ascii()) {
            if run.first().is_some_and(u8::is_ascii) {
                shape.letters += run.iter().filter(|b| b.is_ascii_alphabetic()).count();
                continue;
            }
            let wide = run.iter().filter(|b| **b >= 0xa1 && **b != 0xff).count() == run.len();
            shape.pairs += if wide { run.len() / 2 } else { 0 };
            shape.lone += if wide { run.len() % 2 } else { run.len() };
            shape.high += run.len();
            shape.upper_half += run.iter().filter(|b| **b >= 0xe0).count();
            shape.lower_half += run.iter().filter(|b| (0xc0..0xe0).contains(*b)).count();
        }
        shape
    }
}

/// Sets that shift between ASCII and seven-bit pairs: HZ (RFC 1843) and ISO-2022-KR (RFC 1557).
pub(super) fn shifted(bytes: &[u8], label: &[u8]) -> String {
    let hz = label.starts_with(b"hz");
    let (open, close): (&[u8], &[u8]) = if hz {
        (b"~{", b"~}")
    } else {
        (b"\x0e", b"\x0f")
    };
    let mut out = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(start) = memchr::memmem::find(rest, open) {
        out.push_str(&guess(sub(rest, 0, start)).0);
        let inner = from(rest, start + open.len());
        let end = memchr::memmem::find(inner, close).unwrap_or(inner.len());
        let pairs: Vec<u8> = sub(inner, 0, end).iter().map(|b| b | 0x80).collect();
        out.push_str(&if hz { GBK } else { EUC_KR }.decode(&pairs).0);
        rest = from(inner, end + close.len());
    }
    out.push_str(&guess(rest).0);
    // The escape that announces the Korean set is no text.
    let (mark, plain) = if hz { ("~~", "~") } else { ("\u{1b}$)C", "") };
    out.replace(mark, plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(text: &str, encoding: &'static Encoding) -> String {
        guess(&encoding.encode(text).0).0.into_owned()
    }

    #[test]
    fn families_are_told_apart() {
        for (text, encoding) in [
            ("Grüße aus Köln, schöne Straße", WINDOWS_1252),
            ("绩效管理报告，请查收", GBK),
            ("Не могу войти в приложение после обновления", WINDOWS_1251),
            ("Не могу войти в приложение после обновления", KOI8_R),
        ] {
            assert_eq!(guessed(text, encoding), text, "{}", encoding.name());
        }
        assert_eq!(guess(b"\x1b$B%F%9%H\x1b(B").0, "テスト");
    }

    #[test]
    fn a_declaration_elsewhere_helps() {
        let koi = KOI8_R.encode("Привет").0;
        assert_eq!(guess_in(&koi, Some(b"koi8-r")), "Привет");
    }

    #[test]
    fn shifting_sets_are_read() {
        assert_eq!(shifted(b"hi ~{<:Ky2;~} ~~", b"hz-gb-2312"), "hi 己所不 ~");
        assert_eq!(
            decode(b"\x1b$)C\x0e>H3g\x0f ok", Some(b"iso-2022-kr")).0,
            "안녕 ok"
        );
    }
}
