//! Judges a message: category, priority, language, team, and who takes it.
//!
//! Invariant: a ticket is complete without it; this stage only adds, and what a person has set stays.

use std::time::Duration;

use lambdesk_cloud::store::{Assignee, Commit, CommitError, Order, TicketFilter};
use lambdesk_domain::directory::Directory;
use lambdesk_domain::ids::AgentId;
use lambdesk_domain::message::{AttachmentRecord, MatchedBy, Message, Pipeline, Stored};
use lambdesk_domain::people::Actor;
use lambdesk_domain::status::Status;
use lambdesk_domain::task::{MessageRef, Task};
use lambdesk_domain::ticket::{Change, Ticket, Triaged};
use lambdesk_domain::triage::decide::{self, Roster};
use lambdesk_domain::triage::record::TriageRecord;
use lambdesk_domain::triage::rules;
use lambdesk_domain::triage::taxonomy::Taxonomy;
use lambdesk_domain::triage::verdict::{Engine, Verdict};

use crate::batch::{Failure, Record};
use crate::drafting::{self, Case};
use crate::world::World;
use crate::{learning, lookup, pipeline, replying};

/// How often a message is judged anew when its ticket changed meanwhile, before its queue takes it back.
const TRIES: usize = 5;
/// The language of the team while no setting names another.
const TEAM_LANGUAGE: &str = "en";
/// Bytes of a text that lies beside its message which are read; the rules look at less.
const LONGEST_TEXT: u64 = 1024 * 1024;

/// Handles one queue message.
///
/// # Errors
/// See [`Failure`].
pub async fn handle(world: &World, record: &Record) -> Result<(), Failure> {
    let Task::Triage(place) = pipeline::decode(record)? else {
        return Err(pipeline::not_mine());
    };
    for _ in 0..TRIES {
        if judge(world, &place).await? {
            return Ok(());
        }
    }
    Err(Failure::later(
        Duration::from_secs(2),
        "the ticket kept changing while it was judged",
    ))
}

