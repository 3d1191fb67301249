//! Puts one question to a model: breaker, budget, retries, the one repair, and the bill.
//!
//! Invariant: [`Engine::ask`] always ends, within [`Limits::total`], with a checked answer or a reason; a caller
//! that gets a reason lets the rules decide.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use lambdesk_domain::ids::{MessageId, OrganisationId, TicketId};
use lambdesk_domain::model::answer::{self, ModelAnswer};
use lambdesk_domain::model::breaker::{Admission, Breaker};
use lambdesk_domain::model::budget::Amount;
use lambdesk_domain::model::capability::Structured;
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::ledger::{self, Bill, Call, CallOutcome};
use lambdesk_domain::model::prices::{PriceTable, Usage};
use lambdesk_domain::model::prompt::{self, Prompt};
use lambdesk_domain::model::{Provider, Step};
use lambdesk_domain::triage::taxonomy::Taxonomy;
use serde_json::Value;
use tokio::time::Instant;

use super::failure::Failure;
use super::question::{NotAnAnswer, Question, Reply, Sealed, Stop};
use super::settings::{Limits, ModelSettings, Target};
use super::transport::Transport;
use super::{anthropic, bedrock, chat, retry};
use crate::clock::Clock;
use crate::config::AwsSettings;
use crate::entropy::Entropy;
use crate::outbound::Answer;

/// A question about a message.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The organisation that asks.
    pub organisation: &'a OrganisationId,
    /// The ticket that pays.
    pub ticket: &'a TicketId,
    /// The message it is about.
    pub message: &'a MessageId,
    /// What it is for.
    pub step: Step,
    /// The model of this step.
    pub model: &'a ModelSettings,
    /// The question.
    pub prompt: &'a Prompt,
    /// The categories an answer may name.
    pub taxonomy: &'a Taxonomy,
    /// Prices; the organisation's own table or the built-in one.
    pub prices: &'a PriceTable,
    /// What was set aside for it; `None` when there is no budget.
    pub allowance: Option<Amount>,
}

/// How a question ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The answer, or why the rules decide.
    pub answer: Result<ModelAnswer, Fallback>,
    /// Every request that left, for the ledger.
    pub calls: Vec<Call>,
}

impl Outcome {
    /// What a caller writes down that did not even ask.
    #[must_use]
    pub fn fallback(reason: Fallback) -> Self {
        Self {
            answer: Err(reason),
            calls: Vec::new(),
        }
    }

    /// What it cost.
    #[must_use]
    pub fn bill(&self) -> Bill {
        ledger::bill(&self.calls)
    }
}

/// Whose failures count together.
type BreakerKey = (OrganisationId, Provider, Option<String>);
/// A model at an address.
type WayKey = (String, String);

/// Asks models; one for a process.
#[derive(Debug)]
pub struct Engine {
    aws: AwsSettings,
    clock: Clock,
    entropy: Entropy,
    limits: Limits,
    transport: Transport,
    breakers: Mutex<HashMap<BreakerKey, Breaker>>,
    /// Ways that servers were found to insist on, so that only the first ticket pays for finding out.
    ways: Mutex<HashMap<WayKey, Structured>>,
}

/// One question with everything that is the same for all its requests.
struct Talk<'a> {
    request: &'a Request<'a>,
    target: Target,
    deadline: Instant,
    calls: Vec<Call>,
}

impl Engine {
    /// Prepares; contacts nothing and reads no certificate.
    #[must_use]
    pub fn new(aws: &AwsSettings, clock: Clock, entropy: Entropy, limits: Limits) -> Self {
        Self {
            aws: aws.clone(),
            clock,
            entropy,
            limits,
            transport: Transport::new(limits),
            breakers: Mutex::default(),
            ways: Mutex::default(),
        }
    }

    /// What a question may cost at most, its repair included: set this aside in the budget before asking. Money is 0
    /// when the price is not known; the tokens are always counted.
    #[must_use]
    pub fn estimate(model: &ModelSettings, prompt: &Prompt, prices: &PriceTable) -> Amount {
        let question = u64::from(prompt.estimated_tokens);
        let answer = u64::from(model.answer_limit(prompt));
        let most = prices.most(model.provider, &model.model, question, answer);
        Amount {
            microusd: most.unwrap_or(0).saturating_mul(2),
            tokens: question.saturating_add(answer).saturating_mul(2),
        }
    }

