//! What an organisation decides about models, and which model that means for a step.
//!
//! Invariant: a key that the machine's environment sets is never meant for an address that an organisation set.

use serde::{Deserialize, Serialize};

use super::budget::Limits;
use super::capability::{Overrides, Structured};
use super::embeddings::EmbeddingSettings;
use super::{Provider, Step};

/// Longest time a question may take, in seconds; the function that asks has a little more.
pub const LONGEST_SECONDS: u32 = 40;
/// Asked at Anthropic when nobody names a model.
const ANTHROPIC_MODEL: &str = "claude-haiku-5-5";
/// Asked at `OpenAI` when nobody names a model.
const OPENAI_MODEL: &str = "gpt-5-mini";

/// How an organisation uses models.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AiSettings {
    /// Whether models are asked; `None` follows the machine: yes, if its environment names a provider.
    pub enabled: Option<bool>,
    /// Who runs the models; `None` follows the machine.
    pub provider: Option<Provider>,
    /// Where, when not at the provider's own address.
    pub base_url: Option<String>,
    /// The model that judges first messages and drafts an answer to them.
    pub triage_model: Option<String>,
    /// The model that drafts answers to later messages; `None` is that of triage.
    pub draft_model: Option<String>,
    /// How the models are held to the schema, when the capability table is wrong about them.
    pub structured: Option<Structured>,
    /// Tokens of question and answer together, when the table does not know the model's room.
    pub context_tokens: Option<u32>,
    /// Whether pictures of customers are shown to models that can see.
    pub vision: bool,
    /// The language in which the team works, BCP 47.
    pub team_language: String,
    /// What a day may cost.
    pub budget: Limits,
    /// Seconds a question may take, retries included.
    pub timeout_seconds: u32,
    /// Whether passages of the knowledge base get vectors, and from which model.
    pub embeddings: EmbeddingSettings,
}

impl Default for AiSettings {
    fn default() -> Self {
        Self {
            enabled: None,
            provider: None,
            base_url: None,
            triage_model: None,
            draft_model: None,
            structured: None,
            context_tokens: None,
            vision: false,
            team_language: "en".to_owned(),
            budget: Limits::default(),
            timeout_seconds: LONGEST_SECONDS,
            embeddings: EmbeddingSettings::default(),
        }
    }
}

/// What the environment of a single machine sets; nothing on AWS.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Machine<'a> {
    /// It has a key of Anthropic.
    pub anthropic_key: bool,
    /// It has a key of `OpenAI`.
    pub openai_key: bool,
    /// It names a server that speaks as `OpenAI` does.
    pub openai_base_url: Option<&'a str>,
    /// It names a model.
    pub model: Option<&'a str>,
    /// It names a server for embeddings, when that is another one.
    pub embeddings_base_url: Option<&'a str>,
    /// It names a model for embeddings, which switches them on.
    pub embeddings_model: Option<&'a str>,
}

impl<'a> Machine<'a> {
    /// The provider it means: a server of its own before keys, Anthropic's key before `OpenAI`'s.
    #[must_use]
    pub fn provider(&self) -> Option<Provider> {
        if self.openai_base_url.is_some() {
            Some(Provider::Compatible)
        } else if self.anthropic_key {
            Some(Provider::Anthropic)
        } else {
            self.openai_key.then_some(Provider::OpenAi)
        }
    }

    /// Who runs the model for embeddings that it means: a server before the key of `OpenAI`.
    #[must_use]
    pub fn embeddings_provider(&self) -> Option<Provider> {
        if self.embeddings_address().is_some() {
            return Some(Provider::Compatible);
        }
        self.openai_key.then_some(Provider::OpenAi)
    }

    /// The server for embeddings that it means.
    #[must_use]
    pub fn embeddings_address(&self) -> Option<&'a str> {
        self.embeddings_base_url.or(self.openai_base_url)
    }

    fn base_url(&self, provider: Provider) -> Option<&'a str> {
        self.openai_base_url
            .filter(|_| provider == Provider::Compatible)
    }
}

/// The model for a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Who runs it.
    pub provider: Provider,
    /// Its name.
    pub model: String,
    /// Where, when not at the provider's own address.
    pub base_url: Option<String>,
    /// Whether the machine's key may be used when the organisation has none.
    pub machine_key: bool,
}

/// What is missing before a model can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// Who runs it.
    #[error("no provider is chosen; choose one of anthropic, openai, compatible, bedrock")]
    Provider,
    /// Its name.
    #[error("no model is named; name the one to ask, as the provider calls it")]
    Model,
    /// Where it is.
    #[error("a compatible server needs its address, such as https://llm.example.com/v1")]
    BaseUrl,
}

impl AiSettings {
    /// Whether models are asked on this machine.
    #[must_use]
    pub fn is_on(&self, machine: &Machine<'_>) -> bool {
        // Naming a provider without the switch is not yet a wish to pay for it.
        let by_machine = || machine.provider().is_some();
        self.enabled.unwrap_or_else(by_machine)
    }

