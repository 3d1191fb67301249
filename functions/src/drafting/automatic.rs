//! Answers and resolves a ticket without a person, where the organisation allows it and every gate is open.
//!
//! Invariant: the answer goes the way of every reply and is one transaction with the judgement, the resolved ticket and the
//! count of the contact's automatic answers; it goes to the authenticated sender alone and says that a machine wrote it.

use jiff::{SignedDuration, Timestamp};
use lambdesk_cloud::error::Error;
use lambdesk_cloud::store::{AutomaticAnswers, Commit};
use lambdesk_domain::draft::compose::announced;
use lambdesk_domain::draft::gates::{self, Decision, Situation};
use lambdesk_domain::draft::person;
use lambdesk_domain::draft::state::{Draft, Source, Step, Taken};
use lambdesk_domain::draft::suspicion::{Finding, Kind};
use lambdesk_domain::message::MatchedBy;
use lambdesk_domain::people::Actor;
use lambdesk_domain::status::Status;
use lambdesk_domain::ticket::Ticket;
use lambdesk_domain::triage::record::TriageRecord;

use super::Case;
use super::write::Written;
use crate::replying::{self, Automatic};
use crate::world::World;

const DAY: SignedDuration = SignedDuration::from_hours(24);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// An answer that leaves by itself.
#[derive(Debug)]
pub(super) struct Sending {
    answer: Automatic,
    known: AutomaticAnswers,
}

/// Who answers.
fn machine() -> Actor {
    Actor::System("auto_resolve".to_owned())
}

/// Decides whether a draft leaves by itself; then the draft is the text that leaves, and settled.
pub(super) async fn decide(
    world: &World,
    case: &Case<'_>,
    record: &TriageRecord,
    written: &Written,
    findings: &[Finding],
    draft: &mut Draft,
) -> Result<(Decision, Option<Sending>), Error> {
    let ticket = case.ticket;
    let organisation = &ticket.organisation;
    let known = world
        .store
        .automatic_answers(organisation, &ticket.contact)
        .await?;
    let decision = judged(case, record, written, findings, &known);
    if decision != Decision::Allowed {
        return Ok((decision, None));
    }
    draft.customer = announced(draft.customer.clone());
    let text = draft.customer.text();
    let id = world.entropy.message(case.now);
    let planned = replying::automatic(&replying::Unasked {
        directory: case.directory,
        actor: machine(),
        ticket: case.judged,
        message: case.message,
        text: &text,
        id: &id,
        now: case.now,
    });
    // Nobody to send from, or nobody to send to: an agent finds the draft.
    let Ok(answer) = planned else {
        return Ok((Decision::Closed(vec![gates::Gate::Sender]), None));
    };
    let sent = Step::Sent {
        message: id,
        text,
        taken: Taken::Automatic,
    };
    if draft.step(sent, &machine(), case.now).is_err() {
        return Ok((Decision::Closed(vec![gates::Gate::Human]), None));
    }
    Ok((decision, Some(Sending { answer, known })))
}

fn judged(
    case: &Case<'_>,
    record: &TriageRecord,
    written: &Written,
    findings: &[Finding],
    known: &AutomaticAnswers,
) -> Decision {
    let (ticket, message) = (case.ticket, case.message);
    let settings = &case.directory.organisation.settings;
    let provenance = &message.provenance;
    let from = message.from.as_ref().map(|from| from.email.to_lowercase());
    let authenticated = provenance.authenticated
        && from.as_deref() == Some(&ticket.contact_email)
        && !case.directory.is_own(&ticket.contact_email);
    let first = message.matched_by == MatchedBy::NewTicket
        && ticket.public_count <= 1
        && ticket.status == Status::Open
        && ticket.quarantine.is_none();
    let taken = ticket.agent_wrote_at.is_some() || ticket.assignee.is_some();
    let answer = case.model.map(|model| model.answer);
    let asked = person::asked_for(case.text)
        || person::asked_for(&ticket.subject)
        || answer.is_some_and(|answer| answer.needs_human_reason.is_some());
    let mut findings = findings.to_vec();
    if answer.is_some_and(|answer| answer.injection_suspected) {
        findings.push(Finding {
            kind: Kind::Machine,
            place: "model".to_owned(),
            excerpt: String::new(),
        });
    }
    let hour_full = known.within(HOUR, case.now) >= settings.automatic_mail_per_hour;
    let situation = Situation {
        confidence: confidence(case, record, written),
        category: &record.decided().category,
        authenticated,
        sentences: &written.customer.sentences,
        cleaned: !written.removed.is_empty(),
        findings: &findings,
        automatic_mail: message.is_automatic()
            || ticket.automatic
            || (authenticated && provenance.silence.is_some()),
        answered_today: if hour_full {
            u32::MAX
        } else {
            known.within(DAY, case.now)
        },
        human: !first || taken || asked,
    };
    gates::decide(&settings.auto_resolve, &situation)
}

/// How sure it is that this text answers this question: the judgement and the find, whichever is less sure.
fn confidence(case: &Case<'_>, record: &TriageRecord, written: &Written) -> Option<f32> {
    if written.engine == Source::Model {
        return case.model.and_then(|model| model.confidence);
    }
    let found = gates::find_confidence(written.margin);
    Some(record.decided().confidence.min(found))
}

impl Sending {
    /// Adds the answer to a change and gives the ticket as it is to be stored.
    pub(super) fn join(
        self,
        world: &World,
        commit: &mut Commit,
        judged: Ticket,
        now: Timestamp,
    ) -> Ticket {
        let (o, contact) = (&judged.organisation, &judged.contact);
        commit.automatic_answer(o, contact, &self.known, now);
        let ticket = self.answer.join(world, commit, &machine(), now);
        // Judgement and answer are stored at once, so the version moves by one.
        Ticket {
            version: judged.version,
            ..ticket
        }
    }
}
