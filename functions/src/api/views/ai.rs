//! Models and their costs as clients see them.

use jiff::Timestamp;
use lambdesk_domain::model::ledger::{Bill, Call};
use lambdesk_domain::model::settings::AiSettings;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    CallOutcomeWord, EmbeddingSettingsView, EmbeddingStatusView, PatchEmbeddings, ProviderWord,
    StepWord, StructuredWord,
};
use crate::api::read::present;

/// How language models are used. What is null follows the machine, or the provider's usual.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AiSettingsView {
    /// Whether models are asked; null follows the environment of the machine, and means no on AWS.
    enabled: Option<bool>,
    /// Who runs the models.
    provider: Option<ProviderWord>,
    /// Where, when not at the provider's own address.
    base_url: Option<String>,
    /// The model that judges first messages and drafts an answer.
    triage_model: Option<String>,
    /// The model that drafts answers to later messages; null is that of triage.
    draft_model: Option<String>,
    /// How the models are held to JSON, when Lambdesk does not know it of them.
    structured: Option<StructuredWord>,
    /// Tokens of question and answer together, when Lambdesk does not know the model's room.
    context_tokens: Option<u32>,
    /// Whether pictures of customers are shown to models that can see.
    vision: bool,
    /// The language in which the team works, BCP 47.
    team_language: String,
    /// What a day (UTC) may cost, in micro-dollars; null for no limit.
    daily_budget_microusd: Option<u64>,
    /// Tokens of a day; bounds models without a known price. Null for no limit.
    daily_budget_tokens: Option<u64>,
    /// Seconds a question may take, retries included.
    timeout_seconds: u32,
    /// Whether passages of the knowledge base get vectors, and from which model.
    embeddings: EmbeddingSettingsView,
}

impl From<AiSettings> for AiSettingsView {
    fn from(settings: AiSettings) -> Self {
        Self {
            enabled: settings.enabled,
            provider: settings.provider.map(Into::into),
            base_url: settings.base_url,
            triage_model: settings.triage_model,
            draft_model: settings.draft_model,
            structured: settings.structured.map(Into::into),
            context_tokens: settings.context_tokens,
            vision: settings.vision,
            team_language: settings.team_language,
            daily_budget_microusd: settings.budget.microusd,
            daily_budget_tokens: settings.budget.tokens,
            timeout_seconds: settings.timeout_seconds,
            embeddings: settings.embeddings.into(),
        }
    }
}

/// A change of how language models are used: what is absent stays, what is null is cleared.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchAiSettings {
    /// Whether models are asked.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<bool>)]
    pub(crate) enabled: Option<Option<bool>>,
    /// Who runs the models.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<ProviderWord>)]
    pub(crate) provider: Option<Option<ProviderWord>>,
    /// An encrypted address; on one machine also one of that machine without encryption.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, example = "https://llm.example.com/v1")]
    pub(crate) base_url: Option<Option<String>>,
    /// The model that judges first messages and drafts an answer.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(crate) triage_model: Option<Option<String>>,
    /// The model that drafts answers to later messages.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(crate) draft_model: Option<Option<String>>,
    /// How the models are held to JSON.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<StructuredWord>)]
    pub(crate) structured: Option<Option<StructuredWord>>,
    /// 2048 to 2000000.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>, minimum = 2048, maximum = 2_000_000)]
    pub(crate) context_tokens: Option<Option<u32>>,
    /// Whether pictures of customers are shown to models that can see.
    pub(crate) vision: Option<bool>,
    /// The language in which the team works, such as `en` or `de-CH`.
    pub(crate) team_language: Option<String>,
    /// Micro-dollars a day, up to a billion dollars.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u64>)]
    pub(crate) daily_budget_microusd: Option<Option<u64>>,
    /// Tokens a day.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u64>)]
    pub(crate) daily_budget_tokens: Option<Option<u64>>,
    /// 1 to 40.
    #[schema(minimum = 1, maximum = 40)]
    pub(crate) timeout_seconds: Option<u32>,
    /// Whether passages of the knowledge base get vectors, and from which model.
    pub(crate) embeddings: Option<PatchEmbeddings>,
}

