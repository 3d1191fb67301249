//! Chooses what is the body of a mail and what is a file.
//!
//! Invariant: every leaf part is either body or file, or the losing twin of an alternative.

use super::charset;
use super::html::{self, Converted};
use super::limits::{Limits, Warning};
use super::mime::Part;
use super::{links, transfer};

/// The body of a mail.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// Text as shown.
    pub(crate) text: String,
    /// HTML, decoded.
    pub(crate) html: Option<String>,
    /// The conversion that gave the text, when there was no plain part.
    pub(crate) converted: Option<Converted>,
    /// Indices of the parts that are files.
    pub(crate) files: Vec<usize>,
}

#[derive(Default)]
struct Piece {
    text: Option<String>,
    html: Option<String>,
}

#[derive(Default)]
struct Collected {
    pieces: Vec<Piece>,
    files: Vec<usize>,
}

struct Walker<'p, 'a, 'w> {
    parts: &'p [Part<'a>],
    limits: &'p Limits,
    /// The charset that the mail declares elsewhere.
    hint: Option<&'p [u8]>,
    warnings: &'w mut Vec<Warning>,
}

/// Chooses the body of the mail whose parts are given; `hint` is for parts that declare no charset.
pub(crate) fn choose(
    parts: &[Part<'_>],
    limits: &Limits,
    hint: Option<&[u8]>,
    warnings: &mut Vec<Warning>,
) -> Body {
    let mut walker = Walker {
        parts,
        limits,
        hint,
        warnings,
    };
    let mut all = Collected::default();
    walker.visit(0, false, &mut all);
    assemble(all)
}

impl Walker<'_, '_, '_> {
    fn visit(&mut self, index: usize, in_alternative: bool, out: &mut Collected) {
        let Some(part) = self.parts.get(index) else {
            return;
        };
        if part.children.is_empty() {
            self.leaf(index, part, in_alternative, out);
        } else if part.is("multipart/alternative") {
            self.alternative(part, out);
        } else {
            for &child in &part.children {
                self.visit(child, in_alternative, out);
            }
        }
    }

    /// The richest HTML and the first text of the alternatives; other forms become files.
    fn alternative(&mut self, part: &Part<'_>, out: &mut Collected) {
        let mut text: Option<String> = None;
        let mut html: Option<String> = None;
        for &child in &part.children {
            let mut inner = Collected::default();
            self.visit(child, true, &mut inner);
            out.files.append(&mut inner.files);
            for piece in inner.pieces {
                if let Some(piece) = piece.text.filter(|t| !t.trim().is_empty()) {
                    append(&mut text, &piece);
                }
                if let Some(piece) = piece.html {
                    append(&mut html, &piece);
                }
            }
        }
        out.pieces.push(Piece { text, html });
    }

    fn leaf(&mut self, index: usize, part: &Part<'_>, in_alternative: bool, out: &mut Collected) {
        let html = part.is("text/html");
        let readable = html || part.is("text/plain") || (index == 0 && part.is_kind("text"));
        let named = part.name().is_some();
        let attached = part.disposition.value == "attachment"
            || (named && index != 0 && !(in_alternative && readable));
        if !readable || attached {
            if index != 0 || !part.body.is_empty() {
                out.files.push(index);
            }
            return;
        }
        let text = self.decode(part);
        out.pieces.push(match html {
            true => Piece {
                text: None,
                html: Some(text),
            },
            false => Piece {
                text: Some(plain(part, &text)),
                html: None,
            },
        });
    }

    fn decode(&mut self, part: &Part<'_>) -> String {
        let bytes = transfer::decode(part.body, part.encoding);
        let bytes = super::slice::sub(&bytes, 0, self.limits.part_bytes);
        let label = part.media.parameter("charset").map(str::as_bytes);
        let declared = label.is_some();
        let label = label
            .map(<[u8]>::to_vec)
            .or_else(|| part.is("text/html").then(|| meta_charset(bytes)).flatten());
        let (text, bad) = match &label {
            Some(label) => charset::decode(bytes, Some(label)),
            None => (charset::guess_in(bytes, self.hint), false),
        };
        if bad && declared && !self.warnings.contains(&Warning::BadCharset) {
            self.warnings.push(Warning::BadCharset);
        }
        lines(&text)
    }
}

