use super::*;
use crate::model::calibration::Calibration;
use crate::samples;
use crate::status::{Priority, Sentiment};
use crate::ticket::Change;
use crate::triage::verdict::Engine;

fn verdict(category: &str, confidence: f32) -> Verdict {
    Verdict {
        category: category.into(),
        confidence,
        priority: Priority::High,
        priority_score: 70,
        sentiment: Sentiment::Negative,
        language: "de".into(),
        team: "finance".into(),
        next_action: "Check the payment".into(),
        why: Vec::new(),
        suggested_reply: Some("Guten Tag".into()),
    }
}

fn record(rules: Verdict, model: Option<Verdict>) -> TriageRecord {
    TriageRecord {
        organisation: samples::organisation_id(),
        ticket: samples::ticket_id(1),
        message: samples::message_id(1),
        decided_by: if model.is_some() {
            Engine::Model
        } else {
            Engine::Rules
        },
        rules,
        learned: None,
        model,
        fallback: None,
        fallback_reason: None,
        reading: None,
        suspicions: Vec::new(),
        suggested_assignee: None,
        assignment: String::new(),
        draft: None,
        no_draft: None,
        automatic: None,
        at: samples::day(0),
    }
}

fn team(key: &str) -> Team {
    Team {
        id: TeamId::new(7, [u8::try_from(key.len()).unwrap(); 10]),
        organisation: samples::organisation_id(),
        key: key.into(),
        name: key.into(),
    }
}

fn agent(n: u8, role: Role, active: bool, teams: &[&Team]) -> Agent {
    Agent {
        id: AgentId::new(5, [n; 10]),
        organisation: samples::organisation_id(),
        email: format!("agent{n}@demo.test"),
        name: format!("Agent {n}"),
        role,
        teams: teams.iter().map(|team| team.id.clone()).collect(),
        active,
        created_at: samples::day(0),
    }
}

#[test]
fn only_active_members_who_answer_tickets_are_asked_and_in_turn() {
    let (finance, sales) = (team("finance"), team("sales"));
    let agents = [
        agent(3, Role::Agent, true, &[&finance]),
        agent(1, Role::Owner, true, &[&finance, &sales]),
        agent(2, Role::Agent, false, &[&finance]),
        agent(4, Role::Light, true, &[&finance]),
        agent(5, Role::Agent, true, &[&sales]),
    ];
    let verdict = verdict("refund-request", 0.9);
    let found = roster(&verdict, &[sales, finance.clone()], &agents);
    assert_eq!(found.team, Some(finance.id));
    let ids = |numbers: &[u8]| -> Vec<AgentId> {
        numbers.iter().map(|n| AgentId::new(5, [*n; 10])).collect()
    };
    assert_eq!(turn(&found, 10), ids(&[1, 3]));
    assert_eq!(turn(&found, 11), ids(&[3, 1]));
    assert_eq!(turn(&Roster::default(), 1), ids(&[]));
}

#[test]
fn labels_say_how_sure_it_is_and_who_read_it() {
    let cases = [
        (0.9, None, vec![CONFIDENT, "refund-request"]),
        (0.5, None, vec![NEEDS_TRIAGE, "refund-request"]),
        (
            0.9,
            Some("refund-request"),
            vec![AI_PROCESSED, CONFIDENT, "refund-request"],
        ),
        (
            0.9,
            Some("other"),
            // While outcomes are few, a model alone does not make a judgement sure.
            vec![AI_PROCESSED, DISAGREED, NEEDS_TRIAGE, "other"],
        ),
    ];
    for (confidence, model, expected) in cases {
        let model = model.map(|category| verdict(category, confidence));
        let record = record(verdict("refund-request", confidence), model);
        let sure = record.is_sure(0.8, &Calibration::from(&[]));
        let found = first_message(&samples::ticket(1), &record, &Roster::default(), None, sure);
        let expected = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(found.tags, expected, "{confidence}");
    }
}

#[test]
fn a_judgement_fills_the_ticket_and_leaves_what_a_person_set() {
    let record = record(verdict("refund-request", 0.9), None);
    let assignee = Some(AgentId::new(5, [1; 10]));
    let found = first_message(
        &samples::ticket(1),
        &record,
        &Roster::default(),
        assignee.clone(),
        true,
    );
    let apply = |ticket: &Ticket| {
        let change = Change::Triaged(Box::new(found.clone()));
        ticket.apply(&change, samples::day(1)).unwrap().ticket
    };
    let fresh = apply(&samples::ticket(1));
    assert_eq!(fresh.category.as_deref(), Some("refund-request"));
    assert_eq!(
        (fresh.priority, fresh.priority_score),
        (Priority::High, Some(70))
    );
    assert_eq!(fresh.assignee, assignee);
    let set = Ticket {
        category: Some("other".into()),
        priority: Priority::Low,
        assignee: Some(AgentId::new(5, [9; 10])),
        ..samples::ticket(1)
    };
    let kept = apply(&set);
    assert_eq!(kept.category, set.category);
    assert_eq!(kept.priority, Priority::Low);
    assert_eq!(kept.assignee, set.assignee);
}

#[test]
fn a_later_message_changes_the_tone_and_the_draft_and_not_the_subject_matter() {
    let found = later_message(&record(verdict("refund-request", 0.9), None));
    assert_eq!(found.sentiment, Some(Sentiment::Negative));
    assert!(found.suggested_reply.is_some());
    assert_eq!(
        (found.category, found.priority, found.team),
        (None, None, None)
    );
    assert!(found.tags.is_empty() && found.assignee.is_none());
}

#[test]
fn a_full_set_of_labels_takes_no_more() {
    let ticket = Ticket {
        tags: (0..MAX_TAGS).map(|n| format!("tag {n}")).collect(),
        ..samples::ticket(1)
    };
    let record = record(verdict("other", 0.2), None);
    assert!(
        first_message(&ticket, &record, &Roster::default(), None, false)
            .tags
            .is_empty()
    );
}
