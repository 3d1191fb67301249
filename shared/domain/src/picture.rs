//! Kinds of pictures that are safe to show.
//!
//! Invariant: the first bytes decide, never a name or what a server says; nothing that can hold a script is among them.

use crate::status::words;

words! {
    /// A kind of picture, as its media type.
    PictureKind {
        /// Portable Network Graphics.
        Png = "image/png",
        /// JPEG.
        Jpeg = "image/jpeg",
        /// Graphics Interchange Format.
        Gif = "image/gif",
        /// WebP.
        Webp = "image/webp",
        /// AV1 Image File Format.
        Avif = "image/avif",
    }
}

/// What kind of picture begins with these bytes, by the patterns of WHATWG "MIME Sniffing" section 6.1 and, for AVIF, the
/// brands of its specification; `None` for everything else, SVG included.
#[must_use]
pub fn kind(bytes: &[u8]) -> Option<PictureKind> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(PictureKind::Png);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some(PictureKind::Jpeg);
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return Some(PictureKind::Gif);
    }
    let at = |start: usize, what: &[u8]| bytes.get(start..).is_some_and(|b| b.starts_with(what));
    if bytes.starts_with(b"RIFF") && at(8, b"WEBPVP") {
        return Some(PictureKind::Webp);
    }
    let avif = at(4, b"ftyp") && (at(8, b"avif") || at(8, b"avis"));
    avif.then_some(PictureKind::Avif)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_decide() {
        let table: [(&[u8], Option<PictureKind>); 11] = [
            (b"\x89PNG\r\n\x1a\n....", Some(PictureKind::Png)),
            (b"\xff\xd8\xff\xe0", Some(PictureKind::Jpeg)),
            (b"GIF89a", Some(PictureKind::Gif)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(PictureKind::Webp)),
            (b"\0\0\0\x1cftypavif", Some(PictureKind::Avif)),
            (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
            (b"<!doctype html><script>", None),
            (b"RIFF\x10\0\0\0WAVE", None),
            (b"\0\0\0\x1cftypmp42", None),
            (b"\x89PN", None),
            (b"", None),
        ];
        for (bytes, expected) in table {
            assert_eq!(kind(bytes), expected, "{bytes:?}");
        }
    }
}
