//! Takes out of a draft what nobody allowed: links, addresses, pictures, markup, invisible characters.
//!
//! Allowed are the organisation's own domains, the links of the passages that were found, and the addresses the ticket's
//! customer wrote from. A link in the customer's mail is **not** allowed by itself: it may come from an attacker and gains weight when
//! we repeat it. The caller may allow it (`links`), for instance when an agent asked for it.
//!
//! Invariant: every link in the result is allowed; cleaning twice changes nothing.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::links::{self, Link, Target};
use super::unicode;
use crate::knowledge::passage::Passage;
use crate::knowledge::strip::{self, Flavour};
use crate::status::words;

/// What stands in place of what was taken out.
pub const GAP: &str = "[link removed]";
/// Longest draft, in bytes.
const MAX_TEXT: usize = 64 << 10;

words! {
    /// What was taken out.
    RemovalKind {
        /// A web address that is not allowed.
        Link = "link",
        /// An e-mail address that is not allowed.
        Address = "address",
        /// A picture; a mail program would load it and tell.
        Picture = "picture",
        /// HTML.
        Markup = "markup",
        /// Invisible or disguised characters.
        Disguise = "disguise",
        /// Everything beyond the longest draft.
        Length = "length",
    }
}

/// Something that was taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// What it was.
    pub kind: RemovalKind,
    /// The beginning of it, made harmless.
    pub shown: String,
}

/// A text that holds nothing but what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The text.
    pub text: String,
    /// What was taken out of it.
    pub removed: Vec<Removal>,
}

/// What a draft may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Domains of the organisation, such as `demo.test`; what is below them is allowed too.
    pub domains: Vec<String>,
    /// Single web addresses.
    pub links: Vec<String>,
    /// Single e-mail addresses.
    pub addresses: Vec<String>,
}

impl Allowed {
    /// Allows the page of each passage, and what it links to.
    #[must_use]
    pub fn with_passages<'a>(mut self, passages: impl IntoIterator<Item = &'a Passage>) -> Self {
        for passage in passages {
            self.links.extend(passage.url.iter().cloned());
            self.links.extend(passage.links.iter().cloned());
            self.add(&passage.text);
        }
        self
    }

    /// Allows what a text names that the organisation wrote itself.
    #[must_use]
    pub fn with_own(mut self, text: &str) -> Self {
        self.add(text);
        self
    }

    fn add(&mut self, text: &str) {
        for link in links::find(text) {
            match link.target {
                Target::Web { .. } => self.links.push(link.shown),
                Target::Email(address) => self.addresses.push(address),
                Target::Other => {}
            }
        }
    }

    /// The same in the spelling in which links are compared, worked out once for a text.
    fn list(&self) -> List {
        let webs = self.links.iter().flat_map(|link| links::find(link));
        List {
            domains: self.domains.iter().map(|d| d.to_lowercase()).collect(),
            webs: webs
                .filter_map(|link| match link.target {
                    Target::Web { normal, .. } => Some(normal),
                    Target::Email(_) | Target::Other => None,
                })
                .collect(),
            addresses: self.addresses.iter().map(|a| a.to_lowercase()).collect(),
        }
    }
}

/// What a draft may name, as links are compared.
struct List {
    domains: Vec<String>,
    webs: HashSet<String>,
    addresses: HashSet<String>,
}

impl List {
    fn permits(&self, target: &Target) -> bool {
        match target {
            Target::Web { host, normal } => {
                self.webs.contains(normal) || (self.owns(host) && !leads_on(normal))
            }
            Target::Email(address) => {
                self.addresses.contains(address)
                    || address
                        .rsplit_once('@')
                        .is_some_and(|(_, domain)| self.owns(domain))
            }
            Target::Other => false,
        }
    }

    fn owns(&self, host: &str) -> bool {
        self.domains.iter().any(|domain| {
            host == domain
                || host
                    .strip_suffix(domain.as_str())
                    .is_some_and(|sub| sub.ends_with('.'))
        })
    }
}

/// An address of ours that sends the reader on to another.
fn leads_on(normal: &str) -> bool {
    let lower = normal.to_lowercase();
    let path = lower
        .split_once('/')
        .map_or(lower.as_str(), |(_, path)| path);
    let query = lower.split_once('?').map_or("", |(_, query)| query);
    path.contains("//")
        || path.contains("%2f%2f")
        || path.contains("%5c")
        || path.contains("http")
        || !links::find(&query.replace(['=', '&'], " ")).is_empty()
}

/// Cleans a draft, or any other text that may leave.
#[must_use]
pub fn clean(text: &str, allowed: &Allowed) -> Cleaned {
    let mut removed = Vec::new();
    let cut = crate::knowledge::words::clip(text, MAX_TEXT);
    if cut.len() < text.len() {
        note(
            &mut removed,
            RemovalKind::Length,
            "the end of a very long text",
        );
    }
    let mut text = cut.to_owned();
    let list = allowed.list();
    // What one pass uncovers, the next one sees.
    for _ in 0..6 {
        let before = text.clone();
        text = undisguise(&text, &mut removed);
        text = without_markup(&text, &mut removed);
        text = without_pictures(&text, &list, &mut removed);
        text = without_links(&text, &list, &mut removed);
        if text == before {
            break;
        }
    }
    Cleaned {
        text: text.trim().to_owned(),
        removed,
    }
}

