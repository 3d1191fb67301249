//! Trains the learned layer, and refuses where it would do no good.
//!
//! Invariant: what is reported was measured on tickets the measured model had not seen.

use serde::Serialize;

use super::features::{BUCKETS, Features, RULES};
use super::{Learned, scores, softmax, sure};
use crate::model::calibration::{Curve, Outcome};
use crate::triage::backtest::{self, Case, Report};

/// Settled tickets from which on something can be learned.
pub const ENOUGH: usize = 100;
/// Settled tickets a category needs to be learned.
const ENOUGH_OF_EACH: usize = 8;
/// Parts of the tickets; each is judged by a model that was trained on the others.
const FOLDS: usize = 5;
/// Rounds through the tickets.
const ROUNDS: usize = 20;
/// First step of learning.
const STEP: f32 = 0.5;
/// How far weights are drawn back to where they began.
const DECAY: f32 = 1e-4;
/// What the rules' answer weighs before anything is learned.
const TRUST_IN_RULES: f32 = 3.0;

/// A ticket whose category people settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What is seen of its first message.
    pub features: Features,
    /// The category people settled on.
    pub settled: String,
}

/// A model that does some good.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// The model, trained on all examples.
    pub model: Learned,
    /// How right the rules alone are on the examples.
    pub rules: Report,
    /// How right models are on the examples they were not trained on.
    pub learned: Report,
}

/// Why there is no model.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Untrained {
    /// Not enough settled tickets.
    #[error(
        "{have} settled tickets are too few to learn from; {need} are needed, and {each} in each of two categories"
    )]
    TooFew {
        /// Tickets there are.
        have: usize,
        /// Tickets needed.
        need: usize,
        /// Tickets needed in a category.
        each: usize,
    },
    /// The rules are as good.
    #[error(
        "what was learned is right in {learned:.1} % of tickets it had not seen, the rules alone in {rules:.1} %: the rules stay"
    )]
    NotBetter {
        /// Share in percent that the rules have right.
        rules: f64,
        /// Share in percent that the learned layer has right.
        learned: f64,
    },
}

/// Trains a model on settled tickets.
///
/// # Errors
/// When there are too few of them, or the rules alone are as good.
pub fn train(examples: &[Example]) -> Result<Trained, Untrained> {
    let categories = categories(examples);
    if examples.len() < ENOUGH || categories.len() < 2 {
        return Err(Untrained::TooFew {
            have: examples.len(),
            need: ENOUGH,
            each: ENOUGH_OF_EACH,
        });
    }
    let unseen = unseen(examples, &categories);
    let rules = backtest::report(&by_rules(examples));
    let learned = backtest::report(&calibrated(&unseen));
    if learned.accuracy <= rules.accuracy {
        return Err(Untrained::NotBetter {
            rules: rules.accuracy * 100.0,
            learned: learned.accuracy * 100.0,
        });
    }
    let all: Vec<&Example> = examples.iter().collect();
    let model = Learned {
        weights: weights(&all, &categories),
        categories,
        curve: curve(unseen.iter()),
        trained_on: u32::try_from(examples.len()).unwrap_or(u32::MAX),
    };
    Ok(Trained {
        model,
        rules,
        learned,
    })
}

/// Categories with enough tickets, in the order of their keys.
fn categories(examples: &[Example]) -> Vec<String> {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for example in examples {
        *counts.entry(&example.settled).or_default() += 1;
    }
    let enough = counts.into_iter().filter(|(_, n)| *n >= ENOUGH_OF_EACH);
    enough.map(|(key, _)| key.to_owned()).collect()
}

fn by_rules(examples: &[Example]) -> Vec<Case> {
    let case = |example: &Example| {
        let (category, confidence) = example.features.rules();
        Case {
            expected: example.settled.clone(),
            predicted: category.to_owned(),
            confidence,
        }
    };
    examples.iter().map(case).collect()
}

