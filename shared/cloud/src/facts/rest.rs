//! One GET to a source with a bearer token: what it answers, or in which trouble it is.
//!
//! Invariant: at most one second try, only for a broken connection or a status of 500 and above, and only while the
//! source's time lasts. What the source said in words is never kept.

use std::time::Duration;

use aws_smithy_runtime_api::http::Headers;
use bytes::Bytes;
use jiff::Timestamp;
use lambdesk_domain::facts::Trouble;

use super::Facts;
use crate::outbound::guard::{self, Address};
use crate::outbound::{self, Line, Lost};

/// Pause before the second try.
const PAUSE: Duration = Duration::from_millis(200);
/// Seconds to wait after a 429 that does not say how long.
const USUAL_WAIT: u64 = 60;

/// A source that speaks HTTP.
#[derive(Clone)]
pub(super) struct Rest<'a> {
    facts: &'a Facts,
    now: Timestamp,
    address: Address,
    token: &'a str,
    /// What the token must be good for, in the source's own words.
    right: &'static str,
    /// What the settings name, for 404.
    named: &'static str,
}

impl<'a> Rest<'a> {
    /// A source at an address of the settings.
    ///
    /// # Errors
    /// [`Trouble::Address`] when it may not be called.
    pub(super) fn new(
        facts: &'a Facts,
        now: Timestamp,
        host: &str,
        token: &'a str,
    ) -> Result<Self, Trouble> {
        let address = guard::check(host, facts.limits.reach).map_err(|_| Trouble::Address)?;
        Ok(Self {
            facts,
            now,
            address,
            token,
            right: "",
            named: "",
        })
    }

    /// The same for paths that need this right, about what the settings call this.
    pub(super) fn needing(mut self, right: &'static str, named: &'static str) -> Self {
        self.right = right;
        self.named = named;
        self
    }

    /// The body of a path.
    ///
    /// # Errors
    /// What the status or the connection means.
    pub(super) async fn get(&self, path: &str) -> Result<Bytes, Trouble> {
        match self.try_once(path).await {
            Err(Trouble::Unreachable | Trouble::Status(500..)) => {
                tokio::time::sleep(PAUSE).await;
                self.try_once(path).await
            }
            other => other,
        }
    }

    async fn try_once(&self, path: &str) -> Result<Bytes, Trouble> {
        let url = format!("{}{path}", self.address.url);
        let bearer = ("authorization", format!("Bearer {}", self.token.trim()));
        let request = outbound::request("GET", &url, [bearer], Vec::new());
        let request = request.ok_or(Trouble::SecretRefused)?;
        let line = Line::to(&self.address);
        let most = self.facts.limits.answer_bytes;
        let answer = self.facts.outbound.call(line, request, most).await;
        let answer = answer.map_err(trouble)?;
        match answer.status {
            200 => Ok(answer.body),
            // Where a redirect leads was not checked, and no source is documented to answer with one.
            300..400 => Err(Trouble::Address),
            status => Err(Trouble::of_status(
                status,
                self.right,
                self.named,
                wait(&answer.headers, self.now),
            )),
        }
    }
}

fn trouble(lost: Lost) -> Trouble {
    match lost {
        Lost::Forbidden => Trouble::Address,
        Lost::TooLarge(_) => Trouble::TooLarge,
        Lost::NoAnswer { .. } | Lost::Broken(_) => Trouble::Unreachable,
    }
}

/// Seconds a source asks to wait: `Retry-After` in seconds, or Sentry's moment. A date is rare, and then the usual wait is
/// as good.
fn wait(headers: &Headers, now: Timestamp) -> u64 {
    let number = |name: &str| headers.get(name)?.trim().parse::<f64>().ok();
    let after = number("retry-after");
    let until = || Some(number("x-sentry-rate-limit-reset")? - now.as_second() as f64);
    match after.or_else(until) {
        Some(seconds) if (0.0..=86_400.0).contains(&seconds) => {
            Duration::from_secs_f64(seconds.ceil()).as_secs().max(1)
        }
        _ => USUAL_WAIT,
    }
}
