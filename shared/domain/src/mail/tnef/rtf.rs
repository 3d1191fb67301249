//! Reads the rich text that Outlook puts into winmail.dat (MS-OXRTFCP, MS-OXRTFEX).
//!
//! Invariant: the output is bounded by the declared size and by 4 MB; unknown words are skipped.

use crate::mail::charset;
use crate::mail::slice::{at, sub};
use crate::mail::transfer::hex;

const MAX_BYTES: usize = 4 << 20;

/// What the compressor has in its window before the first byte.
const PRELOAD: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// Undoes the compression; `None` when the header is not of this format.
pub(super) fn decompress(data: &[u8]) -> Option<Vec<u8>> {
    let size = usize::try_from(u32::from_le_bytes([
        at(data, 4),
        at(data, 5),
        at(data, 6),
        at(data, 7),
    ]))
    .ok()?
    .min(MAX_BYTES);
    match sub(data, 8, 12) {
        b"MELA" => Some(sub(data, 16, 16 + size).to_vec()),
        b"LZFu" => Some(expand(sub(data, 16, data.len()), size)),
        _ => None,
    }
}

/// LZ with a window of 4,096 bytes; a reference to the write position ends the data.
fn expand(data: &[u8], size: usize) -> Vec<u8> {
    let mut window = [b' '; 4096];
    for (slot, byte) in window.iter_mut().zip(PRELOAD) {
        *slot = *byte;
    }
    let mut write = PRELOAD.len();
    let mut out = Vec::with_capacity(size.min(64 << 10));
    let mut position = 0;
    while position < data.len() && out.len() < size {
        let flags = at(data, position);
        position += 1;
        for bit in 0..8 {
            if position >= data.len() || out.len() >= size {
                return out;
            }
            if flags >> bit & 1 == 0 {
                put(&mut window, &mut write, &mut out, at(data, position));
                position += 1;
                continue;
            }
            let token = usize::from(at(data, position)) << 8 | usize::from(at(data, position + 1));
            position += 2;
            let (offset, length) = (token >> 4, (token & 15) + 2);
            if offset == write % 4096 {
                return out;
            }
            for step in 0..length {
                let byte = window.get((offset + step) % 4096).copied().unwrap_or(b' ');
                put(&mut window, &mut write, &mut out, byte);
            }
        }
    }
    out
}

fn put(window: &mut [u8; 4096], write: &mut usize, out: &mut Vec<u8>, byte: u8) {
    if let Some(slot) = window.get_mut(*write % 4096) {
        *slot = byte;
    }
    *write += 1;
    out.push(byte);
}

/// Text taken out of RTF.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Converted {
    /// Text, or HTML when the RTF wraps some.
    pub(super) text: String,
    /// Whether the RTF wraps HTML.
    pub(super) is_html: bool,
}

#[derive(Clone, Copy, Default)]
struct Group {
    skipped: bool,
    /// Between `\htmlrtf` and `\htmlrtf0`: only for readers that cannot show HTML.
    rtf_only: bool,
    in_tag: bool,
    unicode_skip: usize,
}

struct Parser<'a> {
    data: &'a [u8],
    position: usize,
    out: String,
    pending: Vec<u8>,
    stack: Vec<Group>,
    group: Group,
    html: bool,
    label: String,
    skip_chars: usize,
}

/// Converts RTF to text, or to the HTML that it wraps.
pub(super) fn convert(data: &[u8]) -> Converted {
    let html = memchr::memmem::find(sub(data, 0, 2_048), b"\\fromhtml").is_some();
    let mut parser = Parser {
        data,
        position: 0,
        out: String::new(),
        pending: Vec::new(),
        stack: Vec::new(),
        group: Group {
            unicode_skip: 1,
            ..Group::default()
        },
        html,
        label: "cp1252".to_owned(),
        skip_chars: 0,
    };
    parser.run();
    Converted {
        text: parser.out.trim().to_owned(),
        is_html: html,
    }
}

