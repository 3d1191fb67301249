//! Turns the confidence an engine states into the share of cases in which it is right.
//!
//! Invariant: a calibrated confidence never falls when the stated one rises. A stated 1 is never believed whole.

use serde::{Deserialize, Serialize};

/// Outcomes from which an organisation's own curve stands alone.
pub const ENOUGH: u32 = 200;
/// Outcomes below which only the agreement of both engines lets anything happen by itself.
pub const FEW: u32 = 50;
/// Bins of the calibration error.
const BINS: usize = 10;

/// What an agent's later choice says about one judgement.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The confidence that was stated, 0 to 1.
    pub stated: f64,
    /// Whether the agent kept the judgement.
    pub right: bool,
}

/// A rising curve from stated to true confidence, by points; between them it is straight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    points: Vec<(f64, f64)>,
}

/// Some neighbouring outcomes with one rate.
#[derive(Debug, Clone, Copy)]
struct Block {
    stated: f64,
    right: f64,
    count: f64,
}

impl Block {
    fn rate(&self) -> f64 {
        self.right / self.count
    }

    fn join(self, other: Self) -> Self {
        Self {
            stated: self.stated + other.stated,
            right: self.right + other.right,
            count: self.count + other.count,
        }
    }

    /// The point of the block. The rate is drawn a little to the middle (Laplace): three of three right is not a
    /// certainty.
    fn point(&self) -> (f64, f64) {
        (
            self.stated / self.count,
            (self.right + 1.0) / (self.count + 2.0),
        )
    }
}

impl Curve {
    /// What is assumed before anything was measured: stated confidences of models are too high. Replaced by the
    /// installation's own curve as soon as there is one.
    #[must_use]
    pub fn cautious() -> Self {
        Self {
            points: vec![(0.0, 0.0), (0.5, 0.4), (0.8, 0.65), (0.9, 0.78), (1.0, 0.9)],
        }
    }

    /// The rising curve closest to the outcomes in the least-squares sense (isotonic regression by pooling adjacent
    /// violators); `None` without outcomes.
    #[must_use]
    pub fn fit(outcomes: &[Outcome]) -> Option<Self> {
        let mut blocks: Vec<Block> = Vec::new();
        for block in by_stated(outcomes) {
            let mut block = block;
            while let Some(last) = blocks.pop_if(|last| last.rate() >= block.rate()) {
                block = last.join(block);
            }
            blocks.push(block);
        }
        let mut highest: f64 = 0.0;
        let mut points = Vec::with_capacity(blocks.len());
        for (stated, rate) in blocks.iter().map(Block::point) {
            highest = highest.max(rate);
            points.push((stated, highest));
        }
        (!points.is_empty()).then_some(Self { points })
    }

    /// The share of cases in which a judgement with this stated confidence is right.
    #[must_use]
    pub fn at(&self, stated: f64) -> f64 {
        let mut below: Option<(f64, f64)> = None;
        for (x, y) in self.points.iter().copied() {
            if stated < x {
                let Some((x0, y0)) = below else {
                    return y;
                };
                return y0 + (y - y0) * (stated - x0) / (x - x0);
            }
            below = Some((x, y));
        }
        below.map_or(0.0, |(_, y)| y)
    }
}

/// Outcomes with the same stated confidence as one block, rising; what is not a number is left out.
fn by_stated(outcomes: &[Outcome]) -> Vec<Block> {
    let mut sorted: Vec<Outcome> = outcomes
        .iter()
        .copied()
        .filter(|o| o.stated.is_finite())
        .collect();
    sorted.sort_by(|a, b| a.stated.total_cmp(&b.stated));
    let mut blocks: Vec<Block> = Vec::new();
    let mut last = f64::NAN;
    for outcome in sorted {
        let one = Block {
            stated: outcome.stated,
            right: if outcome.right { 1.0 } else { 0.0 },
            count: 1.0,
        };
        match blocks
            .last_mut()
            .filter(|_| outcome.stated.total_cmp(&last).is_eq())
        {
            Some(block) => *block = block.join(one),
            None => blocks.push(one),
        }
        last = outcome.stated;
    }
    blocks
}

