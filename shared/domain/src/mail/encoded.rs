//! Decodes header text: encoded words (RFC 2047) and parameters (RFC 2231).
//!
//! Invariant: neighbouring encoded words of one charset are joined as bytes before decoding, so a
//! character split over two of them survives (mail-parser decodes word by word and loses it).

use super::charset;
use super::slice::{at, from, sub};
use super::transfer::{base64, hex, percent};

/// Decodes unstructured header text: folds removed, encoded words replaced, raw bytes guessed.
pub(crate) fn text(raw: &[u8]) -> String {
    text_in(raw, None)
}

/// Decodes header text; `hint` is the charset the mail uses elsewhere, for bytes sent raw.
pub(crate) fn text_in(raw: &[u8], hint: Option<&[u8]>) -> String {
    let flat = unfold(raw);
    if memchr::memmem::find(&flat, b"=?").is_none() {
        return charset::guess_in(&flat, hint).trim().to_owned();
    }
    words(&flat, hint).trim().to_owned()
}

/// Removes line breaks; the blank that follows a fold stays.
pub(crate) fn unfold(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut bytes = raw.trim_ascii().iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' | b'\n' => {
                while bytes.next_if(|b| matches!(b, b'\r' | b'\n')).is_some() {}
                if !matches!(bytes.peek(), Some(b' ' | b'\t')) {
                    out.push(b' ');
                }
            }
            b'\t' => out.push(b' '),
            0 => {}
            _ => out.push(byte),
        }
    }
    out
}

struct Word<'a> {
    charset: &'a [u8],
    bytes: Vec<u8>,
    length: usize,
}

/// Replaces the encoded words of an unfolded text.
fn words(flat: &[u8], hint: Option<&[u8]>) -> String {
    let mut out = String::with_capacity(flat.len());
    let mut pending: Option<(&[u8], Vec<u8>)> = None;
    let mut rest = flat;
    while let Some(start) = memchr::memmem::find(rest, b"=?") {
        let Some(word) = word(from(rest, start)) else {
            settle(&mut out, &mut pending);
            out.push_str(&charset::guess_in(sub(rest, 0, start + 2), hint));
            rest = from(rest, start + 2);
            continue;
        };
        let between = sub(rest, 0, start);
        // White space between two encoded words is not text (RFC 2047 section 6.2).
        if pending.is_none() || !between.trim_ascii().is_empty() {
            settle(&mut out, &mut pending);
            out.push_str(&charset::guess_in(between, hint));
        }
        match &mut pending {
            Some((charset, bytes)) if charset.eq_ignore_ascii_case(word.charset) => {
                bytes.extend(word.bytes)
            }
            _ => {
                settle(&mut out, &mut pending);
                pending = Some((word.charset, word.bytes));
            }
        }
        rest = from(rest, start + word.length);
    }
    settle(&mut out, &mut pending);
    out.push_str(&charset::guess_in(rest, hint));
    out
}

/// The charset that the first encoded word of a field declares.
pub(crate) fn declared(raw: &[u8]) -> Option<&[u8]> {
    let start = memchr::memmem::find(raw, b"=?")?;
    word(from(raw, start)).map(|word| word.charset)
}

fn settle(out: &mut String, pending: &mut Option<(&[u8], Vec<u8>)>) {
    if let Some((charset, bytes)) = pending.take() {
        let (text, _) = charset::decode(&bytes, Some(charset));
        out.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
    }
}

/// RFC 2047 allows 75 characters; senders do not care. The bound keeps unclosed words cheap.
const LONGEST_WORD: usize = 8_192;

