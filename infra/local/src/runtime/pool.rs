//! The children of one function: reused when idle, added up to a limit, replaced when broken. Invariant: at most
//! the limit run at once, and the newest idle one is used first, as Lambda keeps few environments warm.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::Spec;
use super::child::{Child, parsed};
use crate::events::{Failed, MOST_PAYLOAD};

pub(crate) struct Pool {
    pub(super) spec: Spec,
    permits: Semaphore,
    idle: Mutex<Vec<Child>>,
}

impl Pool {
    pub(crate) fn new(spec: Spec) -> Self {
        let permits = Semaphore::new(spec.settings.most.max(1));
        Self {
            spec,
            permits,
            idle: Mutex::default(),
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Child>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Process ids of the idle children that still run.
    pub(crate) fn idle(&self) -> Vec<u32> {
        let mut idle = self.waiting();
        let running = idle
            .iter_mut()
            .filter_map(|child| child.is_alive().then(|| child.id()));
        running.flatten().collect()
    }

    /// Calls the function on an idle child, or a new one.
    pub(crate) async fn invoke(
        &self,
        event: &Value,
        deadline: Instant,
    ) -> Result<Value, (Failed, String)> {
        let body = event.to_string();
        if body.len() > MOST_PAYLOAD {
            let message = "the event is above the 6 MB that Lambda allows".to_owned();
            return Err((Failed::Function, message));
        }
        let permit = timeout_at(deadline, self.permits.acquire()).await;
        let _permit = permit.map_err(|_| (Failed::Timeout, "no child became free".to_owned()))?;
        let mut child = match self.take() {
            Some(child) => child,
            None => Child::start(&self.spec).await?,
        };
        let reply = child.run(crate::queues::ids::uuid(), body, deadline).await;
        match &reply {
            Ok(_) | Err((Failed::Function, _)) => self.waiting().push(child),
            Err((Failed::Timeout | Failed::Crash, _)) => child.kill().await,
        }
        parsed(&reply?)
    }

    /// The newest idle child that still runs.
    fn take(&self) -> Option<Child> {
        let mut idle = self.waiting();
        while let Some(mut child) = idle.pop() {
            if child.is_alive() {
                return Some(child);
            }
        }
        None
    }

    pub(crate) async fn stop(&self) {
        let idle = std::mem::take(&mut *self.waiting());
        for child in idle {
            child.kill().await;
        }
    }
}
