//! Who is working on what: the shared book of all pollers, by which a caller can tell "idle" from "between two
//! steps". Invariant: every invocation is entered before it starts and leaves a trace in `activity` when it
//! ends, so two equal readings with nothing active mean that nothing happened between them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::Instant;

/// Subtracted from what is left of a visibility timeout, because the queue's clock started it earlier.
const MARGIN: Duration = Duration::from_millis(50);

/// Whether pollers take new work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    Open,
    Paused,
    Stopped,
}

/// The book.
#[derive(Debug)]
pub(crate) struct Ledger {
    book: Mutex<Book>,
    changed: Notify,
    gate: watch::Sender<Gate>,
    /// Counts requests to look at the streams now.
    round: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Book {
    active: usize,
    activity: u64,
    /// Queue and message of failures left to their visibility timeout, and when that ends.
    parked: HashMap<(String, String), Instant>,
    /// The last round in which each stream was found empty.
    cleared: HashMap<String, u64>,
    /// Pollers that hold at the gate.
    holding: usize,
}

impl Ledger {
    pub(crate) fn new() -> Self {
        Self {
            book: Mutex::default(),
            changed: Notify::new(),
            gate: watch::Sender::new(Gate::Open),
            round: watch::Sender::new(0),
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        // Every change is one assignment, so a panic elsewhere cannot leave it half made.
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Book) -> T) -> T {
        let value = change(&mut self.book());
        self.changed.notify_waiters();
        value
    }

    /// Enters work; it is active until the guard is dropped.
    pub(crate) fn begin(self: &Arc<Self>) -> Active {
        self.change(|book| {
            book.active += 1;
            book.activity += 1;
        });
        Active(Arc::clone(self))
    }

    /// How much is active, and the mark of the last change.
    pub(crate) fn reading(&self) -> (usize, u64) {
        let book = self.book();
        (book.active, book.activity)
    }

    /// Notes that a failed message waits for its visibility timeout.
    pub(crate) fn park(&self, queue: &str, message: &str, left: Duration) {
        let until = Instant::now() + left.saturating_sub(MARGIN);
        self.change(|book| {
            book.parked
                .insert((queue.to_owned(), message.to_owned()), until)
        });
    }

    /// Notes that messages are in hand again.
    pub(crate) fn unpark<'a>(&self, queue: &str, messages: impl Iterator<Item = &'a str>) {
        self.change(|book| {
            for message in messages {
                book.parked.remove(&(queue.to_owned(), message.to_owned()));
            }
        });
    }

    /// Failed messages of a queue that still wait.
    pub(crate) fn parked(&self, queue: &str) -> usize {
        let now = Instant::now();
        let mut book = self.book();
        book.parked.retain(|_, until| *until > now);
        book.parked.keys().filter(|(name, _)| name == queue).count()
    }

    /// Asks every stream to look once more and gives the number of the request.
    pub(crate) fn ask_streams(&self) -> u64 {
        self.round.send_modify(|round| *round += 1);
        *self.round.borrow()
    }

    pub(crate) fn rounds(&self) -> watch::Receiver<u64> {
        self.round.subscribe()
    }

    /// Notes that a stream was empty when it looked after a request.
    pub(crate) fn clear(&self, stream: &str, round: u64) {
        self.change(|book| book.cleared.insert(stream.to_owned(), round));
    }

    /// Whether all these streams were empty at a request or later.
    pub(crate) fn cleared(&self, streams: &[String], round: u64) -> bool {
        let book = self.book();
        streams
            .iter()
            .all(|stream| book.cleared.get(stream).is_some_and(|at| *at >= round))
    }

    /// Waits for a change of the book, at most so long.
    pub(crate) async fn changed(&self, at_most: Duration) {
        let changed = self.changed.notified();
        // A change that came before the wait is found by the caller's next look.
        let _either_way = tokio::time::timeout(at_most, changed).await;
    }

    /// Opens or closes the gate, and wakes those who wait for records so that they notice.
    pub(crate) fn set_gate(&self, gate: Gate) {
        self.gate.send_replace(gate);
        self.ask_streams();
    }

    pub(crate) fn gate(&self) -> Gate {
        *self.gate.borrow()
    }

    pub(crate) fn gates(&self) -> watch::Receiver<Gate> {
        self.gate.subscribe()
    }

    /// Waits while the gate is paused, counted as holding; false when it is stopped.
    pub(crate) async fn may_go_on(&self) -> bool {
        if self.gate() != Gate::Paused {
            return self.gate() == Gate::Open;
        }
        self.change(|book| book.holding += 1);
        let open = self.opened().await;
        self.change(|book| book.holding -= 1);
        open
    }

    /// Waits while the gate is paused; false when it is stopped.
    pub(crate) async fn opened(&self) -> bool {
        let mut gate = self.gate.subscribe();
        let gate = gate.wait_for(|gate| *gate != Gate::Paused).await;
        gate.is_ok_and(|gate| *gate == Gate::Open)
    }

    /// Sleeps, but not past a stop.
    pub(crate) async fn sleep(&self, time: Duration) {
        let mut gate = self.gate.subscribe();
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            _ = gate.wait_for(|gate| *gate == Gate::Stopped) => {}
        }
    }

    /// Pollers that hold at the gate.
    pub(crate) fn holding(&self) -> usize {
        self.book().holding
    }
}

/// Work under way.
pub(crate) struct Active(Arc<Ledger>);

impl Drop for Active {
    fn drop(&mut self) {
        self.0.change(|book| {
            book.active -= 1;
            book.activity += 1;
        });
    }
}
