//! Turns texts into vectors: breaker, budget, retries, checks, and the bill.
//!
//! Invariant: [`Embedder::embed`] always ends within its time, with checked vectors for the first texts and a reason where it
//! did not come to all; every request that left is on the bill. Its failures keep nobody from asking a language model.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::model::Provider;
use lambdesk_domain::model::breaker::{Admission, Breaker};
use lambdesk_domain::model::budget::Amount;
use lambdesk_domain::model::capability::Structured;
use lambdesk_domain::model::embeddings::EmbeddingChoice;
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::ledger::CallOutcome;
use lambdesk_domain::model::prices::PriceTable;
use lambdesk_domain::model::window::estimate_tokens;
use tokio::time::Instant;

use super::embedded::{Embedded, Sent};
use super::failure::Failure;
use super::question::NotAnAnswer;
use super::settings::{Limits, Target, base, encoded};
use super::transport::Transport;
use super::vectors::Read;
use super::{retry, titan, vectors};
use crate::clock::Clock;
use crate::config::{AwsSettings, Secret};
use crate::entropy::{Entropy, sha256_hex};
use crate::outbound::Answer;

/// Calls for one text each that are under way together.
const AT_A_TIME: usize = 4;
/// Bytes of an answer: 64 vectors of 4,096 numbers as text, with room.
const ANSWER_BYTES: usize = 12 << 20;

/// The model that makes vectors, with its key.
#[derive(Debug, Clone, PartialEq)]
pub struct EmbedderSettings {
    /// Which one, and where.
    pub choice: EmbeddingChoice,
    /// The key; none on Bedrock, where the function's role is used.
    pub key: Secret,
}

/// Some texts that want vectors.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    /// The organisation that asks.
    pub organisation: &'a OrganisationId,
    /// The model.
    pub model: &'a EmbedderSettings,
    /// The texts, none of them empty; see `knowledge::vectors::portions` for how many.
    pub texts: &'a [&'a str],
    /// Prices.
    pub prices: &'a PriceTable,
    /// What was set aside for it; `None` when there is no budget.
    pub allowance: Option<Amount>,
    /// Time for all of it, retries included; [`Limits::total`] is a limit too.
    pub time: Duration,
}

/// Whose failures count together.
type BreakerKey = (OrganisationId, Provider, Option<String>);

/// Turns texts into vectors; one for a process.
#[derive(Debug)]
pub struct Embedder {
    aws: AwsSettings,
    clock: Clock,
    entropy: Entropy,
    limits: Limits,
    transport: Transport,
    breakers: Mutex<HashMap<BreakerKey, Breaker>>,
}

/// One request, what became of it, and the vectors it gave.
type Turn = (Vec<Sent>, Result<Vec<Vec<f32>>, Fallback>);

impl Embedder {
    /// Prepares; contacts nothing and reads no certificate.
    #[must_use]
    pub fn new(aws: &AwsSettings, clock: Clock, entropy: Entropy, limits: Limits) -> Self {
        let limits = Limits {
            answer_bytes: limits.answer_bytes.max(ANSWER_BYTES),
            ..limits
        };
        Self {
            aws: aws.clone(),
            clock,
            entropy,
            limits,
            transport: Transport::new(limits),
            breakers: Mutex::default(),
        }
    }

    /// What some texts may cost at most: set this aside in the budget before asking. Money is 0 when the price is not known;
    /// the tokens are always counted.
    #[must_use]
    pub fn estimate(model: &EmbedderSettings, texts: &[&str], prices: &PriceTable) -> Amount {
        let tokens = texts.iter().map(|text| u64::from(estimate_tokens(text)));
        let tokens = tokens.fold(0u64, u64::saturating_add);
        let choice = &model.choice;
        let most = prices.most(choice.provider, &choice.model, tokens, 0);
        Amount {
            microusd: most.unwrap_or(0),
            tokens,
        }
    }

