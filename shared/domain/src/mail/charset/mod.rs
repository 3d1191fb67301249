//! Turns bytes into text by the declared character set, and by evidence where the declaration lies.
//!
//! Invariant: valid UTF-8 that was declared as nothing or as ASCII is read as UTF-8; no byte is dropped.

mod guess;

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

pub(crate) use guess::{guess, guess_in};

/// Decodes bytes; the flag tells that some did not fit.
pub(crate) fn decode<'a>(bytes: &'a [u8], label: Option<&[u8]>) -> (Cow<'a, str>, bool) {
    let label = label.map(clean).unwrap_or_default();
    if label.is_empty() || vague(&label) {
        return guess(bytes);
    }
    if matches!(
        label.as_slice(),
        b"utf-8" | b"utf8" | b"utf-8n" | b"cp65001"
    ) {
        return utf8(bytes);
    }
    if is_utf7(&label) {
        return (Cow::Owned(utf7(bytes)), false);
    }
    match named(&label) {
        // The WHATWG list forbids the shifting sets; mail has them all the same.
        Some(encoding) if encoding == encoding_rs::REPLACEMENT => {
            (Cow::Owned(guess::shifted(bytes, &label)), false)
        }
        Some(encoding) => declared_as(bytes, encoding),
        None => match mail_parser::decoders::charsets::map::charset_decoder(&label) {
            Some(decoder) => (Cow::Owned(decoder(bytes)), false),
            None => guess(bytes),
        },
    }
}

fn clean(label: &[u8]) -> Vec<u8> {
    let label = label.trim_ascii();
    let end = label
        .iter()
        .position(|b| matches!(b, b'*' | b';' | b' '))
        .unwrap_or(label.len());
    label
        .iter()
        .take(end)
        .filter(|b| !matches!(b, b'"' | b'\''))
        .map(u8::to_ascii_lowercase)
        .collect()
}

fn vague(label: &[u8]) -> bool {
    matches!(
        label,
        b"us-ascii"
            | b"ascii"
            | b"ansi_x3.4-1968"
            | b"unknown-8bit"
            | b"x-unknown"
            | b"unknown"
            | b"8bit"
            | b"default"
            | b"none"
    )
}

fn is_utf7(label: &[u8]) -> bool {
    matches!(
        label,
        b"utf-7" | b"unicode-1-1-utf-7" | b"x-unicode-1-1-utf-7" | b"csunicode11utf7" | b"utf7"
    )
}

/// Names that mail uses and the WHATWG list does not know.
fn named(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).or_else(|| {
        let label = std::str::from_utf8(label).ok()?;
        let alias = match label {
            "gb2312-80" | "cp936" | "936" => "gbk",
            "cp949" | "ks_c_5601" | "ksc5601" | "ms949" | "x-windows-949" => "euc-kr",
            "cp932" | "ms932" | "windows-932" | "x-sjis-ms" => "shift_jis",
            "iso-2022-jp-ms" | "iso-2022-jp-1" | "iso-2022-jp-2" | "cp50220" | "cp50221" => {
                "iso-2022-jp"
            }
            "cp950" | "ms950" | "big5-eten" => "big5",
            "macroman" | "x-macroman" => "macintosh",
            _ => {
                let digits = label
                    .trim_start_matches("windows")
                    .trim_start_matches("cp")
                    .trim_start_matches(['-', '_']);
                let alias = if digits.starts_with("125") || digits == "874" {
                    format!("windows-{digits}")
                } else if let Some(part) = label.strip_prefix("iso-").or(label.strip_prefix("iso"))
                {
                    format!(
                        "iso-8859-{}",
                        part.trim_start_matches("8859")
                            .trim_start_matches(['-', '_'])
                    )
                } else {
                    return None;
                };
                return Encoding::for_label(alias.as_bytes());
            }
        };
        Encoding::for_label(alias.as_bytes())
    })
}

/// Declared UTF-8: text that is mostly something else is guessed, damage stays visible.
fn utf8(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => {
            let (whole, broken) = utf8_share(bytes);
            if broken > whole {
                (decode_as(bytes, guess::likeliest(bytes)).0, true)
            } else {
                (String::from_utf8_lossy(bytes), true)
            }
        }
    }
}

/// Characters beyond ASCII that are whole UTF-8, and places where the bytes are not UTF-8.
fn utf8_share(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(whole, broken), chunk| {
        let wide = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (
            whole + wide,
            broken + usize::from(!chunk.invalid().is_empty()),
        )
    })
}

/// Text glued together from UTF-8 and a single-byte set, as gateways do that add a footer: each
/// stretch is read as what it is. `None` when UTF-8 is not the larger part.
fn mostly_utf8(bytes: &[u8]) -> Option<String> {
    let (whole, broken) = utf8_share(bytes);
    if whole < 4 || broken > whole {
        return None;
    }
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    Some(out)
}

