//! What may become of a draft, and what is remembered of it.

use super::*;
use crate::ids::AgentId;

fn draft() -> Draft {
    Draft {
        id: DraftId::new(1, [1; 10]),
        organisation: OrganisationId::new(1, [1; 10]),
        ticket: TicketId::new(1, [1; 10]),
        answers: MessageId::new(1, [1; 10]),
        engine: Source::Knowledge,
        customer: Version {
            language: "en".to_owned(),
            sentences: vec![Sentence::plain("We refund it.")],
        },
        team: None,
        passages: Vec::new(),
        canned: None,
        removed: Vec::new(),
        model: None,
        ranked: None,
        automatic: None,
        state: State::Suggested,
        history: Vec::new(),
        created_at: Timestamp::UNIX_EPOCH,
        changed_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

fn by() -> Actor {
    Actor::Agent(AgentId::new(1, [1; 10]))
}

fn sent(message: u8, text: &str, taken: Taken) -> Step {
    Step::Sent {
        message: MessageId::new(2, [message; 10]),
        text: text.to_owned(),
        taken,
    }
}

fn back(message: u8) -> Step {
    Step::TakenBack {
        message: MessageId::new(2, [message; 10]),
    }
}

#[test]
fn a_draft_goes_its_way_and_ends() {
    let dismiss = Step::Dismiss {
        reason: DismissReason::Wrong,
        comment: None,
    };
    let used = sent(1, "We refund it.", Taken::Accepted);
    // Steps, the state after them, and how many of them were refused.
    let cases: [(&[Step], &str, usize); 8] = [
        (std::slice::from_ref(&used), "accepted", 0),
        (
            &[sent(1, "No.", Taken::Edited), Step::Overtaken],
            "edited",
            1,
        ),
        (&[sent(1, "No.", Taken::Replaced)], "replaced", 0),
        (&[Step::Overtaken], "stale", 0),
        (std::slice::from_ref(&dismiss), "dismissed", 0),
        (&[Step::Overtaken, dismiss.clone()], "stale", 1),
        (&[used.clone(), back(1)], "suggested", 0),
        (
            &[used.clone(), back(2), back(1), dismiss.clone()],
            "dismissed",
            1,
        ),
    ];
    for (steps, expected, refusals) in cases {
        let mut draft = draft();
        let outcomes = steps
            .iter()
            .map(|step| draft.step(step.clone(), &by(), Timestamp::UNIX_EPOCH));
        assert_eq!(outcomes.filter(Result::is_err).count(), refusals);
        assert_eq!(draft.state.word(), expected);
        assert_eq!(draft.history.len(), steps.len() - refusals);
        assert_eq!(draft.version, 1 + draft.history.len() as u64);
    }
}

#[test]
fn what_was_sent_is_measured_against_the_draft() {
    let mut draft = draft();
    assert_eq!(draft.taken("We  refund it."), Taken::Accepted);
    assert_eq!(draft.taken("We refund it now."), Taken::Edited);
    let used = sent(1, "We refund it.", Taken::Accepted);
    draft.step(used, &by(), Timestamp::UNIX_EPOCH).unwrap();
    assert!(matches!(draft.state, State::Sent { distance, .. } if distance == 0.0));
    let stored = serde_json::to_string(&draft).unwrap();
    assert_eq!(serde_json::from_str::<Draft>(&stored).unwrap(), draft);
}
