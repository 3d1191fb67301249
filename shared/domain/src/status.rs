//! The status machine of a ticket.
//!
//! Invariant: [`Status::allowed_moves`] is the only list of moves; whatever is not in it is refused by name.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word used in the API and in the store.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::status::UnknownWord;
            fn from_str(text: &str) -> Result<Self, $crate::status::UnknownWord> {
                match text {
                    $($word => Ok($name::$variant),)+
                    _ => Err($crate::status::UnknownWord { allowed: &[$($word),+] }),
                }
            }
        }
    };
}
pub(crate) use words;

/// A word outside its closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown value; use one of: {}", allowed.join(", "))]
pub struct UnknownWord {
    /// The words that are understood.
    pub allowed: &'static [&'static str],
}

words! {
    /// Where a ticket stands.
    Status {
        /// Nobody has taken it up, or the customer has written again.
        Open = "open",
        /// Waits for something inside the organisation.
        Pending = "pending",
        /// Somebody works on it.
        InProgress = "in_progress",
        /// The customer has the next word.
        WaitingOnCustomer = "waiting_on_customer",
        /// Answered for good, can be reopened by an answer.
        Resolved = "resolved",
        /// Put away; an answer after the organisation's window opens a follow-up.
        Closed = "closed",
    }
}

words! {
    /// How soon a ticket wants an answer.
    Priority {
        /// Can wait.
        Low = "low",
        /// The ordinary case.
        Medium = "medium",
        /// Before the ordinary ones.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }
}

words! {
    /// The tone of the customer.
    Sentiment {
        /// Pleased.
        Positive = "positive",
        /// Matter of fact.
        Neutral = "neutral",
        /// Displeased.
        Negative = "negative",
        /// Displeased, and not for the first time.
        Frustrated = "frustrated",
    }
}

impl Status {
    /// The statuses this one may move to.
    #[must_use]
    pub fn allowed_moves(self) -> &'static [Status] {
        match self {
            Status::Open => &[
                Status::Pending,
                Status::InProgress,
                Status::WaitingOnCustomer,
                Status::Resolved,
            ],
            Status::Pending => &[
                Status::Open,
                Status::InProgress,
                Status::WaitingOnCustomer,
                Status::Resolved,
            ],
            Status::InProgress => &[Status::Pending, Status::WaitingOnCustomer, Status::Resolved],
            Status::WaitingOnCustomer => &[Status::Open, Status::InProgress, Status::Resolved],
            Status::Resolved => &[Status::Open, Status::Closed],
            Status::Closed => &[Status::Open],
        }
    }

    /// Whether somebody still has to do something about it.
    #[must_use]
    pub fn is_active(self) -> bool {
        !matches!(self, Status::Resolved | Status::Closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_status_moves_to_itself_and_every_status_can_be_left() {
        for status in Status::ALL {
            assert!(!status.allowed_moves().contains(status));
            assert!(!status.allowed_moves().is_empty());
        }
    }

    #[test]
    fn words_round_trip() {
        for status in Status::ALL {
            assert_eq!(status.word().parse(), Ok(*status));
        }
        let error = "done".parse::<Priority>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown value; use one of: low, medium, high, urgent"
        );
    }
}
