//! Files that came with a mail: names, types, bytes as sent.
//!
//! Invariant: size and hash are of the bytes as sent, only the transfer encoding undone (mail-parser
//! converts text attachments to UTF-8 first). Every part that is not the body is listed here.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::limits::{Limits, Warning};
use super::mime::Part;
use super::{encoded, tnef, transfer};

/// One file, inline image or attached message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// File name to show; made up from subject, id or type when the sender gave none.
    pub name: String,
    /// Whether the sender gave the name.
    pub named: bool,
    /// Media type in lower case, as declared.
    pub media_type: String,
    /// Bytes as sent.
    pub size: u64,
    /// SHA-256 of the bytes as sent, in hex.
    pub sha256: String,
    /// Content id without angle brackets.
    pub content_id: Option<String>,
    /// Whether it belongs into the text rather than under it.
    pub inline: bool,
    /// `attachment` or `inline` as declared.
    pub disposition: Option<String>,
    /// The bytes; empty when left out.
    #[serde(skip)]
    pub content: Vec<u8>,
    /// Why the bytes are missing.
    pub note: Option<String>,
}

impl Attachment {
    /// Builds a file from its bytes.
    pub(crate) fn new(name: String, media_type: String, content: Vec<u8>) -> Self {
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        let sha256 = hex(&Sha256::digest(&content));
        Self {
            named: !name.is_empty(),
            name,
            media_type,
            size,
            sha256,
            content,
            ..Self::default()
        }
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from(if n < 10 { b'0' + n } else { b'a' + n - 10 });
    bytes
        .iter()
        .flat_map(|b| [digit(b >> 4), digit(b & 15)])
        .collect()
}

/// Builds the file of a part.
pub(crate) fn of_part(
    part: &Part<'_>,
    html: Option<&str>,
    limits: &Limits,
    warnings: &mut Vec<Warning>,
) -> Attachment {
    let content_id = part.fields.get("content-id").and_then(|v| {
        super::headers::ids(v)
            .into_iter()
            .next()
            .or_else(|| bare_id(v))
    });
    let content = transfer::decode(part.body, part.encoding).into_owned();
    let declared = part.disposition.value.clone();
    let media_type = if part.media.value.len() > 127 {
        "application/octet-stream".to_owned()
    } else {
        part.media.value.clone()
    };
    let mut file = Attachment::new(part.name().unwrap_or_default(), media_type, content);
    if !file.named {
        file.name = made_up(&file, content_id.as_deref());
    }
    let shown = content_id
        .as_deref()
        .is_some_and(|id| html.is_some_and(|h| mentions(h, id)));
    file.inline =
        shown || (declared != "attachment" && content_id.is_some() && part.is_kind("image"));
    file.content_id = content_id;
    file.disposition = (!declared.is_empty()).then_some(declared);
    if file.content.len() > limits.part_bytes {
        let megabytes = limits.part_bytes >> 20;
        file.note = Some(Warning::PartTooLarge(megabytes).to_string());
        warnings.push(Warning::PartTooLarge(megabytes));
        file.content = Vec::new();
    }
    file
}

/// What winmail.dat held.
pub(crate) struct Winmail {
    /// Its files; the container itself is among them when something could not be read.
    pub(crate) files: Vec<Attachment>,
    /// Plain body.
    pub(crate) text: Option<String>,
    /// HTML body.
    pub(crate) html: Option<String>,
}

/// Unpacks winmail.dat. `None` when the file is none, or nothing in it could be read.
pub(crate) fn unpack(
    file: &Attachment,
    limits: &Limits,
    warnings: &mut Vec<Warning>,
) -> Option<Winmail> {
    let named = file.name.to_ascii_lowercase();
    let winmail = matches!(
        file.media_type.as_str(),
        "application/ms-tnef" | "application/vnd.ms-tnef"
    ) || named == "winmail.dat"
        || named == "win.dat";
    let container = if winmail {
        tnef::read(&file.content)?
    } else {
        return None;
    };
    let empty = container.files.is_empty() && container.text.is_none() && container.html.is_none();
    if container.damaged {
        warnings.push(Warning::DamagedWinmail);
    }
    if empty {
        return None;
    }
    let mut files: Vec<Attachment> = container
        .files
        .into_iter()
        .map(|f| of_tnef(f, container.html.as_deref(), limits))
        .collect();
    if container.damaged {
        files.push(file.clone());
    }
    Some(Winmail {
        files,
        text: container.text,
        html: container.html,
    })
}

fn of_tnef(inner: tnef::File, html: Option<&str>, limits: &Limits) -> Attachment {
    let media_type = inner
        .media_type
        .unwrap_or_else(|| by_extension(&inner.name).to_owned());
    let name = encoded::file_name(&inner.name);
    let mut file = Attachment::new(name, media_type, inner.content);
    if file.content.len() > limits.part_bytes {
        file.note = Some(Warning::PartTooLarge(limits.part_bytes >> 20).to_string());
        file.content = Vec::new();
    }
    if !file.named {
        file.name = made_up(&file, inner.content_id.as_deref());
    }
    file.inline = inner
        .content_id
        .as_deref()
        .is_some_and(|id| html.is_some_and(|h| mentions(h, id)));
    file.content_id = inner.content_id;
    file
}

fn by_extension(name: &str) -> &'static str {
    let extension = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    match extension.as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        "htm" | "html" => "text/html",
        "zip" => "application/zip",
        "csv" => "text/csv",
        _ => "application/octet-stream",
    }
}

