//! Bodies and files of a message we write: where they are kept before the message is stored.
//!
//! Invariant: what a sent message points at lies under `parts/`, which never expires by itself; uploads do.

use futures_util::{StreamExt, TryStreamExt, stream};
use lambdesk_cloud::entropy::sha256_hex;
use lambdesk_cloud::error::{Error, Kind};
use lambdesk_domain::ids::{OrganisationId, UploadId};
use lambdesk_domain::intake::{INLINE_HTML, INLINE_TEXT};
use lambdesk_domain::mail::html;
use lambdesk_domain::message::{AttachmentRecord, Message, Stored};

use super::{ReplyDraft, ReplyError};
use crate::world::World;

/// Most files of one reply.
pub const MAX_FILES: usize = 20;
/// Most bytes of all files of one reply together; larger ones would not pass most mail servers.
pub const MAX_FILE_BYTES: u64 = 25 * 1024 * 1024;
/// Files copied at the same time.
const AT_A_TIME: usize = 4;

/// Where an upload lies until it is sent.
#[must_use]
pub fn upload_key(organisation: &OrganisationId, upload: &UploadId) -> String {
    format!("uploads/{organisation}/{upload}")
}

fn part_key(message: &Message, leaf: &str) -> String {
    format!("parts/{}/{}/{leaf}", message.organisation, message.id)
}

/// The parts of a message, in their places.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    /// Its files.
    pub(super) attachments: Vec<AttachmentRecord>,
    /// Its text.
    pub(super) text: Stored,
    /// Its HTML, sanitised.
    pub(super) html: Option<Stored>,
}

impl Parts {
    /// Gives the parts to their message.
    pub(super) fn join(self, message: &mut Message) {
        message.attachments = self.attachments;
        message.text = self.text;
        message.html = self.html;
    }
}

/// Stores the parts of a reply.
pub(super) async fn store_parts(
    world: &World,
    message: &Message,
    draft: &ReplyDraft,
) -> Result<Parts, ReplyError> {
    let attachments = take_uploads(world, message, &draft.files).await?;
    let text = store_text(world, message, &draft.text).await?;
    let html = match draft
        .html
        .as_deref()
        .map(sanitised)
        .filter(|html| !html.trim().is_empty())
    {
        Some(html) => Some(
            place(
                world,
                message,
                "html",
                "text/html; charset=utf-8",
                html,
                INLINE_HTML,
            )
            .await?,
        ),
        None => None,
    };
    Ok(Parts {
        attachments,
        text,
        html,
    })
}

/// Stores the text of a message.
pub(super) async fn store_text(
    world: &World,
    message: &Message,
    text: &str,
) -> Result<Stored, Error> {
    place(
        world,
        message,
        "text",
        "text/plain; charset=utf-8",
        text.to_owned(),
        INLINE_TEXT,
    )
    .await
}

fn sanitised(html: &str) -> String {
    html::sanitise(html, &|_| None).html
}

async fn place(
    world: &World,
    message: &Message,
    leaf: &str,
    media_type: &str,
    body: String,
    inline: usize,
) -> Result<Stored, Error> {
    if body.len() <= inline {
        return Ok(Stored::Inline(body));
    }
    let key = part_key(message, leaf);
    world.blobs.put(&key, body.into_bytes(), media_type).await?;
    Ok(Stored::Blob(key))
}

async fn take_uploads(
    world: &World,
    message: &Message,
    files: &[(UploadId, String)],
) -> Result<Vec<AttachmentRecord>, ReplyError> {
    if files.len() > MAX_FILES {
        return Err(ReplyError::File(format!(
            "a reply carries at most {MAX_FILES} files; remove some"
        )));
    }
    let numbered: Vec<(usize, UploadId, String)> = files
        .iter()
        .enumerate()
        .map(|(at, (upload, name))| (at, upload.clone(), name.clone()))
        .collect();
    let records: Vec<AttachmentRecord> = stream::iter(numbered)
        .map(|(at, upload, name)| take(world, message, at, upload, name))
        .buffered(AT_A_TIME)
        .try_collect()
        .await?;
    let total: u64 = records.iter().map(|file| file.size).sum();
    if total > MAX_FILE_BYTES {
        return Err(ReplyError::File(format!(
            "the files have {total} bytes; at most {MAX_FILE_BYTES} can be sent"
        )));
    }
    Ok(records)
}

async fn take(
    world: &World,
    message: &Message,
    at: usize,
    upload: UploadId,
    name: String,
) -> Result<AttachmentRecord, ReplyError> {
    let from = upload_key(&message.organisation, &upload);
    let missing = || {
        ReplyError::File(format!(
            "nothing was uploaded as {upload}; PUT the file to its address first"
        ))
    };
    let head = world.blobs.head(&from).await?.ok_or_else(missing)?;
    let media_type = head
        .content_type
        .unwrap_or_else(|| "application/octet-stream".to_owned());
    let bytes = world
        .blobs
        .get(&from, MAX_FILE_BYTES)
        .await
        .map_err(|error| match error.kind {
            Kind::Full => {
                ReplyError::File(format!("{upload} is larger than {MAX_FILE_BYTES} bytes"))
            }
            Kind::NotFound => missing(),
            Kind::Conflict | Kind::Busy | Kind::Denied | Kind::Invalid | Kind::Broken => {
                error.into()
            }
        })?;
    let key = part_key(message, &at.to_string());
    let record = AttachmentRecord {
        index: u32::try_from(at).unwrap_or(u32::MAX),
        name,
        media_type: media_type.clone(),
        size: bytes.len() as u64,
        sha256: sha256_hex(&bytes),
        blob: Some(key.clone()),
        content_id: None,
        inline: false,
        note: None,
    };
    world.blobs.put(&key, bytes, &media_type).await?;
    Ok(record)
}
