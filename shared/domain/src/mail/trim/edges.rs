//! Finds what servers put around a mail: the outside-sender banner and the legal boilerplate.
//!
//! Invariant: only whole paragraphs at the very top or the very end are taken.

use crate::mail::lines::Line;
use crate::mail::locales;

/// Number of lines at the top that are a banner.
pub(crate) fn banner(lines: &[Line<'_>]) -> usize {
    let Some(first) = lines.iter().position(|l| !l.is_blank()) else {
        return 0;
    };
    let end = paragraph_end(lines, first);
    let words = join(lines, first, end);
    if words.len() > 700 || !locales::BANNERS.iter().any(|b| words.contains(b)) {
        return 0;
    }
    // The rest of the mail must hold something else, or this is a mail about a banner.
    if lines.iter().skip(end).all(Line::is_blank) {
        return 0;
    }
    let greeting = (first..end).find(|i| *i > first && ends_banner(lines, *i));
    greeting.unwrap_or(end)
}

/// Text glued under a banner without an empty line: the banner ends with its sentence.
fn ends_banner(lines: &[Line<'_>], index: usize) -> bool {
    let Some(line) = lines.get(index) else {
        return false;
    };
    let lower = line.bare.to_lowercase();
    [
        "hi ",
        "hi,",
        "hello",
        "dear ",
        "hallo",
        "bonjour",
        "guten tag",
        "sehr geehrte",
    ]
    .iter()
    .any(|g| lower.starts_with(g))
}

/// Index of the first line of the boilerplate at the end.
pub(crate) fn disclaimer(lines: &[Line<'_>]) -> Option<usize> {
    let mut found = None;
    let mut end = lines.len();
    for _ in 0..6 {
        let last = lines.get(..end)?.iter().rposition(|l| !l.is_blank());
        let Some(last) = last else { break };
        let start = lines
            .get(..last)?
            .iter()
            .rposition(|l| l.is_blank())
            .map_or(0, |i| i + 1);
        let words = join(lines, start, last + 1);
        if words.len() < 60 || !locales::DISCLAIMERS.iter().any(|d| words.contains(d)) {
            break;
        }
        found = Some(start);
        end = start;
    }
    let start = found?;
    lines
        .iter()
        .take(start)
        .any(|l| !l.is_blank())
        .then_some(start)
}

fn paragraph_end(lines: &[Line<'_>], first: usize) -> usize {
    lines
        .iter()
        .skip(first)
        .position(Line::is_blank)
        .map_or(lines.len(), |i| first + i)
}

fn join(lines: &[Line<'_>], start: usize, end: usize) -> String {
    let mut out = String::new();
    for line in lines.get(start..end).unwrap_or_default().iter().take(20) {
        out.push_str(&line.bare.to_lowercase());
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::lines::split;

    #[test]
    fn banners_end_with_their_paragraph() {
        assert_eq!(
            banner(&split(
                "CAUTION: This email originated from outside the company.\nDo not click.\n\nHi\n"
            )),
            2
        );
        assert_eq!(banner(&split("Hi, an external email came in.\n")), 0);
    }

    #[test]
    fn boilerplate_is_taken_from_the_end() {
        let text = "Hi\n\nThis e-mail and any attachments are confidential and intended solely for the addressee.\n";
        assert_eq!(disclaimer(&split(text)), Some(2));
        assert_eq!(
            disclaimer(&split(
                "is this confidential and may I share it with others in our team, please?"
            )),
            None
        );
    }
}
