//! Joins a ranking by words with a ranking by meaning.
//!
//! Invariant: nearness is an argument; without it the ranking by words stands as it is.

use std::collections::BTreeMap;

/// The usual constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009).
const RANK_OFFSET: f32 = 60.0;
/// Share of the best one's nearness below which something is not near: every model finds everything a little alike.
const NEAR: f32 = 0.5;

/// The `limit` nearest, best first, equal ones in the order given: only what is near at all, and at least half as near as the
/// best.
#[must_use]
pub fn nearest<K>(closeness: impl IntoIterator<Item = (K, f32)>, limit: usize) -> Vec<(K, f32)> {
    let mut near: Vec<(K, f32)> = closeness.into_iter().filter(|(_, c)| *c > 0.0).collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1));
    let least = near.first().map_or(0.0, |(_, best)| best * NEAR);
    near.retain(|(_, closeness)| *closeness >= least);
    near.truncate(limit);
    near
}

/// Reciprocal rank fusion of rankings, best first; of equal ones that which an earlier ranking names first. Scores of
/// different kinds need not be comparable.
#[must_use]
pub fn fuse<K: Ord + Clone>(rankings: &[Vec<K>], limit: usize) -> Vec<(K, f32)> {
    let mut sums: BTreeMap<K, (f32, usize)> = BTreeMap::new();
    for ranking in rankings {
        for (key, place) in ranking.iter().zip(1u16..) {
            let seen = sums.len();
            let sum = sums.entry(key.clone()).or_insert((0.0, seen));
            sum.0 += 1.0 / (RANK_OFFSET + f32::from(place));
        }
    }
    let mut fused: Vec<(K, (f32, usize))> = sums.into_iter().collect();
    fused.sort_by(|(_, a), (_, b)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    fused.truncate(limit);
    fused
        .into_iter()
        .map(|(key, (sum, _))| (key, sum))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_rankings_name_comes_first() {
        let fused = fuse(&[vec!["a", "b", "c"], vec!["b", "d"]], 3);
        let keys: Vec<_> = fused.iter().map(|(k, _)| *k).collect();
        assert_eq!(keys, ["b", "a", "d"]);
    }

    #[test]
    fn of_equals_the_one_found_by_its_words_comes_first() {
        let fused = fuse(&[vec!["z"], vec!["a"]], 5);
        let keys: Vec<_> = fused.iter().map(|(k, _)| *k).collect();
        assert_eq!(keys, ["z", "a"]);
        assert_eq!(fuse(&[vec!["b", "a"], vec![]], 5)[0].0, "b");
    }

    #[test]
    fn nearest_leaves_out_what_is_far() {
        let given = [("far", 0.3), ("near", 0.8), ("also", 0.4), ("away", -0.9)];
        let keys = |limit| -> Vec<&str> {
            let found = nearest(given, limit);
            found.into_iter().map(|(key, _)| key).collect()
        };
        assert_eq!(keys(9), ["near", "also"]);
        assert_eq!(keys(1), ["near"]);
        assert!(nearest([("x", 0.0), ("y", f32::NAN)], 3).is_empty());
    }
}
