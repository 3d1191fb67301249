//! Cuts HTML into tags and text without building a tree.
//!
//! Invariant: every byte is looked at a bounded number of times, whatever is left unclosed.

use super::entities;
use crate::mail::slice::{at, find_fold_from, part, tail};

/// One piece of an HTML document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Characters between tags, references not decoded.
    Text(&'a str),
    /// `<name …>`.
    Open(Tag<'a>),
    /// `</name>`.
    Close(&'a str),
}

/// An opening tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// Name as written.
    pub(crate) name: &'a str,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads what stands between `<` and `>`.
    pub(crate) fn parse(inner: &'a str) -> Self {
        let name = name_of(inner);
        Self {
            name,
            attributes: tail(inner, name.len()),
        }
    }

    /// Value of an attribute, references decoded; an attribute without value is empty.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let bytes = self.attributes.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            if at(bytes, i).is_ascii_whitespace() || at(bytes, i) == b'/' {
                i += 1;
                continue;
            }
            let start = i;
            while i < bytes.len()
                && !at(bytes, i).is_ascii_whitespace()
                && !matches!(at(bytes, i), b'=' | b'/')
            {
                i += 1;
            }
            let key = part(self.attributes, start, i);
            let (value, next) = self.value(i);
            i = next.max(start + 1);
            if key.eq_ignore_ascii_case(name) {
                return Some(entities::decode(value));
            }
        }
        None
    }

    fn value(&self, mut i: usize) -> (&str, usize) {
        let bytes = self.attributes.as_bytes();
        let after_key = i;
        while at(bytes, i).is_ascii_whitespace() {
            i += 1;
        }
        if at(bytes, i) != b'=' {
            return ("", after_key);
        }
        i += 1;
        while at(bytes, i).is_ascii_whitespace() {
            i += 1;
        }
        let quote = at(bytes, i);
        if matches!(quote, b'"' | b'\'') {
            let end = memchr::memchr(quote, tail(self.attributes, i + 1).as_bytes())
                .map_or(bytes.len(), |e| i + 1 + e);
            return (part(self.attributes, i + 1, end), end + 1);
        }
        let start = i;
        while i < bytes.len() && !at(bytes, i).is_ascii_whitespace() {
            i += 1;
        }
        (part(self.attributes, start, i), i)
    }

    /// Whether any attribute is there at all.
    pub(crate) fn is_bare(&self) -> bool {
        self.attributes.trim().is_empty()
    }
}

/// Walks over the tokens of a document.
pub(crate) struct Tokens<'a> {
    html: &'a str,
    position: usize,
    /// A comment or raw element without an end was seen: do not search for one again.
    open_comment: bool,
    /// Raw elements without an end.
    open_raw: Vec<String>,
}

impl<'a> Tokens<'a> {
    /// Starts at the beginning.
    pub(crate) fn new(html: &'a str) -> Self {
        Self {
            html,
            position: 0,
            open_comment: false,
            open_raw: Vec::new(),
        }
    }

    /// Skips to the end tag of a raw element such as `script`; stays when there is none.
    pub(crate) fn skip_element(&mut self, name: &str) {
        let needle = format!("</{}", name.to_ascii_lowercase());
        if self.open_raw.contains(&needle) {
            return;
        }
        match find_fold_from(self.html.as_bytes(), needle.as_bytes(), self.position) {
            Some(end) => self.position = end,
            None => self.open_raw.push(needle),
        }
    }

    fn markup(&mut self) -> Option<Token<'a>> {
        let rest = tail(self.html, self.position);
        if rest.starts_with("<!--") && !self.open_comment {
            match memchr::memmem::find(rest.as_bytes(), b"-->") {
                Some(end) => {
                    self.position += end + 3;
                    return None;
                }
                None => self.open_comment = true,
            }
        }
        let end = tag_end(rest);
        let inner = part(rest, 1, end);
        self.position += end + usize::from(end < rest.len());
        if let Some(name) = inner.strip_prefix('/') {
            return Some(Token::Close(name_of(name)));
        }
        Some(Token::Open(Tag::parse(inner)))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = tail(self.html, self.position);
            if rest.is_empty() {
                return None;
            }
            if starts_markup(rest) {
                match self.markup() {
                    Some(token) => return Some(token),
                    None => continue,
                }
            }
            let mut end = 1;
            while let Some(i) = memchr::memchr(b'<', tail_bytes(rest, end)) {
                end += i;
                if starts_markup(tail(rest, end)) {
                    break;
                }
                end += 1;
            }
            let end = if starts_markup(tail(rest, end)) {
                end
            } else {
                rest.len()
            };
            self.position += end;
            return Some(Token::Text(part(rest, 0, end)));
        }
    }
}

fn tail_bytes(text: &str, start: usize) -> &[u8] {
    text.as_bytes().get(start..).unwrap_or_default()
}

/// `<` followed by a letter, `/`, `!` or `?` is markup; anything else is text.
fn starts_markup(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    at(bytes, 0) == b'<'
        && (at(bytes, 1).is_ascii_alphabetic() || matches!(at(bytes, 1), b'/' | b'!' | b'?'))
}

/// The `>` that ends a tag; quotes may hide one, but not more than 16 kB of it.
fn tag_end(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut i = 1;
    let mut after_equals = false;
    while i < bytes.len() {
        match at(bytes, i) {
            b'>' => return i,
            quote @ (b'"' | b'\'') if after_equals => {
                let window = bytes
                    .get(i + 1..bytes.len().min(i + 16_384))
                    .unwrap_or_default();
                match memchr::memchr(quote, window) {
                    Some(end) => i += end + 1,
                    None => {
                        return memchr::memchr(b'>', tail_bytes(rest, i))
                            .map_or(bytes.len(), |e| i + e);
                    }
                }
                after_equals = false;
            }
            b'=' => after_equals = true,
            byte if byte.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        i += 1;
    }
    bytes.len()
}

fn name_of(inner: &str) -> &str {
    let end = inner
        .bytes()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
        .unwrap_or(inner.len());
    part(inner, 0, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_attributes_and_text_are_told_apart() {
        let tokens: Vec<_> =
            Tokens::new("a < b <!-- <x> --><p class='c d' id=z data-x=\"&amp;>\">t</p>").collect();
        assert_eq!(tokens.len(), 4);
        let Token::Open(tag) = tokens[1] else {
            panic!("{tokens:?}")
        };
        assert_eq!(tag.attribute("CLASS").as_deref(), Some("c d"));
        assert_eq!(tag.attribute("id").as_deref(), Some("z"));
        assert_eq!(tag.attribute("data-x").as_deref(), Some("&>"));
        assert_eq!(tag.attribute("none"), None);
    }

    #[test]
    fn unclosed_markup_ends_with_the_document() {
        assert_eq!(Tokens::new("<p class=\"x").count(), 1);
        assert_eq!(Tokens::new("<!-- never").count(), 1);
        assert_eq!(Tokens::new("a<").count(), 1);
    }
}
