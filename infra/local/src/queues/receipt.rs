//! Receipt handles: which message was handed out, and which time.
//!
//! Invariant: a handle this module printed reads back to the same values; anything else is refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::QueueError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Receipt {
    pub(super) queue: i64,
    pub(super) seq: i64,
    pub(super) nonce: i64,
}

impl Receipt {
    pub(super) fn print(self) -> String {
        URL_SAFE_NO_PAD.encode(format!("1:{}:{}:{}", self.queue, self.seq, self.nonce))
    }

    pub(super) fn read(handle: &str) -> Result<Self, QueueError> {
        let decoded = URL_SAFE_NO_PAD
            .decode(handle)
            .map_err(|_| QueueError::ReceiptInvalid)?;
        let text = String::from_utf8(decoded).map_err(|_| QueueError::ReceiptInvalid)?;
        let mut parts = text.split(':');
        let mut number = || parts.next().and_then(|part| part.parse::<i64>().ok());
        match (number(), number(), number(), number(), number()) {
            (Some(1), Some(queue), Some(seq), Some(nonce), None) => Ok(Self { queue, seq, nonce }),
            _ => Err(QueueError::ReceiptInvalid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_reads_back_and_nothing_else_does() {
        let receipt = Receipt {
            queue: 3,
            seq: 77,
            nonce: -5,
        };
        assert_eq!(Receipt::read(&receipt.print()), Ok(receipt));
        for wrong in ["", "abc", "!!", &URL_SAFE_NO_PAD.encode("1:2:3"), "é"] {
            assert_eq!(
                Receipt::read(wrong),
                Err(QueueError::ReceiptInvalid),
                "{wrong}"
            );
        }
    }
}
