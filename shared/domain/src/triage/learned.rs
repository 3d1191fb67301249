//! The layer learned from an organisation's own settled tickets: a small linear model beside the rules.
//!
//! Invariant: deterministic and bounded; it names only categories the organisation has, its confidence is calibrated
//! on tickets it was not trained on, and it exists only where it was right more often than the rules.

mod features;
mod train;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

pub use features::Features;
pub use train::{ENOUGH, Example, Trained, Untrained, train};

use super::taxonomy::Taxonomy;
use super::verdict::{Reason, Verdict};
use crate::model::calibration::Curve;
use features::{BUCKETS, RULES};

/// Words that are quoted as the reason.
const QUOTED: usize = 3;
/// Layout of the stored form.
const FORMAT: u32 = 1;

/// The model of one organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Learned {
    /// Keys of the categories it was trained on, in order.
    categories: Vec<String>,
    /// A row of weights for each category.
    weights: Vec<Vec<f32>>,
    /// From its own probability to the share of cases in which it is right.
    curve: Curve,
    /// How many tickets it was trained on.
    trained_on: u32,
}

/// The stored form. Weights are whole numbers of 16 bits, to be multiplied by `scale`.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Stored {
    format: u32,
    categories: Vec<String>,
    curve: Curve,
    trained_on: u32,
    scale: f32,
    weights: Vec<String>,
}

/// Why a stored model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a model this version can read ({0}); train it again")]
pub struct Unreadable(&'static str);

impl Learned {
    /// How many tickets it was trained on.
    #[must_use]
    pub fn trained_on(&self) -> u32 {
        self.trained_on
    }

    /// What it makes of a message that the rules have judged. `None` when its category is not one of the
    /// organisation's any more.
    #[must_use]
    pub fn judge(
        &self,
        rules: &Verdict,
        subject: &str,
        text: &str,
        taxonomy: &Taxonomy,
    ) -> Option<Verdict> {
        let features = Features::of(subject, text, rules);
        let (category, stated) = self.likeliest(&features)?;
        let team = taxonomy.category(category)?.team.clone();
        let mut verdict = rules.clone();
        let words = self.telling(subject, text, category);
        verdict.why.insert(
            0,
            Reason {
                rule: format!("{category}.learned"),
                points: stated,
                text: match words.as_slice() {
                    [] => format!("learned from {} settled tickets", self.trained_on),
                    words => format!(
                        "learned from {} settled tickets; {} spoke for it",
                        self.trained_on,
                        words.join(", ")
                    ),
                },
            },
        );
        if category != rules.category {
            // Both were made for another category.
            verdict.suggested_reply = None;
            verdict.next_action = "Review and answer".to_owned();
        }
        category.clone_into(&mut verdict.category);
        verdict.team = team;
        verdict.confidence = sure(&self.curve, stated);
        Some(verdict)
    }

    /// The likeliest category with its uncalibrated probability.
    fn likeliest(&self, features: &Features) -> Option<(&str, f32)> {
        let vector = features.vector(&self.categories);
        let probabilities = softmax(&scores(&self.weights, &vector));
        let best = probabilities
            .iter()
            .zip(&self.categories)
            .max_by(|a, b| a.0.total_cmp(b.0))?;
        Some((best.1, *best.0))
    }

    /// The words whose letters weigh most for a category, strongest first.
    fn telling(&self, subject: &str, text: &str, category: &str) -> Vec<String> {
        let Some(row) = self
            .categories
            .iter()
            .position(|key| key == category)
            .and_then(|at| self.weights.get(at))
        else {
            return Vec::new();
        };
        let mut weighed: Vec<(f32, String)> = features::words(subject, text)
            .into_iter()
            .map(|word| (features::weight(row, &word), word))
            .filter(|(weight, word)| *weight > 0.0 && word.chars().count() > 2)
            .collect();
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let strongest = weighed.into_iter().take(QUOTED);
        strongest.map(|(_, word)| format!("\"{word}\"")).collect()
    }
}

impl From<Learned> for Stored {
    fn from(learned: Learned) -> Self {
        let all = learned.weights.iter().flatten();
        let most = all.fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = (most / f32::from(i16::MAX)).max(f32::MIN_POSITIVE);
        let row = |row: &Vec<f32>| {
            let bytes: Vec<u8> = row.iter().flat_map(|w| whole(w / scale)).collect();
            STANDARD.encode(bytes)
        };
        Self {
            format: FORMAT,
            weights: learned.weights.iter().map(row).collect(),
            categories: learned.categories,
            curve: learned.curve,
            trained_on: learned.trained_on,
            scale,
        }
    }
}

impl TryFrom<Stored> for Learned {
    type Error = Unreadable;

    fn try_from(stored: Stored) -> Result<Self, Unreadable> {
        if stored.format != FORMAT {
            return Err(Unreadable("another format"));
        }
        let wide = BUCKETS + RULES * stored.categories.len() + 1;
        let row = |text: &String| {
            let bytes = STANDARD.decode(text).ok()?;
            let row: Vec<f32> = bytes
                .chunks_exact(2)
                .map(|pair| {
                    let pair = <[u8; 2]>::try_from(pair).unwrap_or_default();
                    f32::from(i16::from_le_bytes(pair)) * stored.scale
                })
                .collect();
            (row.len() == wide).then_some(row)
        };
        let weights: Option<Vec<Vec<f32>>> = stored.weights.iter().map(row).collect();
        let weights = weights
            .filter(|rows| !rows.is_empty() && rows.len() == stored.categories.len())
            .ok_or(Unreadable("its weights do not fit"))?;
        if !stored.scale.is_finite() {
            return Err(Unreadable("its scale is no number"));
        }
        Ok(Self {
            categories: stored.categories,
            weights,
            curve: stored.curve,
            trained_on: stored.trained_on,
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the range just before"
)]
fn whole(value: f32) -> [u8; 2] {
    let most = f32::from(i16::MAX);
    (value.round().clamp(-most, most) as i16).to_le_bytes()
}

/// The share of cases in which an answer with this probability of its own is right.
fn sure(curve: &Curve, stated: f32) -> f32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a share between 0 and 1, for which six digits are plenty"
    )]
    let confidence = curve.at(f64::from(stated)) as f32;
    confidence.clamp(0.0, 1.0)
}

/// The score of each category for a message.
fn scores(weights: &[Vec<f32>], vector: &[(usize, f32)]) -> Vec<f32> {
    let dot = |row: &Vec<f32>| {
        let terms = vector.iter();
        terms
            .map(|(at, value)| row.get(*at).copied().unwrap_or(0.0) * value)
            .sum()
    };
    weights.iter().map(dot).collect()
}

fn softmax(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

#[cfg(test)]
mod tests;
