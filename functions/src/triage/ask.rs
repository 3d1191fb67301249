//! Asks the model about a message, once: within the budget, with its answer kept and every call on the ticket's bill.
//!
//! Invariant: a message whose answer was stored is never asked about again. Between the answer and its storing lie two
//! writes; whoever dies there leaves the budget set aside, and the next delivery asks and pays once more.

use lambdesk_cloud::error::chain;
use lambdesk_cloud::models::{Engine, ModelSettings, Outcome, Request};
use lambdesk_cloud::store::{Commit, CommitError, KeptAnswer};
use lambdesk_domain::directory::Directory;
use lambdesk_domain::draft::support::OwnText;
use lambdesk_domain::knowledge::passage::Passage;
use lambdesk_domain::knowledge::ranking::Ranked;
use lambdesk_domain::message::{MatchedBy, Message};
use lambdesk_domain::model::answer::ModelAnswer;
use lambdesk_domain::model::budget;
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::ledger::Call;
use lambdesk_domain::model::prices::PriceTable;
use lambdesk_domain::model::prompt::Prompt;
use lambdesk_domain::model::{Provider, Step};
use lambdesk_domain::people::Organisation;
use lambdesk_domain::task::MessageRef;
use lambdesk_domain::ticket::Ticket;

use super::conversation;
use super::question::{Material, material, question};
use crate::batch::Failure;
use crate::models;
use crate::world::World;

/// Bytes of an answer that are kept; the table holds no more than twice this in one item.
const LONGEST_ANSWER: usize = 200_000;

/// What became of the question about a message.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Who runs the model; `None` when it did not come so far.
    pub(crate) by: Option<(Provider, String)>,
    /// The answer, or why the rules decide.
    pub(crate) answer: Result<ModelAnswer, Fallback>,
    /// Passages that were in the question.
    pub(crate) passages: Vec<Passage>,
    /// How those were ranked; `None` without a knowledge base.
    pub(crate) ranked: Option<Ranked>,
    /// The organisation's own words that were in the question.
    pub(crate) own: Vec<OwnText>,
    /// The customer's words that were in the question.
    pub(crate) conversation: String,
    /// Calls that could not be stored yet.
    pub(crate) unkept: Vec<Call>,
}

impl Asked {
    fn fell_back(reason: Fallback) -> Self {
        Self {
            by: None,
            answer: Err(reason),
            passages: Vec::new(),
            ranked: None,
            own: Vec::new(),
            conversation: String::new(),
            unkept: Vec::new(),
        }
    }
}

/// A message with what belongs to it.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) place: &'a MessageRef,
    pub(crate) directory: &'a Directory,
    pub(crate) ticket: &'a Ticket,
    pub(crate) message: &'a Message,
}

impl Subject<'_> {
    pub(super) fn step(&self) -> Step {
        if self.message.matched_by == MatchedBy::NewTicket {
            Step::Triage
        } else {
            Step::FollowUp
        }
    }
}

/// Asks about a message, or finds the answer it got before; `None` when models are off.
///
/// # Errors
/// When the table cannot be read: then nothing was asked.
pub(crate) async fn ask(world: &World, subject: Subject<'_>) -> Result<Option<Asked>, Failure> {
    let organisation = &subject.directory.organisation;
    let model = match models::of_step(world, organisation, subject.step()).await {
        Ok(None) => return Ok(None),
        Ok(Some(model)) => model,
        Err(reason) => return Ok(Some(Asked::fell_back(reason))),
    };
    let said = conversation::so_far(world, subject.ticket, subject.message).await?;
    let conversation = conversation::by_customer(&said);
    if let Some(kept) = world.store.kept_answer(subject.place).await? {
        return Ok(Some(Asked {
            by: Some((kept.provider, kept.model)),
            answer: kept.answer,
            passages: kept.passages,
            ranked: kept.ranked,
            own: kept.own,
            conversation,
            unkept: Vec::new(),
        }));
    }
    let material = material(world, subject, said, Some(subject.place)).await;
    let mut asked = put(world, subject, &model, &material).await;
    asked.passages = material.passages;
    asked.ranked = material.ranked;
    asked.own = material.own;
    asked.conversation = conversation;
    Ok(Some(asked))
}

/// Whether models are asked for an organisation.
pub(crate) fn is_on(world: &World, organisation: &Organisation) -> bool {
    let machine = models::machine(&world.config);
    organisation.settings.ai.is_on(&machine)
}

