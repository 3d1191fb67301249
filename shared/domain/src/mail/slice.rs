//! Guards every cut of hostile text: out of range is empty, never a panic.
//!
//! Invariant: a returned string slice always lies on character borders.

/// The byte at a position, or NUL past the end.
pub(crate) fn at(bytes: &[u8], index: usize) -> u8 {
    bytes.get(index).copied().unwrap_or(0)
}

/// A byte range, clamped to what is there.
pub(crate) fn sub(bytes: &[u8], start: usize, end: usize) -> &[u8] {
    let end = end.min(bytes.len());
    bytes.get(start.min(end)..end).unwrap_or_default()
}

/// Bytes from a position on.
pub(crate) fn from(bytes: &[u8], start: usize) -> &[u8] {
    sub(bytes, start, bytes.len())
}

/// A text range; empty when it would split a character.
pub(crate) fn part(text: &str, start: usize, end: usize) -> &str {
    text.get(start.min(end)..end.min(text.len())).unwrap_or("")
}

/// Text from a position on.
pub(crate) fn tail(text: &str, start: usize) -> &str {
    text.get(start..).unwrap_or("")
}

/// The longest prefix of at most `max` bytes that ends on a character border.
pub(crate) fn clip(text: &str, max: usize) -> &str {
    let mut end = max.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    part(text, 0, end)
}

/// Whether `text` starts with `prefix`, ASCII case ignored.
pub(crate) fn starts_with_fold(text: &[u8], prefix: &[u8]) -> bool {
    text.get(..prefix.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// Position of `needle` in `text`, ASCII case ignored; `needle` is short and in lower case.
pub(crate) fn find_fold(text: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let upper = first.to_ascii_uppercase();
    memchr::memchr2_iter(first, upper, text).find(|&i| starts_with_fold(from(text, i), needle))
}

/// Position of `needle` in `text` at or after `start`, ASCII case ignored.
pub(crate) fn find_fold_from(text: &[u8], needle: &[u8], start: usize) -> Option<usize> {
    find_fold(from(text, start), needle).map(|i| i + start)
}

/// White space folded to single blanks, both ends trimmed.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
