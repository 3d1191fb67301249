//! Drives functions by events as AWS does: queues, the table's stream, the clock and HTTP. Invariant: at least
//! once, as on AWS; a function that is not repeatable fails here too.
//!
//! Not imitated: a stream's parallelization factor (one batch at a time keeps more order than AWS does), the
//! scheduler's own retries, and throttling.

mod chaos;
mod filter;
pub mod http;
mod invoker;
mod ledger;
mod partial;
mod pump;
mod queue_poller;
mod schedule;
mod sqs_event;
mod stream_poller;
#[cfg(test)]
mod tests;
mod time;

pub use chaos::{Chaos, LATEST};
pub use filter::PatternError;
pub(crate) use invoker::MOST_PAYLOAD;
pub use invoker::{Failed, InvokeError, Invoker};
pub use pump::{Parts, Pump, PumpError, Settings, Waiting};
pub(crate) use time::now_ms;
