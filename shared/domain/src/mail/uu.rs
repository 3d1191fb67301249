//! Reads parts in uuencode (POSIX `uuencode`).
//!
//! Invariant: the output is never longer than the input. Blocks inside a text stay text, as in
//! every mail program of today.

use super::slice::sub;

/// Decodes a part: the lines between `begin` and `end`, or all when the frame is missing.
pub(crate) fn decode(bytes: &[u8]) -> Vec<u8> {
    let framed = bytes.starts_with(b"begin ") || memchr::memmem::find(bytes, b"\nbegin ").is_some();
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let mut inside = !framed;
    for line in bytes.split(|&b| b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !inside {
            inside = line.starts_with(b"begin ");
        } else if line.starts_with(b"end") {
            break;
        } else {
            data_line(&mut out, line);
        }
    }
    out
}

fn value(digit: u8) -> u8 {
    digit.wrapping_sub(b' ') & 0x3f
}

/// Decodes one line; one that is too short gives what it has.
fn data_line(out: &mut Vec<u8>, line: &[u8]) {
    let Some((&length, data)) = line.split_first() else {
        return;
    };
    let mut left = usize::from(value(length));
    for group in data.chunks(4) {
        let word = (0..4).fold(0, |word, i| {
            word << 6 | u32::from(value(group.get(i).copied().unwrap_or(b' ')))
        });
        let [_, a, b, c] = word.to_be_bytes();
        let take = left.min(3).min(group.len().saturating_sub(1));
        out.extend_from_slice(sub(&[a, b, c], 0, take));
        left = left.saturating_sub(3);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_with_and_without_frame() {
        assert_eq!(decode(b"begin 644 a.txt\n#0V%T\n`\nend\n"), b"Cat");
        assert_eq!(decode(b"\r\n#0V%T\r\n`\r\n"), b"Cat");
    }
}
