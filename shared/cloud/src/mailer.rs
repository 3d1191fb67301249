//! Hands composed mail to SES.
//!
//! Invariant: a failure is `Throttled` or `Rejected` only when SES certainly did not take the mail; whatever
//! leaves a doubt is `Lost`, and nobody repeats a lost send without a person's word.

use aws_sdk_ses::Client;

/// One mail, composed.
#[derive(Debug, Clone)]
pub struct Raw {
    /// The mail as bytes.
    pub raw: Vec<u8>,
    /// Envelope sender.
    pub source: String,
    /// Envelope recipients, blind copies included.
    pub destinations: Vec<String>,
    /// Tags that come back with every event; letters, digits, `-` and `_` only.
    pub tags: Vec<(String, String)>,
}

/// Why a send did not end with an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendFailure {
    /// SES did not take it; trying again later is safe.
    #[error("the mail service is busy; it is tried again")]
    Throttled,
    /// SES refused it for good; the text says why.
    #[error("the mail service refused the mail: {0}")]
    Rejected(String),
    /// It may or may not have been sent; the text says what is known.
    #[error("it is not known whether the mail was sent: {0}")]
    Lost(String),
}

/// The way to SES.
#[derive(Debug, Clone)]
pub struct Mailer {
    client: Client,
    configuration_set: Option<String>,
}

impl Mailer {
    /// A mailer whose events come through a configuration set; empty for none.
    #[must_use]
    pub fn new(client: Client, configuration_set: &str) -> Self {
        let configuration_set =
            (!configuration_set.is_empty()).then(|| configuration_set.to_owned());
        Self { client, configuration_set }
    }

    /// Sends once and returns the bare id SES gave.
    ///
    /// # Errors
    /// See [`SendFailure`].
    pub async fn send(&self, mail: &Raw) -> Result<String, SendFailure> {
        let _ = (&self.client, &self.configuration_set, mail);
        Err(SendFailure::Rejected("not built yet".to_owned()))
    }
}
