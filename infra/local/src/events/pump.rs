//! Starts every event source of a template and lets a caller hold, stop and wait for them. Invariant: after
//! `until_idle` has answered well, no function was running and none was about to run.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::chaos::{Chaos, Dice};
use super::filter::{Pattern, PatternError};
use super::invoker::{InvokeError, Invoker};
use super::ledger::{Gate, Ledger};
use super::queue_poller::{QueuePoller, Shared, Target};
use super::schedule::Clock;
use super::sqs_event::Origin;
use super::stream_poller::{Backoff, StreamPoller};
use crate::queues::{Counts, QueueError, Queues};
use crate::table::{StreamReader, Table};
use crate::template::{Function, QueueSource, Source, StreamSource, Template};

/// How often the book is looked at when nothing changes in it.
const GLANCE: Duration = Duration::from_millis(10);

/// How the event sources run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Invocations at once for each queue mapping; a mapping's `MaximumConcurrency` limits it further.
    pub workers: usize,
    /// Schedules tick by the clock. Off, only [`Pump::tick_now`] ticks.
    pub schedules: bool,
    /// Disturbances, when wanted.
    pub chaos: Option<Chaos>,
    /// Failed messages come back after this instead of the queue's visibility timeout.
    pub retry_after: Option<Duration>,
}

impl Default for Settings {
    /// As deployed, with four invocations at once for each mapping.
    fn default() -> Self {
        Self {
            workers: 4,
            schedules: true,
            chaos: None,
            retry_after: None,
        }
    }
}

/// What the event sources connect.
#[derive(Clone)]
pub struct Parts<'a> {
    /// The facts.
    pub template: &'a Template,
    /// The queues, opened with the template's specs.
    pub queues: Queues,
    /// The tables by logical id.
    pub tables: BTreeMap<String, Table>,
    /// Who runs the functions.
    pub invoker: Arc<dyn Invoker>,
}

/// Why the event sources did not start.
#[derive(Debug, thiserror::Error)]
pub enum PumpError {
    /// A source names something that was not handed over.
    #[error(
        "function {function} listens to {missing}, which is not open; open everything the template declares"
    )]
    Missing {
        /// Logical id of the function.
        function: String,
        /// Logical id of the queue or table.
        missing: String,
    },
    /// A filter cannot be judged.
    #[error("function {function} has a filter that cannot be used")]
    Filter {
        /// Logical id of the function.
        function: String,
        /// Which part of it.
        #[source]
        source: PatternError,
    },
    /// The stream cannot be read.
    #[error("the stream for function {function} cannot be read")]
    Stream {
        /// Logical id of the function.
        function: String,
        /// Why.
        #[source]
        source: crate::table::Error,
    },
    /// No schedule calls this function.
    #[error("no schedule calls the function {function}; name one that has a ScheduleV2 event")]
    NoSchedule {
        /// Logical id asked for.
        function: String,
    },
    /// The scheduled call failed.
    #[error("the scheduled call failed")]
    Tick(#[from] InvokeError),
    /// The queues cannot be read.
    #[error("the queues cannot be read")]
    Queues(#[from] QueueError),
    /// There was still work at the deadline.
    #[error(
        "still busy after {waited_ms} ms: {work}; wait longer, or look for a function that fails again and again"
    )]
    StillBusy {
        /// How long was waited.
        waited_ms: u128,
        /// What there was to do.
        work: String,
    },
}

/// What is left when all is idle: messages for later, by queue name. Queues with nothing left are not listed.
pub type Waiting = BTreeMap<String, Counts>;

/// The running event sources. Dropping it stops them at once; [`Pump::stop`] lets them finish.
pub struct Pump {
    shared: Shared,
    clocks: Vec<Clock>,
    /// Names of all queues that are polled.
    queues: Vec<String>,
    /// Names of all streams that are polled.
    streams: Vec<String>,
    tasks: JoinSet<()>,
}

