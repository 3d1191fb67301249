//! Draws ticket numbers for those who ask at the same time in one call.
//!
//! Invariant: a number is drawn only when somebody waits for it, so a batch that opens ten tickets leaves no gaps,
//! and no number is given twice.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use lambdesk_cloud::error::Error;
use lambdesk_cloud::store::Store;
use lambdesk_domain::ids::OrganisationId;

/// The numbers of each organisation.
#[derive(Debug, Default)]
pub struct Numbers(Mutex<HashMap<OrganisationId, Arc<Line>>>);

/// Those who wait for a number of one organisation.
#[derive(Debug, Default)]
struct Line {
    waiting: AtomicU32,
    drawn: tokio::sync::Mutex<VecDeque<u64>>,
}

/// Leaves the line, also when the one who waited is gone.
struct Place<'a>(&'a AtomicU32);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Numbers {
    /// The next number of an organisation.
    ///
    /// # Errors
    /// When the table does not answer.
    pub async fn next(&self, store: &Store, organisation: &OrganisationId) -> Result<u64, Error> {
        let line = self.line(organisation);
        line.waiting.fetch_add(1, Ordering::Relaxed);
        let _place = Place(&line.waiting);
        let mut drawn = line.drawn.lock().await;
        if let Some(number) = drawn.pop_front() {
            return Ok(number);
        }
        // Whoever came while the last call was under way is served by this one.
        let count = line.waiting.load(Ordering::Relaxed).max(1);
        let first = store.next_numbers(organisation, count).await?;
        drawn.extend(first.saturating_add(1)..first.saturating_add(u64::from(count)));
        Ok(first)
    }

    fn line(&self, organisation: &OrganisationId) -> Arc<Line> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lines.entry(organisation.clone()).or_default())
    }
}
