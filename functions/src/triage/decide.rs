//! What the judgement of a message means for its ticket, with what the table says about people.
//!
//! Invariant: the rules always judge; what a model says stands beside that.

use lambdesk_cloud::store::{Assignee, Order, TicketFilter};
use lambdesk_domain::address;
use lambdesk_domain::directory::Directory;
use lambdesk_domain::draft::clean::Allowed;
use lambdesk_domain::ids::AgentId;
use lambdesk_domain::message::{AttachmentRecord, MatchedBy, Message};
use lambdesk_domain::model::calibration::Calibration;
use lambdesk_domain::status::Status;
use lambdesk_domain::ticket::{Ticket, Triaged};
use lambdesk_domain::triage::decide::{self, Roster};
use lambdesk_domain::triage::record::{Heard, TriageRecord};
use lambdesk_domain::triage::rules;
use lambdesk_domain::triage::taxonomy::Taxonomy;
use lambdesk_domain::triage::verdict::{Engine, Verdict};

use super::ask::{Asked, Subject};
use crate::batch::Failure;
use crate::world::World;
use crate::{drafting, learning, lookup, measuring};

/// Judges a message by what the rules and the model say.
pub(super) async fn decide(
    world: &World,
    subject: Subject<'_>,
    text: &str,
    asked: Option<&Asked>,
) -> Result<(TriageRecord, Triaged), Failure> {
    let Subject {
        directory,
        ticket,
        message,
        ..
    } = subject;
    let settings = &directory.organisation.settings.triage;
    let taxonomy = settings.taxonomy();
    let calibration = match asked.and_then(|asked| asked.by.as_ref()) {
        Some((_, model)) => measuring::of_model(world, &ticket.organisation, model).await,
        None => Calibration::from(&[]),
    };
    let error = lookup::error_before(world, &directory.organisation, ticket, message).await;
    let rules = by_rules(&taxonomy, ticket, message, text, error);
    let learned = learning::layer(world, settings).await.and_then(|layer| {
        let subject = subject_of(message);
        layer.model.judge(&rules, subject, text, &taxonomy)
    });
    let mut record = blank(world, ticket, message, rules);
    record.suspicions = suspicions(message, text);
    if learned.is_some() {
        record.decided_by = Engine::Learned;
        record.learned = learned;
    }
    if let Some(asked) = asked {
        hear(&mut record, asked, directory, &taxonomy, &calibration);
    }
    if message.matched_by != MatchedBy::NewTicket {
        let change = decide::later_message(&record);
        return Ok((record, change));
    }
    let roster = decide::roster(record.decided(), &directory.teams, &directory.agents);
    let free = first_with_room(world, ticket, &roster, settings.capacity).await?;
    let sure = record.is_sure(settings.threshold, &calibration);
    let assigns = sure && settings.auto_assign && ticket.assignee.is_none();
    record.assignment = decide::assignment(&roster, free.as_ref(), sure, settings.auto_assign);
    let assignee = free.clone().filter(|_| assigns);
    record.suggested_assignee = free.filter(|_| assignee.is_none());
    let change = decide::first_message(ticket, &record, &roster, assignee, sure);
    Ok((record, change))
}

fn blank(world: &World, ticket: &Ticket, message: &Message, rules: Verdict) -> TriageRecord {
    TriageRecord {
        organisation: ticket.organisation.clone(),
        ticket: ticket.id.clone(),
        message: message.id.clone(),
        rules,
        learned: None,
        model: None,
        decided_by: Engine::Rules,
        fallback: None,
        fallback_reason: None,
        reading: None,
        suspicions: Vec::new(),
        suggested_assignee: None,
        assignment: String::new(),
        draft: None,
        no_draft: None,
        automatic: None,
        at: world.clock.now(),
    }
}

/// Signs that a message talks to a machine, in words for agents.
fn suspicions(message: &Message, text: &str) -> Vec<String> {
    let found = drafting::noticed(message, text);
    found.iter().map(ToString::to_string).collect()
}

/// Takes in what became of the question to the model.
fn hear(
    record: &mut TriageRecord,
    asked: &Asked,
    directory: &Directory,
    taxonomy: &Taxonomy,
    calibration: &Calibration,
) {
    let answer = match &asked.answer {
        Ok(answer) => answer,
        Err(reason) => return record.fell_back(*reason),
    };
    let Some((provider, model)) = &asked.by else {
        return;
    };
    let allowed = own_places(directory).with_passages(&asked.passages);
    let heard = Heard {
        provider: *provider,
        model,
        taxonomy,
        calibration,
        allowed: &allowed,
    };
    record.answered(answer, &heard);
}

/// Links and addresses of the organisation itself.
fn own_places(directory: &Directory) -> Allowed {
    let mailboxes = directory.mailboxes.iter().map(|mailbox| &mailbox.address);
    let addresses: Vec<String> = mailboxes.map(|a| address::normalise(a)).collect();
    Allowed {
        domains: directory.organisation.settings.own_domains.clone(),
        links: Vec::new(),
        addresses,
    }
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
