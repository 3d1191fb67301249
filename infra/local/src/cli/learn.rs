//! Learns from settled tickets on request.
//!
//! Invariant: nothing changes unless what was learned is right more often than the rules.

use anyhow::Context as _;
use clap::Args;
use lambdesk_cloud::config::Role;
use lambdesk_domain::triage::backtest::Report;
use lambdesk_functions::learning;

use super::attach::Helpdesk;
use super::{Data, print};

/// Options of `lambdesk learn`.
#[derive(Debug, Args)]
pub(super) struct Learn {
    /// How many of the newest tickets to look at
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    most: usize,
    /// Forget what was learned; the rules judge alone again
    #[arg(long, conflicts_with = "most")]
    forget: bool,
    #[command(flatten)]
    data: Data,
}

impl Learn {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let helpdesk = Helpdesk::find(&self.data.data).await?;
        let world = helpdesk.world(Role::Api)?;
        let organisation = world.default_organisation().await?;
        let text = if self.forget {
            learning::forget(&world, &organisation.id)
                .await
                .context("what was learned cannot be forgotten")?;
            "The rules judge alone from now on.".to_owned()
        } else {
            let trained = learning::train(&world, &organisation, self.most)
                .await
                .context("the tickets cannot be read")?;
            match trained {
                Ok(layer) => said(&layer),
                Err(reason) => format!("Nothing was learned: {reason}."),
            }
        };
        helpdesk.finish().await?;
        print(&text);
        Ok(())
    }
}

fn said(layer: &learning::Layer) -> String {
    let line = |who: &str, report: &Report| {
        format!(
            "{who:<8} right {:>5.1} %, macro-F1 {:.2}, confidence off by {:.2} on average",
            report.accuracy * 100.0,
            report.macro_f1,
            report.calibration_error
        )
    };
    [
        format!(
            "Learned from {} settled tickets; on tickets not seen in training:",
            layer.model.trained_on()
        ),
        line("rules", &layer.rules),
        line("learned", &layer.learned),
        "New mail is judged with it within half a minute.".to_owned(),
    ]
    .join("\n")
}
