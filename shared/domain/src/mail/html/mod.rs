//! HTML of mails: safe to show, and readable as text.
//!
//! Invariant: nothing that leaves [`sanitise`] can run code, load from the network or leave its frame.

mod entities;
mod hidden;
mod sanitise;
mod tags;
mod text;

pub use sanitise::{SafeHtml, sanitise};
pub(crate) use text::{Converted, Mark, MarkKind, convert};

/// The visible text of an HTML document, line breaks where a reader sees them.
#[must_use]
pub fn to_text(html: &str) -> String {
    convert(html).text
}
