//! Signed addresses and ids that name a ticket.
//!
//! Invariant: only a text whose signature verifies ever names a ticket; a forged one is like none at all.
//! The signature is HMAC-SHA256 cut to 80 bits (RFC 2104 section 5), compared in constant time. It covers
//! organisation, ticket and message but not the domain, so that answers to mail sent before the reply domain
//! changed still find their ticket.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::ids::{MessageId, TicketId};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const SLUG_LENGTH: usize = 6;
const ULID_LENGTH: usize = 26;
const MAC_LENGTH: usize = 16;
const MAC_BYTES: usize = 10;
/// What every reply address starts with.
const MARK: &str = "reply+";

/// Signs and verifies with the secret of one deployment.
#[derive(Clone)]
pub struct Signer {
    keyed: Hmac<Sha256>,
    reply_domain: String,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer")
            .field("reply_domain", &self.reply_domain)
            .finish_non_exhaustive()
    }
}

/// What a verified reply address says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyClue {
    /// The organisation's slug.
    pub slug: String,
    /// The ticket.
    pub ticket: TicketId,
}

/// What a verified id of one of our own mails says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorClue {
    /// The organisation's slug.
    pub slug: String,
    /// The ticket.
    pub ticket: TicketId,
    /// The message that was sent.
    pub message: MessageId,
}

impl Signer {
    /// A signer for one secret and one reply domain such as `in.example.com`.
    #[must_use]
    pub fn new(secret: &[u8], reply_domain: &str) -> Self {
        let mut key = [0_u8; 64];
        for (slot, byte) in key.iter_mut().zip(Sha256::digest(secret)) {
            *slot = byte;
        }
        Self {
            keyed: KeyInit::new((&key).into()),
            reply_domain: reply_domain.trim().to_lowercase(),
        }
    }

    /// The domain of the addresses it makes, lower case.
    #[must_use]
    pub fn reply_domain(&self) -> &str {
        &self.reply_domain
    }

    /// The address that leads an answer back to a ticket: its local part has 54 of the 64 characters that
    /// RFC 5321 allows, all lower case because some relays fold it.
    #[must_use]
    pub fn reply_address(&self, slug: &str, ticket: &TicketId) -> String {
        let ulid = body(ticket.as_str(), TicketId::PREFIX);
        let mac = encode(&self.mac(&["reply", slug, ticket.as_str()]));
        format!("{MARK}{slug}{ulid}{mac}@{}", self.reply_domain)
    }

    /// The Message-ID (without brackets) that goes into `References` of our own mail. SES replaces the
    /// `Message-ID` itself but leaves references alone, so answers carry this one back.
    #[must_use]
    pub fn anchor(&self, slug: &str, ticket: &TicketId, message: &MessageId) -> String {
        let mac = encode(&self.mac(&["anchor", slug, ticket.as_str(), message.as_str()]));
        format!("{slug}.{ticket}.{message}.{mac}@{}", self.reply_domain)
    }

    /// Reads a reply address, in any case; `None` when it is none or forged.
    #[must_use]
    pub fn read_reply_address(&self, address: &str) -> Option<ReplyClue> {
        let address = crate::address::normalise(address);
        let (local, _) = address.rsplit_once('@')?;
        let token = local.strip_prefix(MARK)?;
        let (slug, rest) = token.split_at_checked(SLUG_LENGTH)?;
        let (ulid, mac) = rest.split_at_checked(ULID_LENGTH)?;
        let ticket: TicketId = format!("{}{ulid}", TicketId::PREFIX).parse().ok()?;
        self.verify(&["reply", slug, ticket.as_str()], mac)?;
        Some(ReplyClue {
            slug: slug.to_owned(),
            ticket,
        })
    }

    /// Reads an id of one of our own mails, with or without brackets; `None` when it is none or forged.
    #[must_use]
    pub fn read_anchor(&self, id: &str) -> Option<AnchorClue> {
        let id = crate::address::normalise(id);
        let (local, _) = id.rsplit_once('@')?;
        let mut fields = local.split('.');
        let (slug, ticket, message, mac) = (
            fields.next()?,
            fields.next()?,
            fields.next()?,
            fields.next()?,
        );
        if fields.next().is_some() {
            return None;
        }
        let (ticket, message): (TicketId, MessageId) =
            (ticket.parse().ok()?, message.parse().ok()?);
        self.verify(&["anchor", slug, ticket.as_str(), message.as_str()], mac)?;
        Some(AnchorClue {
            slug: slug.to_owned(),
            ticket,
            message,
        })
    }

    fn keyed(&self, fields: &[&str]) -> Hmac<Sha256> {
        let mut mac = self.keyed.clone();
        for field in fields {
            // The separator cannot occur in a field, so no two lists of fields sign the same bytes.
            mac.update(field.as_bytes());
            mac.update(b"\0");
        }
        mac
    }

    fn mac(&self, fields: &[&str]) -> [u8; MAC_BYTES] {
        let full = self.keyed(fields).finalize().into_bytes();
        let mut short = [0_u8; MAC_BYTES];
        for (slot, byte) in short.iter_mut().zip(full) {
            *slot = byte;
        }
        short
    }

    fn verify(&self, fields: &[&str], mac: &str) -> Option<()> {
        self.keyed(fields).verify_truncated_left(&decode(mac)?).ok()
    }
}

