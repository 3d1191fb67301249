//! Any bytes are a mail.
#![no_main]

use lambdesk_domain::mail::{Context, content_hash, read, read_json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let own = |address: &str| address.starts_with("desk");
    let mail = read(data, &Context { own: &own, ..Context::stranger() });
    let joined: String = mail.segments.iter().map(|s| mail.segment_text(s)).collect();
    assert_eq!(joined, mail.text);
    let _ = read_json(&mail);
    let _ = content_hash(data);
});
