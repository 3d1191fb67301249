//! Any bytes are a winmail.dat.
#![no_main]

use lambdesk_domain::mail::{Context, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut raw = b"From: a@example.com\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: binary\n\n".to_vec();
    raw.extend_from_slice(&[0x78, 0x9f, 0x3e, 0x22, 1, 0]);
    raw.extend_from_slice(data);
    let mail = read(&raw, &Context::stranger());
    let bytes: usize = mail.attachments.iter().map(|a| a.content.len()).sum();
    assert!(bytes <= 4 * raw.len() + (16 << 20));
});
