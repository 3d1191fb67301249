//! Keeps the inline styles that only change how text looks.
//!
//! Invariant: no style that loads, moves or runs anything passes.

use crate::mail::slice::{part, tail};

/// Properties that may stay. Those that hide are among them: hidden text stays hidden here and is
/// reported apart.
const STYLES: &[&str] = &[
    "color",
    "background-color",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "line-height",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "margin",
    "margin-top",
    "margin-right",
    "margin-bottom",
    "margin-left",
    "padding",
    "padding-top",
    "padding-right",
    "padding-bottom",
    "padding-left",
    "border",
    "border-top",
    "border-right",
    "border-bottom",
    "border-left",
    "border-color",
    "border-style",
    "border-width",
    "border-radius",
    "border-collapse",
    "border-spacing",
    "width",
    "max-width",
    "height",
    "display",
    "visibility",
    "opacity",
    "overflow",
    "max-height",
    "list-style-type",
    "direction",
    "word-break",
];

/// Keeps the declarations that only change how text looks.
pub(super) fn keep(value: &str) -> String {
    let mut out = String::new();
    for declaration in value.split(';') {
        let Some((name, value)) = declaration.split_once(':') else {
            continue;
        };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        if !STYLES.contains(&name.as_str()) || !harmless(value) {
            continue;
        }
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(&name);
        out.push(':');
        out.push_str(value);
    }
    out
}

/// No functions but colours, no escapes, no comments: nothing that loads, moves or runs.
fn harmless(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    if lower.len() > 200 || lower.contains(['\\', '<', '>', '@', '{', '}']) || lower.contains("/*")
    {
        return false;
    }
    let mut rest = lower.as_str();
    while let Some(open) = rest.find('(') {
        let head = part(rest, 0, open);
        if !["rgb", "rgba", "hsl", "hsla"]
            .iter()
            .any(|f| head.ends_with(f))
        {
            return false;
        }
        rest = tail(rest, open + 1);
    }
    !lower.contains("expression") && !lower.contains("javascript")
}
