//! Recognises the lines with which mail programs introduce another mail.
//!
//! Invariant: a marker is a line of its own; the words inside a sentence never count.

use crate::mail::lines::trim;
use crate::mail::locales;

/// What a marker introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    /// A forwarded mail.
    Forward,
    /// The answered mail.
    Original,
}

/// The marker a line is.
pub(crate) fn of_line(bare: &str) -> Option<Marker> {
    if bare.len() > 240 {
        return None;
    }
    let inner = trim(bare.trim_matches(['*', '_']).trim_matches('*'));
    let words = trim(inner.trim_matches(['-', '_', '=', '—', '–', '*', ' ']));
    let dashed = inner.len() >= words.len() + 4;
    let colon = words.ends_with([':', '：']);
    if words.is_empty() || words.chars().count() > 64 || !(dashed || colon) {
        return None;
    }
    let key = words.trim_end_matches([':', '：', '.', ' ']).to_lowercase();
    // Some translations add the English words after a slash.
    let key = key.split(" / ").next().unwrap_or("").to_owned();
    if locales::FORWARD_MARKERS.contains(&key.as_str())
        || locales::FORWARD_MARKERS_MORE.contains(&key.as_str())
    {
        return Some(Marker::Forward);
    }
    (dashed && locales::ORIGINAL_MARKERS.contains(&key.as_str())).then_some(Marker::Original)
}

/// The text after a marker that has its header on the same line; the marker is `None` when its
/// words are not known.
pub(crate) fn with_header_on_line(bare: &str) -> Option<(Option<Marker>, &str)> {
    let rest = bare
        .strip_prefix("-----")
        .or_else(|| bare.strip_prefix("----"))?;
    let rest = rest.trim_start_matches('-');
    let end = rest.find("----")?;
    let key = trim(crate::mail::slice::part(rest, 0, end)).to_lowercase();
    let after = crate::mail::slice::tail(rest, end).trim_start_matches('-');
    if trim(after).is_empty() {
        return None;
    }
    let forward = locales::FORWARD_MARKERS.contains(&key.as_str())
        || locales::FORWARD_MARKERS_MORE.contains(&key.as_str());
    let original = locales::ORIGINAL_MARKERS.contains(&key.as_str());
    let marker = if forward {
        Some(Marker::Forward)
    } else {
        original.then_some(Marker::Original)
    };
    Some((marker, trim(after)))
}

/// A line of dashes, underscores or equals signs only.
pub(crate) fn is_rule(bare: &str, least: usize) -> bool {
    let bare = bare.trim_matches('*');
    let Some(first) = bare
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '_' | '=' | '—' | '–'))
    else {
        return false;
    };
    bare.chars().all(|c| c == first) && bare.chars().count() >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_lines_of_their_own() {
        assert_eq!(
            of_line("---------- Forwarded message ---------"),
            Some(Marker::Forward)
        );
        assert_eq!(
            of_line("Anfang der weitergeleiteten Nachricht:"),
            Some(Marker::Forward)
        );
        assert_eq!(
            of_line("*-----Original Message-----*"),
            Some(Marker::Original)
        );
        assert_eq!(of_line("Forwarded message"), None);
        assert_eq!(of_line("see the original message below:"), None);
        assert!(is_rule("________", 8) && !is_rule("--x--", 3));
    }
}
