//! Embeddings as clients see them: settings, and how they stand.

use jiff::Timestamp;
use lambdesk_domain::model::embeddings::EmbeddingSettings;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ProviderWord;
use crate::api::read::present;

/// Whether passages of the knowledge base get vectors, so that a search goes by meaning too. What is null follows the machine, or
/// the provider's usual.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmbeddingSettingsView {
    /// Whether they do; null follows the environment of the machine, and means no on AWS.
    enabled: Option<bool>,
    /// Who runs the model: `openai`, `compatible` or `bedrock`.
    provider: Option<ProviderWord>,
    /// Where, when not at the provider's own address.
    base_url: Option<String>,
    /// The model; null is `text-embedding-3-small` with OpenAI and `amazon.titan-embed-text-v2:0` on Bedrock.
    model: Option<String>,
    /// Numbers in a vector; null is what the model gives by itself.
    dimensions: Option<u32>,
}

impl From<EmbeddingSettings> for EmbeddingSettingsView {
    fn from(settings: EmbeddingSettings) -> Self {
        Self {
            enabled: settings.enabled,
            provider: settings.provider.map(Into::into),
            base_url: settings.base_url,
            model: settings.model,
            dimensions: settings.dimensions,
        }
    }
}

/// A change of the embeddings: what is absent stays, what is null is cleared. Another model, address or length makes all vectors
/// anew.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchEmbeddings {
    /// Whether passages get vectors.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<bool>)]
    pub(crate) enabled: Option<Option<bool>>,
    /// Who runs the model: `openai`, `compatible` or `bedrock`.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<ProviderWord>)]
    pub(crate) provider: Option<Option<ProviderWord>>,
    /// An encrypted address; on one machine also one of that machine without encryption.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, example = "https://llm.example.com/v1")]
    pub(crate) base_url: Option<Option<String>>,
    /// The model; a compatible server needs one.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(crate) model: Option<Option<String>>,
    /// 16 to 4096; on Bedrock 256, 512 or 1024.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>, minimum = 16, maximum = 4096)]
    pub(crate) dimensions: Option<Option<u32>>,
}

/// How the embeddings stand.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmbeddingStatusView {
    /// Whether passages get vectors.
    pub(crate) enabled: bool,
    /// What stands in the way, in words; null when nothing does.
    pub(crate) problem: Option<String>,
    /// Who runs the model; null when nobody said.
    pub(crate) provider: Option<ProviderWord>,
    /// The model.
    pub(crate) model: Option<String>,
    /// Where, when not at the provider's own address.
    pub(crate) base_url: Option<String>,
    /// Whether its price is known; without one only the budget of tokens holds it.
    pub(crate) priced: bool,
    /// Whether a key is there: `organisation`, `environment`, `not_needed` or `missing`. It is the secret `embeddings`.
    #[schema(example = "organisation")]
    pub(crate) key: &'static str,
    /// Passages of the knowledge base when vectors were last made.
    pub(crate) passages: usize,
    /// Those of them that had a vector then; a search goes by meaning once nine of ten have one.
    pub(crate) vectors: usize,
    /// When vectors were last made, or tried to be; null before the first time.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) tried_at: Option<Timestamp>,
}
