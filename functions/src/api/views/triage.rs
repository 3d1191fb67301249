//! Judgements as clients see them.

use jiff::Timestamp;
use lambdesk_domain::triage::record::{Reading, TriageRecord};
use lambdesk_domain::triage::verdict::{Reason, Verdict};
use serde::Serialize;
use utoipa::ToSchema;

use super::{AutomaticView, EngineWord, FallbackWord, PriorityWord, ProviderWord, SentimentWord};

/// What triage found about one message: both engines' answers side by side.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TriageView {
    /// Id of the message that was judged.
    message: String,
    /// Whose answer the ticket got.
    decided_by: EngineWord,
    /// What the rules think.
    rules: VerdictView,
    /// What the layer learned from settled tickets makes of it; null when there is none.
    learned: Option<VerdictView>,
    /// What the model thinks; null when none is configured or it did not answer.
    model: Option<VerdictView>,
    /// Whether the two name different categories.
    disagrees: bool,
    /// Why the model did not decide, when one is configured and did not.
    fallback: Option<String>,
    /// The same as a word of a closed list.
    fallback_reason: Option<FallbackWord>,
    /// What else the model said; null when it did not answer.
    reading: Option<ReadingView>,
    /// Signs that the mail talks to a machine rather than to people.
    suspicions: Vec<String>,
    /// Id of the agent who should take it, when nobody was assigned.
    suggested_assignee: Option<String>,
    /// Why it was assigned to somebody, or to nobody.
    assignment: String,
    /// Id of the draft that was made for it.
    draft: Option<String>,
    /// Why there is none, when there is none.
    no_draft: Option<String>,
    /// Whether the draft could go out without a person; null where that is switched off.
    automatic: Option<AutomaticView>,
    /// When it was judged.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// What a model said about a message beside its judgement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadingView {
    /// Who ran the model.
    provider: ProviderWord,
    /// The model.
    model: String,
    /// What the message is about, in the team's language.
    summary: String,
    /// The message in English; null when it is English.
    translation_en: Option<String>,
    /// Why a person must decide; null when nothing speaks for it.
    needs_human_reason: Option<String>,
    /// How sure the model said it is, 0 to 1; its judgement has the calibrated confidence.
    stated_confidence: f32,
}

impl From<Reading> for ReadingView {
    fn from(reading: Reading) -> Self {
        Self {
            provider: reading.provider.into(),
            model: reading.model,
            summary: reading.summary,
            translation_en: reading.translation_en,
            needs_human_reason: reading.needs_human_reason,
            stated_confidence: reading.stated_confidence,
        }
    }
}

/// What an engine thinks of a message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerdictView {
    /// Key of the category.
    category: String,
    /// How sure the category is, 0 to 1.
    confidence: f32,
    /// How soon it wants an answer.
    priority: PriorityWord,
    /// 0 to 100, behind the priority.
    priority_score: u8,
    /// Tone.
    sentiment: SentimentWord,
    /// BCP 47; `und` when there is nothing to tell.
    language: String,
    /// Key of the team that takes the category.
    assigned_team: String,
    /// What to do next, in words.
    next_action: String,
    /// The reasons, strongest first.
    why: Vec<ReasonView>,
}

/// One reason of an answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReasonView {
    /// Name of the rule.
    #[schema(example = "refund-request.refund")]
    rule: String,
    /// What it added; may be negative.
    points: f32,
    /// The reason in words.
    text: String,
}

impl From<TriageRecord> for TriageView {
    fn from(record: TriageRecord) -> Self {
        Self {
            message: record.message.to_string(),
            disagrees: record.disagrees(),
            decided_by: record.decided_by.into(),
            rules: record.rules.into(),
            learned: record.learned.map(Into::into),
            model: record.model.map(Into::into),
            fallback: record.fallback,
            fallback_reason: record.fallback_reason.map(Into::into),
            reading: record.reading.map(Into::into),
            suspicions: record.suspicions,
            suggested_assignee: record.suggested_assignee.map(|id| id.to_string()),
            assignment: record.assignment,
            draft: record.draft.map(|id| id.to_string()),
            no_draft: record.no_draft,
            automatic: record.automatic.as_ref().map(Into::into),
            at: record.at,
        }
    }
}

impl From<Verdict> for VerdictView {
    fn from(verdict: Verdict) -> Self {
        Self {
            category: verdict.category,
            confidence: verdict.confidence,
            priority: verdict.priority.into(),
            priority_score: verdict.priority_score,
            sentiment: verdict.sentiment.into(),
            language: verdict.language,
            assigned_team: verdict.team,
            next_action: verdict.next_action,
            why: verdict.why.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Reason> for ReasonView {
    fn from(reason: Reason) -> Self {
        Self {
            rule: reason.rule,
            points: reason.points,
            text: reason.text,
        }
    }
}
