//! How right judgements were, as clients see it.

use jiff::Timestamp;
use lambdesk_domain::model::calibration::{self, Curve};
use lambdesk_domain::triage::backtest::{Bin, Confused, PerCategory, Report, Threshold};
use lambdesk_domain::triage::outcomes::{Measured, Measurements};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::backtest::{ByModel, Outcome};
use crate::learning::Layer;

/// Stated confidences at which the curve is shown.
const STATED: [f32; 7] = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0];

/// What to judge again.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct BacktestParams {
    /// Newest tickets to look at, 1 to 1000; 500 when absent.
    pub(crate) most: Option<usize>,
}

/// What to learn from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrainLayer {
    /// Newest tickets to look at, 1 to 1000; 500 when absent.
    #[serde(default)]
    pub(crate) most: Option<usize>,
}

/// Past tickets judged again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BacktestView {
    /// Tickets that were looked at, newest first.
    tickets: usize,
    /// Those of them without a category that people settled.
    unsettled: usize,
    /// How right today's rules are on the others.
    report: ReportView,
    /// How right the learned layer is; it has learned from some of these very tickets. Null where there is none.
    learned: Option<ReportView>,
    /// How right each model was on the tickets it judged when they came in, by today's calibration.
    models: Vec<ModelReport>,
}

/// How right one model was.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ModelReport {
    /// The model as configured.
    model: String,
    /// How right, on the tickets it judged.
    report: ReportView,
    /// What the judgements cost, micro-dollars, as far as known.
    cost_microusd: u64,
}

/// What people kept of the judgements of models.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeasuredView {
    /// When this was measured.
    #[schema(value_type = String, format = DateTime)]
    measured_at: Timestamp,
    /// Settled tickets that were looked at.
    tickets: u32,
    /// Each model that judged some of them.
    models: Vec<MeasuredModel>,
}

/// What people kept of one model's judgements.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeasuredModel {
    /// The model as configured.
    model: String,
    /// Judgements people settled.
    outcomes: u32,
    /// Those of them that people kept.
    right: u32,
    /// By how much the confidence it states is off on average, 0 to 1.
    stated_off_by: f64,
    /// Whether its word alone may count as sure; with fewer outcomes the rules must agree.
    trusted_alone: bool,
    /// What a stated confidence counts for.
    curve: Vec<CurvePoint>,
}

/// What a stated confidence counts for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CurvePoint {
    /// As the model states it.
    stated: f32,
    /// As it counts.
    counts_as: f32,
}

/// What was learned from settled tickets.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LearnedView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    trained_at: Timestamp,
    /// From how many tickets.
    trained_on: u32,
    /// How right the rules alone were on them.
    rules: ReportView,
    /// How right the layer was on those it had not seen.
    learned: ReportView,
}

/// How right judgements were. Shares are 0 to 1.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportView {
    /// Tickets judged.
    cases: usize,
    /// Share whose category is right.
    accuracy: f64,
    /// Mean of the categories' F1.
    macro_f1: f64,
    /// By how much confidence is off on average.
    calibration_error: f64,
    /// Each category that occurs.
    categories: Vec<CategoryReport>,
    /// How often each category was taken for each.
    confusion: Vec<ConfusedView>,
    /// Confidence against truth.
    calibration: Vec<BinView>,
    /// What acting from a confidence on would have done.
    thresholds: Vec<ThresholdView>,
}

/// How right judgements of one category were.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CategoryReport {
    /// Its key.
    category: String,
    /// Tickets that are in it.
    tickets: usize,
    /// Share of what was put into it that belongs there.
    precision: f64,
    /// Share of what belongs there that was put into it.
    recall: f64,
    /// Harmonic mean of both.
    f1: f64,
}

/// One cell of the confusion matrix.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConfusedView {
    /// What it is.
    expected: String,
    /// What it was taken for.
    predicted: String,
    /// How often.
    tickets: usize,
}

