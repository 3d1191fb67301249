//! Any text is an HTML mail.
#![no_main]

use lambdesk_domain::mail::html::{sanitise, to_text};
use lambdesk_domain::mail::{Context, read};
use libfuzzer_sys::fuzz_target;

/// The tags of sanitised HTML: everything between `<` and the `>` outside quotes.
fn tags(html: &str) -> Vec<String> {
    let mut out = Vec::new();
    let (mut tag, mut quoted): (Option<String>, bool) = (None, false);
    for c in html.chars() {
        match (&mut tag, c) {
            (None, '<') => tag = Some(String::new()),
            (None, _) => {}
            (Some(_), '>') if !quoted => out.extend(tag.take()),
            (Some(inner), c) => {
                quoted ^= c == '"';
                inner.push(c);
            }
        }
    }
    out
}

/// The names of the attributes, with values removed.
fn bare(tag: &str) -> String {
    tag.split('"').step_by(2).collect::<Vec<_>>().join("\"\"").to_lowercase()
}

fuzz_target!(|html: &str| {
    let raw = format!("From: a@example.com\nContent-Type: text/html; charset=utf-8\n\n{html}");
    let mail = read(raw.as_bytes(), &Context::stranger());
    let joined: String = mail.segments.iter().map(|s| mail.segment_text(s)).collect();
    assert_eq!(joined, mail.text);
    let safe = sanitise(html, &|_| None).html;
    for tag in tags(&safe) {
        let bare = bare(&tag);
        assert!(!bare.starts_with("script") && !bare.starts_with("iframe") && !bare.starts_with("svg"));
        assert!(!bare.contains(" on"), "{tag}");
        assert!(!tag.to_lowercase().contains(" src=\"http"), "{tag}");
    }
    let _ = to_text(&safe);
});
