//! Any text is an answer.
#![no_main]

use lambdesk_domain::mail::{Context, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let raw = format!("From: a@example.com\nSubject: Re: x\nContent-Type: text/plain; charset=utf-8\n\n{text}");
    let mail = read(raw.as_bytes(), &Context::stranger());
    let joined: String = mail.segments.iter().map(|s| mail.segment_text(s)).collect();
    assert_eq!(joined, mail.text);
});
