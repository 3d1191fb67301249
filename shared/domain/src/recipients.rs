//! Who gets an answer.
//!
//! Invariant: recipients come from the message being answered and from nothing else, so no address of another
//! ticket can slip in; the organisation's own addresses never come out, so no mail goes round in circles.

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use crate::address::{Address, is_deliverable};
use crate::message::PublicMessage;
use crate::reply_address::looks_like_reply_address;

/// Most recipients SES takes for one mail: To, Cc and Bcc together.
pub const MAX_RECIPIENTS: usize = 50;

/// To whom a mail goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Recipients {
    /// To whom.
    pub to: Vec<Address>,
    /// Copies.
    pub cc: Vec<Address>,
    /// Blind copies; never in a header.
    pub bcc: Vec<Address>,
}

/// Why a mail cannot go to these recipients.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecipientError {
    /// Nobody.
    #[error("the mail has no recipient; add at least one address")]
    Nobody,
    /// More than SES takes.
    #[error("the mail has {0} recipients; remove some, at most {MAX_RECIPIENTS} are possible")]
    TooMany(usize),
    /// Not an address that mail can be sent to.
    #[error("{0:?} is not an address that mail can be sent to; correct or remove it")]
    Undeliverable(String),
    /// SES takes ASCII addresses only.
    #[error("{0:?} has letters that SES cannot send to; use an address in plain ASCII")]
    NotAscii(String),
    /// It would come straight back.
    #[error("{0} is an address of this helpdesk and the mail would come straight back; remove it")]
    Own(String),
}

impl Recipients {
    /// Everybody, To first.
    pub fn everybody(&self) -> impl Iterator<Item = &Address> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }

    /// The distinct addresses in lower case, To first.
    #[must_use]
    pub fn emails(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        self.everybody()
            .map(|a| a.email.to_lowercase())
            .filter(|e| seen.insert(e.clone()))
            .collect()
    }
}

/// The recipients of an answer to one message.
///
/// An answer to a customer goes to them; with `all`, also to everybody else the message went to, To staying To
/// and Cc staying Cc. An answer to a message of our own goes on to its recipients; with `all` its copies too.
/// `own` tells the organisation's addresses, which are left out.
#[must_use]
pub fn reply(answering: PublicMessage<'_>, own: &dyn Fn(&str) -> bool, all: bool) -> Recipients {
    let message = answering.get();
    let ours = message.from.as_ref().is_some_and(|from| own(&from.email));
    let mut picked = Picker {
        own,
        seen: HashSet::new(),
    };
    let mut recipients = Recipients::default();
    if let Some(from) = message.from.as_ref().filter(|_| !ours) {
        picked.add(&mut recipients.to, from);
    }
    if ours || all {
        message
            .to
            .iter()
            .for_each(|a| picked.add(&mut recipients.to, a));
    }
    if all {
        message
            .cc
            .iter()
            .for_each(|a| picked.add(&mut recipients.cc, a));
    }
    // Blind copies are known only of mail we sent ourselves.
    if all && ours {
        message
            .bcc
            .iter()
            .for_each(|a| picked.add(&mut recipients.bcc, a));
    }
    recipients
}

struct Picker<'a> {
    own: &'a dyn Fn(&str) -> bool,
    seen: HashSet<String>,
}

impl Picker<'_> {
    fn add(&mut self, list: &mut Vec<Address>, address: &Address) {
        // Names of customers may carry anything; a line break must not make the answer impossible.
        let name = address
            .name
            .as_deref()
            .map(|n| n.replace(char::is_control, " "));
        let clean = Address::new(name.as_deref(), &address.email);
        let back = (self.own)(&clean.email) || looks_like_reply_address(&clean.email);
        if !back && self.seen.insert(clean.email.clone()) {
            list.push(clean);
        }
    }
}

/// Whether a mail can go to these recipients. `own` tells the organisation's addresses.
///
/// # Errors
/// The first thing an agent has to correct.
pub fn check(recipients: &Recipients, own: &dyn Fn(&str) -> bool) -> Result<(), RecipientError> {
    let emails = recipients.emails();
    if emails.is_empty() {
        return Err(RecipientError::Nobody);
    }
    if emails.len() > MAX_RECIPIENTS {
        return Err(RecipientError::TooMany(emails.len()));
    }
    for email in emails {
        if !is_deliverable(&email) {
            return Err(RecipientError::Undeliverable(email));
        }
        if !email.is_ascii() {
            return Err(RecipientError::NotAscii(email));
        }
        if own(&email) || looks_like_reply_address(&email) {
            return Err(RecipientError::Own(email));
        }
    }
    Ok(())
}

/// The recipients who have not taken part in the ticket yet; an agent confirms them before sending.
#[must_use]
pub fn first_time(recipients: &Recipients, participants: &BTreeSet<String>) -> Vec<Address> {
    let mut seen = HashSet::new();
    recipients
        .everybody()
        .filter(|a| !participants.contains(&a.email.to_lowercase()))
        .filter(|a| seen.insert(a.email.to_lowercase()))
        .cloned()
        .collect()
}

#[cfg(test)]
#[path = "recipients_tests.rs"]
mod tests;
