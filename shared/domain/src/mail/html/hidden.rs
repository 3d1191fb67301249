//! Recognises text that a style hides from the reader.
//!
//! Invariant: only styles that make text invisible for everybody count; small or pale text stays.

use super::tags::Tag;

/// What an element does to the visibility of the text in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// Nothing inside can be seen.
    pub(crate) gone: bool,
    /// The font has no size, or has one again. Layout tables set zero around real text.
    pub(crate) sizeless: Option<bool>,
    /// The ink has the colour of the paper, or another one again.
    pub(crate) inkless: Option<bool>,
}

/// Reads the look of an element.
pub(crate) fn look(tag: &Tag<'_>) -> Look {
    if tag.is_bare() {
        return Look::default();
    }
    let mut look = tag
        .attribute("style")
        .map(|style| styled(&style))
        .unwrap_or_default();
    look.gone |= tag.attribute("hidden").is_some();
    look
}

/// Reads the look that an inline style gives.
fn styled(style: &str) -> Look {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    let declared = |name: &str| {
        let values = style
            .split(';')
            .filter_map(|d| d.split_once(':'))
            .filter(|(n, _)| *n == name);
        values
            .map(|(_, v)| v.trim_end_matches("!important"))
            .next_back()
    };
    let is_zero = |name: &str| declared(name).map(zero);
    let flat = ["max-height", "height", "max-width"]
        .iter()
        .any(|name| is_zero(name) == Some(true));
    let gone = declared("display") == Some("none")
        || declared("visibility") == Some("hidden")
        || declared("mso-hide") == Some("all")
        || is_zero("opacity") == Some(true)
        || (flat && declared("overflow") == Some("hidden"));
    let paper = declared("background-color").or(declared("background"));
    let inkless = declared("color").map(|ink| {
        ink == "transparent"
            || paper.is_some_and(|paper| ink == paper || (white(ink) && white(paper)))
    });
    Look {
        gone,
        sizeless: is_zero("font-size"),
        inkless,
    }
}

fn zero(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse::<f32>().is_ok_and(|n| n.abs() < 0.01)
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

    fn hides(style: &str) -> bool {
        let look = styled(style);
        look.gone || look.sizeless == Some(true) || look.inkless == Some(true)
    }

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
            assert!(hides(style), "{style}");
        }
        for style in [
            "display:block",
            "font-size:10px",
            "color:#fff",
            "color:white;background:#000",
            "opacity:0.5",
            "height:0",
        ] {
            assert!(!hides(style), "{style}");
        }
    }
}
