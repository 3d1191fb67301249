//! Tells what is new in a mail from what was there before.
//!
//! Invariant: the segments cover the text completely, in order, without overlap; nothing is thrown away.

pub(crate) mod attribution;
mod edges;
mod reply;
mod signature;

use serde::{Deserialize, Serialize};

use super::forward::{block, markers};
use super::html::{Mark, MarkKind};
use super::lines::{self, Budget, Line};

/// What a piece of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// Written for this mail.
    New,
    /// History.
    Quoted,
    /// The author's signature.
    Signature,
    /// Legal boilerplate.
    Disclaimer,
    /// A warning that a mail server put on top.
    Banner,
    /// The header block of a forwarded mail.
    ForwardHeader,
}

/// One piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// What it is.
    pub kind: SegmentKind,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A text cut into new and old.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Trimmed {
    /// The pieces.
    pub(crate) segments: Vec<Segment>,
    /// What is new, quotes between answers kept.
    pub(crate) reply: String,
    /// The signature.
    pub(crate) signature: Option<String>,
    /// The history.
    pub(crate) quoted: Option<String>,
}

/// What a line is, before signatures are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    New,
    /// A line with a quote mark.
    Quote,
    /// The line above a quote.
    Attribution,
    /// Everything below a history marker.
    History,
    Header,
    Banner,
    Signature,
    Disclaimer,
}

/// Cuts a text. `marks` come from the HTML the text was made from.
pub(crate) fn trim(text: &str, marks: &[Mark]) -> Trimmed {
    let lines = lines::split(text);
    let mut tags = vec![Tag::New; lines.len()];
    let top = edges::banner(&lines);
    tags.iter_mut().take(top).for_each(|t| *t = Tag::Banner);
    quotes(&lines, &mut tags, marks);
    history(&lines, &mut tags, top, marks);
    endings(&lines, &mut tags, marks);
    reply::assemble(text, &lines, &tags)
}

