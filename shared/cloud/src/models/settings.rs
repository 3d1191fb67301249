//! Which model is asked, where, with which key and within which limits.
//!
//! Invariant: a key appears in no `Debug`, no error and no log line.

use std::time::Duration;

use lambdesk_domain::model::Provider;
use lambdesk_domain::model::capability::{self, Capability, Overrides};
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::prompt::Prompt;

use super::guard::{self, Reach};
use crate::config::{AwsSettings, Secret};
use crate::outbound::Line;

/// The model of one step, as an organisation set it.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelSettings {
    /// Who runs it.
    pub provider: Provider,
    /// Its name; on Bedrock the id of a model or an inference profile.
    pub model: String,
    /// Where it is, when not at the provider's own address; required for a compatible server. The part before
    /// `/v1/messages`, or before `/chat/completions`; a bare host gets `/v1` for the latter.
    pub base_url: Option<String>,
    /// The key; none on Bedrock, where the function's role is used.
    pub key: Secret,
    /// What the organisation knows better than the capability table.
    pub overrides: Overrides,
    /// Tokens a question may take at most; the model's own room is a limit too.
    pub most_question_tokens: u32,
    /// Time a question may take, retries and repair included; [`Limits::total`] is a limit too.
    pub time: Duration,
}

/// Tokens of a question when an organisation sets nothing.
pub const USUAL_QUESTION: u32 = 12_000;

impl ModelSettings {
    /// A model at its provider's own address.
    #[must_use]
    pub fn new(provider: Provider, model: impl Into<String>, key: Secret) -> Self {
        Self {
            provider,
            model: model.into(),
            base_url: None,
            key,
            overrides: Overrides::default(),
            most_question_tokens: USUAL_QUESTION,
            time: Duration::MAX,
        }
    }

    /// What the model can do.
    #[must_use]
    pub fn capability(&self) -> Capability {
        capability::of(self.provider, &self.model, &self.overrides)
    }

    /// Tokens a question may take, for `prompt::Input::budget_tokens`.
    #[must_use]
    pub fn question_room(&self) -> u32 {
        let capability = self.capability();
        // The longest answer a prompt asks for.
        capability.question_room(capability.answer_limit(6_000), self.most_question_tokens)
    }

    pub(super) fn answer_limit(&self, prompt: &Prompt) -> u32 {
        self.capability().answer_limit(prompt.answer_tokens)
    }
}

/// How long and how often a question is tried, and what the deployment allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For a connection.
    pub connect: Duration,
    /// For one question, with retries and repair.
    pub total: Duration,
    /// Bytes of an answer.
    pub answer_bytes: usize,
    /// Requests for one turn, the first included.
    pub attempts: u32,
    /// Wait before the first retry; doubles with each.
    pub backoff: Duration,
    /// Longest wait a provider may ask for.
    pub longest_wait: Duration,
    /// Which addresses an organisation may set.
    pub reach: Reach,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            total: Duration::from_secs(40),
            answer_bytes: 1 << 20,
            attempts: 3,
            backoff: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
            reach: Reach::default(),
        }
    }
}

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) url: String,
    pub(super) line: Line,
}

impl Target {
    /// The address for a model.
    pub(super) fn of(
        model: &ModelSettings,
        aws: &AwsSettings,
        reach: Reach,
    ) -> Result<Self, Fallback> {
        let keyless = matches!(model.provider, Provider::Compatible | Provider::Bedrock);
        if model.model.trim().is_empty() || (model.key.is_empty() && !keyless) {
            return Err(Fallback::NotConfigured);
        }
        let (base, line) = base(model.provider, model.base_url.as_deref(), aws, reach)?;
        let url = match model.provider {
            Provider::Anthropic => format!("{base}/v1/messages"),
            Provider::OpenAi | Provider::Compatible => format!("{base}/chat/completions"),
            Provider::Bedrock => format!("{base}/model/{}/converse", encoded(model.model.trim())),
        };
        Ok(Self { url, line })
    }
}

