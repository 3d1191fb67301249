//! Recognises the line above a quote: "On Monday, Ann wrote:".
//!
//! Invariant: needs an address or a date next to the verb, so that a sentence with "wrote" stays text.

use crate::mail::forward::block::find_email;
use crate::mail::forward::markers;
use crate::mail::lines::{Budget, Line};
use crate::mail::locales;
use crate::mail::slice::{part, tail};

const MAX_LINES: usize = 5;
const MAX_BYTES: usize = 420;

/// The line after an attribution that starts at `first`, when one does.
pub(crate) fn at(lines: &[Line<'_>], first: usize, budget: &Budget) -> Option<usize> {
    let start = lines.get(first).filter(|l| !l.is_blank())?;
    if !worth_a_look(start.bare) {
        return None;
    }
    let starter = starts(start.bare);
    let mut joined = String::new();
    let mut blanks = 0;
    for (index, line) in lines.iter().enumerate().skip(first).take(MAX_LINES + 2) {
        if line.is_blank() {
            blanks += 1;
            if !starter || blanks > 1 || index == first {
                return None;
            }
            continue;
        }
        if !budget.spend()
            || line.depth > start.depth + 1
            || joined.len() + line.bare.len() > MAX_BYTES
            || index >= first + MAX_LINES
        {
            return None;
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(line.bare);
        match judged(lines, first, index, &joined) {
            Judgement::Ends => return Some(index + 1),
            Judgement::Other => return None,
            Judgement::Open if joined.ends_with([':', '：']) && blanks == 0 && !starter => {
                return None;
            }
            Judgement::Open => {}
        }
    }
    None
}

enum Judgement {
    /// The attribution ends with this line.
    Ends,
    /// This line is something else: a label, or an attribution of its own.
    Other,
    /// More lines may follow.
    Open,
}

fn judged(lines: &[Line<'_>], first: usize, index: usize, joined: &str) -> Judgement {
    let (Some(start), Some(line)) = (lines.get(first), lines.get(index)) else {
        return Judgement::Other;
    };
    let quoted = |l: &Line<'_>| l.depth > start.depth || l.bare.starts_with('|');
    let quoted_next = next_filled(lines, index + 1).is_some_and(quoted);
    let alone = || starts(line.bare) && is_attribution(line.bare, quoted_next);
    if index > first && (labelled_line(line.bare) || alone()) {
        return Judgement::Other;
    }
    // `> wrote:` is the wrapped end of the line, not a quote.
    let verb_below = |l: &Line<'_>| l.bare.len() <= 16 && ends_in_verb(l.bare);
    let wrapped = lines.get(index + 1).is_some_and(verb_below);
    if !wrapped && is_attribution(joined, quoted_next) {
        Judgement::Ends
    } else {
        Judgement::Open
    }
}

fn labelled_line(bare: &str) -> bool {
    crate::mail::forward::block::labelled(bare).is_some_and(|(_, value)| !value.is_empty())
}

fn next_filled<'l, 't>(lines: &'l [Line<'t>], from: usize) -> Option<&'l Line<'t>> {
    lines.iter().skip(from).take(8).find(|l| !l.is_blank())
}

/// A cheap look at the first line, so that ordinary text costs nothing.
fn worth_a_look(bare: &str) -> bool {
    bare.contains('@')
        || bare.ends_with([':', '：', '-', '<'])
        || starts(bare)
        || bare.bytes().take(24).filter(u8::is_ascii_digit).count() >= 4
}

fn starts(bare: &str) -> bool {
    let head: String = bare
        .trim_start_matches(['*', '_', '>', ' ', '\u{feff}'])
        .chars()
        .take(12)
        .flat_map(char::to_lowercase)
        .collect();
    locales::ON.iter().any(|on| head.starts_with(on)) || head.starts_with('在')
}

/// Judges the joined lines.
fn is_attribution(words: &str, quoted_next: bool) -> bool {
    let words = words.trim().trim_end_matches(['*', '_', ' ']);
    let colon = words.ends_with([':', '：']);
    if !(colon || quoted_next || words.ends_with("---") || ends_in_verb(words)) {
        return false;
    }
    let lower = words.to_lowercase();
    let verb = verb(&lower);
    let email = last_email(words);
    let clock = has_clock(words);
    let digits = numerals(words);
    let started = starts(words);
    if let Some(end) = verb {
        let last = lower.len().saturating_sub(end) <= 40 || email.is_some();
        let dashed = words.starts_with("----") && words.ends_with("---");
        let closed = colon || dashed || lower.len() == end || (quoted_next && email.is_some());
        let dated = clock || (started && digits >= 2) || (digits >= 5);
        if closed && last && (email.is_some() || dated) {
            return true;
        }
        if colon && quoted_next && words.len() <= 100 {
            return true;
        }
    }
    let quoting = locales::QUOTING.iter().any(|q| lower.starts_with(q));
    let Some((_, stop)) = email else {
        return colon && quoted_next && clock && digits >= 6 && words.len() <= 160;
    };
    let rest = tail(words, stop).trim_start_matches(['>', ')', ']', ' ', '"', '*']);
    let dated = digits_outside(words, email) >= 3 && (clock || digits_outside(words, email) >= 6);
    // "date, name <address>:" without a verb, as Yandex, mail.ru and Gmail in Russian write.
    let closed = matches!(rest, ":" | "：") || (rest.is_empty() && quoted_next);
    // The date may stand behind the address in brackets.
    let bracketed = clock
        && ((rest.starts_with('(') && rest.ends_with("):"))
            || (rest.starts_with('[') && rest.ends_with("]:")));
    (quoting && closed) || ((closed || bracketed) && dated && !markers::is_rule(words, 3))
}

fn digits_outside(words: &str, email: Option<(usize, usize)>) -> usize {
    let (start, end) = email.unwrap_or((0, 0));
    numerals(part(words, 0, start)) + numerals(tail(words, end))
}

/// Digits of any script.
fn numerals(text: &str) -> usize {
    text.chars().filter(|c| c.is_numeric()).count()
}

/// End of the last verb in the text.
fn verb(lower: &str) -> Option<usize> {
    locales::WROTE
        .iter()
        .filter_map(|verb| {
            let start = lower.rfind(verb)?;
            let before = part(lower, 0, start).chars().next_back();
            let end = start + verb.len();
            let after = tail(lower, end).chars().next();
            // Scripts without blanks between words have no borders to look for.
            let spaced = verb.chars().next().is_some_and(|c| u32::from(c) < 0x0590);
            let joined = before.is_some_and(|c| c.is_ascii_alphanumeric())
                || after.is_some_and(|c| c.is_ascii_alphabetic());
            (!spaced || !joined).then_some(end)
        })
        .max()
}

/// Whether the text ends with a verb, colon or not.
fn ends_in_verb(words: &str) -> bool {
    let words = words.trim_end_matches([':', '：', ' ', '\u{a0}']);
    let mut start = words.len().saturating_sub(24);
    while !words.is_char_boundary(start) {
        start += 1;
    }
    let lower = tail(words, start).to_lowercase();
    verb(&lower) == Some(lower.len())
}

/// Range of the last address.
fn last_email(words: &str) -> Option<(usize, usize)> {
    let mut found = None;
    let mut from = 0;
    while let Some((start, end)) = find_email(tail(words, from)).filter(|_| from < words.len()) {
        found = Some((from + start, from + end));
        from += end;
    }
    found
}

/// Whether a time of day stands in the text.
fn has_clock(words: &str) -> bool {
    words.as_bytes().windows(4).any(|w| matches!(w, [a, b':' | b'.' | b'h', c, d] if a.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::lines::split;

    fn end(text: &str) -> Option<usize> {
        at(&split(text), 0, &Budget::new())
    }

    #[test]
    fn attributions_of_many_programs_are_seen() {
        for text in [
            "On Mon, Jan 1, 2024 at 10:00 AM Ann Lee <ann@example.com> wrote:",
            "Am 01.01.24 um 10:00 schrieb Ann Lee:",
            "Le lun. 1 janv. 2024 à 10:00, Ann Lee <ann@example.com> a écrit :",
            "El lun, 1 ene 2024 a las 10:00, Ann (<ann@example.com>) escribió:",
            "01.01.2024, 10:00, \"Ann Lee\" <ann@example.com>:",
            "2024-01-01 10:00 GMT+01:00 Ann <ann@example.com>:",
            "Ann Lee <ann@example.com> schrieb am Mo., 1. Jan. 2024:",
            "Op 1 jan. 2024 om 10:00 heeft Ann het volgende geschreven:",
            "在 2024年1月1日，上午10:00，Ann <ann@example.com> 写道：",
            "---- On Mon, 01 Jan 2024 10:00:00 +0100 ann@example.com wrote ----",
        ] {
            assert_eq!(end(text), Some(1), "{text}");
        }
        assert_eq!(
            end("On Mon, Jan 1, 2024 at 10:00 AM Ann Lee <\nann@example.com>\nwrote:\n> x"),
            Some(3)
        );
    }

    #[test]
    fn sentences_are_not() {
        for text in [
            "On the other hand, it could happen twice!",
            "On Monday I wrote to ann@example.com and nobody answered",
            "Please write to ann@example.com:",
            "He said what you wrote:",
            "At 10:00 we meet. Bring:",
            "On 3 May 2024 the printer stopped.",
            "On our side:\nOn 3 May 2024 at 10:00 Ann <ann@example.com> wrote:\n> x",
        ] {
            assert_eq!(end(text), None, "{text}");
        }
    }
}
