//! Splits a mail into its parts (RFC 2046), with bounded depth and number.
//!
//! Invariant: work is at most depth times the size of the mail. mail-parser looks for a missing
//! boundary again from every part, which hostile mail turns into quadratic time; hence our own.

use super::encoded::Structured;
use super::headers::{self, Fields};
use super::limits::{Limits, Warning};
use super::slice::{at, from, sub};
use super::transfer::Encoding;

/// One part of the mail; multiparts have children, all others have bytes.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    /// Header of the part.
    pub(crate) fields: Fields<'a>,
    /// `Content-Type`, never empty.
    pub(crate) media: Structured,
    /// `Content-Disposition`.
    pub(crate) disposition: Structured,
    /// Transfer encoding of the bytes.
    pub(crate) encoding: Encoding,
    /// Bytes as sent.
    pub(crate) body: &'a [u8],
    /// Indices of the children, in order.
    pub(crate) children: Vec<usize>,
}

impl Part<'_> {
    /// Whether this is `kind/…`.
    pub(crate) fn is_kind(&self, kind: &str) -> bool {
        self.media.value.split('/').next() == Some(kind)
    }

    /// Whether this is exactly the given media type.
    pub(crate) fn is(&self, media_type: &str) -> bool {
        self.media.value == media_type
    }

    /// File name, from the disposition or the type.
    pub(crate) fn name(&self) -> Option<String> {
        let name = self
            .disposition
            .parameter("filename")
            .or_else(|| self.media.parameter("name"))?;
        let name = super::encoded::file_name(name);
        (!name.is_empty()).then_some(name)
    }
}

struct Builder<'a, 'l> {
    parts: Vec<Part<'a>>,
    limits: &'l Limits,
    warnings: Vec<Warning>,
}

/// Parses a whole mail; the first part is the mail itself.
pub(crate) fn parse<'a>(raw: &'a [u8], limits: &Limits) -> (Vec<Part<'a>>, Vec<Warning>) {
    let mut builder = Builder {
        parts: Vec::new(),
        limits,
        warnings: Vec::new(),
    };
    builder.entity(headers::start(raw), 0, "text/plain");
    (builder.parts, builder.warnings)
}

impl<'a> Builder<'a, '_> {
    fn entity(&mut self, entity: &'a [u8], depth: usize, default: &str) -> usize {
        let block = headers::block(entity, self.limits);
        if block.cut {
            self.warn(Warning::HeaderTooLarge);
        }
        let declared = block.fields.get("content-type").map(Structured::parse);
        let known = declared.as_ref().is_some_and(|m| m.value.contains('/'));
        let mut media = declared.unwrap_or_default();
        if !known {
            let named = media.parameter("name").is_some();
            media.value = half_a_type(&media.value, named, default).to_owned();
        }
        let index = self.parts.len();
        let encoding = block
            .fields
            .get("content-transfer-encoding")
            .map(Encoding::parse)
            .unwrap_or_default();
        let disposition = block
            .fields
            .get("content-disposition")
            .map(Structured::parse)
            .unwrap_or_default();
        let (fields, body) = (block.fields, block.body);
        self.parts.push(Part {
            fields,
            media,
            disposition,
            encoding,
            body,
            children: Vec::new(),
        });
        self.split(index, depth);
        index
    }

    /// Finds the children of a multipart; one without boundaries becomes text.
    fn split(&mut self, index: usize, depth: usize) {
        let Some(part) = self.parts.get(index).filter(|p| p.is_kind("multipart")) else {
            return;
        };
        let body = part.body;
        let default = match part.is("multipart/digest") {
            true => "message/rfc822",
            false => "text/plain",
        };
        if depth >= self.limits.depth {
            self.warn(Warning::TooDeep);
            return self.retype(index, "application/octet-stream");
        }
        let boundary = part.media.parameter("boundary").unwrap_or("").trim_end();
        let ranges = pieces(body, boundary.as_bytes());
        if ranges.is_empty() {
            let html = looks_html(body);
            return self.retype(index, if html { "text/html" } else { "text/plain" });
        }
        let mut children = Vec::with_capacity(ranges.len().min(self.limits.parts));
        for entity in ranges {
            if self.parts.len() >= self.limits.parts {
                self.warn(Warning::TooManyParts(self.limits.parts));
                break;
            }
            children.push(self.entity(entity, depth + 1, default));
        }
        if let Some(part) = self.parts.get_mut(index) {
            part.children = children;
        }
    }

    fn retype(&mut self, index: usize, value: &str) {
        if let Some(part) = self.parts.get_mut(index) {
            part.media = Structured::parse(value.as_bytes());
        }
    }

    fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// A type without subtype: text is plain, other kinds are files.
fn half_a_type<'d>(kind: &str, named: bool, default: &'d str) -> &'d str {
    match kind {
        "application" | "image" | "audio" | "video" => "application/octet-stream",
        "text" => "text/plain",
        kind if named && !kind.is_empty() => "application/octet-stream",
        _ => default,
    }
}