/// Tickets with a confidence in a range of a tenth.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BinView {
    /// Beginning of the range.
    from: f64,
    /// Tickets in it.
    tickets: usize,
    /// Mean of their confidence.
    confidence: f64,
    /// Share of them that is right.
    accuracy: f64,
}

/// What acting from a confidence on would have done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ThresholdView {
    /// The confidence.
    threshold: f32,
    /// Tickets at or above it.
    automatic: usize,
    /// Those of them that are wrong.
    wrong: usize,
    /// Share of all tickets at or above it.
    coverage: f64,
    /// Lower end of where the share of wrong ones lies with a probability of 95 %.
    wrong_at_least: f64,
    /// Upper end of it.
    wrong_at_most: f64,
}

impl From<Outcome> for BacktestView {
    fn from(outcome: Outcome) -> Self {
        Self {
            tickets: outcome.tickets,
            unsettled: outcome.unsettled,
            report: (&outcome.report).into(),
            learned: outcome.learned.as_ref().map(Into::into),
            models: outcome.models.iter().map(Into::into).collect(),
        }
    }
}

impl From<&ByModel> for ModelReport {
    fn from(one: &ByModel) -> Self {
        Self {
            model: one.model.clone(),
            report: (&one.report).into(),
            cost_microusd: one.cost_microusd,
        }
    }
}

impl From<&Measurements> for MeasuredView {
    fn from(measured: &Measurements) -> Self {
        Self {
            measured_at: measured.at,
            tickets: measured.tickets,
            models: measured.models.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Measured> for MeasuredModel {
    fn from(one: &Measured) -> Self {
        let point = |stated| CurvePoint {
            stated,
            counts_as: one.calibration.apply(stated, &Curve::cautious()),
        };
        Self {
            model: one.model.clone(),
            outcomes: one.calibration.outcomes(),
            right: one.right,
            stated_off_by: one.stated_off_by,
            trusted_alone: one.calibration.outcomes() >= calibration::FEW,
            curve: STATED.map(point).into(),
        }
    }
}

impl From<&Layer> for LearnedView {
    fn from(layer: &Layer) -> Self {
        Self {
            trained_at: layer.trained_at,
            trained_on: layer.model.trained_on(),
            rules: (&layer.rules).into(),
            learned: (&layer.learned).into(),
        }
    }
}

impl From<&Report> for ReportView {
    fn from(report: &Report) -> Self {
        Self {
            cases: report.cases,
            accuracy: report.accuracy,
            macro_f1: report.macro_f1,
            calibration_error: report.calibration_error,
            categories: report.categories.iter().map(Into::into).collect(),
            confusion: report.confusion.iter().map(Into::into).collect(),
            calibration: report.calibration.iter().map(Into::into).collect(),
            thresholds: report.thresholds.iter().map(Into::into).collect(),
        }
    }
}

impl From<&PerCategory> for CategoryReport {
    fn from(one: &PerCategory) -> Self {
        Self {
            category: one.category.clone(),
            tickets: one.tickets,
            precision: one.precision,
            recall: one.recall,
            f1: one.f1,
        }
    }
}

impl From<&Confused> for ConfusedView {
    fn from(cell: &Confused) -> Self {
        Self {
            expected: cell.expected.clone(),
            predicted: cell.predicted.clone(),
            tickets: cell.tickets,
        }
    }
}

impl From<&Bin> for BinView {
    fn from(bin: &Bin) -> Self {
        Self {
            from: bin.from,
            tickets: bin.tickets,
            confidence: bin.confidence,
            accuracy: bin.accuracy,
        }
    }
}

impl From<&Threshold> for ThresholdView {
    fn from(threshold: &Threshold) -> Self {
        let (wrong_at_least, wrong_at_most) = threshold.wrong_between;
        Self {
            threshold: threshold.threshold,
            automatic: threshold.automatic,
            wrong: threshold.wrong,
            coverage: threshold.coverage,
            wrong_at_least,
            wrong_at_most,
        }
    }
}