    /// The model to ask for a step.
    ///
    /// # Errors
    /// What is missing, with what to do about it.
    pub fn choose(&self, step: Step, machine: &Machine<'_>) -> Result<Choice, Missing> {
        let provider = self.provider.or_else(|| machine.provider());
        let provider = provider.ok_or(Missing::Provider)?;
        let by_machine = machine.provider() == Some(provider);
        let own = set(self.base_url.as_deref());
        let base_url = own.or_else(|| machine.base_url(provider));
        if provider == Provider::Compatible && base_url.is_none() {
            return Err(Missing::BaseUrl);
        }
        let draft = self.draft_model.as_deref();
        let model = match step {
            Step::Triage | Step::Search => None,
            Step::FollowUp => set(draft),
        };
        let model = model
            .or_else(|| set(self.triage_model.as_deref()))
            .or_else(|| set(machine.model).filter(|_| by_machine))
            .or_else(|| usual(provider));
        Ok(Choice {
            provider,
            model: model.ok_or(Missing::Model)?.to_owned(),
            base_url: base_url.map(str::to_owned),
            machine_key: own.is_none(),
        })
    }

    /// What the organisation knows better than the capability table.
    #[must_use]
    pub fn overrides(&self) -> Overrides {
        Overrides {
            structured: self.structured,
            context: self.context_tokens,
            // The switch says whether pictures are sent at all; the table whether the model can see.
            ..Overrides::default()
        }
    }
}

fn set(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// A cheap one that is good enough; a server of one's own and Bedrock have none that is always there.
fn usual(provider: Provider) -> Option<&'static str> {
    match provider {
        Provider::Anthropic => Some(ANTHROPIC_MODEL),
        Provider::OpenAi => Some(OPENAI_MODEL),
        Provider::Compatible | Provider::Bedrock => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Machine<'static> = Machine {
        anthropic_key: false,
        openai_key: false,
        openai_base_url: None,
        model: None,
        embeddings_base_url: None,
        embeddings_model: None,
    };

    fn choose(settings: &AiSettings, machine: &Machine<'_>) -> Result<(Provider, String), Missing> {
        let choice = settings.choose(Step::Triage, machine)?;
        Ok((choice.provider, choice.model))
    }

    #[test]
    fn nothing_is_asked_unless_somebody_wants_it() {
        let keyed = Machine {
            anthropic_key: true,
            ..NONE
        };
        let named = AiSettings {
            provider: Some(Provider::OpenAi),
            ..AiSettings::default()
        };
        let with = |enabled| AiSettings {
            enabled: Some(enabled),
            ..AiSettings::default()
        };
        let cases = [
            (AiSettings::default(), NONE, false),
            (AiSettings::default(), keyed, true),
            (named, NONE, false),
            (with(true), NONE, true),
            (with(false), keyed, false),
        ];
        for (settings, machine, on) in cases {
            assert_eq!(settings.is_on(&machine), on, "{settings:?} {machine:?}");
        }
    }

    #[test]
    fn organisation_comes_before_machine_and_machine_before_the_usual() {
        let machine = Machine {
            anthropic_key: true,
            model: Some("claude-sonnet-5-5"),
            ..NONE
        };
        let none = AiSettings::default();
        let usual = Machine {
            openai_key: true,
            ..NONE
        };
        let own = AiSettings {
            triage_model: Some(" claude-opus-5-5 ".into()),
            ..none.clone()
        };
        let other = AiSettings {
            provider: Some(Provider::OpenAi),
            ..none.clone()
        };
        let cases = [
            (
                &none,
                machine,
                Ok((Provider::Anthropic, "claude-sonnet-5-5".to_owned())),
            ),
            (
                &none,
                usual,
                Ok((Provider::OpenAi, "gpt-5-mini".to_owned())),
            ),
            (
                &own,
                machine,
                Ok((Provider::Anthropic, "claude-opus-5-5".to_owned())),
            ),
            // The machine's model belongs to the machine's provider.
            (
                &other,
                machine,
                Ok((Provider::OpenAi, "gpt-5-mini".to_owned())),
            ),
            (&none, NONE, Err(Missing::Provider)),
        ];
        for (settings, machine, expected) in cases {
            assert_eq!(choose(settings, &machine), expected, "{machine:?}");
        }
        let bedrock = AiSettings {
            provider: Some(Provider::Bedrock),
            ..none.clone()
        };
        assert_eq!(choose(&bedrock, &NONE), Err(Missing::Model));
        let compatible = AiSettings {
            provider: Some(Provider::Compatible),
            triage_model: Some("llama3.2".into()),
            ..none
        };
        assert_eq!(choose(&compatible, &NONE), Err(Missing::BaseUrl));
    }

    #[test]
    fn drafts_may_have_a_model_of_their_own() {
        let settings = AiSettings {
            provider: Some(Provider::Anthropic),
            draft_model: Some("claude-sonnet-5-5".into()),
            ..AiSettings::default()
        };
        let model = |step| settings.choose(step, &NONE).unwrap().model;
        assert_eq!(model(Step::Triage), ANTHROPIC_MODEL);
        assert_eq!(model(Step::FollowUp), "claude-sonnet-5-5");
    }

    #[test]
    fn the_machines_key_stays_away_from_addresses_of_organisations() {
        let machine = Machine {
            openai_key: true,
            openai_base_url: Some("http://127.0.0.1:11434/v1"),
            model: Some("llama3.2"),
            ..NONE
        };
        let choice = AiSettings::default()
            .choose(Step::Triage, &machine)
            .unwrap();
        assert!(choice.machine_key && choice.base_url.is_some());
        let own = AiSettings {
            base_url: Some("https://elsewhere.example.com".into()),
            ..AiSettings::default()
        };
        assert!(!own.choose(Step::Triage, &machine).unwrap().machine_key);
    }
}