/// Reads one encoded word at the start of the text. Blanks inside, and a missing end, are tolerated.
fn word(text: &[u8]) -> Option<Word<'_>> {
    let body = text.strip_prefix(b"=?")?;
    let charset_end = memchr::memchr(b'?', sub(body, 0, 80))?;
    let charset = sub(body, 0, charset_end);
    if charset.is_empty()
        || charset
            .iter()
            .any(|b| b.is_ascii_whitespace() || *b == b'=')
    {
        return None;
    }
    let kind = at(body, charset_end + 1).to_ascii_lowercase();
    if at(body, charset_end + 2) != b'?' || !matches!(kind, b'q' | b'b') {
        return None;
    }
    let data = from(body, charset_end + 3);
    let end = if kind == b'q' {
        q_end(data)?
    } else {
        memchr::memmem::find(sub(data, 0, LONGEST_WORD), b"?=")?
    };
    let raw = sub(data, 0, end);
    let bytes = if kind == b'b' {
        base64(raw)
    } else {
        q_word(raw)
    };
    Some(Word {
        charset,
        bytes,
        length: 2 + charset_end + 3 + end + 2,
    })
}

/// The `?=` that ends a Q word: in `?=41...` broken senders leave a bare question mark before an escape.
fn q_end(data: &[u8]) -> Option<usize> {
    let data = sub(data, 0, LONGEST_WORD);
    let first = memchr::memmem::find(data, b"?=")?;
    let escape = hex(at(data, first + 2)).is_some() && hex(at(data, first + 3)).is_some();
    if !escape {
        return Some(first);
    }
    let second = memchr::memmem::find(from(data, first + 2), b"?=").map(|i| i + first + 2);
    match second {
        Some(second)
            if memchr::memmem::find(sub(data, first, second), b"=?").is_none()
                && !sub(data, first, second).contains(&b' ') =>
        {
            Some(second)
        }
        _ => Some(first),
    }
}

fn q_word(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut i = 0;
    while i < raw.len() {
        match at(raw, i) {
            b'_' => out.push(b' '),
            b'=' => match (hex(at(raw, i + 1)), hex(at(raw, i + 2))) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    i += 2;
                }
                _ => out.push(b'='),
            },
            byte => out.push(byte),
        }
        i += 1;
    }
    out
}

/// A structured field such as `Content-Type`: its value and its parameters, decoded.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Structured {
    /// First token, lower case.
    pub(crate) value: String,
    parameters: Vec<(String, String)>,
}

impl Structured {
    /// A parameter by its lower-case name.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Reads a field value with its parameters, RFC 2231 continuations joined.
    pub(crate) fn parse(raw: &[u8]) -> Self {
        let flat = unfold(raw);
        let mut pieces = split(&flat).into_iter();
        let value = pieces.next().map(value_token).unwrap_or_default();
        let mut plain: Vec<(String, String)> = Vec::new();
        let mut segments: Vec<Piece> = Vec::new();
        for piece in pieces.take(64) {
            let Some(equals) = memchr::memchr(b'=', piece) else {
                continue;
            };
            let key =
                String::from_utf8_lossy(sub(piece, 0, equals).trim_ascii()).to_ascii_lowercase();
            let value = unquote(from(piece, equals + 1).trim_ascii());
            match segment(&key) {
                Some((base, number, extended)) => segments.push(Piece {
                    base: base.to_owned(),
                    number,
                    extended,
                    value,
                }),
                None if !key.is_empty() => plain.push((key, parameter_text(&value))),
                None => {}
            }
        }
        let mut parameters = join(segments);
        parameters.extend(plain);
        Self { value, parameters }
    }
}

fn value_token(first: &[u8]) -> String {
    let text = String::from_utf8_lossy(first);
    let text = text.split('(').next().unwrap_or("");
    text.trim()
        .trim_matches(['"', '\'', '<', '>'])
        .split_whitespace()
        .collect::<String>()
        .to_ascii_lowercase()
}

/// Splits at semicolons outside quotes. An unclosed quote ends at the end of the field.
fn split(flat: &[u8]) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let (mut start, mut i, mut quoted) = (0, 0, false);
    while i < flat.len() {
        match at(flat, i) {
            b'\\' if quoted => i += 1,
            b'"' => quoted = !quoted,
            b';' if !quoted => {
                out.push(sub(flat, start, i));
                start = i + 1;
            }
            _ => {}
        }
        i += 1;
    }
    out.push(sub(flat, start, flat.len()));
    out
}

