//! How many tickets are in each queue of the inbox.
//!
//! Invariant: one request looks at a bounded number of rows, and a number that stopped at the bound says so.

use std::collections::BTreeSet;

use lambdesk_domain::delivery::DeliveryState;
use lambdesk_domain::ids::{AgentId, OrganisationId};
use lambdesk_domain::status::Status;
use lambdesk_domain::triage::decide::{DISAGREED, NEEDS_TRIAGE};
use serde::Deserialize;

use super::lists::BUDGET;
use super::rows::Range;
use super::table::Index;
use super::{Store, items, keys};
use crate::error::Result;

/// States in which a mail did not reach its recipient, or nobody knows.
pub const UNDELIVERED: [DeliveryState; 3] = [
    DeliveryState::Bounced,
    DeliveryState::Failed,
    DeliveryState::Uncertain,
];
/// Held back tickets and undelivered mails are counted up to here: they pile up over years, and nobody acts on the
/// difference between fifty and more.
pub const ASIDE: usize = 50;

/// How many there are: exactly, or at least so many when the count stopped at its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// So many were found.
    pub count: usize,
    /// There may be more.
    pub capped: bool,
}

/// The queues of the inbox. The next move is ours in `open`, `pending` and `in_progress`; queues count those unless they
/// say otherwise, and held back tickets are in `quarantine` only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Every ticket that is not resolved or closed, those that wait on the customer too.
    pub active: Counted,
    /// The next move is ours.
    pub open: Counted,
    /// Those of the agent who asks; `None` when no agent asks.
    pub mine: Option<Counted>,
    /// Those of nobody.
    pub unassigned: Counted,
    /// Those tagged [`NEEDS_TRIAGE`].
    pub needs_triage: Counted,
    /// Those tagged [`DISAGREED`].
    pub disagreed: Counted,
    /// Waiting on the customer.
    pub waiting: Counted,
    /// Held back.
    pub quarantine: Counted,
    /// Outgoing mails that are [`UNDELIVERED`]; `None` when not asked for.
    pub undelivered: Option<Counted>,
}

/// What of a ticket decides its queues.
#[derive(Deserialize)]
struct Row {
    status: Status,
    #[serde(default)]
    assignee: Option<AgentId>,
    #[serde(default)]
    tags: BTreeSet<String>,
}

/// The attributes of [`Row`], and the version that guards their reading.
const ROW: &[&str] = &["status", "assignee", "tags", "v"];

impl Store {
    /// Counts the queues, for an agent and with outgoing mails if asked for.
    ///
    /// One pass over the 1,000 active tickets that changed last, in all statuses at once, and the newest 50 of each pile
    /// aside. A ticket is about 1.5 KB, which an eventually consistent read of an index bills as a fifth of a read unit:
    /// 200 active tickets are 40 units, 1,000 are 200. Held back tickets add at most 10. Undelivered mails are billed
    /// whole, about 5 KB: at most 100 units for 50 in each state, usually 1 or 2. It takes one round trip up to 250
    /// tickets a status.
    ///
    /// # Errors
    /// As the service says.
    pub async fn count_tickets(
        &self,
        organisation: &OrganisationId,
        agent: Option<&AgentId>,
        undelivered: bool,
    ) -> Result<Counts> {
        let held = Range::at(Index::Gsi1, keys::quarantine_list(organisation), "");
        let (mut counts, quarantine, undelivered) = futures_util::future::try_join3(
            Box::pin(self.count_active(organisation, agent)),
            Box::pin(self.count(vec![held.only(&["v"]).backward()], ASIDE)),
            Box::pin(self.count_undelivered(organisation, undelivered)),
        )
        .await?;
        (counts.quarantine, counts.undelivered) = (quarantine, undelivered);
        Ok(counts)
    }

    async fn count_active(
        &self,
        organisation: &OrganisationId,
        agent: Option<&AgentId>,
    ) -> Result<Counts> {
        let active = Status::ALL
            .iter()
            .copied()
            .filter(|status| status.is_active());
        let ranges = active.map(|status| {
            let list = keys::status_list(organisation, status);
            Range::at(Index::Gsi1, list, "").only(ROW).backward()
        });
        let mut counts = Counts {
            mine: agent.map(|_| Counted::default()),
            ..Counts::default()
        };
        let more = self.survey(DOING, ranges.collect(), BUDGET, |item| {
            counts.add(&items::read(item)?, agent);
            Ok(())
        });
        let more = more.await?;
        for one in counts.of_the_pass() {
            one.capped = more;
        }
        Ok(counts)
    }

    async fn count_undelivered(
        &self,
        organisation: &OrganisationId,
        wanted: bool,
    ) -> Result<Option<Counted>> {
        if !wanted {
            return Ok(None);
        }
        let ranges = UNDELIVERED.map(|state| {
            let list = keys::outgoing_list(organisation, state);
            Range::at(Index::Gsi2, list, "").only(&["v"]).backward()
        });
        self.count(ranges.into(), ASIDE).await.map(Some)
    }

    async fn count(&self, ranges: Vec<Range>, most: usize) -> Result<Counted> {
        let mut count = 0;
        let look = |_| {
            count += 1;
            Ok(())
        };
        let capped = self.survey(DOING, ranges, most, look).await?;
        Ok(Counted { count, capped })
    }
}

const DOING: &str = "count the queues";

impl Counts {
    fn add(&mut self, row: &Row, agent: Option<&AgentId>) {
        self.active.count += 1;
        if row.status == Status::WaitingOnCustomer {
            self.waiting.count += 1;
            return;
        }
        self.open.count += 1;
        let mine = agent.is_some() && row.assignee.as_ref() == agent;
        if let Some(count) = self.mine.as_mut().filter(|_| mine) {
            count.count += 1;
        }
        let tagged = |tag| usize::from(row.tags.contains(tag));
        self.unassigned.count += usize::from(row.assignee.is_none());
        self.needs_triage.count += tagged(NEEDS_TRIAGE);
        self.disagreed.count += tagged(DISAGREED);
    }

    /// What the pass over the active tickets counts.
    fn of_the_pass(&mut self) -> impl Iterator<Item = &mut Counted> {
        let counted = [
            &mut self.active,
            &mut self.open,
            &mut self.unassigned,
            &mut self.needs_triage,
            &mut self.disagreed,
            &mut self.waiting,
        ];
        counted.into_iter().chain(self.mine.as_mut())
    }
}
