//! Unpacks winmail.dat (MS-OXTNEF): files with their long names, and the body.
//!
//! Invariant: every length is checked against what is there; a damaged container gives what was
//! readable up to the damage and says so. Existing crates read 3 and 8 of 19 public samples.

mod properties;
mod rtf;

use self::properties::{OBJECT, Property, Reader, UNICODE, utf16};
use super::charset;
use super::slice::{at, sub};

/// A file inside the container.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct File {
    /// Long name, else the short one, else empty.
    pub(crate) name: String,
    /// Media type when the sender stored one.
    pub(crate) media_type: Option<String>,
    /// Content id without angle brackets.
    pub(crate) content_id: Option<String>,
    /// The bytes.
    pub(crate) content: Vec<u8>,
}

/// Everything read from a container.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Container {
    /// Files in order.
    pub(crate) files: Vec<File>,
    /// Plain body.
    pub(crate) text: Option<String>,
    /// HTML body.
    pub(crate) html: Option<String>,
    /// Whether the container ended early or lied about a length.
    pub(crate) damaged: bool,
}

const SIGNATURE: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];
const MAX_FILES: usize = 200;
const MAX_DEPTH: usize = 3;

const ATTACH_TITLE: u32 = 0x0001_8010;
const ATTACH_DATA: u32 = 0x0006_800f;
const ATTACH_RENDER: u32 = 0x0006_9002;
const ATTACH_PROPERTIES: u32 = 0x0006_9005;
const MESSAGE_PROPERTIES: u32 = 0x0006_9003;
const BODY: u32 = 0x0002_800c;
const CODE_PAGE: u32 = 0x0006_9007;

/// Reads a container; `None` when the bytes are none.
pub(crate) fn read(bytes: &[u8]) -> Option<Container> {
    read_nested(bytes, MAX_DEPTH)
}

fn read_nested(bytes: &[u8], depth: usize) -> Option<Container> {
    if sub(bytes, 0, 4) != SIGNATURE {
        return None;
    }
    let mut reader = Reader::new(bytes, 6);
    let mut state = State {
        code_page: 1252,
        depth,
        ..State::default()
    };
    while reader.left() >= 11 {
        let Some((id, data)) = attribute(&mut reader) else {
            state.out.damaged = true;
            break;
        };
        state.take(id, data);
        if state.out.files.len() >= MAX_FILES {
            state.out.damaged = true;
            break;
        }
    }
    state.close();
    Some(state.finish())
}

/// Level, id, length, data, checksum.
fn attribute<'a>(reader: &mut Reader<'a>) -> Option<(u32, &'a [u8])> {
    let level = reader.byte()?;
    if level != 1 && level != 2 {
        return None;
    }
    let id = reader.u32()?;
    let length = reader.u32()?;
    let data = reader.take(usize::try_from(length).ok()?)?;
    reader.take(2)?;
    Some((id, data))
}

#[derive(Default)]
struct State {
    out: Container,
    file: Option<File>,
    short_name: String,
    code_page: u32,
    depth: usize,
    body: Option<Vec<u8>>,
    rtf: Option<Vec<u8>>,
    inner: Option<Container>,
}

impl State {
    fn take(&mut self, id: u32, data: &[u8]) {
        match id {
            CODE_PAGE => {
                self.code_page =
                    u32::from_le_bytes([at(data, 0), at(data, 1), at(data, 2), at(data, 3)])
            }
            ATTACH_RENDER => {
                self.close();
                self.file = Some(File::default());
            }
            ATTACH_TITLE => self.short_name = self.string8(data),
            ATTACH_DATA => {
                let file = self.file.get_or_insert_with(File::default);
                if file.content.is_empty() {
                    file.content = data.to_vec();
                }
            }
            ATTACH_PROPERTIES => self.file_properties(data),
            MESSAGE_PROPERTIES => self.message_properties(data),
            BODY => self.body = Some(data.to_vec()),
            _ => {}
        }
    }

    fn string8(&self, data: &[u8]) -> String {
        let end = data.iter().position(|b| *b == 0).unwrap_or(data.len());
        let label = format!("cp{}", self.code_page);
        charset::decode(sub(data, 0, end), Some(label.as_bytes()))
            .0
            .trim()
            .to_owned()
    }

    fn text_of(&self, property: &Property<'_>) -> String {
        match property.kind {
            UNICODE => utf16(property.data),
            _ => self.string8(property.data),
        }
    }

    fn file_properties(&mut self, data: &[u8]) {
        let (properties, complete) = properties::read(data);
        self.out.damaged |= !complete;
        let mut file = self.file.take().unwrap_or_default();
        let mut names: [Option<String>; 3] = [None, None, None];
        for property in &properties {
            match property.id {
                0x3707 => names[0] = Some(self.text_of(property)),
                0x3704 => names[1] = Some(self.text_of(property)),
                0x3001 => names[2] = Some(self.text_of(property)),
                0x370e => {
                    file.media_type = Some(self.text_of(property).to_ascii_lowercase())
                        .filter(|t| t.contains('/'))
                }
                0x3712 => {
                    file.content_id =
                        Some(self.text_of(property).trim_matches(['<', '>']).to_owned())
                            .filter(|i| !i.is_empty())
                }
                0x3701 => self.file_data(&mut file, property),
                _ => {}
            }
        }
        if let Some(name) = names.into_iter().flatten().find(|n| !n.is_empty()) {
            file.name = name;
        }
        self.file = Some(file);
    }

