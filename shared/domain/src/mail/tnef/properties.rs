//! Reads the property lists inside winmail.dat (MS-OXCDATA, MS-OXTNEF).
//!
//! Invariant: a list that ends early gives what stands before its end.

use crate::mail::slice::at;

pub(super) const OBJECT: u16 = 0x0d;
pub(super) const STRING8: u16 = 0x1e;
pub(super) const UNICODE: u16 = 0x1f;
pub(super) const BINARY: u16 = 0x102;

/// One property with its first value.
pub(super) struct Property<'a> {
    pub(super) kind: u16,
    pub(super) id: u16,
    pub(super) data: &'a [u8],
}

/// Reads a property list; false when it ended early.
pub(super) fn read(data: &[u8]) -> (Vec<Property<'_>>, bool) {
    let mut reader = Reader {
        bytes: data,
        position: 0,
    };
    let mut out = Vec::new();
    let count = reader.u32().unwrap_or(0);
    for _ in 0..count.min(4_096) {
        match property(&mut reader) {
            Some(property) => out.extend(property),
            None => return (out, false),
        }
    }
    (out, count <= 4_096)
}

/// One property; the inner `None` is a property without a value.
fn property<'a>(reader: &mut Reader<'a>) -> Option<Option<Property<'a>>> {
    let kind = reader.u16()?;
    let id = reader.u16()?;
    if id >= 0x8000 {
        property_name(reader)?;
    }
    let single = kind & !0x1000;
    let multiple = kind & 0x1000 != 0;
    let variable = matches!(single, OBJECT | STRING8 | UNICODE | BINARY);
    // A list of values without size would cost time and no bytes.
    let sized = single > 1;
    let values = if (multiple && sized) || variable {
        reader.u32()?
    } else {
        1
    };
    let mut first = None;
    for _ in 0..values.min(65_536) {
        let value = if variable {
            let length = usize::try_from(reader.u32()?).ok()?;
            reader.padded(length)?
        } else {
            fixed(reader, single)?
        };
        first.get_or_insert(value);
    }
    if values > 65_536 {
        return None;
    }
    Some(first.map(|data| Property {
        kind: single,
        id,
        data,
    }))
}

fn fixed<'a>(reader: &mut Reader<'a>, kind: u16) -> Option<&'a [u8]> {
    let length = match kind {
        0x00 | 0x01 => 0,
        0x02 | 0x03 | 0x04 | 0x0a | 0x0b => 4,
        0x05 | 0x06 | 0x07 | 0x14 | 0x40 => 8,
        0x48 => 16,
        _ => return None,
    };
    reader.take(length)
}

/// A named property: set, kind, number or name.
fn property_name(reader: &mut Reader<'_>) -> Option<()> {
    reader.take(16)?;
    if reader.u32()? == 0 {
        reader.u32()?;
    } else {
        let length = usize::try_from(reader.u32()?).ok()?;
        reader.padded(length)?;
    }
    Some(())
}

/// UTF-16 text up to its end mark.
pub(super) fn utf16(data: &[u8]) -> String {
    let units = data
        .chunks_exact(2)
        .map(|p| u16::from_le_bytes([at(p, 0), at(p, 1)]))
        .take_while(|u| *u != 0);
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Reads little-endian values; every read is checked.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Reader<'a> {
    /// Starts at a position.
    pub(super) fn new(bytes: &'a [u8], position: usize) -> Self {
        Self { bytes, position }
    }

    pub(super) fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.position)
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let out = self
            .bytes
            .get(self.position..self.position.checked_add(count)?)?;
        self.position += count;
        Some(out)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|b| at(b, 0))
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.take(2)
            .map(|b| u16::from_le_bytes([at(b, 0), at(b, 1)]))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take(4)
            .map(|b| u32::from_le_bytes([at(b, 0), at(b, 1), at(b, 2), at(b, 3)]))
    }

    /// Data of the given length, with its padding to four bytes.
    pub(super) fn padded(&mut self, length: usize) -> Option<&'a [u8]> {
        let out = self.take(length)?;
        let padding = (4 - length % 4) % 4;
        let skip = padding.min(self.left());
        self.position += skip;
        Some(out)
    }
}
