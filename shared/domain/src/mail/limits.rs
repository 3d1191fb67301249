//! Bounds what one mail may cost, and says in words which bound it hit.
//!
//! Invariant: every limit that is hit leaves a warning an agent can read.

use serde::{Deserialize, Serialize};

/// What one mail may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the raw mail that are looked at.
    pub mail_bytes: usize,
    /// Nesting of multiparts and attached messages.
    pub depth: usize,
    /// MIME parts in one mail.
    pub parts: usize,
    /// Bytes of one header block.
    pub header_bytes: usize,
    /// Fields of one header block.
    pub headers: usize,
    /// Addresses of one header field.
    pub addresses: usize,
    /// Decoded bytes of one part.
    pub part_bytes: usize,
    /// Bytes of text that are searched for quotes, signatures and forwards.
    pub text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            mail_bytes: 40 << 20,
            depth: 10,
            parts: 200,
            header_bytes: 256 << 10,
            headers: 1_000,
            addresses: 200,
            part_bytes: 30 << 20,
            text_bytes: 512 << 10,
        }
    }
}

/// Something about the mail that an agent should know before trusting what is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Only the first bytes were read.
    #[error(
        "the mail is larger than {0} MB and only its beginning was read; open the original for the rest"
    )]
    MailTooLarge(usize),
    /// The header block was longer than allowed.
    #[error(
        "the header of the mail is unusually long and was cut; open the original to see all of it"
    )]
    HeaderTooLarge,
    /// More nested parts than allowed.
    #[error("the mail is nested too deeply; the inner parts are kept as one attachment")]
    TooDeep,
    /// More parts than allowed.
    #[error("the mail has more than {0} parts; open the original for the rest")]
    TooManyParts(usize),
    /// More addresses than allowed.
    #[error(
        "the mail names more than {0} addresses in one field; the rest is only in the original"
    )]
    TooManyAddresses(usize),
    /// A part was larger than allowed.
    #[error("an attachment is larger than {0} MB and was left out; open the original to get it")]
    PartTooLarge(usize),
    /// The text was too long to be searched.
    #[error("the text is very long; quotes and signatures were looked for only at its beginning")]
    TextTooLong,
    /// The bytes did not fit the declared character set.
    #[error("some characters did not fit the character set the mail declares and may look wrong")]
    BadCharset,
    /// A base64 or quoted-printable part was damaged.
    #[error("a part of the mail was damaged on its way and may be incomplete")]
    DamagedPart,
    /// The body is encrypted.
    #[error("the mail is encrypted; ask the sender for an unencrypted copy")]
    Encrypted,
    /// The body is only readable with rights management.
    #[error("the mail is protected by rights management; ask the sender for an unprotected copy")]
    RightsProtected,
    /// The winmail.dat container could not be read completely.
    #[error("the winmail.dat attachment could not be unpacked completely; it is kept as sent")]
    DamagedWinmail,
    /// No usable sender.
    #[error("the mail names no usable sender address; choose the customer by hand")]
    NoSender,
    /// The forwarded block names a person without an address.
    #[error("the forwarded text names its author without an address; choose the customer by hand")]
    ForwardWithoutAddress,
    /// The customer was taken from text that anybody can write.
    #[error(
        "the customer was taken from forwarded text, which is not authenticated; check it before sharing data"
    )]
    SenderFromText,
    /// No header at all.
    #[error("the mail has no readable header; its bytes are shown as text")]
    NoHeader,
}
