//! Reads the data of a mail: finds its end, takes the stuffed dots away, holds no more than it may.
//!
//! The command parser's own receiver is not used for this: it ends a mail at CR CR LF after a dot as well, and
//! misses a dot on the very first line. Here only CRLF ends a line, so two servers in a row cannot
//! disagree on where a mail ends.
//!
//! Invariant: what is kept is what the client meant to send, byte for byte.

use super::Lease;

/// Where in a line the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    LineStart,
    Dot,
    DotCr,
    Middle,
    Cr,
}

/// How the data of a mail ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// All of it was kept.
    Whole(Vec<u8>),
    /// It is larger than one mail may be.
    TooLarge,
    /// All mails together would need too much memory.
    NoMemory,
}

#[derive(Debug)]
pub(super) struct Dots {
    at: At,
    kept: Vec<u8>,
    limit: usize,
    lease: Lease,
    refused: Option<Ended>,
    dropped: usize,
}

/// How many bytes are leased and reserved at once.
const STEP: usize = 64 * 1024;

impl Dots {
    pub(super) fn new(limit: usize, lease: Lease) -> Self {
        Self {
            at: At::LineStart,
            kept: Vec::new(),
            limit,
            lease,
            refused: None,
            dropped: 0,
        }
    }

    /// Takes bytes up to the end of the mail; says how many it used, and whether the end was among them.
    pub(super) fn take(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut used = 0;
        while let Some(byte) = bytes.get(used).copied() {
            if self.at == At::Middle {
                let rest = bytes.get(used..).unwrap_or_default();
                let run = rest
                    .iter()
                    .position(|byte| *byte == b'\r')
                    .unwrap_or(rest.len());
                if run > 0 {
                    self.keep(rest.get(..run).unwrap_or_default());
                    used += run;
                    continue;
                }
            }
            used += 1;
            if self.step(byte) {
                return (used, true);
            }
        }
        (used, false)
    }

    fn step(&mut self, byte: u8) -> bool {
        self.at = match (self.at, byte) {
            (At::LineStart, b'.') => At::Dot,
            (At::Dot, b'\r') => At::DotCr,
            (At::DotCr, b'\n') => return true,
            (At::DotCr, _) => {
                self.keep(b"\r");
                self.keep(&[byte]);
                if byte == b'\r' { At::Cr } else { At::Middle }
            }
            (At::Cr, b'\n') => {
                self.keep(b"\n");
                At::LineStart
            }
            (At::LineStart | At::Dot | At::Middle | At::Cr, _) => {
                self.keep(&[byte]);
                if byte == b'\r' { At::Cr } else { At::Middle }
            }
        };
        false
    }

    /// How much was thrown away because it was too much.
    pub(super) fn dropped(&self) -> usize {
        self.dropped
    }

    /// What the mail became. The lease lives on until the caller has stored it.
    pub(super) fn end(self) -> (Ended, Lease) {
        let ended = match self.refused {
            Some(refused) => refused,
            None => Ended::Whole(self.kept),
        };
        (ended, self.lease)
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.refused.is_none() {
            self.make_room(bytes.len());
        }
        if self.refused.is_some() {
            self.dropped = self.dropped.saturating_add(bytes.len());
        } else {
            self.kept.extend_from_slice(bytes);
        }
    }

    fn make_room(&mut self, more: usize) {
        let wanted = self.kept.len() + more;
        if wanted > self.limit {
            self.refuse(Ended::TooLarge);
        } else if wanted > self.kept.capacity() {
            let step = more.max(STEP).max(self.kept.capacity());
            let step = step
                .min(self.limit.saturating_sub(self.kept.capacity()))
                .max(more);
            if self.lease.grow(step) {
                self.kept
                    .reserve_exact(self.kept.capacity() - self.kept.len() + step);
            } else {
                self.refuse(Ended::NoMemory);
            }
        }
    }

    fn refuse(&mut self, why: Ended) {
        self.dropped = self.kept.len();
        self.kept = Vec::new();
        self.refused = Some(why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::smtp::Memory;

    fn read(wire: &[u8], chunk: usize) -> (Vec<u8>, usize) {
        let memory = Memory {
            used: std::sync::Arc::default(),
            most: 1 << 20,
        };
        let mut dots = Dots::new(1 << 20, memory.lease());
        let mut used = 0;
        for piece in wire.chunks(chunk) {
            let (taken, ended) = dots.take(piece);
            used += taken;
            if ended {
                break;
            }
        }
        let Ended::Whole(kept) = dots.end().0 else {
            panic!("the mail was refused")
        };
        (kept, used)
    }

    #[test]
    fn dots_are_unstuffed_and_the_end_is_found_at_any_cut() {
        let cases: [(&[u8], &[u8]); 8] = [
            (b".\r\nNEXT", b""),
            (b"a\r\n.\r\nNEXT", b"a\r\n"),
            (b"..\r\n.\r\n", b".\r\n"),
            (b".x\r\n..y\r\n.\r\n", b"x\r\n.y\r\n"),
            (b"a\n.\nb\r\n.\r\n", b"a\n.\nb\r\n"),
            (b"a\r\n.\r\r\nb\r\n.\r\n", b"a\r\n\r\r\nb\r\n"),
            (b"a\r\n.\nb\r\n.\r\n", b"a\r\n\nb\r\n"),
            (b"\xff\0\r\r\n\r\n.\r\n", b"\xff\0\r\r\n\r\n"),
        ];
        for (wire, expected) in cases {
            for chunk in 1..=wire.len() {
                let (kept, used) = read(wire, chunk);
                assert_eq!(kept, expected, "{wire:?} by {chunk}");
                assert!(used >= wire.len() - b"NEXT".len());
                assert!(wire[..used].ends_with(b".\r\n"));
            }
        }
    }

    #[test]
    fn too_much_is_dropped_and_given_back() {
        let memory = Memory {
            used: std::sync::Arc::default(),
            most: 150_000,
        };
        let mut large = Dots::new(10, memory.lease());
        assert!(large.take(b"0123456789ab\r\n.\r\n").1);
        assert!(matches!(large.end().0, Ended::TooLarge));
        let mut first = Dots::new(1 << 20, memory.lease());
        first.take(&[b'x'; 70_000]);
        let mut second = Dots::new(1 << 20, memory.lease());
        second.take(&[b'x'; 70_000]);
        assert!(matches!(second.end().0, Ended::NoMemory));
        let (kept, lease) = first.end();
        assert!(matches!(kept, Ended::Whole(ref bytes) if bytes.len() == 70_000));
        drop(lease);
        assert_eq!(memory.used.load(std::sync::atomic::Ordering::Acquire), 0);
    }
}
