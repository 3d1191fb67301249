//! Drafts of replies, beside the messages they answer.
//!
//! Invariant: a draft changes only from the version that was read, so of two people who use it one is refused.

use lambdesk_domain::draft::state::Draft;
use lambdesk_domain::ids::{DraftId, OrganisationId, TicketId};

use super::commit::one_on;
use super::rows::Range;
use super::transact::Condition;
use super::{Commit, Part, Store, items, keys};
use crate::error::Result;

/// Most drafts of one ticket that are read at once.
const MOST: usize = 50;

impl Commit {
    /// Adds a new draft.
    pub fn create_draft(&mut self, draft: &Draft) -> &mut Self {
        self.own(&draft.organisation);
        let key = keys::draft(&draft.organisation, &draft.ticket, &draft.id);
        let item = items::item("draft", &key, draft);
        self.put(Part::DraftExists, item, Some(Condition::absent()))
    }

    /// Stores a changed draft, if it is one version on from what is stored.
    pub fn update_draft(&mut self, draft: &Draft) -> &mut Self {
        self.own(&draft.organisation);
        let key = keys::draft(&draft.organisation, &draft.ticket, &draft.id);
        let item = items::item("draft", &key, draft);
        self.put(Part::DraftVersion, item, Some(one_on(draft.version)))
    }
}

impl Store {
    /// One draft.
    ///
    /// # Errors
    /// As the service says.
    pub async fn draft(
        &self,
        organisation: &OrganisationId,
        ticket: &TicketId,
        id: &DraftId,
    ) -> Result<Option<Draft>> {
        let key = keys::draft(organisation, ticket, id);
        let item = self.get("read the draft", &key).await?;
        item.map(items::read).transpose()
    }

    /// The drafts of a ticket, newest first; the newest 50 of a longer list.
    ///
    /// # Errors
    /// As the service says.
    pub async fn drafts(
        &self,
        organisation: &OrganisationId,
        ticket: &TicketId,
    ) -> Result<Vec<Draft>> {
        let pk = keys::conversation(organisation, ticket);
        let range = Range::of(pk, keys::DRAFTS).backward();
        let rows = Box::pin(self.all_rows("read the drafts", &range, MOST)).await?;
        rows.into_iter().map(items::read).collect()
    }
}
