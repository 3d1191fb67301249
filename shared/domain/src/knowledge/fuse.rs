//! Joins a ranking by words with a ranking by meaning.
//!
//! Invariant: vectors are arguments; without them the ranking by words stands as it is.

use std::collections::BTreeMap;

/// The usual constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009).
const RANK_OFFSET: f32 = 60.0;

/// The cosine of two vectors, 0 when their lengths differ or one is empty.
#[must_use]
pub fn cosine(a: &[f32], b: &[f32]) -> f32 {
    if a.len() != b.len() {
        return 0.0;
    }
    let dot: f32 = a.iter().zip(b).map(|(x, y)| x * y).sum();
    let norm = |v: &[f32]| v.iter().map(|x| x * x).sum::<f32>().sqrt();
    let product = norm(a) * norm(b);
    if product > 0.0 { dot / product } else { 0.0 }
}

/// The `limit` nearest of many vectors, best first; equal ones in the order given.
#[must_use]
pub fn nearest<K>(
    question: &[f32],
    vectors: impl IntoIterator<Item = (K, impl AsRef<[f32]>)>,
    limit: usize,
) -> Vec<(K, f32)> {
    let mut scored: Vec<(K, f32)> = vectors
        .into_iter()
        .map(|(key, vector)| (key, cosine(question, vector.as_ref())))
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    scored.truncate(limit);
    scored
}

/// Reciprocal rank fusion of rankings, best first. Scores of different kinds need not be comparable.
#[must_use]
pub fn fuse<K: Ord + Clone>(rankings: &[Vec<K>], limit: usize) -> Vec<(K, f32)> {
    let mut sums: BTreeMap<K, f32> = BTreeMap::new();
    for ranking in rankings {
        for (key, place) in ranking.iter().zip(1u16..) {
            *sums.entry(key.clone()).or_default() += 1.0 / (RANK_OFFSET + f32::from(place));
        }
    }
    let mut fused: Vec<(K, f32)> = sums.into_iter().collect();
    fused.sort_by(|a, b| b.1.total_cmp(&a.1));
    fused.truncate(limit);
    fused
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosine_is_of_the_angle_and_total() {
        assert!((cosine(&[1.0, 0.0], &[2.0, 0.0]) - 1.0).abs() < 1e-6);
        assert!(cosine(&[1.0, 0.0], &[0.0, 3.0]).abs() < 1e-6);
        assert_eq!(cosine(&[1.0], &[1.0, 2.0]), 0.0);
        assert_eq!(cosine(&[], &[]), 0.0);
        assert_eq!(cosine(&[0.0], &[1.0]), 0.0);
    }

    #[test]
    fn what_both_rankings_name_comes_first() {
        let fused = fuse(&[vec!["a", "b", "c"], vec!["b", "d"]], 3);
        let keys: Vec<_> = fused.iter().map(|(k, _)| *k).collect();
        assert_eq!(keys, ["b", "a", "d"]);
    }

    #[test]
    fn nearest_sorts_by_angle() {
        let vectors = [("x", vec![0.0, 1.0]), ("y", vec![1.0, 0.1])];
        let found = nearest(&[1.0, 0.0], vectors, 1);
        assert_eq!(found[0].0, "y");
        assert_eq!(found.len(), 1);
    }
}
