//! Moves a message from one stage to the next.
//!
//! Invariant: the stage is written together with the task of the next one, or not at all.

use lambdesk_cloud::store::{Commit, CommitError};
use lambdesk_domain::message::Pipeline;
use lambdesk_domain::task::{MessageRef, Task};

use crate::batch::{Failure, Record};
use crate::world::World;

/// Passes on the message a record names, if it still waits for stage `from`.
///
/// # Errors
/// Parks what is not a task of this stage; everything else is tried again.
pub(crate) async fn advance(
    world: &World,
    record: &Record,
    from: Pipeline,
    to: Pipeline,
    mine: impl Fn(Task) -> Option<MessageRef>,
) -> Result<(), Failure> {
    let task = decode(record)?;
    let Some(place) = mine(task) else {
        return Err(not_mine());
    };
    let now = world.clock.now();
    let mut commit = Commit::new(&place.organisation, now);
    commit.stage(&place, from, to);
    if to == Pipeline::Triage {
        commit.outbox(Task::Triage(place), now);
    }
    match world.store.commit(commit).await {
        Ok(()) => Ok(()),
        // Deleted meanwhile, or done by an earlier delivery of the same task.
        Err(CommitError::Refused(_)) => Ok(()),
        Err(CommitError::Other(error)) => Err(error.into()),
    }
}

/// A task that came to the wrong queue.
pub(crate) fn not_mine() -> Failure {
    Failure::Park {
        organisation: None,
        reason: "this task belongs to another queue".to_owned(),
    }
}

/// Reads the task of a record.
///
/// # Errors
/// Parks what cannot be read: a retry would read the same.
pub(crate) fn decode(record: &Record) -> Result<Task, Failure> {
    Task::decode(&record.body).map_err(|error| Failure::Park {
        organisation: None,
        reason: error.to_string(),
    })
}
