//! Reads the header block that mail programs put above forwarded and answered mail.
//!
//! Invariant: a block has an author line and at least one other header line; anything less is text.

use crate::address::{self, Address};
use crate::mail::lines::{Budget, Line, trim};
use crate::mail::locales::{self, Label};
use crate::mail::slice::{part, tail};

/// A header block found in text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Block {
    /// Index of the first line.
    pub(crate) first: usize,
    /// Index of the line after the block.
    pub(crate) end: usize,
    /// Quote depth of its first line.
    pub(crate) depth: usize,
    /// How many different labels it has.
    pub(crate) labels: usize,
    /// Whether it tells when or about what.
    pub(crate) dated: bool,
    /// Author as written.
    pub(crate) from: String,
    /// Date as written.
    pub(crate) date: Option<String>,
    /// Subject.
    pub(crate) subject: Option<String>,
}

/// The label a line starts with, and its value.
pub(crate) fn labelled(bare: &str) -> Option<(Label, &str)> {
    let head = crate::mail::slice::clip(bare, 48);
    let (colon, mark) = head.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let key = trim(part(bare, 0, colon)).trim_matches(['*', '_', '"']);
    let key = trim(key);
    if key.is_empty() || key.split(' ').count() > 3 {
        return None;
    }
    let label = locales::label(&key.to_lowercase())?;
    let value = tail(bare, colon + mark.len_utf8());
    Some((label, trim(trim(value).trim_start_matches('*'))))
}

