//! Finds where a signature begins at the end of a piece of text.
//!
//! Invariant: only the last lines are looked at, and a mail is never all signature.

use crate::mail::forward::block::find_email;
use crate::mail::lines::Line;
use crate::mail::locales;

/// Index of the first signature line in `lines`, which end where the new text ends.
/// `below_quote` allows the whole piece to be signature: people leave it under the quoted mail.
pub(crate) fn start(lines: &[Line<'_>], below_quote: bool) -> Option<usize> {
    let first = lines.iter().position(|l| !l.is_blank())?;
    let candidates = [
        delimiter(lines),
        device(lines),
        closing(lines),
        contact(lines),
        slash(lines),
    ];
    candidates
        .into_iter()
        .flatten()
        .filter(|at| *at > first || (below_quote && *at == first))
        .min()
}

fn filled_from(lines: &[Line<'_>], from: usize) -> usize {
    lines.iter().skip(from).filter(|l| !l.is_blank()).count()
}

/// `-- ` of RFC 3676, and the rules that people draw instead.
fn delimiter(lines: &[Line<'_>]) -> Option<usize> {
    let first = lines.len().saturating_sub(60);
    lines
        .iter()
        .enumerate()
        .skip(first)
        .find_map(|(index, line)| {
            let rest = filled_from(lines, index + 1);
            let most = match line.bare {
                "--" => 25,
                "—" | "––" | "——" | "__" | "- --" => 12,
                bare if is_drawn(bare, &['_', '—', '–']) => 8,
                bare if is_drawn(bare, &['-', '=', '*', '~', '+']) && apart(lines, index) => {
                    if looks_signed(lines, index) {
                        6
                    } else {
                        few_words(lines, index)
                    }
                }
                _ => return None,
            };
            (rest >= 1 && rest <= most).then_some(index)
        })
}

fn is_drawn(bare: &str, with: &[char]) -> bool {
    let Some(first) = bare.chars().next().filter(|c| with.contains(c)) else {
        return false;
    };
    bare.chars().all(|c| c == first) && bare.chars().count() >= 3
}

/// A rule right below a line underlines it; one with space above it stands alone.
fn apart(lines: &[Line<'_>], rule: usize) -> bool {
    let above = rule.checked_sub(1).and_then(|i| lines.get(i));
    above.is_none_or(Line::is_blank)
}

/// Three lines may be sentences when they are few words altogether.
fn few_words(lines: &[Line<'_>], rule: usize) -> usize {
    let bytes: usize = lines.iter().skip(rule + 1).map(|l| l.bare.len()).sum();
    3 * usize::from(bytes <= 160)
}

/// Short lines, no sentences.
fn looks_signed(lines: &[Line<'_>], rule: usize) -> bool {
    let short =
        |l: &Line<'_>| l.bare.chars().count() <= 60 && !l.bare.ends_with(['.', '?', '!', ':']);
    lines.iter().skip(rule + 1).all(short)
}

/// "Sent from my telephone": a short line, not a sentence. A bare name right above goes with it.
fn device(lines: &[Line<'_>]) -> Option<usize> {
    let first = lines.len().saturating_sub(14);
    let index = (first..lines.len()).find(|i| lines.get(*i).is_some_and(|l| is_device(l.bare)))?;
    if filled_from(lines, index + 1) > 6 {
        return None;
    }
    let above = index.checked_sub(1).and_then(|i| lines.get(i));
    let alone = index
        .checked_sub(2)
        .and_then(|i| lines.get(i))
        .is_none_or(Line::is_blank);
    let name = above.is_some_and(|l| is_name(l.bare)) && alone;
    Some(if name { index - 1 } else { index })
}

fn is_device(bare: &str) -> bool {
    let text = bare.trim_start_matches(['(', '*', '_', '[', '-', ' ']);
    let shown = text.split(['<', '(', '[']).next().unwrap_or(text).trim();
    if shown.is_empty()
        || shown.len() > 80
        || shown.split_whitespace().count() > 9
        || shown.ends_with(['!', '?', ':'])
        || (shown.ends_with('.') && shown.split_whitespace().count() > 7)
        || shown.contains(", ")
    {
        return false;
    }
    let lower = shown.to_lowercase();
    locales::SENT_FROM
        .iter()
        .any(|start| lower.starts_with(start))
        && !lower.contains(" is ")
}

/// A closing formula near the end. An English one counts only with details below the name: people
/// write "Thanks, Ann" as part of the text.
fn closing(lines: &[Line<'_>]) -> Option<usize> {
    let first = lines.len().saturating_sub(24);
    let index = (first..lines.len()).rev().find(|i| {
        lines
            .get(*i)
            .is_some_and(|l| closing_kind(l.bare).is_some())
    })?;
    let rest = lines.get(index + 1..)?;
    let below = rest.iter().filter(|l| !l.is_blank());
    let (count, long) = below.fold((0, false), |(n, long), l| {
        (n + 1, long || l.bare.chars().count() > 90)
    });
    let foreign = closing_kind(lines.get(index)?.bare)?;
    let enough = if foreign { count >= 1 } else { count >= 2 };
    let named = rest.iter().find(|l| !l.is_blank()).is_some_and(|l| {
        l.bare.chars().count() <= 60 && !l.bare.ends_with(['.', '?', '!', ':']) || is_name(l.bare)
    });
    (enough && count <= 14 && !long && named).then_some(index)
}

/// Whether the line is a closing formula, and whether of another language than English.
fn closing_kind(bare: &str) -> Option<bool> {
    if bare.is_empty() || bare.len() > 60 {
        return None;
    }
    let lower = bare.to_lowercase();
    let key = lower
        .trim_end_matches([',', '.', '!', ' ', ';', '-', '–'])
        .trim_start_matches(['*', '_', ' ']);
    if locales::CLOSINGS.contains(&key) {
        return Some(true);
    }
    locales::CLOSINGS_EN.contains(&key).then_some(false)
}

/// A last paragraph of short lines with at least two ways to reach somebody.
fn contact(lines: &[Line<'_>]) -> Option<usize> {
    let end = lines.iter().rposition(|l| !l.is_blank())? + 1;
    let start = lines
        .get(..end)?
        .iter()
        .rposition(Line::is_blank)
        .map_or(0, |i| i + 1);
    let paragraph = lines.get(start..end)?;
    if !(2..=9).contains(&paragraph.len()) || paragraph.iter().any(|l| l.bare.chars().count() > 70)
    {
        return None;
    }
    let ways = paragraph.iter().filter(|l| is_contact(l.bare)).count();
    let name = paragraph
        .first()
        .is_some_and(|l| is_name(l.bare) || closing_kind(l.bare).is_some());
    (ways >= 2 && name).then_some(start)
}

/// A line that is mostly an address, a number or a link.
fn is_contact(bare: &str) -> bool {
    let words = bare.split_whitespace().count();
    if words > 7 {
        return false;
    }
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    let phone = (7..=20).contains(&digits) && letters <= 12;
    let link = bare.starts_with("http") || bare.starts_with("www.") || bare.contains(" www.");
    phone || link || find_email(bare).is_some()
}

/// One to four capitalised words without sentence marks.
pub(crate) fn is_name(bare: &str) -> bool {
    let words: Vec<&str> = bare.trim_end_matches(',').split_whitespace().collect();
    (1..=4).contains(&words.len())
        && bare.len() <= 48
        && words.iter().all(|w| {
            w.chars().next().is_some_and(|c| c.is_uppercase())
                && !w.contains(['@', ':', '!', '?', '/'])
        })
        && words.first().is_some_and(|w| w.chars().count() > 1)
}

/// "/Ann" as the last line.
fn slash(lines: &[Line<'_>]) -> Option<usize> {
    let last = lines.iter().rposition(|l| !l.is_blank())?;
    let name = lines.get(last)?.bare.strip_prefix('/')?;
    (is_name(name) && !name.contains(' ')).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::lines::split;

    fn cut(text: &str) -> &str {
        let lines = split(text);
        start(&lines, false).map_or("", |i| &text[lines[i].start..])
    }

    #[test]
    fn signatures_are_found() {
        assert_eq!(cut("hi\n\n-- \nAnn\n"), "-- \nAnn\n");
        assert_eq!(
            cut("hi\n\nSent from my Telephone"),
            "Sent from my Telephone"
        );
        assert_eq!(
            cut("hi\n\nRegards,\nAnn Lee\nSales"),
            "Regards,\nAnn Lee\nSales"
        );
        assert_eq!(
            cut("hallo\n\nMit freundlichen Grüßen\nAnn"),
            "Mit freundlichen Grüßen\nAnn"
        );
        assert_eq!(
            cut("hi\n\nAnn Lee\nann@example.com\n(555) 123-4567"),
            "Ann Lee\nann@example.com\n(555) 123-4567"
        );
    }

    #[test]
    fn text_stays_text() {
        for text in [
            "Sent from my desk, this is quicker than by telephone.",
            "hi\n\nThanks,\nAnn",
            "list\n-- first\n-- second",
            "call me:\n555 1234567\nor write to\nann@example.com please",
            "-- \nonly this",
        ] {
            assert_eq!(cut(text), "", "{text}");
        }
    }
}
