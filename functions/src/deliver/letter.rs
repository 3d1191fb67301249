//! Gathers what a reply consists of and has it composed.
//!
//! Invariant: history is read as public messages only; the type cannot hold a note.

use std::collections::BTreeMap;

use lambdesk_cloud::Kind;
use lambdesk_domain::address::Address;
use lambdesk_domain::compose::{self, AutoSubmitted, ComposeError, File, Link, Outgoing, Quoted};
use lambdesk_domain::directory::Directory;
use lambdesk_domain::message::{AttachmentRecord, Author, Message, PublicMessage, Stored};
use lambdesk_domain::recipients::Recipients;
use lambdesk_domain::ticket::Ticket;

use crate::batch::Failure;
use crate::world::World;

/// Largest file sent within the mail; SES takes 10 MB, base64 adds a third.
const LARGEST_FILE: u64 = 7 * 1024 * 1024;
/// Days a link to a large file works: the longest a presigned address may live.
const LINK_DAYS: u32 = 7;
/// Messages of history quoted below a reply.
const QUOTED_MESSAGES: usize = 5;

/// A mail ready for SES.
pub(super) struct Letter {
    pub(super) raw: Vec<u8>,
    pub(super) source: String,
    pub(super) destinations: Vec<String>,
}

/// Composes the mail of a message; the inner error says to the agent why it cannot be sent.
pub(super) async fn write(
    world: &World,
    ticket: &Ticket,
    message: &Message,
) -> Result<Result<Letter, String>, Failure> {
    let directory = world.directory(&message.organisation).await?;
    let Some(from) = sender(&directory, ticket, message) else {
        return Ok(Err(
            "the organisation has no mailbox to send from; add one in its settings".to_owned(),
        ));
    };
    let all = world
        .store
        .all_messages(&message.organisation, &ticket.id)
        .await?;
    let text = load(world, &message.text).await?;
    let html = match &message.html {
        Some(stored) => Some(load(world, stored).await?),
        None => None,
    };
    let history = if message.quote_history {
        history(&all, message)
    } else {
        Vec::new()
    };
    let texts = texts(world, &history).await?;
    let mut inline_limit = LARGEST_FILE;
    loop {
        let (attachments, links) = match files(world, message, inline_limit).await? {
            Ok(files) => files,
            Err(reason) => return Ok(Err(reason)),
        };
        let slug = &directory.organisation.slug;
        let recipients = Recipients {
            to: message.to.clone(),
            cc: message.cc.clone(),
            bcc: message.bcc.clone(),
        };
        let anchor = world.signer.anchor(slug, &ticket.id, &message.id);
        let reply_to = world.signer.reply_address(slug, &ticket.id);
        let outgoing = Outgoing {
            reply_to: Some(Address::new(from.name.as_deref(), &reply_to)),
            subject: message.subject.clone(),
            text: text.clone(),
            html: html.clone(),
            in_reply_to: answered(&all, message),
            references: references(&all, message),
            history: history
                .iter()
                .filter_map(|public| Quoted::new(*public, &texts))
                .collect(),
            signature: directory.organisation.settings.signature.clone(),
            attachments,
            links,
            automatic: (message.author == Author::Ai).then_some(AutoSubmitted::AutoReplied),
            instance: world.config.reply_domain.clone(),
            ..Outgoing::new(from.clone(), recipients, anchor, message.created_at)
        };
        match compose::compose(&outgoing) {
            Ok(composed) => {
                return Ok(Ok(Letter {
                    raw: composed.raw,
                    source: from.email.clone(),
                    destinations: composed.destinations,
                }));
            }
            // Several files that fit one by one: the largest go as links, until the rest fits.
            Err(ComposeError::TooLarge { .. }) if inline_limit > 0 => inline_limit /= 2,
            Err(error) => return Ok(Err(error.to_string())),
        }
    }
}

