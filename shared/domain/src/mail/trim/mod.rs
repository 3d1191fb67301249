//! Tells what is new in a mail from what was there before.
//!
//! Invariant: the segments cover the text completely, in order, without overlap; nothing is thrown away.

use serde::{Deserialize, Serialize};

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
