//! Reads what a model answered: strictly, and with faults in words the model can mend.
//!
//! Invariant: a [`ModelAnswer`] holds only values of the closed lists, numbers in range, texts within their
//! lengths and sources that were in the question; its draft is plain text.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::clean;
use super::prompt::{Handle, TICKET_SOURCE};
use crate::status::{Priority, Sentiment};
use crate::triage::taxonomy::Taxonomy;
use crate::triage::verdict::{Reason, Verdict};

mod fields;

use fields::Fields;

/// Most faults that are told at once.
const MOST_FAULTS: usize = 12;

/// How sure the model says it is; raw, not yet calibrated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Confidence {
    /// Of the category, 0 to 1.
    pub category: f32,
    /// Of the priority, 0 to 1.
    pub priority: f32,
}

/// One sentence of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftSentence {
    /// The sentence in the language of the draft.
    pub text: String,
    /// The same in the team's language; `None` when the two are one.
    pub text_team_language: Option<String>,
    /// Ids of the sources it rests on, as the caller knows them, or [`TICKET_SOURCE`]; none means unsupported.
    pub sources: Vec<String>,
}

/// What a model answered, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelAnswer {
    /// BCP 47 tag of the newest customer message, `und` when it cannot be told.
    pub language: String,
    /// That message in English; `None` when it is English.
    pub translation_en: Option<String>,
    /// What it is about, in the team's language.
    pub summary: String,
    /// Key of a category of the taxonomy.
    pub category: String,
    /// How soon it wants an answer.
    pub priority: Priority,
    /// Tone.
    pub sentiment: Sentiment,
    /// How sure the model says it is.
    pub confidence: Confidence,
    /// Why, in the team's language.
    pub reasons: Vec<String>,
    /// What to do next, in the team's language.
    pub next_action: String,
    /// The draft; empty when there is nothing to answer.
    pub draft_sentences: Vec<DraftSentence>,
    /// BCP 47 tag of the draft.
    pub draft_language: String,
    /// Why a person must decide; `None` when the sources settle it.
    pub needs_human_reason: Option<String>,
    /// Whether the data tried to instruct the model.
    pub injection_suspected: bool,
    /// How often a sentence cited what was not in the question; such citations are dropped.
    #[serde(default)]
    pub unknown_sources: u32,
}

/// What is wrong with an answer. It may quote the answer: it goes back to the model, never to a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Faults(pub Vec<String>);

impl Faults {
    /// The one message that asks the model to mend its answer.
    #[must_use]
    pub fn repair_message(&self) -> String {
        let faults: Vec<String> = self.0.iter().map(|fault| format!("- {fault}")).collect();
        format!(
            "That answer cannot be used:\n{}\nWrite the whole JSON object again with these points mended, and nothing else.",
            faults.join("\n")
        )
    }
}

/// Reads the text a model returned. Fields the schema does not know are dropped, never read.
///
/// # Errors
/// Every fault found, in words, at most twelve.
pub fn read(text: &str, taxonomy: &Taxonomy, sources: &[Handle]) -> Result<ModelAnswer, Faults> {
    let object = object(text).map_err(|fault| Faults(vec![fault]))?;
    let mut fields = Fields::new(&object);
    let answer = answer(&mut fields, taxonomy, sources);
    let mut faults = fields.faults;
    faults.truncate(MOST_FAULTS);
    if faults.is_empty() {
        Ok(answer)
    } else {
        Err(Faults(faults))
    }
}

/// The JSON object in a text that may have a code fence or words around it.
fn object(text: &str) -> Result<Map<String, Value>, String> {
    let start = text.find('{');
    let end = text.rfind('}');
    let inner = match (start, end) {
        (Some(start), Some(end)) => text.get(start..=end),
        _ => None,
    };
    let inner = inner.ok_or("The answer must be one JSON object; it holds none.")?;
    match serde_json::from_str(inner) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err("The answer must be one JSON object.".to_owned()),
        Err(error) => Err(format!(
            "The answer is not valid JSON: line {}, column {} cannot be read.",
            error.line(),
            error.column()
        )),
    }
}

