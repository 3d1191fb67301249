//! Reduces a subject to what its conversation is about.
//!
//! Invariant: the result of [`base_subject`] does not change when it is reduced again.

use super::locales;
use super::slice::{part, tail};

/// The subject without reply and forward prefixes of any language, `[tags]` and `(fwd)` tails
/// (RFC 5256 section 2.1, with the prefixes mail programs really write).
#[must_use]
pub fn base_subject(subject: &str) -> String {
    let folded = super::slice::squeeze(subject);
    let mut rest = folded.as_str();
    loop {
        let shorter = strip_tail(strip_tag(strip_prefix(rest)));
        if shorter.len() == rest.len() {
            return rest.to_owned();
        }
        rest = shorter;
    }
}

fn strip_prefix(subject: &str) -> &str {
    match prefix(subject) {
        Some((_, length)) => tail(subject, length).trim(),
        None => subject.trim(),
    }
}

/// The lower-case prefix word at the start and the length of everything up to its colon.
pub(crate) fn prefix(subject: &str) -> Option<(String, usize)> {
    let head = super::slice::clip(subject, 64);
    let (position, colon) = head.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let word = part(subject, 0, position).trim();
    // `Re[2]:`, `AW (3):` and `RE^2:` count answers.
    let word = word.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '^' | '.' | ' ')
    });
    let word = word.to_lowercase();
    let known = locales::REPLY_PREFIXES.contains(&word.as_str())
        || locales::FORWARD_PREFIXES.contains(&word.as_str());
    known.then_some((word, position + colon.len_utf8()))
}

fn strip_tag(subject: &str) -> &str {
    let Some(rest) = subject.strip_prefix('[') else {
        return subject;
    };
    match rest.split_once(']') {
        Some((tag, after)) if tag.len() <= 60 && !after.trim().is_empty() => after.trim(),
        _ => subject,
    }
}

fn strip_tail(subject: &str) -> &str {
    let length = subject.len().saturating_sub(5);
    if tail(subject, length).eq_ignore_ascii_case("(fwd)") {
        part(subject, 0, length).trim()
    } else {
        subject
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_tags_and_tails_are_removed() {
        for subject in [
            "Re: Printer",
            "AW: WG: Printer",
            "Re[2]: [Help #12] printer".trim(),
            "Fwd: RE: TR : Printer (fwd)",
            "回复：Printer",
        ] {
            assert_eq!(base_subject(subject).to_lowercase(), "printer", "{subject}");
        }
        assert_eq!(base_subject("Note: Printer"), "Note: Printer");
        assert_eq!(base_subject("[only tag]"), "[only tag]");
    }
}