/// One round of load, decide, commit; `false` when the ticket changed meanwhile.
async fn judge(world: &World, place: &MessageRef) -> Result<bool, Failure> {
    let found = world.store.ticket_and_message(place).await?;
    // Deleted meanwhile, or done by an earlier delivery of the same task.
    let Some((ticket, message)) = found.filter(|(_, m)| m.pipeline == Pipeline::Triage) else {
        return Ok(true);
    };
    let directory = world.directory(&place.organisation).await?;
    let text = new_text(world, &message).await;
    let (mut record, change) = decide(world, &directory, &ticket, &message, &text).await?;
    let now = record.at;
    let change = Change::Triaged(Box::new(change));
    let applied = ticket
        .apply(&change, now)
        .map_err(|refusal| Failure::park(&place.organisation, refusal.to_string()))?;
    let case = Case {
        directory: &directory,
        ticket: &ticket,
        judged: &applied.ticket,
        message: &message,
        text: &text,
        team_language: TEAM_LANGUAGE,
        model: None,
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
    match world.store.commit(commit).await {
        Ok(()) => Ok(true),
        Err(CommitError::Refused(_)) => Ok(false),
        Err(CommitError::Other(error)) => Err(error.into()),
    }
}

async fn decide(
    world: &World,
    directory: &Directory,
    ticket: &Ticket,
    message: &Message,
    text: &str,
) -> Result<(TriageRecord, Triaged), Failure> {
    let settings = &directory.organisation.settings.triage;
    let error = lookup::error_before(world, &directory.organisation, ticket, message).await;
    let taxonomy = settings.taxonomy();
    let rules = by_rules(&taxonomy, ticket, message, text, error);
    let learned = learning::layer(world, settings).await.and_then(|layer| {
        let subject = subject_of(message);
        layer.model.judge(&rules, subject, text, &taxonomy)
    });
    let mut record = TriageRecord {
        organisation: ticket.organisation.clone(),
        ticket: ticket.id.clone(),
        message: message.id.clone(),
        rules,
        decided_by: if learned.is_some() {
            Engine::Learned
        } else {
            Engine::Rules
        },
        learned,
        model: None,
        fallback: None,
        suspicions: suspicions(message, text),
        suggested_assignee: None,
        assignment: String::new(),
        draft: None,
        no_draft: None,
        automatic: None,
        at: world.clock.now(),
    };
    if message.matched_by != MatchedBy::NewTicket {
        let change = decide::later_message(&record);
        return Ok((record, change));
    }
    let roster = decide::roster(record.decided(), &directory.teams, &directory.agents);
    let free = first_with_room(world, ticket, &roster, settings.capacity).await?;
    let sure = decide::is_confident(record.decided(), settings.threshold);
    let assigns = sure && settings.auto_assign && ticket.assignee.is_none();
    record.assignment = decide::assignment(&roster, free.as_ref(), sure, settings.auto_assign);
    let assignee = free.clone().filter(|_| assigns);
    record.suggested_assignee = free.filter(|_| assignee.is_none());
    let change = decide::first_message(ticket, &record, &roster, assignee, settings.threshold);
    Ok((record, change))
}

/// Signs that a message talks to a machine, in words for agents.
fn suspicions(message: &Message, text: &str) -> Vec<String> {
    let found = drafting::noticed(message, text);
    found.iter().map(ToString::to_string).collect()
}

/// What the rules think of a message of a ticket.
pub(crate) fn by_rules(
    taxonomy: &Taxonomy,
    ticket: &Ticket,
    message: &Message,
    text: &str,
    error_in_last_hour: bool,
) -> Verdict {
    let pictures = |file: &&AttachmentRecord| file.media_type.starts_with("image/");
    rules::judge(&rules::Input {
        subject: subject_of(message),
        text,
        customer_tier: ticket.customer_tier.as_deref(),
        customer_name: ticket.contact_name.as_deref(),
        taxonomy,
        facts: rules::Facts {
            error_in_last_hour,
            pictures: message.attachments.iter().filter(pictures).count(),
        },
    })
}

/// The subject, where it says something: that of an answer is the one of the mail it answers.
fn subject_of(message: &Message) -> &str {
    if message.matched_by == MatchedBy::NewTicket {
        &message.subject
    } else {
        ""
    }
}

/// The member whose turn it is and who has fewer open tickets than the organisation's cap.
async fn first_with_room(
    world: &World,
    ticket: &Ticket,
    roster: &Roster,
    capacity: Option<u32>,
) -> Result<Option<AgentId>, Failure> {
    let turn = decide::turn(roster, ticket.number);
    let Some(capacity) = capacity.and_then(|most| usize::try_from(most).ok()) else {
        return Ok(turn.into_iter().next());
    };
    for agent in turn {
        let mine = TicketFilter {
            status: Status::ALL
                .iter()
                .copied()
                .filter(|s| s.is_active())
                .collect(),
            assignee: Some(Assignee::Agent(agent.clone())),
            ..TicketFilter::default()
        };
        let limit = capacity.saturating_add(1).min(100);
        let page = world
            .store
            .list_tickets(&ticket.organisation, &mine, Order::Updated, None, limit)
            .await?;
        if page.items.len() < capacity {
            return Ok(Some(agent));
        }
    }
    Ok(None)
}

/// The new part of a message. What cannot be read now is judged by what the item holds: the ticket stays usable.
pub(crate) async fn new_text(world: &World, message: &Message) -> String {
    if let Some(new) = &message.provenance.reply_text {
        return new.clone();
    }
    match &message.text {
        Stored::Inline(text) => text.clone(),
        Stored::Blob(key) => match world.blobs.get(key, LONGEST_TEXT).await {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => {
                tracing::warn!(%error, "a long text cannot be read and is judged by its subject");
                String::new()
            }
        },
    }
}
