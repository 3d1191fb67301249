//! What went wrong when talking to AWS, in seven kinds.
//!
//! Invariant: nobody outside this crate matches on an SDK's error type; the kind decides what a caller does.

pub(crate) mod aws;

use std::borrow::Cow;
use std::fmt;

/// What a caller can do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The thing does not exist.
    NotFound,
    /// Somebody else changed it first: read again and decide again.
    Conflict,
    /// The service is overloaded or did not answer in time: try again later.
    Busy,
    /// The role may not do this: a person has to change the deployment.
    Denied,
    /// The request itself is wrong: repeating it cannot help.
    Invalid,
    /// Something is larger than the service takes.
    Full,
    /// Anything else: a fault of ours or of the service.
    Broken,
}

/// The source behind an [`Error`].
pub type Cause = Box<dyn std::error::Error + Send + Sync + 'static>;

/// A failed conversation with a service.
///
/// Its text names what could not be done and never includes the source; logging walks the chain.
#[derive(Debug)]
pub struct Error {
    /// What a caller can do about it.
    pub kind: Kind,
    /// What could not be done, in words that follow "cannot".
    pub doing: &'static str,
    told: Option<Cow<'static, str>>,
    source: Option<Cause>,
}

/// What calls of this crate return.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error without a source.
    #[must_use]
    pub fn new(kind: Kind, doing: &'static str) -> Self {
        Self {
            kind,
            doing,
            told: None,
            source: None,
        }
    }

    /// An error with a sentence for the person who reads it; the sentence is the whole text.
    #[must_use]
    pub fn told(kind: Kind, doing: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            doing,
            told: Some(text.into()),
            source: None,
        }
    }

    /// The same error with what lies behind it.
    #[must_use]
    pub fn because(mut self, source: impl Into<Cause>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Whether trying again later may help.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self.kind, Kind::Busy | Kind::Conflict | Kind::Broken)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.told {
            Some(text) => f.write_str(text),
            None => write!(f, "cannot {}: {}", self.doing, self.kind),
        }
    }
}

/// An error with everything behind it, on one line, for the log.
#[must_use]
pub fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::NotFound => "it does not exist",
            Kind::Conflict => "it was changed by somebody else; read it again",
            Kind::Busy => "the service is busy or did not answer; try again later",
            Kind::Denied => "the role is not allowed to; check the policies of the deployment",
            Kind::Invalid => "the request is not valid",
            Kind::Full => "it is too large",
            Kind::Broken => "something is broken; see the log",
        })
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn std::error::Error + 'static))
    }
}