/// Whether models are asked here, which ones, and what they cost today.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AiStatusView {
    /// Whether models are asked.
    pub(crate) enabled: bool,
    /// What stands in the way, in words; null when nothing does.
    pub(crate) problem: Option<String>,
    /// The model of each step.
    pub(crate) steps: Vec<AiStepView>,
    /// Whether a key is there: `organisation`, `environment`, `not_needed` or `missing`.
    #[schema(example = "organisation")]
    pub(crate) key: &'static str,
    /// The account of today (UTC).
    pub(crate) today: AiTodayView,
    /// Version of the price table costs are worked out from.
    pub(crate) price_version: String,
    /// The embeddings of the knowledge base; their costs are in the account too.
    pub(crate) embeddings: EmbeddingStatusView,
}

/// The model of a step.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AiStepView {
    /// The step.
    pub(crate) step: StepWord,
    /// Who runs its model.
    pub(crate) provider: ProviderWord,
    /// The model.
    pub(crate) model: String,
    /// Where, when not at the provider's own address.
    pub(crate) base_url: Option<String>,
    /// Whether its price is known; without one only the budget of tokens holds it.
    pub(crate) priced: bool,
    /// Whether it can look at pictures.
    pub(crate) sees: bool,
}

/// The account of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AiTodayView {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub(crate) day: jiff::civil::Date,
    /// Spent, in micro-dollars.
    pub(crate) spent_microusd: u64,
    /// Spent, in tokens.
    pub(crate) spent_tokens: u64,
    /// Set aside for questions under way or cut off, in micro-dollars.
    pub(crate) reserved_microusd: u64,
    /// Set aside, in tokens.
    pub(crate) reserved_tokens: u64,
    /// Questions so far, requests for vectors among them.
    pub(crate) questions: u64,
    /// The limit, in micro-dollars.
    pub(crate) limit_microusd: Option<u64>,
    /// The limit, in tokens.
    pub(crate) limit_tokens: Option<u64>,
}

/// What the models cost for a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CostsView {
    /// Every call that left, oldest first; the newest 500.
    pub(crate) items: Vec<CallView>,
    /// Their sum.
    pub(crate) total: BillView,
}

/// A sum of calls.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BillView {
    /// Micro-dollars of the calls whose cost is known.
    microusd: u64,
    /// Tokens read and written, as far as known.
    tokens: u64,
    /// Number of calls.
    calls: usize,
    /// Calls whose cost is not known.
    unknown: u32,
}

impl BillView {
    /// The sum of some calls.
    pub(crate) fn of(bill: Bill, calls: usize) -> Self {
        Self {
            microusd: bill.microusd,
            tokens: bill.tokens,
            calls,
            unknown: bill.unknown,
        }
    }
}

/// One call of a model.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallView {
    /// The message it was about.
    message: String,
    /// What it was for.
    step: StepWord,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Who ran the model.
    provider: ProviderWord,
    /// The model.
    model: String,
    /// Whether it was the second try after an answer that could not be used.
    repair: bool,
    /// How it ended.
    outcome: CallOutcomeWord,
    /// Tokens read at the full rate; null when the provider did not say.
    input_tokens: Option<u64>,
    /// Tokens written.
    output_tokens: Option<u64>,
    /// Tokens read from the provider's cache.
    cache_read_tokens: Option<u64>,
    /// Tokens written to the provider's cache.
    cache_write_tokens: Option<u64>,
    /// Micro-dollars, rounded up; null when it is not known.
    cost_microusd: Option<u64>,
    /// The price table the cost was worked out from.
    price_version: String,
    /// The wording of the question.
    prompt_version: String,
    /// From sending to the end of the answer.
    latency_ms: u64,
    /// The HTTP status, when there was one.
    status: Option<u16>,
    /// The provider's code of the error.
    code: Option<String>,
}

impl From<Call> for CallView {
    fn from(call: Call) -> Self {
        let usage = call.usage;
        Self {
            message: call.message.to_string(),
            step: call.step.into(),
            at: call.at,
            provider: call.provider.into(),
            model: call.model,
            repair: call.repair,
            outcome: call.outcome.into(),
            input_tokens: usage.map(|usage| usage.input),
            output_tokens: usage.map(|usage| usage.output),
            cache_read_tokens: usage.map(|usage| usage.cache_read),
            cache_write_tokens: usage.map(|usage| usage.cache_write),
            cost_microusd: call.cost_microusd,
            price_version: call.price_version,
            prompt_version: call.prompt_version,
            latency_ms: call.latency_ms,
            status: call.status,
            code: call.code,
        }
    }
}
