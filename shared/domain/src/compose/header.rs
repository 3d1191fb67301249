//! Writes header fields (RFC 5322, RFC 2047, RFC 2231).
//!
//! Invariant: whatever a value contains, it becomes one field of printable ASCII, folded at blanks only.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::address::{Address, is_deliverable};

/// Column after which a line is folded.
const WIDTH: usize = 78;
/// Longest stretch without a blank that is written as it is.
const MAX_WORD: usize = 120;
/// Longest id that is passed on; with its field name it fits a line of 998.
const MAX_ID: usize = 500;
/// Characters between the marks of an encoded word: 60 in all, so that it fits behind any field name.
const PAYLOAD: usize = 48;

/// Header fields as they are written, one below the other.
#[derive(Debug, Default)]
pub(super) struct Headers {
    out: String,
}

impl Headers {
    pub(super) fn into_text(self) -> String {
        self.out
    }

    /// An unstructured field; left out when empty.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let value = printable(value);
        if value.is_empty() {
            return;
        }
        let plain = is_plain(&value)
            && value
                .split(' ')
                .all(|word| (1..=MAX_WORD).contains(&word.len()));
        // Base64 of Thread-Index has no blank to fold at; it is bounded where it is made.
        let unfoldable = is_plain(&value) && !value.contains(' ') && value.len() <= 900;
        let words = if plain || unfoldable {
            value.split(' ').map(str::to_owned).collect()
        } else {
            encoded_words(&value)
        };
        self.fold(name, &words);
    }

    /// A list of addresses; left out when empty.
    pub(super) fn addresses(&mut self, name: &str, list: &[Address]) {
        let mut words = Vec::new();
        for (n, address) in list.iter().enumerate() {
            let comma = if n + 1 < list.len() { "," } else { "" };
            match address
                .name
                .as_deref()
                .map(printable)
                .filter(|name| !name.is_empty())
            {
                Some(name) => {
                    words.extend(phrase(&name));
                    words.push(format!("<{}>{comma}", address.email));
                }
                None => words.push(format!("{}{comma}", address.email)),
            }
        }
        self.fold(name, &words);
    }

    /// A list of message ids; those that cannot be written are left out.
    pub(super) fn ids(&mut self, name: &str, ids: &[String]) {
        let ids = ids
            .iter()
            .map(|id| id.trim().trim_matches(['<', '>']))
            .filter(|id| is_id(id));
        self.fold(name, &ids.map(|id| format!("<{id}>")).collect::<Vec<_>>());
    }

    /// A value with parameters such as `attachment; filename=…`.
    pub(super) fn parameters(&mut self, name: &str, value: &str, parameters: &[(&str, &str)]) {
        let mut words = vec![value.to_owned()];
        for (key, value) in parameters {
            words.extend(parameter(key, value));
        }
        let last = words.len().saturating_sub(1);
        words.iter_mut().take(last).for_each(|word| word.push(';'));
        self.fold(name, &words);
    }

    fn fold(&mut self, name: &str, words: &[String]) {
        if words.is_empty() {
            return;
        }
        self.out.push_str(name);
        self.out.push(':');
        let mut column = name.len() + 1;
        for (n, word) in words.iter().enumerate() {
            if n > 0 && column + 1 + word.len() > WIDTH {
                self.out.push_str("\r\n");
                column = 0;
            }
            self.out.push(' ');
            self.out.push_str(word);
            column += 1 + word.len();
        }
        self.out.push_str("\r\n");
    }
}

/// Whether a message id can be written between brackets.
pub(super) fn is_id(id: &str) -> bool {
    (1..=MAX_ID).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>'))
}

/// Whether an address can be written without quotes (RFC 5322 `dot-atom`, with the doubled dots that some
/// providers gave out).
pub(super) fn is_writable(email: &str) -> bool {
    let atom = |b: u8| b.is_ascii_alphanumeric() || b".!#$%&'*+-/=?^_`{|}~".contains(&b);
    is_deliverable(email) && email.bytes().filter(|b| *b != b'@').all(atom)
}

/// Control characters become blanks, ends are trimmed. Line breaks were refused before; this is the second lock.
fn printable(value: &str) -> String {
    value.replace(char::is_control, " ").trim().to_owned()
}

/// Whether a text may stand as it is. Doubled blanks would be lost in folding, `=?` would be decoded.
fn is_plain(value: &str) -> bool {
    value.bytes().all(|b| (0x20..0x7f).contains(&b))
        && !value.contains("=?")
        && !value.contains("  ")
}

/// A display name: words, a quoted string, or encoded words.
fn phrase(name: &str) -> Vec<String> {
    let atom = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~ ".contains(&b);
    if !is_plain(name) || name.len() > MAX_WORD {
        return encoded_words(name);
    }
    if name.bytes().all(atom) {
        return name.split(' ').map(str::to_owned).collect();
    }
    vec![format!(
        "\"{}\"",
        name.replace('\\', "\\\\").replace('"', "\\\"")
    )]
}

/// RFC 2047 words of UTF-8, cut between characters, in the shorter of both encodings.
fn encoded_words(text: &str) -> Vec<String> {
    let q_length: usize = text
        .bytes()
        .map(|b| if is_q_safe(b) || b == b' ' { 1 } else { 3 })
        .sum();
    let quoted = q_length <= text.len().div_ceil(3) * 4;
    let mut words = Vec::new();
    let mut piece = String::new();
    for c in text.chars() {
        let longer = if quoted {
            q(&piece).len() + 3 * c.len_utf8()
        } else {
            (piece.len() + c.len_utf8()).div_ceil(3) * 4
        };
        if longer > PAYLOAD {
            words.push(encoded_word(&piece, quoted));
            piece.clear();
        }
        piece.push(c);
    }
    if !piece.is_empty() {
        words.push(encoded_word(&piece, quoted));
    }
    words
}

