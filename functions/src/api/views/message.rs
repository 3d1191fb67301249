//! Messages, replies, files and recipients as clients see them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use lambdesk_domain::delivery::{Delivery, DeliveryState};
use lambdesk_domain::ids::{CannedResponseId, DraftId, UploadId};
use lambdesk_domain::message::{AttachmentRecord, Message};
use lambdesk_domain::trust;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    AddressView, AuthorWord, DeliveryWord, MatchedByWord, StatusWord, TrustWord, VisibilityWord,
};

/// A message of a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessageView {
    /// Its id; sorts by time.
    pub(crate) id: String,
    /// Its ticket.
    ticket: String,
    /// Who speaks.
    author: AuthorWord,
    /// Who may read it; a note never leaves the organisation.
    visibility: VisibilityWord,
    /// The agent, when one speaks and is known.
    agent: Option<String>,
    /// The contact, when one speaks.
    contact: Option<String>,
    /// From whom.
    from: Option<AddressView>,
    /// To whom.
    to: Vec<AddressView>,
    /// Copies.
    cc: Vec<AddressView>,
    /// Blind copies (outgoing only).
    bcc: Vec<AddressView>,
    /// Subject as sent.
    subject: String,
    /// The new part of the text; quoted history and signature are cut off. Null when the whole text is new.
    reply_text: Option<String>,
    /// The whole text. Null when it is too long for this answer: read the message by itself.
    text: Option<String>,
    /// The sanitised HTML, if there is any and it fits.
    html: Option<String>,
    /// Whether `text` or `html` was left out for its length.
    truncated: bool,
    /// Its files.
    attachments: Vec<AttachmentView>,
    /// How sending went; null for what was not sent by us.
    delivery: Option<DeliveryView>,
    /// Which rule put it here.
    matched_by: MatchedByWord,
    /// Who the sender was found to be, and how.
    sender: SenderView,
    /// What kind of automatic mail it is, when it is one.
    automatic: Option<String>,
    /// What could not be read.
    warnings: Vec<String>,
    /// Whether the raw mail can be downloaded.
    raw: bool,
    /// Whether public history is quoted below it, for outgoing mail.
    quote_history: bool,
    /// When it was written or received.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Counts changes.
    version: u64,
}

/// Bodies of a message as far as they were read.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    /// The text.
    pub(crate) text: Option<String>,
    /// The HTML.
    pub(crate) html: Option<String>,
    /// Whether something was left out.
    pub(crate) truncated: bool,
}

/// How the sender of a mail was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SenderView {
    /// How far they are known to be who they say.
    trust: TrustWord,
    /// Which evidence named the customer.
    evidence: Option<String>,
    /// How sure that is, 0 to 1.
    confidence: Option<f32>,
    /// Results of the receiving server: spam, virus, spf, dkim, dmarc.
    verdicts: BTreeMap<String, String>,
}

/// A file of a message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AttachmentView {
    /// Number within the message, from 0.
    index: u32,
    /// Its name.
    name: String,
    /// Media type as declared.
    media_type: String,
    /// Bytes.
    size: u64,
    /// Whether it is shown within the text.
    inline: bool,
    /// `Content-ID` without brackets, for inline images.
    content_id: Option<String>,
    /// Whether its bytes can be downloaded.
    available: bool,
    /// Why it is missing or changed.
    note: Option<String>,
}

/// How sending a message went.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveryView {
    /// Where it stands.
    state: DeliveryWord,
    /// Number of tries.
    attempt: u32,
    /// Not sent before this moment.
    #[schema(value_type = String, format = DateTime)]
    send_at: Timestamp,
    /// Why it failed, bounced or is uncertain.
    reason: Option<String>,
    /// Whether it can still be taken back.
    can_cancel: bool,
    /// Whether it can be sent again.
    can_resend: bool,
    /// When the state last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl From<&Delivery> for DeliveryView {
    fn from(delivery: &Delivery) -> Self {
        let resendable = matches!(
            delivery.state,
            DeliveryState::Uncertain
                | DeliveryState::Failed
                | DeliveryState::Bounced
                | DeliveryState::Cancelled
        );
        Self {
            state: delivery.state.into(),
            attempt: delivery.attempt,
            send_at: delivery.send_at,
            reason: delivery.reason.clone(),
            can_cancel: delivery.state == DeliveryState::Queued,
            can_resend: resendable,
            updated_at: delivery.updated_at,
        }
    }
}

impl From<&AttachmentRecord> for AttachmentView {
    fn from(file: &AttachmentRecord) -> Self {
        Self {
            index: file.index,
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size: file.size,
            inline: file.inline,
            content_id: file.content_id.clone(),
            available: file.blob.is_some(),
            note: file.note.clone(),
        }
    }
}

