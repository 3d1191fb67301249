//! The classic SES endpoint: takes `SendRawEmail`, keeps the mail in the outbox, reports its fate.
//!
//! What SES would refuse is refused; what it would change is changed. A [`Behaviour`] makes it fail in the ways
//! SES and networks fail, and addresses at `simulator.test` act like those of the SES mailbox simulator.
//!
//! Invariant: an answer with a message id is given only for a mail that is in the outbox. The reverse does
//! not hold, as on AWS: a mail may be in the outbox although its sender got no answer.

mod answer;
mod auto_reply;
pub mod behaviour;
mod events;
mod request;
mod rewrite;
mod rules;
#[cfg(test)]
mod wire_tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, JsonRejection};
use axum::extract::{DefaultBodyLimit, Json, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::Timestamp;

use self::answer::Refusal;
use self::behaviour::{Behaviour, Outcome, Plan, Plans};
use self::events::Envelope;
use self::request::Call;
use self::rules::Submission;
use super::Sink;
use super::headers;
use super::outbox::{Accepted, MailState, Outbox, OutboxError};
use crate::listen::DropConnection;
use crate::queues::{ACCOUNT, QueueError, Queues, Send, system_time};

/// 10 MiB of mail in base64, with room for the percent signs of the form encoding.
const BODY_LIMIT: usize = 24 * 1024 * 1024;

/// How this SES is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SesSettings {
    /// The region, which shows in ids and events.
    pub region: String,
    /// The account, which shows in events.
    pub account: String,
    /// The queue that gets the events of mails sent with a configuration set; none without it.
    pub events_queue: Option<String>,
    /// The configuration sets that exist; any name is one when absent.
    pub configuration_sets: Option<Vec<String>>,
    /// The domains mail may be sent from; any when absent.
    pub verified_domains: Option<Vec<String>>,
    /// How long a send that is told to time out hangs before its connection is dropped.
    pub hang: Duration,
}

impl Default for SesSettings {
    fn default() -> Self {
        Self {
            region: "eu-west-1".to_owned(),
            account: ACCOUNT.to_owned(),
            events_queue: None,
            configuration_sets: None,
            verified_domains: None,
            hang: Duration::from_secs(30),
        }
    }
}

/// The endpoint. Clones are cheap and share the behaviour.
#[derive(Clone)]
pub struct Ses {
    inner: Arc<Inner>,
}

struct Inner {
    settings: SesSettings,
    outbox: Outbox,
    queues: Queues,
    plans: Mutex<Plans>,
    replies: Option<Sink>,
}

impl std::fmt::Debug for Ses {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Ses")
            .field("settings", &self.inner.settings)
            .finish_non_exhaustive()
    }
}

/// Why the events of accepted mails could not be reported.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The queue did not take them.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// The outbox failed.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// The program is ending.
    #[error("the program is stopping")]
    Stopped,
}

/// A mail that was taken: its id and what happens to each recipient.
struct Taken {
    id: String,
    submission: Submission,
    outcomes: Vec<(String, Outcome)>,
    rejected: bool,
    at: Timestamp,
}

impl Ses {
    /// An endpoint that keeps mails in `outbox` and reports to a queue of `queues`.
    ///
    /// `replies` takes the automatic answers that `ooto@simulator.test` sends back; without it none are sent.
    #[must_use]
    pub fn new(
        settings: SesSettings,
        outbox: Outbox,
        queues: Queues,
        replies: Option<Sink>,
    ) -> Self {
        let plans = Mutex::new(Plans::default());
        Self {
            inner: Arc::new(Inner {
                settings,
                outbox,
                queues,
                plans,
                replies,
            }),
        }
    }

    /// Makes the next `times` sends behave so, or all that follow until the next change when `times` is absent.
    pub fn set_behaviour(&self, behaviour: Behaviour, times: Option<u32>) {
        self.plans().set(Plan { behaviour, times });
    }

