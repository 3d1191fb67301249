//! How right judgements were on tickets whose category people settled, and what a threshold would have done.
//!
//! Invariant: pure counting; nothing is changed by it, and the same cases give the same report.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::people::Actor;
use crate::ticket::{Event, Ticket};

/// Thresholds that are reported.
const THRESHOLDS: [f32; 6] = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
/// Ranges of confidence in the calibration.
const BINS: u8 = 10;
/// Quantile of the normal distribution for 95 %, both sides.
const Z: f64 = 1.959_964;

/// One ticket: what people settled on, and what is said of it today.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The category people settled on.
    pub expected: String,
    /// The category the judgement names.
    pub predicted: String,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
}

impl Case {
    fn right(&self) -> bool {
        self.expected == self.predicted
    }
}

/// What the cases say together. Shares are 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Number of cases.
    pub cases: usize,
    /// Share whose category is right.
    pub accuracy: f64,
    /// Mean of the categories' F1, each counting the same however rare it is.
    pub macro_f1: f64,
    /// Each category that occurs.
    pub categories: Vec<PerCategory>,
    /// How often each category was taken for each.
    pub confusion: Vec<Confused>,
    /// Confidence against truth.
    pub calibration: Vec<Bin>,
    /// Expected calibration error: by how much confidence is off on average.
    pub calibration_error: f64,
    /// What acting from a confidence on would have done.
    pub thresholds: Vec<Threshold>,
}

/// One category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PerCategory {
    /// Its key.
    pub category: String,
    /// Tickets that are in it.
    pub tickets: usize,
    /// Share of what was put into it that belongs there.
    pub precision: f64,
    /// Share of what belongs there that was put into it.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

/// One cell of the confusion matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confused {
    /// What it is.
    pub expected: String,
    /// What it was taken for.
    pub predicted: String,
    /// How often.
    pub tickets: usize,
}

/// Cases with a confidence in a range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Beginning of the range.
    pub from: f64,
    /// Number of cases.
    pub tickets: usize,
    /// Mean of their confidence.
    pub confidence: f64,
    /// Share of them that is right.
    pub accuracy: f64,
}

/// What acting from a confidence on would have done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    /// The confidence.
    pub threshold: f32,
    /// Tickets at or above it.
    pub automatic: usize,
    /// Those of them that are wrong.
    pub wrong: usize,
    /// Share of all tickets at or above it.
    pub coverage: f64,
    /// Where the share of wrong ones lies with a probability of 95 % (Wilson's interval).
    pub wrong_between: (f64, f64),
}

/// The category people settled on: the last one an agent set, else the one a finished ticket kept that a person or a
/// program of theirs has worked on. What only triage ever touched says nothing about triage.
#[must_use]
pub fn settled(ticket: &Ticket, events: &[Event]) -> Option<String> {
    let set = events.iter().rev().find_map(|event| {
        let by_a_person = matches!(event.actor, Actor::Agent(_));
        event.after.get("category").filter(|_| by_a_person)
    });
    match set {
        Some(category) => category.as_str().map(str::to_owned),
        None if ticket.status.is_active() || !events.iter().any(by_people) => None,
        None => ticket.category.clone(),
    }
}

fn by_people(event: &Event) -> bool {
    matches!(event.actor, Actor::Agent(_) | Actor::Machine(_))
}

/// Puts cases together.
#[must_use]
pub fn report(cases: &[Case]) -> Report {
    let categories = per_category(cases);
    let f1: Vec<f64> = categories.iter().map(|c| c.f1).collect();
    let calibration = calibration(cases);
    let off = |bin: &Bin| ratio(bin.tickets, cases.len()) * (bin.confidence - bin.accuracy).abs();
    Report {
        cases: cases.len(),
        accuracy: ratio(
            cases.iter().filter(|case| case.right()).count(),
            cases.len(),
        ),
        macro_f1: sum(f1.iter().copied()) / count(f1.len()).max(1.0),
        confusion: confusion(cases),
        calibration_error: sum(calibration.iter().map(off)),
        thresholds: THRESHOLDS.iter().map(|t| threshold(cases, *t)).collect(),
        categories,
        calibration,
    }
}

fn per_category(cases: &[Case]) -> Vec<PerCategory> {
    let both = cases
        .iter()
        .flat_map(|case| [&case.expected, &case.predicted]);
    let keys: BTreeSet<&String> = both.collect();
    let one = |key: &String| {
        let tickets = cases.iter().filter(|case| case.expected == *key).count();
        let put = cases.iter().filter(|case| case.predicted == *key).count();
        let right = cases
            .iter()
            .filter(|case| case.right() && case.expected == *key)
            .count();
        let (precision, recall) = (ratio(right, put), ratio(right, tickets));
        let sum = precision + recall;
        let f1 = if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        };
        PerCategory {
            category: key.clone(),
            tickets,
            precision,
            recall,
            f1,
        }
    };
    keys.into_iter().map(one).collect()
}

fn confusion(cases: &[Case]) -> Vec<Confused> {
    let mut cells = BTreeMap::<(&str, &str), usize>::new();
    for case in cases {
        *cells.entry((&case.expected, &case.predicted)).or_default() += 1;
    }
    let cell = |((expected, predicted), tickets): ((&str, &str), usize)| Confused {
        expected: expected.to_owned(),
        predicted: predicted.to_owned(),
        tickets,
    };
    cells.into_iter().map(cell).collect()
}

