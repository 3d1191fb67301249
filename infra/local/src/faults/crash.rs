//! Ends a function in the middle of its work, as a killed process would end.
//!
//! Once a crash was planned, functions run one at a time, so every call that arrives belongs to the one that
//! runs. Invariant: a struck function never sees the answer of the call it was struck at.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// On which side of a call a function ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The service never hears of the call.
    Before,
    /// The service did the work, the function does not learn of it.
    After,
}

/// One planned crash: it strikes once and is spent.
#[derive(Debug, Clone)]
pub struct Crash {
    /// The handler of the function, such as `deliver`.
    pub function: String,
    /// At which of its calls to any service from now on, counted from 1 over all its invocations.
    pub nth: u64,
    /// On which side of that call.
    pub moment: Moment,
}

/// The plan, and which function runs. Clones share one state.
#[derive(Debug, Clone, Default)]
pub(super) struct Crashes {
    plan: Arc<Mutex<Plan>>,
    alone: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
struct Plan {
    /// Whether a crash was ever planned.
    watching: bool,
    planned: Option<Crash>,
    seen: u64,
    struck: u64,
    running: Option<(String, Arc<Notify>)>,
}

/// A call at which a function is to end.
pub(super) struct Strike {
    pub(super) moment: Moment,
    end: Arc<Notify>,
}

impl Strike {
    /// Ends the function.
    pub(super) fn now(&self) {
        self.end.notify_one();
    }
}

impl Crashes {
    pub(super) fn plan(&self, crash: Crash) {
        let mut plan = self.state();
        plan.watching = true;
        plan.planned = Some(crash);
        plan.seen = 0;
    }

    pub(super) fn forget(&self) -> Option<Crash> {
        self.state().planned.take()
    }

    pub(super) fn struck(&self) -> u64 {
        self.state().struck
    }

    /// Whether the call that arrives now is the one.
    pub(super) fn arrive(&self) -> Option<Strike> {
        let mut plan = self.state();
        let end = match (&plan.running, &plan.planned) {
            (Some((running, end)), Some(crash)) if *running == crash.function => Arc::clone(end),
            _ => return None,
        };
        plan.seen += 1;
        let crash = plan.planned.take()?;
        if plan.seen < crash.nth {
            plan.planned = Some(crash);
            return None;
        }
        plan.struck += 1;
        Some(Strike {
            moment: crash.moment,
            end,
        })
    }

    /// Runs an invocation to its end; `None` when it was struck.
    pub(super) async fn run<T>(&self, function: &str, work: impl Future<Output = T>) -> Option<T> {
        if !self.state().watching {
            return Some(work.await);
        }
        let _alone = self.alone.lock().await;
        let end = Arc::new(Notify::new());
        let _running = Running::start(self, function, &end);
        let work = pin!(work);
        tokio::select! {
            // The blow comes first: what the function would do with an answer is not to happen.
            biased;
            () = end.notified() => None,
            done = work => Some(done),
        }
    }

    fn state(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Marks a function as running until it is dropped, also when its caller gives up on it.
struct Running<'a>(&'a Crashes);

impl<'a> Running<'a> {
    fn start(crashes: &'a Crashes, function: &str, end: &Arc<Notify>) -> Self {
        crashes.state().running = Some((function.to_owned(), Arc::clone(end)));
        Self(crashes)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.state().running = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crash(nth: u64) -> Crash {
        Crash {
            function: "deliver".to_owned(),
            nth,
            moment: Moment::After,
        }
    }

    #[tokio::test]
    async fn the_nth_call_of_the_named_function_ends_it() {
        let crashes = Crashes::default();
        crashes.plan(crash(2));
        let other = crashes.run("relay", async { crashes.arrive().is_none() });
        assert_eq!(other.await, Some(true));
        let first = crashes.run("deliver", async { crashes.arrive().is_none() });
        assert_eq!(first.await, Some(true));
        let struck = crashes.run("deliver", async {
            crashes.arrive().unwrap().now();
            std::future::pending::<()>().await;
        });
        assert_eq!(struck.await, None);
        assert_eq!(crashes.struck(), 1);
        let after = crashes.run("deliver", async { crashes.arrive().is_none() });
        assert_eq!(after.await, Some(true), "spent");
    }

    #[tokio::test]
    async fn a_plan_that_did_not_strike_can_be_taken_back() {
        let crashes = Crashes::default();
        crashes.plan(crash(9));
        assert_eq!(crashes.run("deliver", async { 1 }).await, Some(1));
        assert_eq!(crashes.forget().unwrap().nth, 9);
        assert!(crashes.forget().is_none());
    }
}
