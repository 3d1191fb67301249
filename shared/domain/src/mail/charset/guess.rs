//! Guesses the character set of bytes that declare none, or declare the wrong one.
//!
//! Invariant: valid UTF-8 is UTF-8; only bytes that are not are judged by how letters follow each other.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, WINDOWS_1252};

use super::{decode, decode_as, mostly_utf8};
use crate::mail::slice::{from, sub};

/// Bytes that are judged at most: enough for any language, little for a long mail.
const JUDGED: usize = 16_384;

/// No usable declaration: UTF-8 when valid, else the likeliest encoding.
pub(crate) fn guess(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if [b"\x1b$B", b"\x1b$@"]
        .iter()
        .any(|mark| memchr::memmem::find(bytes, *mark).is_some())
    {
        return (ISO_2022_JP.decode(bytes).0, false);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (
            mostly_utf8(bytes).map_or_else(|| decode_as(bytes, likeliest(bytes)).0, Cow::Owned),
            true,
        ),
    }
}

/// Undeclared bytes of a mail that declares `hint` elsewhere: the hint counts where the bytes fit it.
pub(crate) fn guess_in<'a>(bytes: &'a [u8], hint: Option<&[u8]>) -> Cow<'a, str> {
    if std::str::from_utf8(bytes).is_ok() {
        return guess(bytes).0;
    }
    let hinted = hint.map(|label| (decode(bytes, Some(label)), single_byte(label)));
    match hinted {
        // Any bytes fit a single-byte set; it must not overrule bytes that look like wide letters.
        Some(((text, false), single)) if !(single && is_wide(likeliest(bytes))) => text,
        _ => guess(bytes).0,
    }
}

fn single_byte(label: &[u8]) -> bool {
    super::named(label).is_none_or(Encoding::is_single_byte)
}

fn is_wide(encoding: &'static Encoding) -> bool {
    !encoding.is_single_byte()
}

/// The likeliest encoding of bytes that are not UTF-8.
pub(super) fn likeliest(bytes: &[u8]) -> &'static Encoding {
    let is_high = |b: &u8| !b.is_ascii();
    let Some(first) = bytes.iter().position(is_high) else {
        return WINDOWS_1252;
    };
    let judged = sub(
        bytes,
        first.saturating_sub(64),
        first.saturating_add(JUDGED),
    );
    let high = judged.iter().filter(|b| is_high(b)).take(5).count();
    // One letter alone says nothing.
    if high == 1 {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(judged, first.saturating_add(JUDGED) >= bytes.len());
    let found = detector.guess(None, Utf8Detection::Deny);
    // Two wide letters could be either; files named in Chinese are the ones seen undeclared.
    match found == GBK || (found == EUC_KR && high <= 4) {
        true => GB18030,
        false => found,
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
    use encoding_rs::{BIG5, EUC_JP, KOI8_R, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1253};

    use super::*;

    #[test]
    fn languages_are_told_apart() {
        for (text, encodings) in [
            ("Grüße aus Köln, schöne Straße", &[WINDOWS_1252][..]),
            ("äöüß", &[WINDOWS_1252]),
            ("Ø", &[WINDOWS_1252]),
            ("Não consigo entrar na aplicação", &[WINDOWS_1252]),
            ("Nemohu se přihlásit do aplikace", &[WINDOWS_1250]),
            ("绩效管理报告，请查收", &[GBK]),
            ("你好", &[GBK]),
            ("您好，我無法登入應用程式", &[BIG5]),
            ("アプリにログインできません", &[SHIFT_JIS, EUC_JP]),
            ("안녕하세요, 도와주세요", &[EUC_KR]),
            ("Не могу войти", &[WINDOWS_1251, KOI8_R]),
            ("Δεν μπορώ να συνδεθώ", &[WINDOWS_1253]),
        ] {
            for encoding in encodings {
                let bytes = encoding.encode(text).0;
                assert_eq!(guess(&bytes).0, text, "{}", encoding.name());
            }
        }
        assert_eq!(guess(b"\x1b$B%F%9%H\x1b(B").0, "テスト");
    }

    #[test]
    fn glued_text_is_read_stretch_by_stretch() {
        let glued = ["Grüße, Füße, Süße: ".as_bytes(), b"B\xfcro M\xfcnchen"].concat();
        assert_eq!(guess(&glued).0, "Grüße, Füße, Süße: Büro München");
    }

    #[test]
    fn a_declaration_elsewhere_helps_where_the_bytes_fit() {
        let koi = KOI8_R.encode("Да").0;
        assert_eq!(guess_in(&koi, Some(b"koi8-r")), "Да");
        let polish = WINDOWS_1250.encode("mogę").0;
        assert_eq!(guess_in(&polish, Some(b"iso-8859-2")), "mogę");
        let chinese = GBK.encode("转发：整体提升企业服务水平").0;
        assert_eq!(
            guess_in(&chinese, Some(b"iso-8859-1")),
            "转发：整体提升企业服务水平"
        );
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