    /// Makes the vectors of some texts.
    pub async fn embed(&self, texts: &Texts<'_>) -> Embedded {
        let target = match self.admit(texts) {
            Ok(target) => target,
            Err(reason) => return Embedded::nothing(reason),
        };
        let deadline = Instant::now() + self.limits.total.min(texts.time);
        // Titan takes one text a call, the others all of them.
        let portion = match texts.model.choice.provider {
            Provider::Bedrock => 1,
            Provider::Anthropic | Provider::OpenAi | Provider::Compatible => texts.texts.len(),
        };
        let turns: Vec<_> = texts
            .texts
            .chunks(portion.max(1))
            .map(|portion| self.turn(texts, &target, portion, deadline))
            .collect();
        let turns = stream::iter(turns).buffered(AT_A_TIME).collect().await;
        let embedded = joined(turns, texts.model.choice.dimensions);
        let failed = embedded
            .failed
            .is_some_and(Fallback::counts_against_provider);
        self.breaker(texts, |breaker, now| breaker.record(!failed, now));
        embedded
    }

    /// Whether a request may leave, and where to.
    fn admit(&self, texts: &Texts<'_>) -> Result<Target, Fallback> {
        let target = self.target(texts.model)?;
        let most = Self::estimate(texts.model, texts.texts, texts.prices);
        let over = |given: Amount| most.microusd > given.microusd || most.tokens > given.tokens;
        if texts.allowance.is_some_and(over) {
            return Err(Fallback::OverBudget);
        }
        match self.breaker(texts, Breaker::admit) {
            Admission::Open | Admission::Probe => Ok(target),
            Admission::Refused { .. } => Err(Fallback::BreakerOpen),
        }
    }

    fn target(&self, model: &EmbedderSettings) -> Result<Target, Fallback> {
        let choice = &model.choice;
        if choice.provider == Provider::OpenAi && model.key.is_empty() {
            return Err(Fallback::NoKey);
        }
        let set = choice.base_url.as_deref();
        let (base, line) = base(choice.provider, set, &self.aws, self.limits.reach)?;
        let url = match choice.provider {
            Provider::Anthropic => return Err(Fallback::NotConfigured),
            Provider::OpenAi | Provider::Compatible => format!("{base}/embeddings"),
            Provider::Bedrock => format!("{base}/model/{}/invoke", encoded(choice.model.trim())),
        };
        Ok(Target { url, line })
    }

    fn breaker<T>(&self, texts: &Texts<'_>, does: impl FnOnce(&mut Breaker, Timestamp) -> T) -> T {
        let choice = &texts.model.choice;
        let key = (
            texts.organisation.clone(),
            choice.provider,
            choice.base_url.clone(),
        );
        let now = self.clock.now();
        let mut breakers = self.breakers.lock().unwrap_or_else(PoisonError::into_inner);
        does(breakers.entry(key).or_default(), now)
    }

    /// One portion, tried again while that may help and there is time.
    async fn turn(
        &self,
        texts: &Texts<'_>,
        target: &Target,
        portion: &[&str],
        deadline: Instant,
    ) -> Turn {
        let mut lines = Vec::new();
        for done in 1u32.. {
            let (line, result) = self.exchange(texts, target, portion, deadline).await;
            lines.push(line);
            let failure = match result {
                Ok(vectors) => return (lines, Ok(vectors)),
                Err(failure) => failure,
            };
            let left = deadline.saturating_duration_since(Instant::now());
            let [noise] = self.entropy.bytes();
            let wait = retry::wait(done, failure.asked, left, noise, &self.limits);
            match wait.filter(|_| failure.passing) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return (lines, Err(failure.reason)),
            }
        }
        (lines, Err(Fallback::Busy))
    }

    /// One request and its line.
    async fn exchange(
        &self,
        texts: &Texts<'_>,
        target: &Target,
        portion: &[&str],
        deadline: Instant,
    ) -> (Sent, Result<Vec<Vec<f32>>, Failure>) {
        let (at, begun) = (self.clock.now(), Instant::now());
        let sent = self.send(texts.model, target, portion, at);
        let sent = match tokio::time::timeout_at(deadline, sent).await {
            Ok(sent) => sent,
            Err(_) => Err(Failure {
                maybe_billed: true,
                ..Failure::of(Fallback::TimedOut, CallOutcome::TimedOut)
            }),
        };
        let choice = &texts.model.choice;
        let result = sent.and_then(|answer| read(choice, &answer, portion.len(), at));
        let mut line = Sent::of(choice, texts.prices, at, begun.elapsed(), &result);
        line.hash = sha256_hex(portion.join("\n"));
        line.log(choice, portion.len());
        (line, result.map(|(vectors, _)| vectors))
    }

    async fn send(
        &self,
        model: &EmbedderSettings,
        target: &Target,
        portion: &[&str],
        now: Timestamp,
    ) -> Result<Answer, Failure> {
        let choice = &model.choice;
        let name = choice.model.trim();
        let sealed = match (choice.provider, portion) {
            (Provider::Bedrock, [text]) => {
                titan::request(text, choice.dimensions, &target.url, &self.aws, now)
            }
            (Provider::Bedrock | Provider::Anthropic, _) => None,
            (Provider::OpenAi | Provider::Compatible, texts) => {
                vectors::request(name, texts, choice.dimensions, &model.key)
            }
        };
        let refused = || Failure::of(Fallback::KeyRefused, CallOutcome::Rejected);
        let sealed = sealed.ok_or_else(refused)?;
        self.transport.post(target, sealed).await
    }
}