fn note(removed: &mut Vec<Removal>, kind: RemovalKind, shown: &str) {
    let shown: String = unicode::plain(shown)
        .replace("://", ":")
        .chars()
        .take(80)
        .collect();
    let removal = Removal { kind, shown };
    if !removed.contains(&removal) {
        removed.push(removal);
    }
}

fn undisguise(text: &str, removed: &mut Vec<Removal>) -> String {
    let plain = unicode::plain(&without_entities(text));
    if text.chars().any(unicode::is_invisible) {
        note(removed, RemovalKind::Disguise, "invisible characters");
    }
    plain
}

/// `&#104;` and the few names that spell an address.
fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        let entity = rest
            .find(';')
            .filter(|end| *end <= 10)
            .and_then(|end| Some((end, entity(rest.get(..end)?)?)));
        match entity {
            Some((end, c)) => {
                out.push(c);
                rest = rest.get(end + 1..).unwrap_or_default();
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    let known = [
        ("lt", '<'),
        ("gt", '>'),
        ("amp", '&'),
        ("colon", ':'),
        ("period", '.'),
        ("sol", '/'),
        ("commat", '@'),
        ("quot", '"'),
        ("nbsp", ' '),
    ];
    known.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
}

fn without_markup(text: &str, removed: &mut Vec<Removal>) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let stripped = strip::strip(text, Flavour::Markdown);
    if stripped != text {
        note(removed, RemovalKind::Markup, "HTML");
    }
    // Also in code, and around plain addresses: nothing that could open a tag stays.
    let mut out = String::with_capacity(stripped.len());
    let mut chars = stripped.chars().peekable();
    while let Some(c) = chars.next() {
        let opens = c == '<'
            && chars
                .peek()
                .is_some_and(|n| n.is_ascii_alphabetic() || matches!(n, '/' | '!' | '?'));
        if !opens {
            out.push(c);
        }
    }
    out
}

/// Markdown pictures go; Markdown links become their words and, where allowed, the address beside them.
fn without_pictures(text: &str, allowed: &List, removed: &mut Vec<Removal>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let picture = rest.get(..at).is_some_and(|before| before.ends_with('!'));
        let Some((label, destination, length)) = bracket(rest.get(at..).unwrap_or_default()) else {
            out.push_str(rest.get(..=at).unwrap_or_default());
            rest = rest.get(at + 1..).unwrap_or_default();
            continue;
        };
        out.push_str(rest.get(..at - usize::from(picture)).unwrap_or_default());
        rest = rest.get(at + length..).unwrap_or_default();
        if picture {
            note(removed, RemovalKind::Picture, destination);
            continue;
        }
        out.push_str(label);
        let found = links::find(destination);
        let permitted = !found.is_empty() && found.iter().all(|l| allowed.permits(&l.target));
        if permitted && !label.contains(destination) {
            out.push_str(&format!(" ({destination})"));
        } else if !permitted {
            note(removed, RemovalKind::Link, destination);
        }
    }
    out.push_str(rest);
    out
}

/// `[label](destination "title")`, `[label][name]` or `[name]: destination`: label, destination, bytes taken.
fn bracket(text: &str) -> Option<(&str, &str, usize)> {
    let close = text.find(']').filter(|close| *close < 500)?;
    let label = text.get(1..close)?;
    let after = text.get(close + 1..)?;
    if let Some(inner) = after.strip_prefix('(') {
        let end = inner.find(')')?;
        let destination = inner
            .get(..end)?
            .split_whitespace()
            .next()
            .unwrap_or_default();
        return Some((label, destination.trim_matches(['<', '>']), close + end + 3));
    }
    if let Some(inner) = after.strip_prefix('[') {
        let end = inner.find(']')?;
        return Some((label, "", close + end + 3));
    }
    let inner = after.strip_prefix(": ")?;
    let line = inner.lines().next()?;
    (!links::find(line).is_empty()).then_some(("", line, close + 3 + line.len()))
}

fn without_links(text: &str, allowed: &List, removed: &mut Vec<Removal>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for Link {
        start,
        end,
        shown,
        target,
    } in links::find(text)
    {
        out.push_str(text.get(at..start).unwrap_or_default());
        if allowed.permits(&target) {
            out.push_str(&shown);
        } else {
            let kind = if matches!(target, Target::Email(_)) {
                RemovalKind::Address
            } else {
                RemovalKind::Link
            };
            note(removed, kind, &shown);
            out.push_str(GAP);
        }
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Whether every link and address of a text is allowed. What [`clean`] returns always is.
#[must_use]
pub fn is_clean(text: &str, allowed: &Allowed) -> bool {
    let plain = unicode::plain(text);
    let list = allowed.list();
    plain == text && links::find(text).iter().all(|l| list.permits(&l.target))
}

#[cfg(test)]
mod tests;
