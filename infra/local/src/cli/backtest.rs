//! Says how right today's rules would have been on past tickets.
//!
//! Invariant: nothing is changed.

use anyhow::Context as _;
use clap::Args;
use lambdesk_cloud::config::Role;
use lambdesk_domain::triage::backtest::Report;
use lambdesk_domain::triage::presets::Preset;
use lambdesk_domain::triage::taxonomy::Taxonomy;
use lambdesk_functions::backtest::{self, Outcome};
use serde_json::json;

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
        let taxonomy = self.preset.map_or_else(own, Taxonomy::preset);
        let outcome = backtest::run(&world, &organisation.id, &taxonomy, self.most)
            .await
            .context("the tickets cannot be read")?;
        helpdesk.finish().await?;
        if self.json {
            let Outcome {
                report,
                tickets,
                unsettled,
            } = &outcome;
            print(
                &json!({ "tickets": tickets, "unsettled": unsettled, "report": report })
                    .to_string(),
            );
        } else {
            print(&text(&outcome));
        }
        Ok(())
    }
}

fn text(outcome: &Outcome) -> String {
    let Outcome {
        report,
        tickets,
        unsettled,
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
    lines.push(format!(
        "right {}, macro-F1 {:.2}, confidence off by {:.2} on average",
        percent(report.accuracy),
        report.macro_f1,
        report.calibration_error
    ));
    lines.extend(categories(report));
    lines.extend(thresholds(report));
    lines.join("\n")
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