/// Puts a question within the budget and keeps what comes back.
async fn put(
    world: &World,
    subject: Subject<'_>,
    model: &ModelSettings,
    material: &Material,
) -> Asked {
    let taxonomy = subject.directory.organisation.settings.triage.taxonomy();
    let prompt = question(world, subject, model, &taxonomy, material).await;
    let reserved = reserve(world, &subject.directory.organisation, model, &prompt).await;
    let reservation = match reserved {
        Ok(reservation) => reservation,
        Err(reason) => return Asked::fell_back(reason),
    };
    let outcome = send(world, subject, model, &prompt, &reservation).await;
    let spent = budget::spent(&outcome.bill(), reservation.amount);
    let asked = keep(world, subject.place, model, outcome, material).await;
    let organisation = &subject.place.organisation;
    models::settle(world, organisation, &reservation, spent).await;
    asked
}

/// Puts the question about a ticket's first message once more, within the budget; neither answer nor bill is kept.
///
/// # Errors
/// Why it was not asked.
pub(crate) async fn anew(
    world: &World,
    subject: Subject<'_>,
) -> Result<(String, Outcome), Fallback> {
    let organisation = &subject.directory.organisation;
    let model = models::of_step(world, organisation, Step::Triage).await?;
    let model = model.ok_or(Fallback::NotConfigured)?;
    let said = conversation::so_far(world, subject.ticket, subject.message).await;
    let said = said.map_err(|_| Fallback::Unreachable)?;
    let material = material(world, subject, said, None).await;
    let taxonomy = organisation.settings.triage.taxonomy();
    let prompt = question(world, subject, &model, &taxonomy, &material).await;
    let reservation = reserve(world, organisation, &model, &prompt).await?;
    let outcome = send(world, subject, &model, &prompt, &reservation).await;
    let spent = budget::spent(&outcome.bill(), reservation.amount);
    models::settle(world, &organisation.id, &reservation, spent).await;
    Ok((model.model, outcome))
}

/// Sets aside what a question may cost at most.
async fn reserve(
    world: &World,
    organisation: &Organisation,
    model: &ModelSettings,
    prompt: &Prompt,
) -> Result<budget::Reservation, Fallback> {
    let most = Engine::estimate(model, prompt, &PriceTable::built_in());
    models::reserve(world, organisation, most).await
}

async fn send(
    world: &World,
    subject: Subject<'_>,
    model: &ModelSettings,
    prompt: &Prompt,
    reservation: &budget::Reservation,
) -> Outcome {
    let organisation = &subject.directory.organisation;
    let request = Request {
        organisation: &organisation.id,
        ticket: &subject.ticket.id,
        message: &subject.message.id,
        step: subject.step(),
        model,
        prompt,
        taxonomy: &organisation.settings.triage.taxonomy(),
        prices: &PriceTable::built_in(),
        allowance: Some(reservation.amount),
    };
    Box::pin(world.models.ask(&request)).await
}

/// Stores answer and bill, so that another delivery finds them.
async fn keep(
    world: &World,
    place: &MessageRef,
    model: &ModelSettings,
    outcome: Outcome,
    material: &Material,
) -> Asked {
    let answer = outcome.answer.and_then(|answer| {
        let size = serde_json::to_vec(&answer).map_or(usize::MAX, |bytes| bytes.len());
        if size <= LONGEST_ANSWER {
            Ok(answer)
        } else {
            Err(Fallback::Unreadable)
        }
    });
    let mut asked = Asked {
        by: Some((model.provider, model.model.clone())),
        answer,
        passages: Vec::new(),
        ranked: None,
        own: Vec::new(),
        conversation: String::new(),
        unkept: outcome.calls,
    };
    if asked.unkept.is_empty() {
        return asked;
    }
    let now = world.clock.now();
    let kept = KeptAnswer {
        place: place.clone(),
        provider: model.provider,
        model: model.model.clone(),
        answer: asked.answer.clone(),
        passages: material.passages.clone(),
        ranked: material.ranked.clone(),
        own: material.own.clone(),
        at: now,
    };
    let mut commit = Commit::new(&place.organisation, now);
    commit.keep_answer(&kept).calls(&asked.unkept);
    match world.store.commit(commit).await {
        Ok(()) => asked.unkept.clear(),
        // Another delivery was quicker; its answer stands, and both bills are true. The ticket's change brings ours.
        Err(CommitError::Refused(_)) => {}
        Err(CommitError::Other(error)) => {
            tracing::warn!(error = %chain(&error), "a model's answer cannot be kept yet");
        }
    }
    asked
}