    /// Reports what a killed process had accepted and not reported yet; call it at the start. Says how many mails.
    ///
    /// # Errors
    /// Failing storage of the outbox or the queue.
    pub async fn resume(&self) -> Result<usize, ReportError> {
        let waiting = self.in_outbox(Outbox::unreported).await?;
        let count = waiting.len();
        for (id, events) in waiting {
            self.report(&id, events).await?;
        }
        Ok(count)
    }

    /// The endpoint, with its control route `/_local/behaviour`.
    pub fn router(&self) -> Router {
        let control = get(show_behaviour)
            .put(put_behaviour)
            .delete(reset_behaviour);
        Router::new()
            .route("/_local/behaviour", control)
            .route("/", post(act))
            .layer(DefaultBodyLimit::max(BODY_LIMIT))
            .with_state(self.clone())
    }

    fn plans(&self) -> std::sync::MutexGuard<'_, Plans> {
        self.inner
            .plans
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    async fn send(&self, call: &Call) -> Response {
        let submission = match rules::check(call, &self.inner.settings) {
            Ok(submission) => submission,
            Err(refusal) => return refusal.into_response(),
        };
        let asked = self.plans().next();
        let behaviour = behaviour::simulated(&submission.destinations).unwrap_or(asked);
        if behaviour == Behaviour::TimeoutBefore {
            return self.hang().await;
        }
        if let Some(refusal) = Refusal::acted(behaviour) {
            return refusal.into_response();
        }
        let taken = match self.accept(submission, behaviour).await {
            Ok(taken) => taken,
            Err(refusal) => return refusal.into_response(),
        };
        if behaviour == Behaviour::TimeoutAfter {
            self.hang().await
        } else if behaviour == Behaviour::ErrorAfter {
            Refusal::internal("the answer was lost on purpose").into_response()
        } else {
            answer::sent(&taken.id)
        }
    }

    async fn hang(&self) -> Response {
        tokio::time::sleep(self.inner.settings.hang).await;
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(DropConnection);
        response
    }

    async fn accept(&self, submission: Submission, behaviour: Behaviour) -> Result<Taken, Refusal> {
        let at = system_time();
        let id = rewrite::message_id(&self.inner.settings.region, at);
        let outcomes = submission.destinations.iter();
        let outcomes: Vec<(String, Outcome)> = outcomes
            .map(|address| (address.clone(), behaviour::outcome(behaviour, address)))
            .collect();
        let rejected = behaviour == Behaviour::Reject;
        let taken = Taken {
            id,
            submission,
            outcomes,
            rejected,
            at,
        };
        let told = behaviour != Behaviour::DropEvents;
        let events = if told {
            self.events(&taken)
        } else {
            Vec::new()
        };
        self.keep(&taken, events.clone()).await?;
        // Like the service: the mail is accepted, and events are delivered as well as can be.
        if let Err(error) = self.report(&taken.id, events).await {
            tracing::error!(%error, "cannot report the fate of a mail; it is tried again at the next start");
        }
        self.reply(&taken);
        Ok(taken)
    }

    /// The events of a mail, none if nobody is told of this configuration set.
    fn events(&self, taken: &Taken) -> Vec<String> {
        let settings = &self.inner.settings;
        if settings.events_queue.is_none() || taken.submission.configuration_set.is_none() {
            return Vec::new();
        }
        let envelope = Envelope {
            taken,
            region: &settings.region,
            account: &settings.account,
        };
        envelope.events().iter().map(ToString::to_string).collect()
    }

    /// Keeps the mail and what is to be told of it in one commit, so that a crash loses neither.
    async fn keep(&self, taken: &Taken, events: Vec<String>) -> Result<(), Refusal> {
        let submission = &taken.submission;
        let region = &self.inner.settings.region;
        let subject = headers::split(&submission.raw)
            .first("Subject")
            .unwrap_or_default();
        let mail = Accepted {
            id: taken.id.clone(),
            accepted_at_ms: taken.at.as_millisecond(),
            source: submission.source.clone(),
            destinations: submission.destinations.clone(),
            tags: submission.tags.clone(),
            configuration_set: submission.configuration_set.clone(),
            subject,
            state: state_of(taken),
            raw: rewrite::outgoing(&submission.raw, &taken.id, region, taken.at),
            events,
        };
        self.in_outbox(move |outbox| outbox.add(&mail))
            .await
            .map_err(|error| {
                tracing::error!(%error, "cannot keep an outgoing mail");
                Refusal::internal(&error.to_string())
            })
    }

