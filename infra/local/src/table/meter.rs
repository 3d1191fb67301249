//! Counts the capacity units calls would be billed for, so that cost can be stated.
//!
//! The engine computes them as AWS does when a request asks for them; while the meter is on, every
//! request asks. Invariant: while it is off, requests are passed on untouched.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use serde_json::Value;

/// Operations billed in write units; all others are billed in read units.
const WRITES: [&str; 5] = [
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "TransactWriteItems",
];

/// The shared meter of one table. Clones share one count.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    on: Arc<AtomicBool>,
    units: Arc<Mutex<BTreeMap<String, f64>>>,
}

impl Meter {
    /// Starts counting from zero.
    pub fn start(&self) {
        self.units
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        self.on.store(true, Ordering::Relaxed);
    }

    /// Units by operation since [`Meter::start`].
    #[must_use]
    pub fn units(&self) -> BTreeMap<String, f64> {
        self.units
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Write request units since [`Meter::start`].
    #[must_use]
    pub fn writes(&self) -> f64 {
        self.units()
            .iter()
            .filter(|(name, _)| WRITES.contains(&name.as_str()))
            .map(|(_, units)| units)
            .sum()
    }

    /// Read request units since [`Meter::start`].
    #[must_use]
    pub fn reads(&self) -> f64 {
        self.units()
            .iter()
            .filter(|(name, _)| !WRITES.contains(&name.as_str()))
            .map(|(_, units)| units)
            .sum()
    }

    /// Has a request ask for its units.
    pub(super) fn ask(&self, body: Bytes) -> Bytes {
        if !self.on.load(Ordering::Relaxed) {
            return body;
        }
        match serde_json::from_slice::<Value>(&body) {
            Ok(Value::Object(mut request)) => {
                let asked = "ReturnConsumedCapacity".to_owned();
                request.insert(asked, Value::String("TOTAL".to_owned()));
                Bytes::from(Value::Object(request).to_string())
            }
            _ => body,
        }
    }

    /// Adds up what an answer says was used: one figure, or one for each table.
    pub(super) fn note(&self, operation: &str, answer: &[u8]) {
        if !self.on.load(Ordering::Relaxed) {
            return;
        }
        let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
        let used = answer.get("ConsumedCapacity").unwrap_or(&Value::Null);
        let tables = used
            .as_array()
            .map_or(std::slice::from_ref(used), Vec::as_slice);
        let units = tables
            .iter()
            .filter_map(|table| table.get("CapacityUnits")?.as_f64())
            .sum::<f64>();
        let mut all = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        *all.entry(operation.to_owned()).or_default() += units;
    }
}
