//! Continues the `Thread-Index` of Exchange, so that Outlook groups our answer (MS-OXOMSG 2.2.1.3).
//!
//! Invariant: the root, the first 22 bytes, is never changed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

const ROOT: usize = 22;
/// Longest index that is continued; beyond it only the root is kept, so that the header fits one line.
const MAX_INDEX: usize = 600;
/// Seconds between 1601, where FILETIME begins, and 1970.
const EPOCH: i64 = 11_644_473_600;

/// The header of an answer: the index plus a block of five bytes; `None` when there is no root.
pub(super) fn next(index: &[u8], now: Timestamp, anchor: &str) -> Option<String> {
    let root = index.get(..ROOT)?;
    let mut bytes = if index.len() > MAX_INDEX {
        root.to_vec()
    } else {
        index.to_vec()
    };
    bytes.extend(block(root, now, anchor));
    Some(STANDARD.encode(bytes))
}

/// One bit of scale, 31 bits of time since the root, one byte that tells answers of one moment apart.
fn block(root: &[u8], now: Timestamp, anchor: &str) -> [u8; 5] {
    let began = root
        .iter()
        .take(6)
        .fold(0_u64, |time, byte| (time << 8) | u64::from(*byte))
        << 16;
    let seconds = u64::try_from(now.as_second().saturating_add(EPOCH)).unwrap_or(0);
    let passed = seconds.saturating_mul(10_000_000).saturating_sub(began);
    let (scale, ticks) = if passed >> 49 == 0 {
        (0, passed >> 18)
    } else {
        (1 << 31, passed >> 23)
    };
    let time = u32::try_from(ticks & 0x7fff_ffff).unwrap_or(0) | scale;
    let salt = Sha256::digest(anchor.as_bytes())
        .first()
        .copied()
        .unwrap_or(0);
    let [a, b, c, d] = time.to_be_bytes();
    [a, b, c, d, salt]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The root of a conversation begun at a FILETIME.
    fn root(filetime: u64) -> Vec<u8> {
        let mut root = filetime.to_be_bytes()[..6].to_vec();
        root.extend([9; 16]);
        root
    }

    fn decoded(index: &[u8], now: i64) -> Vec<u8> {
        STANDARD
            .decode(next(index, Timestamp::from_second(now).unwrap(), "a@b").unwrap())
            .unwrap()
    }

    #[test]
    fn an_answer_adds_five_bytes_that_tell_its_time() {
        let (began, hour) = (1_700_000_000_i64, 3_600);
        let filetime = u64::try_from((began + EPOCH) * 10_000_000).unwrap();
        let index = decoded(&root(filetime), began + hour);
        assert_eq!((index.len(), &index[..22]), (27, root(filetime).as_slice()));
        let ticks = u32::from_be_bytes(index[22..26].try_into().unwrap());
        let seconds = (u64::from(ticks) << 18) / 10_000_000;
        assert!(seconds.abs_diff(3_600) < 2, "{seconds}");
        assert_eq!(decoded(&index, began + hour).len(), 32);
    }

    #[test]
    fn odd_indexes_are_handled() {
        let now = Timestamp::from_second(0).unwrap();
        assert_eq!(next(&[1; 21], now, "a@b"), None);
        assert_eq!(decoded(&[255; 22], 0).len(), 27);
        assert_eq!(decoded(&[0; 22], 4_000_000_000).len(), 27);
        assert_eq!(
            decoded(&[1; 5_000], 0),
            [&[1; 22][..], &decoded(&[1; 22], 0)[22..]].concat()
        );
    }
}