/// What an organisation knows about an engine's confidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    own: Option<Curve>,
    outcomes: u32,
}

impl Calibration {
    /// From the organisation's own outcomes.
    #[must_use]
    pub fn from(outcomes: &[Outcome]) -> Self {
        Self {
            own: Curve::fit(outcomes),
            outcomes: u32::try_from(outcomes.len()).unwrap_or(u32::MAX),
        }
    }

    /// How many outcomes it rests on.
    #[must_use]
    pub fn outcomes(&self) -> u32 {
        self.outcomes
    }

    /// The calibrated confidence: the organisation's own curve, drawn to the global one while its outcomes are few.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a share needs no more than seven digits"
    )]
    pub fn apply(&self, stated: f32, global: &Curve) -> f32 {
        let stated = f64::from(stated);
        let weight = f64::from(self.outcomes.min(ENOUGH)) / f64::from(ENOUGH);
        let own = self.own.as_ref().map_or(0.0, |own| own.at(stated) * weight);
        let weight = if self.own.is_some() { weight } else { 0.0 };
        (own + global.at(stated) * (1.0 - weight)).clamp(0.0, 1.0) as f32
    }

    /// Whether a calibrated confidence may let something happen by itself: it reaches the threshold, and while the
    /// outcomes are few both engines also chose the same.
    #[must_use]
    pub fn confident(&self, calibrated: f32, threshold: f32, engines_agree: bool) -> bool {
        calibrated >= threshold && (engines_agree || self.outcomes >= FEW)
    }
}

/// The expected calibration error: by how much stated and true confidence differ on average, over ten equal bins
/// weighted by their outcomes; `None` without outcomes.
#[must_use]
pub fn error(outcomes: &[Outcome]) -> Option<f64> {
    let empty = Block {
        stated: 0.0,
        right: 0.0,
        count: 0.0,
    };
    let mut bins = [empty; BINS];
    let mut all = 0.0;
    for outcome in outcomes.iter().filter(|o| (0.0..=1.0).contains(&o.stated)) {
        // Bin n holds what is below (n + 1) / 10; the last one also 1.
        let ends = (1..BINS).map(|n| n as f64 / BINS as f64);
        let bin = ends.take_while(|end| outcome.stated >= *end).count();
        if let Some(bin) = bins.get_mut(bin) {
            *bin = bin.join(Block {
                stated: outcome.stated,
                right: if outcome.right { 1.0 } else { 0.0 },
                count: 1.0,
            });
            all += 1.0;
        }
    }
    let off: f64 = bins.iter().map(|bin| (bin.stated - bin.right).abs()).sum();
    (all > 0.0).then(|| off / all)
}