/// A plain part as shown: soft lines joined, links as the author wrote them.
fn plain(part: &Part<'_>, text: &str) -> String {
    let says = |name: &str, word: &str| {
        let value = part.media.parameter(name);
        value.is_some_and(|v| v.eq_ignore_ascii_case(word))
    };
    if says("format", "flowed") {
        let joined = unflow(text, says("delsp", "yes"));
        links::unwrapped(&joined).into_owned()
    } else {
        links::unwrapped(text).into_owned()
    }
}

fn append(to: &mut Option<String>, piece: &str) {
    match to {
        Some(all) => {
            all.push('\n');
            all.push_str(piece);
        }
        None => *to = Some(piece.to_owned()),
    }
}

fn assemble(all: Collected) -> Body {
    let any_html = all.pieces.iter().any(|p| p.html.is_some());
    let mut html: Option<String> = None;
    let mut text: Option<String> = None;
    let mut converted = None;
    let single = all.pieces.len() == 1;
    for piece in &all.pieces {
        if any_html {
            match (&piece.html, &piece.text) {
                (Some(part), _) => append(&mut html, part),
                (None, Some(part)) if !part.trim().is_empty() => append(&mut html, &as_html(part)),
                _ => {}
            }
        }
        let stub = piece
            .html
            .as_deref()
            .and_then(|html| behind_stub(piece.text.as_deref()?, html));
        match (&piece.text, &piece.html) {
            (Some(part), _) if stub.is_none() => append(&mut text, part.trim_end_matches('\n')),
            (_, Some(part)) => {
                let conversion = stub
                    .unwrap_or_else(|| html::convert(super::slice::clip(part, html::MAX_BYTES)));
                append(&mut text, &conversion.text);
                if single {
                    converted = Some(conversion);
                }
            }
            (_, None) => {}
        }
    }
    Body {
        text: text.unwrap_or_default(),
        html,
        converted,
        files: all.files,
    }
}

/// The HTML as text, when the plain part only says that there is HTML.
fn behind_stub(plain: &str, html: &str) -> Option<Converted> {
    let plain = plain.trim();
    let mentions =
        plain.len() <= 300 && super::slice::find_fold(plain.as_bytes(), b"html").is_some();
    let conversion = mentions.then(|| html::convert(super::slice::clip(html, html::MAX_BYTES)))?;
    (conversion.text.len() > 3 * plain.len()).then_some(conversion)
}

fn as_html(text: &str) -> String {
    let mut out = String::from("<pre>");
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out.push_str("</pre>");
    out
}

/// Line ends as LF; no NUL.
pub(crate) fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'\r', 0, rest.as_bytes()) {
        out.push_str(super::slice::part(rest, 0, at));
        let after = super::slice::tail(rest, at + 1);
        if rest.as_bytes().get(at) == Some(&b'\r') && !after.starts_with('\n') {
            out.push('\n');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Joins the soft lines of `format=flowed` (RFC 3676); quote depth and `-- ` end a paragraph.
fn unflow(text: &str, delsp: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for (number, line) in text.split('\n').enumerate() {
        let depth = line.bytes().take_while(|&b| b == b'>').count();
        let content = super::slice::tail(line, depth);
        let content = content.strip_prefix(' ').unwrap_or(content);
        let signature = content == "-- ";
        let joined = open == Some(depth) && !signature;
        if !joined {
            if number > 0 {
                out.push('\n');
            }
            out.push_str(super::slice::part(line, 0, depth));
            if depth > 0 && !content.is_empty() {
                out.push(' ');
            }
        }
        let soft = content.ends_with(' ') && !signature;
        out.push_str(if soft && delsp {
            super::slice::part(content, 0, content.len() - 1)
        } else {
            content
        });
        open = soft.then_some(depth);
    }
    out
}

/// The charset an HTML part names in its head.
fn meta_charset(bytes: &[u8]) -> Option<Vec<u8>> {
    let head = super::slice::sub(bytes, 0, 2_048);
    let start = super::slice::find_fold(head, b"charset=")? + 8;
    let label: Vec<u8> = head
        .iter()
        .skip(start)
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .take(40)
        .copied()
        .collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_lines_are_joined() {
        assert_eq!(
            unflow("a \nb\n> c \n> d\n-- \nsig", false),
            "a b\n> c d\n-- \nsig"
        );
        assert_eq!(unflow("\nfoo \nbar", true), "\nfoobar");
        assert_eq!(unflow("x\n\ny", false), "x\n\ny");
    }

    #[test]
    fn line_ends_are_folded() {
        assert_eq!(lines("a\r\nb\rc\n\0d"), "a\nb\nc\nd");
    }
}
