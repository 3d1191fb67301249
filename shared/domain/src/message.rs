//! Messages of a ticket.
//!
//! Invariant: what goes to a customer is built from [`PublicMessage`], which cannot be made from a note.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::delivery::Delivery;
use crate::draft::suspicion::Noticed;
use crate::ids::{AgentId, ContactId, MessageId, OrganisationId, TicketId};
use crate::status::words;

words! {
    /// Who speaks.
    Author {
        /// The customer, or somebody they wrote to.
        Customer = "customer",
        /// A person of the organisation.
        Agent = "agent",
        /// A model, said so to the reader.
        Ai = "ai",
        /// Lambdesk itself.
        System = "system",
    }
}

words! {
    /// Who may read it.
    Visibility {
        /// Customer and agents.
        Public = "public",
        /// Agents only: an internal note.
        Note = "note",
    }
}

words! {
    /// Which rule put a mail where it is.
    MatchedBy {
        /// The signed address it was sent to.
        ReplyAddress = "reply_address",
        /// The id of one of our own mails in `In-Reply-To`.
        OwnAnchor = "own_anchor",
        /// An id in `In-Reply-To`.
        InReplyTo = "in_reply_to",
        /// An id in `References`.
        References = "references",
        /// A later mail that named this one had come first.
        AwaitedParent = "awaited_parent",
        /// The root of an Exchange conversation, same person, same subject.
        ThreadIndex = "thread_index",
        /// The ticket number in the subject, same person.
        SubjectNumber = "subject_number",
        /// Written through the API to this ticket.
        Api = "api",
        /// Nothing matched.
        NewTicket = "new_ticket",
    }
}

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentRecord {
    /// Number within the message, from 0.
    pub index: u32,
    /// Name to show and to save as.
    pub name: String,
    /// Media type as declared.
    pub media_type: String,
    /// Size of the decoded bytes.
    pub size: u64,
    /// SHA-256 of the decoded bytes, hex.
    pub sha256: String,
    /// Where the bytes are; `None` when they could not be kept, see `note`.
    #[serde(default)]
    pub blob: Option<String>,
    /// `Content-ID` without brackets, for inline images.
    #[serde(default)]
    pub content_id: Option<String>,
    /// Whether it is shown within the text.
    #[serde(default)]
    pub inline: bool,
    /// Why it is missing or changed, for agents.
    #[serde(default)]
    pub note: Option<String>,
}

/// A body kept in the item or, when large, beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stored {
    /// The text itself.
    Inline(String),
    /// The key of an object that holds it.
    Blob(String),
}

/// Facts about a mail that came in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Provenance {
    /// The object with the bytes as received.
    pub raw_key: Option<String>,
    /// Hash of the content without trace headers, hex.
    pub content_hash: Option<String>,
    /// Which evidence named the customer.
    pub sender_evidence: Option<String>,
    /// How sure that is, 0 to 1.
    pub sender_confidence: Option<f32>,
    /// Results of SES: spam, virus, spf, dkim, dmarc.
    pub verdicts: std::collections::BTreeMap<String, String>,
    /// What kind of automatic mail it is, when it is one.
    pub automatic: Option<String>,
    /// What could not be read, for agents.
    pub warnings: Vec<String>,
    /// The new part of the text.
    pub reply_text: Option<String>,
    /// What in it may be meant for a machine, and how much of it nobody can see.
    #[serde(skip_serializing_if = "Noticed::is_empty")]
    pub noticed: Noticed,
    /// Whether the receiving server authenticated the customer's address.
    pub authenticated: bool,
    /// Why no machine may answer it, when none may.
    pub silence: Option<String>,
}

/// One message of a ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its id; sorts by time.
    pub id: MessageId,
    /// Its organisation.
    pub organisation: OrganisationId,
    /// Its ticket.
    pub ticket: TicketId,
    /// Who speaks.
    pub author: Author,
    /// Who may read it.
    pub visibility: Visibility,
    /// The agent, when one speaks and is known.
    #[serde(default)]
    pub agent: Option<AgentId>,
    /// The contact, when one speaks.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// From whom.
    pub from: Option<Address>,
    /// To whom.
    #[serde(default)]
    pub to: Vec<Address>,
    /// Copies.
    #[serde(default)]
    pub cc: Vec<Address>,
    /// Blind copies (outgoing only).
    #[serde(default)]
    pub bcc: Vec<Address>,
    /// Subject as sent.
    #[serde(default)]
    pub subject: String,
    /// `Message-ID` without brackets: the sender's, or the one SES gave.
    #[serde(default)]
    pub rfc_id: Option<String>,
    /// Ids in `References` and `In-Reply-To`, oldest first.
    #[serde(default)]
    pub references: Vec<String>,
    /// Text as shown.
    pub text: Stored,
    /// Sanitised HTML.
    #[serde(default)]
    pub html: Option<Stored>,
    /// Its files.
    #[serde(default)]
    pub attachments: Vec<AttachmentRecord>,
    /// Facts about an incoming mail.
    #[serde(default)]
    pub provenance: Provenance,
    /// Which rule put it here.
    pub matched_by: MatchedBy,
    /// When it was written or received.
    pub created_at: Timestamp,
    /// Sending, for outgoing mail.
    #[serde(default)]
    pub delivery: Option<Delivery>,
    /// Whether public history is quoted below, for outgoing mail.
    #[serde(default)]
    pub quote_history: bool,
    /// Which stage of the pipeline it waits for.
    #[serde(default)]
    pub pipeline: Pipeline,
    /// Counts changes, for optimistic locking.
    #[serde(default)]
    pub version: u64,
}

words! {
    /// The stage a message waits for.
    Pipeline {
        /// Facts are being looked up.
        Enrich = "enrich",
        /// It is being judged.
        Triage = "triage",
        /// Nothing more to do.
        Done = "done",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the enum comes from a macro that has no place for #[default]"
)]
impl Default for Pipeline {
    fn default() -> Self {
        Pipeline::Done
    }
}

impl Message {
    /// Whether this is automatic mail, which is filed but never answered.
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        self.provenance.automatic.is_some()
    }

    /// Whether a customer wrote it and no stage worked on it, because the receiving server took it for spam or found a
    /// virus.
    #[must_use]
    pub fn was_held(&self) -> bool {
        let failed = |verdict: &str| {
            let found = self.provenance.verdicts.get(verdict);
            found.is_some_and(|found| found.eq_ignore_ascii_case("FAIL"))
        };
        self.author == Author::Customer
            && self.visibility == Visibility::Public
            && !self.is_automatic()
            && self.pipeline == Pipeline::Done
            && (failed("spam") || failed("virus"))
    }
}

/// A message that customers may see.
#[derive(Debug, Clone, Copy)]
pub struct PublicMessage<'a>(&'a Message);

impl<'a> PublicMessage<'a> {
    /// The message, if it is not a note.
    #[must_use]
    pub fn of(message: &'a Message) -> Option<Self> {
        (message.visibility == Visibility::Public).then_some(Self(message))
    }

    /// The message itself.
    #[must_use]
    pub fn get(self) -> &'a Message {
        self.0
    }
}
