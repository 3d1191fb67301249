//! Any text is an HTML mail.
#![no_main]

use lambdesk_domain::mail::html::{sanitise, to_text};
use lambdesk_domain::mail::{Context, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    let raw = format!("From: a@example.com\nContent-Type: text/html; charset=utf-8\n\n{html}");
    let mail = read(raw.as_bytes(), &Context::stranger());
    let joined: String = mail.segments.iter().map(|s| mail.segment_text(s)).collect();
    assert_eq!(joined, mail.text);
    let safe = sanitise(html, &|_| None).html;
    let lower = safe.to_lowercase();
    assert!(!lower.contains("<script") && !lower.contains(" src=\"http") && !lower.contains("<iframe"));
    let _ = to_text(&safe);
});
