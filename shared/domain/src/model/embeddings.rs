//! Which model turns texts into vectors, as an organisation and a machine mean it.
//!
//! Invariant: off unless somebody asked for it, and a key that the machine's environment sets is never meant for an address
//! that an organisation set.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Provider;
use super::settings::Machine;

/// Asked at `OpenAI` when nobody names a model.
const OPENAI_MODEL: &str = "text-embedding-3-small";
/// Asked on Bedrock when nobody names a model.
const BEDROCK_MODEL: &str = "amazon.titan-embed-text-v2:0";
/// The only models of Bedrock whose wire format is spoken.
const TITAN: &str = "amazon.titan-embed-text-v2";
/// The dimensions Titan knows (page "Amazon Titan Text Embeddings" of the Bedrock user guide).
pub const TITAN_DIMENSIONS: [u32; 3] = [256, 512, 1_024];
/// Fewest and most dimensions of a vector.
pub const DIMENSIONS: (u32, u32) = (16, 4_096);
/// Another one after every change of what of a passage is turned into a vector.
const FORM: &str = "1";

/// How an organisation uses embeddings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmbeddingSettings {
    /// Whether passages get vectors; `None` follows the machine: yes, if its environment names a model for it.
    pub enabled: Option<bool>,
    /// Who runs the model; `None` follows the machine.
    pub provider: Option<Provider>,
    /// Where, when not at the provider's own address.
    pub base_url: Option<String>,
    /// The model; `None` is the provider's usual one.
    pub model: Option<String>,
    /// Numbers in a vector; `None` is what the model gives by itself.
    pub dimensions: Option<u32>,
}

/// The model that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddingChoice {
    /// Who runs it.
    pub provider: Provider,
    /// Its name.
    pub model: String,
    /// Where, when not at the provider's own address.
    pub base_url: Option<String>,
    /// Numbers in a vector, where somebody said.
    pub dimensions: Option<u32>,
    /// Whether the machine's key may be used when the organisation has none.
    pub machine_key: bool,
}

/// What stands in the way of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoEmbeddings {
    /// Nobody said who runs the model.
    #[error("no provider is chosen; choose one of openai, compatible, bedrock")]
    Provider,
    /// That one has none.
    #[error("anthropic has no embeddings; choose one of openai, compatible, bedrock")]
    Anthropic,
    /// A server of one's own has no usual model.
    #[error("no model is named; name the one the server has for embeddings")]
    Model,
    /// Another wire format.
    #[error("on bedrock only amazon.titan-embed-text-v2:0 is spoken to; name that one or none")]
    NotTitan,
    /// Where it is.
    #[error("a compatible server needs its address, such as https://llm.example.com/v1")]
    BaseUrl,
    /// Titan makes some lengths only.
    #[error("titan makes vectors of 256, 512 or 1024 dimensions; choose one of these or none")]
    TitanDimensions,
}

impl NoEmbeddings {
    /// The setting that has to change.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Provider | Self::Anthropic => "provider",
            Self::Model | Self::NotTitan => "model",
            Self::BaseUrl => "base_url",
            Self::TitanDimensions => "dimensions",
        }
    }
}

impl EmbeddingSettings {
    /// Whether passages get vectors on this machine.
    #[must_use]
    pub fn is_on(&self, machine: &Machine<'_>) -> bool {
        // Naming a provider without the switch is not yet a wish to pay for it.
        let by_machine = || machine.embeddings_model.is_some();
        self.enabled.unwrap_or_else(by_machine)
    }

    /// The model to ask.
    ///
    /// # Errors
    /// What stands in the way, with what to do about it.
    pub fn choose(&self, machine: &Machine<'_>) -> Result<EmbeddingChoice, NoEmbeddings> {
        let of_machine = machine.embeddings_provider();
        let provider = self.provider.or(of_machine).ok_or(NoEmbeddings::Provider)?;
        let by_machine = of_machine == Some(provider);
        let own = set(self.base_url.as_deref());
        let base_url = own.or_else(|| machine.embeddings_address().filter(|_| by_machine));
        let model = set(self.model.as_deref())
            .or_else(|| machine.embeddings_model.filter(|_| by_machine))
            .or_else(|| usual(provider));
        match provider {
            Provider::Anthropic => return Err(NoEmbeddings::Anthropic),
            Provider::Compatible if base_url.is_none() => return Err(NoEmbeddings::BaseUrl),
            Provider::Bedrock => titan(model, self.dimensions)?,
            Provider::OpenAi | Provider::Compatible => {}
        }
        Ok(EmbeddingChoice {
            provider,
            model: model.ok_or(NoEmbeddings::Model)?.to_owned(),
            base_url: base_url.map(str::to_owned),
            dimensions: self.dimensions,
            machine_key: own.is_none(),
        })
    }
}

fn titan(model: Option<&str>, dimensions: Option<u32>) -> Result<(), NoEmbeddings> {
    if !model.is_some_and(|model| model.starts_with(TITAN)) {
        return Err(NoEmbeddings::NotTitan);
    }
    if dimensions.is_some_and(|wanted| !TITAN_DIMENSIONS.contains(&wanted)) {
        return Err(NoEmbeddings::TitanDimensions);
    }
    Ok(())
}

impl EmbeddingChoice {
    /// Names what makes two vectors comparable: provider, address, model and dimensions. Vectors of another name are made
    /// anew.
    #[must_use]
    pub fn name(&self) -> String {
        let mut hash = Sha256::new();
        let dimensions = self.dimensions.map(|n| n.to_string()).unwrap_or_default();
        let address = self.base_url.as_deref().unwrap_or_default();
        for part in [
            FORM,
            self.provider.word(),
            address,
            &self.model,
            &dimensions,
        ] {
            hash.update(part.as_bytes());
            hash.update(b"\n");
        }
        let hex: String = hash
            .finalize()
            .iter()
            .take(8)
            .map(|b| format!("{b:02x}"))
            .collect();
        let model: String = self.model.chars().take(100).collect();
        format!("{model} {hex}")
    }
}

