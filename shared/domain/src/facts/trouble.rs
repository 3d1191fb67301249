//! Why a source gave no answer.
//!
//! Invariant: the words say what to do next and repeat nothing that the other system said.

use super::Outcome;

/// Why a source gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It is set up, but its secret is not stored.
    #[error("its secret is not stored yet; an admin stores it in the settings")]
    NoSecret,
    /// The secret is stored and cannot be read.
    #[error("its secret cannot be read; store it again")]
    SecretUnreadable,
    /// It took too long.
    #[error("it did not answer within {0} seconds")]
    Slow(u64),
    /// No connection, or it broke off.
    #[error("it cannot be reached")]
    Unreachable,
    /// The address leads where this deployment may not go.
    #[error(
        "its address is not allowed: https only, and nothing in a private network; correct it in the settings"
    )]
    Address,
    /// 401, or the wrong password.
    #[error("it refused our secret; store a new one")]
    SecretRefused,
    /// 403: the secret is good for less than this.
    #[error("our secret lacks the right {0}; give it that right or store another")]
    NotAllowed(&'static str),
    /// 404: a name in the settings is wrong.
    #[error("it knows no such {0}; correct the settings")]
    NoSuch(&'static str),
    /// 429.
    #[error("it asks us to wait; it will be asked again in {0} seconds or later")]
    Wait(u64),
    /// Our own limit, so that theirs is not reached.
    #[error("it was asked as often as its limit allows this hour")]
    Spent,
    /// It failed several times in a row and is left alone for a while.
    #[error("it failed several times in a row and is left alone for a minute")]
    Resting,
    /// Any other status.
    #[error("it answered with status {0}")]
    Status(u16),
    /// An answer that is not what is documented.
    #[error("its answer cannot be read")]
    Unreadable,
    /// An answer above the limit.
    #[error("its answer is too large")]
    TooLarge,
    /// The database cannot be spoken to encrypted.
    #[error(
        "the database must be reached with TLS; remove sslmode=disable, or use an address on this machine"
    )]
    Plain,
    /// The certificate of the database is not trusted.
    #[error(
        "the certificate of the database is not trusted; add its authority as ca_certificates in the settings"
    )]
    Certificate,
    /// The connection string cannot be read.
    #[error(
        "its secret is not an address such as postgres://user:password@host:5432/database; store it again"
    )]
    Malformed,
    /// The database refused the query; the code is that of `PostgreSQL` (Appendix A of its manual).
    #[error("the database refused the query with code {0}")]
    Database(String),
}

impl Trouble {
    /// What it means for the source: not set up, or failed.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if *self == Trouble::NoSecret {
            Outcome::NotConfigured
        } else {
            Outcome::Failed
        }
    }

    /// Whether the other side is to blame and may be well again soon; several in a row let it rest.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Trouble::Slow(_) | Trouble::Unreachable | Trouble::Status(500..)
        )
    }

    /// What a status of HTTP means; `right` is what the secret needs, `named` what the settings name.
    #[must_use]
    pub fn of_status(status: u16, right: &'static str, named: &'static str, wait: u64) -> Self {
        match status {
            401 => Trouble::SecretRefused,
            403 => Trouble::NotAllowed(right),
            404 => Trouble::NoSuch(named),
            429 => Trouble::Wait(wait),
            other => Trouble::Status(other),
        }
    }

    /// What a code of `PostgreSQL` means.
    #[must_use]
    pub fn of_sqlstate(code: &str) -> Self {
        match code {
            "28P01" | "28000" => Trouble::SecretRefused,
            "42501" => Trouble::NotAllowed("to read the table"),
            "42P01" => Trouble::NoSuch("table"),
            "42703" => Trouble::NoSuch("column"),
            "3D000" => Trouble::NoSuch("database"),
            "57014" => Trouble::Slow(2),
            "53300" | "57P03" => Trouble::Unreachable,
            other => Trouble::Database(other.chars().take(5).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_say_what_to_do() {
        let cases = [
            (401, "store a new one"),
            (403, "event:read"),
            (404, "organisation"),
            (429, "30 seconds"),
            (500, "500"),
        ];
        for (status, part) in cases {
            let text = Trouble::of_status(status, "event:read", "organisation", 30).to_string();
            assert!(text.contains(part), "{status}: {text}");
        }
    }

    #[test]
    fn codes_of_the_database_say_what_to_do() {
        let cases = [
            ("28P01", Trouble::SecretRefused),
            ("42703", Trouble::NoSuch("column")),
            ("57014", Trouble::Slow(2)),
            ("XX000", Trouble::Database("XX000".to_owned())),
        ];
        for (code, expected) in cases {
            assert_eq!(Trouble::of_sqlstate(code), expected);
        }
    }

    #[test]
    fn only_what_may_be_well_again_lets_a_source_rest() {
        assert!(Trouble::Slow(3).is_passing() && Trouble::Status(503).is_passing());
        assert!(!Trouble::SecretRefused.is_passing() && !Trouble::Status(400).is_passing());
        assert_eq!(Trouble::NoSecret.outcome(), Outcome::NotConfigured);
    }
}
