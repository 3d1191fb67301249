//! Decides who the customer is, and on what evidence.
//!
//! Invariant: an address found in a body is believed only when the outer sender is the
//! organisation's own, and is never called trusted.

use serde::{Deserialize, Serialize};

use super::Mail;
use crate::address::Address;

/// Which rule found the customer, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// `From` of the mail as it arrived, headers intact.
    HeaderFrom,
    /// `From` of a mail that a forwarding rule passed on unchanged.
    Redirected,
    /// `Reply-To` of a mail whose `From` is a form or no-reply sender.
    FormReplyTo,
    /// `X-Original-From` or `X-Original-Sender` of a forwarding service.
    OriginalHeader,
    /// `From` of the message attached by a colleague.
    AttachedMessage,
    /// The header block in text forwarded by a colleague.
    ForwardedBlock,
    /// The first outside recipient of a mail that a colleague wrote.
    ColleagueRecipient,
}

/// The customer of a mail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sender {
    /// Name and address.
    pub address: Address,
    /// Rule that decided.
    pub evidence: Evidence,
    /// How sure the rule is, 0 to 1.
    pub confidence: f32,
    /// Whether the receiving server authenticated this address.
    pub trusted: bool,
}

/// Decides the customer of a mail whose other fields are complete.
pub(crate) fn decide(mail: &Mail, own: &dyn Fn(&str) -> bool) -> Option<Sender> {
    let from = mail.from.as_ref()?;
    (!own(&from.email)).then(|| Sender { address: from.clone(), evidence: Evidence::HeaderFrom, confidence: 0.9, trusted: false })
}
