//! Reads the one sentence that Outlook for Mac writes above a forwarded mail.
//!
//! Invariant: only a sentence with an address counts.

use super::Found;
use super::block::{self, Block};
use crate::mail::lines::{self, Budget, Line};
use crate::mail::slice::{part, tail};
use crate::mail::trim;

/// One sentence with date and author, as Outlook for Mac writes above the indented mail.
pub(super) fn at(lines: &[Line<'_>], index: usize, budget: &Budget) -> Option<Found> {
    let line = lines.get(index).filter(|l| l.depth == 0)?;
    let end = trim::attribution::at(lines, index, budget)?;
    let words = lines
        .get(index..end)?
        .iter()
        .map(|l| l.bare)
        .collect::<Vec<_>>()
        .join(" ");
    let (start, stop) = block::find_email(&words)?;
    let name = sentence_name(&words, start);
    let from = format!("{name} <{}>", part(&words, start, stop));
    let block = Block {
        first: index,
        end,
        labels: 2,
        from,
        ..Block::default()
    };
    Some(Found {
        start: line.start,
        body: end,
        depth: 0,
        block,
    })
}

/// The name right before an address: quoted, else the capitalised words.
fn sentence_name(words: &str, address: usize) -> String {
    let before = lines::trim(part(words, 0, address)).trim_end_matches(['<', '(', '[']);
    let before = lines::trim(before);
    let closing = ['"', '”', '\''];
    if let Some(inner) = before.strip_suffix(closing)
        && let Some((open, mark)) = inner
            .char_indices()
            .rev()
            .find(|(_, c)| matches!(c, '"' | '„' | '“' | '\''))
    {
        return tail(inner, open + mark.len_utf8()).to_owned();
    }
    let mut words: Vec<&str> = before
        .split_whitespace()
        .rev()
        .take_while(|w| is_name_word(w))
        .collect();
    words.reverse();
    words.join(" ")
}

fn is_name_word(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        && !word.contains(|c: char| c.is_ascii_digit())
        && !word.ends_with([',', ':', ';'])
}