fn unquote(raw: &[u8]) -> Vec<u8> {
    let Some(inner) = raw.strip_prefix(b"\"") else {
        return raw.to_vec();
    };
    let mut out = Vec::with_capacity(inner.len());
    let mut i = 0;
    while i < inner.len() {
        match at(inner, i) {
            // A backslash before a letter is a Windows path, not an escape.
            b'\\' if matches!(at(inner, i + 1), b'"' | b'\\') => {
                i += 1;
                out.push(at(inner, i));
            }
            b'"' => break,
            byte => out.push(byte),
        }
        i += 1;
    }
    out
}

fn parameter_text(value: &[u8]) -> String {
    if memchr::memmem::find(value, b"=?").is_some() {
        words(value, None)
    } else {
        charset::guess(value).0.into_owned()
    }
}

struct Piece {
    base: String,
    number: u16,
    extended: bool,
    value: Vec<u8>,
}

/// `name*0*` is segment 0 of `name`, extended.
fn segment(key: &str) -> Option<(&str, u16, bool)> {
    let (base, rest) = key.split_once('*')?;
    if rest.is_empty() {
        return Some((base, 0, true));
    }
    let (number, extended) = match rest.strip_suffix('*') {
        Some(number) => (number, true),
        None => (rest, false),
    };
    Some((base, number.parse().ok()?, extended))
}

/// Joins the segments of each parameter as bytes, then decodes with the charset of the first.
fn join(mut segments: Vec<Piece>) -> Vec<(String, String)> {
    segments.sort_by(|a, b| a.base.cmp(&b.base).then(a.number.cmp(&b.number)));
    let mut out: Vec<(String, String)> = Vec::new();
    for run in segments.chunk_by(|a, b| a.base == b.base) {
        let mut charset: Vec<u8> = Vec::new();
        let mut bytes = Vec::new();
        for (i, piece) in run.iter().enumerate() {
            let mut value = piece.value.as_slice();
            if i == 0 && piece.extended {
                let mut quotes = value.splitn(3, |&b| b == b'\'');
                if let (Some(name), Some(_), Some(rest)) =
                    (quotes.next(), quotes.next(), quotes.next())
                {
                    charset = name.to_vec();
                    value = rest;
                }
            }
            if piece.extended {
                bytes.extend(percent(value))
            } else {
                bytes.extend_from_slice(value)
            }
        }
        let label = (!charset.is_empty()).then_some(charset.as_slice());
        // Some programs split an encoded word over plain segments instead.
        let text = if label.is_none() {
            parameter_text(&bytes)
        } else {
            charset::decode(&bytes, label).0.into_owned()
        };
        if let Some(first) = run.first() {
            out.push((first.base.clone(), text));
        }
    }
    out
}

/// A file name on one line: line breaks and control characters left out.
pub(crate) fn file_name(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    name.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_split_over_two_words_survives() {
        assert_eq!(
            text(b"=?utf-8?Q?gr=C3?=\r\n =?UTF-8?Q?=B6n?= ok"),
            "grön ok"
        );
        assert_eq!(text(b"=?utf-8?B?w6Q=?= =?iso-8859-1?Q?=F6?="), "äö");
        assert_eq!(text(b"a =?nonsense b"), "a =?nonsense b");
    }

    #[test]
    fn a_character_split_over_two_segments_survives() {
        let field = Structured::parse(
            b"attachment; filename*0*=utf-8''gr%C3; filename*1*=%B6n; filename*2=.txt",
        );
        assert_eq!(field.value, "attachment");
        assert_eq!(field.parameter("filename"), Some("grön.txt"));
    }

    #[test]
    fn quoted_values_keep_semicolons_and_paths() {
        let field = Structured::parse(b"Text/Plain; name=\"a;b\\\"c\"; charset=utf-8");
        assert_eq!(
            (field.value.as_str(), field.parameter("name")),
            ("text/plain", Some("a;b\"c"))
        );
        let path = Structured::parse(b"x/y; name=\"C:\\temp\\a.txt\"");
        assert_eq!(path.parameter("name"), Some("C:\\temp\\a.txt"));
    }
}
