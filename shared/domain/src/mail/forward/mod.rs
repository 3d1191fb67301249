//! Finds the mail that was forwarded inside another.
//!
//! Invariant: a forward is reported only with a marker or a complete header block; text above it is the note.

pub(crate) mod block;
pub(crate) mod markers;
mod sentence;

use serde::{Deserialize, Serialize};

use self::block::Block;
use self::markers::Marker;
use super::lines::{self, Budget, Line};
use super::slice::part;
use super::{locales, subject, trim};
use crate::address::Address;

/// A forwarded mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarded {
    /// Author, when the block gives an address.
    pub from: Option<Address>,
    /// Name of the author as written.
    pub from_name: Option<String>,
    /// Subject of the forwarded mail.
    pub subject: Option<String>,
    /// Date as written; local language, not parsed.
    pub date_text: Option<String>,
    /// Text of the forwarded mail.
    pub body: String,
    /// What the forwarder wrote above it.
    pub note: Option<String>,
    /// Message id, known only for attached messages.
    pub message_id: Option<String>,
    /// Whether the mail was attached as a message rather than quoted as text.
    pub attached: bool,
}

/// Where the forward begins when the quote marks of empty lines above it are counted in.
fn above_marks(lines: &[Line<'_>], start: usize) -> usize {
    let above = lines.iter().rev().skip_while(|l| l.start >= start);
    let marks = above.take_while(|l| l.is_blank() && l.depth > 0);
    marks.last().map_or(start, |l| l.start)
}

/// What the subject says about the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Claim {
    /// Prefix of a forward.
    Forward,
    /// A prefix that one language uses for answers and another for forwards.
    Either,
    /// Prefix of an answer.
    Answer,
    /// No prefix.
    Nothing,
}

/// Reads the first prefix of a subject, `[tags]` before it skipped.
pub(crate) fn claim(subject: Option<&str>) -> Claim {
    let mut subject = subject.unwrap_or("").trim();
    while let Some((_, rest)) = subject.strip_prefix('[').and_then(|s| s.split_once(']')) {
        subject = rest.trim();
    }
    let Some((word, _)) = subject::prefix(subject) else {
        return Claim::Nothing;
    };
    let forward = locales::FORWARD_PREFIXES.contains(&word.as_str());
    let answer = locales::REPLY_PREFIXES.contains(&word.as_str());
    match (forward, answer) {
        (true, true) => Claim::Either,
        (true, false) => Claim::Forward,
        (false, true) => Claim::Answer,
        (false, false) => Claim::Nothing,
    }
}

/// Where a forwarded mail stands in the text.
struct Found {
    /// Offset of the marker.
    start: usize,
    /// Index of the first line of the forwarded body.
    body: usize,
    /// Quote depth of marker and header.
    depth: usize,
    /// The header.
    block: Block,
}

/// Finds a forwarded mail in a text. `colleague` tells that the outer sender is the organisation's own.
pub(crate) fn find(text: &str, subject: Option<&str>, colleague: bool) -> Option<Forwarded> {
    let outer = subject.map(subject::base_subject);
    let claim = claim(subject);
    let lines = lines::split(text);
    let found = locate(&lines, claim, colleague).or_else(|| unknown_prefix(&lines, subject?))?;
    let (from, name) = block::author(&found.block.from);
    let body = body(text, &lines, &found);
    let note = lines::trim(part(text, 0, above_marks(&lines, found.start))).to_owned();
    Some(Forwarded {
        from_name: name,
        from,
        // A one-line introduction has no subject; the outer one is the same behind its prefix.
        subject: found.block.subject.clone().or(outer),
        date_text: found.block.date.clone(),
        body,
        note: (!note.is_empty()).then_some(note),
        message_id: None,
        attached: false,
    })
}

