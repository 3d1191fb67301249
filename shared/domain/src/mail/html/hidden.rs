//! Recognises text that a style hides from the reader.
//!
//! Invariant: only styles that make text invisible for everybody count; small or pale text stays.

use super::tags::Tag;

/// Whether the element hides what is in it.
pub(crate) fn hides(tag: &Tag<'_>) -> bool {
    if tag.is_bare() {
        return false;
    }
    if tag.attribute("hidden").is_some() {
        return true;
    }
    tag.attribute("style")
        .is_some_and(|style| style_hides(&style))
}

/// Whether an inline style makes text invisible.
pub(crate) fn style_hides(style: &str) -> bool {
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    let declared = |name: &str| {
        style
            .split(';')
            .filter_map(|d| d.split_once(':'))
            .filter(|(n, _)| *n == name)
            .map(|(_, v)| v.trim_end_matches("!important"))
            .next_back()
    };
    let zero = |value: &str| {
        let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
        number.parse::<f32>().is_ok_and(|n| n.abs() < 0.01)
    };
    if declared("display") == Some("none")
        || declared("visibility") == Some("hidden")
        || declared("mso-hide") == Some("all")
    {
        return true;
    }
    if declared("font-size").is_some_and(zero) || declared("opacity").is_some_and(zero) {
        return true;
    }
    let clipped = declared("overflow") == Some("hidden");
    if clipped
        && (declared("max-height").is_some_and(zero)
            || declared("height").is_some_and(zero)
            || declared("max-width").is_some_and(zero))
    {
        return true;
    }
    let Some(ink) = declared("color") else {
        return false;
    };
    declared("background-color")
        .or(declared("background"))
        .is_some_and(|paper| ink == paper || (white(ink) && white(paper)))
        || ink == "transparent"
}

fn white(colour: &str) -> bool {
    matches!(colour, "white" | "#fff" | "#ffffff" | "rgb(255,255,255)")
}

/// Characters without width that can carry hidden words.
pub(crate) fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{00ad}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_styles_are_known() {
        for style in [
            "display: none",
            "font-size:0px",
            "FONT-SIZE : 0",
            "color:#fff;background-color:white",
            "opacity:0",
            "max-height:0;overflow:hidden",
            "visibility:hidden !important",
        ] {
            assert!(style_hides(style), "{style}");
        }
        for style in [
            "display:block",
            "font-size:10px",
            "color:#fff",
            "color:white;background:#000",
            "opacity:0.5",
            "height:0",
        ] {
            assert!(!style_hides(style), "{style}");
        }
    }
}
