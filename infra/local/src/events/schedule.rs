//! Calls functions by the clock. Invariant: two ticks of one schedule never run at once, and a tick that fails is
//! not repeated: the next one makes up for it.

use serde_json::{Value, json};
use tokio::time::{Instant, MissedTickBehavior};

use super::invoker::{InvokeError, call};
use super::queue_poller::{Shared, Target};
use super::time::{now_ms, timestamp};
use crate::template::ScheduleSource;

/// One schedule of a function.
#[derive(Clone)]
pub(crate) struct Clock {
    pub(crate) source: ScheduleSource,
    pub(crate) target: Target,
    pub(crate) region: String,
    pub(crate) account: String,
    pub(crate) shared: Shared,
}

impl Clock {
    /// Ticks until the gate is stopped; the first tick comes one interval after the start.
    pub(crate) async fn run(self) {
        let first = Instant::now() + self.source.every;
        let mut interval = tokio::time::interval_at(first, self.source.every);
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut gate = self.shared.ledger.gates();
        loop {
            let stopped = gate.wait_for(|gate| *gate == super::ledger::Gate::Stopped);
            tokio::select! {
                _ = interval.tick() => {}
                _ = stopped => return,
            }
            if !self.shared.ledger.opened().await {
                return;
            }
            if let Err(error) = self.tick().await {
                tracing::debug!(%error, "a scheduled call failed");
            }
        }
    }

    /// One call, now.
    pub(crate) async fn tick(&self) -> Result<Value, InvokeError> {
        let _active = self.shared.ledger.begin();
        let deadline = Instant::now() + self.target.timeout;
        call(
            self.shared.invoker.as_ref(),
            &self.target.function,
            self.event(),
            deadline,
        )
        .await
    }

    /// The fixed input, or what the scheduler sends without one.
    fn event(&self) -> Value {
        if let Some(input) = &self.source.input {
            return input.clone();
        }
        let Self {
            region, account, ..
        } = self;
        json!({
            "version": "0",
            "id": crate::queues::ids::uuid(),
            "detail-type": "Scheduled Event",
            "source": "aws.scheduler",
            "account": account,
            "time": timestamp(now_ms() / 1_000 * 1_000).replace(".000Z", "Z"),
            "region": region,
            "resources": [format!("arn:aws:scheduler:{region}:{account}:schedule/default/{}", self.source.name)],
            "detail": "{}",
        })
    }
}
