//! The tree of parts of a mail (RFC 2046).
//!
//! Invariant: no boundary can occur within a part: it contains `=_`, which neither base64 nor quoted-printable
//! ever writes, and nothing is written otherwise.

use super::File;
use super::encode;
use super::header::{Headers, is_id};

/// Longest file name in characters; longer ones lose their beginning, because the end has the extension.
const MAX_NAME: usize = 150;

/// One part, encoded.
#[derive(Debug)]
pub(super) enum Part {
    /// Headers and encoded lines.
    Leaf(Headers, String),
    /// A multipart of this kind.
    Many(&'static str, Vec<Part>),
}

impl Part {
    pub(super) fn text(media_type: &str, text: &str) -> Self {
        let (encoding, lines) = encode::text(text);
        let mut headers = Headers::default();
        headers.parameters("Content-Type", media_type, &[("charset", "utf-8")]);
        headers.text("Content-Transfer-Encoding", encoding);
        Self::Leaf(headers, lines)
    }

    pub(super) fn file(file: &File, shown: bool) -> Self {
        let name = file_name(&file.name);
        let mut headers = Headers::default();
        headers.text("Content-Type", media_type(&file.media_type));
        let disposition = if shown { "inline" } else { "attachment" };
        headers.parameters("Content-Disposition", disposition, &[("filename", &name)]);
        if let Some(id) = file.content_id.as_ref().filter(|id| is_id(id)) {
            headers.ids("Content-ID", std::slice::from_ref(id));
        }
        headers.text("Content-Transfer-Encoding", "base64");
        Self::Leaf(headers, encode::base64(&file.bytes))
    }

    /// A multipart, or the part itself when there is only one.
    pub(super) fn many(kind: &'static str, mut parts: Vec<Part>) -> Self {
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            Some(last) => {
                parts.push(last);
                Self::Many(kind, parts)
            }
            None => Self::Many(kind, parts),
        }
    }

    /// Writes the part below the headers that are in `out` already.
    pub(super) fn write(self, out: &mut String, seed: &str) {
        self.write_numbered(out, seed, &mut 0);
    }

    fn write_numbered(self, out: &mut String, seed: &str, count: &mut u32) {
        match self {
            Self::Leaf(headers, lines) => {
                out.push_str(&headers.into_text());
                out.push_str("\r\n");
                out.push_str(&lines);
            }
            Self::Many(kind, parts) => {
                *count += 1;
                let boundary = format!("=_{seed}_{count}");
                let mut headers = Headers::default();
                headers.parameters("Content-Type", kind, &[("boundary", &boundary)]);
                out.push_str(&headers.into_text());
                for part in parts {
                    out.push_str(&format!("\r\n--{boundary}\r\n"));
                    part.write_numbered(out, seed, count);
                }
                out.push_str(&format!("\r\n--{boundary}--\r\n"));
            }
        }
    }
}

/// A name that is safe to save as: no path, no control characters, bounded.
fn file_name(name: &str) -> String {
    let unsafe_char = |c: char| {
        c.is_control()
            || matches!(c, '/' | '\\' | ':' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let clean: String = name
        .chars()
        .map(|c| if unsafe_char(c) { '_' } else { c })
        .collect();
    let clean = clean.trim().trim_start_matches('.');
    let surplus = clean.chars().count().saturating_sub(MAX_NAME);
    let bounded: String = clean.chars().skip(surplus).collect();
    if bounded.is_empty() {
        "file".to_owned()
    } else {
        bounded
    }
}

/// The declared type when it is one. Mails and multiparts must not be base64 (RFC 2046 section 5.2.1), so they go as
/// plain files.
fn media_type(declared: &str) -> &str {
    let token = |s: &str| {
        !s.is_empty()
            && s.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b))
    };
    let ok = declared.split_once('/').is_some_and(|(kind, sub)| {
        token(kind)
            && token(sub)
            && !["message", "multipart"].contains(&kind.to_ascii_lowercase().as_str())
    });
    if ok && declared.len() <= 100 {
        declared
    } else {
        "application/octet-stream"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_types_are_made_safe() {
        for (name, safe) in [
            ("a.pdf", "a.pdf"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\x.exe", "C__x.exe"),
            ("a\r\nb\0", "a__b_"),
            ("  ", "file"),
            ("..", "file"),
            ("x\u{202e}fdp.exe", "x_fdp.exe"),
        ] {
            assert_eq!(file_name(name), safe, "{name:?}");
        }
        assert_eq!(
            file_name(&format!("{}.pdf", "é".repeat(400)))
                .chars()
                .count(),
            MAX_NAME
        );
        for (declared, used) in [
            ("image/png", "image/png"),
            ("application/vnd.ms-excel", "application/vnd.ms-excel"),
            ("message/rfc822", "application/octet-stream"),
            ("text/plain; name=x", "application/octet-stream"),
            ("image/png\r\nX: y", "application/octet-stream"),
            ("", "application/octet-stream"),
        ] {
            assert_eq!(media_type(declared), used, "{declared:?}");
        }
    }
}
