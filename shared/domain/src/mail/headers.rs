//! Reads a header block into fields, and fields into ids and dates.
//!
//! Invariant: fields keep their raw bytes and their order, so "the topmost" means what the server wrote.

use super::limits::Limits;
use super::slice::{at, from, starts_with_fold, sub};

/// One header field as sent; the value still has its folds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field<'a> {
    /// Name without the colon.
    pub(crate) name: &'a [u8],
    /// Raw bytes after the colon.
    pub(crate) value: &'a [u8],
}

/// The fields of one header block, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields<'a> {
    /// Top to bottom.
    pub(crate) list: Vec<Field<'a>>,
}

impl<'a> Fields<'a> {
    /// The first field of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&'a [u8]> {
        self.all(name).next()
    }

    /// All fields of a name, top to bottom.
    pub(crate) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'a [u8]> + 's {
        self.list
            .iter()
            .filter(move |f| f.name.eq_ignore_ascii_case(name.as_bytes()))
            .map(|f| f.value)
    }

    /// Whether a field of that name exists.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A field as text, decoded.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(super::encoded::text)
    }

    /// A field in lower case, empty when absent.
    pub(crate) fn folded(&self, name: &str) -> String {
        self.get(name)
            .map(|v| String::from_utf8_lossy(v).trim().to_lowercase())
            .unwrap_or_default()
    }
}

/// A header block with what follows it.
pub(crate) struct Block<'a> {
    /// The fields.
    pub(crate) fields: Fields<'a>,
    /// Everything after the empty line.
    pub(crate) body: &'a [u8],
    /// Whether fields were left out because of a limit.
    pub(crate) cut: bool,
}

/// Splits an entity into header and body. A line that cannot be a field ends the header when
/// nothing that follows looks like one; otherwise it belongs to the field before it.
pub(crate) fn block<'a>(entity: &'a [u8], limits: &Limits) -> Block<'a> {
    let mut fields: Vec<Field<'a>> = Vec::new();
    let mut cut = false;
    let mut open: Option<(usize, usize, usize)> = None;
    let mut position = 0;
    let mut body = entity.len();
    while position < entity.len() {
        let end = line_end(entity, position);
        match line_kind(entity, position, end, open.is_some()) {
            LineKind::Field(colon) => {
                close(&mut fields, entity, open.take(), position, limits, &mut cut);
                open = Some((position, position + colon, position + colon + 1));
            }
            LineKind::More => {}
            LineKind::Body(start) => {
                body = start;
                break;
            }
        }
        position = end;
        if position > limits.header_bytes {
            cut = true;
            body = header_end(entity, position);
            break;
        }
    }
    close(
        &mut fields,
        entity,
        open,
        position.min(body),
        limits,
        &mut cut,
    );
    Block {
        fields: Fields { list: fields },
        body: from(entity, body),
        cut,
    }
}

/// What a line of the header is.
enum LineKind {
    /// It starts a field; where its colon stands.
    Field(usize),
    /// It belongs to what stands above.
    More,
    /// The header is over; where the body starts.
    Body(usize),
}

fn line_kind(entity: &[u8], start: usize, end: usize, open: bool) -> LineKind {
    let line = sub(entity, start, end);
    if line.trim_ascii().is_empty() && !continues_after_blank(entity, line, end) {
        return LineKind::Body(end);
    }
    if open && matches!(line.first(), Some(b' ' | b'\t')) {
        return LineKind::More;
    }
    let mbox = || line.starts_with(b"From ") || line.starts_with(b">From ");
    match field_colon(line) {
        Some(colon) => LineKind::Field(colon),
        None if mbox() || header_goes_on(entity, end) => LineKind::More,
        None => LineKind::Body(start),
    }
}

/// A line of blanks only is a continuation when the header goes on right after it.
fn continues_after_blank(entity: &[u8], line: &[u8], end: usize) -> bool {
    matches!(line.first(), Some(b' ' | b'\t')) && matches!(at(entity, end), b' ' | b'\t')
}

fn close<'a>(
    fields: &mut Vec<Field<'a>>,
    entity: &'a [u8],
    open: Option<(usize, usize, usize)>,
    end: usize,
    limits: &Limits,
    cut: &mut bool,
) {
    let Some((start, colon, value)) = open else {
        return;
    };
    if fields.len() >= limits.headers {
        *cut = true;
        return;
    }
    fields.push(Field {
        name: sub(entity, start, colon).trim_ascii(),
        value: sub(entity, value, end),
    });
}

fn line_end(bytes: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', from(bytes, start)).map_or(bytes.len(), |i| start + i + 1)
}

fn header_end(entity: &[u8], start: usize) -> usize {
    let rest = from(entity, start);
    let crlf = memchr::memmem::find(rest, b"\r\n\r\n").map(|i| i + 4);
    let lf = memchr::memmem::find(rest, b"\n\n").map(|i| i + 2);
    let first = match (crlf, lf) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b).unwrap_or(rest.len()),
    };
    start + first
}