fn locate(lines: &[Line<'_>], claim: Claim, colleague: bool) -> Option<Found> {
    let budget = Budget::new();
    let mut above = false;
    for (index, line) in lines.iter().enumerate().filter(|(_, l)| !l.is_blank()) {
        let blocks = matches!(claim, Claim::Forward | Claim::Either) || (colleague && !above);
        if let Some(found) = at_line(lines, index, claim, blocks, &budget) {
            return Some(found);
        }
        // In an answer the history begins here; what is forwarded below it was forwarded before.
        let history = || {
            line.depth > 0
                || markers::of_line(line.bare).is_some()
                || block::at(lines, index, &budget).is_some()
                || trim::attribution::at(lines, index, &budget).is_some()
        };
        if claim == Claim::Answer && history() {
            return None;
        }
        above = true;
    }
    None
}

/// A forward that begins at this line. `blocks` allows a header block without introduction.
fn at_line(
    lines: &[Line<'_>],
    index: usize,
    claim: Claim,
    blocks: bool,
    budget: &Budget,
) -> Option<Found> {
    let line = lines.get(index)?;
    let claimed = matches!(claim, Claim::Forward | Claim::Either);
    let marker = markers::of_line(line.bare);
    let introduced =
        marker == Some(Marker::Forward) || (claimed && marker == Some(Marker::Original));
    let mut found = if introduced {
        after_marker(lines, index, budget)
    } else {
        None
    };
    found = found.or_else(|| on_marker_line(line, index, claimed, budget));
    if blocks {
        found = found.or_else(|| bare_block(lines, index, claim, budget));
    }
    if claim == Claim::Forward {
        found = found.or_else(|| sentence::at(lines, index, budget));
    }
    found
}

/// A marker with the whole header on its own line.
fn on_marker_line(line: &Line<'_>, index: usize, claimed: bool, budget: &Budget) -> Option<Found> {
    let (marker, header) = markers::with_header_on_line(line.bare).filter(|_| line.depth == 0)?;
    let block = block::on_one_line(header, budget)
        .filter(|_| claimed || marker == Some(Marker::Forward))?;
    Some(Found {
        start: line.start,
        body: index + 1,
        depth: 0,
        block,
    })
}

/// A mail that is a header block from its first line on, with the outer subject behind a prefix that
/// no table knows.
fn unknown_prefix(lines: &[Line<'_>], subject: &str) -> Option<Found> {
    let first = lines.iter().position(|l| !l.is_blank())?;
    let found = bare_block(lines, first, Claim::Nothing, &Budget::new())?;
    let inner = found
        .block
        .subject
        .as_deref()
        .filter(|s| s.chars().count() >= 4)?;
    let prefix = subject.trim().strip_suffix(inner)?.trim();
    let word = prefix.strip_suffix(':')?;
    let known = subject::prefix(prefix).is_some();
    (!known && !word.is_empty() && word.chars().count() <= 16 && !word.contains(' '))
        .then_some(found)
}

/// A header block within a few lines below a marker.
fn after_marker(lines: &[Line<'_>], marker: usize, budget: &Budget) -> Option<Found> {
    let start = lines.get(marker)?;
    for index in marker + 1..marker + 5 {
        let line = lines.get(index)?;
        if line.is_blank() {
            continue;
        }
        let block = block::extended(lines, block::at(lines, index, budget)?);
        return Some(Found {
            start: start.start,
            body: block.end,
            depth: block.depth,
            block,
        });
    }
    None
}

/// A header block without words above it, perhaps under a rule.
fn bare_block(lines: &[Line<'_>], index: usize, claim: Claim, budget: &Budget) -> Option<Found> {
    let line = lines.get(index)?;
    let ruled = markers::is_rule(line.bare, 5);
    let first = if ruled {
        (index + 1..index + 4).find(|i| lines.get(*i).is_some_and(|l| !l.is_blank()))?
    } else {
        index
    };
    let block = block::extended(lines, block::at(lines, first, budget)?);
    if block.labels < 3 || !block.dated || (claim == Claim::Either && speaks_finnish(lines, &block))
    {
        return None;
    }
    let start = introduction(lines, index).unwrap_or(line.start);
    Some(Found {
        start,
        body: block.end,
        depth: block.depth,
        block,
    })
}

/// A line right above a block that introduces it in words no table knows: between dashes, or
/// ending in a colon inside the quote.
fn introduction(lines: &[Line<'_>], index: usize) -> Option<usize> {
    let block = lines.get(index)?;
    let above = lines
        .get(index.saturating_sub(3)..index)?
        .iter()
        .rfind(|l| !l.is_blank())?;
    let bare = above.bare.trim_matches('*');
    let dashed = bare.len() < 120 && bare.starts_with("---") && bare.ends_with("---");
    let quoted =
        block.depth > 0 && above.depth == block.depth && bare.ends_with(':') && bare.len() < 120;
    (dashed || quoted).then_some(above.start)
}

/// `VS` is a forward in Danish and an answer in Finnish: the labels decide.
fn speaks_finnish(lines: &[Line<'_>], block: &Block) -> bool {
    lines
        .get(block.first..block.end)
        .unwrap_or_default()
        .iter()
        .any(|l| l.bare.to_lowercase().starts_with("lähettäjä"))
}

/// The forwarded text with the quote marks or the indent of its header removed.
fn body(text: &str, lines: &[Line<'_>], found: &Found) -> String {
    let rest = lines.get(found.body..).unwrap_or_default();
    let filled = || rest.iter().filter(|l| !l.is_blank());
    let depth = if found.depth == 0 && filled().count() > 0 && filled().all(|l| l.depth > 0) {
        1
    } else {
        found.depth
    };
    let raw = |line: &Line<'_>| part(text, line.start, line.next).trim_end().to_owned();
    let indent =
        if depth == 0 && filled().count() > 0 && filled().all(|l| raw(l).starts_with("    ")) {
            4
        } else {
            0
        };
    let mut out = String::new();
    for line in rest {
        let line = raw(line);
        out.push_str(if depth > 0 {
            without_marks(&line, depth)
        } else {
            line.get(indent..).unwrap_or("")
        });
        out.push('\n');
    }
    lines::trim(&out).to_owned()
}

fn without_marks(line: &str, depth: usize) -> &str {
    let mut rest = line;
    for _ in 0..depth {
        match rest.trim_start().strip_prefix('>') {
            Some(inner) => rest = inner.strip_prefix(' ').unwrap_or(inner),
            None => break,
        }
    }
    rest
}

#[cfg(test)]
mod tests;
