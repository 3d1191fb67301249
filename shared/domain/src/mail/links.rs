//! Shows where a link of Outlook's Safe Links leads, instead of the address of the scanner.
//!
//! Invariant: only text for display is changed; the HTML and the stored mail keep the link as sent.
//! Every byte is looked at a bounded number of times.

use std::borrow::Cow;

use super::slice::{at, clip, from, part, starts_with_fold, sub, tail};
use super::transfer::percent;

const HOST: &str = ".safelinks.protection.";
const DOMAINS: [&str; 2] = ["outlook.com/", "office365.us/"];
/// A mail that was forwarded between organisations carries links wrapped several times.
const LAYERS: usize = 3;

/// The text with the addresses that its Safe Links stand for.
pub(crate) fn unwrapped(text: &str) -> Cow<'_, str> {
    layer(text, LAYERS)
}

fn layer(text: &str, layers: usize) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut kept, mut seen) = (0, 0);
    for host in memchr::memmem::find_iter(text.as_bytes(), HOST) {
        if layers == 0 || host < seen {
            continue;
        }
        let Some(start) = start_of_link(text.as_bytes(), seen, host) else {
            continue;
        };
        let end = end_of_link(text.as_bytes(), host);
        seen = end;
        if let Some(target) = target(part(text, start, end), host - start) {
            out.push_str(part(text, kept, start));
            out.push_str(&layer(&target, layers - 1));
            kept = end;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(tail(text, kept));
    Cow::Owned(out)
}

/// Where the link with this host name begins; its first label names the region.
fn start_of_link(text: &[u8], seen: usize, host: usize) -> Option<usize> {
    let first = host.saturating_sub(40).max(seen);
    let head = sub(text, first, host);
    let start = first + memchr::memmem::rfind(head, b"https://")?;
    let region = sub(text, start + 8, host);
    (!region.is_empty() && region.iter().all(u8::is_ascii_alphanumeric)).then_some(start)
}

/// Where the link ends: a blank, a bracket or a quote; the stop of a sentence is not part of it.
fn end_of_link(text: &[u8], host: usize) -> usize {
    let inside = |b: &u8| b.is_ascii_alphanumeric() || b"-._~:/?#@!$&*+,;=%|".contains(b);
    let length = from(text, host).iter().take_while(|b| inside(b)).count();
    let mut end = host + length;
    while end > host && b".,;:!?*|".contains(&at(text, end - 1)) {
        end -= 1;
    }
    end
}

/// The address in the query. An address with blanks or control characters could forge lines of text.
fn target(link: &str, host: usize) -> Option<String> {
    let rest = tail(link, host + HOST.len());
    DOMAINS
        .iter()
        .find(|domain| starts_with_fold(rest.as_bytes(), domain.as_bytes()))?;
    let (_, query) = rest.split_once('?')?;
    let value = query.split('&').find_map(|parameter| {
        let parameter = parameter.strip_prefix("amp;").unwrap_or(parameter);
        parameter.strip_prefix("url=")
    })?;
    let target = String::from_utf8(percent(value.as_bytes())).ok()?;
    let usual = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| starts_with_fold(target.as_bytes(), scheme.as_bytes()));
    let harmless = |c: char| {
        !c.is_whitespace()
            && !c.is_control()
            && !super::html::is_zero_width(c)
            && !"<>\"".contains(c)
    };
    (usual && target.chars().all(harmless) && clip(&target, 4_096) == target).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRAPPED: &str = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com%2Fa%3Fb%3D1&data=05%7C02%7Cx&sdata=y%3D&reserved=0";
    const PLAIN: &str = "https://example.com/a?b=1";

    #[test]
    fn wrapped_links_show_where_they_lead() {
        let twice = WRAPPED.replace(
            "https%3A%2F%2Fexample.com%2Fa%3Fb%3D1",
            "https%3A%2F%2Fnam02.safelinks.protection.outlook.com%2F%3Furl%3Dhttps%253A%252F%252Fexample.com%252Fa%253Fb%253D1%26data%3D1",
        );
        for (text, shown) in [
            (WRAPPED.to_owned(), PLAIN.to_owned()),
            (format!("日本語{WRAPPED}."), format!("日本語{PLAIN}.")),
            (
                format!("Our site<{WRAPPED}> and\n({WRAPPED})"),
                format!("Our site<{PLAIN}> and\n({PLAIN})"),
            ),
            (WRAPPED.replace('&', "&amp;"), PLAIN.to_owned()),
            (
                WRAPPED.replace("/?url", "/ap/w-59584e83/?url"),
                PLAIN.to_owned(),
            ),
            (twice, PLAIN.to_owned()),
        ] {
            assert_eq!(unwrapped(&text), shown, "{text}");
        }
    }

    #[test]
    fn other_links_stay_as_they_are() {
        for text in [
            PLAIN.to_owned(),
            WRAPPED.replace("outlook.com", "example.net"),
            WRAPPED.replace("url=", "uri="),
            WRAPPED.replace("https%3A", "javascript%3A"),
            WRAPPED.replace("b%3D1", "b%0AFrom:%20x"),
            WRAPPED.replace("%2Fa", "%FFa"),
            "safelinks.protection.outlook.com".to_owned(),
        ] {
            assert_eq!(unwrapped(&text), text);
        }
    }
}
