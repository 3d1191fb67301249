//! Prefixed, time-sortable ids.
//!
//! Invariant: an id with the wrong prefix never parses, so a ticket id cannot be used as a message id.
//! The body is a ULID (48 bits of milliseconds, 80 bits of entropy) in lower-case Crockford base 32.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a {expected} id: it starts with {expected} and 26 letters or digits follow")]
pub struct WrongId {
    /// The prefix that was expected.
    pub expected: &'static str,
}

/// The 128 bits behind an id.
#[must_use]
pub fn ulid_bits(unix_ms: i64, entropy: [u8; 10]) -> u128 {
    let ms = u128::from(u64::try_from(unix_ms).unwrap_or(0)) & ((1 << 48) - 1);
    entropy
        .iter()
        .fold(ms, |bits, byte| (bits << 8) | u128::from(*byte))
}

fn encode(bits: u128) -> String {
    (0..LENGTH)
        .rev()
        .map(|i| {
            let index = usize::try_from((bits >> (i * 5)) & 31).unwrap_or(0);
            char::from(ALPHABET.get(index).copied().unwrap_or(b'0'))
        })
        .collect()
}

fn is_body(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|b| ALPHABET.contains(&b))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// What every id of this kind starts with.
            pub const PREFIX: &'static str = $prefix;

            /// Builds the id of a moment (Unix milliseconds) and 80 bits of entropy.
            #[must_use]
            pub fn new(unix_ms: i64, entropy: [u8; 10]) -> Self {
                Self(format!("{}{}", $prefix, encode(ulid_bits(unix_ms, entropy))))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = WrongId;
            fn from_str(text: &str) -> Result<Self, WrongId> {
                match text.strip_prefix($prefix) {
                    Some(body) if is_body(body) => Ok(Self(text.to_owned())),
                    _ => Err(WrongId { expected: $prefix }),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    };
}

id!(
    /// An organisation (tenant).
    OrganisationId, "org_"
);
id!(
    /// An address that receives mail.
    MailboxId, "mbx_"
);
id!(
    /// A customer.
    ContactId, "con_"
);
id!(
    /// A ticket.
    TicketId, "tkt_"
);
id!(
    /// A message of a ticket.
    MessageId, "msg_"
);
id!(
    /// A person who answers tickets.
    AgentId, "agt_"
);
id!(
    /// A group of agents.
    TeamId, "team_"
);
id!(
    /// A line of the audit trail.
    EventId, "evt_"
);
id!(
    /// An entry of the outbox.
    OutboxId, "out_"
);
id!(
    /// Work that was put aside for a person to look at.
    ParkedId, "park_"
);
id!(
    /// An API key (its public part).
    ApiKeyId, "key_"
);
id!(
    /// A request for a sign-in link.
    RequestId, "req_"
);
id!(
    /// A file uploaded before it is sent.
    UploadId, "upl_"
);
id!(
    /// An article of the knowledge base.
    ArticleId, "art_"
);
id!(
    /// A draft of a reply.
    DraftId, "drf_"
);
id!(
    /// A canned response.
    CannedResponseId, "can_"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_round_trips_and_sorts_by_time() {
        let early = TicketId::new(1_000, [255; 10]);
        let late = TicketId::new(1_001, [0; 10]);
        assert!(early < late);
        assert_eq!(early.as_str().parse(), Ok(early.clone()));
    }

    #[test]
    fn wrong_prefix_is_refused() {
        let ticket = TicketId::new(5, [1; 10]);
        assert_eq!(
            ticket.as_str().parse::<MessageId>(),
            Err(WrongId { expected: "msg_" })
        );
        assert!("tkt_short".parse::<TicketId>().is_err());
        assert!(
            "tkt_ABCDEFGHJKMNPQRSTVWXYZ0123"
                .parse::<TicketId>()
                .is_err()
        );
    }
}