/// Whether an address has the form of a reply address, signed by anybody: such an address is never a
/// recipient, because mail to it would come straight back.
#[must_use]
pub fn looks_like_reply_address(email: &str) -> bool {
    let email = crate::address::normalise(email);
    let Some((local, _)) = email.rsplit_once('@') else {
        return false;
    };
    let Some(token) = local.strip_prefix(MARK) else {
        return false;
    };
    token.len() == SLUG_LENGTH + ULID_LENGTH + MAC_LENGTH
        && token.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn body<'a>(id: &'a str, prefix: &str) -> &'a str {
    id.strip_prefix(prefix).unwrap_or(id)
}

fn encode(bytes: &[u8; MAC_BYTES]) -> String {
    let bits = bytes
        .iter()
        .fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    (0..MAC_LENGTH)
        .rev()
        .filter_map(|i| ALPHABET.get(usize::try_from((bits >> (i * 5)) & 31).ok()?))
        .map(|b| char::from(*b))
        .collect()
}

fn decode(text: &str) -> Option<[u8; MAC_BYTES]> {
    if text.len() != MAC_LENGTH {
        return None;
    }
    let mut bits = 0_u128;
    for byte in text.bytes() {
        let value = ALPHABET.iter().position(|b| *b == byte)?;
        bits = (bits << 5) | u128::try_from(value).ok()?;
    }
    let mut out = [0_u8; MAC_BYTES];
    for (slot, byte) in out
        .iter_mut()
        .zip(bits.to_be_bytes().into_iter().skip(16 - MAC_BYTES))
    {
        *slot = byte;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn signer() -> Signer {
        Signer::new(b"a secret of at least thirty-two bytes", "In.Example.com")
    }

    fn ticket() -> TicketId {
        TicketId::new(1_700_000_000_000, [7; 10])
    }

    fn message() -> MessageId {
        MessageId::new(1_700_000_000_001, [8; 10])
    }

    #[test]
    fn reply_address_round_trips_in_any_case() {
        let address = signer().reply_address("demo01", &ticket());
        assert!(address.starts_with("reply+demo01") && address.ends_with("@in.example.com"));
        assert_eq!(address.split('@').next().unwrap().len(), 54);
        assert!(looks_like_reply_address(&address));
        let clue = Some(ReplyClue {
            slug: "demo01".into(),
            ticket: ticket(),
        });
        for form in [
            address.clone(),
            address.to_uppercase(),
            format!(" <{address}> "),
        ] {
            assert_eq!(signer().read_reply_address(&form), clue, "{form}");
        }
    }

    #[test]
    fn anchor_round_trips_with_and_without_brackets() {
        let anchor = signer().anchor("demo01", &ticket(), &message());
        let clue = Some(AnchorClue {
            slug: "demo01".into(),
            ticket: ticket(),
            message: message(),
        });
        for form in [anchor.clone(), format!("<{anchor}>"), anchor.to_uppercase()] {
            assert_eq!(signer().read_anchor(&form), clue, "{form}");
        }
    }

    #[test]
    fn address_outlives_a_change_of_domain() {
        let address = signer()
            .reply_address("demo01", &ticket())
            .replace("in.example.com", "old.example.com");
        assert!(signer().read_reply_address(&address).is_some());
    }

    #[test]
    fn forgeries_name_nothing() {
        let address = signer().reply_address("demo01", &ticket());
        let anchor = signer().anchor("demo01", &ticket(), &message());
        let other = Signer::new(b"another secret", "in.example.com");
        assert_eq!(other.read_reply_address(&address), None);
        assert_eq!(other.read_anchor(&anchor), None);
        for forged in [
            address.replace("demo01", "demo02"),
            address.replace("reply+", ""),
            address.replace("reply+", "reply+0"),
            address.replace('@', "0@"),
            "reply+@in.example.com".into(),
            "reply+demo01ü@in.example.com".into(),
            String::new(),
        ] {
            assert_eq!(signer().read_reply_address(&forged), None, "{forged}");
        }
        for forged in [
            anchor.replace("demo01", "demo02"),
            anchor.replace(".msg_", ".x.msg_"),
            address.clone(),
        ] {
            assert_eq!(signer().read_anchor(&forged), None, "{forged}");
        }
    }

    #[test]
    fn a_mac_for_an_address_does_not_sign_an_anchor() {
        let address = signer().reply_address("demo01", &ticket());
        let mac = &address.split('@').next().unwrap()[38..];
        let anchor = format!("demo01.{}.{}.{mac}@in.example.com", ticket(), message());
        assert_eq!(signer().read_anchor(&anchor), None);
    }

    #[test]
    fn secret_stays_out_of_debug_output() {
        assert_eq!(
            format!("{:?}", signer()),
            "Signer { reply_domain: \"in.example.com\", .. }"
        );
    }

    proptest! {
        #[test]
        fn any_other_character_breaks_the_signature(at in 6_usize..54, with in "[0-9a-z]") {
            let address = signer().reply_address("demo01", &ticket());
            let mut changed = address.clone();
            changed.replace_range(at..=at, &with);
            let read = signer().read_reply_address(&changed);
            prop_assert_eq!(read.is_some(), changed == address);
        }

        #[test]
        fn reading_never_fails(text in "\\PC*", slug in "[0-9a-z.@+]{0,12}") {
            prop_assert_eq!(signer().read_reply_address(&text), None);
            prop_assert_eq!(signer().read_anchor(&text), None);
            prop_assert_eq!(signer().read_reply_address(&format!("reply+{slug}@in.example.com")), None);
        }
    }
}