impl Pump {
    /// Starts every enabled event source.
    ///
    /// # Errors
    /// A source that names nothing open, or a filter that cannot be judged.
    pub async fn start(parts: Parts<'_>, settings: &Settings) -> Result<Self, PumpError> {
        let shared = Shared {
            queues: parts.queues.clone(),
            invoker: Arc::clone(&parts.invoker),
            ledger: Arc::new(Ledger::new()),
            dice: settings.chaos.map(|chaos| Arc::new(Dice::new(chaos))),
            retry_after: settings.retry_after,
        };
        let mut pump = Self {
            shared,
            clocks: Vec::new(),
            queues: Vec::new(),
            streams: Vec::new(),
            tasks: JoinSet::new(),
        };
        for function in parts.template.functions.values() {
            for source in &function.sources {
                pump.add(&parts, function, source, settings).await?;
            }
        }
        Ok(pump)
    }

    async fn add(
        &mut self,
        parts: &Parts<'_>,
        function: &Function,
        source: &Source,
        settings: &Settings,
    ) -> Result<(), PumpError> {
        match source {
            Source::Queue(source) if source.enabled => {
                let poller = self.queue_poller(parts.template, function, source, settings)?;
                self.queues.push(poller.queue.clone());
                self.tasks.spawn(poller.run());
            }
            Source::Stream(source) if source.enabled => {
                let (poller, reader) = self.stream_poller(parts, function, source).await?;
                self.streams.push(poller.name.clone());
                self.tasks.spawn(poller.run(reader));
            }
            Source::Schedule(source) if source.enabled => {
                let clock = Clock {
                    source: source.clone(),
                    target: target(function),
                    region: parts.template.region.clone(),
                    account: parts.template.account.clone(),
                    shared: self.shared.clone(),
                };
                if settings.schedules {
                    self.tasks.spawn(clock.clone().run());
                }
                self.clocks.push(clock);
            }
            Source::Queue(_) | Source::Stream(_) | Source::Schedule(_) => {}
        }
        Ok(())
    }

    fn queue_poller(
        &self,
        template: &Template,
        function: &Function,
        source: &QueueSource,
        settings: &Settings,
    ) -> Result<QueuePoller, PumpError> {
        let queue = template.queues.get(&source.queue);
        let queue = queue.ok_or_else(|| missing(function, &source.queue))?;
        let allowed = source.maximum_concurrency.map_or(usize::MAX, |most| {
            usize::try_from(most).unwrap_or(usize::MAX)
        });
        Ok(QueuePoller {
            source: source.clone(),
            target: target(function),
            queue: queue.name.clone(),
            fifo: queue.fifo,
            visibility: queue.visibility,
            origin: Origin {
                region: template.region.clone(),
                account: template.account.clone(),
                queue_arn: queue.arn.clone(),
            },
            concurrency: settings.workers.clamp(1, allowed),
            shared: self.shared.clone(),
        })
    }

    async fn stream_poller(
        &self,
        parts: &Parts<'_>,
        function: &Function,
        source: &StreamSource,
    ) -> Result<(StreamPoller, StreamReader), PumpError> {
        let table = parts.tables.get(&source.table);
        let table = table.ok_or_else(|| missing(function, &source.table))?;
        let id = || function.id.clone();
        let patterns = source
            .filters
            .iter()
            .map(Pattern::read)
            .collect::<Result<Vec<_>, _>>();
        let patterns = patterns.map_err(|source| PumpError::Filter {
            function: id(),
            source,
        })?;
        let facts = parts.template.tables.get(&source.table);
        let on_failure = source.on_failure.as_ref();
        let on_failure = on_failure.and_then(|id| parts.template.queues.get(id));
        let name = format!("{}.{}", function.id, source.name);
        let reader = StreamReader::open(table, &name).await;
        let reader = reader.map_err(|source| PumpError::Stream {
            function: id(),
            source,
        })?;
        let poller = StreamPoller {
            name,
            source: source.clone(),
            target: target(function),
            patterns,
            stream_arn: facts.map(|it| it.stream_arn.clone()).unwrap_or_default(),
            on_failure: on_failure.map(|queue| queue.name.clone()),
            backoff: Backoff::USUAL,
            shared: self.shared.clone(),
        };
        Ok((poller, reader))
    }

