//! Encodes bodies so that they pass every server unchanged (RFC 2045 section 6).
//!
//! Invariant: the output is printable ASCII in lines of at most 76 characters ended by CRLF.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Longest encoded line.
const WIDTH: usize = 76;
/// Bytes that make one full line of base64.
const LINE_BYTES: usize = 57;

/// A text as written: its transfer encoding and the encoded lines.
pub(super) fn text(text: &str) -> (&'static str, String) {
    let text = clean(text);
    let foreign = text.bytes().filter(|b| !b.is_ascii()).count();
    // Quoted-printable stays readable and is shorter until about a sixth of the bytes need three characters.
    if foreign * 6 > text.len() {
        ("base64", base64(text.replace('\n', "\r\n").as_bytes()))
    } else {
        ("quoted-printable", quoted_printable(&text))
    }
}

/// Base64 in lines.
pub(super) fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(LINE_BYTES) * (WIDTH + 2));
    for line in bytes.chunks(LINE_BYTES) {
        STANDARD.encode_string(line, &mut out);
        out.push_str("\r\n");
    }
    out
}

/// Line ends as LF; control characters that no mail program shows are dropped.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

fn quoted_printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16 + 2);
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        quoted_line(line, &mut out);
        out.push_str("\r\n");
    }
    out
}

fn quoted_line(line: &str, out: &mut String) {
    let (mut column, bytes) = (0, line.as_bytes());
    for (at, &byte) in bytes.iter().enumerate() {
        let last = at + 1 == bytes.len();
        // A dot alone ends an SMTP session, and `From ` is changed by mailbox files, at the start of any line.
        let risky = column == 0
            && (byte == b'.'
                || (byte == b'F' && line.get(at..).is_some_and(|l| l.starts_with("From "))));
        let literal = match byte {
            b' ' | b'\t' => !last,
            b'=' => false,
            byte => byte.is_ascii_graphic() && !risky,
        };
        let width = if literal { 1 } else { 3 };
        if column + width > WIDTH - 1 {
            out.push_str("=\r\n");
            column = 0;
        }
        if literal {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("={byte:02X}"));
        }
        column += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_where_needed() {
        let cases = [
            ("hello\n", "hello\r\n"),
            ("", "\r\n"),
            ("a=b", "a=3Db\r\n"),
            ("-- \nAnn", "--=20\r\nAnn\r\n"),
            (
                "Grüße an alle, bis morgen",
                "Gr=C3=BC=C3=9Fe an alle, bis morgen\r\n",
            ),
            ("a\rb\r\nc\0d", "a\r\nb\r\ncd\r\n"),
            (".\nFrom here\n", "=2E\r\n=46rom here\r\n"),
        ];
        for (plain, coded) in cases {
            assert_eq!(
                text(plain),
                ("quoted-printable", coded.to_owned()),
                "{plain:?}"
            );
        }
    }

    #[test]
    fn foreign_text_is_base64() {
        assert_eq!(text("日本語"), ("base64", "5pel5pys6Kqe\r\n".to_owned()));
    }

    #[test]
    fn long_lines_are_broken() {
        for plain in [
            "x".repeat(5_000),
            "=".repeat(5_000),
            "ü ".repeat(3_000),
            " ".repeat(300),
        ] {
            let (_, coded) = text(&plain);
            assert!(coded.is_ascii() && coded.lines().all(|l| l.len() <= 76));
        }
        assert!(base64(&[0; 1_000]).lines().all(|l| l.len() <= 76));
    }
}