fn answer(fields: &mut Fields<'_>, taxonomy: &Taxonomy, sources: &[Handle]) -> ModelAnswer {
    let categories: Vec<&str> = taxonomy.categories.iter().map(|c| c.key.as_str()).collect();
    let mut unknown_sources = 0;
    ModelAnswer {
        language: fields.language("language"),
        translation_en: fields.nullable_text("translation_en", 60_000),
        summary: fields.text("summary", 1, 2_000),
        category: fields.one_of("category", &categories).unwrap_or_default(),
        priority: fields.word("priority", Priority::ALL, Priority::word, Priority::Medium),
        sentiment: fields.word(
            "sentiment",
            Sentiment::ALL,
            Sentiment::word,
            Sentiment::Neutral,
        ),
        confidence: confidence(fields),
        reasons: fields.texts("reasons", 8, 500),
        next_action: fields.text("next_action", 1, 600),
        draft_sentences: draft(fields, sources, &mut unknown_sources),
        draft_language: fields.language("draft_language"),
        needs_human_reason: fields.nullable_text("needs_human_reason", 1_000),
        injection_suspected: fields.truth("injection_suspected"),
        unknown_sources,
    }
}

fn confidence(fields: &mut Fields<'_>) -> Confidence {
    let mut inner = fields.inner("confidence");
    let confidence = Confidence {
        category: inner.share("category"),
        priority: inner.share("priority"),
    };
    let faults = inner.faults;
    fields.faults.extend(faults);
    confidence
}

fn draft(fields: &mut Fields<'_>, known: &[Handle], unknown: &mut u32) -> Vec<DraftSentence> {
    let mut sentences = Vec::new();
    for mut entry in fields.objects("draft_sentences", 60) {
        let text = clean::reply(&entry.text("text", 0, 4_000));
        let other = entry.nullable_text("text_team_language", 4_000);
        let mut sources = Vec::new();
        for short in entry.texts("sources", 20, 64) {
            match source(&short, known) {
                Some(id) if !sources.contains(&id) => sources.push(id),
                Some(_) => {}
                None => *unknown += 1,
            }
        }
        fields.faults.append(&mut entry.faults);
        // An entry that was nothing but an image is gone with it.
        if !text.is_empty() {
            sentences.push(DraftSentence {
                text,
                text_team_language: other
                    .map(|text| clean::reply(&text))
                    .filter(|text| !text.is_empty()),
                sources,
            });
        }
    }
    sentences
}

fn source(short: &str, known: &[Handle]) -> Option<String> {
    let short = short.trim().trim_start_matches('[').trim_end_matches(']');
    if short.eq_ignore_ascii_case(TICKET_SOURCE) {
        return Some(TICKET_SOURCE.to_owned());
    }
    let handle = known
        .iter()
        .find(|handle| handle.short.eq_ignore_ascii_case(short))?;
    Some(handle.id.clone())
}

impl ModelAnswer {
    /// The draft in the customer's language; `None` when there is nothing to answer.
    #[must_use]
    pub fn draft(&self) -> Option<String> {
        self.joined(|sentence| Some(&sentence.text))
    }

    /// The draft in the team's language; `None` when it is the customer's, or part of it is missing.
    #[must_use]
    pub fn draft_team_language(&self) -> Option<String> {
        self.joined(|sentence| sentence.text_team_language.as_ref())
    }

    fn joined(&self, of: fn(&DraftSentence) -> Option<&String>) -> Option<String> {
        let texts: Option<Vec<&str>> = self
            .draft_sentences
            .iter()
            .map(|sentence| of(sentence).map(String::as_str))
            .collect();
        texts
            .filter(|texts| !texts.is_empty())
            .map(|texts| texts.join(" "))
    }

    /// The answer in the form both engines share. `confidence` is the calibrated one; the score is the middle of
    /// the priority's quarter, because a model is asked for a priority only.
    #[must_use]
    pub fn verdict(&self, taxonomy: &Taxonomy, confidence: f32) -> Verdict {
        let team = taxonomy
            .categories
            .iter()
            .find(|category| category.key == self.category);
        let reason = |text: &String| Reason {
            rule: "model".to_owned(),
            points: 0.0,
            text: text.clone(),
        };
        Verdict {
            category: self.category.clone(),
            confidence: confidence.clamp(0.0, 1.0),
            priority: self.priority,
            priority_score: match self.priority {
                Priority::Low => 15,
                Priority::Medium => 40,
                Priority::High => 65,
                Priority::Urgent => 90,
            },
            sentiment: self.sentiment,
            language: self.language.clone(),
            team: team
                .map(|category| category.team.clone())
                .unwrap_or_default(),
            next_action: self.next_action.clone(),
            why: self.reasons.iter().map(reason).collect(),
            suggested_reply: self.draft(),
        }
    }
}

#[cfg(test)]
mod tests;
