//! What a model is shown of a conversation.
//!
//! Invariant: no note and no mail of a machine is in it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lambdesk_cloud::error::Error;
use lambdesk_domain::knowledge::words::clip;
use lambdesk_domain::message::{
    AttachmentRecord, Author, MatchedBy, Message, PublicMessage, Stored,
};
use lambdesk_domain::model::prompt::{Image, Speaker, Turn};
use lambdesk_domain::ticket::Ticket;

use crate::world::World;

/// Bytes of a text that lies beside its message which are read; the rules look at less.
const LONGEST_TEXT: u64 = 1024 * 1024;
/// Messages at the beginning of a conversation that are looked at; the customer's first is among them.
const FIRST: usize = 3;
/// Newest messages that are looked at; the prompt takes as many of them as there is room for.
const NEWEST: usize = 20;
/// Bytes of a message that passages are looked for with.
const LONGEST_QUERY: usize = 8 * 1024;
/// Most pictures of a message that are shown.
const PICTURES: usize = 2;
/// Largest picture that is shown, in bytes: ten messages are worked on at a time.
const PICTURE: u64 = 1_000_000;
/// Kinds of pictures that every model that can see takes.
const KINDS: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// One message as it is shown.
#[derive(Debug, Clone)]
pub(super) struct Said {
    speaker: Speaker,
    text: String,
    files: Vec<String>,
}

impl Said {
    pub(super) fn turn(&self) -> Turn<'_> {
        Turn {
            speaker: self.speaker,
            text: &self.text,
            attachments: &self.files,
        }
    }
}

/// The public conversation up to and with a message, oldest first.
pub(super) async fn so_far(
    world: &World,
    ticket: &Ticket,
    message: &Message,
) -> Result<Vec<Said>, Error> {
    if message.matched_by == MatchedBy::NewTicket {
        return Ok(vec![said(world, message).await]);
    }
    let found = world
        .store
        .outline(&ticket.organisation, &ticket.id, FIRST, NEWEST)
        .await?;
    let mut conversation = Vec::new();
    for one in found.iter().filter(|one| one.id != message.id) {
        let shown = one.created_at <= message.created_at && !one.is_automatic();
        if PublicMessage::of(one).is_some() && shown {
            conversation.push(said(world, one).await);
        }
    }
    conversation.push(said(world, message).await);
    Ok(conversation)
}

async fn said(world: &World, message: &Message) -> Said {
    let names = message.attachments.iter().map(|file| file.name.clone());
    Said {
        speaker: match message.author {
            Author::Customer => Speaker::Customer,
            Author::Agent => Speaker::Agent,
            Author::Ai => Speaker::Assistant,
            Author::System => Speaker::System,
        },
        text: new_text(world, message).await,
        files: names.collect(),
    }
}

/// The customer's words, oldest first.
pub(super) fn by_customer(conversation: &[Said]) -> String {
    let theirs = conversation
        .iter()
        .filter(|said| said.speaker == Speaker::Customer);
    let texts: Vec<&str> = theirs.map(|said| said.text.as_str()).collect();
    texts.join("\n")
}

/// What the knowledge base is searched for: the subject and the newest message.
pub(super) fn query(subject: &str, conversation: &[Said]) -> String {
    let newest = conversation.last().map_or("", |said| said.text.as_str());
    format!("{subject}\n{}", clip(newest, LONGEST_QUERY))
}

/// Pictures the customer attached. One that cannot be read is left out.
pub(super) async fn pictures(world: &World, message: &Message) -> Vec<Image> {
    let fits = |file: &&AttachmentRecord| {
        KINDS.contains(&file.media_type.as_str()) && file.size <= PICTURE
    };
    let mut images = Vec::new();
    for file in message.attachments.iter().filter(fits).take(PICTURES) {
        let Some(key) = &file.blob else { continue };
        match world.blobs.get(key, PICTURE).await {
            Ok(bytes) => images.push(Image {
                media_type: file.media_type.clone(),
                base64: STANDARD.encode(bytes),
            }),
            Err(error) => tracing::warn!(%error, "a picture cannot be read and is not shown"),
        }
    }
    images
}

/// The new part of a message. What cannot be read now is judged by what the item holds: the ticket stays usable.
pub(crate) async fn new_text(world: &World, message: &Message) -> String {
    if let Some(new) = &message.provenance.reply_text {
        return new.clone();
    }
    match &message.text {
        Stored::Inline(text) => text.clone(),
        Stored::Blob(key) => match world.blobs.get(key, LONGEST_TEXT).await {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => {
                tracing::warn!(%error, "a long text cannot be read and is judged by its subject");
                String::new()
            }
        },
    }
}
