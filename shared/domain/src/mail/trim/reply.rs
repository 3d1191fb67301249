//! Puts the tagged lines together again: segments that cover the text, and the reply to show.
//!
//! Invariant: quotes between answers stay in the reply, quotes before and after it do not.

use super::{Segment, SegmentKind, Tag, Trimmed};
use crate::mail::lines::Line;
use crate::mail::slice::part;

/// Builds the result from the tags of all lines.
pub(super) fn assemble(text: &str, lines: &[Line<'_>], tags: &[Tag]) -> Trimmed {
    let segments = segments(text, lines, tags);
    let mut reply = shown(text, lines, tags);
    if reply.is_empty() && !tags.contains(&Tag::Header) {
        // Nothing new was found: better too much than a lost sentence.
        reply = text.trim().to_owned();
    }
    let signature = collect(text, &segments, SegmentKind::Signature);
    let quoted = collect(text, &segments, SegmentKind::Quoted);
    Trimmed {
        segments,
        reply,
        signature,
        quoted,
    }
}

fn kind(tag: Tag) -> SegmentKind {
    match tag {
        Tag::New => SegmentKind::New,
        Tag::Quote | Tag::Attribution | Tag::History => SegmentKind::Quoted,
        Tag::Header => SegmentKind::ForwardHeader,
        Tag::Banner => SegmentKind::Banner,
        Tag::Signature => SegmentKind::Signature,
        Tag::Disclaimer => SegmentKind::Disclaimer,
    }
}

fn segments(text: &str, lines: &[Line<'_>], tags: &[Tag]) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    for (line, tag) in lines.iter().zip(tags) {
        let kind = kind(*tag);
        // Empty lines between two pieces belong to the piece above.
        match out.last_mut() {
            Some(last) if last.kind == kind || (line.is_blank() && *tag == Tag::New) => {
                last.end = line.next
            }
            _ => out.push(Segment {
                kind,
                start: line.start,
                end: line.next,
            }),
        }
    }
    if let Some(last) = out.last_mut() {
        last.end = text.len();
    }
    out
}

fn collect(text: &str, segments: &[Segment], kind: SegmentKind) -> Option<String> {
    let mut out = String::new();
    for segment in segments.iter().filter(|s| s.kind == kind) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(part(text, segment.start, segment.end).trim_matches('\n'));
    }
    let out = out.trim().to_owned();
    (!out.is_empty()).then_some(out)
}

/// The reply: from the first new line to the last, with the quotes that stand between answers.
fn shown(text: &str, lines: &[Line<'_>], tags: &[Tag]) -> String {
    let is_new =
        |i: &usize| tags.get(*i) == Some(&Tag::New) && lines.get(*i).is_some_and(|l| !l.is_blank());
    let Some(first_new) = (0..lines.len()).find(is_new) else {
        return String::new();
    };
    let last_new = (0..lines.len()).rfind(is_new).unwrap_or(first_new);
    let first = first_shown(lines, tags, first_new, last_new);
    let mut out = String::new();
    for (line, tag) in lines.iter().zip(tags).take(last_new + 1).skip(first) {
        if matches!(tag, Tag::New | Tag::Quote) {
            out.push_str(part(text, line.start, line.next));
        }
    }
    out.trim_matches(['\n', '\r'])
        .trim_end()
        .trim_start_matches(['\u{feff}', '\u{200b}'])
        .to_owned()
}

/// A quote on top belongs to the reply when the author put it there without a header line, or when
/// answers are woven into the quotes.
fn first_shown(lines: &[Line<'_>], tags: &[Tag], first_new: usize, last_new: usize) -> usize {
    let quote_at = |range: std::ops::Range<usize>| {
        range.clone().find(|i| {
            tags.get(*i) == Some(&Tag::Quote) && lines.get(*i).is_some_and(|l| !l.is_blank())
        })
    };
    let Some(quote) = quote_at(0..first_new) else {
        return first_new;
    };
    let introduced = tags
        .iter()
        .take(quote)
        .any(|t| matches!(t, Tag::Attribution | Tag::Header | Tag::History));
    let woven = quote_at(first_new..last_new).is_some();
    if woven || !introduced {
        quote
    } else {
        first_new
    }
}
