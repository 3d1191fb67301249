//! Reads lines and data from a client, with limits on both.
//!
//! Invariant: at most one read buffer and one command line are held, however much a client sends.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};

/// The longest command line: RFC 5321 asks for 512 bytes, extensions add to it.
const MAX_LINE: usize = 4096;
const CHUNK: usize = 32 * 1024;

/// A command line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The line with its line end.
    Whole(Vec<u8>),
    /// A line over the limit; it was skipped.
    TooLong,
}

#[derive(Debug)]
pub(super) struct Input<R> {
    reader: R,
    buffer: Vec<u8>,
    start: usize,
}

impl<R: AsyncRead + Unpin> Input<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            start: 0,
        }
    }

    /// Whether a whole line is here already, so that the answers can wait for it (pipelining).
    pub(super) fn has_line(&self) -> bool {
        self.waiting().contains(&b'\n')
    }

    /// The bytes that were read and not used yet.
    pub(super) fn waiting(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Marks bytes as used.
    pub(super) fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.buffer.len());
    }

    /// Reads more bytes; `false` at the end of the stream.
    pub(super) async fn fill(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.start);
        self.start = 0;
        self.buffer.reserve(CHUNK);
        Ok(self.reader.read_buf(&mut self.buffer).await? > 0)
    }

    /// The next command line, or `None` at the end of the stream; the whole line must come within `limit`.
    pub(super) async fn line(&mut self, limit: Duration) -> io::Result<Option<Line>> {
        tokio::time::timeout(limit, self.next_line())
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }

    /// Reads and forgets what the client still sends, for at most `limit`.
    pub(super) async fn discard(&mut self, limit: Duration) -> io::Result<()> {
        let rest = async {
            loop {
                self.consume(self.buffer.len());
                if !self.fill().await? {
                    return Ok(());
                }
            }
        };
        tokio::time::timeout(limit, rest).await.unwrap_or(Ok(()))
    }

    async fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut too_long = false;
        loop {
            let end = self.waiting().iter().position(|byte| *byte == b'\n');
            match end {
                Some(end) => {
                    let line = self.waiting().get(..=end).unwrap_or_default().to_vec();
                    self.consume(end + 1);
                    let whole = !too_long && line.len() <= MAX_LINE;
                    return Ok(Some(if whole {
                        Line::Whole(line)
                    } else {
                        Line::TooLong
                    }));
                }
                None if self.waiting().len() > MAX_LINE => {
                    too_long = true;
                    self.consume(self.buffer.len());
                }
                None => {}
            }
            if !self.fill().await? {
                return Ok(None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lines_come_whole_and_long_ones_are_skipped() {
        let long = [b"x".repeat(10_000), b"\r\nNEXT\r\n".to_vec()].concat();
        let wire = [b"ONE\r\nTWO\n".to_vec(), long, b"tail".to_vec()].concat();
        let mut input = Input::new(wire.as_slice());
        let mut lines = Vec::new();
        while let Some(line) = input.line(Duration::from_secs(1)).await.unwrap() {
            lines.push(line);
        }
        let whole = |text: &str| Line::Whole(text.as_bytes().to_vec());
        assert_eq!(
            lines,
            [
                whole("ONE\r\n"),
                whole("TWO\n"),
                Line::TooLong,
                whole("NEXT\r\n")
            ]
        );
    }
}
