//! Cuts a text into lines and tells quoted ones apart.
//!
//! Invariant: the lines cover the text without gaps; `start` and `next` are offsets into it.

use super::slice::{part, tail};

/// One line of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    /// First byte.
    pub(crate) start: usize,
    /// First byte of the next line.
    pub(crate) next: usize,
    /// Number of quote marks before the text.
    pub(crate) depth: usize,
    /// The text without quote marks, trimmed.
    pub(crate) bare: &'t str,
}

/// How many lines may be looked at more than once while searching one text.
///
/// Header blocks and attributions span lines, so hostile text could make every line the start of a
/// long look ahead; the budget keeps the whole search linear.
#[derive(Debug)]
pub(crate) struct Budget(std::cell::Cell<usize>);

impl Budget {
    /// Enough for any mail a person wrote.
    pub(crate) fn new() -> Self {
        Self(std::cell::Cell::new(20_000))
    }

    /// Takes one look; false when none is left.
    pub(crate) fn spend(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }

    /// Takes as many looks as an expensive search costs.
    pub(crate) fn spend_all(&self, looks: usize) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(looks));
        left >= looks
    }

    /// Looks taken so far.
    #[cfg(test)]
    pub(crate) fn spent(&self) -> usize {
        20_000 - self.0.get()
    }
}

/// Cuts a text into lines.
pub(crate) fn split(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::with_capacity(text.len() / 40 + 1);
    let mut start = 0;
    while start < text.len() {
        let next = memchr::memchr(b'\n', tail(text, start).as_bytes())
            .map_or(text.len(), |i| start + i + 1);
        let raw = part(text, start, next);
        let (depth, bare) = unquote(raw);
        out.push(Line {
            start,
            next,
            depth,
            bare,
        });
        start = next;
    }
    out
}

/// Counts and removes quote marks: `>`, `> >`, and initials as in `AB> `.
fn unquote(raw: &str) -> (usize, &str) {
    let mut rest = trim(raw);
    let mut depth = 0;
    while let Some(inner) = rest.strip_prefix('>') {
        depth += 1;
        rest = inner.trim_start_matches([' ', '\t', '\u{a0}']);
    }
    if depth == 0 {
        let initials = rest
            .bytes()
            .take(4)
            .take_while(u8::is_ascii_uppercase)
            .count();
        let mark = tail(rest, initials).strip_prefix('>');
        if (1..=3).contains(&initials) && mark.is_some_and(|m| m.is_empty() || m.starts_with(' ')) {
            return (1, trim(tail(rest, initials + 1)));
        }
    }
    (depth, trim(rest))
}

/// Blanks, byte order marks and characters without width removed at both ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{feff}' | 'ᐧ' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            )
    })
}

impl Line<'_> {
    /// Whether nothing is left without quote marks.
    pub(crate) fn is_blank(&self) -> bool {
        self.bare.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_cover_the_text() {
        let text = "a\n> b\n>> c\n\nAB> d";
        let lines = split(text);
        assert_eq!(
            lines.iter().map(|l| l.depth).collect::<Vec<_>>(),
            [0, 1, 2, 0, 1]
        );
        assert_eq!(
            lines
                .iter()
                .map(|l| &text[l.start..l.next])
                .collect::<String>(),
            text
        );
        assert_eq!(lines[2].bare, "c");
    }
}