    /// Asks.
    pub async fn ask(&self, request: &Request<'_>) -> Outcome {
        let target = match self.admit(request) {
            Ok(target) => target,
            Err(reason) => return Outcome::fallback(reason),
        };
        let mut talk = Talk {
            request,
            target,
            deadline: Instant::now() + self.limits.total.min(request.model.time),
            calls: Vec::new(),
        };
        let answer = self.answer(&mut talk).await;
        let failed = matches!(&answer, Err(reason) if reason.counts_against_provider());
        let now = self.clock.now();
        locked(&self.breakers)
            .entry(breaker_key(request))
            .or_default()
            .record(!failed, now);
        Outcome {
            answer,
            calls: talk.calls,
        }
    }

    /// Whether a request may leave, and where to.
    fn admit(&self, request: &Request<'_>) -> Result<Target, Fallback> {
        let target = Target::of(request.model, &self.aws, self.limits.reach)?;
        let most = Self::estimate(request.model, request.prompt, request.prices);
        let over = |given: Amount| most.microusd > given.microusd || most.tokens > given.tokens;
        if request.allowance.is_some_and(over) {
            return Err(Fallback::OverBudget);
        }
        let now = self.clock.now();
        match locked(&self.breakers)
            .entry(breaker_key(request))
            .or_default()
            .admit(now)
        {
            Admission::Open | Admission::Probe => Ok(target),
            Admission::Refused { .. } => Err(Fallback::BreakerOpen),
        }
    }

    /// The first turn and, when its answer cannot be used, the one that mends it.
    async fn answer(&self, talk: &mut Talk<'_>) -> Result<ModelAnswer, Fallback> {
        let (taxonomy, sources) = (talk.request.taxonomy, &talk.request.prompt.sources);
        let said = self.turn(talk, None).await?;
        let faults = match answer::read(&said, taxonomy, sources) {
            Ok(answer) => return Ok(answer),
            Err(faults) => faults,
        };
        talk.last_was_invalid();
        let mend = (said, faults.repair_message());
        let said = self.turn(talk, Some(&mend)).await?;
        answer::read(&said, taxonomy, sources).map_err(|_| {
            talk.last_was_invalid();
            Fallback::InvalidAnswerTwice
        })
    }

    /// One turn, tried again while that may help and there is time.
    async fn turn(
        &self,
        talk: &mut Talk<'_>,
        mend: Option<&(String, String)>,
    ) -> Result<String, Fallback> {
        let provider = talk.request.model.provider;
        let mut way = self.way(talk);
        let mut done = 0;
        loop {
            let failure = match self.exchange(talk, mend, way).await {
                Ok(text) => {
                    self.remember(talk, way);
                    return Ok(text);
                }
                Err(failure) => failure,
            };
            if failure.refuses_way
                && let Some(looser) = way.looser(provider)
            {
                way = looser;
                continue;
            }
            done += 1;
            let left = talk.deadline.saturating_duration_since(Instant::now());
            let [noise] = self.entropy.bytes();
            let wait = retry::wait(done, failure.asked, left, noise, &self.limits);
            match wait.filter(|_| failure.passing) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(failure.reason),
            }
        }
    }

    /// One request and its line in the ledger.
    async fn exchange(
        &self,
        talk: &mut Talk<'_>,
        mend: Option<&(String, String)>,
        way: Structured,
    ) -> Result<String, Failure> {
        let (at, begun) = (self.clock.now(), Instant::now());
        let sent = self.send(talk, mend, way, at);
        let sent = match tokio::time::timeout_at(talk.deadline, sent).await {
            Ok(sent) => sent,
            Err(_) => Err(timed_out()),
        };
        let result = sent.and_then(|answer| read(talk.request.model.provider, &answer, way, at));
        let line = line(talk.request, mend.is_some(), at, begun.elapsed(), &result);
        log(&line);
        talk.calls.push(line);
        let reply = result?;
        match ended(reply.stop) {
            None => Ok(reply.text),
            Some((reason, outcome)) => Err(Failure::of(reason, outcome)),
        }
    }

    async fn send(
        &self,
        talk: &Talk<'_>,
        mend: Option<&(String, String)>,
        way: Structured,
        now: Timestamp,
    ) -> Result<Answer, Failure> {
        let Request {
            model,
            prompt,
            taxonomy,
            ..
        } = *talk.request;
        let question = Question::new(
            model.provider,
            &model.model,
            prompt,
            taxonomy,
            way,
            model.capability(),
        );
        let sealed = self.seal(&question.mending(mend), talk, now);
        let sealed =
            sealed.ok_or_else(|| Failure::of(Fallback::KeyRefused, CallOutcome::Rejected))?;
        self.transport.post(&talk.target, sealed).await
    }

    fn seal(&self, question: &Question<'_>, talk: &Talk<'_>, now: Timestamp) -> Option<Sealed> {
        let model = talk.request.model;
        match model.provider {
            Provider::Anthropic => Some(anthropic::request(question, &model.key)),
            Provider::OpenAi | Provider::Compatible => {
                Some(chat::request(question, model.provider, &model.key))
            }
            Provider::Bedrock => bedrock::request(question, &talk.target.url, &self.aws, now),
        }
    }

    fn way(&self, talk: &Talk<'_>) -> Structured {
        let known = locked(&self.ways).get(&talk.way_key()).copied();
        known.unwrap_or(talk.request.model.capability().structured)
    }

    fn remember(&self, talk: &Talk<'_>, way: Structured) {
        if way != talk.request.model.capability().structured {
            locked(&self.ways).insert(talk.way_key(), way);
        }
    }
}