impl Parser<'_> {
    fn run(&mut self) {
        while self.position < self.data.len() && self.out.len() < MAX_BYTES {
            let byte = at(self.data, self.position);
            self.position += 1;
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        self.settle();
    }

    fn open(&mut self) {
        if self.stack.len() < 256 {
            self.stack.push(self.group);
        }
    }

    fn close(&mut self) {
        self.settle();
        if let Some(group) = self.stack.pop() {
            self.group = group;
        }
    }

    fn visible(&self) -> bool {
        let hidden = self.html && self.group.rtf_only;
        !(self.group.skipped || hidden)
    }

    fn byte(&mut self, byte: u8) {
        if self.skip_chars > 0 {
            self.skip_chars -= 1;
        } else if self.visible() {
            self.pending.push(byte);
        }
    }

    fn settle(&mut self) {
        if !self.pending.is_empty() {
            let bytes = std::mem::take(&mut self.pending);
            self.out
                .push_str(&charset::decode(&bytes, Some(self.label.as_bytes())).0);
        }
    }

    fn push(&mut self, text: &str) {
        if self.visible() {
            self.settle();
            self.out.push_str(text);
        }
    }

    fn control(&mut self) {
        let byte = at(self.data, self.position);
        if !byte.is_ascii_alphabetic() {
            self.position += 1;
            match byte {
                b'\'' => {
                    let code = (
                        hex(at(self.data, self.position)),
                        hex(at(self.data, self.position + 1)),
                    );
                    self.position += 2;
                    if let (Some(high), Some(low)) = code {
                        self.byte(high << 4 | low);
                    }
                }
                b'*' => self.destination(),
                b'~' => self.push(" "),
                b'{' | b'}' | b'\\' => self.byte(byte),
                _ => {}
            }
            return;
        }
        let start = self.position;
        while at(self.data, self.position).is_ascii_alphabetic() && self.position - start < 32 {
            self.position += 1;
        }
        let word = sub(self.data, start, self.position);
        let number = self.number();
        if at(self.data, self.position) == b' ' {
            self.position += 1;
        }
        self.word(word, number);
    }

    fn number(&mut self) -> Option<i32> {
        let negative = at(self.data, self.position) == b'-';
        let mut end = self.position + usize::from(negative);
        let mut value: Option<i32> = None;
        while at(self.data, end).is_ascii_digit() && end - self.position < 10 {
            let digit = i32::from(at(self.data, end) - b'0');
            value = Some(value.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            end += 1;
        }
        if value.is_some() {
            self.position = end;
        }
        value.map(|v| if negative { -v } else { v })
    }

    /// `\*` starts a group that may be ignored, except for the wrapped HTML.
    fn destination(&mut self) {
        let tag = self.html && sub(self.data, self.position, self.position + 8) == b"\\htmltag";
        if tag {
            self.group.in_tag = true;
            self.group.rtf_only = false;
        } else {
            self.group.skipped = true;
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        match word {
            b"par" | b"line" | b"row" => self.push("\n"),
            b"tab" | b"cell" => self.push("\t"),
            b"fonttbl" | b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"object"
            | b"header" | b"footer" | b"themedata" => self.group.skipped = true,
            b"htmlrtf" => {
                self.settle();
                self.group.rtf_only = number != Some(0);
            }
            b"ansicpg" => self.label = format!("cp{}", number.unwrap_or(1252)),
            b"uc" => {
                self.group.unicode_skip = number
                    .and_then(|n| usize::try_from(n).ok())
                    .unwrap_or(1)
                    .min(8)
            }
            b"u" => self.unicode(number),
            b"emdash" => self.push("—"),
            b"endash" => self.push("–"),
            b"lquote" => self.push("‘"),
            b"rquote" => self.push("’"),
            b"ldblquote" => self.push("“"),
            b"rdblquote" => self.push("”"),
            b"bullet" => self.push("•"),
            _ => {}
        }
    }

    fn unicode(&mut self, number: Option<i32>) {
        let code = number.map_or(0, |n| if n < 0 { n + 0x1_0000 } else { n });
        if let Some(c) = u32::try_from(code)
            .ok()
            .and_then(char::from_u32)
            .filter(|c| *c != '\0')
        {
            let mut buffer = [0; 4];
            let text: &str = c.encode_utf8(&mut buffer);
            self.push(text);
        }
        self.skip_chars = self.group.unicode_skip;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_taken_out() {
        let rtf = b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\pard Gr\\'fc\\'dfe\\par \\u8364 ?5{\\*\\gone x}\\par}";
        assert_eq!(
            convert(rtf),
            Converted {
                text: "Grüße\n€5".into(),
                is_html: false
            }
        );
    }

    #[test]
    fn wrapped_html_is_taken_out() {
        let rtf = b"{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf \\par \\htmlrtf0 Hi{\\*\\htmltag72 </p>}}";
        assert_eq!(
            convert(rtf),
            Converted {
                text: "<p>Hi</p>".into(),
                is_html: true
            }
        );
    }

    #[test]
    fn compression_is_undone() {
        let mut data = vec![0; 4];
        data.extend(5u32.to_le_bytes());
        data.extend(b"LZFu");
        data.extend([0; 4]);
        data.extend([0b0000_0010, b'a', 0x00, 0x00, b'b', b'c']);
        assert_eq!(decompress(&data).unwrap(), b"a{\\bc");
        assert_eq!(decompress(b"short"), None);
    }
}
