//! Past tickets through today's rules, the learned layer and the models, without side effects.
//!
//! Invariant: it only reads. A model that is asked anew is paid from the budget of the day, and nothing else changes.

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, stream};
use lambdesk_cloud::error::Error;
use lambdesk_domain::directory::Directory;
use lambdesk_domain::model::calibration::Calibration;
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::people::Organisation;
use lambdesk_domain::task::MessageRef;
use lambdesk_domain::triage::backtest::{self, Case, Report};
use lambdesk_domain::triage::outcomes::Measurements;
use lambdesk_domain::triage::record::believed;
use lambdesk_domain::triage::taxonomy::Taxonomy;
use lambdesk_domain::triage::verdict::Verdict;

use crate::learning::{self, Layer};
use crate::settled::{self, Settled};
use crate::triage::{self, Subject};
use crate::world::World;

/// Questions to a model at the same moment; providers allow few.
const AT_A_TIME: usize = 4;

/// What to judge again.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Newest tickets to look at.
    pub most: usize,
    /// The categories to judge by.
    pub taxonomy: Taxonomy,
    /// Settled tickets about which today's model is asked anew, newest first.
    pub ask: usize,
}

/// What became of the tickets that were looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// How right today's rules are on those whose category people settled.
    pub report: Report,
    /// How right the layer is that judges beside them; it has learned from some of these very tickets.
    pub learned: Option<Report>,
    /// How right each model was when the tickets came in, by today's calibration.
    pub models: Vec<ByModel>,
    /// How right today's model is, asked anew.
    pub asked: Option<Asked>,
    /// Tickets that were looked at, newest first.
    pub tickets: usize,
    /// Those of them without a settled category or a message of a customer.
    pub unsettled: usize,
}

/// How right one model was.
#[derive(Debug, Clone, PartialEq)]
pub struct ByModel {
    /// The model as configured.
    pub model: String,
    /// How right, on the tickets it judged.
    pub report: Report,
    /// What the judgements cost, micro-dollars, as far as known.
    pub cost_microusd: u64,
}

/// What came of asking a model anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// How right it is on the tickets it answered about.
    pub right: Option<ByModel>,
    /// How often it gave no answer, by the reason.
    pub failures: BTreeMap<Fallback, usize>,
}

/// Judges the newest tickets again.
///
/// # Errors
/// When the table or the objects cannot be read.
pub async fn run(
    world: &World,
    organisation: &Organisation,
    wanted: &Wanted,
) -> Result<Outcome, Error> {
    let id = &organisation.id;
    let (settled, tickets) = settled::newest(world, id, wanted.most).await?;
    let layer = learning::layer(world, &organisation.settings.triage).await;
    let rules: Vec<Verdict> = settled
        .iter()
        .map(|one| by_rules(&wanted.taxonomy, one))
        .collect();
    let pairs = || settled.iter().zip(&rules);
    let cases: Vec<Case> = pairs().map(|(one, rules)| case(one, rules)).collect();
    let learned = layer.map(|layer| by_layer(&layer, &wanted.taxonomy, pairs()));
    let known = world.store.measurements(id).await?;
    let models = recorded(world, pairs(), known.as_ref()).await?;
    let asked = match wanted.ask {
        0 => None,
        most => Some(anew(world, pairs().take(most), known.as_ref()).await?),
    };
    Ok(Outcome {
        unsettled: tickets.saturating_sub(cases.len()),
        report: backtest::report(&cases),
        learned,
        models,
        asked,
        tickets,
    })
}

fn by_rules(taxonomy: &Taxonomy, one: &Settled) -> Verdict {
    triage::by_rules(taxonomy, &one.ticket, &one.message, &one.text, one.error)
}

fn case(one: &Settled, verdict: &Verdict) -> Case {
    Case {
        expected: one.category.clone(),
        predicted: verdict.category.clone(),
        confidence: verdict.confidence,
    }
}

/// Where the layer has nothing to say, the rules' word stands.
fn by_layer<'a>(
    layer: &Layer,
    taxonomy: &Taxonomy,
    pairs: impl Iterator<Item = (&'a Settled, &'a Verdict)>,
) -> Report {
    let judged = pairs.map(|(one, rules)| {
        let subject = &one.message.subject;
        let verdict = layer.model.judge(rules, subject, &one.text, taxonomy);
        case(one, verdict.as_ref().unwrap_or(rules))
    });
    backtest::report(&judged.collect::<Vec<_>>())
}

