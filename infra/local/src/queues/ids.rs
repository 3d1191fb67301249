//! Makes the ids that AWS would make: random, and never the same twice.
//!
//! Invariant: an id is made without failing; when the system has no randomness to give, time, process
//! and a counter stand in, because these ids only have to differ and guard nothing.

use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use super::message::hex;

static CALLS: AtomicU64 = AtomicU64::new(0);

/// Sixteen random bytes.
pub(crate) fn random_bytes() -> [u8; 16] {
    let mut bytes = [0_u8; 16];
    if getrandom::fill(&mut bytes).is_err() {
        let seed = format!(
            "{} {} {}",
            super::worker::system_time().as_nanosecond(),
            std::process::id(),
            CALLS.fetch_add(1, Ordering::Relaxed)
        );
        for (byte, seeded) in bytes.iter_mut().zip(Sha256::digest(seed.as_bytes())) {
            *byte = seeded;
        }
    }
    bytes
}

/// A version 4 UUID in lower case.
pub(crate) fn uuid() -> String {
    let mut bytes = random_bytes();
    for (at, keep, set) in [(6, 0x0f, 0x40), (8, 0x3f, 0x80)] {
        if let Some(byte) = bytes.get_mut(at) {
            *byte = (*byte & keep) | set;
        }
    }
    let mut id = hex(&bytes);
    for at in [20, 16, 12, 8] {
        id.insert(at, '-');
    }
    id
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_id_has_the_form_of_a_version_four_uuid() {
        let id = super::uuid();
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(id.as_bytes()[14], b'4');
        assert_ne!(id, super::uuid());
    }
}
