//! The only place that draws random numbers, and the makers of ids.
//!
//! Invariant: without the system's randomness no id or token is made; the process ends instead.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use lambdesk_domain::ids::{
    AgentId, ApiKeyId, ArticleId, CannedResponseId, ContactId, DraftId, EventId, MailboxId,
    MessageId, OrganisationId, OutboxId, ParkedId, RequestId, TeamId, TicketId, UploadId,
};
use sha2::{Digest, Sha256};

/// A source of random bytes; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Entropy {
    seeded: Option<Arc<Seeded>>,
}

#[derive(Debug)]
struct Seeded {
    seed: u64,
    drawn: AtomicU64,
}

macro_rules! makers {
    ($($(#[$doc:meta])* $name:ident: $id:ty),+ $(,)?) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $name(&self, now: Timestamp) -> $id {
            <$id>::new(now.as_millisecond(), self.bytes())
        })+
    };
}

impl Entropy {
    /// The system's randomness.
    #[must_use]
    pub fn system() -> Self {
        Self { seeded: None }
    }

    /// The same bytes in the same order for the same seed: for tests only.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self {
            seeded: Some(Arc::new(Seeded {
                seed,
                drawn: AtomicU64::new(0),
            })),
        }
    }

    /// Draws `N` bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        match &self.seeded {
            Some(seeded) => seeded.fill(&mut out),
            None => fill(&mut out),
        }
        out
    }

    /// Draws a secret of 256 bits, as 64 hex digits: sessions, sign-in links, API keys.
    #[must_use]
    pub fn secret(&self) -> String {
        hex(&self.bytes::<32>())
    }

    /// Draws the slug of an organisation: six lower-case letters or digits (Crockford base 32).
    #[must_use]
    pub fn slug(&self) -> String {
        const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        self.bytes::<6>()
            .iter()
            .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)))
            .map(|byte| char::from(*byte))
            .collect()
    }

    makers! {
        /// Makes the id of an organisation.
        organisation: OrganisationId,
        /// Makes the id of a mailbox.
        mailbox: MailboxId,
        /// Makes the id of a contact.
        contact: ContactId,
        /// Makes the id of a ticket.
        ticket: TicketId,
        /// Makes the id of a message.
        message: MessageId,
        /// Makes the id of an agent.
        agent: AgentId,
        /// Makes the id of a team.
        team: TeamId,
        /// Makes the id of a line of the audit trail.
        event: EventId,
        /// Makes the id of an outbox entry.
        outbox: OutboxId,
        /// Makes the id of parked work.
        parked: ParkedId,
        /// Makes the id of an API key.
        api_key: ApiKeyId,
        /// Makes the id of a request for a sign-in link.
        request: RequestId,
        /// Makes the id of an upload.
        upload: UploadId,
        /// Makes the id of an article.
        article: ArticleId,
        /// Makes the id of a draft.
        draft: DraftId,
        /// Makes the id of a canned response.
        canned_response: CannedResponseId,
    }
}

impl Seeded {
    fn fill(&self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            let n = self.drawn.fetch_add(1, Ordering::SeqCst);
            let block = Sha256::new()
                .chain_update(self.seed.to_be_bytes())
                .chain_update(n.to_be_bytes())
                .finalize();
            for (to, from) in chunk.iter_mut().zip(block) {
                *to = from;
            }
        }
    }
}

/// Fills from the system; a machine without randomness must not hand out guessable tokens.
fn fill(out: &mut [u8]) {
    if getrandom::fill(out).is_err() {
        tracing::error!("the system gives no random bytes; ending the process");
        std::process::abort();
    }
}

/// Bytes as lower-case hex digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// SHA-256 of some bytes as lower-case hex digits; how secrets and addresses become keys.
#[must_use]
pub fn sha256_hex(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_seed_draws_the_same_and_never_twice() {
        let (one, two) = (Entropy::seeded(7), Entropy::seeded(7));
        let first = one.bytes::<40>();
        assert_eq!(first, two.bytes::<40>());
        assert_ne!(first, one.bytes::<40>());
        assert_ne!(first, Entropy::seeded(8).bytes::<40>());
    }

    #[test]
    fn system_draws_differ_and_slugs_are_six_letters_or_digits() {
        let entropy = Entropy::system();
        assert_ne!(entropy.secret(), entropy.secret());
        let slug = entropy.slug();
        assert!(
            slug.len() == 6
                && slug
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        );
    }

    #[test]
    fn hex_is_lower_case_and_complete() {
        assert_eq!(hex(&[0, 15, 255]), "000fff");
        assert_eq!(sha256_hex("abc").get(..8), Some("ba7816bf"));
    }
}