/// Each example judged by a model that has not seen it; the confidence is the stated one.
fn unseen(examples: &[Example], categories: &[String]) -> Vec<Case> {
    let mut cases: Vec<(usize, Case)> = Vec::with_capacity(examples.len());
    for fold in 0..FOLDS {
        let apart = |at: &usize| at % FOLDS == fold;
        let numbered = || examples.iter().enumerate();
        let others: Vec<&Example> = numbered()
            .filter(|(at, _)| !apart(at))
            .map(|(_, example)| example)
            .collect();
        let weights = weights(&others, categories);
        for (at, example) in numbered().filter(|(at, _)| apart(at)) {
            let vector = example.features.vector(categories);
            let probabilities = softmax(&scores(&weights, &vector));
            let best = probabilities
                .iter()
                .zip(categories)
                .max_by(|a, b| a.0.total_cmp(b.0));
            let (confidence, category) = best.map_or((0.0, ""), |(p, key)| (*p, key));
            cases.push((
                at,
                Case {
                    expected: example.settled.clone(),
                    predicted: category.to_owned(),
                    confidence,
                },
            ));
        }
    }
    cases.sort_by_key(|(at, _)| *at);
    cases.into_iter().map(|(_, case)| case).collect()
}

/// The same cases with calibrated confidence; the curve of a case is that of the other parts.
fn calibrated(cases: &[Case]) -> Vec<Case> {
    let others = |fold: usize| {
        let cases = cases.iter().enumerate();
        curve(
            cases
                .filter(move |(at, _)| at % FOLDS != fold)
                .map(|(_, case)| case),
        )
    };
    let curves: Vec<Curve> = (0..FOLDS).map(others).collect();
    let calibrate = |(at, case): (usize, &Case)| Case {
        confidence: curves
            .get(at % FOLDS)
            .map_or(0.0, |curve| sure(curve, case.confidence)),
        ..case.clone()
    };
    cases.iter().enumerate().map(calibrate).collect()
}

fn curve<'a>(cases: impl Iterator<Item = &'a Case>) -> Curve {
    let outcomes: Vec<Outcome> = cases
        .map(|case| Outcome {
            stated: f64::from(case.confidence),
            right: case.expected == case.predicted,
        })
        .collect();
    Curve::fit(&outcomes).unwrap_or_else(Curve::cautious)
}

/// Multinomial logistic regression by stochastic gradient descent with a step of its own for each weight.
///
/// Source: J. Duchi, E. Hazan, Y. Singer, Adaptive Subgradient Methods (`AdaGrad`), 2011.
fn weights(examples: &[&Example], categories: &[String]) -> Vec<Vec<f32>> {
    let wide = BUCKETS + RULES * categories.len() + 1;
    let start = |class: usize| {
        let mut row = vec![0.0_f32; wide];
        if let Some(own) = row.get_mut(BUCKETS + class) {
            *own = TRUST_IN_RULES;
        }
        row
    };
    let begin: Vec<Vec<f32>> = (0..categories.len()).map(start).collect();
    let mut weights = begin.clone();
    let mut seen = vec![vec![0.0_f32; wide]; categories.len()];
    let vectors: Vec<_> = examples
        .iter()
        .map(|example| {
            let right = categories.iter().position(|key| *key == example.settled);
            (example.features.vector(categories), right)
        })
        .collect();
    for round in 0..ROUNDS {
        for at in order(vectors.len(), round) {
            let Some((vector, Some(right))) = vectors.get(at) else {
                continue;
            };
            let probabilities = softmax(&scores(&weights, vector));
            let rows = weights.iter_mut().zip(&mut seen).zip(&begin);
            for (class, ((row, seen), begin)) in rows.enumerate() {
                let wanted = if class == *right { 1.0 } else { 0.0 };
                let miss = probabilities.get(class).copied().unwrap_or(0.0) - wanted;
                step(row, seen, begin, vector, miss);
            }
        }
    }
    weights
}

fn step(row: &mut [f32], seen: &mut [f32], begin: &[f32], vector: &[(usize, f32)], miss: f32) {
    for (at, value) in vector {
        let places = (row.get_mut(*at), seen.get_mut(*at), begin.get(*at));
        if let (Some(weight), Some(seen), Some(begin)) = places {
            let slope = miss * value + DECAY * (*weight - begin);
            *seen += slope * slope;
            *weight -= STEP * slope / (seen.sqrt() + 1e-3);
        }
    }
}

/// Every place once, in an order that differs from round to round and is the same in every run.
fn order(count: usize, round: usize) -> impl Iterator<Item = usize> {
    // A prime larger than any number of tickets looked at: every step is coprime to the count.
    const PRIME: usize = 1_000_003;
    let stride = PRIME.wrapping_add(round.wrapping_mul(2)) % count.max(1);
    let stride = (stride..)
        .find(|stride| coprime(*stride, count))
        .unwrap_or(1);
    (0..count).map(move |at| (at.wrapping_mul(stride).wrapping_add(round)) % count.max(1))
}

fn coprime(mut a: usize, mut b: usize) -> bool {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a == 1
}
