//! Reads uuencode (POSIX `uuencode`): whole parts, and the blocks that old programs put into text.
//!
//! Invariant: the output is never longer than the input; a block is taken out of a text only when
//! every line of it is sound, so nothing a person wrote is lost.

use std::borrow::Cow;

use super::slice::{part, sub, tail};

/// A file that stood in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Embedded {
    /// Name on the first line.
    pub(crate) name: String,
    /// The bytes.
    pub(crate) content: Vec<u8>,
}

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

/// Takes the blocks out of a text, at most `most`; a line with the name in brackets stays.
pub(crate) fn take(text: &str, most: usize) -> (Cow<'_, str>, Vec<Embedded>) {
    let mut out = String::new();
    let mut files = Vec::new();
    let (mut kept, mut from) = (0, 0);
    while let Some(found) = memchr::memmem::find(tail(text, from).as_bytes(), b"begin ") {
        let start = from + found;
        let line_end = end_of_line(text, start);
        from = line_end;
        let fresh = start == 0 || part(text, start - 1, start) == "\n";
        let Some(name) = file_name(part(text, start, line_end)).filter(|_| fresh) else {
            continue;
        };
        if files.len() == most {
            break;
        }
        let (content, end) = block(text, line_end);
        from = end;
        if let Some(content) = content {
            out.push_str(part(text, kept, start));
            out.push_str(&format!("[{name}]\n"));
            kept = end;
            files.push(Embedded {
                name: name.to_owned(),
                content,
            });
        }
    }
    if files.is_empty() {
        return (Cow::Borrowed(text), files);
    }
    out.push_str(tail(text, kept));
    (Cow::Owned(out), files)
}

fn end_of_line(text: &str, start: usize) -> usize {
    memchr::memchr(b'\n', tail(text, start).as_bytes()).map_or(text.len(), |i| start + i + 1)
}

/// The name on a line `begin 644 name`: the mode has three or four octal digits.
fn file_name(line: &str) -> Option<&str> {
    let (mode, name) = line.strip_prefix("begin ")?.split_once(' ')?;
    let octal = mode.bytes().all(|b| matches!(b, b'0'..=b'7'));
    let name = name.trim();
    ((3..=4).contains(&mode.len()) && octal && !name.is_empty() && name.len() <= 255)
        .then_some(name)
}

/// The bytes of a block up to its `end`, and where the search goes on. No bytes when a line is unsound.
fn block(text: &str, start: usize) -> (Option<Vec<u8>>, usize) {
    let mut content = Vec::new();
    let mut position = start;
    while position < text.len() {
        let next = end_of_line(text, position);
        let line = part(text, position, next).trim_end_matches('\n');
        if line.trim_end() == "end" {
            return ((!content.is_empty()).then_some(content), next);
        }
        if !is_sound(line.as_bytes()) {
            return (None, position);
        }
        data_line(&mut content, line.as_bytes());
        position = next;
    }
    (None, text.len())
}

/// Whether a line holds as many characters as its first one announces. A checksum may follow.
fn is_sound(line: &[u8]) -> bool {
    let Some((first, data)) = line.split_first() else {
        return true;
    };
    let digit = |b: &u8| (b' '..=b'`').contains(b);
    let needed = usize::from(value(*first)).div_ceil(3) * 4;
    line.iter().all(digit) && (needed..=needed + 2).contains(&data.len())
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

    #[test]
    fn blocks_in_a_text_become_files_and_leave_their_name() {
        let text = "Hi,\nbegin 644 my cat.txt\n#0V%T\n`\nend\nbye\nbegin 0644 b\n#0V%T\n\nend";
        let (shown, files) = take(text, 10);
        assert_eq!(shown, "Hi,\n[my cat.txt]\nbye\n[b]\n");
        let named = files
            .iter()
            .map(|f| (f.name.as_str(), f.content.as_slice()));
        assert!(named.eq([("my cat.txt", &b"Cat"[..]), ("b", b"Cat")]));
        assert_eq!(take(text, 1).1.len(), 1);
    }

    #[test]
    fn what_a_person_wrote_stays() {
        for text in [
            "begin with this\nend",
            "begin 2024 plans\nWe meet.\nend\n",
            "begin 644 a.txt\n#0V%T\n`\n",
            "begin 644 a.txt\n#0V\nend\n",
            "begin 644 a.txt\n`\nend\n",
            "> begin 644 a.txt\n> #0V%T\n> end\n",
            "begin 644 a\n#0V%T\nbegin 644 b\n",
        ] {
            assert_eq!(take(text, 10), (Cow::Borrowed(text), Vec::new()), "{text}");
        }
    }
}
