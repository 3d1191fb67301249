//! A draft of a reply, and what becomes of it.
//!
//! Invariant: a draft that was sent, dismissed or overtaken never changes again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::distance::distance;
use super::sentence::{Sentence, Support, joined};
use crate::ids::{DraftId, MessageId, TicketId};
use crate::status::words;

words! {
    /// What a draft was made from.
    Source {
        /// The template of the rules.
        Rules = "rules",
        /// A canned response.
        Canned = "canned",
        /// Sentences of the knowledge base, word for word.
        Knowledge = "knowledge",
        /// A language model.
        Model = "model",
    }
}

words! {
    /// Why an agent did not want a draft.
    DismissReason {
        /// It says something untrue.
        Wrong = "wrong",
        /// It does not answer the question.
        OffTopic = "off_topic",
        /// It leaves out something important.
        Incomplete = "incomplete",
        /// Right, but not how we speak.
        Tone = "tone",
        /// No answer is needed.
        NotNeeded = "not_needed",
        /// Something else, see the comment.
        Other = "other",
    }
}

/// Where a draft stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Waits for an agent.
    Suggested,
    /// Taken over as it is.
    Accepted,
    /// Taken over and changed.
    Edited,
    /// Not wanted.
    Dismissed {
        /// Why.
        reason: DismissReason,
        /// In the agent's words.
        comment: Option<String>,
    },
    /// The reply went out.
    Sent {
        /// The message that was sent.
        message: MessageId,
        /// How far it is from the draft: 0 unchanged, 1 nothing in common.
        distance: f32,
    },
    /// Something new arrived before it was used.
    Stale,
}

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// BCP 47.
    pub language: String,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
}

impl Version {
    /// The text as it would be sent.
    #[must_use]
    pub fn text(&self) -> String {
        joined(&self.sentences)
    }

    /// How many sentences nothing supports.
    #[must_use]
    pub fn unsupported(&self) -> usize {
        let open = self
            .sentences
            .iter()
            .filter(|s| s.support == Support::Unsupported);
        open.count()
    }
}

/// The model call behind a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelCall {
    /// Name of the model as the provider gives it.
    pub model: String,
    /// The row of the cost ledger.
    #[serde(default)]
    pub ledger: Option<String>,
}

/// A draft of a reply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The ticket.
    pub ticket: TicketId,
    /// The customer's message that it answers.
    pub answers: MessageId,
    /// What it was made from.
    pub engine: Source,
    /// In the customer's language; this is what would be sent.
    pub customer: Version,
    /// In the team's language, when that is another one.
    #[serde(default)]
    pub team: Option<Version>,
    /// What was taken out of it, for agents.
    #[serde(default)]
    pub removed: Vec<super::clean::Removal>,
    /// The model call, when a model wrote it.
    #[serde(default)]
    pub model: Option<ModelCall>,
    /// Where it stands.
    #[serde(flatten)]
    pub state: State,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its state last changed.
    pub changed_at: Timestamp,
}

/// What happens to a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// An agent takes it over as it is.
    Accept,
    /// An agent takes it over and changes it.
    Edit,
    /// An agent does not want it.
    Dismiss {
        /// Why.
        reason: DismissReason,
        /// In the agent's words.
        comment: Option<String>,
    },
    /// The reply went out.
    Sent {
        /// The message.
        message: MessageId,
        /// Its text without quoted history and signature.
        text: String,
    },
    /// A public message arrived, or the ticket was closed.
    Overtaken,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the draft is {state} and cannot change any more; ask for a new one")]
pub struct Settled {
    /// The state it is in.
    pub state: &'static str,
}

impl State {
    /// The word for it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            State::Suggested => "suggested",
            State::Accepted => "accepted",
            State::Edited => "edited",
            State::Dismissed { .. } => "dismissed",
            State::Sent { .. } => "sent",
            State::Stale => "stale",
        }
    }

    /// Whether nothing can happen to it any more.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        matches!(
            self,
            State::Dismissed { .. } | State::Sent { .. } | State::Stale
        )
    }
}

impl Draft {
    /// Takes a step. A draft that an agent has taken over does not go stale: the agent's text is theirs.
    ///
    /// # Errors
    /// When the draft is settled.
    pub fn step(&mut self, step: Step, now: Timestamp) -> Result<(), Settled> {
        if self.state.is_settled() {
            return Err(Settled {
                state: self.state.word(),
            });
        }
        let next = match step {
            Step::Accept => State::Accepted,
            Step::Edit => State::Edited,
            Step::Dismiss { reason, comment } => State::Dismissed { reason, comment },
            Step::Sent { message, text } => State::Sent {
                message,
                distance: distance(&self.customer.text(), &text),
            },
            Step::Overtaken if matches!(self.state, State::Suggested) => State::Stale,
            Step::Overtaken => return Ok(()),
        };
        self.state = next;
        self.changed_at = now;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::sentence::Sentence;

    fn draft() -> Draft {
        Draft {
            id: DraftId::new(1, [1; 10]),
            ticket: TicketId::new(1, [1; 10]),
            answers: MessageId::new(1, [1; 10]),
            engine: Source::Knowledge,
            customer: Version {
                language: "en".to_owned(),
                sentences: vec![Sentence::plain("We refund it.")],
            },
            team: None,
            removed: Vec::new(),
            model: None,
            state: State::Suggested,
            created_at: Timestamp::UNIX_EPOCH,
            changed_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_draft_goes_its_way_and_ends() {
        let message = MessageId::new(2, [1; 10]);
        let sent = Step::Sent {
            message,
            text: "We refund it.".to_owned(),
        };
        let dismiss = Step::Dismiss {
            reason: DismissReason::Wrong,
            comment: None,
        };
        let cases: [(&[Step], &str); 6] = [
            (&[Step::Accept, sent.clone()], "sent"),
            (&[Step::Edit, Step::Overtaken], "edited"),
            (&[Step::Overtaken], "stale"),
            (std::slice::from_ref(&dismiss), "dismissed"),
            (&[sent.clone(), Step::Accept], "sent"),
            (&[Step::Overtaken, dismiss.clone()], "stale"),
        ];
        for (steps, expected) in cases {
            let mut draft = draft();
            for step in steps {
                let settled = draft.state.is_settled();
                assert_eq!(
                    draft.step(step.clone(), Timestamp::UNIX_EPOCH).is_err(),
                    settled
                );
            }
            assert_eq!(draft.state.word(), expected);
        }
    }

    #[test]
    fn what_was_sent_is_measured_against_the_draft() {
        let mut draft = draft();
        let message = MessageId::new(2, [1; 10]);
        draft
            .step(
                Step::Sent {
                    message,
                    text: "We refund it.".to_owned(),
                },
                Timestamp::UNIX_EPOCH,
            )
            .unwrap();
        assert!(matches!(draft.state, State::Sent { distance, .. } if distance == 0.0));
        let stored = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&stored).unwrap(), draft);
    }
}
