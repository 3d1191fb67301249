//! What triage found about one message, kept beside it.
//!
//! Invariant: both answers are kept, also the one that did not decide, with the reason why it did not.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::verdict::{Engine, Verdict};
use crate::draft::clean::{Allowed, clean};
use crate::draft::gates::Decision;
use crate::ids::{AgentId, DraftId, MessageId, OrganisationId, TicketId};
use crate::model::Provider;
use crate::model::answer::ModelAnswer;
use crate::model::calibration::{Calibration, Curve};
use crate::model::fallback::Fallback;
use crate::triage::taxonomy::Taxonomy;

/// What a model said about a message beside its judgement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Who ran the model.
    pub provider: Provider,
    /// The model as configured.
    pub model: String,
    /// What the message is about, in the team's language.
    pub summary: String,
    /// The message in English; `None` when it is English.
    #[serde(default)]
    pub translation_en: Option<String>,
    /// Why a person must decide; `None` when the sources settle it.
    #[serde(default)]
    pub needs_human_reason: Option<String>,
    /// The confidence it stated, before calibration, 0 to 1.
    pub stated_confidence: f32,
}

/// What is needed to take a model's answer in.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    /// Who ran the model.
    pub provider: Provider,
    /// The model as configured.
    pub model: &'a str,
    /// The categories.
    pub taxonomy: &'a Taxonomy,
    /// What the organisation knows about the model's confidence.
    pub calibration: &'a Calibration,
    /// What links and addresses may stand in a reply.
    pub allowed: &'a Allowed,
}

/// The judgement of one message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TriageRecord {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The ticket.
    pub ticket: TicketId,
    /// The message that was judged.
    pub message: MessageId,
    /// What the rules think.
    pub rules: Verdict,
    /// What the layer learned from the organisation's own tickets makes of it, where there is one.
    #[serde(default)]
    pub learned: Option<Verdict>,
    /// What the model thinks, when one is configured and answered.
    #[serde(default)]
    pub model: Option<Verdict>,
    /// Whose answer the ticket got.
    pub decided_by: Engine,
    /// Why the model did not decide, when one is configured and did not.
    #[serde(default)]
    pub fallback: Option<String>,
    /// The same as a word of the closed list.
    #[serde(default)]
    pub fallback_reason: Option<Fallback>,
    /// What else the model said, when it answered.
    #[serde(default)]
    pub reading: Option<Reading>,
    /// Signs that the mail talks to a machine rather than to people, each in words.
    #[serde(default)]
    pub suspicions: Vec<String>,
    /// Who should take it, when nobody was assigned.
    #[serde(default)]
    pub suggested_assignee: Option<AgentId>,
    /// Why it was assigned to somebody, or to nobody.
    #[serde(default)]
    pub assignment: String,
    /// The draft that was made for it.
    #[serde(default)]
    pub draft: Option<DraftId>,
    /// Why there is none, when there is none.
    #[serde(default)]
    pub no_draft: Option<String>,
    /// Whether the draft could go out without a person; absent where that is switched off or there is no draft.
    #[serde(default)]
    pub automatic: Option<Decision>,
    /// When it was judged.
    pub at: Timestamp,
}

impl TriageRecord {
    /// The answer that decided.
    #[must_use]
    pub fn decided(&self) -> &Verdict {
        match self.decided_by {
            Engine::Model => self.model.as_ref().unwrap_or(&self.rules),
            Engine::Learned => self.learned.as_ref().unwrap_or(&self.rules),
            Engine::Rules => &self.rules,
        }
    }

    /// Takes in what a model answered: it decides, unless the message seems to instruct it.
    ///
    /// Its confidence is calibrated, see [`believed`]. Its draft is cleaned of what is not allowed.
    pub fn answered(&mut self, answer: &ModelAnswer, heard: &Heard<'_>) {
        let Heard {
            taxonomy,
            calibration,
            allowed,
            ..
        } = heard;
        let stated = answer.confidence.category;
        let other = self.without_model();
        let confidence = believed(stated, &answer.category, other, calibration);
        let mut verdict = answer.verdict(taxonomy, confidence);
        let reply = verdict
            .suggested_reply
            .map(|text| clean(&text, allowed).text);
        verdict.suggested_reply = reply.filter(|text| !text.trim().is_empty());
        self.model = Some(verdict);
        self.reading = Some(Reading {
            provider: heard.provider,
            model: heard.model.to_owned(),
            summary: answer.summary.clone(),
            translation_en: answer.translation_en.clone(),
            needs_human_reason: answer.needs_human_reason.clone(),
            stated_confidence: stated,
        });
        if answer.injection_suspected {
            self.suspicions
                .push("The model took the message for an attempt to instruct it.".to_owned());
        }
        if self.suspicions.is_empty() {
            self.decided_by = Engine::Model;
        } else {
            self.fell_back(Fallback::Suspicious);
        }
    }

    /// Takes in why the rules decide although a model is configured.
    pub fn fell_back(&mut self, reason: Fallback) {
        self.decided_by = if self.learned.is_some() {
            Engine::Learned
        } else {
            Engine::Rules
        };
        self.fallback = Some(reason.sentence().to_owned());
        self.fallback_reason = Some(reason);
    }

    /// Whether the answer that decided is sure enough to act on: it reaches the threshold, and while an organisation's
    /// outcomes are few a model is believed only where the rules agree with it.
    #[must_use]
    pub fn is_sure(&self, threshold: f32, calibration: &Calibration) -> bool {
        let confidence = self.decided().confidence;
        match self.decided_by {
            Engine::Model => calibration.confident(confidence, threshold, !self.disagrees()),
            Engine::Rules | Engine::Learned => confidence >= threshold,
        }
    }

    /// Whether the ticket got the model's answer.
    #[must_use]
    pub fn is_by_model(&self) -> bool {
        self.decided_by == Engine::Model
    }

    /// The answer that decides where no model does: that of the learned layer, else that of the rules.
    #[must_use]
    pub fn without_model(&self) -> &Verdict {
        self.learned.as_ref().unwrap_or(&self.rules)
    }

    /// Whether the model names another category than the rules, or the layer learned beside them.
    #[must_use]
    pub fn disagrees(&self) -> bool {
        self.model
            .as_ref()
            .is_some_and(|model| model.category != self.without_model().category)
    }
}

/// How sure a model's judgement counts, 0 to 1: what it stated, calibrated. When the other engine names the same category,
/// the higher of the two confidences counts: each is the share of cases in which its engine is right.
#[must_use]
pub fn believed(stated: f32, category: &str, other: &Verdict, calibration: &Calibration) -> f32 {
    let calibrated = calibration.apply(stated, &Curve::cautious());
    if category == other.category {
        calibrated.max(other.confidence)
    } else {
        calibrated
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