fn calibration(cases: &[Case]) -> Vec<Bin> {
    let mut bins = Vec::new();
    for number in 0..BINS {
        let from = f64::from(number) / f64::from(BINS);
        let to = f64::from(number + 1) / f64::from(BINS);
        let within = |case: &&Case| {
            let sure = f64::from(case.confidence);
            // The last range holds what is quite certain, too.
            sure >= from && (sure < to || number + 1 == BINS)
        };
        let inside: Vec<&Case> = cases.iter().filter(within).collect();
        if inside.is_empty() {
            continue;
        }
        let sum: f64 = inside.iter().map(|case| f64::from(case.confidence)).sum();
        bins.push(Bin {
            from,
            tickets: inside.len(),
            confidence: sum / count(inside.len()),
            accuracy: ratio(
                inside.iter().filter(|case| case.right()).count(),
                inside.len(),
            ),
        });
    }
    bins
}

fn threshold(cases: &[Case], threshold: f32) -> Threshold {
    let above = || cases.iter().filter(|case| case.confidence >= threshold);
    let automatic = above().count();
    let wrong = above().filter(|case| !case.right()).count();
    Threshold {
        threshold,
        automatic,
        wrong,
        coverage: ratio(automatic, cases.len()),
        wrong_between: wilson(wrong, automatic),
    }
}

/// Where a share lies with a probability of 95 %; everything is possible when nothing was seen.
///
/// Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.
#[must_use]
pub fn wilson(hits: usize, of: usize) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let (n, share) = (count(of), ratio(hits, of));
    let middle = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (
        ((middle - spread) / scale).max(0.0),
        ((middle + spread) / scale).min(1.0),
    )
}

/// A sum that is a plain zero when there is nothing to add; the standard one is `-0.0`.
fn sum(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |sum, value| sum + value)
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        count(part) / count(whole)
    }
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ids::{AgentId, EventId};
    use crate::samples;
    use crate::status::Status;

    fn cases(rows: &[(&str, &str, f32)]) -> Vec<Case> {
        let case = |(expected, predicted, confidence): &(&str, &str, f32)| Case {
            expected: (*expected).to_owned(),
            predicted: (*predicted).to_owned(),
            confidence: *confidence,
        };
        rows.iter().map(case).collect()
    }

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-4, "{a} is not {b}");
    }

    #[test]
    fn figures_are_those_worked_out_by_hand() {
        let report = report(&cases(&[
            ("bug", "bug", 0.95),
            ("bug", "bug", 0.85),
            ("bug", "refund", 0.55),
            ("refund", "refund", 0.9),
        ]));
        near(report.accuracy, 0.75);
        let [bug, refund] = report.categories.as_slice() else {
            panic!("two categories")
        };
        near(bug.precision, 1.0);
        near(bug.recall, 2.0 / 3.0);
        near(bug.f1, 0.8);
        near(refund.precision, 0.5);
        near(refund.f1, 2.0 / 3.0);
        near(report.macro_f1, (0.8 + 2.0 / 3.0) / 2.0);
        assert_eq!(report.confusion.len(), 3);
        let at = |t: f32| {
            report
                .thresholds
                .iter()
                .find(|one| (one.threshold - t).abs() < 1e-6)
                .unwrap()
        };
        assert_eq!((at(0.8).automatic, at(0.8).wrong), (3, 0));
        assert_eq!((at(0.5).automatic, at(0.5).wrong), (4, 1));
        near(at(0.8).coverage, 0.75);
    }

    #[test]
    fn confidence_that_is_true_has_no_calibration_error() {
        let mut rows = vec![("a", "a", 0.75); 3];
        rows.push(("a", "b", 0.75));
        let honest = report(&cases(&rows));
        near(honest.calibration_error, 0.0);
        let boasting = report(&cases(&[("a", "b", 1.0), ("a", "a", 1.0)]));
        near(boasting.calibration_error, 0.5);
    }

    #[test]
    fn few_cases_leave_much_open() {
        // Figures of the literature: 0 of 10 and 5 of 10.
        let (low, high) = wilson(0, 10);
        near(low, 0.0);
        near(high, 0.2775);
        let (low, high) = wilson(5, 10);
        near(low, 0.2366);
        near(high, 0.7634);
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn a_persons_word_counts_and_else_what_a_finished_ticket_kept() {
        let open = samples::ticket(1);
        let kept = Ticket {
            category: Some("bug".to_owned()),
            status: Status::Resolved,
            ..open.clone()
        };
        let event = |actor: Actor, category: &str| Event {
            id: EventId::new(1, [1; 10]),
            organisation: samples::organisation_id(),
            ticket: open.id.clone(),
            kind: "ticket.edited".to_owned(),
            actor,
            before: BTreeMap::new(),
            after: [("category".to_owned(), json!(category))].into(),
            at: samples::day(0),
        };
        let agent = || Actor::Agent(AgentId::new(1, [1; 10]));
        let triage = event(Actor::System("triage".to_owned()), "bug");
        assert_eq!(settled(&open, std::slice::from_ref(&triage)), None);
        assert_eq!(
            settled(&kept, std::slice::from_ref(&triage)),
            None,
            "nobody looked at it"
        );
        let resolved = Event {
            kind: "ticket.status_changed".to_owned(),
            after: [("status".to_owned(), json!("resolved"))].into(),
            ..event(agent(), "")
        };
        assert_eq!(
            settled(&kept, &[triage.clone(), resolved]).as_deref(),
            Some("bug")
        );
        let corrected = [triage, event(agent(), "other"), event(agent(), "refund")];
        assert_eq!(settled(&open, &corrected).as_deref(), Some("refund"));
    }

    #[test]
    fn no_cases_are_no_fault() {
        let empty = report(&[]);
        assert_eq!(empty.cases, 0);
        assert!(empty.accuracy.abs() < f64::EPSILON && empty.calibration.is_empty());
        assert!(empty.macro_f1.is_sign_positive() && empty.calibration_error.is_sign_positive());
    }
}