fn calibration(known: Option<&Measurements>, model: &str) -> Calibration {
    known.map_or_else(|| Calibration::from(&[]), |known| known.of_model(model))
}

/// What models said when the tickets came in.
async fn recorded<'a>(
    world: &World,
    pairs: impl Iterator<Item = (&'a Settled, &'a Verdict)>,
    known: Option<&Measurements>,
) -> Result<Vec<ByModel>, Error> {
    let mut by_model = BTreeMap::<&str, (Vec<Case>, u64)>::new();
    for (one, rules) in pairs {
        let said = one.record.as_ref();
        let Some((verdict, reading)) =
            said.and_then(|record| record.model.as_ref().zip(record.reading.as_ref()))
        else {
            continue;
        };
        let calibration = calibration(known, &reading.model);
        let stated = reading.stated_confidence;
        let judged = Case {
            expected: one.category.clone(),
            predicted: verdict.category.clone(),
            confidence: believed(stated, &verdict.category, rules, &calibration),
        };
        let calls = world
            .store
            .model_calls(&one.ticket.organisation, &one.ticket.id)
            .await?;
        let costs = calls.iter().filter(|call| call.message == one.message.id);
        let (cases, cost) = by_model.entry(&reading.model).or_default();
        cases.push(judged);
        *cost += costs.filter_map(|call| call.cost_microusd).sum::<u64>();
    }
    let one = |(model, (cases, cost_microusd)): (&str, (Vec<Case>, u64))| ByModel {
        model: model.to_owned(),
        report: backtest::report(&cases),
        cost_microusd,
    };
    Ok(by_model.into_iter().map(one).collect())
}

/// What today's model says.
async fn anew<'a>(
    world: &World,
    pairs: impl Iterator<Item = (&'a Settled, &'a Verdict)>,
    known: Option<&Measurements>,
) -> Result<Asked, Error> {
    let pairs: Vec<(&Settled, &Verdict)> = pairs.collect();
    let Some((first, _)) = pairs.first() else {
        return Ok(Asked {
            right: None,
            failures: BTreeMap::new(),
        });
    };
    let directory = world.directory(&first.ticket.organisation).await?;
    let questions = pairs
        .iter()
        .map(|(one, rules)| answer(world, &directory, one, rules, known));
    let questions: Vec<_> = questions.collect();
    let answers: Vec<Answer> = stream::iter(questions).buffered(AT_A_TIME).collect().await;
    let (mut cases, mut cost_microusd) = (Vec::new(), 0);
    let (mut failures, mut named) = (BTreeMap::new(), None);
    for answer in answers {
        cost_microusd += answer.cost_microusd;
        named = named.or(answer.model);
        match answer.case {
            Ok(case) => cases.push(case),
            Err(reason) => *failures.entry(reason).or_default() += 1,
        }
    }
    Ok(Asked {
        right: named.map(|model| ByModel {
            model,
            report: backtest::report(&cases),
            cost_microusd,
        }),
        failures,
    })
}

/// One answer of today's model.
struct Answer {
    model: Option<String>,
    case: Result<Case, Fallback>,
    cost_microusd: u64,
}

async fn answer(
    world: &World,
    directory: &Directory,
    one: &Settled,
    rules: &Verdict,
    known: Option<&Measurements>,
) -> Answer {
    let place = MessageRef {
        organisation: one.ticket.organisation.clone(),
        ticket: one.ticket.id.clone(),
        message: one.message.id.clone(),
    };
    let subject = Subject {
        place: &place,
        directory,
        ticket: &one.ticket,
        message: &one.message,
    };
    let (model, outcome) = match Box::pin(triage::anew(world, subject)).await {
        Ok(found) => found,
        Err(reason) => {
            return Answer {
                model: None,
                case: Err(reason),
                cost_microusd: 0,
            };
        }
    };
    let cost_microusd = outcome.bill().microusd;
    let case = outcome.answer.map(|answer| Case {
        expected: one.category.clone(),
        confidence: believed(
            answer.confidence.category,
            &answer.category,
            rules,
            &calibration(known, &model),
        ),
        predicted: answer.category,
    });
    Answer {
        model: Some(model),
        case,
        cost_microusd,
    }
}