/// The vectors up to the first portion that failed. What came after it is dropped, so that a vector's place is its text's.
fn joined(turns: Vec<Turn>, dimensions: Option<u32>) -> Embedded {
    let mut embedded = Embedded {
        vectors: Vec::new(),
        failed: None,
        sent: Vec::new(),
    };
    for (sent, result) in turns {
        embedded.sent.extend(sent);
        match result {
            Ok(vectors) if embedded.failed.is_none() => embedded.vectors.extend(vectors),
            Ok(_) => {}
            Err(reason) => embedded.failed = embedded.failed.or(Some(reason)),
        }
    }
    let wanted = dimensions.and_then(|n| usize::try_from(n).ok());
    let wanted = wanted.or(embedded.vectors.first().map(Vec::len));
    if embedded.vectors.iter().any(|v| Some(v.len()) != wanted) {
        embedded.vectors.clear();
        embedded.failed = Some(Fallback::Unreadable);
    }
    embedded
}

/// What an answer of any status holds.
fn read(
    choice: &EmbeddingChoice,
    answer: &Answer,
    count: usize,
    now: Timestamp,
) -> Result<Read, Failure> {
    if answer.status != 200 {
        let header = |name| answer.headers.get(name);
        let error_type = header("x-amzn-errortype");
        let way = Structured::Prompt;
        let mut failure = Failure::read(answer.status, &answer.body, error_type, way);
        failure.asked = retry::asked(header("retry-after-ms"), header("retry-after"), now);
        return Err(failure);
    }
    let read = match choice.provider {
        Provider::Bedrock => titan::read(&answer.body),
        Provider::Anthropic | Provider::OpenAi | Provider::Compatible => {
            vectors::read(&answer.body, count)
        }
    };
    let wanted = choice.dimensions.and_then(|n| usize::try_from(n).ok());
    let whole = |vector: &Vec<f32>| {
        !vector.is_empty()
            && wanted.is_none_or(|wanted| vector.len() == wanted)
            && vector.iter().all(|x| x.is_finite())
    };
    read.and_then(|(vectors, usage)| {
        if vectors.iter().all(whole) {
            Ok((vectors, usage))
        } else {
            Err(NotAnAnswer)
        }
    })
    .map_err(|NotAnAnswer| Failure {
        maybe_billed: true,
        status: Some(200),
        ..Failure::of(Fallback::Unreadable, CallOutcome::Invalid)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_before_a_failure_is_kept_and_what_came_after_it_is_not() {
        let made = |x: f32| Ok(vec![vec![x, 1.0]]);
        let cases = [
            (vec![made(1.0), made(2.0)], 2, None),
            (
                vec![
                    made(1.0),
                    Err(Fallback::Busy),
                    made(3.0),
                    Err(Fallback::TooLarge),
                ],
                1,
                Some(Fallback::Busy),
            ),
            (vec![Err(Fallback::TimedOut)], 0, Some(Fallback::TimedOut)),
            (
                vec![made(1.0), Ok(vec![vec![1.0]])],
                0,
                Some(Fallback::Unreadable),
            ),
            (vec![], 0, None),
        ];
        for (results, count, failed) in cases {
            let turns = results.into_iter().map(|result| (Vec::new(), result));
            let embedded = joined(turns.collect(), None);
            assert_eq!((embedded.vectors.len(), embedded.failed), (count, failed));
        }
        let short = joined(vec![(Vec::new(), made(1.0))], Some(3));
        assert_eq!(short.failed, Some(Fallback::Unreadable));
    }
}
