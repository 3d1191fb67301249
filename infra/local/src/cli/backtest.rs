//! Says how right today's rules, what was learned and the models are on past tickets.
//!
//! Invariant: nothing is changed; asking a model anew counts against the budget of the day.

use std::collections::BTreeMap;

use anyhow::Context as _;
use clap::Args;
use lambdesk_cloud::config::Role;
use lambdesk_domain::triage::backtest::Report;
use lambdesk_domain::triage::presets::Preset;
use lambdesk_domain::triage::taxonomy::Taxonomy;
use lambdesk_functions::backtest::{self, Asked, ByModel, Outcome, Wanted};
use serde_json::{Value, json};

use super::attach::Helpdesk;
use super::{Data, print};

/// Options of `lambdesk backtest`.
#[derive(Debug, Args)]
pub(super) struct Backtest {
    /// How many of the newest tickets to judge again
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    most: usize,
    /// Other categories than the organisation's: saas or classic
    #[arg(long, value_name = "PRESET")]
    preset: Option<Preset>,
    /// Ask today's model anew about the newest N settled tickets; costs money, within the budget of the day
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    ask_model: usize,
    /// Print one JSON object instead of tables
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: Data,
}

impl Backtest {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let helpdesk = Helpdesk::find(&self.data.data).await?;
        let world = helpdesk.world(Role::Api)?;
        let organisation = world.default_organisation().await?;
        let own = || organisation.settings.triage.taxonomy();
        let wanted = Wanted {
            most: self.most,
            taxonomy: self.preset.map_or_else(own, Taxonomy::preset),
            ask: self.ask_model,
        };
        let outcome = backtest::run(&world, &organisation, &wanted)
            .await
            .context("the tickets cannot be read")?;
        helpdesk.finish().await?;
        if self.json {
            print(&object(&outcome).to_string());
        } else {
            print(&text(&outcome));
        }
        Ok(())
    }
}

fn object(outcome: &Outcome) -> Value {
    let model = |one: &ByModel| json!({ "model": one.model, "report": one.report, "cost_microusd": one.cost_microusd });
    let asked = outcome.asked.as_ref().map(|asked| {
        let failures: BTreeMap<&str, usize> = asked
            .failures
            .iter()
            .map(|(reason, times)| (reason.word(), *times))
            .collect();
        json!({ "right": asked.right.as_ref().map(model), "failures": failures })
    });
    json!({
        "tickets": outcome.tickets,
        "unsettled": outcome.unsettled,
        "report": outcome.report,
        "learned": outcome.learned,
        "models": outcome.models.iter().map(model).collect::<Vec<_>>(),
        "asked": asked,
    })
}

fn text(outcome: &Outcome) -> String {
    let Outcome {
        report,
        tickets,
        unsettled,
        ..
    } = outcome;
    let mut lines = vec![format!(
        "{tickets} tickets looked at, {} judged again; {unsettled} have no category that people settled",
        report.cases
    )];
    if report.cases == 0 {
        lines.push(
            "A category is settled when an agent sets it, or when a ticket is resolved with it."
                .to_owned(),
        );
        return lines.join("\n");
    }
    lines.push(format!("rules: {}", line(report)));
    if let Some(learned) = &outcome.learned {
        let seen = "it has learned from some of these very tickets";
        lines.push(format!("what was learned: {} ({seen})", line(learned)));
    }
    lines.extend(outcome.models.iter().map(|one| by_model("then", one)));
    lines.extend(outcome.asked.iter().flat_map(asked));
    lines.extend(categories(report));
    lines.extend(thresholds(report));
    lines.join("\n")
}

fn line(report: &Report) -> String {
    format!(
        "right {} of {}, macro-F1 {:.2}, confidence off by {:.2} on average",
        percent(report.accuracy),
        report.cases,
        report.macro_f1,
        report.calibration_error
    )
}

fn by_model(when: &str, one: &ByModel) -> String {
    let (dollars, rest) = (one.cost_microusd / 1_000_000, one.cost_microusd % 1_000_000);
    format!(
        "{} {when}: {}, ${dollars}.{rest:06}",
        one.model,
        line(&one.report)
    )
}

fn asked(asked: &Asked) -> Vec<String> {
    let right = asked.right.iter().map(|one| by_model("now", one));
    let failures = asked
        .failures
        .iter()
        .map(|(reason, times)| format!("no answer {times} times: {}", reason.sentence()));
    right.chain(failures).collect()
}

fn categories(report: &Report) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        "category              tickets  precision  recall    F1".to_owned(),
    ];
    for one in &report.categories {
        lines.push(format!(
            "{:<20}  {:>7}  {:>9}  {:>6}  {:>4.2}",
            one.category,
            one.tickets,
            percent(one.precision),
            percent(one.recall),
            one.f1
        ));
    }
    lines
}

fn thresholds(report: &Report) -> Vec<String> {
    let head = "from confidence  automatic  of all  wrong  wrong in the long run (95 %)";
    let mut lines = vec![String::new(), head.to_owned()];
    for one in &report.thresholds {
        let (low, high) = one.wrong_between;
        lines.push(format!(
            "{:>15.2}  {:>9}  {:>6}  {:>5}  {} to {}",
            one.threshold,
            one.automatic,
            percent(one.coverage),
            one.wrong,
            percent(low),
            percent(high)
        ));
    }
    lines
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
