//! Undoes the transfer encodings of MIME, leniently.
//!
//! Invariant: the output is never longer than the input, so no mail can inflate itself here.

use std::borrow::Cow;

use super::slice::{at, starts_with_fold, sub};

/// How the bytes of a part travel (RFC 2045 section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Encoding {
    /// 7bit, 8bit, binary and anything unknown.
    #[default]
    Identity,
    /// RFC 2045 section 6.7.
    QuotedPrintable,
    /// RFC 2045 section 6.8.
    Base64,
    /// The uuencode of old gateways.
    Uu,
}

impl Encoding {
    /// Reads the value of `Content-Transfer-Encoding`; comments and stray quotes are tolerated.
    pub(crate) fn parse(value: &[u8]) -> Self {
        let value = value.trim_ascii();
        let value = value.strip_prefix(b"\"").unwrap_or(value);
        if starts_with_fold(value, b"base64") {
            Self::Base64
        } else if starts_with_fold(value, b"quoted") {
            Self::QuotedPrintable
        } else if starts_with_fold(value, b"x-uu") || starts_with_fold(value, b"uu") {
            Self::Uu
        } else {
            Self::Identity
        }
    }
}

/// Decodes the bytes of a part.
pub(crate) fn decode(bytes: &[u8], encoding: Encoding) -> Cow<'_, [u8]> {
    match encoding {
        Encoding::Identity => Cow::Borrowed(bytes),
        Encoding::QuotedPrintable => Cow::Owned(quoted_printable(bytes)),
        Encoding::Base64 => Cow::Owned(base64(bytes)),
        Encoding::Uu => Cow::Owned(super::uu::decode(bytes)),
    }
}

const SKIP: u8 = 0xff;

const BASE64: [u8; 256] = {
    let mut table = [SKIP; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut i: u8 = 0;
    while i < 64 {
        #[expect(
            clippy::indexing_slicing,
            reason = "evaluated at compile time, a bad index fails the build"
        )]
        {
            table[alphabet[i as usize] as usize] = i;
        }
        i += 1;
    }
    table
};

/// Decodes base64; foreign bytes are skipped and padding in the middle starts a new group, as
/// mail programs that glue encoded pieces together expect.
pub(crate) fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3 + 3);
    let (mut group, mut count) = (0u32, 0u8);
    let mut rest = bytes;
    loop {
        // The usual case: whole groups between line ends.
        while let (0, Some((four, after))) = (count, rest.split_first_chunk::<4>()) {
            let Some(word) = whole_group(*four) else {
                break;
            };
            let [_, a, b, c] = word.to_be_bytes();
            out.extend_from_slice(&[a, b, c]);
            rest = after;
        }
        let Some((&byte, after)) = rest.split_first() else {
            break;
        };
        rest = after;
        let value = sextet(byte);
        if value == SKIP {
            if byte == b'=' && count > 0 {
                flush(&mut out, group, count);
                (group, count) = (0, 0);
            }
            continue;
        }
        group = group << 6 | u32::from(value);
        count += 1;
        if count == 4 {
            let [_, a, b, c] = group.to_be_bytes();
            out.extend_from_slice(&[a, b, c]);
            (group, count) = (0, 0);
        }
    }
    flush(&mut out, group, count);
    out
}

fn sextet(byte: u8) -> u8 {
    BASE64.get(usize::from(byte)).copied().unwrap_or(SKIP)
}

/// Four digits as one word; `None` when one of them is no digit.
fn whole_group(four: [u8; 4]) -> Option<u32> {
    let [a, b, c, d] = four.map(sextet);
    ((a | b | c | d) < 64)
        .then(|| u32::from(a) << 18 | u32::from(b) << 12 | u32::from(c) << 6 | u32::from(d))
}

fn flush(out: &mut Vec<u8>, group: u32, count: u8) {
    let shift = match count {
        2 => 12,
        3 => 6,
        _ => return,
    };
    let [_, a, b, _] = (group << shift).to_be_bytes();
    out.push(a);
    if count == 3 {
        out.push(b);
    }
}

/// Decodes quoted-printable; a `=` that starts no escape is kept as it stands.
pub(crate) fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(line_end) = memchr::memchr(b'\n', rest) {
        let line = sub(rest, 0, line_end);
        let bare = line.strip_suffix(b"\r").unwrap_or(line);
        let ending = sub(rest, bare.len(), line_end + 1);
        if quoted_line(&mut out, bare) {
            out.extend_from_slice(ending);
        }
        rest = sub(rest, line_end + 1, rest.len());
    }
    quoted_line(&mut out, rest);
    out
}

/// Decodes one line; false when it ends in a soft break.
fn quoted_line(out: &mut Vec<u8>, line: &[u8]) -> bool {
    let trimmed = line.trim_ascii_end();
    let (text, soft) = match trimmed.strip_suffix(b"=") {
        Some(text) => (text, true),
        None => (trimmed, false),
    };
    let mut rest = text;
    while let Some(mark) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(sub(rest, 0, mark));
        match (hex(at(rest, mark + 1)), hex(at(rest, mark + 2))) {
            (Some(high), Some(low)) => {
                out.push(high << 4 | low);
                rest = sub(rest, mark + 3, rest.len());
            }
            _ => {
                out.push(b'=');
                rest = sub(rest, mark + 1, rest.len());
            }
        }
    }
    out.extend_from_slice(rest);
    !soft
}

/// The value of a hexadecimal digit.
pub(crate) fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Undoes percent encoding (RFC 3986 section 2.1); a `%` that starts no escape is kept.
pub(crate) fn percent(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(mark) = memchr::memchr(b'%', rest) {
        out.extend_from_slice(sub(rest, 0, mark));
        let digits = (hex(at(rest, mark + 1)), hex(at(rest, mark + 2)));
        let used = match digits {
            (Some(high), Some(low)) => {
                out.push(high << 4 | low);
                3
            }
            _ => {
                out.push(b'%');
                1
            }
        };
        rest = sub(rest, mark + used, rest.len());
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_survives_noise_and_glued_pieces() {
        assert_eq!(base64(b"aGVs\r\n bG8="), b"hello");
        assert_eq!(base64(b"aGk=aGk="), b"hihi");
        assert_eq!(base64(b"aGVsbG8"), b"hello");
    }

    #[test]
    fn quoted_printable_keeps_what_it_cannot_read() {
        assert_eq!(quoted_printable(b"a=3Db=\r\nc=ZZ \r\nd="), b"a=bc=ZZ\r\nd");
        assert_eq!(quoted_printable(b"=C3=A4"), "ä".as_bytes());
    }

    #[test]
    fn percent_escapes_are_read() {
        assert_eq!(percent(b"gr%C3%B6n%2z%"), "grön%2z%".as_bytes());
    }
}
