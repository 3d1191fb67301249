//! Decides which calls to an emulated service fail, how, and counts every call on the way.
//!
//! One layer serves all emulated services, so a test plans a throttled table and a mail service that
//! accepts and then falls silent in the same words. The counts are also the figures for cost: calls
//! per mail and per page. Invariant: without a planned fault the layer changes nothing.

mod answer;
mod crash;
mod identify;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use tower::{Layer, Service as TowerService};

use crate::listen::DropConnection;

use crash::{Crashes, Strike};

pub use answer::Failure;
pub use crash::{Crash, Moment};

/// The emulated services, which differ in how a call names its operation and how an error looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// The table: JSON 1.0, operation in `X-Amz-Target`.
    Table,
    /// The objects: REST and XML, operation told by method, path and query.
    Objects,
    /// The queues: JSON 1.0, operation in `X-Amz-Target`.
    Queues,
    /// Outgoing mail: query protocol, operation in the form field `Action`.
    Mail,
    /// Data keys: JSON 1.1, operation in `X-Amz-Target`.
    Keys,
}

/// What happens to the call a fault was planned for.
#[derive(Debug, Clone)]
pub enum Action {
    /// The service answers with this error and does nothing.
    Fail(Failure),
    /// The service does the work, then the connection closes without an answer.
    ApplyThenDrop,
    /// The connection closes before anything is done.
    DropBefore,
    /// The service waits this long, then works as usual.
    Delay(Duration),
}

/// One planned fault: it strikes once and is spent.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The service it concerns.
    pub service: Service,
    /// The operation, as AWS names it (`PutItem`); `None` means any operation of the service.
    pub operation: Option<String>,
    /// Which matching call from now on is struck, counted from 1.
    pub nth: u64,
    /// What happens to it.
    pub action: Action,
}

/// The shared plan and the counts. Clones share one state.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    state: Arc<Mutex<State>>,
    crashes: Crashes,
}

#[derive(Debug, Default)]
struct State {
    planned: Vec<Planned>,
    calls: BTreeMap<(Service, String), u64>,
    struck: u64,
}

#[derive(Debug)]
struct Planned {
    fault: Fault,
    seen: u64,
}

impl Faults {
    /// Starts with no faults planned and nothing counted.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Plans one fault. Faults planned for the same call: the first planned one wins, the others are
    /// spent with it.
    pub fn plan(&self, fault: Fault) {
        self.state().planned.push(Planned { fault, seen: 0 });
    }

    /// Calls of this operation since the start or the last [`Faults::reset_counts`], over all services.
    #[must_use]
    pub fn count(&self, operation: &str) -> u64 {
        let state = self.state();
        let matching = state
            .calls
            .iter()
            .filter(|((_, name), _)| name == operation);
        matching.map(|(_, calls)| calls).sum()
    }

    /// All counts, by service and operation.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<(Service, String), u64> {
        self.state().calls.clone()
    }

    /// Sets all counts to zero; planned faults stay.
    pub fn reset_counts(&self) {
        self.state().calls.clear();
    }

    /// How many faults have struck, so that a test can tell a fault it survived from one that never came.
    #[must_use]
    pub fn struck(&self) -> u64 {
        self.state().struck
    }

    /// Plans the end of a function in the middle of its work, in place of a crash planned before. Functions
    /// run one at a time from the first plan on.
    pub fn plan_crash(&self, crash: Crash) {
        self.crashes.plan(crash);
    }

    /// Takes back a crash that has not struck.
    pub fn forget_crash(&self) -> Option<Crash> {
        self.crashes.forget()
    }

    /// How many crashes have struck.
    #[must_use]
    pub fn crashed(&self) -> u64 {
        self.crashes.struck()
    }

    /// Runs an invocation of the function with this handler; `None` when it crashed as planned.
    pub(crate) async fn run<T>(
        &self,
        function: &str,
        invocation: impl Future<Output = T>,
    ) -> Option<T> {
        self.crashes.run(function, invocation).await
    }

    /// The layer to put around one service.
    #[must_use]
    pub fn layer(&self, service: Service) -> FaultLayer {
        FaultLayer {
            faults: self.clone(),
            service,
        }
    }

    /// Counts a call and says what is to happen to it.
    fn arrive(&self, service: Service, operation: &str) -> Option<Action> {
        let mut state = self.state();
        *state
            .calls
            .entry((service, operation.to_owned()))
            .or_default() += 1;
        let mut action = None;
        state.planned.retain_mut(|planned| {
            if !planned.fault.concerns(service, operation) {
                return true;
            }
            planned.seen += 1;
            if planned.seen < planned.fault.nth {
                return true;
            }
            action.get_or_insert_with(|| planned.fault.action.clone());
            false
        });
        state.struck += u64::from(action.is_some());
        action
    }

    /// A panic elsewhere leaves plan and counts usable: each change is a single step.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fault {
    fn concerns(&self, service: Service, operation: &str) -> bool {
        self.service == service
            && self
                .operation
                .as_deref()
                .is_none_or(|name| name == operation)
    }
}

/// Makes [`FaultService`]s.
#[derive(Debug, Clone)]
pub struct FaultLayer {
    faults: Faults,
    service: Service,
}

impl<S> Layer<S> for FaultLayer {
    type Service = FaultService<S>;

    fn layer(&self, inner: S) -> FaultService<S> {
        FaultService {
            inner,
            faults: self.faults.clone(),
            service: self.service,
        }
    }
}

/// A service whose calls are counted and, where planned, fail.
#[derive(Debug, Clone)]
pub struct FaultService<S> {
    inner: S,
    faults: Faults,
    service: Service,
}

impl<S> TowerService<Request<Body>> for FaultService<S>
where
    S: TowerService<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        // The instance that was polled ready must be the one called.
        let standby = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, standby);
        let (faults, service) = (self.faults.clone(), self.service);
        Box::pin(async move {
            match identify::operation(service, request).await {
                Ok((operation, request)) => {
                    let action = faults.arrive(service, &operation);
                    match faults.crashes.arrive() {
                        None => act(action, inner, service, &operation, request).await,
                        Some(strike) => end(&strike, inner, request).await,
                    }
                }
                Err(_unreadable) => Ok(dropped()),
            }
        })
    }
}

async fn act<S>(
    action: Option<Action>,
    mut inner: S,
    service: Service,
    operation: &str,
    request: Request<Body>,
) -> Result<Response<Body>, Infallible>
where
    S: TowerService<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    match action {
        None => inner.call(request).await,
        Some(Action::Fail(failure)) => {
            let answer = failure.answer(service, operation, request).await;
            Ok(answer.unwrap_or_else(|_unreadable| dropped()))
        }
        Some(Action::DropBefore) => Ok(dropped()),
        Some(Action::ApplyThenDrop) => {
            inner.call(request).await?;
            Ok(dropped())
        }
        Some(Action::Delay(time)) => {
            tokio::time::sleep(time).await;
            inner.call(request).await
        }
    }
}

/// Ends the function that called, before or after its call is worked on; it gets no answer.
async fn end<S>(
    strike: &Strike,
    mut inner: S,
    request: Request<Body>,
) -> Result<Response<Body>, Infallible>
where
    S: TowerService<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    if strike.moment == Moment::After {
        inner.call(request).await?;
    }
    strike.now();
    // The caller is gone in a moment, and its connection with it.
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok(dropped())
}

/// The mark that has the accept loop close the connection without an answer.
fn dropped() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(DropConnection);
    response
}