impl MessageView {
    /// The view of a message with its bodies.
    pub(crate) fn of(message: Message, bodies: Bodies) -> Self {
        let provenance = message.provenance;
        let trust = trust::of(&provenance);
        Self {
            id: message.id.to_string(),
            ticket: message.ticket.to_string(),
            author: message.author.into(),
            visibility: message.visibility.into(),
            agent: message.agent.map(|id| id.to_string()),
            contact: message.contact.map(|id| id.to_string()),
            from: message.from.as_ref().map(AddressView::from),
            to: AddressView::all(&message.to),
            cc: AddressView::all(&message.cc),
            bcc: AddressView::all(&message.bcc),
            subject: message.subject,
            reply_text: provenance.reply_text,
            text: bodies.text,
            html: bodies.html,
            truncated: bodies.truncated,
            attachments: message
                .attachments
                .iter()
                .map(AttachmentView::from)
                .collect(),
            delivery: message.delivery.as_ref().map(DeliveryView::from),
            matched_by: message.matched_by.into(),
            sender: SenderView {
                trust: trust.into(),
                evidence: provenance.sender_evidence,
                confidence: provenance.sender_confidence,
                verdicts: provenance.verdicts,
            },
            automatic: provenance.automatic,
            warnings: provenance.warnings,
            raw: provenance.raw_key.is_some(),
            quote_history: message.quote_history,
            created_at: message.created_at,
            version: message.version,
        }
    }
}

/// An answer to the customer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateReply {
    /// The words, as plain text.
    #[schema(max_length = 200_000)]
    pub(crate) text: String,
    /// The same words as HTML; it is sanitised. Made from the text when absent.
    #[schema(max_length = 500_000)]
    pub(crate) html: Option<String>,
    /// To whom; from the message being answered when absent.
    pub(crate) to: Option<Vec<AddressView>>,
    /// Copies; from the message being answered when `to` is absent too.
    pub(crate) cc: Option<Vec<AddressView>>,
    /// Blind copies.
    pub(crate) bcc: Option<Vec<AddressView>>,
    /// Answer everybody the message went to; only when `to` is absent.
    #[serde(default)]
    pub(crate) reply_all: bool,
    /// Uploaded files to send along.
    #[serde(default)]
    pub(crate) attachments: Vec<AttachUpload>,
    /// Whether public history is quoted below; the organisation's setting when absent.
    pub(crate) quote_history: Option<bool>,
    /// Seconds in which the reply can be taken back.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 120)]
    pub(crate) undo_seconds: u32,
    /// Send later, within 90 days.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) send_at: Option<Timestamp>,
    /// `public_count` of the ticket when the reply was begun. Something newer is answered with 409 `newer_message`.
    pub(crate) seen_messages: Option<u32>,
    /// New status once it is on its way, such as `resolved`.
    pub(crate) status: Option<StatusWord>,
    /// Id of the open draft it began from; without one, an open draft counts as replaced.
    #[schema(value_type = Option<String>, example = "drf_01jd4xq9wz3v8r5y7k2m6n0pab")]
    pub(crate) draft: Option<DraftId>,
    /// Ids of the canned responses that went into it; their use is counted. Those that are not there any more are left out.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 10, example = json!(["can_01jd4xq9wz3v8r5y7k2m6n0pab"]))]
    pub(crate) canned_responses: Vec<CannedResponseId>,
}

/// An uploaded file to send along.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttachUpload {
    /// Id of the upload.
    #[schema(value_type = String, example = "upl_01jd4xq9wz3v8r5y7k2m6n0pab")]
    pub(crate) upload: UploadId,
    /// Name the customer sees.
    #[schema(max_length = 200)]
    pub(crate) name: String,
}

/// An internal note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateNote {
    /// The words; only agents ever see them.
    #[schema(max_length = 200_000)]
    pub(crate) text: String,
}

/// A file to be uploaded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateUpload {
    /// Its name.
    #[schema(max_length = 200, example = "invoice.pdf")]
    pub(crate) name: String,
    /// Its media type.
    #[schema(example = "application/pdf")]
    pub(crate) media_type: String,
    /// Its bytes, exactly.
    #[schema(minimum = 1, maximum = 26_214_400)]
    pub(crate) size: u64,
}

/// Where to put a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UploadView {
    /// Name it in the `attachments` of a reply, within a day.
    pub(crate) upload: String,
    /// The name to send with it.
    pub(crate) name: String,
    /// PUT the bytes here.
    pub(crate) url: String,
    /// Headers the PUT must carry.
    pub(crate) headers: BTreeMap<String, String>,
    /// Until when the address works.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) expires: Timestamp,
}

/// Where to get a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DownloadView {
    /// GET it here, without credentials.
    pub(crate) url: String,
    /// Until when the address works.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) expires: Timestamp,
}

/// To whom a reply would go.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecipientsView {
    /// To whom.
    pub(crate) to: Vec<AddressView>,
    /// Copies.
    pub(crate) cc: Vec<AddressView>,
    /// Blind copies.
    pub(crate) bcc: Vec<AddressView>,
    /// Those who have not taken part in the ticket yet; confirm them before sending.
    pub(crate) first_time: Vec<AddressView>,
    /// Why a reply to them cannot be sent, when it cannot.
    pub(crate) problem: Option<String>,
}

/// Whom to answer.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecipientParams {
    /// true to answer everybody the message went to.
    pub(crate) all: Option<bool>,
}

/// Which picture.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PictureParams {
    /// Its address exactly as it stands in `data-remote-src` of the mail's HTML.
    pub(crate) url: String,
}

/// Who wrote a mail.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectSender {
    /// Their name; the contact's own when absent.
    #[schema(example = "Ann Example", max_length = 200)]
    pub(crate) name: Option<String>,
    /// Their address, not one of your own.
    #[schema(example = "ann@example.com")]
    pub(crate) email: String,
}
