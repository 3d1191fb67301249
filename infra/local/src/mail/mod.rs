//! Mail on one machine: what SES does on the way out, and what it does on the way in.
//!
//! Out: [`ses`] takes what the product sends, keeps it in the [`outbox`] and reports its fate as events.
//! In: [`smtp`] and [`drop_folder`] take mails, [`inbound`] adds what SES adds, a [`Sink`] stores the result.
//!
//! Invariant: a mail is acknowledged to whoever brought it only after it is stored durably.

pub mod drop_folder;
mod headers;
pub mod inbound;
pub mod outbox;
pub mod ses;
pub mod smtp;

use std::net::IpAddr;
use std::sync::Arc;

use futures_util::future::BoxFuture;

/// The largest mail SES takes in, in bytes, headers included (SES quotas page: 40 MB).
pub const MAX_INBOUND_BYTES: usize = 40 * 1024 * 1024;

/// A mail as it arrived, before anything was added to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundMail {
    /// The envelope sender; empty for a bounce.
    pub mail_from: String,
    /// The envelope recipients, at least one.
    pub recipients: Vec<String>,
    /// The bytes of the mail.
    pub raw: Vec<u8>,
    /// What the client called itself, for the trace header.
    pub helo: String,
    /// Where the connection came from, if there was one.
    pub peer: Option<IpAddr>,
}

/// Stores a mail durably and answers its id, or says in one line why it could not.
pub type Sink =
    Arc<dyn Fn(InboundMail) -> BoxFuture<'static, Result<String, String>> + Send + Sync>;