fn set(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn usual(provider: Provider) -> Option<&'static str> {
    match provider {
        Provider::OpenAi => Some(OPENAI_MODEL),
        Provider::Bedrock => Some(BEDROCK_MODEL),
        Provider::Anthropic | Provider::Compatible => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(provider: Option<Provider>) -> EmbeddingSettings {
        EmbeddingSettings {
            enabled: Some(true),
            provider,
            ..EmbeddingSettings::default()
        }
    }

    #[test]
    fn nothing_becomes_a_vector_unless_somebody_wants_it() {
        let keyed = Machine {
            openai_key: true,
            ..Machine::default()
        };
        let named = Machine {
            embeddings_model: Some("nomic-embed-text"),
            ..keyed
        };
        let only_named = EmbeddingSettings {
            provider: Some(Provider::OpenAi),
            ..EmbeddingSettings::default()
        };
        let off = EmbeddingSettings {
            enabled: Some(false),
            ..EmbeddingSettings::default()
        };
        let cases = [
            (EmbeddingSettings::default(), keyed, false),
            (only_named, Machine::default(), false),
            (EmbeddingSettings::default(), named, true),
            (off, named, false),
            (settings(None), Machine::default(), true),
        ];
        for (settings, machine, on) in cases {
            assert_eq!(settings.is_on(&machine), on, "{settings:?} {machine:?}");
        }
    }

    #[test]
    fn every_provider_has_its_usual_model_or_says_what_is_missing() {
        let none = Machine::default();
        let bedrock = |model: &str, dimensions| EmbeddingSettings {
            model: Some(model.to_owned()),
            dimensions,
            ..settings(Some(Provider::Bedrock))
        };
        let compatible = |url: Option<&str>, model: Option<&str>| EmbeddingSettings {
            base_url: url.map(str::to_owned),
            model: model.map(str::to_owned),
            ..settings(Some(Provider::Compatible))
        };
        let server = Some("https://llm.example.com/v1");
        let cases = [
            (settings(Some(Provider::OpenAi)), Ok(OPENAI_MODEL)),
            (settings(Some(Provider::Bedrock)), Ok(BEDROCK_MODEL)),
            (
                bedrock("amazon.titan-embed-text-v2:0", Some(512)),
                Ok(BEDROCK_MODEL),
            ),
            (
                bedrock("amazon.titan-embed-text-v2:0", Some(300)),
                Err(NoEmbeddings::TitanDimensions),
            ),
            (
                bedrock("cohere.embed-multilingual-v3", None),
                Err(NoEmbeddings::NotTitan),
            ),
            (compatible(server, Some(" bge-m3 ")), Ok("bge-m3")),
            (compatible(server, None), Err(NoEmbeddings::Model)),
            (compatible(None, Some("bge-m3")), Err(NoEmbeddings::BaseUrl)),
            (
                settings(Some(Provider::Anthropic)),
                Err(NoEmbeddings::Anthropic),
            ),
            (settings(None), Err(NoEmbeddings::Provider)),
        ];
        for (settings, expected) in cases {
            let chosen = settings.choose(&none);
            let model = chosen.as_ref().map(|choice| choice.model.as_str());
            assert_eq!(model.map_err(|why| *why), expected, "{settings:?}");
        }
    }

    #[test]
    fn the_machine_names_server_and_model_and_its_key_stays_away_from_other_addresses() {
        let machine = Machine {
            anthropic_key: true,
            embeddings_base_url: Some("http://127.0.0.1:11434/v1"),
            embeddings_model: Some("nomic-embed-text"),
            ..Machine::default()
        };
        let choice = EmbeddingSettings::default().choose(&machine).unwrap();
        assert_eq!(choice.provider, Provider::Compatible);
        assert_eq!(
            choice.base_url.as_deref(),
            Some("http://127.0.0.1:11434/v1")
        );
        assert!(choice.machine_key);
        let own = EmbeddingSettings {
            base_url: Some("https://elsewhere.example.com".to_owned()),
            ..EmbeddingSettings::default()
        };
        assert!(!own.choose(&machine).unwrap().machine_key);
        // The server of the machine's models is asked where no other one is named.
        let shared = Machine {
            openai_base_url: Some("http://127.0.0.1:8080/v1"),
            embeddings_base_url: None,
            ..machine
        };
        let choice = EmbeddingSettings::default().choose(&shared).unwrap();
        assert_eq!(choice.base_url.as_deref(), Some("http://127.0.0.1:8080/v1"));
        // What belongs to the machine's provider is not taken to another one.
        let other = settings(Some(Provider::OpenAi)).choose(&shared).unwrap();
        assert_eq!((other.base_url, other.model.as_str()), (None, OPENAI_MODEL));
    }

    #[test]
    fn vectors_of_another_model_address_or_length_have_another_name() {
        let choice = |model: &str, url: Option<&str>, dimensions| EmbeddingChoice {
            provider: Provider::OpenAi,
            model: model.to_owned(),
            base_url: url.map(str::to_owned),
            dimensions,
            machine_key: true,
        };
        let one = choice("a", None, None);
        assert_eq!(
            one.name(),
            EmbeddingChoice {
                machine_key: false,
                ..one.clone()
            }
            .name()
        );
        for other in [
            choice("b", None, None),
            choice("a", Some("https://x.example.com"), None),
            choice("a", None, Some(256)),
        ] {
            assert_ne!(one.name(), other.name(), "{other:?}");
        }
        assert!(one.name().starts_with("a "));
    }
}
