//! The beginning of a message as lists show it.
//!
//! Invariant: one line, at most [`MAX_CHARS`] characters, never half a character.

/// Most characters of a preview.
pub const MAX_CHARS: usize = 200;

/// The first characters of a text on one line; blanks and line breaks become one blank each.
#[must_use]
pub fn preview(text: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    let mut left = MAX_CHARS;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || is_invisible(c) {
            gap = gap || !is_invisible(c);
            continue;
        }
        let needed = 1 + usize::from(gap && !out.is_empty());
        if needed > left {
            break;
        }
        if needed == 2 {
            out.push(' ');
        }
        out.push(c);
        left -= needed;
        gap = false;
    }
    out
}

/// Characters that mails use as padding, or that turn the reading direction of a whole list.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{34f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_becomes_one_line() {
        let cases = [
            ("", ""),
            ("  \r\n\t ", ""),
            ("Hello\r\n\r\n  there,\tAnn ", "Hello there, Ann"),
            ("\u{feff}pad\u{200b}ded", "padded"),
            ("a\0b", "a b"),
            ("\u{202e}evil", "evil"),
        ];
        for (text, expected) in cases {
            assert_eq!(preview(text), expected, "{text:?}");
        }
    }

    #[test]
    fn long_text_is_cut_at_a_character() {
        assert_eq!(preview(&"ü".repeat(500)), "ü".repeat(200));
        assert_eq!(preview(&"ab ".repeat(500)).chars().count(), 200);
    }

    proptest! {
        #[test]
        fn preview_is_bounded_and_on_one_line(text in "\\PC*|(.|\n|\r)*") {
            let shown = preview(&text);
            prop_assert!(shown.chars().count() <= MAX_CHARS);
            prop_assert!(!shown.contains(char::is_control));
            prop_assert_eq!(shown.trim(), shown.as_str());
            prop_assert_eq!(preview(&shown), shown);
        }
    }
}
