//! Takes the mail out of an opaque S/MIME signature (RFC 5652 section 5), without judging the signature.
//!
//! Invariant: only signed data is opened; encrypted data stays a file. Every length is checked.

use super::slice::{at, from, sub};

/// DER of 1.2.840.113549.1.7.2, signed data.
const SIGNED: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const MAX_DEPTH: usize = 8;

/// The bytes that were signed; `None` when this is no signed data or carries none.
pub(crate) fn signed_content(bytes: &[u8]) -> Option<Vec<u8>> {
    let info = element(bytes)?;
    let mut fields = children(info.body);
    if fields.next()?.body != SIGNED {
        return None;
    }
    let signed = element(fields.next()?.body)?;
    // Version, digest algorithms, then the content.
    let content = children(signed.body).find(|c| c.tag == 0x30)?;
    let wrapped = children(content.body).find(|c| c.tag == 0xa0)?;
    let mut out = Vec::new();
    octets(&element(wrapped.body)?, MAX_DEPTH, &mut out);
    (!out.is_empty()).then_some(out)
}

/// Joins the pieces of an octet string.
fn octets(element: &Element<'_>, depth: usize, out: &mut Vec<u8>) {
    if element.tag == 0x04 {
        out.extend_from_slice(element.body);
    } else if element.tag == 0x24 && depth > 0 {
        for child in children(element.body) {
            octets(&child, depth - 1, out);
        }
    }
}

struct Element<'a> {
    tag: u8,
    body: &'a [u8],
    /// Bytes from the tag to the end, end mark included.
    length: usize,
}

fn children(body: &[u8]) -> impl Iterator<Item = Element<'_>> {
    let mut rest = body;
    std::iter::from_fn(move || {
        let next = element(rest).filter(|e| e.tag != 0)?;
        rest = from(rest, next.length);
        Some(next)
    })
}

/// Reads one element, of definite or indefinite length (BER).
fn element(bytes: &[u8]) -> Option<Element<'_>> {
    element_within(bytes, MAX_DEPTH * 2)
}

fn element_within(bytes: &[u8], depth: usize) -> Option<Element<'_>> {
    let tag = *bytes.first()?;
    if tag & 0x1f == 0x1f || depth == 0 {
        return None;
    }
    let first = *bytes.get(1)?;
    if first == 0x80 {
        let end = end_mark(from(bytes, 2), depth - 1)?;
        return Some(Element {
            tag,
            body: sub(bytes, 2, 2 + end),
            length: 2 + end + 2,
        });
    }
    let (size, head) = if first < 0x80 {
        (usize::from(first), 2)
    } else {
        let count = usize::from(first & 0x7f);
        if count > 4 {
            return None;
        }
        let size = (0..count).fold(0usize, |size, i| size << 8 | usize::from(at(bytes, 2 + i)));
        (size, 2 + count)
    };
    let body = bytes.get(head..head.checked_add(size)?)?;
    Some(Element {
        tag,
        body,
        length: head + size,
    })
}

/// Position of the two zero bytes that end an element of indefinite length.
fn end_mark(body: &[u8], depth: usize) -> Option<usize> {
    let mut position = 0;
    while position < body.len() {
        let rest = from(body, position);
        if rest.starts_with(&[0, 0]) {
            return Some(position);
        }
        position += element_within(rest, depth)?.length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(tag: u8, body: &[u8]) -> Vec<u8> {
        let mut out = vec![tag, 0x82];
        out.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
        out.extend(body);
        out
    }

    fn signed(content: &[u8]) -> Vec<u8> {
        let data = [wrap(6, &[0x2a]), wrap(0xa0, content)].concat();
        let inner = [wrap(2, &[1]), wrap(0x31, &[]), wrap(0x30, &data)].concat();
        wrap(
            0x30,
            &[wrap(6, SIGNED), wrap(0xa0, &wrap(0x30, &inner))].concat(),
        )
    }

    #[test]
    fn signed_content_is_taken_out() {
        assert_eq!(
            signed_content(&signed(&wrap(4, b"hello"))).unwrap(),
            b"hello"
        );
        let pieces = [
            vec![0x24, 0x80],
            wrap(4, b"hel"),
            wrap(4, b"lo"),
            vec![0, 0],
        ]
        .concat();
        assert_eq!(signed_content(&signed(&pieces)).unwrap(), b"hello");
    }

    #[test]
    fn other_bytes_are_left_alone() {
        let whole = signed(&wrap(4, b"hello"));
        for end in 0..whole.len() {
            assert_eq!(signed_content(&whole[..end]), None);
        }
        assert_eq!(signed_content(b"\x30\x80\x30\x80\x30\x80"), None);
    }
}
