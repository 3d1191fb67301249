//! Places images in sanitised HTML: stored ones by content id, remote ones as markers.
//!
//! Invariant: nothing here makes the browser load from another site.

use std::cell::{Cell, RefCell};

use super::tags::Tag;
use crate::mail::slice::{part, tail};
use crate::mail::transfer::percent;

/// Where the address of a picture on another server stands until an agent asks for it.
const REMOTE: &str = "data-remote-src";

/// Rewrites image sources in sanitised HTML: cid to its address, remote to a marker. The allow-list
/// has run, so every tag is closed and every value stands in double quotes: what is cut here is
/// exactly what a browser sees.
pub(super) fn place(
    clean: &str,
    cid: &dyn Fn(&str) -> Option<String>,
    remote: &Cell<usize>,
    cids: &RefCell<Vec<String>>,
) -> String {
    let mut out = String::with_capacity(clean.len());
    let mut rest = clean;
    while let Some(start) = rest.find('<') {
        let length = tag_length(tail(rest, start));
        let inner = part(rest, start + 1, start + length - 1);
        let tag = Tag::parse(inner);
        if tag.name == "img" {
            out.push_str(part(rest, 0, start));
            out.push_str(&image(&tag, cid, remote, cids));
        } else {
            out.push_str(part(rest, 0, start + length));
        }
        rest = tail(rest, start + length);
    }
    out.push_str(rest);
    out
}

/// Length of the tag at the start, brackets included.
fn tag_length(rest: &str) -> usize {
    let mut quoted = false;
    for (i, byte) in rest.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return i + 1,
            _ => {}
        }
    }
    rest.len().max(1)
}

fn image(
    tag: &Tag<'_>,
    cid: &dyn Fn(&str) -> Option<String>,
    remote: &Cell<usize>,
    cids: &RefCell<Vec<String>>,
) -> String {
    let mut out = String::from("<img");
    let source = tag.attribute("src").unwrap_or_default();
    let trimmed = source.trim();
    if let Some(id) = strip_scheme(trimmed, "cid:") {
        let id = String::from_utf8_lossy(&percent(id.as_bytes())).into_owned();
        if let Some(address) = cid(&id) {
            push_attribute(&mut out, "src", &address);
        }
        push_attribute(&mut out, "data-cid", &id);
        let mut cids = cids.borrow_mut();
        if !cids.contains(&id) && cids.len() < 200 {
            cids.push(id);
        }
    } else if strip_scheme(trimmed, "http://")
        .or(strip_scheme(trimmed, "https://"))
        .is_some()
        || trimmed.starts_with("//")
    {
        remote.set(remote.get() + 1);
        push_attribute(&mut out, REMOTE, trimmed);
    } else if is_data_image(trimmed) {
        push_attribute(&mut out, "src", trimmed);
    }
    for name in ["alt", "width", "height", "title", "style"] {
        if let Some(value) = tag.attribute(name) {
            push_attribute(&mut out, name, &value);
        }
    }
    out.push('>');
    out
}

/// Whether sanitised HTML shows this picture of another server.
#[must_use]
pub fn shows_remote(html: &str, address: &str) -> bool {
    let mut marker = String::new();
    push_attribute(&mut marker, REMOTE, address.trim());
    html.contains(&marker)
}

/// The text after a URL scheme, case ignored.
pub(super) fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    text.get(..scheme.len())
        .filter(|head| head.eq_ignore_ascii_case(scheme))?;
    text.get(scheme.len()..)
}

pub(super) fn is_data_image(source: &str) -> bool {
    [
        "data:image/png;",
        "data:image/jpeg;",
        "data:image/gif;",
        "data:image/webp;",
    ]
    .iter()
    .any(|p| strip_scheme(source, p).is_some())
}

fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for c in value.chars() {
        match c {
            '"' => out.push_str("&quot;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out.push('"');
}