fn sender(directory: &Directory, ticket: &Ticket, message: &Message) -> Option<Address> {
    let chosen = ticket.mailbox.as_ref().and_then(|id| directory.mailbox(id));
    let mailbox = chosen.or_else(|| directory.mailboxes.first())?;
    let person = message.from.as_ref().and_then(|from| from.name.as_deref());
    let name = match person {
        Some(person) if person != mailbox.name => format!("{person} ({})", mailbox.name),
        _ => mailbox.name.clone(),
    };
    Some(Address::new(Some(&name), &mailbox.address))
}

async fn load(world: &World, stored: &Stored) -> Result<String, Failure> {
    match stored {
        Stored::Inline(text) => Ok(text.clone()),
        Stored::Blob(key) => match world.blobs.get(key, LARGEST_FILE).await {
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => Err(error.into()),
        },
    }
}

/// The newest public messages before this one.
fn history<'a>(all: &'a [Message], message: &Message) -> Vec<PublicMessage<'a>> {
    let earlier = all.iter().rev().filter(|m| m.id < message.id);
    earlier
        .filter_map(PublicMessage::of)
        .take(QUOTED_MESSAGES)
        .collect()
}

/// The texts that are kept beside their message, by key.
async fn texts(
    world: &World,
    history: &[PublicMessage<'_>],
) -> Result<BTreeMap<String, String>, Failure> {
    let mut texts = BTreeMap::new();
    for message in history {
        if let Stored::Blob(key) = &message.get().text {
            texts.insert(key.clone(), load(world, &message.get().text).await?);
        }
    }
    Ok(texts)
}

/// The id of the customer's mail that is answered: the newest public one of theirs before this message.
fn answered(all: &[Message], message: &Message) -> Option<String> {
    let theirs = |m: &&Message| {
        m.author == Author::Customer
            && PublicMessage::of(m).is_some()
            && !m.is_automatic()
            && m.id < message.id
    };
    all.iter()
        .filter(theirs)
        .filter_map(|m| m.rfc_id.clone())
        .next_back()
}

fn references(all: &[Message], message: &Message) -> Vec<String> {
    let earlier = all
        .iter()
        .filter(|m| PublicMessage::of(m).is_some() && m.id < message.id);
    let mut ids: Vec<String> = Vec::new();
    for id in earlier.flat_map(|m| m.references.iter().chain(m.rfc_id.as_ref())) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

type Files = (Vec<File>, Vec<Link>);

async fn files(
    world: &World,
    message: &Message,
    inline_limit: u64,
) -> Result<Result<Files, String>, Failure> {
    let (mut attachments, mut links) = (Vec::new(), Vec::new());
    for record in &message.attachments {
        let Some(key) = record.blob.as_deref() else {
            return Ok(Err(format!(
                "the attachment number {} was never uploaded; remove it",
                record.index
            )));
        };
        if record.size > inline_limit {
            links.push(link(world, record, key).await?);
            continue;
        }
        match world.blobs.get(key, LARGEST_FILE).await {
            Ok(bytes) => attachments.push(File {
                name: record.name.clone(),
                media_type: record.media_type.clone(),
                content_id: record.content_id.clone().filter(|_| record.inline),
                bytes: bytes.to_vec(),
            }),
            Err(error) if error.kind == Kind::Full => links.push(link(world, record, key).await?),
            Err(error) if error.kind == Kind::NotFound => {
                return Ok(Err(format!(
                    "the attachment number {} is gone; upload it again",
                    record.index
                )));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Ok((attachments, links)))
}

async fn link(world: &World, record: &AttachmentRecord, key: &str) -> Result<Link, Failure> {
    let expires = std::time::Duration::from_secs(u64::from(LINK_DAYS) * 24 * 3600);
    let url = world
        .blobs
        .presign_get(key, &record.name, &record.media_type, expires)
        .await?;
    let until = world.clock.now() + jiff::SignedDuration::from_hours(i64::from(LINK_DAYS) * 24);
    Ok(Link {
        name: record.name.clone(),
        url,
        expires: until,
    })
}
