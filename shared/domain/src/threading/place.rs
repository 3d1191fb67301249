//! Decides where a mail goes, once its clues were looked up.
//!
//! Invariant: the first clue whose guard lets the sender in wins; a mail is never lost to a clue that does not.

use jiff::{SignedDuration, Timestamp};

use crate::address::normalise;
use crate::ids::TicketId;
use crate::mail::base_subject;
use crate::message::MatchedBy;
use crate::people::Settings;
use crate::status::Status;
use crate::ticket::Ticket;

use super::{Clues, Found, IdKind, IdRecord, Newcomer, Placement, THREAD_INDEX_DAYS, content_key};

/// Decides where a mail goes.
///
/// Order: repeated delivery; signed reply address; `In-Reply-To`; `References`, newest first; a mail that was
/// waited for; root of the Exchange conversation; number in the subject; new ticket.
#[must_use]
pub fn place(
    clues: &Clues,
    found: &Found,
    newcomer: &Newcomer<'_>,
    settings: &Settings,
    now: Timestamp,
) -> Placement {
    if let Some(duplicate) = duplicate(clues, found, newcomer) {
        return duplicate;
    }
    let (mut follow_up, mut linked) = (None, None);
    for (id, rule) in clues.evidence(found) {
        let Some(ticket) = found.tickets.get(id) else {
            continue;
        };
        match admission(ticket, rule, newcomer, now) {
            Admission::Stranger => {
                linked.get_or_insert((id, rule));
            }
            Admission::No => {}
            Admission::Yes if is_over(ticket, settings, now) && !newcomer.automatic => {
                follow_up.get_or_insert((id, rule));
            }
            // Once a follow-up is open, a second answer to the closed ticket's mail belongs to it.
            Admission::Yes
                if follow_up.is_none_or(|(of, _)| ticket.follows.as_ref() == Some(of)) =>
            {
                return Placement::Join {
                    ticket: id.clone(),
                    rule,
                };
            }
            Admission::Yes => {}
        }
    }
    outcome(follow_up, linked)
}

fn outcome(
    follow_up: Option<(&TicketId, MatchedBy)>,
    linked: Option<(&TicketId, MatchedBy)>,
) -> Placement {
    match (follow_up, linked) {
        (Some((of, rule)), _) => Placement::FollowUp {
            of: of.clone(),
            rule,
        },
        (None, Some((to, rule))) => Placement::Linked {
            to: to.clone(),
            rule,
        },
        (None, None) => Placement::New,
    }
}

enum Admission {
    /// May join.
    Yes,
    /// Knows an id, but never took part.
    Stranger,
    /// The clue means nothing for this sender.
    No,
}

/// Who may join by which clue.
fn admission(
    ticket: &Ticket,
    rule: MatchedBy,
    newcomer: &Newcomer<'_>,
    now: Timestamp,
) -> Admission {
    match rule {
        MatchedBy::ReplyAddress => Admission::Yes,
        MatchedBy::OwnAnchor
        | MatchedBy::InReplyTo
        | MatchedBy::References
        | MatchedBy::AwaitedParent => {
            // Reports come from servers that never take part; they are filed, and answer nobody.
            if takes_part(ticket, newcomer) || newcomer.colleague || newcomer.automatic {
                Admission::Yes
            } else {
                Admission::Stranger
            }
        }
        MatchedBy::ThreadIndex if is_same_matter(ticket, newcomer, now) => Admission::Yes,
        MatchedBy::SubjectNumber if is_same_circle(ticket, newcomer) => Admission::Yes,
        MatchedBy::ThreadIndex
        | MatchedBy::SubjectNumber
        | MatchedBy::Api
        | MatchedBy::NewTicket => Admission::No,
    }
}

fn takes_part(ticket: &Ticket, newcomer: &Newcomer<'_>) -> bool {
    let sender = normalise(newcomer.sender);
    !sender.is_empty()
        && (ticket.participants.contains(&sender) || normalise(&ticket.contact_email) == sender)
}

/// Hints count for who took part, and for colleagues who write to the ticket's customer.
fn is_same_circle(ticket: &Ticket, newcomer: &Newcomer<'_>) -> bool {
    let to_customer = newcomer
        .participants
        .contains(&normalise(&ticket.contact_email));
    takes_part(ticket, newcomer) || (newcomer.colleague && to_customer)
}

fn is_same_matter(ticket: &Ticket, newcomer: &Newcomer<'_>, now: Timestamp) -> bool {
    let same = base_subject(&ticket.subject).to_lowercase()
        == base_subject(newcomer.subject).to_lowercase();
    same && is_same_circle(ticket, newcomer)
        && now.duration_since(ticket.created_at) <= days(THREAD_INDEX_DAYS)
}

/// Whether a ticket was closed so long ago that an answer opens a follow-up.
fn is_over(ticket: &Ticket, settings: &Settings, now: Timestamp) -> bool {
    let closed = ticket.closed_at.unwrap_or(ticket.updated_at);
    ticket.status == Status::Closed
        && now.duration_since(closed) > days(settings.reopen_window_days)
}

fn days(days: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(days) * 24)
}

/// A mail that is here already: same id, same content.
fn duplicate(clues: &Clues, found: &Found, newcomer: &Newcomer<'_>) -> Option<Placement> {
    let own = clues
        .own_id
        .as_ref()
        .and_then(|key| found.ids.get(key))
        .filter(|record| is_same(record, newcomer));
    let content = || {
        let record = found.ids.get(&content_key(newcomer.content_hash))?;
        is_same(record, newcomer).then_some(record)
    };
    let record = own.or_else(content)?;
    Some(Placement::Duplicate {
        ticket: record.ticket.clone(),
        message: record.message.clone()?,
    })
}

fn is_same(record: &IdRecord, newcomer: &Newcomer<'_>) -> bool {
    match (record.kind, &record.content_hash) {
        (IdKind::Awaited, _) => false,
        (_, Some(hash)) => hash == newcomer.content_hash,
        // Our own mail, sent back by a rule of the customer: SES changed it on its way, so no hash is known.
        (IdKind::Sent, None) => newcomer.colleague,
        (IdKind::Seen, None) => false,
    }
}
