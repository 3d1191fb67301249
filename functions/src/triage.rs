//! Judges a message: category, priority, language, team, and who takes it; by rules, and by a model where one is set up. The
//! vectors of the knowledge base are made on the same queue.
//!
//! Invariant: a ticket is complete without it; this stage only adds, and what a person has set stays.

mod ask;
mod conversation;
mod decide;
mod question;

use std::time::Duration;

use lambdesk_cloud::error::Kind;
use lambdesk_cloud::store::{Commit, CommitError};
use lambdesk_domain::message::Pipeline;
use lambdesk_domain::people::Actor;
use lambdesk_domain::task::{MessageRef, Task};
use lambdesk_domain::ticket::Change;
use lambdesk_domain::triage::record::TriageRecord;

use self::ask::Asked;
pub(crate) use self::ask::{Subject, anew};
pub(crate) use self::conversation::new_text;
pub(crate) use self::decide::by_rules;
use crate::batch::{Failure, Record};
use crate::drafting::{self, Case, ModelDraft};
use crate::knowledge::vectors;
use crate::world::World;
use crate::{pipeline, replying};

/// How often a message is judged anew when its ticket changed meanwhile, before its queue takes it back.
const TRIES: usize = 5;

/// Handles one queue message.
///
/// # Errors
/// See [`Failure`].
pub async fn handle(world: &World, record: &Record) -> Result<(), Failure> {
    let place = match pipeline::decode(record)? {
        Task::Triage(place) => place,
        Task::Vectors {
            organisation,
            stamp,
        } => return Box::pin(vectors::make(world, &organisation, &stamp)).await,
        Task::Ingest { .. } | Task::Enrich(_) | Task::Deliver(_) | Task::SignIn { .. } => {
            return Err(pipeline::not_mine());
        }
    };
    let Some(asked) = ask_once(world, &place).await? else {
        return Ok(());
    };
    for _ in 0..TRIES {
        if judge(world, &place, asked.as_ref()).await? {
            return Ok(());
        }
    }
    Err(Failure::later(
        Duration::from_secs(2),
        "the ticket kept changing while it was judged",
    ))
}

/// What became of the question to the model, if one is set up; `None` when there is nothing to judge. It is asked before
/// the ticket is read to be changed, because its answer takes a while.
async fn ask_once(world: &World, place: &MessageRef) -> Result<Option<Option<Asked>>, Failure> {
    let directory = match world.directory(&place.organisation).await {
        Err(error) if error.kind == Kind::NotFound => return Ok(None),
        found => found?,
    };
    if !ask::is_on(world, &directory.organisation) {
        return Ok(Some(None));
    }
    let found = world.store.ticket_and_message(place).await?;
    let Some((ticket, message)) = found.filter(|(_, m)| m.pipeline == Pipeline::Triage) else {
        return Ok(None);
    };
    let subject = Subject {
        place,
        directory: &directory,
        ticket: &ticket,
        message: &message,
    };
    Ok(Some(Box::pin(ask::ask(world, subject)).await?))
}

/// One round of load, decide, commit; `false` when the ticket changed meanwhile.
async fn judge(world: &World, place: &MessageRef, asked: Option<&Asked>) -> Result<bool, Failure> {
    let found = world.store.to_judge(place).await?;
    // Deleted meanwhile, or done by an earlier delivery of the same task.
    let Some(read) = found.filter(|read| read.message.pipeline == Pipeline::Triage) else {
        return Ok(true);
    };
    let (ticket, message) = (read.ticket, read.message);
    let directory = world.directory(&place.organisation).await?;
    let subject = Subject {
        place,
        directory: &directory,
        ticket: &ticket,
        message: &message,
    };
    let text = new_text(world, &message).await;
    let (mut record, change) = decide::decide(world, subject, &text, asked).await?;
    let now = record.at;
    let change = Change::Triaged(Box::new(change));
    let applied = ticket
        .apply(&change, now)
        .map_err(|refusal| Failure::park(&place.organisation, refusal.to_string()))?;
    let drafted = asked.and_then(|asked| model_draft(asked, &record));
    let case = Case {
        directory: &directory,
        ticket: &ticket,
        judged: &applied.ticket,
        message: &message,
        text: &text,
        team_language: &directory.organisation.settings.ai.team_language,
        stamps: &read.stamps,
        model: drafted.as_ref(),
        now,
    };
    let prepared = Box::pin(drafting::prepare(world, &case, &mut record)).await;
    let actor = Actor::System("triage".to_owned());
    let mut commit = Commit::new(&place.organisation, now);
    let after = prepared.join(world, &mut commit, applied.ticket.clone(), now);
    commit
        .update_ticket(&after)
        .stage(place, Pipeline::Triage, Pipeline::Done)
        .triage_record(&record)
        .event(&replying::event(world, &actor, &applied, now));
    if let Some(asked) = asked {
        commit.calls(&asked.unkept);
    }
    match world.store.commit(commit).await {
        Ok(()) => Ok(true),
        Err(CommitError::Refused(_)) => Ok(false),
        Err(CommitError::Other(error)) => Err(error.into()),
    }
}

/// The draft of a model that decided. It may leave by itself only where the rules agree with the model and the model does
/// not want a person to decide.
fn model_draft<'a>(asked: &'a Asked, record: &TriageRecord) -> Option<ModelDraft<'a>> {
    let answer = asked.answer.as_ref().ok()?;
    let verdict = record.model.as_ref().filter(|_| record.is_by_model())?;
    let alone = record.disagrees() || answer.needs_human_reason.is_some();
    Some(ModelDraft {
        answer,
        passages: &asked.passages,
        own: &asked.own,
        conversation: &asked.conversation,
        model: asked.by.as_ref().map(|(_, model)| model.as_str())?,
        ranked: asked.ranked.as_ref(),
        confidence: (!alone).then_some(verdict.confidence),
    })
}
