//! Any text is what a colleague forwarded.
#![no_main]

use lambdesk_domain::mail::{Context, Limits, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let raw = format!("From: desk@team.test\nSubject: FW: x\nContent-Type: text/plain; charset=utf-8\n\n{text}");
    let own = |address: &str| address.ends_with("@team.test");
    let mail = read(raw.as_bytes(), &Context { own: &own, limits: Limits::default() });
    if let Some(forwarded) = &mail.forwarded {
        assert!(forwarded.body.len() <= mail.text.len());
    }
    if let Some(customer) = &mail.customer {
        assert!(!customer.trusted && !own(&customer.address.email));
    }
});