/// The lowest threshold at which at least `precision` of what passes is right, and the share that passes there.
#[must_use]
pub fn coverage_at(outcomes: &[Outcome], precision: f64) -> Option<(f64, f64)> {
    let blocks = by_stated(outcomes);
    let all: f64 = blocks.iter().map(|block| block.count).sum();
    let mut passing: Option<Block> = None;
    let mut best = None;
    for block in blocks.iter().rev() {
        let sum = passing.map_or(*block, |sum| sum.join(*block));
        passing = Some(sum);
        if sum.rate() >= precision {
            best = Some((block.stated / block.count, sum.count / all));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn outcomes(list: &[(f64, usize, usize)]) -> Vec<Outcome> {
        let one = |(stated, right, wrong): &(f64, usize, usize)| {
            let rights = vec![true; *right].into_iter().chain(vec![false; *wrong]);
            rights
                .map(|right| Outcome {
                    stated: *stated,
                    right,
                })
                .collect::<Vec<_>>()
        };
        list.iter().flat_map(one).collect()
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6
    }

    #[test]
    fn neighbours_that_fall_are_pooled() {
        // Rates 0.5, 0.25, 1.0: the first two are one block of 8 with 3 right.
        let curve = Curve::fit(&outcomes(&[(0.2, 2, 2), (0.4, 1, 3), (0.9, 4, 0)])).unwrap();
        assert_eq!(curve.points.len(), 2);
        let (pooled, top) = (curve.points[0], curve.points[1]);
        assert!(
            near(pooled.0, 0.3) && near(pooled.1, 4.0 / 10.0),
            "{pooled:?}"
        );
        assert!(near(top.0, 0.9) && near(top.1, 5.0 / 6.0), "{top:?}");
        assert!(near(curve.at(0.0), 0.4) && near(curve.at(1.0), 5.0 / 6.0));
        assert!(near(curve.at(0.6), (0.4 + 5.0 / 6.0) / 2.0));
    }

    #[test]
    fn few_outcomes_are_drawn_to_the_global_curve() {
        let global = Curve::cautious();
        assert_eq!(Calibration::from(&[]).apply(1.0, &global), 0.9);
        let half = Calibration::from(&outcomes(&[(0.9, 0, 100)]));
        let own = 1.0 / 102.0;
        assert!(near(
            f64::from(half.apply(0.9, &global)),
            (own + 0.78) / 2.0
        ));
        let whole = Calibration::from(&outcomes(&[(0.9, 0, 200)]));
        assert!(near(f64::from(whole.apply(0.9, &global)), 1.0 / 202.0));
    }

    #[test]
    fn until_fifty_outcomes_both_engines_must_agree() {
        for (count, agree, expected) in [
            (0, false, false),
            (0, true, true),
            (49, false, false),
            (50, false, true),
        ] {
            let calibration = Calibration::from(&outcomes(&[(0.9, count, 0)]));
            assert_eq!(
                calibration.confident(0.9, 0.8, agree),
                expected,
                "{count} {agree}"
            );
            assert!(!calibration.confident(0.7, 0.8, agree), "{count} {agree}");
        }
    }

    #[test]
    fn error_is_the_weighted_gap_of_the_bins() {
        assert_eq!(error(&[]), None);
        assert!(near(error(&outcomes(&[(0.9, 9, 1)])).unwrap(), 0.0));
        // 10 at 0.95 with 5 right, 10 at 0.1 with 1 right: (9.5 - 5) / 20.
        assert!(near(
            error(&outcomes(&[(0.95, 5, 5), (0.1, 1, 9)])).unwrap(),
            4.5 / 20.0
        ));
    }

    #[test]
    fn coverage_takes_the_lowest_threshold_that_is_precise_enough() {
        let outcomes = outcomes(&[(0.5, 1, 9), (0.8, 9, 1), (0.9, 10, 0)]);
        let (threshold, coverage) = coverage_at(&outcomes, 0.95).unwrap();
        assert!(near(threshold, 0.8) && near(coverage, 20.0 / 30.0));
        assert_eq!(coverage_at(&outcomes, 1.1), None);
    }

    proptest! {
        #[test]
        fn curve_never_falls(list in prop::collection::vec((0.0f64..=1.0, any::<bool>()), 1..120), global in any::<bool>()) {
            let outcomes: Vec<Outcome> = list.into_iter().map(|(stated, right)| Outcome { stated, right }).collect();
            let calibration = Calibration::from(&outcomes);
            let curve = if global { Curve::cautious() } else { Curve::fit(&outcomes).unwrap() };
            let mut last = 0.0;
            for step in 0u8..=100 {
                let value = calibration.apply(f32::from(step) / 100.0, &curve);
                prop_assert!(value + 1e-6 >= last, "{value} after {last}");
                prop_assert!((0.0..1.0).contains(&value));
                last = value;
            }
        }
    }
}