/// Fields that every mail has; one of them close below proves that a strange line is still header.
const USUAL: [&[u8]; 12] = [
    b"from",
    b"to",
    b"subject",
    b"date",
    b"received",
    b"message-id",
    b"mime-version",
    b"content-type",
    b"return-path",
    b"reply-to",
    b"content-transfer-encoding",
    b"cc",
];

/// Whether a usual field follows within a few lines, before the empty line.
fn header_goes_on(entity: &[u8], start: usize) -> bool {
    let mut position = start;
    for _ in 0..8 {
        let end = line_end(entity, position);
        let line = sub(entity, position, end);
        if line.trim_ascii().is_empty() {
            return false;
        }
        let usual = field_colon(line).map(|colon| sub(line, 0, colon).trim_ascii_end());
        if usual.is_some_and(|name| {
            USUAL.iter().any(|u| name.eq_ignore_ascii_case(u)) || starts_with_fold(name, b"x-")
        }) {
            return true;
        }
        position = end;
    }
    false
}

/// Position of the colon when the line starts a field: a name of printable ASCII without blanks.
fn field_colon(line: &[u8]) -> Option<usize> {
    let colon = memchr::memchr(b':', line)?;
    let name = sub(line, 0, colon).trim_ascii_end();
    (!name.is_empty() && name.iter().all(|b| (33..=126).contains(b))).then_some(colon)
}

/// Skips what may stand before the first field: byte order mark, empty lines, blanks, an mbox line.
pub(crate) fn start(raw: &[u8]) -> &[u8] {
    let mut rest = raw
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(raw)
        .trim_ascii_start();
    if rest.starts_with(b"From ") && field_colon(sub(rest, 0, line_end(rest, 0))).is_none() {
        rest = from(rest, line_end(rest, 0));
    }
    rest
}

/// Ids between angle brackets; without any, the words that contain `@`.
pub(crate) fn ids(raw: &[u8]) -> Vec<String> {
    let flat = super::encoded::unfold(raw);
    let mut out = Vec::new();
    let mut rest = flat.as_slice();
    while let Some(open) = memchr::memchr(b'<', rest) {
        let inner = from(rest, open + 1);
        let close = inner
            .iter()
            .position(|b| matches!(b, b'>' | b'<'))
            .unwrap_or(inner.len());
        push_id(&mut out, sub(inner, 0, close));
        rest = from(inner, close);
    }
    if out.is_empty() {
        for word in flat.split(|b| matches!(b, b' ' | b',' | b';' | b'"')) {
            if word.contains(&b'@') {
                push_id(&mut out, word);
            }
        }
    }
    // Some programs write an id that is no address.
    if out.is_empty() && !flat.is_empty() && !flat.contains(&b' ') {
        push_id(&mut out, &flat);
    }
    out
}

fn push_id(out: &mut Vec<String>, raw: &[u8]) {
    let id: String = String::from_utf8_lossy(raw)
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    if !id.is_empty() && id.len() <= 998 && out.len() < 1_000 {
        out.push(id);
    }
}

/// The form in which message ids are compared: no angle brackets, no blanks, case kept.
#[must_use]
pub fn message_id_key(id: &str) -> String {
    id.trim()
        .trim_start_matches('<')
        .trim_end_matches('>')
        .split_whitespace()
        .collect()
}

/// `Date` in milliseconds since 1970.
pub(crate) fn date_ms(raw: &[u8]) -> Option<i64> {
    let text = String::from_utf8_lossy(raw);
    let date = mail_parser::DateTime::parse_rfc822(text.trim())?;
    (date.is_valid() && (1970..=9999).contains(&date.year))
        .then(|| date.to_timestamp().saturating_mul(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Block<'_> {
        block(text.as_bytes(), &Limits::default())
    }

    #[test]
    fn folds_and_broken_lines_belong_to_their_field() {
        let block = read("Subject: a\r\n b\r\nlost\r\nTo: x@example.com\r\n\r\nbody");
        assert_eq!(block.fields.text("subject").as_deref(), Some("a b lost"));
        assert_eq!(
            (block.fields.list.len(), block.body),
            (2, b"body".as_slice())
        );
    }

    #[test]
    fn a_missing_empty_line_starts_the_body() {
        let block = read("Subject: a\nHello there\nhow are you\n");
        assert_eq!(block.body, b"Hello there\nhow are you\n");
    }

    #[test]
    fn header_limits_hold() {
        let many = "A: b\n".repeat(5_000);
        let block = read(&many);
        assert!(block.cut && block.fields.list.len() == 1_000);
        let long = format!("A: {}\n\nbody", "x\n ".repeat(200_000));
        assert!(read(&long).cut);
    }

    #[test]
    fn ids_are_read_with_and_without_brackets() {
        assert_eq!(ids(b" <a@x>\r\n\t<b@y>, junk"), ["a@x", "b@y"]);
        assert_eq!(ids(b"a@x b@y"), ["a@x", "b@y"]);
        assert_eq!(message_id_key(" <A@x> "), "A@x");
    }

    #[test]
    fn dates_are_read() {
        assert_eq!(date_ms(b"Thu, 1 Jan 1970 01:00:01 +0100"), Some(1_000));
        assert_eq!(date_ms(b"yesterday"), None);
    }
}
