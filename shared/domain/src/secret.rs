//! The keys of other services that an organisation sets: which there are, and what may be shown of them.
//!
//! Invariant: of a secret only [`hint`] is ever shown, and nothing at all of a short one.

use crate::status::words;

words! {
    /// What a secret is for.
    SecretName {
        /// The key of the language model's provider.
        Model = "model",
        /// The key of the provider of embeddings.
        Embeddings = "embeddings",
        /// The token for Sentry.
        Sentry = "sentry",
        /// The key for PostHog.
        Posthog = "posthog",
        /// The address of a Postgres database, with user and password.
        Postgres = "postgres",
    }
}

/// Most bytes of a secret; the longest of these is the address of a database.
pub const LONGEST: usize = 4_096;
/// Characters below which a secret's end is not shown either: it would be too large a part of it.
const SHORT: usize = 12;

/// Why a text cannot be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSecret {
    /// Nothing in it.
    #[error("is empty; to remove a secret, delete it")]
    Empty,
    /// Above [`LONGEST`].
    #[error("has at most {LONGEST} bytes")]
    TooLong,
    /// It would break the header it goes into.
    #[error("has no line breaks or other control characters; copy it again without them")]
    Control,
}

/// The secret as it is kept: without the blanks that copying brings along.
///
/// # Errors
/// See [`BadSecret`]; the text is in none of them.
pub fn clean(text: &str) -> Result<&str, BadSecret> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadSecret::Empty);
    }
    if text.len() > LONGEST {
        return Err(BadSecret::TooLong);
    }
    if text.chars().any(char::is_control) {
        return Err(BadSecret::Control);
    }
    Ok(text)
}

/// The last four characters, by which a person recognises a secret; `None` of a short one.
#[must_use]
pub fn hint(text: &str) -> Option<String> {
    let count = text.chars().count();
    (count >= SHORT).then(|| text.chars().skip(count.saturating_sub(4)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_trimmed_and_must_fit_a_header() {
        let long = "x".repeat(LONGEST + 1);
        let cases = [
            (" sk-abc \n", Ok("sk-abc")),
            ("", Err(BadSecret::Empty)),
            (" \t", Err(BadSecret::Empty)),
            ("sk\r\nx-evil: 1", Err(BadSecret::Control)),
            (long.as_str(), Err(BadSecret::TooLong)),
        ];
        for (text, expected) in cases {
            assert_eq!(clean(text), expected, "{text:.20}");
        }
    }

    #[test]
    fn little_is_shown_of_long_secrets_and_nothing_of_short_ones() {
        assert_eq!(hint("sk-0123456789").as_deref(), Some("6789"));
        assert_eq!(hint("sk-01234567"), None);
        assert_eq!(hint("schlüssel-äöü").as_deref(), Some("-äöü"));
    }
}
