//! The vectors of an organisation in one object.
//!
//! Invariant: whatever bytes are read, the outcome is a whole set or a reason; never a panic, never part of a set. The form:
//! `LDVE`, its number (2 bytes), length of the name (2) and the name, numbers in a vector (4), how many vectors (4); for each the
//! mark of its text (16), its scale (4) and its bytes; SHA-256 over all of it. Numbers are little endian.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{LARGEST, Mark, Packed, Vectors};

const MAGIC: &[u8; 4] = b"LDVE";
/// Another one after every change of the form; an object of another one is made anew.
const FORM: u16 = 1;
const HASH: usize = 32;
/// Longest name that is written.
const LONGEST_NAME: usize = 1_000;

/// Why an object is no set of vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damaged {
    /// It was cut, changed, or is something else.
    #[error("the stored vectors are damaged")]
    Broken,
    /// Another build wrote it.
    #[error("the stored vectors are of another form")]
    Form,
}

/// Bytes that vectors take in the object.
pub(super) fn size(dimension: usize, count: usize) -> usize {
    dimension
        .saturating_add(size_of::<Mark>() + size_of::<f32>())
        .saturating_mul(count)
}

pub(super) fn encode(vectors: &Vectors) -> Vec<u8> {
    let name = super::clip(&vectors.name, LONGEST_NAME).as_bytes();
    let mut out = Vec::with_capacity(size(vectors.dimension, vectors.len()) + name.len() + 64);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&FORM.to_le_bytes());
    out.extend_from_slice(&u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
    out.extend_from_slice(name);
    for number in [vectors.dimension, vectors.len()] {
        out.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
    }
    for (mark, packed) in &vectors.by_mark {
        out.extend_from_slice(mark);
        out.extend_from_slice(&packed.scale.to_le_bytes());
        out.extend(packed.bytes.iter().map(|byte| byte.cast_unsigned()));
    }
    let hash = Sha256::digest(&out);
    out.extend_from_slice(&hash);
    out
}

pub(super) fn decode(bytes: &[u8]) -> Result<Vectors, Damaged> {
    let whole = bytes
        .len()
        .checked_sub(HASH)
        .filter(|_| bytes.len() <= LARGEST + 4_096);
    let (body, hash) = bytes.split_at(whole.ok_or(Damaged::Broken)?);
    let mut reader = Reader(body);
    if reader.array()? != *MAGIC {
        return Err(Damaged::Broken);
    }
    if u16::from_le_bytes(reader.array()?) != FORM {
        return Err(Damaged::Form);
    }
    if Sha256::digest(body).as_slice() != hash {
        return Err(Damaged::Broken);
    }
    let length = usize::from(u16::from_le_bytes(reader.array()?));
    let name = std::str::from_utf8(reader.take(length)?).map_err(|_| Damaged::Broken)?;
    let (dimension, count) = (reader.number()?, reader.number()?);
    // What the head promises must be what there is, before any of it is made room for.
    let promised = dimension
        .checked_add(size_of::<Mark>() + size_of::<f32>())
        .and_then(|each| each.checked_mul(count));
    if promised != Some(reader.0.len()) || (dimension == 0 && count > 0) {
        return Err(Damaged::Broken);
    }
    let mut by_mark = BTreeMap::new();
    for _ in 0..count {
        let mark: Mark = reader.array()?;
        let scale = f32::from_le_bytes(reader.array()?);
        if !scale.is_finite() {
            return Err(Damaged::Broken);
        }
        let bytes = reader.take(dimension)?.iter().map(|b| b.cast_signed());
        let bytes = bytes.collect();
        by_mark.insert(mark, Packed { scale, bytes });
    }
    Ok(Vectors {
        name: name.to_owned(),
        dimension,
        by_mark,
    })
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Damaged::Broken)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Damaged> {
        let taken = self.take(N)?;
        taken.try_into().map_err(|_| Damaged::Broken)
    }

    fn number(&mut self) -> Result<usize, Damaged> {
        let number = u32::from_le_bytes(self.array()?);
        usize::try_from(number).map_err(|_| Damaged::Broken)
    }
}