    async fn report(&self, id: &str, events: Vec<String>) -> Result<(), ReportError> {
        let Some(queue) = &self.inner.settings.events_queue else {
            return Ok(());
        };
        if events.is_empty() {
            return Ok(());
        }
        let messages = events.into_iter().map(Send::text).collect();
        self.inner.queues.send_all(queue, messages).await?;
        let id = id.to_owned();
        self.in_outbox(move |outbox| outbox.reported(&id)).await
    }

    async fn in_outbox<T: std::marker::Send + 'static>(
        &self,
        work: impl FnOnce(&Outbox) -> Result<T, OutboxError> + std::marker::Send + 'static,
    ) -> Result<T, ReportError> {
        let outbox = self.inner.outbox.clone();
        let done = tokio::task::spawn_blocking(move || work(&outbox)).await;
        Ok(done.map_err(|_| ReportError::Stopped)??)
    }

    fn reply(&self, taken: &Taken) {
        let Some(sink) = &self.inner.replies else {
            return;
        };
        for (recipient, outcome) in &taken.outcomes {
            if *outcome != Outcome::OutOfOffice {
                continue;
            }
            if let Some(mail) = auto_reply::compose(taken, recipient, &self.inner.settings.region) {
                let stored = sink(mail);
                tokio::spawn(async move {
                    if let Err(reason) = stored.await {
                        tracing::warn!(%reason, "cannot take in an automatic reply");
                    }
                });
            }
        }
    }
}

fn state_of(taken: &Taken) -> MailState {
    if taken.rejected {
        return MailState::Rejected;
    }
    let any = |wanted: &[Outcome]| {
        taken
            .outcomes
            .iter()
            .any(|(_, outcome)| wanted.contains(outcome))
    };
    if any(&[
        Outcome::HardBounce,
        Outcome::SoftBounce,
        Outcome::Suppressed,
    ]) {
        MailState::Bounced
    } else if any(&[Outcome::Complained]) {
        MailState::Complained
    } else if any(&[Outcome::Delayed]) {
        MailState::Delayed
    } else {
        MailState::Delivered
    }
}

async fn act(State(ses): State<Ses>, body: Result<Bytes, BytesRejection>) -> Response {
    let Ok(body) = body else {
        return Refusal::too_long().into_response();
    };
    let call = Call::read(&body);
    match call.text("Action") {
        Some("SendRawEmail") => {
            // A client that hangs up must not stop a mail halfway between outbox and events.
            let sending = tokio::spawn(async move { ses.send(&call).await });
            sending
                .await
                .unwrap_or_else(|error| Refusal::internal(&error.to_string()).into_response())
        }
        Some("GetSendQuota") => match ses.inner.outbox.count() {
            Ok(count) => answer::quota(count),
            Err(error) => Refusal::internal(&error.to_string()).into_response(),
        },
        other => Refusal::unknown_action(other.unwrap_or_default()).into_response(),
    }
}

async fn show_behaviour(State(ses): State<Ses>) -> Json<Plan> {
    Json(ses.plans().current())
}

async fn put_behaviour(
    State(ses): State<Ses>,
    plan: Result<Json<Plan>, JsonRejection>,
) -> Response {
    match plan {
        Ok(Json(plan)) => {
            ses.plans().set(plan);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(rejection) => (StatusCode::BAD_REQUEST, rejection.body_text()).into_response(),
    }
}

async fn reset_behaviour(State(ses): State<Ses>) -> StatusCode {
    *ses.plans() = Plans::default();
    StatusCode::NO_CONTENT
}
