//! Mail reading: from raw bytes to who wrote it, what is new in it and what hangs on it.
//!
//! Invariant: reading is total. Any bytes give a [`Mail`]; what could not be read leaves a warning.

mod addresses;
mod attachments;
mod automatic;
mod body;
mod bounce;
mod charset;
mod cms;
mod encoded;
mod forward;
mod hash;
mod headers;
pub mod html;
mod limits;
mod lines;
mod links;
mod locales;
mod mime;
mod read;
mod report;
mod sender;
mod slice;
mod subject;
mod tnef;
mod transfer;
mod trim;
mod uu;
mod verdicts;

pub use attachments::Attachment;
pub use automatic::{Automatic, AutomaticKind};
pub use bounce::{Bounce, FailedRecipient};
pub use forward::Forwarded;
pub use hash::content_hash;
pub use headers::message_id_key;
pub use limits::{Limits, Warning};
pub use read::read;
pub use report::read_json;
pub use sender::{Evidence, Sender};
pub use subject::base_subject;
pub use trim::{Segment, SegmentKind};
pub use verdicts::{Envelope, Verdicts};

use crate::address::Address;

/// What reading needs to know about the organisation.
pub struct Context<'a> {
    /// Whether an address (lower case) is a mailbox or an agent of the organisation.
    pub own: &'a dyn Fn(&str) -> bool,
    /// What one mail may cost.
    pub limits: Limits,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Context<'_> {
    /// A context in which no address is the organisation's own.
    #[must_use]
    pub fn stranger() -> Self {
        Self {
            own: &|_| false,
            limits: Limits::default(),
        }
    }
}

/// One mail, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mail {
    /// Subject, decoded, on one line.
    pub subject: Option<String>,
    /// First address of `From`.
    pub from: Option<Address>,
    /// Address of `Sender`.
    pub sender: Option<Address>,
    /// Addresses of `Reply-To`.
    pub reply_to: Vec<Address>,
    /// Addresses of `To`, groups flattened.
    pub to: Vec<Address>,
    /// Addresses of `Cc`.
    pub cc: Vec<Address>,
    /// Addresses of `Bcc`.
    pub bcc: Vec<Address>,
    /// `Date` as milliseconds since 1970.
    pub date_ms: Option<i64>,
    /// `Message-ID` without angle brackets.
    pub message_id: Option<String>,
    /// Ids of `In-Reply-To` without angle brackets.
    pub in_reply_to: Vec<String>,
    /// Ids of `References`, oldest first.
    pub references: Vec<String>,
    /// Decoded `Thread-Index` of Exchange; the first 22 bytes name the conversation.
    pub thread_index: Option<Vec<u8>>,
    /// `Thread-Topic` of Exchange.
    pub thread_topic: Option<String>,
    /// The whole text as shown: the plain part, else the text of the HTML part.
    pub text: String,
    /// The HTML part, decoded but not sanitised.
    pub html: Option<String>,
    /// Text that style hides from the reader; looked for when the text was made from HTML.
    pub hidden_text: Option<String>,
    /// The text cut into pieces; together they are the text, in order, without gaps.
    pub segments: Vec<Segment>,
    /// What is new in this mail: no quotes, signature, disclaimer or banner.
    pub reply_text: String,
    /// The signature that was cut off.
    pub signature: Option<String>,
    /// The quoted history that was cut off.
    pub quoted: Option<String>,
    /// Files, inline images and attached messages, winmail.dat unpacked.
    pub attachments: Vec<Attachment>,
    /// Why this mail must not be answered by a machine; `None` for mail of a person.
    pub automatic: Option<Automatic>,
    /// The delivery report in this mail.
    pub bounce: Option<Bounce>,
    /// The forwarded mail inside this one.
    pub forwarded: Option<Forwarded>,
    /// The person to answer, with the evidence that decided.
    pub customer: Option<Sender>,
    /// Whether `From` is one of the organisation's own addresses.
    pub colleague: bool,
    /// What the receiving server found out, from its own headers only.
    pub verdicts: Verdicts,
    /// Envelope facts left in the header.
    pub envelope: Envelope,
    /// Whether the sender asks for no automatic answer.
    pub suppress_auto_reply: bool,
    /// Mailboxes named in Exchange's loop headers: the rules this mail went through.
    pub inbox_loop_headers: Vec<String>,
    /// What an agent should know about how well the mail could be read.
    pub warnings: Vec<Warning>,
    /// Whether not even a header was found.
    pub unreadable: bool,
}

impl Mail {
    /// The text of one segment.
    #[must_use]
    pub fn segment_text(&self, segment: &Segment) -> &str {
        slice::part(&self.text, segment.start, segment.end)
    }

    /// Notes a warning once.
    pub(crate) fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}