    /// Ticks every schedule of one function now and gives the last answer.
    ///
    /// # Errors
    /// A function without a schedule, or one that fails.
    pub async fn tick_now(&self, function: &str) -> Result<Value, PumpError> {
        let mut answer = None;
        for clock in self
            .clocks
            .iter()
            .filter(|clock| clock.target.function == function)
        {
            answer = Some(clock.tick().await?);
        }
        answer.ok_or_else(|| PumpError::NoSchedule {
            function: function.to_owned(),
        })
    }

    /// Waits until nothing is left to do now. Messages that are delayed, or that failed and wait for their
    /// visibility timeout, are not waited for but given back.
    ///
    /// # Errors
    /// [`PumpError::StillBusy`] at the deadline, with what there was to do.
    pub async fn until_idle(&self, at_most: Duration) -> Result<Waiting, PumpError> {
        let begun = Instant::now();
        loop {
            let work = match self.look().await? {
                Look::Idle(waiting) => return Ok(waiting),
                Look::Busy(work) => work,
            };
            if begun.elapsed() >= at_most {
                return Err(PumpError::StillBusy {
                    waited_ms: begun.elapsed().as_millis(),
                    work,
                });
            }
            self.shared.ledger.changed(GLANCE).await;
        }
    }

    /// One look: streams first, because queues are filled from them, and the same book before and after.
    async fn look(&self) -> Result<Look, PumpError> {
        let ledger = &self.shared.ledger;
        let (active, mark) = ledger.reading();
        if active > 0 {
            return Ok(Look::Busy(format!("{active} invocations run")));
        }
        let round = ledger.ask_streams();
        let asked = Instant::now();
        while !ledger.cleared(&self.streams, round) {
            if asked.elapsed() > GLANCE * 50 || ledger.reading() != (0, mark) {
                return Ok(Look::Busy("the stream has records".to_owned()));
            }
            ledger.changed(GLANCE).await;
        }
        let mut waiting = Waiting::new();
        for queue in &self.queues {
            let counts = self.shared.queues.counts(queue).await?;
            let ready = self.shared.queues.next_visible_in(queue).await?;
            if ready == Some(Duration::ZERO) || counts.in_flight > ledger.parked(queue) {
                return Ok(Look::Busy(format!("{queue} has {counts:?}")));
            }
            if counts != Counts::default() {
                waiting.insert(queue.clone(), counts);
            }
        }
        if waiting.values().any(|counts| counts.in_flight > 0) {
            // A function may have shortened a visibility timeout, and its message just have been taken: that
            // shows in the book a moment later.
            tokio::time::sleep(GLANCE * 2).await;
        }
        Ok(if ledger.reading() == (0, mark) {
            Look::Idle(waiting)
        } else {
            Look::Busy("a function has just run".to_owned())
        })
    }

    /// Holds all sources. When it answers, nothing runs and nothing new is taken until [`Pump::resume`].
    pub async fn pause(&self) {
        let ledger = &self.shared.ledger;
        ledger.set_gate(Gate::Paused);
        let pollers = self.queues.len() + self.streams.len();
        while ledger.holding() < pollers || ledger.reading().0 > 0 {
            ledger.ask_streams();
            ledger.changed(GLANCE).await;
        }
    }

    /// Lets all sources go on.
    pub fn resume(&self) {
        self.shared.ledger.set_gate(Gate::Open);
    }

    /// Takes no new work and waits for what runs, at most so long; then ends what is left.
    pub async fn stop(mut self, at_most: Duration) {
        self.shared.ledger.set_gate(Gate::Stopped);
        let finished = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(at_most, finished).await.is_err() {
            self.tasks.shutdown().await;
        }
    }
}

enum Look {
    Idle(Waiting),
    Busy(String),
}

fn target(function: &Function) -> Target {
    Target {
        function: function.id.clone(),
        arn: function.arn.clone(),
        timeout: function.timeout,
    }
}

fn missing(function: &Function, what: &str) -> PumpError {
    PumpError::Missing {
        function: function.id.clone(),
        missing: what.to_owned(),
    }
}
