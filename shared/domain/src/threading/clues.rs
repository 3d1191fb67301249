//! What in a mail may point at a ticket, strongest first.
//!
//! Invariant: reads the mail only; nothing here says that a ticket exists or that the sender may join it.

use std::collections::{BTreeMap, HashMap};

use crate::ids::TicketId;
use crate::mail::Mail;
use crate::message::MatchedBy;
use crate::reply_address::Signer;

use super::subject_number::subject_number;
use super::{Found, IdRecord, MAX_IDS, id_key};

/// Bytes of `Thread-Index` that name the conversation (MS-OXOMSG 2.2.1.3).
const THREAD_ROOT: usize = 22;

/// What a mail says about where it belongs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clues {
    /// Slug of the organisation in the first verified reply address. Ids never choose the organisation.
    pub slug: Option<String>,
    /// Tickets named by verified reply addresses and by our own signed ids.
    pub direct: Vec<(TicketId, MatchedBy)>,
    /// Key of its own `Message-ID`.
    pub own_id: Option<String>,
    /// Key of the `Message-ID` of the mail a colleague forwarded as attachment; later answers name it.
    pub inner_id: Option<String>,
    /// Keys of ids it names: `In-Reply-To`, then the subject of a delivery report, then `References` newest
    /// first; no repeats, at most [`MAX_IDS`].
    pub ids: Vec<(String, MatchedBy)>,
    /// Root of its Exchange conversation, hex.
    pub thread_root: Option<String>,
    /// Ticket number in its subject.
    pub subject_number: Option<u64>,
    /// The ticket that one of `ids` names by its signature.
    anchored: BTreeMap<String, TicketId>,
}

/// Gathers the clues of a mail that was sent to `recipients`.
#[must_use]
pub fn clues(mail: &Mail, recipients: &[String], signer: &Signer) -> Clues {
    let mut clues = Clues {
        own_id: mail
            .message_id
            .as_deref()
            .map(id_key)
            .filter(|key| !key.is_empty()),
        inner_id: inner_id(mail),
        thread_root: thread_root(mail),
        subject_number: mail.subject.as_deref().and_then(subject_number),
        ..Clues::default()
    };
    for address in recipients {
        if let Some(clue) = signer.read_reply_address(address) {
            clues.slug.get_or_insert(clue.slug);
            clues.add_direct(clue.ticket, MatchedBy::ReplyAddress);
        }
    }
    for (id, rule) in named(mail) {
        clues.add_id(id, rule, signer);
    }
    clues
}

/// The ids a mail names, strongest first.
fn named(mail: &Mail) -> impl Iterator<Item = (&str, MatchedBy)> {
    let answered = mail.in_reply_to.iter().map(String::as_str);
    let reported = mail
        .bounce
        .iter()
        .filter_map(|b| b.original_message_id.as_deref());
    let inner = mail
        .forwarded
        .iter()
        .filter(|_| mail.colleague)
        .filter_map(|f| f.message_id.as_deref());
    let older = mail.references.iter().rev().map(String::as_str);
    answered
        .chain(reported)
        .map(|id| (id, MatchedBy::InReplyTo))
        .chain(inner.chain(older).map(|id| (id, MatchedBy::References)))
}

impl Clues {
    /// The keys to look up: of the mail itself, of its content, and of every id it names.
    #[must_use]
    pub fn keys(&self, content_hash: &str) -> Vec<String> {
        let own = self
            .own_id
            .iter()
            .cloned()
            .chain([super::content_key(content_hash)]);
        own.chain(self.ids.iter().map(|(key, _)| key.clone()))
            .collect()
    }

    /// The tickets to load before [`super::place`] can decide; of `found` only the ids, the conversation and the
    /// number are read.
    #[must_use]
    pub fn tickets(&self, found: &Found) -> Vec<TicketId> {
        let mut tickets: Vec<TicketId> = Vec::new();
        for (ticket, _) in self.evidence(found) {
            if !tickets.contains(ticket) {
                tickets.push(ticket.clone());
            }
        }
        tickets
    }

    /// Every ticket that something points at, in the order in which it counts.
    pub(super) fn evidence<'a>(
        &'a self,
        found: &'a Found,
    ) -> impl Iterator<Item = (&'a TicketId, MatchedBy)> {
        let addressed = self
            .direct
            .iter()
            .filter(|(_, rule)| *rule == MatchedBy::ReplyAddress)
            .map(|(t, rule)| (t, *rule));
        let named = self
            .ids
            .iter()
            .filter_map(|(key, rule)| self.named(key, *rule, &found.ids));
        let awaited = self
            .own_id
            .iter()
            .filter_map(|key| awaited(key, &found.ids));
        let thread = found.thread.iter().map(|t| (t, MatchedBy::ThreadIndex));
        let number = found.number.iter().map(|t| (t, MatchedBy::SubjectNumber));
        addressed
            .chain(named)
            .chain(awaited)
            .chain(thread)
            .chain(number)
    }

    /// Our signature comes before the store's word: anybody can send a mail whose `Message-ID` is one of ours,
    /// and its record must not draw our customers' answers to it.
    fn named<'a>(
        &'a self,
        key: &str,
        rule: MatchedBy,
        ids: &'a HashMap<String, IdRecord>,
    ) -> Option<(&'a TicketId, MatchedBy)> {
        let signed = self
            .anchored
            .get(key)
            .map(|ticket| (ticket, MatchedBy::OwnAnchor));
        signed.or_else(|| ids.get(key).map(|record| (&record.ticket, rule)))
    }

    fn add_direct(&mut self, ticket: TicketId, rule: MatchedBy) {
        if !self.direct.iter().any(|(known, _)| *known == ticket) {
            self.direct.push((ticket, rule));
        }
    }

    fn add_id(&mut self, id: &str, rule: MatchedBy, signer: &Signer) {
        let key = id_key(id);
        let known = self.ids.iter().any(|(other, _)| *other == key);
        if key.is_empty()
            || known
            || self.ids.len() >= MAX_IDS
            || self.own_id.as_deref() == Some(&key)
        {
            return;
        }
        if let Some(anchor) = signer.read_anchor(id) {
            self.add_direct(anchor.ticket.clone(), MatchedBy::OwnAnchor);
            self.anchored.insert(key.clone(), anchor.ticket);
        }
        self.ids.push((key, rule));
    }
}

fn awaited<'a>(key: &str, ids: &'a HashMap<String, IdRecord>) -> Option<(&'a TicketId, MatchedBy)> {
    let record = ids
        .get(key)
        .filter(|record| record.kind == super::IdKind::Awaited)?;
    Some((&record.ticket, MatchedBy::AwaitedParent))
}

fn inner_id(mail: &Mail) -> Option<String> {
    let id = mail
        .forwarded
        .as_ref()
        .filter(|_| mail.colleague)?
        .message_id
        .as_deref()?;
    Some(id_key(id)).filter(|key| !key.is_empty())
}

fn thread_root(mail: &Mail) -> Option<String> {
    let root = mail.thread_index.as_deref()?.get(..THREAD_ROOT)?;
    Some(root.iter().map(|byte| format!("{byte:02x}")).collect())
}
