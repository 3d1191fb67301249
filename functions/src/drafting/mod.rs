//! Drafts of replies: made once for a customer's message, kept beside it, and settled by what an agent sends.
//!
//! Invariant: a ticket never waits for its draft. Whatever fails here leaves a judged ticket without a draft, and the reason
//! in its triage record.

mod automatic;
pub(crate) mod own;
mod settle;
mod write;

use jiff::Timestamp;
use lambdesk_cloud::error::{Error, chain};
use lambdesk_cloud::store::{Commit, Stamps};
use lambdesk_domain::directory::Directory;
use lambdesk_domain::draft::state::{Draft, Step};
use lambdesk_domain::draft::support::OwnText;
use lambdesk_domain::draft::suspicion::{Finding, Reading, inspect};
use lambdesk_domain::knowledge::passage::Passage;
use lambdesk_domain::knowledge::ranking::Ranked;
use lambdesk_domain::message::Message;
use lambdesk_domain::model::answer::ModelAnswer;
use lambdesk_domain::people::Actor;
use lambdesk_domain::ticket::Ticket;
use lambdesk_domain::triage::record::TriageRecord;

use crate::world::World;

use automatic::Sending;
pub use settle::{NoDraft, settled_by, taken_back};

/// Bytes of a message that a draft is made from; what is longer is answered by its beginning.
const MAX_TEXT: usize = 64 << 10;

/// A draft that a model wrote, handed over to be checked.
#[derive(Debug, Clone)]
pub struct ModelDraft<'a> {
    /// What the model answered; its draft may be empty.
    pub answer: &'a ModelAnswer,
    /// The passages it was given, by whose ids it cites.
    pub passages: &'a [Passage],
    /// The organisation's own words it was given.
    pub own: &'a [OwnText],
    /// The customer's words of the whole conversation.
    pub conversation: &'a str,
    /// Name of the model as the provider gives it.
    pub model: &'a str,
    /// How those passages were ranked.
    pub ranked: Option<&'a Ranked>,
    /// The calibrated confidence of its answer; without one nothing is sent by itself.
    pub confidence: Option<f32>,
}

/// What a draft is made for.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The organisation with its settings and addresses.
    pub directory: &'a Directory,
    /// The ticket as it was read.
    pub ticket: &'a Ticket,
    /// The ticket as triage leaves it.
    pub judged: &'a Ticket,
    /// The customer's message.
    pub message: &'a Message,
    /// The new part of its text.
    pub text: &'a str,
    /// The language of the team, BCP 47.
    pub team_language: &'a str,
    /// What of the organisation's own words is at hand.
    pub stamps: &'a Stamps,
    /// The draft of a model, when one was asked and answered.
    pub model: Option<&'a ModelDraft<'a>>,
    /// The moment of the judgement.
    pub now: Timestamp,
}

/// What becomes of the ticket's drafts, ready to join the change that stores the judgement.
#[derive(Debug, Default)]
pub struct Prepared {
    draft: Option<Draft>,
    overtaken: Vec<Draft>,
    sending: Option<Sending>,
}

/// Signs that a message talks to a machine. Mails were looked at when they came in; what came another way is looked at now.
#[must_use]
pub fn noticed(message: &Message, text: &str) -> Vec<Finding> {
    if message.provenance.raw_key.is_some() {
        return message.provenance.noticed.findings.clone();
    }
    let names: Vec<&str> = message
        .attachments
        .iter()
        .map(|a| a.name.as_str())
        .collect();
    let sender = message.from.as_ref().and_then(|from| from.name.as_deref());
    inspect(&Reading {
        subject: &message.subject,
        sender_name: sender.unwrap_or_default(),
        text,
        attachments: &names,
        ..Reading::default()
    })
}

/// Makes the draft of a message and says in the record what came of it. Called once, before the judgement is stored.
pub async fn prepare(world: &World, case: &Case<'_>, record: &mut TriageRecord) -> Prepared {
    let findings = noticed(case.message, case.text);
    match attempt(world, case, record, &findings).await {
        Ok(prepared) => prepared,
        Err(error) => {
            tracing::warn!(
                ticket.id = %case.ticket.id,
                error = chain(&error),
                "a ticket has no draft because a service did not answer"
            );
            record.draft = None;
            record.automatic = None;
            record.no_draft = Some("a service that a draft needs did not answer".to_owned());
            Prepared::default()
        }
    }
}

async fn attempt(
    world: &World,
    case: &Case<'_>,
    record: &mut TriageRecord,
    findings: &[Finding],
) -> Result<Prepared, Error> {
    let mut prepared = Prepared::default();
    if let Some(reason) = unwanted(case) {
        record.no_draft = Some(reason.to_owned());
        return Ok(prepared);
    }
    prepared.overtaken = overtaken(world, case).await?;
    let Some(written) = write::write(world, case, record).await else {
        record.no_draft = Some("there is nothing to write one from".to_owned());
        return Ok(prepared);
    };
    let mut draft = write::draft(world, case, written.clone());
    if case.directory.organisation.settings.auto_resolve.enabled {
        let (decision, sending) =
            automatic::decide(world, case, record, &written, findings, &mut draft).await?;
        draft.automatic = Some(decision.clone());
        record.automatic = Some(decision);
        prepared.sending = sending;
    }
    record.draft = Some(draft.id.clone());
    prepared.draft = Some(draft);
    Ok(prepared)
}

/// Why a message needs no draft, when it needs none.
fn unwanted(case: &Case<'_>) -> Option<&'static str> {
    let (ticket, written) = (case.ticket, case.message.created_at);
    if ticket.customer_wrote_at.is_some_and(|at| at > written) {
        return Some("a newer message of the customer is answered instead");
    }
    if ticket.agent_wrote_at.is_some_and(|at| at > written) {
        return Some("an agent has answered it already");
    }
    None
}

/// The open drafts of earlier messages, overtaken. A ticket of one message has none.
async fn overtaken(world: &World, case: &Case<'_>) -> Result<Vec<Draft>, Error> {
    let ticket = case.ticket;
    if ticket.message_count < 2 {
        return Ok(Vec::new());
    }
    let drafts = world.store.drafts(&ticket.organisation, &ticket.id).await?;
    let by = Actor::System("triage".to_owned());
    let open = drafts.into_iter().filter(|draft| draft.state.is_open());
    Ok(open
        .filter_map(|mut draft| {
            draft.step(Step::Overtaken, &by, case.now).ok()?;
            Some(draft)
        })
        .collect())
}

impl Prepared {
    /// Adds everything to a change and gives the ticket as it is to be stored: resolved, when an answer leaves by itself.
    #[must_use]
    pub fn join(
        self,
        world: &World,
        commit: &mut Commit,
        judged: Ticket,
        now: Timestamp,
    ) -> Ticket {
        if let Some(draft) = &self.draft {
            commit.create_draft(draft);
        }
        for draft in &self.overtaken {
            commit.update_draft(draft);
        }
        match self.sending {
            Some(sending) => sending.join(world, commit, judged, now),
            None => judged,
        }
    }
}
