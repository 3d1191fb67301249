//! Chooses the route of a request. Invariant: the choice does not depend on the order of the routes: without a
//! greedy part before with, more fixed parts before fewer, a named method before `ANY`, `$default` last.

use std::collections::BTreeMap;

use crate::template::Route;

/// A route and the values of its path parameters.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) route: &'a Route,
    pub(super) parameters: BTreeMap<String, String>,
}

pub(super) fn find<'a>(routes: &'a [Route], method: &str, path: &str) -> Option<Found<'a>> {
    let candidates = routes.iter().filter_map(|route| {
        let is_default = route.path.is_empty();
        if !is_default && route.method != "ANY" && route.method != method {
            return None;
        }
        let parameters = if is_default {
            BTreeMap::new()
        } else {
            parameters(&route.path, path)?
        };
        Some((rank(route), Found { route, parameters }))
    });
    candidates
        .max_by(|(left, _), (right, _)| left.cmp(right))
        .map(|(_, found)| found)
}

fn rank(route: &Route) -> (bool, bool, usize, bool) {
    let fixed = segments(&route.path)
        .filter(|part| !part.starts_with('{'))
        .count();
    (
        !route.path.is_empty(),
        !route.path.contains("+}"),
        fixed,
        route.method != "ANY",
    )
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

/// The values of the parameters when the path fits the pattern. A greedy part takes at least one character.
fn parameters(pattern: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let mut parameters = BTreeMap::new();
    let mut rest = path.strip_prefix('/')?;
    let mut parts = segments(pattern).peekable();
    while let Some(part) = parts.next() {
        let name = part
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'));
        if let Some(greedy) = name.and_then(|name| name.strip_suffix('+')) {
            parameters.insert(greedy.to_owned(), decoded(rest));
            return (!rest.is_empty() && parts.peek().is_none()).then_some(parameters);
        }
        let (segment, following) = match rest.split_once('/') {
            Some((segment, following)) => (segment, Some(following)),
            None => (rest, None),
        };
        match name {
            Some(name) if !segment.is_empty() => {
                parameters.insert(name.to_owned(), decoded(segment));
            }
            None if segment == part => {}
            Some(_) | None => return None,
        }
        match (following, parts.peek()) {
            (Some(following), Some(_)) => rest = following,
            (None, None) => return Some(parameters),
            (Some(_), None) | (None, Some(_)) => return None,
        }
    }
    None
}

/// Percent-decoding; what is not well formed stays as it is.
pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, following)) = rest.split_first() {
        let pair = (*first == b'%').then(|| {
            following
                .get(..2)
                .and_then(|pair| std::str::from_utf8(pair).ok())
        });
        let byte = pair
            .flatten()
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() {
            following.get(2..).unwrap_or_default()
        } else {
            following
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