impl Talk<'_> {
    fn way_key(&self) -> WayKey {
        (self.target.url.clone(), self.request.model.model.clone())
    }

    fn last_was_invalid(&mut self) {
        if let Some(call) = self.calls.last_mut() {
            call.outcome = CallOutcome::Invalid;
        }
    }
}

fn breaker_key(request: &Request<'_>) -> BreakerKey {
    let model = request.model;
    (
        request.organisation.clone(),
        model.provider,
        model.base_url.clone(),
    )
}

fn timed_out() -> Failure {
    Failure {
        maybe_billed: true,
        ..Failure::of(Fallback::TimedOut, CallOutcome::TimedOut)
    }
}

/// What an answer of any status holds.
fn read(
    provider: Provider,
    answer: &Answer,
    way: Structured,
    now: Timestamp,
) -> Result<Reply, Failure> {
    if answer.status != 200 {
        let header = |name| answer.headers.get(name);
        let mut failure =
            Failure::read(answer.status, &answer.body, header("x-amzn-errortype"), way);
        failure.asked = retry::asked(header("retry-after-ms"), header("retry-after"), now);
        return Err(failure);
    }
    let body: Result<Value, NotAnAnswer> =
        serde_json::from_slice(&answer.body).map_err(|_| NotAnAnswer);
    let reply = body.and_then(|body| match provider {
        Provider::Anthropic => anthropic::read(&body),
        Provider::OpenAi | Provider::Compatible => chat::read(&body),
        Provider::Bedrock => bedrock::read(&body),
    });
    reply.map_err(|NotAnAnswer| Failure {
        maybe_billed: true,
        status: Some(200),
        ..Failure::of(Fallback::Unreadable, CallOutcome::Invalid)
    })
}

fn ended(stop: Stop) -> Option<(Fallback, CallOutcome)> {
    match stop {
        Stop::Complete => None,
        Stop::Truncated => Some((Fallback::Truncated, CallOutcome::Truncated)),
        Stop::Refused => Some((Fallback::Refused, CallOutcome::Refused)),
        Stop::Guardrail => Some((Fallback::GuardrailStopped, CallOutcome::Guardrail)),
    }
}

fn line(
    request: &Request<'_>,
    repair: bool,
    at: Timestamp,
    took: Duration,
    result: &Result<Reply, Failure>,
) -> Call {
    let model = request.model;
    let usage = result.as_ref().map_or(None, |reply| reply.usage);
    let cost = |usage: &Usage| request.prices.cost(model.provider, &model.model, usage);
    let (outcome, cost) = match result {
        Ok(reply) => {
            let outcome = ended(reply.stop).map_or(CallOutcome::Answered, |(_, outcome)| outcome);
            (outcome, usage.as_ref().and_then(cost))
        }
        // An answer that is an error costs nothing.
        Err(failure) => (failure.outcome, (!failure.maybe_billed).then_some(0)),
    };
    let failure = result.as_ref().err();
    Call {
        ticket: request.ticket.clone(),
        message: request.message.clone(),
        step: request.step,
        at,
        provider: model.provider,
        model: model.model.clone(),
        repair,
        usage,
        cost_microusd: cost,
        price_version: request.prices.version.clone(),
        prompt_version: prompt::VERSION.to_owned(),
        request_hash: request.prompt.hash.clone(),
        latency_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        outcome,
        status: failure.map_or(Some(200), |failure| failure.status),
        code: failure.and_then(|failure| failure.code.clone()),
    }
}

/// One line for the log: ids, words and numbers only.
fn log(call: &Call) {
    tracing::info!(
        ticket.id = %call.ticket,
        message.id = %call.message,
        model.provider = %call.provider,
        model.outcome = %call.outcome,
        model.status = call.status,
        model.code = call.code,
        model.ms = call.latency_ms,
        model.microusd = call.cost_microusd,
        "asked a model"
    );
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