/// The part of an address before the call, for the provider's own or the one that was set; a bare host of a server that
/// speaks as `OpenAI` does gets `/v1`.
pub(super) fn base(
    provider: Provider,
    set: Option<&str>,
    aws: &AwsSettings,
    reach: Reach,
) -> Result<(String, Line), Fallback> {
    let set = set.filter(|url| !url.trim().is_empty());
    let set = set
        .map(|url| guard::check(url, reach).map_err(|_| Fallback::AddressRefused))
        .transpose()?;
    let own = match (set, provider) {
        (Some(address), Provider::OpenAi | Provider::Compatible) if address.bare => {
            return Ok((format!("{}/v1", address.url), Line::to(&address)));
        }
        (Some(address), _) => return Ok((address.url.clone(), Line::to(&address))),
        (None, Provider::Compatible) => return Err(Fallback::NotConfigured),
        (None, Provider::Anthropic) => "https://api.anthropic.com".to_owned(),
        (None, Provider::OpenAi) => "https://api.openai.com/v1".to_owned(),
        (None, Provider::Bedrock) => {
            format!("https://bedrock-runtime.{}.amazonaws.com", aws.region)
        }
    };
    Ok((own, Line::Own))
}

/// A path segment: ids of Bedrock hold colons, ARNs slashes too.
pub(super) fn encoded(segment: &str) -> String {
    use std::fmt::Write as _;
    segment.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(provider: Provider, base: Option<&str>, key: &str) -> Result<String, Fallback> {
        let mut model = ModelSettings::new(provider, "eu.vendor.model-v1:0", Secret::new(key));
        model.base_url = base.map(str::to_owned);
        let aws = AwsSettings {
            region: "eu-central-1".to_owned(),
            ..AwsSettings::default()
        };
        Target::of(&model, &aws, Reach::default()).map(|target| target.url)
    }

    #[test]
    fn every_provider_has_its_address() {
        let cases = [
            (
                Provider::Anthropic,
                None,
                "https://api.anthropic.com/v1/messages",
            ),
            (
                Provider::Anthropic,
                Some("https://proxy.example.com/a/"),
                "https://proxy.example.com/a/v1/messages",
            ),
            (
                Provider::OpenAi,
                None,
                "https://api.openai.com/v1/chat/completions",
            ),
            (
                Provider::Compatible,
                Some("https://llm.example.com"),
                "https://llm.example.com/v1/chat/completions",
            ),
            (
                Provider::Compatible,
                Some("https://llm.example.com/x"),
                "https://llm.example.com/x/chat/completions",
            ),
            (
                Provider::Bedrock,
                None,
                "https://bedrock-runtime.eu-central-1.amazonaws.com/model/eu.vendor.model-v1%3A0/converse",
            ),
        ];
        for (provider, base, url) in cases {
            assert_eq!(target(provider, base, "k").as_deref(), Ok(url));
        }
    }

    #[test]
    fn what_cannot_be_asked_is_not_configured_or_refused() {
        let cases = [
            (Provider::Anthropic, None, "", Fallback::NotConfigured),
            (Provider::OpenAi, None, "", Fallback::NotConfigured),
            (Provider::Compatible, None, "k", Fallback::NotConfigured),
            (
                Provider::Compatible,
                Some("https://10.0.0.1"),
                "k",
                Fallback::AddressRefused,
            ),
            (
                Provider::OpenAi,
                Some("http://llm.example.com"),
                "k",
                Fallback::AddressRefused,
            ),
        ];
        for (provider, base, key, reason) in cases {
            assert_eq!(target(provider, base, key), Err(reason));
        }
    }

    #[test]
    fn settings_show_no_key() {
        let model = ModelSettings::new(Provider::OpenAi, "gpt-5-mini", Secret::new("sk-private"));
        assert!(!format!("{model:?}").contains("private"));
        assert_eq!(model.question_room(), USUAL_QUESTION);
    }
}