fn encoded_word(piece: &str, quoted: bool) -> String {
    if quoted {
        format!("=?utf-8?Q?{}?=", q(piece))
    } else {
        format!("=?utf-8?B?{}?=", STANDARD.encode(piece))
    }
}

/// The set that is allowed even within a display name (RFC 2047 section 5).
fn is_q_safe(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"!*+-/".contains(&b)
}

fn q(piece: &str) -> String {
    piece.bytes().fold(String::new(), |mut out, b| {
        match b {
            b' ' => out.push('_'),
            b if is_q_safe(b) => out.push(char::from(b)),
            b => out.push_str(&format!("={b:02X}")),
        }
        out
    })
}

/// A parameter: quoted when simple, else percent-encoded UTF-8, in pieces when long (RFC 2231).
fn parameter(key: &str, value: &str) -> Vec<String> {
    let simple = |b: u8| b.is_ascii_alphanumeric() || b" ._-()+,=@'/?:".contains(&b);
    if value.len() <= 60 && value.bytes().all(simple) {
        return vec![format!("{key}=\"{value}\"")];
    }
    let mut pieces = vec![String::from("utf-8''")];
    for c in value.chars() {
        let coded = percent(c);
        match pieces.last_mut() {
            Some(piece) if piece.len() + coded.len() <= 56 => piece.push_str(&coded),
            _ => pieces.push(coded),
        }
    }
    match pieces.as_slice() {
        [only] => vec![format!("{key}*={only}")],
        _ => pieces
            .iter()
            .enumerate()
            .map(|(n, piece)| format!("{key}*{n}*={piece}"))
            .collect(),
    }
}

fn percent(c: char) -> String {
    let mut buffer = [0; 4];
    c.encode_utf8(&mut buffer)
        .bytes()
        .fold(String::new(), |mut out, b| {
            if b.is_ascii_alphanumeric() || b"._-".contains(&b) {
                out.push(char::from(b));
            } else {
                out.push_str(&format!("%{b:02X}"));
            }
            out
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> String {
        let mut headers = Headers::default();
        headers.text("Subject", value);
        headers.into_text()
    }

    #[test]
    fn values_are_written_as_plainly_as_possible() {
        let cases = [
            ("Hello there", "Subject: Hello there\r\n"),
            ("", ""),
            (" \t ", ""),
            ("Grüße", "Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\n"),
            ("Zoë schreibt", "Subject: =?utf-8?Q?Zo=C3=AB_schreibt?=\r\n"),
            ("日本語", "Subject: =?utf-8?B?5pel5pys6Kqe?=\r\n"),
            ("a  b", "Subject: =?utf-8?Q?a__b?=\r\n"),
            (
                "=?utf-8?Q?x?=",
                "Subject: =?utf-8?B?PT91dGYtOD9RP3g/PQ==?=\r\n",
            ),
            (
                "a\r\nBcc: eve@example.org",
                "Subject: =?utf-8?Q?a__Bcc=3A_eve=40example=2Eorg?=\r\n",
            ),
        ];
        for (value, line) in cases {
            assert_eq!(text(value), line, "{value:?}");
        }
    }

    #[test]
    fn names_are_quoted_or_encoded() {
        let cases = [
            (Some("Ann Lee"), "To: Ann Lee <a@example.com>\r\n"),
            (Some("Lee, Ann"), "To: \"Lee, Ann\" <a@example.com>\r\n"),
            (Some("a\"b\\c"), "To: \"a\\\"b\\\\c\" <a@example.com>\r\n"),
            (Some("Zoë"), "To: =?utf-8?Q?Zo=C3=AB?= <a@example.com>\r\n"),
            (None, "To: a@example.com\r\n"),
        ];
        for (name, line) in cases {
            let mut headers = Headers::default();
            headers.addresses("To", &[Address::new(name, "a@example.com")]);
            assert_eq!(headers.into_text(), line);
        }
    }

    #[test]
    fn file_names_are_quoted_or_percent_encoded() {
        let cases = [
            ("a b.pdf", "X: y; filename=\"a b.pdf\"\r\n"),
            ("a\"b.pdf", "X: y; filename*=utf-8''a%22b.pdf\r\n"),
            ("ü.pdf", "X: y; filename*=utf-8''%C3%BC.pdf\r\n"),
            ("a\r\nb", "X: y; filename*=utf-8''a%0D%0Ab\r\n"),
        ];
        for (name, line) in cases {
            let mut headers = Headers::default();
            headers.parameters("X", "y", &[("filename", name)]);
            assert_eq!(headers.into_text(), line);
        }
    }

    #[test]
    fn addresses_that_need_quotes_are_refused() {
        for bad in [
            "a[b]@example.com",
            "a\\b@example.com",
            "ü@example.com",
            "a@exämple.com",
            "a:b@example.com",
        ] {
            assert!(!is_writable(bad), "{bad}");
        }
        for good in [
            "o'brien@example.com",
            "a..b@example.com",
            "reply+x@in.example.com",
        ] {
            assert!(is_writable(good), "{good}");
        }
    }
}