/// The entities of a multipart, with a guessed boundary when the declared one does not occur.
fn pieces<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let declared = delimited(body, boundary);
    if !declared.is_empty() {
        return declared;
    }
    guess_boundary(body)
        .map(|b| delimited(body, &b))
        .unwrap_or_default()
}

/// The pieces between delimiter lines. A missing end is the end of the body; pieces after an early
/// end mark are kept, because broken nesting puts real parts there.
fn delimited<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut out = Vec::new();
    if boundary.is_empty() {
        return out;
    }
    let mut open: Option<usize> = None;
    for delimiter in delimiters(body, boundary) {
        if let Some(start) = open.take() {
            out.push(sub(body, start, delimiter.start));
        }
        if !delimiter.last {
            open = Some(delimiter.end);
        }
    }
    if let Some(start) = open {
        let rest = from(body, start);
        if !rest.trim_ascii().is_empty() {
            out.push(rest);
        }
    }
    out
}

struct Delimiter {
    start: usize,
    end: usize,
    last: bool,
}

fn delimiters(body: &[u8], boundary: &[u8]) -> Vec<Delimiter> {
    let mut out = Vec::new();
    let mut needle = b"--".to_vec();
    needle.extend_from_slice(boundary);
    for found in memchr::memmem::find_iter(body, &needle) {
        if found > 0 && at(body, found - 1) != b'\n' {
            continue;
        }
        let after = found + needle.len();
        let end = memchr::memchr(b'\n', from(body, after)).map_or(body.len(), |i| after + i + 1);
        let rest = sub(body, after, end);
        let last = rest.starts_with(b"--");
        if !last && !rest.trim_ascii().is_empty() {
            continue;
        }
        let mut start = found.saturating_sub(1);
        if start > 0 && at(body, start - 1) == b'\r' {
            start -= 1;
        }
        out.push(Delimiter { start, end, last });
        if out.len() > 2_000 {
            break;
        }
    }
    out
}

/// The boundary a sender forgot to declare: the first `--` line whose closing form exists, too.
fn guess_boundary(body: &[u8]) -> Option<Vec<u8>> {
    let candidates = body
        .split(|&b| b == b'\n')
        .take(50)
        .map(<[u8]>::trim_ascii_end);
    // Each candidate costs a search through the body.
    for line in candidates
        .filter(|l| l.starts_with(b"--") && l.len() >= 8 && !l.contains(&b' '))
        .take(3)
    {
        let Some(boundary) = line.strip_prefix(b"--") else {
            continue;
        };
        let mut close = line.to_vec();
        close.extend_from_slice(b"--");
        if memchr::memmem::find(body, &close).is_some() {
            return Some(boundary.to_vec());
        }
    }
    None
}

fn looks_html(body: &[u8]) -> bool {
    let head = sub(body.trim_ascii_start(), 0, 200);
    ["<html", "<!doctype", "<body", "<div"]
        .iter()
        .any(|tag| super::slice::starts_with_fold(head, tag.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(raw: &str) -> Vec<(String, Vec<u8>)> {
        let (parts, _) = parse(raw.as_bytes(), &Limits::default());
        parts
            .into_iter()
            .map(|p| (p.media.value, p.body.to_vec()))
            .collect()
    }

    const MIXED: &str = "Content-Type: multipart/mixed; boundary=abc\r\n\r\npreamble\r\n--abc\r\n\r\none\r\n--abc \r\nContent-Type: text/html\r\n\r\n<p>\r\n--abcd\r\n--abc--\r\nepilogue";

    #[test]
    fn parts_end_before_their_delimiter() {
        let parts = parts(MIXED);
        assert_eq!(parts[1], ("text/plain".into(), b"one".to_vec()));
        assert_eq!(parts[2], ("text/html".into(), b"<p>\r\n--abcd".to_vec()));
        assert_eq!(parts.len(), 3);
    }

    #[test]
    fn a_multipart_without_boundary_is_text() {
        assert_eq!(
            parts("Content-Type: multipart/mixed; boundary=zz\n\nhello")[0].0,
            "text/plain"
        );
        assert_eq!(
            parts("Content-Type: multipart/mixed\n\n--abcdef\n\nhi\n--abcdef--\n").len(),
            2
        );
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let mut deep = String::from("Content-Type: multipart/mixed; boundary=b0\n\n");
        for i in 0..40 {
            deep.push_str(&format!(
                "--b{i}\nContent-Type: multipart/mixed; boundary=b{}\n\n",
                i + 1
            ));
        }
        let (found, warnings) = parse(deep.as_bytes(), &Limits::default());
        assert!(found.len() <= 12 && warnings.contains(&Warning::TooDeep));
        let wide = format!(
            "Content-Type: multipart/mixed; boundary=b\n\n{}",
            "--b\n\nx\n".repeat(900)
        );
        let (found, warnings) = parse(wide.as_bytes(), &Limits::default());
        assert!(found.len() == 200 && warnings.contains(&Warning::TooManyParts(200)));
    }
}