fn bare_id(raw: &[u8]) -> Option<String> {
    let id = encoded::text(raw);
    let id = id.trim_matches(['<', '>', ' ']);
    (!id.is_empty() && id.len() < 250).then(|| id.to_owned())
}

fn mentions(html: &str, id: &str) -> bool {
    memchr::memmem::find_iter(html.as_bytes(), id.as_bytes())
        .take(20)
        .any(|at| {
            let head = super::slice::sub(html.as_bytes(), at.saturating_sub(4), at);
            head.eq_ignore_ascii_case(b"cid:")
        })
}

/// A name for a file without one: the subject of a message, the id of an image, else the type.
fn made_up(file: &Attachment, content_id: Option<&str>) -> String {
    let extension = extension(&file.media_type);
    if file.media_type == "message/rfc822" {
        let block = super::headers::block(super::headers::start(&file.content), &Limits::default());
        let subject = block.fields.text("subject").filter(|s| !s.is_empty());
        return subject.map_or_else(|| "message.eml".to_owned(), |s| format!("{}.eml", safe(&s)));
    }
    if let Some(id) = content_id.filter(|_| file.media_type.starts_with("image/")) {
        let stem = id.split('@').next().unwrap_or(id);
        return if stem.contains('.') {
            safe(stem)
        } else {
            format!("{}.{extension}", safe(stem))
        };
    }
    match file.media_type.split('/').next().unwrap_or("") {
        "image" => format!("image.{extension}"),
        "text" if file.media_type == "text/calendar" => "invite.ics".to_owned(),
        "text" => format!("text.{extension}"),
        "message" => format!("report.{extension}"),
        _ => format!("file.{extension}"),
    }
}

fn safe(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| {
            if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || c.is_control() {
                '_'
            } else {
                c
            }
        })
        .collect();
    super::slice::clip(name.trim(), 120).to_owned()
}

fn extension(media_type: &str) -> &str {
    match media_type {
        "image/jpeg" | "image/jpg" | "image/pjpeg" => "jpg",
        "image/svg+xml" => "svg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/bmp" => "bmp",
        "image/tiff" => "tif",
        "text/plain" => "txt",
        "text/html" => "html",
        "text/calendar" => "ics",
        "text/csv" => "csv",
        "application/pdf" => "pdf",
        "application/zip" => "zip",
        "application/json" => "json",
        "application/xml" | "text/xml" => "xml",
        "message/rfc822" | "message/global" => "eml",
        kind if kind.starts_with("message/") || kind.starts_with("text/") => "txt",
        _ => "bin",
    }
}
