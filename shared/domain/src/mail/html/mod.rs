//! HTML of mails: safe to show, and readable as text.
//!
//! Invariant: nothing that leaves [`sanitise`] can run code, load from the network or leave its frame.

mod entities;
mod hidden;
mod images;
mod marks;
mod sanitise;
mod styles;
mod tags;
mod text;

pub(crate) use hidden::is_zero_width;
pub use images::shows_remote;
pub use sanitise::{SafeHtml, sanitise};
pub(crate) use text::{Converted, Mark, MarkKind, convert};

/// Bytes of HTML that are turned into text at most.
pub(crate) const MAX_BYTES: usize = 4 << 20;

/// The visible text of an HTML document, line breaks where a reader sees them.
#[must_use]
pub fn to_text(html: &str) -> String {
    convert(crate::mail::slice::clip(html, MAX_BYTES)).text
}