/// Reads a block that starts at line `first`.
pub(crate) fn at(lines: &[Line<'_>], first: usize, budget: &Budget) -> Option<Block> {
    let start = lines.get(first)?;
    labelled(start.bare)?;
    let mut block = Block {
        first,
        depth: start.depth,
        ..Block::default()
    };
    let mut seen: Vec<Label> = Vec::new();
    let mut last: Option<Label> = None;
    let mut end = first;
    for (index, line) in lines.iter().enumerate().skip(first).take(30) {
        if line.depth != start.depth || !budget.spend() {
            break;
        }
        if let Some((label, value)) = labelled(line.bare) {
            if label != Label::Other && seen.contains(&label) && label != Label::Cc {
                break;
            }
            store(&mut block, label, value);
            seen.push(label);
            last = Some(label);
        } else if line.is_blank()
            || !(unknown_label(lines, index) || continues(line.bare, last, &mut block))
        {
            break;
        }
        end = index + 1;
    }
    block.end = end;
    block.labels = seen.iter().filter(|l| **l != Label::Other).count();
    block.dated = seen.contains(&Label::Date) || seen.contains(&Label::Subject);
    (seen.contains(&Label::From) && block.labels >= 2 && !block.from.is_empty()).then_some(block)
}

fn store(block: &mut Block, label: Label, value: &str) {
    match label {
        Label::From => value.clone_into(&mut block.from),
        Label::Date => block.date = Some(value.to_owned()),
        Label::Subject => block.subject = Some(value.to_owned()),
        Label::To | Label::Cc | Label::ReplyTo | Label::Other => {}
    }
}

/// A label no table knows, between two that are known.
fn unknown_label(lines: &[Line<'_>], index: usize) -> bool {
    let colon = |l: &Line<'_>| l.bare.chars().take(24).any(|c| matches!(c, ':' | '：'));
    let next = lines.get(index + 1);
    lines.get(index).is_some_and(colon) && next.is_some_and(|l| labelled(l.bare).is_some())
}

/// A line without label goes on with the one above: the address of an author, more recipients, or
/// a subject that was wrapped (then another label follows, which the caller sees).
fn continues(bare: &str, last: Option<Label>, block: &mut Block) -> bool {
    match last {
        Some(Label::From) => {
            let address = bare.contains('@') && bare.len() < 200;
            if address {
                block.from.push(' ');
                block.from.push_str(bare);
            }
            address
        }
        Some(Label::To | Label::Cc | Label::ReplyTo) => bare.contains('@') || bare.contains(';'),
        Some(Label::Date) => bare.len() < 40 && bare.contains(|c: char| c.is_ascii_digit()),
        Some(Label::Subject | Label::Other) | None => false,
    }
}

/// A wrapped subject is only known by the label after it: extends a block over one such line.
pub(crate) fn extended(lines: &[Line<'_>], mut block: Block) -> Block {
    let wrapped = lines
        .get(block.end)
        .filter(|l| !l.is_blank() && l.depth == block.depth);
    let after = lines
        .get(block.end + 1)
        .is_some_and(|l| l.depth == block.depth && labelled(l.bare).is_some());
    let ends_in_subject = lines
        .get(block.end.saturating_sub(1))
        .and_then(|l| labelled(l.bare))
        .is_some_and(|(l, _)| l == Label::Subject);
    if let (Some(line), true, true) = (wrapped, after, ends_in_subject) {
        if let Some(subject) = &mut block.subject {
            subject.push(' ');
            subject.push_str(line.bare);
        }
        let mut end = block.end + 1;
        while end < block.end + 12 && lines.get(end).is_some_and(|l| labelled(l.bare).is_some()) {
            end += 1;
        }
        block.end = end;
    }
    block
}

/// Reads labels that follow each other on one line, as one webmail writes them.
pub(crate) fn on_one_line(text: &str, budget: &Budget) -> Option<Block> {
    // Three labels with an address need this much room; every known label is looked for.
    if text.len() < 24 || !budget.spend_all(50) {
        return None;
    }
    let mut found: Vec<(usize, usize, Label)> = Vec::new();
    for (word, label) in locales::labels() {
        if let Some((start, end)) = find_label(text, word) {
            found.push((start, end, label));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    found.dedup_by(|later, earlier| later.0 < earlier.1);
    let mut block = Block::default();
    let mut seen: Vec<Label> = Vec::new();
    for (i, (_, end, label)) in found.iter().enumerate() {
        let stop = found.get(i + 1).map_or(text.len(), |next| next.0);
        if !seen.contains(label) {
            store(&mut block, *label, trim(part(text, *end, stop)));
            seen.push(*label);
        }
    }
    block.labels = seen.len();
    (found.first().is_some_and(|f| f.2 == Label::From) && seen.len() >= 3 && !block.from.is_empty())
        .then_some(block)
}

/// A capitalised label with its colon; a short one must not follow a letter.
fn find_label(text: &str, word: &str) -> Option<(usize, usize)> {
    let capital: String = word
        .chars()
        .enumerate()
        .flat_map(|(i, c)| {
            if i == 0 {
                c.to_uppercase().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect();
    for (start, _) in text.match_indices(capital.as_str()).take(8) {
        let after = tail(text, start + capital.len());
        let gap = after.len() - after.trim_start_matches([' ', '\u{a0}']).len();
        if !tail(after, gap).starts_with(':') {
            continue;
        }
        let before = part(text, 0, start).chars().next_back();
        if before.is_some_and(char::is_alphabetic) && word.chars().count() < 4 {
            continue;
        }
        return Some((start, start + capital.len() + gap + 1));
    }
    None
}

/// Name and address of an author line: `Name <a@b>`, `Name [mailto:a@b]`, `Name <a@b<mailto:a@b>>`.
pub(crate) fn author(value: &str) -> (Option<Address>, Option<String>) {
    let email = find_email(value);
    let name_end = value
        .find(['<', '['])
        .or_else(|| email.map(|(start, _)| start))
        .unwrap_or(value.len());
    let name = trim(part(value, 0, name_end))
        .trim_matches(['"', '\'', '„', '”', '“', '’', '‘', '*', '(', ',', ':']);
    let name = trim(name);
    let email = email.map(|(start, end)| part(value, start, end));
    let name = (!name.is_empty() && Some(name) != email).then(|| name.to_owned());
    (
        email
            .filter(|e| address::is_deliverable(e))
            .map(|e| Address::new(name.as_deref(), e)),
        name,
    )
}

/// Range of the first address in a text.
pub(crate) fn find_email(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let local =
        |b: &u8| b.is_ascii_alphanumeric() || b".!#$%&*+-/=?^_`{|}~'".contains(b) || *b >= 0x80;
    let domain = |b: &u8| b.is_ascii_alphanumeric() || b".-".contains(b) || *b >= 0x80;
    for at in memchr::memchr_iter(b'@', bytes).take(64) {
        let left = crate::mail::slice::sub(bytes, at.saturating_sub(64), at)
            .iter()
            .rev()
            .take_while(|b| local(b))
            .count();
        let right = crate::mail::slice::sub(bytes, at + 1, at + 256)
            .iter()
            .take_while(|b| domain(b))
            .count();
        let (mut start, mut end) = (at - left, at + 1 + right);
        while start < at
            && (!text.is_char_boundary(start)
                || matches!(bytes.get(start), Some(b'\'' | b'*' | b'.')))
        {
            start += 1;
        }
        while end > at
            && (!text.is_char_boundary(end) || matches!(bytes.get(end - 1), Some(b'.' | b'-')))
        {
            end -= 1;
        }
        if start < at && part(text, at + 1, end).contains('.') {
            return Some((start, end));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::lines::split;

    #[test]
    fn blocks_of_several_languages_are_read() {
        for text in [
            "From: Ann <ann@example.com>\nSent: Monday\nTo: desk@example.com\nSubject: Printer\n\nHello",
            "De : Ann <ann@example.com>\nEnvoyé : lundi\nÀ : desk@example.com\nObjet : Printer",
            "*Von:* Ann <ann@example.com>\n*Gesendet:* Montag\n*An:* desk@example.com\n*Betreff:* Printer",
        ] {
            let lines = split(text);
            let block = at(&lines, 0, &Budget::new()).unwrap();
            assert_eq!((block.end, block.subject.as_deref()), (4, Some("Printer")));
            assert_eq!(author(&block.from).0.unwrap().email, "ann@example.com");
        }
    }

    #[test]
    fn text_with_colons_is_no_block() {
        for text in [
            "From: here\nwe go",
            "To: you\nSubject: x",
            "Note: a\nDate: b",
        ] {
            assert_eq!(at(&split(text), 0, &Budget::new()), None, "{text}");
        }
    }

    #[test]
    fn author_forms_are_read() {
        let email = |v: &str| author(v).0.map(|a| (a.name, a.email));
        assert_eq!(
            email("Ann [mailto:ann@example.com]"),
            Some((Some("Ann".into()), "ann@example.com".into()))
        );
        assert_eq!(
            email("\"Lee, Ann\" <ann@example.com<mailto:ann@example.com>>"),
            Some((Some("Lee, Ann".into()), "ann@example.com".into()))
        );
        assert_eq!(
            author("Lee, Ann (Sales)"),
            (None, Some("Lee, Ann (Sales)".into()))
        );
    }
}