fn decode_as<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> (Cow<'a, str>, bool) {
    // Seven-bit Japanese with high bytes is Shift_JIS under a wrong name, ESC tells the difference.
    let japanese =
        encoding == encoding_rs::ISO_2022_JP && !bytes.is_ascii() && !bytes.contains(&0x1b);
    let encoding = if japanese {
        encoding_rs::SHIFT_JIS
    } else {
        encoding
    };
    let (text, used, bad) = encoding.decode(bytes);
    // Text in UTF-16 is full of zero bytes wherever it holds Latin letters; without them its mark is chance.
    let zeros = bytes.iter().filter(|b| **b == 0).count();
    let by_chance = used != encoding && is_utf16(used) && zeros * 8 < bytes.len();
    let (text, bad) = match by_chance {
        true => encoding.decode_without_bom_handling(bytes),
        false => (text, bad),
    };
    // Declaring an old set over plain UTF-8 is a known habit of scripts.
    let sure = if encoding.is_single_byte() { 4 } else { 12 };
    if !is_utf16(encoding)
        && let Some(text) = clearly_utf8(bytes, if bad { 1 } else { sure })
    {
        return (Cow::Borrowed(text), false);
    }
    (text, bad)
}

/// A declared set that most bytes do not fit is not the one in use.
fn declared_as<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> (Cow<'a, str>, bool) {
    let (text, bad) = decode_as(bytes, encoding);
    if bad {
        let wide = || text.chars().filter(|c| !c.is_ascii());
        let broken = wide().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
        if broken * 2 > wide().count() {
            return guess(bytes);
        }
    }
    (text, bad)
}

fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE
}

/// Valid UTF-8 with that many high bytes does not happen by chance in another set.
fn clearly_utf8(bytes: &[u8], sure: usize) -> Option<&str> {
    let high = bytes.iter().filter(|b| !b.is_ascii()).take(sure).count();
    std::str::from_utf8(bytes).ok().filter(|_| high >= sure)
}

/// Decodes UTF-7 (RFC 2152): `+` starts modified base64 of UTF-16, `-` ends it.
fn utf7(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(plus) = memchr::memchr(b'+', rest) {
        out.push_str(&String::from_utf8_lossy(super::slice::sub(rest, 0, plus)));
        let after = super::slice::from(rest, plus + 1);
        let length = after
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
            .count();
        if length == 0 {
            out.push('+');
        } else {
            let raw = super::transfer::base64(super::slice::sub(after, 0, length));
            let units = raw.chunks_exact(2).map(|pair| {
                u16::from_be_bytes([super::slice::at(pair, 0), super::slice::at(pair, 1)])
            });
            out.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
        let skip = length + usize::from(super::slice::at(after, length) == b'-');
        rest = super::slice::from(after, skip);
    }
    out.push_str(&String::from_utf8_lossy(rest));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undeclared_bytes_are_guessed() {
        assert_eq!(decode("größer".as_bytes(), None).0, "größer");
        assert_eq!(decode(b"gr\xf6\xdfer", Some(b"us-ascii")).0, "größer");
        let (gbk, _, _) = encoding_rs::GB18030.encode("绩效管理报告");
        assert_eq!(decode(&gbk, None).0, "绩效管理报告");
    }

    #[test]
    fn a_wrong_declaration_is_seen_through() {
        let utf8 = "Ich kann mich nicht anmelden: größer, schöner, süßer";
        let german = WINDOWS_1252.encode(utf8).0;
        let chinese = "您好，我无法登录应用程序，请帮助我。";
        let gbk = encoding_rs::GBK.encode(chinese).0;
        for (bytes, label, text) in [
            (utf8.as_bytes(), "iso-8859-1", utf8),
            (chinese.as_bytes(), "shift_jis", chinese),
            (chinese.as_bytes(), "gb2312", chinese),
            (&german, "utf-8", utf8),
            (&gbk, "utf-8", chinese),
        ] {
            assert_eq!(decode(bytes, Some(label.as_bytes())).0, text, "{label}");
        }
    }

    #[test]
    fn utf7_is_decoded() {
        assert_eq!(
            decode(b"Hi Mom +Jjo-!", Some(b"utf-7")).0,
            "Hi Mom \u{263a}!"
        );
        assert_eq!(decode(b"1 +- 2", Some(b"unicode-1-1-utf-7")).0, "1 + 2");
    }

    #[test]
    fn vendor_names_are_known() {
        assert_eq!(decode(b"\xe9", Some(b"cp1252")).0, "é");
        assert_eq!(decode(b"\xe9", Some(b"\"ISO-8859-1\"")).0, "é");
        assert_eq!(decode(b"\xe4", Some(b"x-nonsense")).0, "ä");
    }
}
