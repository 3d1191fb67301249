//! What the choices of people say about a model's confidence, as an organisation keeps it.
//!
//! Invariant: a model is judged by its own outcomes alone; one without outcomes gets the cautious curve. What nobody
//! looked at is no outcome.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::record::TriageRecord;
use crate::model::calibration::{self, Calibration, Outcome};

/// Most models that are kept; those with the most outcomes stay.
const MOST_MODELS: usize = 10;

/// What people kept of one model's judgements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The model as configured.
    pub model: String,
    /// From the confidence it states to the share in which it is right.
    pub calibration: Calibration,
    /// Judgements that people kept.
    pub right: u32,
    /// By how much the confidence it stated is off on average, 0 to 1.
    pub stated_off_by: f64,
}

/// What people kept of the judgements of models, at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurements {
    /// Each model that judged.
    pub models: Vec<Measured>,
    /// Settled tickets that were looked at.
    pub tickets: u32,
    /// When.
    pub at: Timestamp,
}

impl Measurements {
    /// Puts outcomes together by model.
    #[must_use]
    pub fn of(outcomes: Vec<(String, Outcome)>, tickets: usize, at: Timestamp) -> Self {
        let mut by_model = BTreeMap::<String, Vec<Outcome>>::new();
        for (model, outcome) in outcomes {
            by_model.entry(model).or_default().push(outcome);
        }
        let mut models: Vec<Measured> = by_model.into_iter().map(measured).collect();
        models.sort_by_key(|one| std::cmp::Reverse(one.calibration.outcomes()));
        models.truncate(MOST_MODELS);
        Self {
            models,
            tickets: u32::try_from(tickets).unwrap_or(u32::MAX),
            at,
        }
    }

    /// What is known about a model's confidence.
    #[must_use]
    pub fn of_model(&self, model: &str) -> Calibration {
        let found = self.models.iter().find(|one| one.model == model);
        found.map_or_else(|| Calibration::from(&[]), |one| one.calibration.clone())
    }
}

fn measured((model, outcomes): (String, Vec<Outcome>)) -> Measured {
    let right = outcomes.iter().filter(|outcome| outcome.right).count();
    Measured {
        model,
        right: u32::try_from(right).unwrap_or(u32::MAX),
        stated_off_by: calibration::error(&outcomes).unwrap_or(0.0),
        calibration: Calibration::from(&outcomes),
    }
}

/// What a settled category says about what a model judged; `None` where no model answered.
#[must_use]
pub fn outcome(record: &TriageRecord, settled: &str) -> Option<(String, Outcome)> {
    let (verdict, reading) = record.model.as_ref().zip(record.reading.as_ref())?;
    let outcome = Outcome {
        stated: f64::from(reading.stated_confidence),
        right: verdict.category == settled,
    };
    Some((reading.model.clone(), outcome))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(model: &str, stated: f64, right: usize, wrong: usize) -> Vec<(String, Outcome)> {
        let one = |right| (model.to_owned(), Outcome { stated, right });
        let rights = std::iter::repeat_n(true, right);
        rights
            .chain(std::iter::repeat_n(false, wrong))
            .map(one)
            .collect()
    }

    #[test]
    fn each_model_is_judged_by_its_own_outcomes() {
        let at = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut all = outcomes("careful", 0.75, 3, 1);
        all.extend(outcomes("boasting", 1.0, 5, 5));
        let found = Measurements::of(all, 20, at);
        let models: Vec<_> = found.models.iter().map(|m| m.model.as_str()).collect();
        assert_eq!(models, ["boasting", "careful"]);
        let off: Vec<f64> = found.models.iter().map(|m| m.stated_off_by).collect();
        assert!(
            (off[0] - 0.5).abs() < 1e-9 && off[1].abs() < 1e-9,
            "{off:?}"
        );
        assert_eq!((found.models[0].right, found.models[1].right), (5, 3));
        assert_eq!(found.of_model("boasting").outcomes(), 10);
        assert_eq!(found.of_model("unknown").outcomes(), 0);
    }

    #[test]
    fn only_so_many_models_are_kept() {
        let at = "2026-11-20T10:00:00Z".parse().unwrap();
        let models = (0..30).flat_map(|n| outcomes(&format!("m{n}"), 0.9, n + 1, 0));
        let found = Measurements::of(models.collect(), 500, at);
        assert_eq!(found.models.len(), MOST_MODELS);
        assert_eq!(found.models[0].model, "m29");
    }
}
