//! Texts of other systems, made fit to be shown.
//!
//! Invariant: one line, bounded, nothing invisible; a link leads to a web page and nowhere else.

use url::Url;

use crate::preview::is_invisible;

/// Longest link that is kept.
const LONGEST_LINK: usize = 500;

/// A text on one line of at most `most` characters, cut with an ellipsis.
pub(super) fn clip(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut left = most;
    let mut gap = false;
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() || c.is_control() {
            gap = true;
            continue;
        }
        let needed = 1 + usize::from(gap && !out.is_empty());
        if needed >= left {
            out.push('\u{2026}');
            return out;
        }
        if needed == 2 {
            out.push(' ');
        }
        gap = false;
        out.push(c);
        left -= needed;
    }
    out
}

/// A link to a web page as it may be shown; `None` for anything else.
pub(super) fn link(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok()?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let web = url.scheme() == "https" || (url.scheme() == "http" && local);
    let plain = url.username().is_empty() && url.password().is_none();
    (web && plain && url.as_str().len() <= LONGEST_LINK).then(|| url.to_string())
}

/// Host and path of an address; query and fragment may carry tokens and are left out.
pub(super) fn place(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok()?;
    let host = url.host_str()?;
    Some(format!("{host}{}", url.path()))
}

/// One segment of a path.
pub(super) fn segment(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// Pairs of a query, encoded.
pub(super) fn query(pairs: &[(&str, &str)]) -> String {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    out.extend_pairs(pairs);
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_on_one_line_and_within_their_length() {
        let cases = [
            ("  a\n\tb  c ", 20, "a b c"),
            ("abcdef", 4, "abc\u{2026}"),
            ("abc", 4, "abc"),
            ("a\u{202e}b\u{200b}c", 20, "abc"),
            ("", 5, ""),
        ];
        for (text, most, expected) in cases {
            assert_eq!(clip(text, most), expected);
        }
        assert!(clip(&"x y ".repeat(1_000), 200).chars().count() <= 200);
    }

    #[test]
    fn only_web_pages_are_linked() {
        let long = format!("https://example.com/{}", "x".repeat(600));
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "http://example.com/a",
            "https://user:pw@example.com/",
            "nonsense",
            long.as_str(),
        ] {
            assert_eq!(link(bad), None, "{bad}");
        }
        assert!(link("https://acme.sentry.io/issues/1/").is_some());
        assert!(link("http://127.0.0.1:9000/x").is_some());
        assert_eq!(
            link("https://e.test/\"><b>").as_deref(),
            Some("https://e.test/%22%3E%3Cb%3E")
        );
    }

    #[test]
    fn addresses_lose_what_may_be_a_token() {
        assert_eq!(
            place("https://app.example.com/reset?token=abc#x").as_deref(),
            Some("app.example.com/reset")
        );
        assert_eq!(place("no address"), None);
    }

    #[test]
    fn nothing_breaks_out_of_a_path_or_a_query() {
        assert_eq!(segment("a/../b?c"), "a%2F..%2Fb%3Fc");
        assert_eq!(query(&[("q", "a&b=c\"*")]), "q=a%26b%3Dc%22*");
    }
}