/// Tags the lines with quote marks, in text or by HTML.
fn quotes(lines: &[Line<'_>], tags: &mut [Tag], marks: &[Mark]) {
    for (line, tag) in lines.iter().zip(tags.iter_mut()) {
        if *tag == Tag::New && line.depth > 0 {
            *tag = Tag::Quote;
        }
    }
    for mark in marks.iter().filter(|m| m.kind == MarkKind::Quote) {
        let first = lines.partition_point(|l| l.next <= mark.start);
        for (line, tag) in lines
            .iter()
            .zip(tags.iter_mut())
            .skip(first)
            .take_while(|(l, _)| l.start < mark.end)
        {
            let middle = line.start + (line.next - line.start) / 2;
            if *tag == Tag::New && !line.is_blank() && mark.start <= middle && middle < mark.end {
                *tag = Tag::Quote;
            }
        }
    }
}

/// Looks for the place where the history begins.
fn history(lines: &[Line<'_>], tags: &mut [Tag], top: usize, marks: &[Mark]) {
    let budget = Budget::new();
    let breaks = breaks(marks);
    let (mut fenced, mut above, mut index) = (false, false, top);
    while let Some(line) = lines.get(index) {
        let tag = tags.get(index).copied().unwrap_or(Tag::New);
        fenced ^= line.depth == 0 && line.bare.starts_with("```");
        if tag != Tag::New || line.is_blank() || fenced {
            above |= fenced;
            index += 1;
            continue;
        }
        match boundary(lines, tags, index, &breaks, &budget) {
            Some(Boundary::Quoted(end)) => {
                set(tags, index, end, Tag::Attribution);
                index = quoted_run(lines, tags, end);
            }
            // With nothing above, what follows the header is all there is to read.
            Some(Boundary::History(end)) if !above && has_text(lines, end) => {
                set(tags, index, end, Tag::Header);
                index = end;
            }
            Some(Boundary::Break) if !above => {
                above = true;
                index += 1;
            }
            Some(Boundary::History(_) | Boundary::Break) => {
                return set(tags, index, lines.len(), Tag::History);
            }
            None => {
                above = true;
                index += 1;
            }
        }
    }
}

/// Where the HTML says that the history begins, in order.
fn breaks(marks: &[Mark]) -> Vec<usize> {
    let history = marks.iter().filter(|m| m.kind == MarkKind::History);
    let mut breaks: Vec<usize> = history.map(|m| m.start).collect();
    breaks.sort_unstable();
    breaks
}

fn has_text(lines: &[Line<'_>], from: usize) -> bool {
    lines.iter().skip(from).any(|l| !l.is_blank())
}

fn set(tags: &mut [Tag], start: usize, end: usize, tag: Tag) {
    tags.iter_mut().take(end).skip(start).for_each(|t| *t = tag);
}

enum Boundary {
    /// An attribution up to this line, quoted lines below.
    Quoted(usize),
    /// A header up to this line, everything below is old.
    History(usize),
    /// The HTML says that the history begins with this line.
    Break,
}

fn boundary(
    lines: &[Line<'_>],
    tags: &[Tag],
    index: usize,
    breaks: &[usize],
    budget: &Budget,
) -> Option<Boundary> {
    let line = lines.get(index)?;
    if let Some(end) = attribution::at(lines, index, budget) {
        return Some(below_attribution(lines, tags, end));
    }
    if let Some(block) = block::at(lines, index, budget) {
        let block = block::extended(lines, block);
        if block.dated {
            return Some(Boundary::History(block.end));
        }
    }
    if markers::of_line(line.bare).is_some() || header_on_line(line.bare, budget) {
        return Some(Boundary::History(header_below(lines, index + 1, budget)));
    }
    if markers::is_rule(line.bare, 3) {
        let next = (index + 1..index + 4).find(|i| lines.get(*i).is_some_and(|l| !l.is_blank()))?;
        let block = block::at(lines, next, budget).filter(|b| b.dated)?;
        return Some(Boundary::History(block::extended(lines, block).end));
    }
    // The converter notes a break before it writes the line ends that precede the text: at most three.
    let at = breaks.partition_point(|b| *b + 3 < line.start);
    let broken = breaks
        .get(at)
        .is_some_and(|b| *b < line.start || (*b == line.start && line.start == 0));
    broken.then_some(Boundary::Break)
}

/// Quoted lines below an attribution go their way; plain lines below it are all history.
fn below_attribution(lines: &[Line<'_>], tags: &[Tag], end: usize) -> Boundary {
    let next = (end..lines.len()).find(|i| lines.get(*i).is_some_and(|l| !l.is_blank()));
    let barred = |i: usize| lines.get(i).is_some_and(|l| l.bare.starts_with('|'));
    match next {
        Some(i) if tags.get(i) != Some(&Tag::Quote) && !barred(i) => Boundary::History(end),
        Some(_) | None => Boundary::Quoted(end),
    }
}

/// A marker with the header on its own line; unknown words count when a header really follows.
fn header_on_line(bare: &str, budget: &Budget) -> bool {
    markers::with_header_on_line(bare).is_some_and(|(known, header)| {
        known.is_some() || block::on_one_line(header, budget).is_some()
    })
}

/// The line after the header block that follows a marker, else the line after the marker.
fn header_below(lines: &[Line<'_>], from: usize, budget: &Budget) -> usize {
    let next = (from..from + 4).find(|i| lines.get(*i).is_some_and(|l| !l.is_blank()));
    next.and_then(|i| block::at(lines, i, budget))
        .map_or(from, |b| block::extended(lines, b).end)
}

/// Tags the quoted lines below an attribution: `|` marks and empty lines between belong to them.
fn quoted_run(lines: &[Line<'_>], tags: &mut [Tag], from: usize) -> usize {
    let mut index = from;
    while let Some(line) = lines.get(index) {
        let quoted = tags.get(index) == Some(&Tag::Quote) || line.bare.starts_with('|');
        if !quoted && !line.is_blank() {
            break;
        }
        if let Some(tag) = tags.get_mut(index) {
            *tag = Tag::Quote;
        }
        index += 1;
    }
    index
}

/// Looks for signatures and boilerplate at the end of the last run of new text. A run that is
/// signature only, left below the quotes, makes the run above the last one.
fn endings(lines: &[Line<'_>], tags: &mut [Tag], marks: &[Mark]) {
    let mut end = tags.len();
    while let Some(last) = last_new(lines, tags, end) {
        let before = tags.get(..last).unwrap_or_default();
        let start = before
            .iter()
            .rposition(|t| *t != Tag::New)
            .map_or(0, |i| i + 1);
        ending(lines, tags, marks, start, last + 1);
        if last_new(lines, tags, last + 1).is_some_and(|i| i >= start) || start == 0 {
            return;
        }
        end = start;
    }
}

fn last_new(lines: &[Line<'_>], tags: &[Tag], end: usize) -> Option<usize> {
    let mut run = tags.get(..end).unwrap_or_default().iter().zip(lines);
    run.rposition(|(t, l)| *t == Tag::New && !l.is_blank())
}

/// Tags signature and boilerplate of one run.
fn ending(lines: &[Line<'_>], tags: &mut [Tag], marks: &[Mark], start: usize, end: usize) {
    let run = lines.get(start..end).unwrap_or_default();
    let legal = edges::disclaimer(run).map_or(end, |i| start + i);
    set(tags, legal, end, Tag::Disclaimer);
    let run = lines.get(start..legal).unwrap_or_default();
    let above = start.checked_sub(1).and_then(|i| tags.get(i));
    let below_quote = matches!(above, Some(Tag::Quote | Tag::Attribution));
    let worded = signature::start(run, below_quote);
    let cut = worded.into_iter().chain(marked_signature(run, marks)).min();
    if let Some(at) = cut {
        set(tags, start + at, legal, Tag::Signature);
    }
}

/// The first line of the run that the HTML marks as signature.
fn marked_signature(run: &[Line<'_>], marks: &[Mark]) -> Option<usize> {
    let signatures = marks.iter().filter(|m| m.kind == MarkKind::Signature);
    let first = |m: &Mark| {
        run.iter()
            .position(|l| !l.is_blank() && m.start <= l.start + 1 && l.start < m.end)
    };
    signatures.take(20).filter_map(first).find(|i| *i > 0)
}

#[cfg(test)]
mod tests;