    /// Object data starts with the id of its interface: a nested mail is a container again.
    fn file_data(&mut self, file: &mut File, property: &Property<'_>) {
        let object = property.kind == OBJECT;
        let data = if object {
            sub(property.data, 16, property.data.len())
        } else {
            property.data
        };
        let inner = if object && self.depth > 0 {
            read_nested(data, self.depth - 1)
        } else {
            None
        };
        if inner.is_some() {
            self.inner = inner;
            return;
        }
        if !data.is_empty() {
            file.content = data.to_vec();
        }
    }

    fn message_properties(&mut self, data: &[u8]) {
        let (properties, complete) = properties::read(data);
        self.out.damaged |= !complete;
        let mut html_page = None;
        for property in &properties {
            match property.id {
                0x1000 => self.out.text = Some(self.text_of(property)),
                0x1009 => self.rtf = rtf::decompress(property.data),
                0x3fde => {
                    html_page = Some(u32::from_le_bytes([
                        at(property.data, 0),
                        at(property.data, 1),
                        at(property.data, 2),
                        at(property.data, 3),
                    ]))
                }
                _ => {}
            }
        }
        for property in properties.iter().filter(|p| p.id == 0x1013) {
            let text = match property.kind {
                UNICODE => utf16(property.data),
                _ => charset::decode(
                    property.data,
                    Some(format!("cp{}", html_page.unwrap_or(self.code_page)).as_bytes()),
                )
                .0
                .into_owned(),
            };
            self.out.html = Some(text);
        }
    }

    /// Ends the current file.
    fn close(&mut self) {
        let short = std::mem::take(&mut self.short_name);
        if let Some(inner) = self.inner.take() {
            self.nested(inner, &short);
            self.file = None;
            return;
        }
        let Some(mut file) = self.file.take() else {
            return;
        };
        if file.name.is_empty() {
            file.name = short;
        }
        if !file.name.is_empty() || !file.content.is_empty() {
            self.out.files.push(file);
        }
    }

    /// An attached mail: its text becomes a file, its files become ours.
    fn nested(&mut self, inner: Container, short: &str) {
        let name = self
            .file
            .as_ref()
            .map(|f| f.name.clone())
            .filter(|n| !n.is_empty())
            .unwrap_or_else(|| short.to_owned());
        let stem = if name.is_empty() {
            "message".to_owned()
        } else {
            name
        };
        let body = inner
            .html
            .map(|h| (h, "text/html", "html"))
            .or(inner.text.map(|t| (t, "text/plain", "txt")));
        if let Some((text, media_type, extension)) = body {
            let file = File {
                name: format!("{stem}.{extension}"),
                media_type: Some(media_type.to_owned()),
                content: text.into_bytes(),
                ..File::default()
            };
            self.out.files.push(file);
        }
        self.out.files.extend(inner.files);
        self.out.damaged |= inner.damaged;
    }

    fn finish(mut self) -> Container {
        if let Some(rtf) = self.rtf.take().filter(|_| self.out.html.is_none()) {
            let converted = rtf::convert(&rtf);
            if converted.is_html {
                self.out.html = Some(converted.text);
            } else if self.out.text.is_none() {
                self.out.text = Some(converted.text);
            }
        }
        if self.out.text.is_none() {
            self.out.text = self.body.take().map(|b| self.string8(&b));
        }
        self.out.text = self.out.text.take().filter(|t| !t.trim().is_empty());
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(out: &mut Vec<u8>, level: u8, id: u32, data: &[u8]) {
        out.push(level);
        out.extend(id.to_le_bytes());
        out.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        out.extend(data);
        out.extend([0, 0]);
    }

    fn sample() -> Vec<u8> {
        let mut out = SIGNATURE.to_vec();
        out.extend([1, 0]);
        attribute(&mut out, 1, BODY, b"Hello\0");
        attribute(&mut out, 2, ATTACH_RENDER, &[0; 14]);
        attribute(&mut out, 2, ATTACH_TITLE, b"LONGNA~1.TXT\0");
        attribute(&mut out, 2, ATTACH_DATA, b"data");
        let mut properties = 1u32.to_le_bytes().to_vec();
        properties.extend([0x1f, 0, 0x07, 0x37, 1, 0, 0, 0]);
        let name: Vec<u8> = "long name.txt\0"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        properties.extend(u32::try_from(name.len()).unwrap().to_le_bytes());
        properties.extend(name);
        attribute(&mut out, 2, ATTACH_PROPERTIES, &properties);
        out
    }

    #[test]
    fn files_have_their_long_names() {
        let container = read(&sample()).unwrap();
        assert_eq!(container.text.as_deref(), Some("Hello"));
        assert_eq!(
            (
                container.files[0].name.as_str(),
                container.files[0].content.as_slice()
            ),
            ("long name.txt", b"data".as_slice())
        );
        assert!(!container.damaged);
    }

    #[test]
    fn every_prefix_is_survived() {
        let whole = sample();
        for end in 0..whole.len() {
            let _ = read(&whole[..end]);
        }
        assert_eq!(read(b"nothing"), None);
    }
}
