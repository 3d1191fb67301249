//! Asks the systems that know a customer: Sentry, `PostHog`, the organisation's own Postgres.
//!
//! Invariant: every source that is set up has an answer or a reason after [`Limits::each`], however the others fare.
//! Nothing is contacted and no certificate is read before the first question.

mod postgres;
mod posthog;
mod rest;
mod sentry;
mod tls;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::join3;
use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::facts::settings::EnrichmentSettings;
use lambdesk_domain::facts::{Fact, Known, Looked, Source, Trouble};
use lambdesk_domain::ids::OrganisationId;
use tokio::time::timeout;

use crate::config::Secret;
use crate::outbound::Outbound;
use crate::outbound::guard::Reach;

/// Failures in a row after which a source is left alone.
const ENOUGH: u32 = 4;
/// For how long.
const REST: SignedDuration = SignedDuration::from_mins(1);
/// Longest wait a source may ask for that is honoured; beyond that it is asked again.
const LONGEST_WAIT: u64 = 900;
/// Most organisations and sources whose rests are remembered.
const MOST_RESTS: usize = 1_000;

/// How long a source is given, and what the deployment allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For one source, from the first connection to the last byte.
    pub each: Duration,
    /// For one connection of these.
    pub connect: Duration,
    /// Bytes of one answer.
    pub answer_bytes: usize,
    /// Which addresses an organisation may set.
    pub reach: Reach,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            each: Duration::from_secs(3),
            connect: Duration::from_secs(2),
            answer_bytes: 512 * 1024,
            reach: Reach::default(),
        }
    }
}

/// The secrets of the sources, as far as they are stored.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    /// Token of Sentry.
    pub sentry: Stored,
    /// Personal API key of `PostHog`.
    pub posthog: Stored,
    /// Address of the database.
    pub postgres: Stored,
}

/// A secret as the vault gave it.
#[derive(Debug, Clone, Default)]
pub enum Stored {
    /// None is stored.
    #[default]
    None,
    /// One is stored and cannot be opened.
    Unreadable,
    /// Here it is.
    Some(Secret),
}

impl Stored {
    fn get(&self) -> Result<&str, Trouble> {
        match self {
            Stored::None => Err(Trouble::NoSecret),
            Stored::Unreadable => Err(Trouble::SecretUnreadable),
            Stored::Some(secret) if secret.is_empty() => Err(Trouble::NoSecret),
            Stored::Some(secret) => Ok(secret.reveal()),
        }
    }
}

/// Who is looked up, for whom.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Whose customer it is.
    pub organisation: &'a OrganisationId,
    /// Which sources there are.
    pub settings: &'a EnrichmentSettings,
    /// Their secrets.
    pub secrets: &'a Secrets,
    /// The address, lower case.
    pub email: &'a str,
    /// Answers that are still good; their sources are not asked.
    pub fresh: &'a [Looked],
    /// Sources that were asked as often as they allow.
    pub spent: &'a [Source],
    /// The moment.
    pub now: Timestamp,
}

/// A source that is left alone for a while.
#[derive(Debug, Clone, Copy, Default)]
struct Rest {
    failures: u32,
    until: Option<Timestamp>,
}

/// Asks; one for a process.
#[derive(Debug)]
pub struct Facts {
    limits: Limits,
    outbound: Outbound,
    trust: tls::Trust,
    rests: Mutex<HashMap<(OrganisationId, Source), Rest>>,
    projects: Mutex<HashMap<OrganisationId, posthog::OnlyProject>>,
}

impl Facts {
    /// Prepares; connects to nothing.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            outbound: Outbound::new(limits.connect, limits.reach),
            trust: tls::Trust::default(),
            rests: Mutex::default(),
            projects: Mutex::default(),
        }
    }

    /// Where organisations may set sources to be.
    #[must_use]
    pub fn reach(&self) -> Reach {
        self.limits.reach
    }

    /// Asks all sources at the same time. Never fails: what failed is in the answer.
    pub async fn look_up(&self, question: Question<'_>) -> Known {
        let settings = question.settings;
        let sentry = self.one(&question, Source::Sentry, async |asking| {
            let set = settings.sentry.as_ref().ok_or(Trouble::NoSecret)?;
            let secret = question.secrets.sentry.get()?;
            sentry::ask(self, asking, set, secret).await
        });
        let posthog = self.one(&question, Source::Posthog, async |asking| {
            let set = settings.posthog.as_ref().ok_or(Trouble::NoSecret)?;
            let secret = question.secrets.posthog.get()?;
            posthog::ask(self, asking, set, secret).await
        });
        let postgres = self.one(&question, Source::Postgres, async |asking| {
            let set = settings.postgres.as_ref().ok_or(Trouble::NoSecret)?;
            let secret = question.secrets.postgres.get()?;
            postgres::ask(self, asking, set, secret).await
        });
        let (sentry, posthog, postgres) =
            join3(Box::pin(sentry), Box::pin(posthog), Box::pin(postgres)).await;
        Known {
            email: question.email.to_owned(),
            sources: vec![sentry, posthog, postgres],
        }
    }

    /// One source within its time.
    async fn one(
        &self,
        question: &Question<'_>,
        source: Source,
        ask: impl AsyncFnOnce(&Question<'_>) -> Result<Vec<Fact>, Trouble>,
    ) -> Looked {
        let now = question.now;
        if !question.settings.has(source) {
            return Looked::not_configured(source, now);
        }
        let good = |looked: &&Looked| looked.source == source && looked.is_fresh(now);
        if let Some(looked) = question.fresh.iter().find(good) {
            return looked.clone();
        }
        let place = (question.organisation.clone(), source);
        if let Some(trouble) = self.resting(&place, now) {
            return Looked::of(source, Err(trouble), now);
        }
        if question.spent.contains(&source) {
            return Looked::of(source, Err(Trouble::Spent), now);
        }
        let answer = timeout(self.limits.each, ask(question))
            .await
            .unwrap_or(Err(Trouble::Slow(self.limits.each.as_secs())));
        self.remember(place, &answer, now);
        Looked::of(source, answer, now)
    }

    /// Why a source is not asked now, if it rests.
    fn resting(&self, place: &(OrganisationId, Source), now: Timestamp) -> Option<Trouble> {
        let rest = lock(&self.rests).get(place).copied()?;
        let left = rest.until?.duration_since(now).as_secs();
        let left = u64::try_from(left).ok().filter(|left| *left > 0)?;
        Some(if rest.failures >= ENOUGH {
            Trouble::Resting
        } else {
            Trouble::Wait(left)
        })
    }

    fn remember(
        &self,
        place: (OrganisationId, Source),
        answer: &Result<Vec<Fact>, Trouble>,
        now: Timestamp,
    ) {
        let mut rests = lock(&self.rests);
        if rests.len() >= MOST_RESTS {
            rests.clear();
        }
        match answer {
            Err(Trouble::Wait(seconds)) => {
                let seconds = i64::try_from((*seconds).min(LONGEST_WAIT)).unwrap_or(0);
                let until = now.checked_add(SignedDuration::from_secs(seconds)).ok();
                rests.entry(place).or_default().until = until;
            }
            Err(trouble) if trouble.is_passing() => {
                let rest = rests.entry(place).or_default();
                rest.failures = rest.failures.saturating_add(1);
                if rest.failures >= ENOUGH {
                    rest.until = now.checked_add(REST).ok();
                }
            }
            Err(_) | Ok(_) => {
                rests.remove(&place);
            }
        }
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
