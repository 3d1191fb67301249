//! What became of texts that were to become vectors, and what it cost.
//!
//! Invariant: what may have been billed is never taken for free.

use std::time::Duration;

use jiff::Timestamp;
use lambdesk_domain::ids::{MessageId, TicketId};
use lambdesk_domain::model::Step;
use lambdesk_domain::model::embeddings::EmbeddingChoice;
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::ledger::{Bill, Call, CallOutcome};
use lambdesk_domain::model::prices::{PriceTable, Usage};

use super::embed::EmbedderSettings;
use super::failure::Failure;
use super::vectors::Read;

/// Names what is sent, on the ledger.
const FORM: &str = "embedding-1";

/// What became of some texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedded {
    /// The vectors of the first texts, all of one length; of all texts when `failed` is `None`.
    pub vectors: Vec<Vec<f32>>,
    /// Why there are not more.
    pub failed: Option<Fallback>,
    pub(super) sent: Vec<Sent>,
}

/// One request that left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sent {
    at: Timestamp,
    usage: Option<Usage>,
    cost: Option<u64>,
    took: Duration,
    outcome: CallOutcome,
    status: Option<u16>,
    code: Option<String>,
    pub(super) hash: String,
}

impl Embedded {
    pub(super) fn nothing(reason: Fallback) -> Self {
        Self {
            vectors: Vec::new(),
            failed: Some(reason),
            sent: Vec::new(),
        }
    }

    /// What it cost.
    #[must_use]
    pub fn bill(&self) -> Bill {
        let mut bill = Bill::default();
        for sent in &self.sent {
            let tokens = sent.usage.map_or(0, |usage| usage.total());
            bill.tokens = bill.tokens.saturating_add(tokens);
            match sent.cost {
                Some(cost) => bill.microusd = bill.microusd.saturating_add(cost),
                None => bill.unknown += 1,
            }
        }
        bill
    }

    /// How many requests left.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.sent.len()
    }

    /// The lines for the ledger of a ticket that was the occasion.
    #[must_use]
    pub fn calls(
        &self,
        ticket: &TicketId,
        message: &MessageId,
        model: &EmbedderSettings,
        prices: &PriceTable,
    ) -> Vec<Call> {
        let call = |sent: &Sent| Call {
            ticket: ticket.clone(),
            message: message.clone(),
            step: Step::Search,
            at: sent.at,
            provider: model.choice.provider,
            model: model.choice.model.clone(),
            repair: false,
            usage: sent.usage,
            cost_microusd: sent.cost,
            price_version: prices.version.clone(),
            prompt_version: FORM.to_owned(),
            request_hash: sent.hash.clone(),
            latency_ms: u64::try_from(sent.took.as_millis()).unwrap_or(u64::MAX),
            outcome: sent.outcome,
            status: sent.status,
            code: sent.code.clone(),
        };
        self.sent.iter().map(call).collect()
    }
}

impl Sent {
    /// The line of a request.
    pub(super) fn of(
        choice: &EmbeddingChoice,
        prices: &PriceTable,
        at: Timestamp,
        took: Duration,
        result: &Result<Read, Failure>,
    ) -> Self {
        let usage = result.as_ref().map_or(None, |(_, usage)| *usage);
        let cost = |usage: &Usage| prices.cost(choice.provider, &choice.model, usage);
        let (outcome, cost, status, code) = match result {
            Ok(_) => {
                let cost = usage.as_ref().and_then(cost);
                (CallOutcome::Answered, cost, Some(200), None)
            }
            // An answer that is an error costs nothing.
            Err(failure) => {
                let free = (!failure.maybe_billed).then_some(0);
                (failure.outcome, free, failure.status, failure.code.clone())
            }
        };
        Self {
            at,
            usage,
            cost,
            took,
            outcome,
            status,
            code,
            hash: String::new(),
        }
    }

    /// One line for the log: words and numbers only.
    pub(super) fn log(&self, choice: &EmbeddingChoice, texts: usize) {
        tracing::info!(
            model.provider = %choice.provider,
            model.outcome = %self.outcome,
            model.status = self.status,
            model.code = self.code,
            model.ms = u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX),
            model.microusd = self.cost,
            texts,
            "asked a model for embeddings"
        );
    }
}
