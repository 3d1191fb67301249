//! How well a search finds: recall among the first k, and the mean reciprocal rank.
//!
//! Invariant: a question whose answer is not found counts as nought, never as missing.

use serde::{Deserialize, Serialize};

/// The figures of a run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Questions asked.
    pub questions: usize,
    /// Share with the right answer first.
    pub recall_at_1: f64,
    /// Share with the right answer among the first three.
    pub recall_at_3: f64,
    /// Share with the right answer among the first five.
    pub recall_at_5: f64,
    /// Mean of one over the place of the right answer.
    pub mean_reciprocal_rank: f64,
}

/// The figures of many questions; each is the place of its right answer, from 0, when it was found.
#[must_use]
pub fn figures(places: &[Option<usize>]) -> Figures {
    let count = |n: usize| u32::try_from(n).map_or(f64::MAX, f64::from);
    let total = count(places.len().max(1));
    let within = |k: usize| count(places.iter().flatten().filter(|p| **p < k).count()) / total;
    Figures {
        questions: places.len(),
        recall_at_1: within(1),
        recall_at_3: within(3),
        recall_at_5: within(5),
        mean_reciprocal_rank: places
            .iter()
            .flatten()
            .map(|place| 1.0 / count(place + 1))
            .sum::<f64>()
            / total,
    }
}

/// The place of the first result that is right.
pub fn place_of<T>(
    results: impl IntoIterator<Item = T>,
    right: impl Fn(&T) -> bool,
) -> Option<usize> {
    results.into_iter().position(|result| right(&result))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_count_what_was_not_found() {
        let figures = figures(&[Some(0), Some(2), Some(4), None]);
        assert_eq!(figures.questions, 4);
        assert!((figures.recall_at_1 - 0.25).abs() < 1e-9);
        assert!((figures.recall_at_3 - 0.5).abs() < 1e-9);
        assert!((figures.recall_at_5 - 0.75).abs() < 1e-9);
        assert!((figures.mean_reciprocal_rank - (1.0 + 1.0 / 3.0 + 0.2) / 4.0).abs() < 1e-9);
        assert_eq!(super::figures(&[]).questions, 0);
    }

    #[test]
    fn the_first_right_result_counts() {
        assert_eq!(place_of(["a", "b", "b"], |r| *r == "b"), Some(1));
        assert_eq!(place_of(["a"], |r| *r == "b"), None);
    }
}
